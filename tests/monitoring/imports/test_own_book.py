"""Our own workbook as it comes back: exactly what stands in it, and a sentence at each wrong cell."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitoring.enums import Severity
from monitoring.imports import own_book
from monitoring.imports.formats import recognised
from monitoring.imports.reference import Reference
from monitoring.own_book.keys import SCHOOL_CODE, SCHOOL_NAME, column_key
from portal.core.tables import Row, Sheet, UnreadableTable, read_book
from tests.monitoring.imports.own_book_world import (
    build_year,
    exported,
    opened,
    place,
    read,
    reshaped,
    said,
    saved,
    sheet_name,
    typed,
)

MARKS = {"participants": 20, "n2": 1, "n3": 8, "n4": 9, "n5": 2}
AS_EXPORTED = {
    ("МБОУ СШ № 1", "vpr", "rus", None): ("value", MARKS),
    ("МБОУ СШ № 2", "vpr", "rus", None): ("value", {"mean_mark": Decimal("3.58")}),
    ("МБОУ СШ № 1", "oge", "math", 9): ("value", MARKS),
    ("МБОУ СШ № 1", "ege", "rus", 11): (
        "value",
        {"participants": 14, "mean_score": Decimal("61.5"), "below_minimum": 1},
    ),
    ("МБОУ СШ № 2", "ege", "rus", 11): ("no_participants", {}),
}


@pytest.fixture
def world(district):
    return build_year(district)


def sheets_of(content: bytes, tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    return read_book(path)


def test_what_was_exported_is_read_back_and_nothing_else(world):
    parsed = read(exported(world))
    assert said(parsed) == AS_EXPORTED
    assert (parsed.format, parsed.rows_read, parsed.problems) == ("own-book", 12, ())
    assert parsed.facts == (("Район", "Свой район"), ("Год", "2021"), ("Процедуры", "ВПР, ОГЭ, ЕГЭ"))


def test_a_row_names_its_school_its_place_and_its_cells(world):
    row = next(row for row in read(exported(world)).rows if row.school.name == "МБОУ СШ № 2")
    assert (row.school.code, row.school.login, row.school.municipality) == (
        "sch340002", "sch340002", "Свой район",
    )  # fmt: skip
    assert (row.address, row.addresses, row.whole) == ("ВПР!H8", {"mean_mark": "ВПР!H8"}, False)


def test_the_workbook_is_known_by_its_content_among_all_formats(world, tmp_path):
    sheets = sheets_of(exported(world), tmp_path)
    assert recognised(sheets).FORMAT == "own-book"
    other = [Sheet("Лист1", (Row(1, ("Школа", "Участников")), Row(2, ("МБОУ СШ № 1", 20))))]
    assert not own_book.recognise(other)
    with pytest.raises(UnreadableTable, match="Скачайте таблицу заново"):
        own_book.read(other, file_name="", reference=Reference())


# --- Shapes -------------------------------------------------------------------------------------


def test_rows_may_be_sorted(world):
    def sort(book):
        sheet = book["ВПР"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=7)]
        for number, row in enumerate(reversed(rows), start=7):
            for column, value in enumerate(row, start=1):
                sheet.cell(number, column).value = value

    assert said(read(reshaped(world, sort))) == AS_EXPORTED


def test_columns_may_be_moved(world):
    def move(book):
        for row in book["ЕГЭ"].iter_rows(min_row=6):
            values = [cell.value for cell in row]
            for cell, value in zip(row, [*values[3:], *values[:3]], strict=True):
                cell.value = value

    assert said(read(reshaped(world, move))) == AS_EXPORTED


def test_columns_rows_and_sheets_may_be_deleted(world):
    def delete(book):
        del book["ОГЭ"]
        book["ВПР"].delete_cols(place(book, world.vpr, "n2", world.first).column)
        book["ЕГЭ"].delete_rows(place(book, world.ege, "status", world.second).row)

    left = dict(AS_EXPORTED)
    del left["МБОУ СШ № 1", "oge", "math", 9], left["МБОУ СШ № 2", "ege", "rus", 11]
    left["МБОУ СШ № 1", "vpr", "rus", None] = (
        "value", {name: count for name, count in MARKS.items() if name != "n2"},
    )  # fmt: skip
    parsed = read(reshaped(world, delete))
    assert (said(parsed), parsed.problems) == (left, ())


def test_rows_may_be_put_above_and_below(world):
    def write(book):
        book["ВПР"].insert_rows(1)
        book["ВПР"]["A1"] = "Заполнила методист отдела"
        book["ВПР"].append(["Проверено 20.05.2021"])

    parsed = read(reshaped(world, write))
    assert (said(parsed), parsed.problems) == (AS_EXPORTED, ())


def test_an_empty_cell_says_nothing(world):
    empty = {(world.vpr, name, world.first): None for name in ("participants", "n2", "n3", "n4")}
    assert said(read(typed(world, empty)))["МБОУ СШ № 1", "vpr", "rus", None] == ("value", {"n5": 2})


def test_a_blank_copy_says_nothing(world, district):
    world.first.results.all().delete()
    world.second.results.all().delete()
    parsed = read(exported(world))
    assert (parsed.rows, parsed.problems, parsed.rows_read) == ((), (), 12)


def test_a_sheet_of_ones_own_is_left_out_with_a_word(world):
    parsed = read(reshaped(world, lambda book: book.create_sheet("Черновик").append(["СШ № 1", 12])))
    assert said(parsed) == AS_EXPORTED
    assert [(p.severity, p.kind, p.address) for p in parsed.problems] == [
        (Severity.INFO, "foreign_sheet", "Черновик!A1")
    ]


# --- States -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("не было участников", "no_participants"),
        ("Не было участников ", "no_participants"),
        ("нет такой ступени", "not_offered"),
        ("экзамен не проводился", "not_held"),
        ("нет данных", "no_data"),
        ("н/у", "no_participants"),
        ("не участвовали", "no_participants"),
        ("–", "not_held"),
    ],
)
def test_a_state_stands_instead_of_numbers(world, words, status):
    parsed = read(typed(world, {(world.vpr5, "status", world.first): words}))
    assert said(parsed)["МБОУ СШ № 1", "vpr", "rus", 5] == (status, {})


def test_no_data_takes_a_result_out(world):
    changes = {(world.vpr, name, world.first): None for name in MARKS}
    parsed = read(typed(world, {**changes, (world.vpr, "status", world.first): "нет данных"}))
    assert said(parsed)["МБОУ СШ № 1", "vpr", "rus", None] == ("no_data", {})


def test_a_printed_mark_of_a_closed_cell_says_nothing(world):
    book = opened(exported(world))
    assert place(book, world.ege, "participants", world.third).value == "н/п"
    assert not [row for row in read(exported(world)).rows if row.school.name == "МКОУ Дальняя ОШ"]


# --- Numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "cell", "number"),
    [
        ("mean_mark", "3,5", Decimal("3.5")),
        ("mean_mark", " 3,45 ", Decimal("3.45")),
        ("mean_mark", 3.455, Decimal("3.46")),
        ("mean_mark", 2, Decimal(2)),
        ("mean_mark", 5, Decimal(5)),
        ("participants", "1 250", 1250),
        ("participants", "1\u00a0250", 1250),
        ("participants", 12.0, 12),
        ("n2", 0, 0),
    ],
)
def test_a_number_may_be_typed_as_people_do(world, field, cell, number):
    parsed = read(typed(world, {(world.vpr5, field, world.first): cell}))
    assert said(parsed)["МБОУ СШ № 1", "vpr", "rus", 5] == (
        "no_data" if field == "participants" else "value",
        {field: number},
    )
    assert parsed.problems == ()


@pytest.mark.parametrize(
    ("sitting", "field", "cell", "kind", "words"),
    [
        ("vpr5", "participants", "много", "not_a_number", "Участников: вместо числа введён текст."),
        ("vpr5", "participants", -1, "out_of_range", "введено −1, а нужно число от 0 до 100\u00a0000"),
        ("vpr5", "participants", 12.5, "not_whole", "введено 12,5, а нужно целое число"),
        ("vpr5", "participants", 0, "nobody", "«не было участников»"),
        ("vpr5", "participants", 1_000_000, "out_of_range", "а нужно число от 0"),
        ("vpr5", "n3", "8 2 %", "not_a_number", "вместо числа введён текст"),
        ("vpr5", "n3", "3 4", "not_a_number", "вместо числа введён текст"),
        ("vpr5", "n3", "nan", "not_a_number", "это не число"),
        ("vpr5", "mean_mark", 1, "out_of_range", "Средняя отметка — число от 2 до 5, а введено 1."),
        ("vpr5", "mean_mark", 5.5, "out_of_range", "а введено 5,5"),
        ("vpr5", "mean_mark", 0, "zero", "ноль вместо пропуска не ставят"),
        ("vpr5", "mean_mark", date(2021, 5, 3), "a_date", "Excel принял число за дату"),
        ("profile", "mean_score", 101, "out_of_range", "Средний балл — число от 0 до 100"),
        ("profile", "mean_score", -1, "out_of_range", "а введено −1"),
        ("profile", "mean_score", "3,2 /50", "not_a_number", "вместо числа введён текст"),
        ("vpr5", "status", "заболели", "unknown_state", "Выберите из списка: «не было участников»"),
        ("vpr5", "status", "есть результат", "no_numbers", "а чисел нет"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_told_with_its_address_and_what_to_do(world, sitting, field, cell, kind, words):
    sitting = getattr(world, sitting)
    content = typed(world, {(sitting, field, world.first): cell})
    cell = place(opened(content), sitting, field, world.first)
    address = f"{sheet_name(sitting)}!{cell.coordinate}"

    parsed = read(content)

    assert [(p.severity, p.kind, p.address) for p in parsed.problems] == [(Severity.ERROR, kind, address)]
    assert words in parsed.problems[0].text
    assert said(parsed) == AS_EXPORTED, "the wrong result alone is left out"


def test_a_number_beside_a_state_is_one_result_left_out(world):
    changes = {(world.vpr5, "status", world.first): "нет данных", (world.vpr5, "n5", world.first): 3}
    parsed = read(typed(world, changes))
    assert [p.kind for p in parsed.problems] == ["state_beside_numbers"]
    assert "Выбрано «нет данных», а числа введены." in parsed.problems[0].text
    assert said(parsed) == AS_EXPORTED


def test_more_below_the_minimum_than_took_part(world):
    changes = {
        (world.profile, "participants", world.first): 3,
        (world.profile, "mean_score", world.first): 40,
        (world.profile, "below_minimum", world.first): 4,
    }
    parsed = read(typed(world, changes))
    assert [p.text for p in parsed.problems] == [
        "Ниже минимума 4, а участников 3. Исправьте одно из чисел. Пока этот результат не взят."
    ]
    assert said(parsed) == AS_EXPORTED


def test_every_wrong_cell_of_a_result_is_told_at_once(world):
    changes = {(world.vpr5, "n2", world.first): "а", (world.vpr5, "mean_mark", world.first): 7}
    assert [p.kind for p in read(typed(world, changes)).problems] == ["not_a_number", "out_of_range"]


def test_no_problem_repeats_a_typed_text(world):
    """A pupil's name pasted into a wrong cell goes nowhere."""
    planted = "Канарейкин Пётр Ильич"
    changes = {
        (world.vpr5, field, school): planted
        for field in ("participants", "n3", "mean_mark", "status")
        for school in (world.first, world.second)
    }
    parsed = read(typed(world, changes))
    assert len(parsed.problems) == 8
    assert "Канарейкин" not in repr(parsed)


