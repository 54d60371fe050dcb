"""Our own workbook (monitoring.own_book) as it comes back, filled in outside the portal.

Columns are found by the grey row of keys, rows by the school's code or name: what has been moved, sorted or
deleted does no harm. An empty cell says nothing; a result is taken out by the state «нет данных».
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from monitoring.enums import Exam, ResultStatus, Severity
from monitoring.imports._own_book_cells import CellFault, is_empty, is_printed_mark, read_number, read_status
from monitoring.imports.parsed import Number, ParsedFile, ParsedRow, Problem, SchoolRef, SittingRef
from monitoring.imports.reference import Reference
from monitoring.models import Sitting
from monitoring.own_book.keys import (
    FIELDS,
    SCHOOL_CODE,
    SCHOOL_NAME,
    STATUS,
    read_column_key,
    read_sheet_title,
)
from portal.core.tables import Cell, Row, Sheet, UnreadableTable
from schools.naming import match_key

FORMAT = "own-book"
LABEL = "Таблица района, скачанная из портала"
ORIGIN = "Сам портал, кнопка «Скачать таблицу Excel» на этой странице"

_LEFT_OUT = "Пока этот результат не взят."
#: without a mean the result is «нет данных» that holds its participants, as in the table of the portal
_ALONE = {"participants"}
_ALL_FIELDS = {name for fields in FIELDS.values() for name in fields}


def recognise(sheets: Sequence[Sheet]) -> bool:
    return any(_key_row(sheet) is not None for sheet in sheets)


def read(sheets: Sequence[Sheet], *, file_name: str, reference: Reference) -> ParsedFile:
    """Exactly the numbers that stand in the sheets, nothing reckoned from them.

    What cannot be understood leaves out one result (school and sitting) with a problem at its cell.
    """
    readers = [_SheetReader(sheet, row, reference) for sheet in sheets if (row := _key_row(sheet))]
    if not readers:
        raise UnreadableTable(
            "Это не таблица района из портала: нет серой строки с кодами столбцов. Скачайте таблицу заново."
        )
    ours = {reader.sheet.title for reader in readers}
    problems = [_foreign(sheet) for sheet in sheets if sheet.title not in ours]
    rows = [row for reader in readers for row in reader.rows()]
    return ParsedFile(
        format=FORMAT,
        rows=tuple(rows),
        problems=(*problems, *(problem for reader in readers for problem in reader.problems)),
        rows_read=sum(reader.rows_read for reader in readers),
        facts=_facts(readers),
    )


def _key_row(sheet: Sheet) -> Row | None:
    """The row that names the school's column and at least one number."""
    for row in sheet.rows:
        if not any(isinstance(cell, str) and SCHOOL_NAME in cell for cell in row.cells):
            continue  # asked of every row of every file: most have nothing like it
        texts = [row.text(index) for index in range(len(row.cells))]
        if SCHOOL_NAME in texts and any(read_column_key(text) for text in texts):
            return row
    return None


def _foreign(sheet: Sheet) -> Problem:
    text = f"Лист «{sheet.title}» не из портала: в нём нет строки с кодами столбцов. Он пропущен."
    return Problem(Severity.INFO, "foreign_sheet", f"{sheet.title}!A1", text)


def _facts(readers: Sequence["_SheetReader"]) -> tuple[tuple[str, str], ...]:
    sittings = [sitting for reader in readers for sitting in reader.sittings]
    said = {
        "Район": [reader.district for reader in readers if reader.district],
        "Год": [str(sitting.year) for sitting in sittings],
        "Процедуры": [str(Exam(sitting.exam).label) for sitting in sittings],
    }
    return tuple((name, ", ".join(dict.fromkeys(texts))) for name, texts in said.items() if texts)


