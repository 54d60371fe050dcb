"""The workbook that a methodist downloads: what stands in it and what may be written into."""

import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from monitoring.enums import Exam, ResultStatus
from monitoring.own_book import district_book, write_book
from monitoring.own_book.keys import SCHOOL_NAME, column_key, read_column_key, sitting_code
from portal.core.errors import PortalError
from schools.models import School
from tests.factories.monitoring import ResultFactory, SittingFactory
from tests.factories.schools import SchoolFactory
from tests.monitoring.imports.own_book_world import build_year, exported, opened, place, sheet_name

SCORE_FIELDS = ("participants", "mean_score", "below_minimum")


@pytest.fixture
def world(district):
    return build_year(district)


@pytest.fixture
def book(world):
    return opened(exported(world))


def test_one_visible_protected_sheet_an_exam(book):
    assert book.sheetnames == ["ВПР", "ВПР 5 класс", "ОГЭ", "ЕГЭ"]
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert not [name for name, column in sheet.column_dimensions.items() if column.hidden]
        assert not [number for number, row in sheet.row_dimensions.items() if row.hidden]


def test_the_title_names_district_year_and_exam_and_an_instruction_follows(book):
    assert [sheet["A1"].value for sheet in book] == [
        f"Свой район. Результаты 2021 года: {exam}" for exam in ("ВПР", "ВПР 5 класс", "ОГЭ", "ЕГЭ")
    ]
    assert "средний балл и сколько человек ниже минимума" in book["ЕГЭ"]["A2"].value
    assert all("выберите «нет данных»" in sheet["A2"].value for sheet in book)


def test_heads_are_merged_over_their_columns(book):
    assert merged_texts(book["ВПР"]) >= {"Код ОО", "Школа", "Русский язык", "все классы"}
    assert merged_texts(book["ВПР 5 класс"]) >= {"Русский язык", "5 класс"}
    assert merged_texts(book["ЕГЭ"]) >= {"Русский язык", "Математика", "профильная"}
    assert labels(book["ВПР"]) == [
        *("Участников", "«2»", "«3»", "«4»", "«5»", "Средняя отметка", "Состояние")
    ]
    score = ["Участников", "Средний балл", "Ниже минимума", "Состояние"]
    assert labels(book["ЕГЭ"]) == [*score, "Состояние", *score]


def test_all_schools_stand_by_name_with_what_is_known(world, book):
    rows = list(book["ВПР"].iter_rows(min_row=7, values_only=True))
    assert rows == [
        ("340001", "МБОУ СШ № 1", 20, 1, 8, 9, 2, None, None),
        ("sch340002", "МБОУ СШ № 2", None, None, None, None, None, 3.58, None),
        (None, "МКОУ Дальняя ОШ", *[None] * 7),
    ]
    assert [place(book, world.ege, name, world.first).value for name in SCORE_FIELDS] == [14, 61.5, 1]
    assert place(book, world.ege, "status", world.second).value == "не было участников"


def test_a_mean_that_its_marks_do_not_give_stays_in_sight(world):
    ResultFactory(
        school=world.third, sitting=world.vpr, mean_mark="3.55", participants=2, n2=0, n3=1, n4=1, n5=0
    )
    book = opened(exported(world))
    assert place(book, world.vpr, "mean_mark", world.third).value == 3.55


def test_only_input_cells_are_unlocked(world, book):
    sheet = book["ЕГЭ"]
    open_cells = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    wanted = {
        place(book, sitting, field, school).coordinate
        for sitting in (world.ege, world.profile)
        for field in (*SCORE_FIELDS, "status")
        for school in (world.first, world.second)
    }
    assert open_cells == wanted


def test_what_cannot_be_is_grey_with_its_printed_mark(world, book):
    assert place(book, world.ege, "participants", world.third).value == "н/п"
    assert [place(book, world.base, "status", school).value for school in (world.first, world.third)] == [
        "–", "–",
    ]  # fmt: skip
    grey = place(book, world.ege, "mean_score", world.third).fill.start_color.rgb
    white = place(book, world.ege, "mean_score", world.first).fill.start_color.rgb
    assert grey == "FFEFEDE8"
    assert white != grey


def test_a_result_opens_the_cells_of_a_school_that_ought_not_to_have_it(world):
    ResultFactory(school=world.third, sitting=world.ege, mean_score="50.00")
    cell = place(opened(exported(world)), world.ege, "mean_score", world.third)
    assert (cell.value, cell.protection.locked) == (50, False)


@pytest.mark.parametrize(
    ("field", "sitting", "rule"),
    [
        ("participants", "vpr", ("whole", "between", "0", "100000")),
        ("n5", "vpr", ("whole", "between", "0", "100000")),
        ("mean_mark", "vpr", ("decimal", "between", "2", "5")),
        ("mean_score", "ege", ("decimal", "between", "0", "100")),
        ("below_minimum", "ege", ("whole", "between", "0", "100000")),
    ],
)
def test_excel_itself_refuses_a_wrong_number(world, book, field, sitting, rule):
    sitting = getattr(world, sitting)
    sheet = book[sheet_name(sitting)]
    found = rule_at(sheet, place(book, sitting, field, world.second))
    # openpyxl leaves out «between», which is what the format takes where nothing is said
    assert (found.type, found.operator or "between", found.formula1, found.formula2) == rule
    assert found.showErrorMessage
    assert found.error.startswith("Введите")


def test_the_state_is_chosen_from_a_list(world, book):
    found = rule_at(book["ЕГЭ"], place(book, world.ege, "status", world.first))
    choices = "не было участников,нет такой ступени,экзамен не проводился,нет данных"
    assert (found.type, found.formula1) == ("list", f'"{choices}"')


