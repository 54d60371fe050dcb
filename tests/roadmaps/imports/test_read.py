"""A plan out of a table: columns by name, sections, numbers, rows over a page, questions."""

import io
from datetime import date

import pytest

from portal.core.tables import UnreadableTable
from roadmaps.imports import read_plan
from tests.core.word_files import cell, document, paragraph, table
from tests.roadmaps.imports.plan_files import (
    DISTRICT_HEAD,
    UNNUMBERED_HEAD,
    across,
    brief,
    plan_book,
    plan_document,
    rows_of,
)


def test_the_plan_of_a_district():
    data = plan_document(
        ["1", "2", "3", "4"],
        across("1. Ресурсное обеспечение"),
        ["1.1.", "Анализ потребностей школ", "сентябрь", "Отдел образования"],
        ["1.2.", "План закупок", "сентябрь, январь", "Отдел образования, руководители ОО"],
        ["", "", "", ""],
        across("Раздел II. Кадровое обеспечение"),
        ["2.1.", "Прогноз потребности в кадрах", "август", "Отдел образования"],
    )

    assert brief(data) == [
        ("1.1", "Ресурсное обеспечение", "Анализ потребностей школ", "сентябрь", "Отдел образования"),
        ("1.2", "Ресурсное обеспечение", "План закупок", "сентябрь, январь", "Отдел образования, руководители ОО"),
        ("2.1", "Кадровое обеспечение", "Прогноз потребности в кадрах", "август", "Отдел образования"),
    ]  # fmt: skip
    assert [(row.start, row.end) for row in rows_of(data)] == [
        (date(2021, 9, 1), date(2021, 9, 30)),
        (date(2021, 9, 1), date(2022, 1, 31)),
        (date(2022, 8, 1), date(2022, 8, 31)),
    ]


def test_the_same_plan_in_a_workbook():
    data = plan_book(
        [1, 2, 3, 4, 5],
        ["I. Организационные меры"],
        [1.1, "Приказ о закреплении кураторов", "до 15 октября", "Отдел", "приказ"],
        ["1.2", "Совещание", "раз в месяц", "Отдел", "протокол"],
        merged=["A4:E4"],
    )
    first, second = rows_of(data)

    assert [(row.number, row.section) for row in (first, second)] == [
        ("1.1", "Организационные меры"),
        ("1.2", "Организационные меры"),
    ]
    assert (first.start, first.end, first.measure.expected) == (None, date(2021, 10, 15), "приказ")
    assert (second.read.recurrence, second.question) == ("monthly", None)


def test_rows_that_go_on_over_a_page_are_one_measure():
    data = document(
        table(
            DISTRICT_HEAD,
            ["1.1", "Разработка плана закупок", "сентябрь,", "Отдел"],
            DISTRICT_HEAD,
            ["", "необходимого оборудования", "", "образования"],
            ["", "", "январь", ""],
        ),
        table(["", "по школам", "", ""], ["1.2", "Совещание", "май", "Отдел"]),
        table(["Начальник отдела", "подпись"]),
    )

    assert brief(data) == [
        ("1.1", "", "Разработка плана закупок необходимого оборудования по школам", "сентябрь, январь", "Отдел образования"),
        ("1.2", "", "Совещание", "май", "Отдел"),
    ]  # fmt: skip


def test_without_a_column_of_numbers_every_row_with_a_name_is_a_measure():
    rows = [
        ["Проведение семинара", "октябрь", "Иванова"],
        ["семинар для учителей", "", "Петрова"],
        ["мастер-класс", "", ""],
    ]
    for data in (plan_book(*rows, head=UNNUMBERED_HEAD), plan_document(*rows, head=UNNUMBERED_HEAD)):
        found = rows_of(data)
        assert [row.measure.name for row in found] == [row[0] for row in rows]
        assert [bool(row.question) for row in found] == [False, True, True]


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("Обучение по направлениям «Технология»,", "«Шахматы», «Рисование»."),
        ("Семинар «Система работы", "в условиях реализации ФГОС ООО»."),
        ("Семинар «Введение", "ФГОС ООО»"),
        ("Обмен опытом (уроки, занятия", "внеурочной деятельности)"),
    ],
)
@pytest.mark.parametrize("make", [plan_book, plan_document])
def test_a_name_left_open_ends_in_the_next_row(make, name, rest):
    data = make([name, "октябрь", "РМК"], [rest, "", ""], ["Курсы", "май", "РМК"], head=UNNUMBERED_HEAD)
    assert [(row.section, row.measure.name) for row in rows_of(data)] == [
        ("", f"{name} {rest}"), ("", "Курсы"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "rest"), [("Семинар", "ФГОС ООО»."), ("Семинар «Введение", "Новые стандарты")]
)
def test_what_may_end_a_name_is_asked_about_and_is_no_section(name, rest):
    data = plan_book([name, "октябрь"], [rest], ["Курсы", "май"], head=UNNUMBERED_HEAD)
    assert [(row.section, row.measure.name, bool(row.question)) for row in rows_of(data)] == [
        ("", name, False), ("", rest, True), ("", "Курсы", False),
    ]  # fmt: skip


