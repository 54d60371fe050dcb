"""Terms out of the cells of a plan: texts of several lines, dates, cells over several rows, another year."""

import io
from datetime import date

import openpyxl
import pytest

from roadmaps.imports import read_plan
from tests.core import hostile
from tests.core.word_files import cell, document, paragraph, table
from tests.roadmaps.imports.plan_files import (
    DISTRICT_HEAD,
    brief,
    plan_book,
    plan_document,
    rows_of,
)


def test_a_term_torn_by_a_page_is_one_term():
    data = document(
        table(DISTRICT_HEAD, ["1", "Семинар для", "октябрь,", "РМК"]),
        table(["", "учителей", "ноябрь", ""], ["2", "Курсы", "май", ""]),
    )
    assert [row[:4] for row in brief(data)] == [
        ("1", "", "Семинар для учителей", "октябрь, ноябрь"), ("2", "", "Курсы", "май"),
    ]  # fmt: skip


def test_a_term_merged_over_several_measures_is_the_term_of_each():
    data = plan_document(
        ["1", "Курсы", cell("в течение года", down="restart"), cell("РМК", down="restart")],
        ["2", "Семинары", cell("", down="continue"), cell("", down="continue")],
        ["3", "Чтения", "май", "Отдел"],
    )
    assert [(row[0], row[3], row[4]) for row in brief(data)] == [
        ("1", "в течение года", "РМК"), ("2", "в течение года", "РМК"), ("3", "май", "Отдел"),
    ]  # fmt: skip


def test_a_measure_merged_over_several_terms_is_several_measures():
    data = plan_document(
        [cell("1", down="restart"), cell("Совещание", down="restart"), "сентябрь", "Отдел"],
        [cell("", down="continue"), cell("", down="continue"), "май", "РМК"],
    )
    assert brief(data) == [("1", "", "Совещание", "сентябрь", "Отдел"), ("2", "", "Совещание", "май", "РМК")]


@pytest.mark.parametrize(
    ("term", "words"),
    [("", "Срок не указан"), ("—", "Непонятно, когда это"), ("по итогам ВПР", "события"), ("31.02.2022", "Такой даты нет"),
     ("май 2020", "вне плана"), ("по совести", "Непонятно, когда это"), ("май, " * 50, "длиннее 200")],
)  # fmt: skip
def test_a_term_that_is_not_certain_is_a_question_without_days(term, words):
    (row,) = rows_of(plan_document(["1", "Анализ", term, "Отдел"]))

    assert (row.measure.term, row.start, row.end) == (term.strip(), None, None)
    assert words in row.question


@pytest.mark.parametrize(
    ("day", "look", "term", "start", "end"),
    [
        (date(2022, 5, 20), "mmmm", "май", date(2022, 5, 1), date(2022, 5, 31)),
        (date(2022, 5, 20), "mmmm yyyy", "май 2022", date(2022, 5, 1), date(2022, 5, 31)),
        (date(2021, 9, 1), "mmm-yy", "сентябрь 2021", date(2021, 9, 1), date(2021, 9, 30)),
        (date(2021, 9, 1), "dd.mm.yyyy", "01.09.2021", date(2021, 9, 1), date(2021, 9, 1)),
        (date(2021, 10, 1), "d mmmm yyyy", "01.10.2021", date(2021, 10, 1), date(2021, 10, 1)),
        (date(2020, 5, 20), "mmmm", "май 2020", None, None),
    ],
)
def test_a_date_in_a_cell_is_what_the_cell_shows(day, look, term, start, end):
    (row,) = rows_of(plan_book([1, "Курсы", day], looks={"C3": look}))

    assert (row.measure.term, row.start, row.end) == (term, start, end)
    assert bool(row.question) == (start is None)


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("сентябрь\nянварь", "сентябрь\nянварь"),
        ("в течение\nгода", "в течение года"),
        ("по итогам\nВПР", "по итогам ВПР"),
    ],
)
def test_lines_of_a_term_are_kept_where_they_part_it(written, term):
    for data in (plan_book([1, "Курсы", written]), plan_document(["1", "Курсы", written, ""])):
        (row,) = rows_of(data)
        assert (row.measure.term, bool(row.question)) == (term, "ВПР" in term)


def test_a_date_over_several_rows_is_shown_in_each():
    rows = [[1, "Курсы", date(2022, 5, 20)], [2, "Чтения"]]
    found = rows_of(plan_book(*rows, looks={"C3": "mmmm"}, merged=["C3:C4"]))
    assert [row.measure.term for row in found] == ["май", "май"]


def test_a_date_that_excel_may_have_made_of_a_month_is_asked_about():
    """Where the file tells no formats: an xls file, a cell without a style."""
    cells = "".join(
        f'<row r="{at}"><c r="A{at}" t="inlineStr"><is><t>Курсы</t></is></c><c r="B{at}" t="d"><v>{day}</v></c></row>'
        for at, day in ((3, "2021-09-01"), (4, "2021-09-15"))
    )
    heads = [
        f'<c r="{at}2" t="inlineStr"><is><t>{text}</t></is></c>'
        for at, text in (("A", "Мера"), ("B", "Срок"))
    ]
    first, second = rows_of(hostile.book(hostile.sheet(f'<row r="2">{"".join(heads)}</row>{cells}')))

    assert "Если это весь месяц" in first.question
    assert (second.start, second.end) == (date(2021, 9, 15), date(2021, 9, 15))


def test_a_calendar_plan_reads_months_of_its_own_year():
    (row,) = rows_of(plan_document(["1", "Анализ", "август", "Отдел"]), year=2023, period="calendar")
    assert (row.start, row.end) == (date(2023, 8, 1), date(2023, 8, 31))


@pytest.mark.parametrize(
    ("title", "year", "period", "named"),
    [
        ("План на 2023-2024 учебный год", 2021, "academic", "«2023-2024»"),
        ("План на 2020/21 уч. г.", 2021, "academic", "«2020/21»"),
        ("План работы на 2022 год", 2021, "academic", "«2022»"),
        ("План работы на 2021-2022 учебный год", 2022, "calendar", "«2021-2022»"),
        ("План на 2021/22 учебный год", 2021, "academic", ""),
        ("Программа на 2020-2025 годы", 2021, "academic", ""),
        ("План на 2022 год", 2022, "calendar", ""),
        ("План по итогам 2019-2020 учебного года", 2021, "academic", ""),
        ("Приказ от 15.08.2023 № 12/2023-24", 2021, "academic", ""),
    ],
)  # fmt: skip
def test_another_year_over_the_table_is_told(title, year, period, named):
    rows = [["1", "Курсы", "май", "РМК"]]
    word = document(paragraph(title), paragraph("Раздел 1. Кадры"), table(DISTRICT_HEAD, *rows))
    book = openpyxl.load_workbook(io.BytesIO(plan_book(*rows)))
    book.active["A1"] = title
    stream = io.BytesIO()
    book.save(stream)
    for data in (word, stream.getvalue()):
        notes = read_plan(io.BytesIO(data), year=year, period=period).notes
        assert [named in note for note in notes] == [True] * bool(named)


def test_a_dash_in_a_cell_is_nothing_but_in_a_term_a_question():
    first, second = rows_of(
        plan_book([1, "Семинар", "май", "-", "—"], [2, "Курсы", "–", "Отдел - методист", "2–3 справки"])
    )

    assert (first.measure.responsible, first.measure.expected) == ("", "")
    assert (second.measure.responsible, second.measure.expected) == ("Отдел - методист", "2–3 справки")
    assert second.measure.term == "–"
    assert second.question
