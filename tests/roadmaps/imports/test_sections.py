"""Headings and numbers of a plan."""

import io

import openpyxl
import pytest

from roadmaps.imports import read_plan
from tests.core.word_files import cell, document, paragraph, table
from tests.roadmaps.imports.plan_files import (
    DISTRICT_HEAD,
    KUZBASS_HEAD,
    UNNUMBERED_HEAD,
    across,
    brief,
    plan_book,
    plan_document,
    rows_of,
)


@pytest.mark.parametrize("last", [["Раздел II. Кадры"], across("Кадры", 3)])
def test_a_heading_without_measures_is_told(last):
    data = plan_document(["Семинар", "май", "РМК"], last, head=UNNUMBERED_HEAD)
    plan = read_plan(io.BytesIO(data), year=2021)

    assert [row.measure.name for row in plan.rows] == ["Семинар"]
    assert "«Кадры»" in plan.notes[0]


def test_headings_of_three_levels_keep_their_parents():
    data = plan_book(
        [1, "Кадры"], ["1.1", "Обучение"], ["1.1.1", "Курсы", "май"], ["1.2", "Опыт"], ["1.2.1", "Чтения", "май"],
        [2, "Анализ"], ["2.1", "Итоги"], ["2.1.1", "Отчёт", "май"],
    )  # fmt: skip
    assert [row.section for row in rows_of(data)] == ["Кадры. Обучение", "Кадры. Опыт", "Анализ. Итоги"]


def test_numbered_headings_stand_side_by_side_under_one_without_a_number():
    data = plan_document(
        across("Районный уровень"), across("1. Кадры"), ["1", "Курсы", "май", ""], across("2. Опыт"), ["2", "Чтения", "май", ""],
        across("Школьный уровень"), across("1. Кадры"), ["1", "Уроки", "май", ""],
    )  # fmt: skip
    assert [row.section for row in rows_of(data)] == [
        "Районный уровень. Кадры", "Районный уровень. Опыт", "Школьный уровень. Кадры",
    ]  # fmt: skip


def test_a_heading_at_the_end_of_a_page_is_that_of_the_next_one():
    data = document(
        table(DISTRICT_HEAD, ["1.1", "Курсы", "май", "РМК"], across("2. Опыт")),
        table(["2.1", "Чтения", "май", "РМК"]),
    )
    assert [row.section for row in rows_of(data)] == ["", "Опыт"]


def test_numbers_are_made_where_the_list_numbers_itself():
    data = plan_document(
        across("Кадры"),
        ["", "Курсы", "май", ""],
        ["", "Семинары", "июнь", ""],
        across("Анализ"),
        ["", "Отчёт", "июнь", ""],
    )
    assert [row.number for row in rows_of(data)] == ["1.1", "1.2", "2.1"]


def test_a_number_that_excel_made_shorter_is_made_again():
    numbers = [1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 1.10]
    data = plan_book(
        ["Раздел I. Кадры"],
        *([number, "Курсы", "май"] for number in numbers),
        ["2. Анализ"],
        [2.1, "Отчёт", "май"],
    )
    assert [row.number for row in rows_of(data)][-2:] == ["1.10", "2.1"]


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([1.1, 1.2, 1.1], ["1.1", "1.2", "1.3"]),
        (["1.1", "", "1.3"], ["1.1", "1.2", "1.3"]),
        (["№ 5", "п.5"], ["5", "2"]),
        (["1", "", "2", "3"], ["1", "4", "2", "3"]),
        (["1", "1", "2"], ["1", "3", "2"]),
        (["1", "", "", "2"], ["1", "3", "4", "2"]),
    ],
)
def test_a_made_number_is_of_the_kind_of_its_neighbours(numbers, told):
    data = plan_book(*([number, "Курсы", "май"] for number in numbers))
    assert [row.number for row in rows_of(data)] == told


def test_measures_that_got_a_free_number_are_named():
    rows = [[1, "Приказ", "май"], ["", "Совещание", "май"], [2, "Семинар", "май"], [2, "Курсы", "май"]]
    plan = read_plan(io.BytesIO(plan_book(*rows)), year=2021)

    assert plan.notes == (
        "Номера в файле нет или он стоит дважды, поэтому дан свободный: 3 «Совещание», 4 «Курсы».",
    )
    assert read_plan(io.BytesIO(plan_book(*(["", *row[1:]] for row in rows))), year=2021).notes == ()


