"""Totals of execution that add up: every measure is counted once, and nothing is entered by hand.

Two shares. «Выполнено» is of all measures. «В срок» is of the measures whose end has come: a measure that
was carried out before its end is not yet among them, and one whose report waits for its check is.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from portal.core.russian import rounded
from portal.core.spelling import folded
from roadmaps.enums import Counted
from roadmaps.units import deed_after, deed_key, is_of_many, unit_after, unit_key

K = TypeVar("K", bound=Hashable)


class Countable(Protocol):
    """What is asked of a measure; roadmaps.selectors.MeasureFact is one."""

    @property
    def counted(self) -> Counted: ...
    @property
    def has_ended(self) -> bool: ...


F = TypeVar("F", bound=Countable)


@dataclass(frozen=True, slots=True)
class Totals:
    """How many measures are counted as what; the nine counts have the sum `measures`.

    `ended_counts` are those of them whose end has come.
    """

    counts: Mapping[Counted, int]
    ended_counts: Mapping[Counted, int]

    @classmethod
    def of(cls, facts: Iterable[Countable]) -> "Totals":
        counts: Counter[Counted] = Counter()
        ended: Counter[Counted] = Counter()
        for fact in facts:
            counts[fact.counted] += 1
            if fact.has_ended:
                ended[fact.counted] += 1
        return cls(counts, ended)

    @property
    def measures(self) -> int:
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """Carried out, in time or not, by accepted reports."""
        return self.in_time + self.late + self.counts.get(Counted.DONE, 0)

    @property
    def in_time(self) -> int:
        return self.counts.get(Counted.IN_TIME, 0)

    @property
    def late(self) -> int:
        return self.counts.get(Counted.LATE, 0)

    @property
    def done_undated(self) -> int:
        return self.counts.get(Counted.DONE, 0)

    @property
    def review(self) -> int:
        return self.counts.get(Counted.REVIEW, 0)

    @property
    def overdue(self) -> int:
        return self.counts.get(Counted.OVERDUE, 0)

    @property
    def failed(self) -> int:
        return self.counts.get(Counted.FAILED, 0)

    @property
    def ahead(self) -> int:
        return self.counts.get(Counted.AHEAD, 0)

    @property
    def undated(self) -> int:
        return self.counts.get(Counted.UNDATED, 0)

    @property
    def stopped(self) -> int:
        return self.counts.get(Counted.STOPPED, 0)

    @property
    def ended(self) -> int:
        return sum(self.ended_counts.values())

    @property
    def ended_in_time(self) -> int:
        return self.ended_counts.get(Counted.IN_TIME, 0)

    @property
    def done_share(self) -> int | None:
        """Percent of all measures; None where there are none."""
        return share(self.done, self.measures)

    @property
    def in_time_share(self) -> int | None:
        """Percent of the measures whose end has come; None while there are none."""
        return share(self.ended_in_time, self.ended)


def share(part: int, whole: int) -> int | None:
    """Whole percents, half-up, the same on every page and paper; 0 means none and 100 means all."""
    if not whole:
        return None
    percent = int(rounded(Decimal(100 * part) / whole, 0))
    return min(max(percent, 1), 99) if 0 < part < whole else percent


def totals_by(facts: Iterable[F], key: Callable[[F], K]) -> dict[K, Totals]:
    """Totals of each group, in the order in which the groups are met."""
    groups: dict[K, list[F]] = defaultdict(list)
    for fact in facts:
        groups[key(fact)].append(fact)
    return {name: Totals.of(found) for name, found in groups.items()}


# --- Forms of work and countable results ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cover:
    """A form of work («семинар»): its totals and in how many schools' plans it stands."""

    form: str
    totals: Totals
    schools: int


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A countable result as it was written in an accepted report; no school in the district's own plan."""

    school_id: int | None
    quantity: Decimal
    unit: str
    what: str


@dataclass(frozen=True, slots=True)
class ResultSum:
    """17 (quantity) педагогов (unit) получили удостоверение (what) in 4 schools."""

    unit: str
    what: str
    quantity: Decimal
    schools: int
    reports: int

    @property
    def name(self) -> str:
        return f"{self.unit} {self.what}".strip()


def covers(facts: Iterable[tuple[str, int | None, Countable]]) -> list[Cover]:
    """Of (form, school, measure): the widest form first, measures that name none last."""
    groups: dict[str, list[tuple[str, int | None, Countable]]] = defaultdict(list)
    for row in facts:
        groups[folded(row[0])].append(row)
    found = [
        Cover(_usual(form for form, _, _ in rows), Totals.of(fact for *_, fact in rows), _schools(rows))
        for rows in groups.values()
    ]
    return sorted(found, key=lambda cover: (not cover.form, -cover.totals.measures, folded(cover.form)))


def _schools(rows: Collection[tuple[str, int | None, Countable]]) -> int:
    return len({school for _, school, _ in rows if school is not None})


def summed(rows: Iterable[ResultRow]) -> list[ResultSum]:
    """Results of one unit and deed added up, whatever the form of the words; see roadmaps.units."""
    groups: dict[tuple[str, str], list[ResultRow]] = defaultdict(list)
    for row in rows:
        groups[unit_key(row.unit), deed_key(row.what)].append(row)
    found = [_sum(same) for same in groups.values()]
    return sorted(found, key=lambda row: (unit_key(row.unit), -row.quantity, folded(row.what)))


def _sum(same: list[ResultRow]) -> ResultSum:
    quantity = sum((row.quantity for row in same), Decimal(0))
    deeds = [row.what for row in same]
    of_many = [deed for deed in deeds if is_of_many(deed)] if quantity != 1 else []
    unit = _usual(row.unit for row in same)
    return ResultSum(
        unit=unit_after(unit, quantity),
        what=deed_after(_usual(of_many or deeds), unit, quantity),
        quantity=quantity,
        schools=len({row.school_id for row in same if row.school_id is not None}),
        reports=len(same),
    )


def _usual(spellings: Iterable[str]) -> str:
    """The spelling that most people use; of equally usual ones the first met."""
    return Counter(" ".join(text.split()) for text in spellings).most_common(1)[0][0]


def month_of(day: date | None) -> date | None:
    """The first day of the month; None for a measure without an end."""
    return day.replace(day=1) if day else None
