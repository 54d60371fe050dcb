"""The sums of a district, from which tables of a region and of the country are made: plain arithmetic.

Knows no models, so that a migration can sum up what was there before by the same rules as the service.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, Self

from portal.core.russian import rounded

_MARKED = 4
#: of «2», «3», «4» and «5»
Counts = tuple[int | None, int | None, int | None, int | None]


class Calendar(NamedTuple):
    """A sitting. Without a grade a ВПР is a summary over all classes of a school."""

    id: int
    exam: str
    year: int
    season: str
    subject_id: int
    grade: int | None

    @property
    def is_summary(self) -> bool:
        return self.exam == "vpr" and self.grade is None

    @property
    def work(self) -> tuple[int, str, int]:
        """Two windows of one year (2022) are two works: a summary never mixes them."""
        return (self.year, self.season, self.subject_id)


class Line(NamedTuple):
    """The result of one school at one sitting, with a mean; `points` as `points_of` tells them."""

    school_id: int
    sitting_id: int
    points: Decimal | None
    participants: int | None
    marks: Counts
    below: int | None

    @property
    def is_marked(self) -> bool:
        return None not in self.marks


class Sums(NamedTuple):
    """The columns of DistrictSummary."""

    valued: int = 0
    counted: int = 0
    participants: int = 0
    weighted_sum: Decimal = Decimal(0)
    marked: int = 0
    n2: int = 0
    n3: int = 0
    n4: int = 0
    n5: int = 0
    judged: int = 0
    below_minimum: int = 0

    @classmethod
    def of_database(cls, numbers: Sequence[Any]) -> Self:
        """Sums that the database made: SQLite adds up decimals as floats, hundredths make them exact."""
        sums = cls(*numbers)
        return sums._replace(weighted_sum=rounded(sums.weighted_sum))


def sums_by_sitting(
    calendar: Iterable[Calendar],
    lines: Iterable[Line],
    refused: Collection[tuple[int, int]] = frozenset(),
) -> dict[int, Sums]:
    """Sums of one district by the sitting, only where a school has a mean.

    A school that entered its classes but no summary counts in the summary with the sum of its classes,
    if every one of them says how many wrote. `refused` are (sitting, school) that say why there is no
    summary: nobody makes one for them.
    """
    sittings = {sitting.id: sitting for sitting in calendar}
    found: dict[int, dict[int, Line]] = defaultdict(dict)
    for line in lines:
        found[line.sitting_id][line.school_id] = line
    sums = {number: _total(found[number].values()) for number in found if number in sittings}
    for summary in (sitting for sitting in sittings.values() if sitting.is_summary):
        classes = [
            found[each.id]
            for each in sittings.values()
            if each.exam == summary.exam and not each.is_summary and each.work == summary.work
        ]
        out = {school for number, school in refused if number == summary.id}
        made = _of_classes(found.get(summary.id, {}).keys() | out, classes)
        if made:
            sums[summary.id] = _total([*found[summary.id].values(), *made])
    return sums


def _total(lines: Iterable[Line]) -> Sums:
    """One pass with plain numbers: an import sums up tens of thousands of lines."""
    valued = counted = participants = judged = below = 0
    n2 = n3 = n4 = n5 = 0
    weighted = Decimal(0)
    for _, _, points, count, marks, low in lines:
        valued += 1
        if None not in marks:
            n2, n3, n4, n5 = (
                total + (mark or 0) for total, mark in zip((n2, n3, n4, n5), marks, strict=True)
            )
        if not count or points is None:
            continue
        counted += 1
        participants += count
        weighted += points
        if low is not None:
            judged += count
            below += low
    marked = n2 + n3 + n4 + n5
    return Sums(valued, counted, participants, weighted, marked, n2, n3, n4, n5, judged, below)


def _of_classes(own: Collection[int], classes: list[dict[int, Line]]) -> list[Line]:
    """The summaries of the schools that have none of their `own`."""
    schools = {school for of_class in classes for school in of_class}.difference(own)
    made = [_joined([of_class[school] for of_class in classes if school in of_class]) for school in schools]
    return [line for line in made if line is not None]


def _joined(lines: list[Line]) -> Line | None:
    weighed = [(one.points, one.participants) for one in lines if one.points is not None and one.participants]
    if len(weighed) < len(lines):
        return None
    total = sum(count for _, count in weighed)
    points = sum((each for each, _ in weighed), Decimal(0))
    marks: Counts = (None, None, None, None)
    if all(line.is_marked for line in lines):
        n2, n3, n4, n5 = (sum(line.marks[place] or 0 for line in lines) for place in range(_MARKED))
        marks = (n2, n3, n4, n5)
    return Line(lines[0].school_id, lines[0].sitting_id, points, total, marks, None)
