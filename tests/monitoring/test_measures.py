"""Arithmetic of counts: bounds, sums, half-up, and nothing out of nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.enums import PARAMETER_DEFAULTS, Measure
from monitoring.measures import (
    Coefficients,
    Marks,
    below_share,
    learning_level,
    low_share,
    mean_mark,
    of_marks,
    of_scores,
    pass_rate,
    passed_share,
    quality_rate,
)

USUAL = Coefficients.of({code: Decimal(value) for code, (value, _) in PARAMETER_DEFAULTS.items()})
counts = st.integers(min_value=0, max_value=100_000)
marks = st.builds(Marks, counts, counts, counts, counts)
PERCENTS = (low_share, pass_rate, quality_rate, lambda found: learning_level(found, USUAL))


def test_the_formulas_by_hand():
    found = Marks(n2=3, n3=10, n4=12, n5=5)  # 30 works
    assert mean_mark(found) == Decimal("3.63")  # 109 / 30
    assert low_share(found) == Decimal(10)
    assert pass_rate(found) == Decimal(90)
    assert quality_rate(found) == Decimal("56.67")
    assert learning_level(found, USUAL) == Decimal("55.87")  # (500 + 768 + 360 + 48) / 30


def test_half_up():
    assert low_share(Marks(1, 799, 0, 0)) == Decimal("0.13")  # 0.125
    assert mean_mark(Marks(0, 199, 1, 0)) == Decimal("3.01")  # 3.005


@pytest.mark.parametrize("measure", [mean_mark, *PERCENTS])
def test_nobody_gives_nothing(measure):
    assert measure(None) is None
    assert measure(Marks(0, 0, 0, 0)) is None


@given(marks)
def test_percents_stay_between_0_and_100(found):
    for measure in PERCENTS:
        value = measure(found)
        assert (value is None) == (found.total == 0)
        assert value is None or 0 <= value <= 100


@given(marks)
def test_who_did_not_fail_has_passed(found):
    if found.total:
        assert abs(low_share(found) + pass_rate(found) - 100) <= Decimal("0.01")
        assert quality_rate(found) <= pass_rate(found)
        assert 2 <= mean_mark(found) <= 5


@given(marks, marks)
def test_a_group_lies_between_its_parts(first, second):
    whole = first.joined(second)
    assert whole.total == first.total + second.total
    for measure in (*PERCENTS, mean_mark):
        parts = [value for value in (measure(first), measure(second)) if value is not None]
        if parts:
            assert min(parts) <= measure(whole) <= max(parts)


def test_a_missing_count_makes_all_four_unknown():
    assert Marks.known(1, None, 2, 3) is None
    assert Marks.known(1, 0, 2, 3) == Marks(1, 0, 2, 3)


@given(st.integers(1, 100_000), st.data())
def test_the_minimum_divides_pupils_in_two(judged, data):
    below = data.draw(st.integers(0, judged))
    assert abs(below_share(below, judged) + passed_share(below, judged) - 100) <= Decimal("0.01")


@pytest.mark.parametrize(("below", "judged"), [(None, 10), (0, None), (0, 0)])
def test_without_counts_no_share_of_the_minimum(below, judged):
    assert below_share(below, judged) is passed_share(below, judged) is None


def test_coefficients_are_settings():
    other = Coefficients(of2=Decimal(14), of3=Decimal(36), of4=Decimal(64), of5=Decimal(100))
    assert learning_level(Marks(10, 0, 0, 0), USUAL) == 16
    assert learning_level(Marks(10, 0, 0, 0), other) == 14


def test_scores_have_no_quality_and_no_degree_of_learning():
    assert of_scores(Measure.QUALITY_RATE, 1, 10) is None
    assert of_scores(Measure.LEARNING_LEVEL, 1, 10) is None
    assert of_scores(Measure.LOW_SHARE, 1, 10) == 10
    assert of_scores(Measure.PASS_RATE, 1, 10) == 90
    assert of_marks(Measure.QUALITY_RATE, Marks(0, 5, 5, 0), USUAL) == 50
