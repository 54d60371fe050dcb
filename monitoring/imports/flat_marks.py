"""A flat workbook of a region: one row a school, subject, class and year, with percents of marks."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from monitoring.enums import Exam
from monitoring.imports._fis_oko_heading import Heading, heading_of, heading_of_file
from monitoring.imports._fis_oko_rows import (
    MARK_COLUMNS,
    MARKS,
    MEAN,
    OTHER_NUMBER,
    PARTICIPANTS,
    Gathered,
    count_nameless,
    marks_of_percents,
    participants_of,
    school_ref,
)
from monitoring.imports._fis_oko_sittings import Calendar
from monitoring.imports.groups import is_group
from monitoring.imports.layout import Table, doubled_columns, error, has_columns, pattern, tables
from monitoring.imports.parsed import ParsedFile, ParsedRow, SchoolRef, SittingRef
from monitoring.imports.reference import Reference
from portal.core.spelling import folded
from portal.core.tables import Cell, Row, Sheet, UnreadableTable, cell_text

FORMAT = "flat-marks"
LABEL = "Сводная таблица региона по отметкам"
ORIGIN = "Региональный центр оценки качества образования"
SCHOOL = pattern(
    r"оо",
    r"оу",
    r"наименование(?: оо| школы| организации)?",
    r"школа",
    r"название(?: оо| школы)?",
    r"организация",
)
LOGIN = pattern(r"логин(?: оо| школы)?", r"login")
YEAR = pattern(r"год(?: проведения)?")
MUNICIPALITY = pattern(r"муниципалитет", r"муниципальное образование", r"район", r"мо", r"мсу", r"территория")
_COLUMNS = {
    "year": YEAR, "grade": pattern(r"класс", r"параллель"),
    "subject": pattern(r"(?:учебный )?предмет", r"дисциплина"),
    "municipality": MUNICIPALITY, "login": LOGIN, "school": SCHOOL, "participants": PARTICIPANTS,
    "season": pattern(r"период", r"сезон", r"время года", r"этап"),
    "exam": pattern(r"экзамен", r"процедура", r"вид (?:работы|процедуры)", r"форма"),
    **MARK_COLUMNS, "mean_mark": MEAN,
}  # fmt: skip
_NAMED = ("school", "login", "municipality")
_TOLD = ("year", "grade", "subject", "season", "exam")
_REQUIRED = ("year", "grade", "subject", "participants", *MARKS)
_EXAMS = {"впр": Exam.VPR, "огэ": Exam.OGE, "егэ": Exam.EGE, "гвэ-9": Exam.GVE9, "гвэ-11": Exam.GVE11}


@dataclass(slots=True)
class _Flat:
    """One workbook on its way. A region's repeats the same few thousand cells tens of thousands of times:

    `headings` and `schools` are the answers for those already met, None for a row that is no school's.
    """

    calendar: Calendar
    file_heading: Heading
    gathered: Gathered = field(default_factory=Gathered)
    headings: dict[tuple[Cell, ...], tuple[str | None, Heading]] = field(default_factory=dict)
    schools: dict[tuple[Cell, ...], SchoolRef | None] = field(default_factory=dict)


def recognise(sheets: Sequence[Sheet]) -> bool:
    """By its columns; the same workbook of primary scores (0…39) is another one."""
    return any(
        has_columns(sheets, _COLUMNS, (*_REQUIRED, key), without=OTHER_NUMBER) for key in ("login", "school")
    )


def read(sheets: Sequence[Sheet], *, file_name: str, reference: Reference) -> ParsedFile:
    """Rows of many schools, subjects, classes and years. Raises UnreadableTable where there is no table."""
    flat = _Flat(Calendar(reference, in_rows=True), heading_of_file(file_name, reference))
    found = [table for sheet in sheets for table in tables(sheet, _COLUMNS, required=_REQUIRED)]
    if not found:
        raise UnreadableTable(f"В файле нет таблицы «{LABEL}». Проверьте заголовки её столбцов.")
    for table in found:
        if problems := doubled_columns(table, _COLUMNS):
            flat.gathered.problems.extend(problems)
            continue
        for row in table.body:
            _read_row(flat, table, row)
    return ParsedFile(
        format=FORMAT,
        rows=tuple(flat.gathered.rows),
        problems=(*flat.calendar.problems, *flat.gathered.problems),
        rows_read=flat.gathered.rows_read,
        facts=(("Таблица", LABEL), *flat.calendar.facts),
    )


def _read_row(flat: _Flat, table: Table, row: Row) -> None:
    school, gathered = _school(flat, table, row), flat.gathered
    if school is None:
        count_nameless(table, row, gathered, fields=("participants", *MARKS))
        return
    gathered.rows_read += 1
    sitting = _sitting(flat, table, row)
    participants, problems = participants_of(table, row)
    gathered.problems.extend(problems)
    if sitting is None or participants is None:
        return
    found = marks_of_percents(table, row, participants)
    gathered.problems.extend(found.problems)
    gathered.rows.append(
        ParsedRow(
            kind="result",
            school=school,
            sitting=sitting,
            numbers=found.numbers,
            address=table.address(row, "school" if school.name else "login"),
            addresses={key: table.address(row, key) for key in found.numbers},
            status=found.status,
            computed=found.computed,
        )
    )


def _school(flat: _Flat, table: Table, row: Row) -> SchoolRef | None:
    """The school of a row; None for a group of schools and for a row without any."""
    told = table.cells(row, _NAMED)
    if told not in flat.schools:
        name, login, municipality = map(cell_text, told)
        is_school = login or (name and not is_group(name))
        flat.schools[told] = school_ref(name, login=login, municipality=municipality) if is_school else None
    return flat.schools[told]


def _sitting(flat: _Flat, table: Table, row: Row) -> SittingRef | None:
    """The sitting of a row, or None with a problem."""
    told = table.cells(row, _TOLD)
    if told not in flat.headings:
        *worded, exam_word = map(cell_text, told)
        flat.headings[told] = _exam(exam_word), _heading(flat, *worded)
    exam, heading = flat.headings[told]
    if exam is None:
        text = "Такой процедуры портал не знает: нужны ВПР, ОГЭ, ЕГЭ, ГВЭ-9 или ГВЭ-11. Исправьте ячейку."
        flat.gathered.problems.append(error("no_exam", table.address(row, "exam"), text))
        return None
    key = next((key for key in ("subject", "year", "grade") if not getattr(heading, key)), "subject")
    return flat.calendar.sitting(heading, address=table.address(row, key), exam=exam)


def _heading(flat: _Flat, year: str, grade: str, subject: str, season: str) -> Heading:
    """What the cells say; the season of their year may also stand in the name of the file."""
    reference = flat.calendar.reference
    worded = heading_of([grade if "класс" in folded(grade) else f"{grade} класс"], reference)
    of_year, of_season = heading_of([year], reference), heading_of([season], reference)
    told = Heading(
        subject=reference.subject(subject) or heading_of([subject], reference).subject,
        year=None if _disagree(of_year, of_season) else of_year.year,
        grade=worded.grade,
        programme=worded.programme,
        season=of_season.season or of_year.season or worded.season,
        is_school_year=of_year.is_school_year,
        grades=worded.grades,
    ).settled()
    named = flat.file_heading
    if told.year is None or named.day:  # the day in the name of a workbook of many years is of its making
        return told
    return told.filled_by(Heading(season=named.season, year=named.year))


def _disagree(of_year: Heading, of_season: Heading) -> bool:
    """«2021» beside «осень 2022»: nobody knows which of the two is meant."""
    if of_year.year is None or of_season.year is None or of_season.is_school_year:
        return False
    return not of_year.is_of_year(of_season.year, of_season.season)


def _exam(text: str) -> str | None:
    """ВПР unless the column says otherwise; None for what we do not know."""
    told = folded(text).replace(" ", "-")
    return next((exam for word, exam in _EXAMS.items() if told.startswith(word)), None if told else Exam.VPR)
