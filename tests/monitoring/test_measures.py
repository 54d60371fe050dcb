"""Arithmetic of counts: bounds, sums, half-up, and nothing out of nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.enums import Measure
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
    points_of,
    pooled_mean,
    quality_rate,
    still_summed,
)
from monitoring.parameters import PARAMETERS
from monitoring.summing import Sums

USUAL = Coefficients.of({code: Decimal(facts.default) for code, facts in PARAMETERS.items()})
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


# --- Points: the exact sum behind a mean ------------------------------------------------------


def points(mark=None, score=None, participants=10, marks=(None,) * 4, score_sum=None):
    mark, score = (None if each is None else Decimal(each) for each in (mark, score))
    return points_of(mark=mark, score=score, participants=participants, marks=marks, score_sum=score_sum)


@pytest.mark.parametrize(
    ("facts", "exact"),
    [
        ({"mark": "3.41", "marks": (1, 4, 3, 2)}, 36),
        ({"mark": "3.41", "marks": (1, 4, 3, 1)}, "34.1"),  # nine marks of ten pupils
        ({"mark": "3.41", "marks": (1, 4, None, 2)}, "34.1"),
        ({"score": "66.29", "participants": 17, "score_sum": 1127}, 1127),
        ({"score": "66.3", "participants": 17, "score_sum": 1127}, 1127),  # typed to tenths
        ({"score": "35.67", "participants": 4, "score_sum": 107}, "142.68"),  # of three pupils
        ({"score": "66.29", "participants": 17}, "1126.93"),
        ({"score": "66.29", "participants": 17, "marks": (17, 0, 0, 0)}, "1126.93"),
        ({"mark": "3.5", "participants": None}, None),
        ({}, None),
    ],
)
def test_points_are_counted_where_they_can_be(facts, exact):
    assert points(**facts) == (None if exact is None else Decimal(exact))


def test_a_sum_of_scores_stays_with_its_own_numbers():
    before = (Decimal("35.67"), 3)
    assert still_summed(107, before=before, after=(Decimal("35.670"), 3)) == 107
    assert still_summed(107, before=before, after=(Decimal("35.67"), 4)) is None
    assert still_summed(107, before=before, after=(Decimal("35.7"), 3)) is None
    assert still_summed(107, before=before, after=(None, None)) is None


def test_hundredths_mend_what_floats_added_up():
    """Of decimals that SQLite added up as floats: 3,625 must not become 3,624999."""
    sums = Sums.of_database([2, 2, 200, Decimal("724.999999999999"), *[0] * 7])
    assert pooled_mean(sums.weighted_sum, sums.participants) == Decimal("3.63")
