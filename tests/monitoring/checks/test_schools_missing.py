import pytest

from monitoring.checks.schools_missing import RULE
from monitoring.enums import Exam
from tests.monitoring.checks.given import PHYS, data, ege, result, school, sitting, texts

FIRST, SECOND, THIRD = school(1, "Первая СШ"), school(2, "Вторая СШ"), school(3, "Третья СШ")
OGE = sitting(exam=Exam.OGE, grade=9)


def test_the_schools_that_owe_are_named_by_name():
    row = result(FIRST, OGE, mark="3.5")

    (finding,) = RULE.findings(data(row, schools=[THIRD, SECOND]))

    assert finding.text == "Результат внесён: 1\u00a0школа. Нет данных: Вторая СШ, Третья СШ."
    assert finding.cells == ["Вторая СШ", "Третья СШ"]
    assert [place.school_id for place in finding.places] == [2, 3]
    assert (finding.school, finding.sitting) == (None, OGE)


def test_where_nobody_has_a_result_nothing_is_missing_yet():
    assert texts(RULE, schools=[FIRST, SECOND], sittings=[OGE]) == []


def test_a_reason_is_an_answer_and_no_data_is_none():
    row = result(FIRST, OGE, mark="3.5")
    told = result(SECOND, OGE, status="no_participants")
    owed = result(SECOND, OGE, status="no_data")
    assert texts(RULE, row, told) == []
    assert len(texts(RULE, row, owed)) == 1


@pytest.mark.parametrize(
    ("taught", "owes"),
    [([("ooo", None, None)], True), ([("noo", None, None)], False), ([("ooo", None, 2019)], False)],
)
def test_a_school_without_that_class_owes_nothing(taught, owes):
    other = school(2, "Вторая СШ", taught=taught)
    assert bool(texts(RULE, result(FIRST, OGE, mark="3.5"), schools=[other])) is owes


def test_a_class_of_vpr_concerns_its_own_level():
    class5 = sitting(grade=5, programme_grade=5)
    primary = school(2, "Начальная", taught=[("noo", None, None)])
    assert texts(RULE, result(FIRST, class5, mark="3.5"), schools=[primary]) == []
    class4 = sitting(grade=4, programme_grade=4)
    assert len(texts(RULE, result(FIRST, class4, mark="3.5"), schools=[primary])) == 1


def test_autumn_is_the_beginning_of_the_academic_year():
    autumn = sitting(season="autumn", grade=5, programme_grade=4)
    closed = school(2, "Вторая СШ", taught=[("ooo", None, 2020)])
    assert texts(RULE, result(FIRST, autumn, mark="3.5"), schools=[closed]) == []


def test_the_summary_of_vpr_and_its_classes_stand_for_each_other():
    summary, class5 = sitting(1), sitting(2, grade=5, programme_grade=5)
    rows = [result(FIRST, summary, mark="3.5"), result(SECOND, class5, mark="3.5")]
    assert texts(RULE, *rows) == []


@pytest.mark.parametrize(
    "at",
    [sitting(exam=Exam.OGE, subject=PHYS), ege(is_general=False), sitting(exam=Exam.OGE, is_held=False)],
)
def test_chosen_subjects_and_special_procedures_are_not_owed(at):
    row = result(FIRST, at, mark="3.5") if at.scale == "mark" else result(FIRST, at, score="50")
    assert texts(RULE, row, schools=[SECOND]) == []


def test_a_closed_school_owes_nothing():
    closed = school(2, "Вторая СШ", is_active=False)
    assert texts(RULE, result(FIRST, OGE, mark="3.5"), schools=[closed]) == []


def test_who_entered_all_classes_together_is_counted_beside_them():
    summary, class5 = sitting(1), sitting(2, grade=5, programme_grade=5)
    rows = [result(FIRST, class5, mark="3.5"), result(SECOND, summary, mark="3.5")]
    assert texts(RULE, *rows, schools=[THIRD]) == [
        "Результат внесён: 1\u00a0школа. Нет данных: Третья СШ. Только за все классы вместе внесли: 1\u00a0школа.",
        "Результат внесён: 1\u00a0школа. Нет данных: Третья СШ. Только по классам внесли: 1\u00a0школа.",
    ]