def test_a_heading_with_a_number_ends_no_name():
    data = plan_book(["Курсы,", "май"], ["2. Кадры"], ["Чтения", "май"], head=UNNUMBERED_HEAD)
    assert [row.section for row in rows_of(data)] == ["", "Кадры"]


def test_rows_of_a_workbook_are_not_joined_by_their_small_letters():
    data = plan_book([1, "Совещание", "май"], ["", "с участием школ"], [2, "Курсы", "май"])
    assert [row.measure.name for row in rows_of(data)] == ["Совещание", "с участием школ", "Курсы"]


def test_a_name_alone_in_the_last_row_is_a_measure_to_ask_about():
    for head, before in ((UNNUMBERED_HEAD, []), (DISTRICT_HEAD, [""])):
        data = plan_book([*before, "Семинар", "май", "РМК"], [*before, "Мастер-класс"], head=head)
        assert [(row.measure.name, bool(row.question)) for row in rows_of(data)] == [
            ("Семинар", False), ("Мастер-класс", True),
        ]  # fmt: skip


def test_a_signature_below_a_table_is_no_measure():
    data = plan_book(
        ["Семинар", "май", "РМК"], [], ["Директор школы Петров"], ["Составил: Иванов"], head=UNNUMBERED_HEAD
    )
    plan = read_plan(io.BytesIO(data), year=2021)

    assert [row.measure.name for row in plan.rows] == ["Семинар"]
    assert "«Директор школы Петров»" in plan.notes[0]


@pytest.mark.parametrize(
    "signature",
    [
        ["Директор школы", "", "", "И. И. Иванов"],
        ["", "Начальник отдела образования", "", "Иванов Иван Иванович"],
        ["", "И. о. начальника отдела", "____________", "И. И. Иванов"],
        ["Директор МБОУ СОШ", "Петров П.П."],
        ["", "Согласовано:", "Иванова А.П."],
        ["Утверждаю", "", "Директор школы", "(подпись)"],
    ],
)
@pytest.mark.parametrize("gap", [[], [[]]])
def test_who_signs_under_the_measures_is_named_and_is_no_measure(signature, gap):
    data = plan_book([1, "Курсы", "октябрь", "РМК"], *gap, signature, signature, head=DISTRICT_HEAD)
    plan = read_plan(io.BytesIO(data), year=2021)

    assert [(row.measure.name, row.measure.responsible) for row in plan.rows] == [("Курсы", "РМК")]
    assert plan.notes[0].count(" ".join(filter(None, signature))) == 2


@pytest.mark.parametrize(
    ("measure", "after"),
    [
        (["", "Совещание", "", "И. И. Иванов"], []),
        (["", "Директор школы отчитывается", "май", "И. И. Иванов"], []),
        (["", "Директора школ: отчёты", "", "И. И. Иванов"], []),
        (["", "Директор школы", "", "И. И. Иванов"], [["2", "Чтения", "май", "РМК"]]),
        ([2, "Директор школы", "", "И. И. Иванов"], []),
    ],
)
def test_a_measure_that_looks_like_a_signature_is_asked_about(measure, after):
    data = plan_book([1, "Курсы", "октябрь", "РМК"], measure, *after, head=DISTRICT_HEAD)
    assert measure[1] in [row.measure.name for row in rows_of(data)]


