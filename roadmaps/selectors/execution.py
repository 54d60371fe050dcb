"""Measures in force with their states, for pages, totals and reminders."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from roadmaps.enums import FROZEN, MeasureState
from roadmaps.execution import ReportFact, is_owed, measure_state
from roadmaps.models import MeasureInForce, MeasureReport


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """A measure in force (roadmap, school and district loaded) and where it stands."""

    measure: MeasureInForce
    state: MeasureState
    reports: tuple[ReportFact, ...]

    @property
    def is_owed(self) -> bool:
        """A paused or closed plan owes nothing."""
        return is_owed(self.state) and self.measure.roadmap.status not in FROZEN


def in_force(measures: QuerySet[MeasureInForce]) -> QuerySet[MeasureInForce]:
    """Those that the edition in force still has, with their places, in the order of the plan."""
    rows = measures.filter(removed_in=None).select_related("roadmap__district", "roadmap__school")
    return rows.order_by("roadmap__school__short_name", "roadmap_id", "position")


def measure_facts(*, measures: Iterable[MeasureInForce], today: date) -> list[MeasureFact]:
    """The state of each on `today`, the date in the district's zone: one query for all the reports."""
    rows = list(measures)
    reports = _reports([row.pk for row in rows])
    return [
        MeasureFact(
            measure=row,
            state=measure_state(
                starts_on=row.starts_on, ends_on=row.ends_on, reports=reports[row.pk], today=today
            ),
            reports=tuple(reports[row.pk]),
        )
        for row in rows
    ]


def _reports(measure_ids: list[int]) -> dict[int, list[ReportFact]]:
    found: dict[int, list[ReportFact]] = defaultdict(list)
    facts = MeasureReport.objects.filter(measure__in=measure_ids).order_by("measure", "number")
    for measure_id, *fact in facts.values_list("measure", "status", "outcome", "done_on"):
        found[measure_id].append(ReportFact(*fact))
    return found
