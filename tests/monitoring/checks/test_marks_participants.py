import pytest

from monitoring.checks.marks_participants import RULE
from tests.monitoring.checks.given import data, result, school, sitting, texts


def test_the_sum_of_marks_is_said_beside_the_participants():
    row = result(school(), sitting(), mark="3.5", marks=(1, 5, 6, 2), participants=12)

    (finding,) = RULE.findings(data(row))

    assert finding.text == "Сумма отметок 14, а участников 12."
    assert finding.cells == [
        "Участников: 12",
        "Отметок «2»: 1",
        "Отметок «3»: 5",
        "Отметок «4»: 6",
        "Отметок «5»: 2",
    ]
    assert (finding.school.short_name, finding.sitting.year, finding.severity) == ("Вторая СШ", 2021, "error")


@pytest.mark.parametrize(
    ("marks", "participants", "doubtful"),
    [
        ((1, 5, 4, 2), 12, False),
        ((1, 5, 4, 1), 12, True),
        ((1, 5, 4, 3), 12, True),
        ((0, 0, 0, 0), 12, True),
        ((1, 5, 4, 2), None, False),
        ((None, 5, 4, 2), 12, False),  # one count is unknown: fewer marks prove nothing
        ((None, 5, 6, 2), 12, True),
        ((None, None, None, None), 12, False),
    ],
)
def test_who_is_doubted(marks, participants, doubtful):
    row = result(school(), sitting(), mark="3.5", marks=marks, participants=participants)
    assert bool(texts(RULE, row)) is doubtful


def test_a_reason_instead_of_a_number_and_another_year_are_not_looked_at():
    absent = result(school(), sitting(), status="no_participants", marks=(1, 1, 1, 1), participants=1)
    last_year = result(school(), sitting(2, year=2020), mark="3.5", marks=(1, 1, 1, 1), participants=1)
    assert texts(RULE, absent, last_year) == []
