"""Measures in force with their states, for pages, totals and reminders."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from roadmaps.enums import FROZEN, Counted, MeasureState
from roadmaps.execution import ReportFact, counted_as, first_day, has_ended, is_owed, measure_state
from roadmaps.models import MeasureInForce, MeasureReport
from roadmaps.selectors.stops import batched, stops_of


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """A measure in force (roadmap, school and district loaded) and where it stands on `day`.

    `day` is today in the district's zone, or the day on which its plan was paused or closed.
    """

    measure: MeasureInForce
    state: MeasureState
    reports: tuple[ReportFact, ...]
    counted: Counted
    day: date

    @property
    def is_owed(self) -> bool:
        """A paused or closed plan owes nothing."""
        return is_owed(self.state) and self.measure.roadmap.status not in FROZEN

    @property
    def has_ended(self) -> bool:
        return has_ended(self.measure.ends_on, self.day)

    @property
    def is_overdue(self) -> bool:
        """Past its end without an accepted or a sent report: also where the report came back."""
        return self.counted == Counted.OVERDUE

    @property
    def done_on(self) -> date | None:
        """The day on which it was carried out; None where it is not, or the day is not known."""
        return first_day(self.reports)

    @property
    def days_late(self) -> int:
        """Days since the last day of its term; 0 where it is not overdue."""
        ends_on = self.measure.ends_on
        return (self.day - ends_on).days if ends_on and self.is_overdue else 0


def in_force(measures: QuerySet[MeasureInForce]) -> QuerySet[MeasureInForce]:
    """Those that the edition in force still has, with their places, in the order of the plans.

    The plan of the district comes before those of its schools.
    """
    rows = measures.filter(removed_in=None).select_related("roadmap__district", "roadmap__school")
    school = F("roadmap__school__order_key").asc(nulls_first=True)
    return rows.order_by(school, "roadmap_id", "position")


def measure_facts(*, measures: Iterable[MeasureInForce], today: date) -> list[MeasureFact]:
    """The state of each on `today`, the date in the district's zone: two queries for any number of them."""
    rows = list(measures)
    reports = _reports({row.roadmap_id for row in rows})
    stops = stops_of({row.roadmap_id: row.roadmap for row in rows}.values())
    days = {roadmap_id: min(today, stop.since) for roadmap_id, stop in stops.items()}
    return [_fact(row, tuple(reports[row.pk]), days.get(row.roadmap_id, today)) for row in rows]


def _fact(row: MeasureInForce, reports: tuple[ReportFact, ...], day: date) -> MeasureFact:
    state = measure_state(starts_on=row.starts_on, ends_on=row.ends_on, reports=reports, today=day)
    counted = counted_as(
        state=state,
        ends_on=row.ends_on,
        reports=reports,
        today=day,
        stopped=row.roadmap.status in FROZEN,
    )
    return MeasureFact(measure=row, state=state, reports=reports, counted=counted, day=day)


def _reports(roadmap_ids: Collection[int]) -> dict[int, list[ReportFact]]:
    """By measure; all reports of the plans, because their numbers are few and those of measures many."""
    found: dict[int, list[ReportFact]] = defaultdict(list)
    for some in batched(sorted(roadmap_ids)):
        facts = MeasureReport.objects.filter(measure__roadmap__in=some).order_by("measure", "number")
        for measure_id, *fact in facts.values_list("measure", "status", "outcome", "done_on"):
            found[measure_id].append(ReportFact(*fact))
    return found
