"""Appeals of РИС: satisfied ones move a result, all others are told and change nothing."""

from dataclasses import replace
from datetime import date

import pytest

from monitoring.imports import ris_ege_appeals, ris_oge_appeals
from monitoring.imports.parsed import Appeal
from portal.core.tables import UnreadableTable, read_book
from tests.monitoring.imports.ris_files import (
    APPEALS_2021,
    OGE_APPEALS,
    RUS_2022,
    appeals,
    as_csv,
    as_xlsx,
    ege,
    kinds,
    oge,
    parse,
    reference,
)

JUNE_15 = date(2021, 6, 15)


def changes(parsed):
    """By school and subject, without the days."""
    return {
        (row.school.code, row.sitting.subject): tuple(replace(each, day="") for each in row.appeals)
        for row in parsed.rows
    }


def test_a_satisfied_appeal_is_a_change_of_its_school():
    parsed = parse(ris_ege_appeals, appeals({}))
    row = parsed.rows[0]
    assert (row.kind, row.school.code, row.sitting) == ("appeals", "111002", ege("soc", JUNE_15))
    made = (Appeal(41, 42, day="2021-07-05"),)
    assert (row.appeals, dict(row.numbers), row.minimum, row.whole) == (made, {}, None, False)
    assert (row.address, parsed.problems, parsed.rows_read) == ("Лист1!B4", (), 1)


def test_alike_changes_of_a_school_are_counted_and_sorted():
    parsed = parse(
        ris_ege_appeals,
        appeals(
            {"document": "1", "before": 50, "after": 48},
            {"document": "2"},
            {"document": "3"},
            {"document": "4", "code": "111003"},
        ),
    )
    assert changes(parsed) == {
        ("111002", "soc"): (Appeal(41, 42, 2), Appeal(50, 48)),
        ("111003", "soc"): (Appeal(41, 42),),
    }


def test_alike_changes_of_two_days_are_two_changes():
    days = ("05.07.2021 9:54:41", "2021.07.12", "05.07.2021", "")
    rows = [{"document": str(number), "changed": day} for number, day in enumerate(days)]
    assert parse(ris_ege_appeals, appeals(*rows)).rows[0].appeals == (
        Appeal(41, 42), Appeal(41, 42, 2, "2021-07-05"), Appeal(41, 42, 1, "2021-07-12"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "state",
    [
        "Апелляция удовлетворена",
        "Удовлетворена частично",
        "Изменено",
        "Завершена с изменением",
        "По итогам рассмотрения удовлетворена",
    ],
)
def test_words_of_satisfaction(state):
    assert changes(parse(ris_ege_appeals, appeals({"state": state}))) == {
        ("111002", "soc"): (Appeal(41, 42),)
    }


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("Апелляция отклонена", "appeal_refused"),
        ("Апелляция не удовлетворена", "appeal_refused"),
        ("Завершена без изменений", "appeal_refused"),
        ("Отозвана", "appeal_refused"),
        ("На рассмотрении", "appeal_pending"),
        ("Изменение отправлено на обработку", "appeal_pending"),
        ("Обработана", "appeal_unknown"),
        ("", "appeal_unknown"),
    ],
)  # fmt: skip
def test_other_states_change_nothing_and_are_told(state, kind):
    parsed = parse(ris_ege_appeals, appeals({"state": state}, {"state": state, "document": "2"}))
    assert parsed.rows == ()
    assert [(problem.kind, problem.address) for problem in parsed.problems] == [(kind, "Лист1!L4")]
    assert parsed.problems[0].text.startswith("2\u00a0строки: ")


def test_an_appeal_that_changed_nothing_is_dropped():
    parsed = parse(ris_ege_appeals, appeals({"after": 41, "difference": 0}))
    assert (parsed.rows, parsed.problems) == ((), ())


def test_a_recheck_and_then_an_appeal_of_one_pupil_are_two_steps_in_order():
    later = {"before": 42, "after": 45, "changed": "10.07.2021 9:00:00"}
    earlier = {"kind": "Перепроверка", "changed": "05.07.2021 18:00:00"}
    parsed = parse(ris_ege_appeals, appeals(later, earlier))
    assert changes(parsed)["111002", "soc"] == (Appeal(41, 42), Appeal(42, 45))
    assert parsed.problems == ()


def test_a_step_that_does_not_go_on_starts_from_the_last_result_and_is_doubted():
    parsed = parse(ris_ege_appeals, appeals({}, {"after": 44, "changed": "10.07.2021 9:00:00"}))
    assert changes(parsed)["111002", "soc"] == (Appeal(41, 42), Appeal(42, 44))
    assert kinds(parsed) == [("warning", "appeals_apart", "Лист1!P5")]


def test_the_same_row_twice_changes_once():
    parsed = parse(ris_ege_appeals, appeals({}, {}))
    assert changes(parsed)["111002", "soc"] == (Appeal(41, 42),)
    assert kinds(parsed) == [("warning", "appeals_apart", "Лист1!P5")]


def test_pupils_without_documents_are_told_apart_by_name():
    nameless = {"document": ""}
    parsed = parse(ris_ege_appeals, appeals(nameless, nameless | {"surname": "Петров"}))
    assert changes(parsed)["111002", "soc"] == (Appeal(41, 42, 2),)


def test_an_annulled_result_asks_for_a_full_protocol():
    parsed = parse(ris_ege_appeals, appeals({"kind": "О нарушении порядка", "after": "Аннулирован"}))
    assert parsed.rows == ()
    assert kinds(parsed) == [("warning", "no_result_after", "Лист1!R4")]


