"""What the panel beside the grid tells of one cell; the picture of its years as plain geometry."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from monitoring.checks import Finding
from monitoring.models import Result, Sitting
from monitoring.selectors import visible_findings
from monitoring.selectors.grid import FIELD_NAMES, CellChange, YearOfCell, cell_history, years_of_cell
from monitoring.services.cell_rows import lock_reason, row_doubts, state_of
from portal.accounts.enums import Permission
from portal.core.russian import number
from schools.models import School

WIDTH, HEIGHT = 260, 96
LEFT, RIGHT, TOP, BOTTOM = 24, 24, 24, 72


@dataclass(frozen=True, slots=True)
class Spark:
    """Points are (x, y, text of the mean, year); `summary` says the picture in words."""

    points: list[tuple[int, int, str, int]]
    path: str
    summary: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class CellPanel:
    school: School
    sitting: Sitting
    field: str
    field_name: str
    result: Result | None
    changes: list[CellChange]
    years: list[YearOfCell]
    spark: Spark | None
    doubts: list[str]
    may_edit: bool


def cell_panel(*, school: School, sitting: Sitting, field: str, user: Any) -> CellPanel:
    """`school` must be one that `user` may see."""
    result = Result.objects.filter(school=school, sitting=sitting).select_related("sitting__subject").first()
    years = years_of_cell(school=school, sitting=sitting)
    may = School.objects.permitted(user, Permission.RESULT_EDIT).filter(pk=school.pk).exists()
    return CellPanel(
        school=school,
        sitting=sitting,
        field=field,
        field_name=FIELD_NAMES[field],
        result=result,
        changes=cell_history(result=result, field=field),
        years=years,
        spark=spark(years),
        doubts=_doubts(school, sitting, result, user),
        may_edit=may and not lock_reason(school=school, sitting=sitting, result=result),
    )


def spark(years: list[YearOfCell]) -> Spark | None:
    """A small line over the years, or None where there are not two numbers to join."""
    known = [(one.sitting.year, one.mean) for one in reversed(years) if one.mean is not None]
    if len({year for year, _ in known}) < 2 or len(known) != len({year for year, _ in known}):
        return None
    points = _points(known)
    path = " ".join(f"{'L' if place else 'M'}{x} {y}" for place, (x, y, _, _) in enumerate(points))
    return Spark(points, path, ", ".join(f"{year} — {text}" for _, _, text, year in points))


def _points(known: list[tuple[int, Decimal]]) -> list[tuple[int, int, str, int]]:
    first, last = known[0][0], known[-1][0]
    low, high = min(mean for _, mean in known), max(mean for _, mean in known)
    return [
        (
            LEFT + round((WIDTH - LEFT - RIGHT) * (year - first) / (last - first)),
            BOTTOM - round((BOTTOM - TOP) * ((mean - low) / (high - low) if high > low else Decimal("0.5"))),
            number(mean),
            year,
        )
        for year, mean in known
    ]


def _doubts(school: School, sitting: Sitting, result: Result | None, user: Any) -> list[str]:
    """Of the row itself, then the findings of the district's checks at this school and sitting.

    What both say is told once: by the row, which says what to do, or by the finding that was accepted.
    """
    found = visible_findings(user=user, district=school.district, year=sitting.year)
    here = [one for one in found if _is_here(one, school, sitting)]
    accepted = tuple(one.text for one in here if one.waiver is not None)
    doubts = row_doubts(sitting=sitting, state=state_of(result)).values()
    own = [text for text in doubts if not text.startswith(accepted)]
    told = [_told(one) for one in here if not any(text.startswith(one.text) for text in own)]
    return list(dict.fromkeys([*own, *told]))


def _is_here(finding: Finding, school: School, sitting: Sitting) -> bool:
    """Of this result, or of the whole sitting with this school among those that are missing."""
    if finding.school == school and finding.sitting == sitting:
        return True
    return any((place.school_id, place.sitting_id) == (school.pk, sitting.pk) for place in finding.places)


def _told(finding: Finding) -> str:
    return finding.text if finding.waiver is None else f"{finding.text} Принято: {finding.waiver.reason}"
