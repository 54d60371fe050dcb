"""A small district of 2021 for the tests of our own workbook, and hands that type into the file."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace

import openpyxl

from monitoring.enums import Exam, Level, ResultStatus, Scale
from monitoring.imports import own_book
from monitoring.imports.parsed import ParsedFile
from monitoring.imports.reference import Reference
from monitoring.models import Sitting
from monitoring.own_book import district_book, write_book
from monitoring.own_book.keys import SCHOOL_NAME, column_key
from portal.core.tables import read_book
from schools.enums import Programme
from schools.models import School
from tests.factories.monitoring import ResultFactory, SittingFactory, SubjectFactory
from tests.factories.schools import SchoolFactory, SchoolProgrammeFactory

YEAR = 2021


def build_year(district) -> SimpleNamespace:
    """Three schools (the third without classes 10 and 11) and procedures of every kind that has columns."""
    rus = SubjectFactory()
    math = SubjectFactory(code="math", name="Математика", short_name="Матем.", position=2)
    grade9, grade11 = {"grade": 9, "programme_grade": 9}, {"grade": 11, "programme_grade": 11}
    world = SimpleNamespace(
        district=district,
        vpr=_sitting(subject=rus, grade=None),
        vpr5=_sitting(subject=rus, grade=5, programme_grade=5),
        oge=_sitting(exam=Exam.OGE, subject=math, **grade9),
        ege=_sitting(exam=Exam.EGE, subject=rus, scale=Scale.SCORE, minimum=24, **grade11),
        base=_sitting(exam=Exam.EGE, subject=math, level=Level.BASE, is_held=False, **grade11),
        profile=_sitting(
            exam=Exam.EGE, subject=math, level=Level.PROFILE, scale=Scale.SCORE, minimum=27, **grade11
        ),
        first=SchoolFactory(district=district, short_name="МБОУ СШ № 1", oo_code="340001"),
        second=SchoolFactory(district=district, short_name="МБОУ СШ № 2", fis_oko_login="sch340002"),
        third=SchoolFactory(district=district, short_name="МКОУ Дальняя ОШ"),
    )
    SchoolProgrammeFactory(school=world.third, level=Programme.OOO)
    marks = {"participants": 20, "n2": 1, "n3": 8, "n4": 9, "n5": 2}
    ResultFactory(school=world.first, sitting=world.vpr, mean_mark="3.60", **marks)
    ResultFactory(school=world.second, sitting=world.vpr, mean_mark="3.58")
    ResultFactory(school=world.first, sitting=world.oge, mean_mark="3.60", **marks)
    ResultFactory(school=world.first, sitting=world.ege, mean_score="61.50", participants=14, below_minimum=1)
    ResultFactory(school=world.second, sitting=world.ege, status=ResultStatus.NO_PARTICIPANTS)
    return world


def _sitting(**facts) -> Sitting:
    """One calendar serves both districts of a test."""
    return Sitting.objects.filter(year=YEAR, **facts).first() or SittingFactory(year=YEAR, **facts)


def exported(world, year: int = YEAR) -> bytes:
    schools = School.objects.filter(district=world.district)
    return write_book(district_book(district=world.district, year=year, schools=schools))


def opened(content: bytes | Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content) if isinstance(content, bytes) else content)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_name(sitting) -> str:
    return (
        f"ВПР {sitting.grade} класс"
        if sitting.exam == Exam.VPR and sitting.grade
        else Exam(sitting.exam).label
    )


def place(book, sitting, field: str, school):
    """The cell of a number, found as a person finds it: by its column and by the school's name."""
    sheet = book[sheet_name(sitting)]
    rows = list(sheet.iter_rows(values_only=True))
    keys = next(row for row in rows if SCHOOL_NAME in row)
    names = [row[keys.index(SCHOOL_NAME)] for row in rows]
    column = keys.index(column_key(sitting, field))
    return sheet.cell(names.index(school.short_name) + 1, column + 1)


def typed(world, changes: Mapping[tuple, object], content: bytes | Path | None = None) -> bytes:
    """The workbook with `changes`: (sitting, field, school) → what was typed."""
    book = opened(exported(world) if content is None else content)
    for (sitting, field, school), value in changes.items():
        place(book, sitting, field, school).value = value
    return saved(book)


def reshaped(world, change: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = opened(exported(world))
    change(book)
    return saved(book)


def read(content: bytes) -> ParsedFile:
    return own_book.read(read_book(io.BytesIO(content)), file_name="таблица.xlsx", reference=Reference.load())


def said(parsed: ParsedFile) -> dict[tuple, tuple]:
    """(school, exam, subject, grade) → state and numbers."""
    return {
        (row.school.name, row.sitting.exam, row.sitting.subject, row.sitting.grade): (
            str(row.status),
            dict(row.numbers),
        )
        for row in parsed.rows
    }
