"""What all rules have in common."""

from pathlib import Path

from monitoring import checks
from monitoring.checks import RULES
from monitoring.checks.marks_participants import RULE
from monitoring.enums import Severity
from tests.monitoring.checks.given import data, result, school, sitting


def test_every_rule_is_registered_once_with_its_words():
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes) == 11
    files = {path.stem for path in Path(checks.__file__).parent.glob("*.py")}
    assert set(codes) == files - {"__init__", "base", "arithmetic"}
    for rule in RULES:
        assert rule.title
        assert rule.explanation.endswith(".")
        assert rule.severity in Severity


def test_the_fingerprint_is_of_the_rule_the_place_and_the_numbers():
    def fingerprint(participants=12, marks=(1, 5, 6, 2), **where):
        row = result(where.get("of", school()), where.get("at", sitting()), mark="3.5", marks=marks, participants=participants)  # fmt: skip
        return RULE.findings(data(row))[0].fingerprint

    same = {fingerprint(), fingerprint()}
    others = {
        fingerprint(participants=11),
        fingerprint(marks=(2, 4, 6, 2)),
        fingerprint(of=school(2)),
        fingerprint(at=sitting(2)),
    }
    assert len(same) == 1
    assert len(same | others) == 5
    assert all(len(each) == 64 for each in same)
