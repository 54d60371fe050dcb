"""Two rules of the minimum score: pupils below it, and a mean below it."""

import pytest

from monitoring.checks import below_minimum, mean_below_minimum
from monitoring.enums import Exam, Level
from tests.monitoring.checks.given import PHYS, ege, result, school, sitting, texts

BELOW, MEAN = below_minimum.RULE, mean_below_minimum.RULE
RUSSIAN = ege(minimum="24", entry_minimum="36")


@pytest.mark.parametrize(
    ("count", "said"), [(0, []), (None, []), (3, ["Не преодолели минимум: 3 из 25. Граница: 24."])]
)
def test_pupils_below_the_minimum_are_counted(count, said):
    assert texts(BELOW, result(school(), RUSSIAN, score="50", participants=25, below_minimum=count)) == said


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        (sitting(exam=Exam.OGE), True),
        (sitting(exam=Exam.EGE, level=Level.BASE), True),
        (sitting(exam=Exam.OGE, subject=PHYS), False),
        (sitting(), False),
    ],
)
def test_a_two_counts_at_obligatory_exams_only(at, counts):
    row = result(school(), at, mark="3.5", marks=(2, 5, 4, 2), participants=13)
    assert texts(BELOW, row) == (["Не преодолели минимум: 2 из 13."] if counts else [])


@pytest.mark.parametrize(("score", "doubtful"), [("24", False), ("23.99", True), ("30", False)])
def test_the_mean_is_held_against_the_lower_of_two_minimums(score, doubtful):
    found = texts(MEAN, result(school(), RUSSIAN, score=score, participants=1))
    assert found == (["Средний балл 23,99 (1\u00a0участник) ниже минимума 24."] if doubtful else [])


def test_base_mathematics_has_its_minimum_in_marks():
    base = sitting(exam=Exam.EGE, level=Level.BASE, minimum="3")
    assert texts(MEAN, result(school(), base, mark="2.9")) == ["Средняя отметка 2,9 ниже минимума 3."]
    assert texts(MEAN, result(school(), base, mark="3")) == []


def test_without_a_minimum_nothing_is_said():
    assert texts(MEAN, result(school(), ege(), score="1")) == []
