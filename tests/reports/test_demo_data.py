"""What the demo schools report is what the results in their plans say: visitors compare the two."""

import json
import re
from typing import Any

import pytest

from reports.demo import DEMO

_PEOPLE = re.compile(r"(\d+) (?:участник|человек|педагог)")


def rows(name: str) -> list[dict[str, Any]]:
    return json.loads((DEMO / name).read_text(encoding="utf-8"))


def results() -> dict[tuple, str]:
    """The results in the plans by school, year and number of measure."""
    return {
        (plan["school"], plan["year"], f"{place}.{number}"): measure["result"]
        for plan in rows("kotelnikovo_roadmaps.json")
        for place, section in enumerate(plan["sections"], 1)
        for number, measure in enumerate(section["measures"], 1)
    }


REPORTS = rows("kotelnikovo_reports.json")


@pytest.mark.parametrize("report", REPORTS, ids=lambda row: f"{row['school']} {row['measure']}")
def test_a_report_and_its_plan_tell_the_same(report):
    planned = results()[report["school"], report["year"], report["measure"]]
    days = [f"{year}-{month}-{day}" for day, month, year in re.findall(r"(\d\d)\.(\d\d)\.(\d{4})", planned)]
    people = _PEOPLE.findall(planned)
    told = [count for count, unit, _ in report["lines"] if _PEOPLE.match(f"{count} {unit}")]

    assert not days or report["done_on"] is None or report["done_on"] in days
    assert not people or not told or told[0] in people


def test_the_comparison_compares():
    """Days and numbers of people do stand in the plans."""
    planned = " ".join(results()[row["school"], row["year"], row["measure"]] for row in REPORTS)

    assert "18.03.2021" in planned
    assert {"70", "62", "9", "8"} <= set(_PEOPLE.findall(planned))
