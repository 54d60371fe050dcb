"""Measures in force with their states, for pages, totals and reminders."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet
from django.utils import timezone

from portal.core.models import WorkflowEvent
from roadmaps.enums import FROZEN, Counted, MeasureState
from roadmaps.execution import ReportFact, counted_as, first_day, has_ended, is_owed, measure_state
from roadmaps.models import MeasureInForce, MeasureReport, Roadmap
from schools.models import District

#: plans asked about in one query: a database takes only so many parameters
_BATCH = 500


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


def today_in(district: District, now: datetime | None = None) -> date:
    """The date on the wall of the department, now or at the moment `now`: terms run by it."""
    return timezone.localtime(now, district.zone).date()


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
    stopped_on = _stopped_on({row.roadmap_id: row.roadmap for row in rows}.values())
    return [
        _fact(row, tuple(reports[row.pk]), min(today, stopped_on.get(row.roadmap_id, today))) for row in rows
    ]


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
    for some in _batches(sorted(roadmap_ids)):
        facts = MeasureReport.objects.filter(measure__roadmap__in=some).order_by("measure", "number")
        for measure_id, *fact in facts.values_list("measure", "status", "outcome", "done_on"):
            found[measure_id].append(ReportFact(*fact))
    return found


def _stopped_on(roadmaps: Iterable[Roadmap]) -> dict[int, date]:
    """The day in the district's zone since which each plan that is paused or closed stands still."""
    stopped = {roadmap.pk: roadmap.district for roadmap in roadmaps if roadmap.status in FROZEN}
    since: dict[int, datetime] = {}
    for some in _batches(sorted(stopped)):
        steps = WorkflowEvent.objects.filter(subject_type=Roadmap._meta.label_lower, subject_id__in=some)
        for roadmap_id, target, at in steps.order_by("pk").values_list("subject_id", "target", "at"):
            if target in FROZEN:
                since.setdefault(roadmap_id, at)  # closed after a pause: it stands since the pause
            else:
                since.pop(roadmap_id, None)
    return {roadmap_id: today_in(stopped[roadmap_id], at) for roadmap_id, at in since.items()}


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]