@dataclass(slots=True)
class _SheetReader:
    """One sheet: its columns by key, then its schools row by row."""

    sheet: Sheet
    key_row: Row
    reference: Reference
    problems: list[Problem] = field(default_factory=list)
    rows_read: int = 0
    district: str = ""
    #: by the key of a sitting: the column of each field
    blocks: dict[tuple, dict[str, int]] = field(default_factory=dict)
    school_columns: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._read_title()
        self._find_columns()

    @property
    def sittings(self) -> list[Sitting]:
        return [self.reference.sittings[key] for key in self.blocks]

    def rows(self) -> Iterator[ParsedRow]:
        """What the sheet says of each school and sitting, without what it leaves empty."""
        seen: dict[tuple[str, str], Row] = {}
        for row in self.sheet.rows:
            if row.number <= self.key_row.number:
                continue
            school = self._school(row)
            if not (school.name or school.code):
                self._tell_nameless(row)
                continue
            self.rows_read += 1
            first = seen.setdefault((school.code, match_key(school.name)), row)
            if first is row:
                yield from self._results(row, school)
            else:
                self._tell_twice(row, first)

    # --- The head -----------------------------------------------------------------------------

    def _read_title(self) -> None:
        for row in self.sheet.rows:
            for index in range(len(row.cells)):
                if row.number < self.key_row.number and (title := read_sheet_title(row.text(index))):
                    self.district = title[0]
                    return

    def _find_columns(self) -> None:
        seen: dict[str, int] = {}
        for index in range(len(self.key_row.cells)):
            text = self.key_row.text(index)
            if not text:
                continue
            if text in seen:
                first = self.key_row.address(seen[text])
                told = f"Столбец с тем же кодом уже есть: {first}. Этот пропущен, удалите лишний."
                self._tell(Severity.ERROR, "column_twice", self.key_row, index, told)
                continue
            seen[text] = index
            if text in (SCHOOL_CODE, SCHOOL_NAME):
                self.school_columns[text] = index
            else:
                self._find_number(text, index)

    def _find_number(self, text: str, index: int) -> None:
        key = read_column_key(text)
        sitting = self.reference.sittings.get(key.sitting) if key else None
        if key is None or sitting is None or key.field not in _ALL_FIELDS:
            told = "Такой процедуры нет в календаре портала: столбец пропущен. Скачайте таблицу заново."
            self._tell(Severity.ERROR, "unknown_column", self.key_row, index, told)
        elif sitting.is_held:  # the column of another one only says so
            self.blocks.setdefault(key.sitting, {})[key.field] = index

    # --- A school -----------------------------------------------------------------------------

    def _school(self, row: Row) -> SchoolRef:
        code = row.text(self.school_columns.get(SCHOOL_CODE))
        return SchoolRef(
            name=row.text(self.school_columns[SCHOOL_NAME]),
            code=code,
            login="" if code.isdigit() else code,
            municipality=self.district,
        )

    def _results(self, row: Row, school: SchoolRef) -> Iterator[ParsedRow]:
        for key, columns in self.blocks.items():
            cells = {name: _cell(row, index) for name, index in columns.items()}
            typed = {name: cell for name, cell in cells.items() if not is_empty(cell)}
            if not typed or (len(typed) == 1 and STATUS not in typed and is_printed_mark(*typed.values())):
                continue
            try:
                status, numbers = self._said(typed, row, columns)
            except CellFault:
                continue  # told where it was found
            addresses = {name: self.sheet.address(row, columns[name]) for name in typed}
            yield ParsedRow(
                kind="result",
                school=school,
                sitting=_sitting_ref(key),
                numbers=numbers,
                address=next(iter(addresses.values())),
                addresses=addresses,
                status=status,
            )

    def _said(
        self, typed: Mapping[str, Cell], row: Row, columns: Mapping[str, int]
    ) -> tuple[ResultStatus, dict[str, Number]]:
        """State and numbers of one result; every fault of it is told before CellFault comes."""
        faults: list[CellFault] = []
        numbers: dict[str, Number] = {}
        status = ResultStatus.VALUE

        def tell(fault: CellFault, name: str) -> None:
            self._tell(Severity.ERROR, fault.kind, row, columns[name], f"{fault} {_LEFT_OUT}")
            faults.append(fault)

        for name, cell in typed.items():
            try:
                if name == STATUS:
                    status = read_status(cell)
                else:
                    numbers[name] = read_number(name, cell)
            except CellFault as fault:
                tell(fault, name)
        if not faults and (found := _contradiction(status, numbers)):
            tell(*found)
        if faults:
            raise faults[0]
        return (ResultStatus.NO_DATA if numbers.keys() == _ALONE else status), numbers

    # --- Problems -----------------------------------------------------------------------------

    def _tell(self, severity: Severity, kind: str, row: Row, index: int, text: str) -> None:
        self.problems.append(Problem(severity, kind, self.sheet.address(row, index), text))

    def _tell_nameless(self, row: Row) -> None:
        used = [index for columns in self.blocks.values() for index in columns.values()]
        filled = sorted(index for index in used if not is_empty(_cell(row, index)))
        if filled:
            text = "Не видно, чьи это числа: в строке нет ни кода, ни названия школы. Строка пропущена."
            self._tell(Severity.ERROR, "nameless_row", row, filled[0], text)

    def _tell_twice(self, row: Row, first: Row) -> None:
        text = f"Эта школа уже стоит в строке {first.number}. Строка пропущена: оставьте одну из двух."
        self._tell(Severity.ERROR, "school_twice", row, self.school_columns[SCHOOL_NAME], text)


def _cell(row: Row, index: int) -> Cell:
    return row.cells[index] if index < len(row.cells) else None


def _sitting_ref(key: tuple) -> SittingRef:
    exam, subject, year, level, season, grade, programme_grade = key
    return SittingRef(
        exam=exam,
        subject=subject,
        year=year,
        level=level,
        season=season,
        grade=grade,
        programme_grade=programme_grade,
    )


def _contradiction(status: ResultStatus, numbers: Mapping[str, Number]) -> tuple[CellFault, str] | None:
    """What no row of a result can say at once, with the column at which it is told."""
    if status != ResultStatus.VALUE and numbers:
        text = f"Выбрано «{status.label}», а числа введены. Уберите числа или очистите «Состояние»."
        return CellFault("state_beside_numbers", text), STATUS
    if status == ResultStatus.VALUE and not numbers:
        return CellFault("no_numbers", "Выбрано «есть результат», а чисел нет. Введите их."), STATUS
    below, participants = numbers.get("below_minimum"), numbers.get("participants")
    if below is not None and participants is not None and below > participants:
        text = f"Ниже минимума {below}, а участников {participants}. Исправьте одно из чисел."
        return CellFault("more_than_participants", text), "below_minimum"
    return None
