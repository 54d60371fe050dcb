from decimal import Decimal

import pytest

from monitoring.checks.unlikely_change import RULE
from monitoring.enums import ParameterCode
from tests.monitoring.checks.given import ege, result, school, sitting, texts

BEFORE, NOW = sitting(1, year=2020, grade=9), sitting(2, grade=9)


def change(before, now, participants=(25, 25), **fields):
    first = result(school(), BEFORE, mark=before, participants=participants[0])
    second = result(school(), NOW, mark=now, participants=participants[1])
    return texts(RULE, first, second, **fields)


def test_the_numbers_and_the_usual_difference_are_told_in_words():
    """Spread 0,8 of 25 and 25 pupils: 3 × √(0,64/25 + 0,64/25) = 0,68."""
    assert change("3.2", "4.1") == [
        "Средняя отметка: 3,2 в 2020 году (25\u00a0участников), 4,1 в 2021 году (25\u00a0участников), "
        "изменение +0,9. При таком числе участников случайное расхождение обычно не больше 0,68 "
        "(стандартных ошибок: 3)."
    ]


@pytest.mark.parametrize(
    ("now", "doubtful"), [("3.87", False), ("3.88", True), ("2.53", False), ("2.52", True), ("3.2", False)]
)
def test_the_boundary_is_symmetrical(now, doubtful):
    """The limit is 0,6788…: 0,67 is usual and 0,68 is not, up and down."""
    assert bool(change("3.2", now)) is doubtful


def test_few_pupils_make_a_large_change_usual():
    assert change("3.2", "4.1", participants=(5, 5)) == []


@pytest.mark.parametrize("participants", [(None, 25), (25, None), (None, None)])
def test_unknown_participants_say_nothing(participants):
    assert change("2", "5", participants=participants) == []


def test_the_parameter_of_standard_errors_is_asked():
    assert change("3.2", "3.8") == []
    assert len(change("3.2", "3.8", parameters={ParameterCode.UNLIKELY_MARK: Decimal(2)})) == 1


def test_the_spread_of_known_marks_is_their_own():
    """All «3», then all «4»: thirty pupils have no spread, three have the usual one."""
    for count, doubtful in ((30, True), (3, False)):
        before = result(school(), BEFORE, mark="3", marks=(0, count, 0, 0), participants=count)
        now = result(school(), NOW, mark="4", marks=(0, 0, count, 0), participants=count)
        assert bool(texts(RULE, before, now)) is doubtful


def test_scores_have_a_parameter_of_their_own():
    """18 points of 20 and 20 pupils: 3 × √(324/20 + 324/20) = 17,08."""
    earlier, later = ege(3, year=2020), ege(4)
    for score, doubtful in (("67", False), ("67.1", True)):
        before = result(school(), earlier, score="50", participants=20)
        now = result(school(), later, score=score, participants=20)
        assert bool(texts(RULE, before, now)) is doubtful


def test_another_series_and_two_windows_are_not_compared():
    before = result(school(), sitting(1, year=2020, grade=8), mark="2", participants=30)
    now = result(school(), NOW, mark="5", participants=30)
    assert texts(RULE, before, now) == []
    spring = result(school(), sitting(3, year=2020, grade=9), mark="2", participants=30)
    autumn = result(school(), sitting(4, year=2020, season="autumn", grade=10, programme_grade=9), mark="2", participants=30)  # fmt: skip
    assert texts(RULE, spring, autumn, now) == []
    assert len(texts(RULE, autumn, now)) == 1, "one window alone is the year before"
