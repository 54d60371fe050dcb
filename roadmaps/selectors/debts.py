"""Who has not reported: the plans whose measures have ended without a report."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from roadmaps.models import Roadmap
from roadmaps.selectors.execution import MeasureFact
from roadmaps.totals import Totals


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