def test_a_missing_number_leaves_those_of_its_section_and_of_others():
    data = plan_book(
        ["I. Кадры"], [1, "Приказ", "май"], ["", "Курсы", "май"], [3, "Чтения", "май"],
        ["II. Опыт"], [1, "Уроки", "май"], [3, "Обмен", "май"],
    )  # fmt: skip
    assert [row.number for row in rows_of(data)] == ["1.1", "1.2", "1.3", "2.1", "2.3"]

    through = plan_book(["Кадры"], [1, "Приказ", "май"], ["Опыт"], [2, "Уроки", "май"], ["", "Обмен", "май"])
    assert [row.number for row in rows_of(through)] == ["1", "2", "3"]


def test_a_section_may_stand_in_two_cells_or_in_its_own_column():
    numbered = plan_document(["1.", "Кадры", "", ""], ["1.1", "Курсы", "май", "РМК"])
    assert brief(numbered) == [("1.1", "Кадры", "Курсы", "май", "РМК")]

    head = ["Направление", "Мероприятие", "Срок"]
    column = plan_document(
        [cell("Кадры", down="restart"), "Курсы", "май"],
        [cell("", down="continue"), "Чтения", "июнь"],
        head=head,
    )
    assert [row.section for row in rows_of(column)] == ["Кадры", "Кадры"]


@pytest.mark.parametrize(("head", "before"), [(DISTRICT_HEAD, ["1.1"]), (UNNUMBERED_HEAD, [])])
def test_a_section_may_stand_in_every_cell_of_its_row(head, before):
    rows = [
        ["1. Ресурсы"] * len(head),
        [*before, "Курсы", "май", "РМК"],
        ["Кадры"] * len(head),
        ["", "Обмен", "май"],
    ]
    data = plan_book(*(rows if before else [*rows[:3], ["Обмен", "май"]]), head=head)

    assert [(row.section, row.measure.name) for row in rows_of(data)] == [
        ("Ресурсы", "Курсы"), ("Кадры", "Обмен"),
    ]  # fmt: skip


def test_measures_over_the_first_heading_have_none():
    data = plan_document(["1", "Приказ", "май", ""], across("Кадры"), ["2", "Курсы", "май", ""])
    assert [(row.number, row.section) for row in rows_of(data)] == [
        ("1", ""),
        ("2", "Кадры"),
    ]


def test_a_heading_over_a_heading_keeps_both():
    data = plan_document(across("Муниципальный уровень"), across("1. Кадры"), ["1.1", "Курсы", "май", ""])
    assert [row.section for row in rows_of(data)] == ["Муниципальный уровень. Кадры"]


def test_headings_over_tables_without_heads_are_sections():
    data = document(
        paragraph("1. Ресурсы"),
        table(DISTRICT_HEAD, ["1.1", "Курсы", "октябрь", "РМК"]),
        paragraph("2. Кадры"),
        table(["2.1", "Чтения", "май", "РМК"]),
    )
    assert [row.section for row in rows_of(data)] == ["Ресурсы", "Кадры"]


@pytest.mark.parametrize("numbers", [["1", "2", "2"], ["1.1", "2", "2"], ["1", "", "", "2"]])
def test_no_number_stands_twice(numbers):
    found = rows_of(plan_document(*([number, "Курсы", "май", "РМК"] for number in numbers)))
    assert len({row.number for row in found}) == len(numbers)


def test_a_heading_keeps_a_number_inside_it():
    data = plan_document(across("Школа 1: первая"), ["1", "Курсы", "май", ""])
    assert [row.section for row in rows_of(data)] == ["Школа 1: первая"]


def test_tables_under_headings_of_their_own_are_sections():
    def of(*rows):
        return table(DISTRICT_HEAD, *rows)

    data = document(
        paragraph("План"), paragraph("1. Кадры"), of(["1", "Курсы", "май", ""]), of(["2", "Чтения", "май", ""]),
        paragraph("2. Анализ"), paragraph(""), of(["1", "Отчёт", "май", ""]),
    )  # fmt: skip
    assert [(row.number, row.section, row.measure.name) for row in rows_of(data)] == [
        ("1.1", "Кадры", "Курсы"), ("1.2", "Кадры", "Чтения"), ("2.1", "Анализ", "Отчёт"),
    ]  # fmt: skip

    alone = document(
        paragraph("План мероприятий"), of(["1", "Курсы", "май", ""]), of(["2", "Чтения", "май", ""])
    )
    assert [row.section for row in rows_of(alone)] == ["", ""]


def test_a_second_sheet_is_a_section_of_its_own():
    book = openpyxl.load_workbook(io.BytesIO(plan_book([1, "Курсы", "май"])))
    sheet = book.create_sheet("Школы")
    sheet.append(KUZBASS_HEAD)
    sheet.append([1, "Уроки", "июнь"])
    stream = io.BytesIO()
    book.save(stream)

    assert [(row.section, row.measure.name) for row in rows_of(stream.getvalue())] == [
        ("План", "Курсы"),
        ("Школы", "Уроки"),
    ]