@pytest.mark.parametrize(
    "begins",
    [
        [["1", "2", "3", "4"]],
        [across("2. Кадры")],
        [["2.", "Кадры", "", ""]],
        [DISTRICT_HEAD],
        [["", "", "", "и школы"]],
        [["1", "2", "3", "4"], across("Раздел II. Кадры")],
    ],
)
def test_a_table_that_goes_on_is_read_whatever_it_begins_with(begins):
    data = document(
        table(DISTRICT_HEAD, ["1.1", "Курсы", "октябрь", "РМК"]),
        table(*begins, ["2.1", "Чтения", "по плану", "РМК"], ["2.2", "Обмен", "май", "РМК"]),
    )
    assert [row.number for row in rows_of(data)] == ["1.1", "2.1", "2.2"]


def test_a_head_in_the_middle_of_a_table_that_goes_on_hides_nothing_above_it():
    rest = [
        ["1.2", "Обмен", "май", ""],
        across("2. Кадры"),
        ["2.1", "Курсы", "октябрь", ""],
        DISTRICT_HEAD,
        ["2.2", "Чтения", "ноябрь", ""],
    ]
    data = document(table(DISTRICT_HEAD, across("1. Опыт"), ["1.1", "Семинар", "сентябрь", ""]), table(*rest))

    assert [(number, section) for number, section, *_ in brief(data)] == [
        ("1.1", "Опыт"), ("1.2", "Опыт"), ("2.1", "Кадры"), ("2.2", "Кадры"),
    ]  # fmt: skip


def test_a_section_above_the_head_of_the_next_page_is_a_section():
    data = document(
        table(DISTRICT_HEAD, across("1. Опыт"), ["1.1", "Семинар", "сентябрь", ""]),
        table(across("2. Кадры"), DISTRICT_HEAD, ["2.1", "Курсы", "октябрь", ""]),
    )
    assert [section for _, section, *_ in brief(data)] == ["Опыт", "Кадры"]


def test_a_table_that_goes_on_without_numbers_is_read():
    data = document(
        table(["Мероприятие", "Срок", "Ответственный"], ["Курсы", "октябрь", "РМК"]),
        table(["Чтения", "май", "РМК"], ["Обмен", "по плану", "РМК"]),
    )
    assert [row.measure.name for row in rows_of(data)] == ["Курсы", "Чтения", "Обмен"]


def test_a_table_that_is_not_read_is_named():
    data = document(
        table(DISTRICT_HEAD, ["1.1", "Курсы", "октябрь", "РМК"]),
        table(["Раздел", "Забота", "Когда-то"], ["Кадры", "Чтения", "май"], ["Кадры", "Обмен", "май"]),
    )
    plan = read_plan(io.BytesIO(data), year=2021)

    assert [row.number for row in plan.rows] == ["1.1"]
    assert "«Таблица 2»" in plan.notes[0]


def test_a_table_of_another_kind_lower_on_the_sheet_is_not_read():
    data = plan_book(
        [1, "Курсы", "октябрь", "РМК"],
        ["№", "Показатель", 2021, 2022],
        [1, "Доля школ", 10, 12],
        head=DISTRICT_HEAD,
    )
    plan = read_plan(io.BytesIO(data), year=2021)

    assert [row.measure.name for row in plan.rows] == ["Курсы"]
    assert "«План, строка 4»" in plan.notes[0]


@pytest.mark.parametrize("after", [["1.3", "Обмен", "май", "РМК"], None])
def test_a_measure_merged_to_the_end_of_its_row_is_asked_about(after):
    rows = [["1.1", "Курсы", "октябрь", "РМК"], ["1.2", "Чтения"], *([after] if after else [])]
    found = rows_of(plan_book(*rows, head=DISTRICT_HEAD, merged=["B4:D4"]))

    assert [row.number for row in found] == ["1.1", "1.2", "1.3"][: len(rows)]
    assert found[1].question


def test_a_lone_row_of_another_shape_is_named():
    data = document(
        table(DISTRICT_HEAD, ["1.1", "Курсы", "октябрь", "РМК"]),
        table(["1.2", "Чтения", "май", "РМК", "справка"]),
    )
    plan = read_plan(io.BytesIO(data), year=2021)
    assert ([row.number for row in plan.rows], "«Таблица 2»" in plan.notes[0]) == (["1.1"], True)


def test_a_table_within_a_cell_is_told():
    inner = table(["внутри", "сентябрь"])
    held = cell("Совещание").replace("</w:tc>", f"{inner}<w:p/></w:tc>")
    plan = read_plan(io.BytesIO(document(table(DISTRICT_HEAD, ["1", held, "май", "РМК"]))), year=2021)

    assert [row.measure.name for row in plan.rows] == ["Совещание"]
    assert "«Таблица 2!B2»" in plan.notes[0]