def test_numbers_are_shown_by_the_readers_own_locale(world, book):
    assert place(book, world.ege, "mean_score", world.first).number_format == "0.00"
    assert place(book, world.ege, "participants", world.first).number_format == "0"


def test_the_school_stays_in_sight_and_the_page_is_printable(book):
    for sheet in book:
        keys = next(row for row in sheet.iter_rows() if SCHOOL_NAME in [cell.value for cell in row])
        assert sheet.freeze_panes == f"C{keys[0].row + 1}"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_cols == "$A:$B"


def test_a_name_never_becomes_a_formula(district):
    SittingFactory()
    SchoolFactory(district=district, short_name='=HYPERLINK("http://зло")', oo_code="=1+1")
    schools = School.objects.filter(district=district)
    sheet = opened(write_book(district_book(district=district, year=2021, schools=schools))).active
    found = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert [cell.value for cell in found] == ["=1+1", '=HYPERLINK("http://зло")']
    # openpyxl calls a text with a leading «=» a formula; in the file it is a text
    assert all(part not in raw_sheet(schools, district) for part in ("<f>", "<f "))


def test_an_exam_that_was_cancelled_is_a_column_that_says_so(district):
    sitting = SittingFactory(exam=Exam.OGE, year=2020, is_held=False, grade=9, programme_grade=9)
    school = SchoolFactory(district=district)
    schools = School.objects.filter(district=district)
    book = opened(write_book(district_book(district=district, year=2020, schools=schools)))
    cell = place(book, sitting, "status", school)
    assert (cell.value, cell.protection.locked) == ("–", True)


def test_a_closed_school_stands_there_only_with_a_result(world):
    world.second.is_active = world.third.is_active = False
    world.second.save()
    world.third.save()
    names = [row[1].value for row in opened(exported(world))["ВПР"].iter_rows(min_row=7)]
    assert names == ["МБОУ СШ № 1", "МБОУ СШ № 2"]


def test_a_year_that_the_calendar_does_not_know_is_refused(world):
    with pytest.raises(PortalError, match="В календаре процедур нет 1999 года"):
        exported(world, year=1999)


def test_two_windows_of_a_year_are_told_apart(world):
    SittingFactory(subject=world.vpr.subject, season="autumn", grade=5, programme_grade=4)
    book = opened(exported(world))
    assert book.sheetnames[:3] == ["ВПР", "ВПР 5 класс, весна", "ВПР 5 класс, осень"]
    assert "5 класс (по программе 4 класса)" in merged_texts(book["ВПР 5 класс, осень"])


def test_a_region_asks_no_more_of_the_database_than_a_school(world, django_assert_num_queries):
    schools = School.objects.filter(district=world.district)
    with django_assert_num_queries(7):
        write_book(district_book(district=world.district, year=2021, schools=schools))
    for number in range(30):
        school = SchoolFactory(district=world.district)
        ResultFactory(school=school, sitting=world.vpr, mean_mark=Decimal("3") + Decimal(number) / 100)
    with django_assert_num_queries(7):
        write_book(district_book(district=world.district, year=2021, schools=schools))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, "vpr.rus.2021.spring"),
        ({"grade": 5, "programme_grade": 5}, "vpr.rus.2021.spring.5"),
        ({"grade": 5, "programme_grade": 4, "season": "autumn"}, "vpr.rus.2021.autumn.5-4"),
        ({"grade": 5}, "vpr.rus.2021.spring.5-"),
        ({"exam": "ege", "level": "profile", "grade": 11, "programme_grade": 11}, "ege.rus/profile.2021.spring.11"),
    ],
)  # fmt: skip
def test_the_code_of_a_sitting_is_read_back(db, facts, code):
    sitting = SittingFactory(**facts)
    assert sitting_code(sitting) == code
    key = read_column_key(column_key(sitting, "n2"))
    assert key.field == "n2"
    assert key.sitting == (
        sitting.exam, "rus", 2021, sitting.level, sitting.season, sitting.grade, sitting.programme_grade,
    )  # fmt: skip


def test_every_state_that_can_be_chosen_is_written_back(world):
    for school, status in ((world.first, ResultStatus.NOT_OFFERED), (world.second, ResultStatus.NOT_HELD)):
        ResultFactory(school=school, sitting=world.vpr5, status=status)
    book = opened(exported(world))
    shown = [place(book, world.vpr5, "status", school).value for school in (world.first, world.second)]
    assert shown == ["нет такой ступени", "экзамен не проводился"]


def merged_texts(sheet) -> set:
    return {sheet.cell(area.min_row, area.min_col).value for area in sheet.merged_cells.ranges}


def labels(sheet) -> list:
    """The lowest head row: that above the keys."""
    rows = list(sheet.iter_rows(values_only=True))
    keys = next(number for number, row in enumerate(rows) if SCHOOL_NAME in row)
    return list(rows[keys - 1][2:])


def rule_at(sheet, cell) -> openpyxl.worksheet.datavalidation.DataValidation:
    return next(
        rule for rule in sheet.data_validations.dataValidation
        if any(_within(cell, area.coord) for area in rule.sqref.ranges)
    )  # fmt: skip


def _within(cell, area: str) -> bool:
    left, top, right, bottom = range_boundaries(area)
    return left <= cell.column <= right and top <= cell.row <= bottom


def raw_sheet(schools, district) -> str:
    content = write_book(district_book(district=district, year=2021, schools=schools))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read("xl/worksheets/sheet1.xml").decode()
