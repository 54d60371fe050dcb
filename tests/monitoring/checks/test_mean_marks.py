import pytest

from monitoring.checks.mean_marks import RULE
from tests.monitoring.checks.given import data, ege, result, school, sitting, texts

MARKS = (1, 5, 4, 2)  # the mean is 43/12 = 3,58


@pytest.mark.parametrize(("mark", "doubtful"), [("3.58", False), ("3.6", False), ("3.53", False), ("3.63", False), ("3.52", True), ("3.64", True)])  # fmt: skip
def test_rounding_to_tenths_is_no_contradiction(mark, doubtful):
    assert bool(texts(RULE, result(school(), sitting(), mark=mark, marks=MARKS))) is doubtful


def test_both_numbers_are_said():
    (finding,) = RULE.findings(data(result(school(), sitting(), mark="4.2", marks=MARKS)))
    assert finding.text == "По отметкам средняя — 3,58, а записано 4,2."
    assert finding.cells[0] == "Средняя отметка: 4,2"


def test_a_sum_of_scores_contradicts_as_well():
    row = result(school(), ege(), score="60", participants=3, score_sum=164)
    assert texts(RULE, row) == ["По сумме баллов средний балл — 54,67, а записано 60."]


@pytest.mark.parametrize("marks", [(None, 5, 4, 2), (0, 0, 0, 0), (None,) * 4])
def test_without_all_marks_nothing_is_counted(marks):
    assert texts(RULE, result(school(), sitting(), mark="4.2", marks=marks)) == []
