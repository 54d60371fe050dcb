import pytest

from monitoring.checks.vpr_over_oge import RULE
from monitoring.enums import Exam
from tests.monitoring.checks.given import PHYS, result, school, sitting, texts

OGE = sitting(9, exam=Exam.OGE, grade=9, programme_grade=9)
CLASS8 = sitting(1, year=2020, season="autumn", grade=9, programme_grade=8)
SUMMARY = sitting(2, year=2020)


def found(test, exam, at=CLASS8, participants=(20, 20), more=()):
    first = result(school(), at, mark=test, participants=participants[0])
    second = result(school(), OGE, mark=exam, participants=participants[1])
    return texts(RULE, first, second, *more)


@pytest.mark.parametrize(("test", "doubtful"), [("3.8", False), ("3.81", True), ("3", False)])
def test_half_a_mark_is_allowed(test, doubtful):
    assert bool(found(test, "3.3")) is doubtful


def test_both_works_are_named():
    assert found("4.1", "3.3") == [
        "ВПР 2020 года (9 класс (по программе 8 класса)) — 4,1, ОГЭ 2021 года — 3,3: разница +0,8 отметки. "
        "Замечание появляется, если ВПР выше больше чем на 0,5."
    ]


@pytest.mark.parametrize(
    ("participants", "doubtful"), [((10, 10), True), ((9, 10), False), ((10, 9), False), ((None, 20), False)]
)
def test_both_need_participants_enough(participants, doubtful):
    assert bool(found("4.5", "3", participants=participants)) is doubtful


def test_the_summary_stands_in_only_where_the_class_has_no_number():
    assert len(found("4.5", "3", at=SUMMARY)) == 1
    summary = result(school(), SUMMARY, mark="5", participants=80)
    assert found("3.2", "3", more=[summary]) == []


@pytest.mark.parametrize(
    "at",
    [
        sitting(3, year=2020, grade=7, programme_grade=7),
        sitting(4, year=2021, grade=8, programme_grade=8),
        sitting(5, year=2020, grade=9, programme_grade=8, subject=PHYS),
    ],
)
def test_other_classes_years_and_subjects_are_not_compared(at):
    assert found("5", "3", at=at) == []