# --- Rows and columns that cannot be understood ---------------------------------------------------


def test_a_school_that_stands_twice_is_taken_once(world):
    def copy(book):
        book["ВПР"].append([cell.value for cell in book["ВПР"][7]])

    parsed = read(reshaped(world, copy))
    assert said(parsed) == AS_EXPORTED
    assert [(p.kind, p.address) for p in parsed.problems] == [("school_twice", "ВПР!B10")]
    assert "Эта школа уже стоит в строке 7." in parsed.problems[0].text


def test_numbers_without_a_school_are_told(world):
    def forget(book):
        book["ВПР"]["A7"] = book["ВПР"]["B7"] = None

    parsed = read(reshaped(world, forget))
    assert [(p.kind, p.address) for p in parsed.problems] == [("nameless_row", "ВПР!C7")]


def test_a_column_that_stands_twice_is_taken_once(world):
    def copy(book):
        for row in book["ОГЭ"].iter_rows(min_row=5):
            book["ОГЭ"].cell(row[0].row, 20).value = row[2].value

    parsed = read(reshaped(world, copy))
    assert said(parsed) == AS_EXPORTED
    assert [(p.kind, p.address) for p in parsed.problems] == [("column_twice", "ОГЭ!T5")]


def test_a_column_of_a_procedure_that_is_not_in_the_calendar_is_told(world):
    content = exported(world)
    world.first.results.filter(sitting=world.oge).delete()
    world.oge.delete()
    parsed = read(content)
    assert {p.kind for p in parsed.problems} == {"unknown_column"}
    assert all("Скачайте таблицу заново" in p.text for p in parsed.problems)
    assert {row.sitting.exam for row in parsed.rows} == {"vpr", "ege"}


