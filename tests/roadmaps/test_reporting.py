"""Rules of a report that need no database."""

from datetime import date
from decimal import Decimal

import pytest

from portal.core.errors import InvalidInput
from roadmaps.pupils import pupil_hint
from roadmaps.reporting import (
    LineInput,
    ReportInput,
    check_complete,
    checked_draft,
    printed_result,
    report_difference,
)

BEGINS, TODAY = date(2020, 9, 1), date(2021, 5, 20)
WHOLE = ReportInput("done", "Провели семинар.", date(2021, 5, 18), date(2021, 5, 20))


def draft_errors(**fields) -> dict:
    with pytest.raises(InvalidInput) as caught:
        checked_draft(ReportInput(**fields), plan_begins=BEGINS)
    return caught.value.errors


def gaps(given: ReportInput, today=TODAY) -> dict:
    try:
        check_complete(given, today=today)
    except InvalidInput as error:
        return error.errors
    return {}


def line(quantity, unit="педагога", what="") -> LineInput:
    return LineInput(None if quantity is None else Decimal(quantity), unit, what)


def test_a_draft_may_lack_anything():
    assert checked_draft(ReportInput(), plan_begins=BEGINS) == ReportInput()
    half = ReportInput(lines=(LineInput(unit="часов"), LineInput(quantity=Decimal("1.5"))))
    assert checked_draft(half, plan_begins=BEGINS) == half


def test_a_draft_is_trimmed_and_loses_blank_lines():
    given = ReportInput("", " раз\r\nдва ", lines=(LineInput(), line("3", " педагога  школы ")))

    assert checked_draft(given, plan_begins=BEGINS) == ReportInput(
        text="раз\nдва", lines=(line("3", "педагога школы"),)
    )


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"outcome": "approved"}, {"outcome": "Выберите один из ответов."}),
        ({"text": "а" * 10_001}, {"text": "Не больше 10\xa0000 знаков."}),
        (
            {"began_on": date(2021, 5, 20), "done_on": date(2021, 5, 2)},
            {"done_on": "02.05.2021 раньше начала 20.05.2021. Исправьте одну из дат."},
        ),
        (
            {"done_on": date(2012, 5, 20)},
            {"done_on": "20.05.2012 — больше чем за год до начала плана. Проверьте год."},
        ),
        ({"lines": (line("-1"),)}, {"l-0-quantity": "Число не может быть отрицательным."}),
        ({"lines": (line("1"), line("1.234"))}, {"l-1-quantity": "Не больше двух знаков после запятой."}),
        (
            {"lines": (line("1.5", "педагога"), line("1.5", "часа"), line("1.5", "ставки"))},
            {"l-0-quantity": "Укажите целое число: «1,5 педагога» не бывает."},
        ),
        ({"lines": (line("1000000"),)}, {"l-0-quantity": "Слишком большое число. Проверьте его."}),
        ({"lines": (line("1", "а" * 61),)}, {"l-0-unit": "Не больше 60 знаков."}),
        ({"lines": (line("1"),) * 21}, {"": "Не больше 20 строк с числами."}),
    ],
)
def test_what_is_wrong_even_in_a_draft(fields, errors):
    assert draft_errors(**fields) == errors


def test_a_measure_may_begin_before_its_plan_within_a_year():
    early = ReportInput(done_on=date(2020, 2, 27))
    assert checked_draft(early, plan_begins=BEGINS) == early


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({}, {}),
        ({"outcome": ""}, {"outcome": "Отметьте, выполнена ли мера."}),
        ({"text": ""}, {"text": "Напишите, что сделано; если мера не выполнена — почему."}),
        ({"done_on": None}, {"done_on": "Укажите день, когда мера выполнена."}),
        ({"outcome": "progress", "done_on": None}, {}),
        ({"done_on": date(2021, 5, 21)}, {"done_on": "21.05.2021 ещё не наступило. Укажите, что уже сделано."}),
        ({"lines": (line("3", ""),)}, {"l-0-unit": "Укажите, кого или чего: «педагога», «часов»."}),
        ({"lines": (line(None),)}, {"l-0-quantity": "Укажите число или очистите строку."}),
        ({"lines": (line("0"),)}, {}),
    ],
)  # fmt: skip
def test_what_a_sent_report_must_have(fields, errors):
    given = {name: getattr(WHOLE, name) for name in ("outcome", "text", "began_on", "done_on", "lines")}

    assert gaps(ReportInput(**given | fields)) == errors


def test_difference_names_what_two_people_wrote():
    mine = ReportInput("partial", "Провели семинар.", lines=(line("3"),))
    (change,) = report_difference(old=WHOLE, new=mine)

    assert [(one.label, one.old, one.new) for one in change.fields] == [
        ("Исполнение", "выполнено", "выполнено частично"),
        ("Начало", "18.05.2021", ""),
        ("Окончание", "20.05.2021", ""),
        ("Результаты в числах", "", "3 педагога"),
    ]
    assert report_difference(old=WHOLE, new=WHOLE) == []


def test_a_report_in_one_cell_of_a_document():
    lines = (line("3", what="получили удостоверение"), line("1.50", "часа"))
    assert printed_result("Провели.", lines) == "Провели.\n3 педагога получили удостоверение; 1,5 часа"
    assert printed_result("", ()) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Победитель — Иванов Петя, 7А",
        "Грамоту получила Иванова А., 9 класс",
        "Сидоров Иван (ученик 8 «Б») занял второе место",
        "Призёр: Петрова-Водкина Мария, 11-Б, и другие",
        "7А Иванов Петя выступил",
        "ученики 10 класса Иванов Пётр и другие",
    ],
)
def test_a_name_with_a_class_looks_like_a_pupil(text):
    assert pupil_hint(["", text]).startswith("Похоже на фамилию ученика и класс: «")


@pytest.mark.parametrize(
    "text",
    [
        "Участвовали 3 педагога и 12 учеников 7А класса",
        "Учителя 7 класса провели урок",
        "Приказ от 10.09.2020 № 7 А. С. Ветлугиной",
        "Иванов Иван Иванович провёл 7 уроков",
        "Семинар провела Ветлугина А. С., методист",
        "СШ № 3 приняла Котельниковский район, 5 школ",
        "Разработаны 4 программы: 5–9 классы",
    ],
)
def test_other_texts_do_not(text):
    assert pupil_hint([text]) == ""
