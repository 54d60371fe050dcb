"""The entry grid as the page shows it: schools as rows, the cells of each sitting as columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from monitoring.enums import Scale
from monitoring.models import Result, Sitting
from monitoring.selectors.cell_findings import CellKey
from monitoring.selectors.dynamics import absent_status
from monitoring.selectors.grid import FIELD_NAMES, FIELDS, VALUE, grid_results, shown_cells
from monitoring.services.cell_rows import lock_reason, row_doubts, state_of
from monitoring.services.cells import NO_RIGHT
from schools.models import School
from schools.selectors import with_taught

#: the states that a cell may have when the page is opened; the others come from the person's own work
DOUBT, LOCKED = "doubt", "locked"


class GridColumn(NamedTuple):
    """One cell of a sitting: its field, the head over it, and whether it begins a group."""

    sitting: Sitting
    field: str
    name: str
    is_first: bool


class GridGroup(NamedTuple):
    """The columns of one sitting under their common head."""

    sitting: Sitting
    label: str
    span: int


class GridCell(NamedTuple):
    """`note` says why a cell is doubtful or locked; `finding` what the checks of the district say of it."""

    text: str
    state: str = ""
    note: str = ""
    is_first: bool = False
    finding: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    school: School
    cells: list[GridCell]


class GridSheet:
    """`editable` are the schools on which the person may write; the rows of the others are locked.

    `findings` are the sentences of open findings by cell, `windows` those of the year's calendar.
    """

    def __init__(
        self,
        *,
        schools: Iterable[School],
        sittings: list[Sitting],
        editable: set[int],
        findings: Mapping[CellKey, str],
        windows: Mapping[int, str],
    ):
        self.schools = with_taught(schools)
        self.sittings, self.editable, self.findings = sittings, editable, findings
        self._results = grid_results(schools=self.schools, sittings=sittings)
        self._windows = windows
        self._two_seasons = len({one.season for one in sittings}) > 1
        self._one_exam = len({one.exam for one in sittings}) == 1

    @property
    def may_edit(self) -> bool:
        return bool(self.editable)

    @property
    def groups(self) -> list[GridGroup]:
        return [GridGroup(one, self._label(one), len(FIELDS[one.scale])) for one in self.sittings]

    @property
    def columns(self) -> list[GridColumn]:
        return [
            GridColumn(one, name, _head(one, name), place == 0)
            for one in self.sittings
            for place, name in enumerate(FIELDS[one.scale])
        ]

    @property
    def rows(self) -> list[GridRow]:
        return [GridRow(school, self._cells(school)) for school in self.schools]

    def _cells(self, school: School) -> list[GridCell]:
        return [
            cell
            for sitting in self.sittings
            for cell in self._of_sitting(school, sitting, self._results.get((school.pk, sitting.pk)))
        ]

    def _of_sitting(self, school: School, sitting: Sitting, result: Result | None) -> Iterable[GridCell]:
        shown = shown_cells(result, absent_status(school, sitting))
        locked = lock_reason(school=school, sitting=sitting, result=result)
        if school.pk not in self.editable:
            locked = locked or NO_RIGHT
        doubts = row_doubts(sitting=sitting, state=state_of(result)) if result is not None else {}
        for place, name in enumerate(FIELDS[sitting.scale]):
            finding = self.findings.get((school.pk, sitting.pk, name), "")
            if locked:
                yield GridCell(shown[name], LOCKED, locked, place == 0, finding)
            elif name in doubts or finding:
                yield GridCell(shown[name], DOUBT, doubts.get(name, ""), place == 0, finding)
            else:
                yield GridCell(shown[name], is_first=place == 0)

    def _label(self, sitting: Sitting) -> str:
        label = sitting.label if self._one_exam else f"{sitting.get_exam_display()}, {sitting.label.lower()}"
        named = self._two_seasons or sitting.pk in self._windows
        return f"{label}, {sitting.get_season_display()}" if named else label


def _head(sitting: Sitting, name: str) -> str:
    if name == VALUE and sitting.scale == Scale.SCORE:
        return "Средний балл"
    return FIELD_NAMES[name]
