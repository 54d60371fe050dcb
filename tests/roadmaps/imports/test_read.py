"""A plan out of a table: columns by name, sections, numbers, rows over a page, questions."""

import io
from datetime import date

import openpyxl
import pytest

from portal.core.tables import UnreadableTable
from roadmaps.imports import read_plan
from tests.core import hostile
from tests.core.word_files import cell, document, paragraph, table
from tests.roadmaps.imports.plan_files import DISTRICT_HEAD, KUZBASS_HEAD, across, plan_book, plan_document


def rows_of(data: bytes, year: int = 2021, period: str = "academic"):
    return read_plan(io.BytesIO(data), year=year, period=period).rows


def brief(data: bytes) -> list[tuple[str, str, str, str, str]]:
    """Number, section, name, term and responsible of each measure."""
    return [
        (row.number, row.section, row.measure.name, row.measure.term, row.measure.responsible)
        for row in rows_of(data)
    ]


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


_UNNUMBERED = ["Мероприятие", "Срок", "Ответственный"]


def test_without_a_column_of_numbers_every_row_with_a_name_is_a_measure():
    rows = [
        ["Проведение семинара", "октябрь", "Иванова"],
        ["семинар для учителей", "", "Петрова"],
        ["мастер-класс", "", ""],
    ]
    for data in (plan_book(*rows, head=_UNNUMBERED), plan_document(*rows, head=_UNNUMBERED)):
        found = rows_of(data)
        assert [row.measure.name for row in found] == [row[0] for row in rows]
        assert [bool(row.question) for row in found] == [False, True, True]


def test_rows_of_a_workbook_are_not_joined_by_their_small_letters():
    data = plan_book([1, "Совещание", "май"], ["", "с участием школ"], [2, "Курсы", "май"])
    assert [row.measure.name for row in rows_of(data)] == ["Совещание", "с участием школ", "Курсы"]


def test_a_term_torn_by_a_page_is_one_term():
    data = document(
        table(DISTRICT_HEAD, ["1", "Семинар для", "октябрь,", "РМК"]),
        table(["", "учителей", "ноябрь", ""], ["2", "Курсы", "май", ""]),
    )
    assert [row[:4] for row in brief(data)] == [
        ("1", "", "Семинар для учителей", "октябрь, ноябрь"), ("2", "", "Курсы", "май"),
    ]  # fmt: skip


def test_a_name_alone_in_the_last_row_is_a_measure_to_ask_about():
    for head, before in ((_UNNUMBERED, []), (DISTRICT_HEAD, [""])):
        data = plan_book([*before, "Семинар", "май", "РМК"], [*before, "Мастер-класс"], head=head)
        assert [(row.measure.name, bool(row.question)) for row in rows_of(data)] == [
            ("Семинар", False), ("Мастер-класс", True),
        ]  # fmt: skip


@pytest.mark.parametrize("last", [["Раздел II. Кадры"], across("Кадры", 3)])
def test_a_heading_without_measures_is_told(last):
    data = plan_document(["Семинар", "май", "РМК"], last, head=_UNNUMBERED)
    plan = read_plan(io.BytesIO(data), year=2021)

    assert [row.measure.name for row in plan.rows] == ["Семинар"]
    assert "«Кадры»" in plan.notes[0]


def test_a_signature_below_a_table_is_no_measure():
    data = plan_book(
        ["Семинар", "май", "РМК"], [], ["Директор школы Петров"], ["Составил: Иванов"], head=_UNNUMBERED
    )
    plan = read_plan(io.BytesIO(data), year=2021)

    assert [row.measure.name for row in plan.rows] == ["Семинар"]
    assert "«Директор школы Петров»" in plan.notes[0]


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
    assert [row.section for row in rows_of(data)] == ["Общие мероприятия", "Опыт"]


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


def test_measures_over_the_first_heading_get_one():
    data = plan_document(["1", "Приказ", "май", ""], across("Кадры"), ["2", "Курсы", "май", ""])
    assert [(row.number, row.section) for row in rows_of(data)] == [
        ("1", "Общие мероприятия"),
        ("2", "Кадры"),
    ]


def test_a_heading_over_a_heading_keeps_both():
    data = plan_document(across("Муниципальный уровень"), across("1. Кадры"), ["1.1", "Курсы", "май", ""])
    assert [row.section for row in rows_of(data)] == ["Муниципальный уровень. Кадры"]


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


def test_headings_over_tables_without_heads_are_sections():
    data = document(
        paragraph("1. Ресурсы"),
        table(DISTRICT_HEAD, ["1.1", "Курсы", "октябрь", "РМК"]),
        paragraph("2. Кадры"),
        table(["2.1", "Чтения", "май", "РМК"]),
    )
    assert [row.section for row in rows_of(data)] == ["Ресурсы", "Кадры"]


def test_who_has_read_the_plan_is_no_measure():
    data = document(
        table(DISTRICT_HEAD, ["1", "Курсы", "октябрь", "РМК"]),
        paragraph("С планом ознакомлены:"),
        table(["1", "Иванова И. И.", "15.10.2021", "учитель"]),
    )
    plan = read_plan(io.BytesIO(data), year=2021)
    assert ([row.number for row in plan.rows], "ознакомлены" in plan.notes[0]) == (["1"], True)


@pytest.mark.parametrize(
    "signs", [["(1)", "(2)", "(3)", "(4)"], ["1.", "2.", "3.", "4."], ["I", "II", "III", "IV"]]
)
def test_a_row_of_column_numbers_is_no_measure(signs):
    assert len(rows_of(plan_document(signs, ["1", "Курсы", "май", "РМК"]))) == 1


@pytest.mark.parametrize("numbers", [["1", "2", "2"], ["1.1", "2", "2"], ["1", "", "", "2"]])
def test_no_number_stands_twice(numbers):
    found = rows_of(plan_document(*([number, "Курсы", "май", "РМК"] for number in numbers)))
    assert len({row.number for row in found}) == len(numbers)


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


@pytest.mark.parametrize(
    ("term", "words"),
    [("", "Срок не указан"), ("—", "Непонятно, когда это"), ("по итогам ВПР", "события"), ("31.02.2022", "Такой даты нет"),
     ("май 2020", "вне плана"), ("по совести", "Непонятно, когда это"), ("май, " * 50, "длиннее 200")],
)  # fmt: skip
def test_a_term_that_is_not_certain_is_a_question_without_days(term, words):
    (row,) = rows_of(plan_document(["1", "Анализ", term, "Отдел"]))

    assert (row.measure.term, row.start, row.end) == (term.strip(), None, None)
    assert words in row.question


def test_a_measure_without_a_name_is_asked_about():
    (row,) = rows_of(plan_document(["1", "", "май", "Отдел"]))
    assert "Мероприятие не названо" in row.question


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


def test_a_dash_in_a_cell_is_nothing_but_in_a_term_a_question():
    first, second = rows_of(
        plan_book([1, "Семинар", "май", "-", "—"], [2, "Курсы", "–", "Отдел - методист", "2–3 справки"])
    )

    assert (first.measure.responsible, first.measure.expected) == ("", "")
    assert (second.measure.responsible, second.measure.expected) == ("Отдел - методист", "2–3 справки")
    assert second.measure.term == "–"
    assert second.question