@pytest.mark.parametrize(
    ("cell", "address"), [({"before": "сорок"}, "Лист1!P4"), ({"after": 142}, "Лист1!R4")]
)
def test_what_is_no_score_is_a_problem(cell, address):
    parsed = parse(ris_ege_appeals, appeals(cell))
    assert (parsed.rows, kinds(parsed)) == ((), [("error", "wrong_result", address)])


def test_the_same_appeals_in_another_format_are_the_same():
    text = appeals({}, {"document": "2"})
    read = [
        parse(ris_ege_appeals, source) for source in (as_csv(text), as_csv(text, "utf-8-sig"), as_xlsx(text))
    ]
    assert read[0] == read[1] == read[2]
    assert read[0].rows


def test_appeals_of_several_exams_one_under_another():
    other = APPEALS_2021.replace("12 - Обществознание 2021.06.15", "01 - Русский язык 2021.06.03")
    text = appeals({}) + appeals({"before": 70, "after": 73, "difference": 3}, head=other)
    assert changes(parse(ris_ege_appeals, text)) == {
        ("111002", "soc"): (Appeal(41, 42),),
        ("111002", "rus"): (Appeal(70, 73),),
    }


def test_score_and_mark_under_both_merged_heads():
    head = (
        "22 - Математика базовая 2022.06.27\n"
        "№;Код ОО;Класс;ФИО;Состояние;Балл до изменения;;Текущие;\n"
        ";;;;;Первичный балл;Оценка;Первичный балл;Оценка\n"
    )
    parsed = parse(ris_ege_appeals, head + "1;111002;11;Иванов И. И.;Удовлетворена;6;2;8;3\n")
    assert parsed.rows[0].sitting == ege("math", date(2022, 6, 27), level="base")
    assert parsed.rows[0].appeals == (Appeal(2, 3),)


def test_a_mark_is_moved_when_the_difference_proves_that_it_is_one():
    text = (
        appeals({"before": 3, "after": 4, "difference": 1})
        .replace(";11;1111", ";9;1111")
        .replace("Балл;\n", "Оценка;\n")
    )
    assert [(row.sitting, row.appeals) for row in parse(ris_ege_appeals, text).rows] == [
        (oge("soc", JUNE_15), (Appeal(3, 4, day="2021-07-05"),))
    ]
    points = parse(ris_ege_appeals, text.replace(";3;22;4;1", ";5;22;4;2"))
    assert (points.rows, kinds(points)) == ((), [("warning", "appeal_no_before", "Лист1!L4")])


# --- РИС ГИА-9 ------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8-sig", "xlsx"])
def test_without_marks_before_nothing_changes_and_a_protocol_is_asked_for(encoding):
    source = as_xlsx(OGE_APPEALS) if encoding == "xlsx" else as_csv(OGE_APPEALS, encoding)
    parsed = parse(ris_oge_appeals, source)
    assert parsed.rows == ()
    assert kinds(parsed) == [
        ("warning", "appeal_no_before", "Лист1!J3"),
        ("info", "appeal_refused", "Лист1!J5"),
    ]
    assert parsed.problems[0].text.startswith("2\u00a0строки (ОГЭ, Математика, 02.06.2026): ")
    assert "полный протокол" in parsed.problems[0].text


def test_with_marks_before_the_satisfied_ones_are_moved():
    text = (
        "№;Код ОО;Класс;Код ППЭ;Аудитория;ФИО;Экзамен;апелляция;Оценка до изменения;Первичный балл;Оценка\n"
        "1;340012;9А;101;1;Иванов Иван;Математика(2026.06.02);Удовлетворена;4;22;5\n"
        "2;340012;9А;101;1;Петров Пётр;Математика(2026.06.02);Отклонена;3;15;3\n"
        "3;340012;9А;101;1;Орлова Анна;Русский язык(2026.06.09);Удовлетворена;2;15;3\n"
    )
    sheets = read_book(as_csv(text))
    assert (ris_oge_appeals.recognise(sheets), ris_ege_appeals.recognise(sheets)) == (True, False)
    parsed = parse(ris_oge_appeals, text)
    assert [(row.sitting, row.appeals) for row in parsed.rows] == [
        (oge("math", date(2026, 6, 2)), (Appeal(4, 5),)),
        (oge("rus", date(2026, 6, 9)), (Appeal(2, 3),)),
    ]
    assert kinds(parsed) == [("info", "appeal_refused", "Лист1!H3")]


@pytest.mark.parametrize("code", ["", "Планкушкин", "-"])
def test_a_row_without_the_code_of_a_school_is_told_and_is_no_title(code):
    text = (
        "№;Код ОО;Класс;Код ППЭ;Аудитория;ФИО;Экзамен;апелляция;Оценка до изменения;Первичный балл;Оценка\n"
        f"1;{code};9А;101;1;Иванов Иван;Математика(2026.06.02);Удовлетворена;4;22;5\n"
        "2;340012;9А;101;1;Орлова Анна;Русский язык(2026.06.09);Удовлетворена;2;15;3\n"
    )
    parsed = parse(ris_oge_appeals, text)
    assert [(row.sitting.subject, row.appeals) for row in parsed.rows] == [("rus", (Appeal(2, 3),))]
    assert (kinds(parsed), parsed.rows_read) == ([("error", "no_school_code", "Лист1!B2")], 2)


@pytest.mark.parametrize("reader", [ris_ege_appeals, ris_oge_appeals])
def test_a_protocol_is_no_appeals(reader):
    sheets = read_book(as_csv(RUS_2022))
    assert not reader.recognise(sheets)
    with pytest.raises(UnreadableTable, match="Это не таблица апелляций"):
        reader.read(sheets, file_name="x.csv", reference=reference())
