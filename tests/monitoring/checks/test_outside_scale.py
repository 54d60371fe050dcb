import pytest

from monitoring.checks.outside_scale import RULE
from tests.monitoring.checks.given import ege, result, school, sitting, texts


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("2", []),
        ("5", []),
        ("5.01", ["Введено 5,01, а шкала этой процедуры — отметка 2–5."]),
        ("1.99", ["Введено 1,99, а шкала этой процедуры — отметка 2–5."]),
    ],
)
def test_a_mark_lies_between_2_and_5(mark, said):
    assert texts(RULE, result(school(), sitting(), mark=mark)) == said


@pytest.mark.parametrize(
    ("score", "said"),
    [("0", []), ("100", []), ("100.5", ["Введено 100,5, а шкала этой процедуры — балл 0–100."])],
)
def test_a_score_lies_between_0_and_100(score, said):
    assert texts(RULE, result(school(), ege(), score=score)) == said


def test_a_mark_in_the_place_of_a_score():
    assert texts(RULE, result(school(), ege(), mark="3.5")) == [
        "Результат 3,5 записан не по шкале этой процедуры: её шкала — балл 0–100."
    ]


@pytest.mark.parametrize(("total", "doubtful"), [(1000, False), (1001, True)])
def test_ten_pupils_score_a_thousand_together_at_most(total, doubtful):
    row = result(school(), ege(), score="99", participants=10, score_sum=total)
    found = texts(RULE, row)
    assert bool(found) is doubtful
    if doubtful:
        assert "Сумма баллов 1\u00a0001 невозможна: 10 участников" in found[0]
