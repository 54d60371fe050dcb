"""What begins and ends in a month, day by day, and what comes back in it."""

import calendar
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from portal.core.spelling import folded
from roadmaps.enums import Recurrence
from roadmaps.marks import mark_of
from roadmaps.models import MeasureInForce
from roadmaps.selectors import MeasureFact

#: plans named in a line; more are folded away
_NAMED = 4


@dataclass(slots=True)
class Group:
    """One measure as several plans have it."""

    name: str
    facts: list[MeasureFact] = field(default_factory=list)

    @property
    def is_long(self) -> bool:
        """More plans than can be named in one line."""
        return len(self.facts) > _NAMED

    @property
    def states(self) -> str:
        """«просрочена — 3, выполнена — 12», the most frequent first."""
        words = Counter(mark_of(fact.state, fact.counted).word for fact in self.facts)
        return ", ".join(f"{word} — {count}" for word, count in words.most_common())

    @property
    def repeats(self) -> str:
        """«раз в месяц» where all plans say the same; an empty text for a measure of one time."""
        words = {fact.measure.recurrence for fact in self.facts}
        return Recurrence(words.pop()).label if len(words) == 1 and "" not in words else ""


@dataclass(frozen=True, slots=True)
class Day:
    """`begins` and `ends` are of this day; a measure of one day only ends."""

    day: date
    begins: list[Group]
    ends: list[Group]

    @property
    def begin_count(self) -> int:
        return sum(len(group.facts) for group in self.begins)

    @property
    def end_count(self) -> int:
        return sum(len(group.facts) for group in self.ends)


@dataclass(frozen=True, slots=True)
class Month:
    """`weeks` hold the days from Monday to Sunday, those of other months as None."""

    first: date
    weeks: list[list[Day | None]]
    recurring: list[Group]

    @property
    def busy(self) -> list[Day]:
        return [day for week in self.weeks for day in week if day and (day.begins or day.ends)]


def month_of_measures(facts: Iterable[MeasureFact], first: date) -> Month:
    """The month that begins on `first`, for measures of any time."""
    facts = list(facts)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    begins: dict[date, list[MeasureFact]] = defaultdict(list)
    ends: dict[date, list[MeasureFact]] = defaultdict(list)
    for fact in facts:
        start, end = fact.measure.starts_on, fact.measure.ends_on
        if end:
            ends[end].append(fact)
        if start and start != end:
            begins[start].append(fact)
    weeks = [
        [
            Day(day, _groups(begins[day]), _groups(ends[day])) if day.month == first.month else None
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    recurring = [fact for fact in facts if fact.measure.recurrence and _runs(fact.measure, first, last)]
    return Month(first, weeks, _groups(recurring))


def _runs(measure: MeasureInForce, first: date, last: date) -> bool:
    return (measure.starts_on or first) <= last and (measure.ends_on or last) >= first


def _groups(facts: Iterable[MeasureFact]) -> list[Group]:
    groups: dict[str, Group] = {}
    for fact in facts:
        groups.setdefault(folded(fact.measure.name), Group(fact.measure.name)).facts.append(fact)
    return list(groups.values())
