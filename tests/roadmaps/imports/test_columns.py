"""Columns of a plan are known by their names, wherever they stand."""

import io
from datetime import date

import pytest

from portal.core.tables import UnreadableTable
from roadmaps.imports import read_plan
from tests.core.word_files import cell, document, table
from tests.roadmaps.imports.plan_files import (
    brief,
    plan_book,
    plan_document,
    rows_of,
)


@pytest.mark.parametrize(
    "head",
    [
        ["Название мероприятия / форма проведения", "Сроки проведения", "Результат"],
        ["Наименование мероприятий", "Срок реализации", "Ответственный исполнитель"],
        ["Содержание работы", "Дата проведения", "Исполнители"],
        ["МЕРОПРИЯТИЕ", "Cрок исполнения", "Ответственные"],  # a Latin C
        ["Меры", "Период", "Примечание"],
        ["Содержание", "Планируемый срок", "ФИО ответственного"],
        ["Наименование", "Плановые сроки", "Примечание"],
        ["Направления деятельности, мероприятия", "Календарный срок", "Ответственный"],
        ["План действий", "Дата", "Ф.И.О. исполнителя"],
    ],
)
def test_columns_are_known_by_their_names(head):
    (row,) = rows_of(plan_document(["Семинар", "май 2022", "кто-то"], head=head))
    assert (row.measure.name, row.end) == ("Семинар", date(2022, 5, 31))


def test_a_head_may_be_cut_by_a_hyphen():
    (row,) = rows_of(
        plan_book([1, "Курсы", "май", "РМК"], head=["№\nп/п", "МЕРОПРИ-\nЯТИЯ", "СРОК", "ОТВЕТ-\nСТВЕННЫЕ"])
    )
    assert (row.measure.name, row.measure.responsible) == ("Курсы", "РМК")


def test_a_measure_goes_before_a_mere_content():
    (row,) = rows_of(plan_book(["для учителей", "Курсы", "май"], head=["Содержание", "Мероприятие", "Срок"]))
    assert row.measure.name == "Курсы"


def test_columns_in_any_order_go_where_they_belong():
    head = ["Ресурсы", "Сроки", "Категория участников", "Форма проведения", "Мероприятия", "Ожидаемый результат",
            "Отметка о выполнении", "Ответственные", "Примечание"]  # fmt: skip
    plan = read_plan(
        io.BytesIO(
            plan_document(
                ["бюджет", "май", "учителя", "семинар", "Чтение", "опыт", "проведён", "РМК", "—"], head=head
            )
        ),
        year=2021,
    )
    measure = plan.rows[0].measure

    assert (measure.name, measure.form, measure.addressee, measure.expected) == (
        "Чтение",
        "семинар",
        "учителя",
        "опыт",
    )
    assert (measure.resources, measure.result, measure.responsible) == ("бюджет", "проведён", "РМК")
    assert plan.notes == ("Не перенесены столбцы, для которых в карте нет места: «Примечание».",)


def test_columns_may_change_their_places_in_the_middle():
    data = plan_document(
        ["1", "Курсы", "октябрь", "РМК"],
        ["№", "Ответственные", "Срок", "Мероприятия"],
        ["2", "Отдел", "май", "Чтения"],
    )
    assert brief(data) == [("1", "", "Курсы", "октябрь", "РМК"), ("2", "", "Чтения", "май", "Отдел")]


def test_a_measure_that_names_measures_and_a_period_is_no_head():
    data = plan_document(["1", "Мероприятия недели", "период каникул", "РМК"], ["2", "Чтения", "май", "РМК"])
    assert [row.measure.name for row in rows_of(data)] == ["Мероприятия недели", "Чтения"]


def test_a_head_of_two_rows():
    upper = [cell("№", down="restart"), cell("Мероприятие", down="restart"), cell("Исполнение", span=2)]
    lower = [cell("", down="continue"), cell("", down="continue"), "Срок", "Отв."]
    data = document(table(upper, lower, ["1", "Курсы", "октябрь", "РМК"]))

    assert brief(data) == [("1", "", "Курсы", "октябрь", "РМК")]


@pytest.mark.parametrize("merged", [["D2:E2"], []])
def test_a_second_row_of_the_head_is_no_measure_and_its_columns_are_one(merged):
    data = plan_book(
        ["", "", "", "ФИО", "Должность"],
        [1, "Курсы", "май", "Иванова", "методист", "справка"],
        ["№", "Мероприятие", "Срок", "Ответственные", "", "Результат"],
        ["", "", "", "ФИО", "Должность"],
        [2, "Обмен", "июнь", "", "директор", "отчёт"],
        head=["№", "Мероприятие", "Срок", "Ответственные", "", "Результат"],
        merged=merged,
    )
    assert [(row.number, row.measure.responsible, row.measure.expected) for row in rows_of(data)] == [
        ("1", "Иванова, методист", "справка"), ("2", "директор", "отчёт"),
    ]  # fmt: skip


def test_the_first_measure_is_no_second_row_of_the_head():
    data = plan_book(
        ["1", "Курсы", "май", "РМК", "да"], head=["№", "Мероприятие", "Срок", "Ответственные", ""]
    )
    assert [row.measure.name for row in rows_of(data)] == ["Курсы"]


def test_one_head_over_number_and_name_is_two_columns():
    rows = [["1", "Курсы", "октябрь", "РМК"], ["2", "Чтения", "май", "РМК"]]
    data = document(table([cell("Мероприятия", span=2), "Срок", "Отв."], *rows))
    assert brief(data) == [("1", "", "Курсы", "октябрь", "РМК"), ("2", "", "Чтения", "май", "РМК")]


def test_a_name_in_two_columns_is_refused():
    head = [cell("Мероприятия", span=2), "Срок", "Отв."]
    data = document(table(head, ["Курсы", "для педагогов", "октябрь", "РМК"]))
    with pytest.raises(UnreadableTable, match="нескольких столбцах"):
        rows_of(data)


@pytest.mark.parametrize("other", ["Год", "Число", "Начало", "Окончание работ"])
def test_a_part_of_a_term_in_a_column_of_its_own_is_refused(other):
    with pytest.raises(UnreadableTable, match="в нескольких столбцах"):
        rows_of(plan_book([1, "Курсы", "октябрь", 15], head=["№", "Мероприятие", "Месяц", other]))
