"""«Сравнение отметок с отметками по журналу»: four rows under each group."""

import pytest

from monitoring.imports import fis_oko_journal, fis_oko_marks
from monitoring.imports.parsed import ParsedFile, SittingRef
from tests.monitoring.imports.fis_oko_files import book, csv_book, kinds, reference

HEADER = ["Группы участников", "Кол-во участников", "%"]
ABOVE = [["Сравнение отметок с отметками по журналу"], ["ВПР 2023. 5 класс"], ["Предмет: Математика"], HEADER]
LINES = (
    "Понизили (Отметка < Отметка по журналу)",
    "Подтвердили (Отметка = Отметка по журналу)",
    "Повысили (Отметка > Отметка по журналу)",
    "Всего",
)
LATER = (
    "Понизили (Отметка < Отметке по журналу) %",
    "ПОДТВЕРДИЛИ (Отметка = Отметке по журналу) %",
    "Повысили: %",
    "Всего %",
)


def group(name, numbers, lines=LINES, *, shares=(None,) * 4) -> list[list[object]]:
    return [
        [name, None, None],
        *([line, *pair] for line, pair in zip(lines, zip(numbers, shares, strict=True), strict=True)),
    ]


def read(sheets, name="отчет.xlsx") -> ParsedFile:
    assert fis_oko_journal.recognise(sheets)
    assert not fis_oko_marks.recognise(sheets)
    return fis_oko_journal.read(sheets, file_name=name, reference=reference())


@pytest.mark.parametrize("lines", [LINES, LATER])
@pytest.mark.parametrize("write", [book, csv_book])
def test_four_rows_under_each_group(lines, write):
    rows = [
        *ABOVE,
        *group("Вся выборка", (300, 600, 100, 1000), lines, shares=(30, 60, 10, 100)),
        *group("Свой район", (30, 60, 10, 100), lines, shares=(30, 60, 10, 100)),
        *group("МКОУ СШ № 2 (edu340012)", (3, 15, 2, 20), lines, shares=("15,00", "75", "10%", 100)),
        *group("Перспектива", (0, 8, 0, 8), lines, shares=(0, 100, 0, 100)),
    ]

    parsed = read(write(rows))

    first, second = parsed.rows
    assert first.kind == "journal"
    assert first.numbers == {"lowered": 3, "confirmed": 15, "raised": 2, "participants": 20}
    assert first.sitting == SittingRef("vpr", "math", 2023, "", "spring", 5, 5)
    assert (first.school.login, first.school.municipality) == ("sch340012", "Свой район")
    assert (first.address, first.addresses["lowered"]) == ("Лист1!A15", "Лист1!B16")
    assert second.numbers == {"lowered": 0, "confirmed": 8, "raised": 0, "participants": 8}
    assert first.computed == frozenset()
    assert parsed.problems == ()


@pytest.mark.parametrize("before", range(0, 13, 3))
@pytest.mark.parametrize("between", [0, 5])
@pytest.mark.parametrize(("name", "value"), [("", None), ("Столбец", 7), ("Примечание", "текст")])
def test_the_columns_are_found_by_name_wherever_they_stand(before, between, name, value):
    rows = [HEADER, *group("СШ № 1", (1, 5, 2, 8), shares=(12.5, 62.5, 25, 100))]
    moved = [
        [*[value if row is not HEADER else name] * before, *row[1:], *[value] * between, row[0]]
        for row in rows
    ]

    (row,) = read(book([*ABOVE[:-1], *moved])).rows
    assert row.numbers == {"lowered": 1, "confirmed": 5, "raised": 2, "participants": 8}


def test_percents_alone_become_counts_and_are_told():
    parsed = read(book([*ABOVE, *group("СШ № 1", (None, None, None, 8), shares=(12.5, 62.5, 25, 100))]))

    (row,) = parsed.rows
    assert row.numbers == {"lowered": 1, "confirmed": 5, "raised": 2, "participants": 8}
    assert row.computed == {"lowered", "confirmed", "raised"}
    assert kinds(parsed) == [("journal_percent", "Лист1!A5")]


def test_without_the_row_of_all_they_are_summed():
    parsed = read(book([*ABOVE, *group("СШ № 1", (1, 5, 2, 8))[:-1]]))

    assert parsed.rows[0].numbers["participants"] == 8
    assert parsed.problems == ()


def test_rows_that_do_not_add_up_are_told():
    parsed = read(book([*ABOVE, *group("СШ № 1", (1, 5, 2, 9))]))

    assert parsed.rows[0].numbers["participants"] == 9
    assert kinds(parsed) == [("journal_sum", "Лист1!A5")]


@pytest.mark.parametrize("rows", [group("СШ № 1", (None,) * 4), group("СШ № 1", (1, 5, 2, 8))[:2]])
def test_a_school_without_all_its_rows_is_left_out_and_told(rows):
    parsed = read(book([*ABOVE, *rows, *group("СШ № 2", (0, 8, 0, 8))]))

    assert [row.school.name for row in parsed.rows] == ["СШ № 2"]
    assert kinds(parsed) == [("journal_lines", "Лист1!A5")]


@pytest.mark.parametrize(
    ("numbers", "cells"),
    [
        ((1, "пять", 2, 8), ["B7"]), ((1, "-", 2, 8), ["B7"]), (("-", 5, "-", 8), ["B6", "B8"]),
        (("-", 5, 2, "-"), ["B6", "B9"]),
    ],
)  # fmt: skip
def test_a_line_without_its_number_is_told_at_its_cell(numbers, cells):
    parsed = read(book([*ABOVE, *group("СШ № 1", numbers), *group("СШ № 2", (0, 8, 0, 8))]))

    assert [row.school.name for row in parsed.rows] == ["СШ № 2"]
    assert kinds(parsed) == [("bad_count", f"Лист1!{cell}") for cell in cells]


@pytest.mark.parametrize("numbers", [("-", 6, 2, 8), ("–", 8, "-", 8), (None, 6, 2, 8)])
def test_a_dash_is_nobody_where_the_other_lines_are_all(numbers):
    parsed = read(book([*ABOVE, *group("СШ № 1", numbers)]))

    assert (parsed.problems, parsed.rows[0].numbers["lowered"]) == ((), 0)
    assert sum(parsed.rows[0].numbers[key] for key in ("lowered", "confirmed", "raised")) == 8


def test_a_line_of_text_under_the_table_is_no_school():
    parsed = read(book([*ABOVE, *group("СШ № 2", (0, 8, 0, 8)), ["Отчёт сформирован автоматически"]]))

    assert len(parsed.rows) == 1
    assert parsed.problems == ()


def test_the_report_of_autumn_2020():
    rows = [
        ["ВПР 2020. 6 класс (по материалам 5 класса). Русский язык"],
        HEADER,
        *group("СШ № 2", (0, 8, 0, 8)),
    ]

    assert read(book(rows)).rows[0].sitting == SittingRef("vpr", "rus", 2020, "", "autumn", 6, 5)


def test_rows_without_columns_are_not_recognised():
    assert not fis_oko_journal.recognise(book([["Понизили", "Подтвердили", "Повысили"], [1, 2, 3]]))
    assert not fis_oko_journal.recognise(book([HEADER, ["СШ № 1", 1, 100]]))
