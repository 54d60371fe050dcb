import pytest

from monitoring.checks.journal_gap import RULE
from tests.monitoring.checks.given import journal, result, school, sitting, texts

ROW = result(school(), sitting(), mark="3.5")


@pytest.mark.parametrize(
    ("lowered", "raised", "doubtful"), [(9, 0, False), (10, 0, True), (5, 5, True), (0, 10, True)]
)
def test_up_to_the_threshold_marks_may_differ(lowered, raised, doubtful):
    """30 % of 30 pupils are 9."""
    assert bool(texts(RULE, ROW, journals=[journal(school(), sitting(), 30, lowered, raised)])) is doubtful


def test_the_share_is_told_with_its_counts():
    assert texts(RULE, ROW, journals=[journal(school(), sitting(), 30, 9, 4)]) == [
        "Отметка ВПР не совпала с журналом у 13 из 30 участников (43,3 %): понизили 9, повысили 4. "
        "Замечание появляется, если не совпало больше 30 %."
    ]


def test_nobody_and_last_year_are_not_divided():
    old = sitting(5, year=2020)
    rows = [journal(school(), sitting(), 0, 0, 0), journal(school(), old, 10, 9, 0)]
    assert texts(RULE, ROW, sittings=[old], journals=rows) == []
