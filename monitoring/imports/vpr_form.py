"""The school's collection form of ВПР («Протокол»): one row a pupil, reduced to counts while it is read.

Codes, sex and former marks are personal: they are never put into a row, a problem or a fact.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from monitoring.enums import ResultStatus
from monitoring.imports._fis_oko_form import (
    ALL,
    COLUMNS,
    REQUIRED,
    Form,
    class_list,
    doubtful,
    over_maximum,
)
from monitoring.imports._fis_oko_heading import Heading, heading_of, heading_of_file
from monitoring.imports._fis_oko_rows import Gathered
from monitoring.imports._fis_oko_sittings import Calendar
from monitoring.imports.groups import school_login
from monitoring.imports.layout import Table, doubled_columns, error, has_columns, tables, warning
from monitoring.imports.parsed import Number, ParsedFile, ParsedRow, Problem, SchoolRef, SittingRef
from monitoring.imports.reference import Reference
from monitoring.models import MarkScale
from portal.core.spelling import folded
from portal.core.tables import Row, Sheet, UnreadableTable

FORMAT = "vpr-form"
LABEL = "Форма сбора результатов ВПР (протокол школы)"
ORIGIN = "Школы района"
_FOOTERS = ("итого", "всего", "средн", "сумма", "макс", "процент")


@dataclass(slots=True)
class _Tally:
    """The primary points of one school and class with their cells; where it begins in the file."""

    address: str
    points: list[tuple[int, str]] = field(default_factory=list)
    #: some of its rows were told and left out: it is not known that nobody wrote
    has_left_out: bool = False


@dataclass(slots=True)
class _Reading:
    """One file on its way: tallies by school and by what was written."""

    calendar: Calendar
    file_heading: Heading
    file_login: str
    gathered: Gathered = field(default_factory=Gathered)
    tallies: dict[tuple[str, Heading], _Tally] = field(default_factory=dict)


def recognise(sheets: Sequence[Sheet]) -> bool:
    """By the code of a pupil, the variant, and the tasks or their sum."""
    return any(has_columns(sheets, ALL, required) for required in REQUIRED)


def read(sheets: Sequence[Sheet], *, file_name: str, reference: Reference) -> ParsedFile:
    """Participants and counts of marks by school and class, where the mark scale of the work is known.

    All sheets and tables of a file add up. Raises UnreadableTable where none is such a form.
    """
    reading = _Reading(Calendar(reference), heading_of_file(file_name, reference), school_login(file_name))
    found = [table for sheet in sheets for table in _tables(sheet)]
    if not found:
        raise UnreadableTable(f"В файле нет таблицы «{LABEL}». Проверьте заголовки её столбцов.")
    classes = class_list(sheets)
    for table in found:
        if problems := doubled_columns(table, COLUMNS):
            reading.gathered.problems.extend(problems)
            continue
        _read_table(reading, table, classes)
    _give_rows(reading)
    if not reading.tallies and not reading.gathered.problems:
        text = "В форме нет ни одного участника. Заполните её или загрузите другой файл."
        reading.gathered.problems.append(error("no_pupils", found[0].sheet.address(found[0].header, 0), text))
    return ParsedFile(
        format=FORMAT,
        rows=tuple(reading.gathered.rows),
        problems=(*reading.calendar.problems, *reading.gathered.problems),
        rows_read=reading.gathered.rows_read,
        facts=(("Отчёт", LABEL), *reading.calendar.facts),
    )


def _tables(sheet: Sheet) -> list[Table]:
    return next((found for each in REQUIRED if (found := list(tables(sheet, ALL, required=each)))), [])


def _read_table(reading: _Reading, table: Table, classes: dict[str, str]) -> None:
    reference = reading.calendar.reference
    heading = heading_of(table.heading_texts, reference)
    heading = heading.filled_by(heading_of([table.sheet.title], reference)).filled_by(reading.file_heading)
    told = " ".join((*table.heading_texts, table.sheet.title))
    form = Form(
        table=table,
        login=school_login(told) or reading.file_login,
        grade=heading.grade,
        classes=classes,
    )
    if "login" not in table.columns and not form.login:
        text = (
            "В форме нет логина школы. Допишите его в имя файла, например "
            "«sch340012 ВПР 2025 Математика 5 класс», и загрузите файл снова."
        )
        reading.gathered.problems.append(error("no_school", table.sheet.address(table.header, 0), text))
        return
    for row in _pupil_rows(reading, form):
        _count(reading, form, row, heading)


def _pupil_rows(reading: _Reading, form: Form) -> Iterator[Row]:
    """Each filled row of a pupil once, without footers."""
    seen: set[tuple[str, ...]] = set()
    for row in form.table.body:
        code = form.table.text(row, "code")
        if folded(code).startswith(_FOOTERS) or form.is_empty(row):
            continue
        reading.gathered.rows_read += 1
        if form.is_doubtful(row):
            reading.gathered.problems.append(doubtful(form, row))
            continue
        key = (form.login_of(row), form.table.text(row, "class"), form.table.text(row, "class_number"), code)
        if code and key in seen:
            text = (
                "Код участника стоит в этом классе второй раз. Учтена первая строка; "
                "исправьте код или удалите повтор."
            )
            reading.gathered.problems.append(warning("double_pupil", form.table.address(row, "code"), text))
            continue
        seen.add(key)
        yield row


def _count(reading: _Reading, form: Form, row: Row, heading: Heading) -> None:
    pupil = form.pupil(row)
    if not pupil.login:
        text = "Здесь нужен логин школы вида sch340012. Исправьте ячейку; строка не учтена."
        reading.gathered.problems.append(error("bad_login", form.table.address(row, "login"), text))
        return
    address = form.table.sheet.address(row, 0)
    is_absent = form.is_absent(row)
    if is_absent and pupil.grade is None:
        return  # in the form of 2025 nothing but the code stands beside «отсутствовал»
    work = replace(heading, grade=pupil.grade)
    tally = reading.tallies.setdefault((pupil.login, work), _Tally(address))
    if is_absent:
        return
    reading.gathered.problems.extend(pupil.problems)
    if pupil.points is None:
        tally.has_left_out = True
    else:
        tally.points.append((pupil.points, pupil.address))


def _give_rows(reading: _Reading) -> None:
    """What was tallied for one sitting adds up, whatever sheet or class it came from."""
    sums: dict[tuple[str, SittingRef], _Tally] = defaultdict(lambda: _Tally(""))
    for (login, work), tally in reading.tallies.items():
        sitting = reading.calendar.sitting(work, address=tally.address)
        if sitting is None:
            continue
        known = sums[login, sitting]
        known.address = known.address or tally.address
        known.points.extend(tally.points)
        known.has_left_out |= tally.has_left_out
    told: set[SittingRef] = set()
    for (login, sitting), tally in sums.items():
        scale = _scale(reading.calendar.reference, sitting)
        if scale is not None:
            _leave_out_above(scale.maximum, tally, reading.gathered.problems)
        elif tally.points and sitting not in told:
            told.add(sitting)
            reading.gathered.problems.append(_no_scale(sitting, tally.address, reading.calendar.reference))
        if tally.points or not tally.has_left_out:
            reading.gathered.rows.append(_row(login, sitting, tally, scale))


def _leave_out_above(maximum: int, tally: _Tally, problems: list[Problem]) -> None:
    """A total that nobody can reach is a slip of the hand or another work."""
    above = [address for points, address in tally.points if points > maximum]
    problems.extend(over_maximum(address, maximum) for address in above)
    tally.points = [each for each in tally.points if each[0] <= maximum]
    tally.has_left_out |= bool(above)


def _row(login: str, sitting: SittingRef, tally: _Tally, scale: MarkScale | None) -> ParsedRow:
    """Without a scale only the participants are known: «нет данных» that already holds their number."""
    numbers: dict[str, Number] = {"participants": len(tally.points)}
    status = ResultStatus.VALUE
    if not tally.points:
        numbers, status = {}, ResultStatus.NO_PARTICIPANTS
    elif scale is None:
        status = ResultStatus.NO_DATA
    else:
        marks = [_mark(points, scale) for points, _ in tally.points]
        numbers |= {f"n{mark}": marks.count(mark) for mark in range(2, 6)}
    return ParsedRow(
        kind="result",
        school=SchoolRef(login=login),
        sitting=sitting,
        numbers=numbers,
        address=tally.address,
        status=status,
    )


def _mark(points: int, scale: MarkScale) -> int:
    return 2 + sum(points >= least for least in (scale.from3, scale.from4, scale.from5))


def _scale(reference: Reference, sitting: SittingRef) -> MarkScale | None:
    """A scale belongs to the programme that was checked: class 5 of autumn 2020 is marked as class 4."""
    grade = sitting.programme_grade or sitting.grade
    return reference.scales.get((sitting.subject, grade, sitting.year, sitting.season)) if grade else None


def _no_scale(sitting: SittingRef, address: str, reference: Reference) -> Problem:
    subject = reference.names.get(sitting.subject, "")
    text = (
        f"Шкала перевода баллов в отметки неизвестна: {subject}, программа {sitting.programme_grade} класса, "
        f"{sitting.year} год. Отметки посчитать нельзя, загружается только число участников. Попросите "
        "администратора внести шкалу и загрузите файл снова."
    )
    return warning("no_scale", address, text)
