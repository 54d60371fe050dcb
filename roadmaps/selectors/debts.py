"""Who has not reported: the plans whose measures have ended without a report."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby

from portal.core.audit import subject_type
from portal.core.models import AuditEvent
from roadmaps.models import Roadmap
from roadmaps.selectors.days import today_in
from roadmaps.selectors.execution import MeasureFact
from roadmaps.totals import Totals
from schools.models import District


@dataclass(frozen=True, slots=True)
class Debt:
    """`overdue` are the measures of one plan for which a report is owed, the longest overdue first.

    `rest` are the others that are owed, as «Итоги» counts them: some have an end to come, some have none.
    """

    roadmap: Roadmap
    overdue: list[MeasureFact]
    rest: Totals

    @property
    def oldest(self) -> MeasureFact:
        return self.overdue[0]


def debts_of(facts: Iterable[MeasureFact]) -> list[Debt]:
    """Of facts that come plan by plan; the plan with the oldest debt first, a stopped plan owes nothing."""
    found = []
    for _, group in groupby(facts, key=lambda fact: fact.measure.roadmap_id):
        owed = [fact for fact in group if fact.is_owed]
        late = sorted((one for one in owed if one.is_overdue), key=lambda one: -one.days_late)
        if late:
            rest = Totals.of(one for one in owed if not one.is_overdue)
            found.append(Debt(late[0].measure.roadmap, late, rest))
    return sorted(found, key=lambda debt: (-debt.oldest.days_late, -len(debt.overdue)))


def reminded_today(*, debts: Collection[Debt], district: District) -> dict[int, datetime]:
    """When a button last reminded of each of the plans today, by its number: a second time it would not."""
    midnight = datetime.combine(today_in(district), time.min, tzinfo=district.zone)
    deeds = AuditEvent.objects.filter(
        action="execution.remind",
        subject_type=subject_type(Roadmap()),
        subject_id__in=[debt.roadmap.pk for debt in debts],
        at__gte=midnight,
    )
    return dict(deeds.order_by("at").values_list("subject_id", "at"))