def test_the_codes_tell_the_year_whatever_the_title_says(world):
    def retitle(book):
        for sheet in book:
            sheet["A1"] = "Чужой район. Результаты 2025 года: ВПР"

    rows = read(reshaped(world, retitle)).rows
    assert {(row.sitting.year, row.school.municipality) for row in rows} == {(2021, "Чужой район")}


def test_a_workbook_without_its_title_is_of_no_known_place(world):
    parsed = read(reshaped(world, lambda book: [sheet.delete_rows(1) for sheet in book]))
    assert {row.school.municipality for row in parsed.rows} == {""}
    assert len(parsed.rows) == len(AS_EXPORTED)


CELLS = (
    st.none()
    | st.integers(-(10**12), 10**12)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30)
)


@pytest.mark.same_on_every_database
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS, CELLS), max_size=8))
def test_whatever_stands_in_the_cells_gives_rows_and_problems(reference_of_a_year, rows):
    keys = (SCHOOL_CODE, SCHOOL_NAME, *reference_of_a_year.keys)
    sheet = Sheet("ВПР", (Row(1, keys), *(Row(number, row) for number, row in enumerate(rows, start=2))))
    parsed = own_book.read([sheet], file_name="", reference=reference_of_a_year.reference)
    for row in parsed.rows:
        assert all(value >= 0 for value in row.numbers.values())
        assert row.numbers or row.status != "value"
    assert all(problem.text.strip() for problem in parsed.problems)


@pytest.fixture
def reference_of_a_year(world):
    fields = ("participants", "n2", "mean_mark", "status")
    world.keys = [column_key(world.vpr, field) for field in fields]
    world.reference = Reference.load()
    return world


def test_saving_by_another_program_of_ours_changes_nothing(world):
    assert said(read(saved(opened(exported(world))))) == AS_EXPORTED