def test_who_has_read_the_plan_is_no_measure():
    data = document(
        table(DISTRICT_HEAD, ["1", "Курсы", "октябрь", "РМК"]),
        paragraph("С планом ознакомлены:"),
        table(["1", "Иванова И. И.", "15.10.2021", "учитель"]),
    )
    plan = read_plan(io.BytesIO(data), year=2021)
    assert ([row.number for row in plan.rows], "ознакомлены" in plan.notes[0]) == (["1"], True)


def test_a_row_of_dashes_is_no_measure():
    data = plan_book(["--", "--", "--", "--"], ["1", "Курсы", "май", "-"], ["–", "-"], head=DISTRICT_HEAD)
    assert [row.measure.name for row in rows_of(data)] == ["Курсы"]


def test_without_a_column_of_numbers_those_of_the_names_are_the_numbers():
    names = [
        "1. Анализ",
        "2) «Точка роста»",
        "2.1 Выезд",
        "2022 год: итоги",
        "9.05 День Победы",
        "1. План 2. Отчёт",
    ]
    data = plan_book(*([name, "май", "РМК"] for name in names), head=UNNUMBERED_HEAD)
    found = [(row.number, row.measure.name) for row in rows_of(data)]

    assert found[:3] == [("1", "Анализ"), ("2", "«Точка роста»"), ("2.1", "Выезд")]
    assert [name for _, name in found[3:]] == names[3:]


@pytest.mark.parametrize(
    "signs", [["(1)", "(2)", "(3)", "(4)"], ["1.", "2.", "3.", "4."], ["I", "II", "III", "IV"]]
)
def test_a_row_of_column_numbers_is_no_measure(signs):
    assert len(rows_of(plan_document(signs, ["1", "Курсы", "май", "РМК"]))) == 1


@pytest.mark.parametrize(
    "last",
    [
        ["Начальник отдела ____________ И. И. Петров"],
        ["Итого мер: 2"],
        ["Всего", "2"],
        ["", "Начальник отдела", "", "___________"],
    ],
)
def test_what_stands_under_the_table_is_no_part_of_a_measure(last):
    head = ["Ответственный", "Мероприятие", "Срок", "Итог"]
    data = plan_book(["РМК", "Курсы", "октябрь", "справка"], last, head=head)
    (row,) = rows_of(data)

    assert (row.measure.responsible, row.measure.expected) == ("РМК", "справка")


def test_a_measure_without_a_name_is_asked_about():
    (row,) = rows_of(plan_document(["1", "", "май", "Отдел"]))
    assert "Мероприятие не названо" in row.question


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (document(table(["Мероприятие", "Ответственный"], ["Курсы", "РМК"])), "нет таблицы со столбцами «Мероприятие» и «Срок»"),
        (document(table(["Показатель", "Срок"], ["Доля", "май"])), "Искали столбцы"),
        (plan_document(), "нет ни одной меры"),
        (plan_book(["1", "Курсы", "май"], head=["№", "Мероприятие", "Срок начала", "Срок окончания"]), "в нескольких столбцах"),
        (plan_document(*([str(n), "Курсы", "май", ""] for n in range(1, 302))), "Не больше 300 мер"),
        (plan_book([1, "Курсы", "май", "МБОУ СОШ № 1, " * 150]), "План!D3, столбец «Ответственный исполнитель»: Не больше 2000"),
        (plan_document(across("Кадры " * 60), ["1", "Курсы", "май", ""]), "Раздел «Кадры Кадры"),
        (plan_document(["1", "Курсы " * 400, "май", ""]), "Таблица 2!B2, столбец «Мероприятия»: Не больше 2000 знаков"),
    ],
)  # fmt: skip
def test_what_is_no_plan_is_refused_with_what_was_sought(data, words):
    with pytest.raises(UnreadableTable) as refusal:
        rows_of(data)
    assert words in str(refusal.value)


def test_a_list_of_schools_may_be_responsible():
    schools = ", ".join(f"МБОУ СОШ № {n}" for n in range(1, 41))
    (row,) = rows_of(plan_book([1, "Курсы", "май", schools]))
    assert row.measure.responsible == schools
