"""What the open findings of the checks say of single cells of the entry grid."""

from collections import defaultdict
from collections.abc import Iterator

from monitoring.checks import Finding, Place
from monitoring.enums import Severity
from monitoring.selectors.findings import visible_findings
from monitoring.selectors.grid import NUMBERS, STATUS, VALUE
from portal.accounts.models import User
from schools.models import District

_MEANS = ("mean_mark", "mean_score")
#: school, sitting, field of the grid
CellKey = tuple[int, int, str]


def cell_findings(*, user: User, district: District, year: int) -> dict[CellKey, str]:
    """The sentences of open findings by cell, for a calendar year; as many queries as the checks ask.

    Errors and doubts only: what is «к сведению» is a fact about the pupils and not a doubt of the number.
    """
    found: dict[CellKey, dict[str, None]] = defaultdict(dict)
    for finding in visible_findings(user=user, district=district, year=year):
        if finding.is_open and finding.severity != Severity.INFO:
            for key in _cells(finding):
                found[key][finding.text if finding.school else f"{finding.title}."] = None
    return {key: " ".join(texts) for key, texts in found.items()}


def _cells(finding: Finding) -> Iterator[CellKey]:
    """The cells on which a finding rests; its mean where it rests on what the grid does not show."""
    cells = [key for place in finding.places if (key := _cell(finding, place)) is not None]
    yield from cells
    if not cells and finding.school and finding.sitting:
        yield finding.school.pk, finding.sitting.pk, VALUE


def _cell(finding: Finding, place: Place) -> CellKey | None:
    if place.sitting_id is None:
        return None
    if place.school_id is not None:
        return place.school_id, place.sitting_id, STATUS  # a school whose result is missing
    name = VALUE if place.field in _MEANS else place.field
    if finding.school is None or name not in NUMBERS:
        return None
    return finding.school.pk, place.sitting_id, name
