"""Appeals and the day of a protocol: what they change in its counts, and the counts before them.

Nobody knows which pupil appealed: a day keeps counts, and beside them how many appeals they hold.
"""

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from datetime import date
from typing import Any, NamedTuple

from monitoring.enums import SCALE_BOUNDS, ResultStatus, Scale
from monitoring.services.import_merge import part_of
from monitoring.services.import_rows import PART_NUMBERS, Current, Incoming, Values

#: (before, after, day of the change or nothing) → how many
Steps = Counter[tuple[int, int, str]]
#: a sitting and the day of one of its protocols
Day = tuple[int, date | None]


class Appealed(NamedTuple):
    """A day after its appeals; `unsure` are those that are taken for applied ones by their scores alone."""

    day: Values
    unsure: int


_IMPOSSIBLE = (
    "По протоколу столько работ с таким результатом нет: апелляции не учтены. Проверьте, "
    "тот ли это протокол, или загрузите новый: в нём апелляции уже учтены."
)


def with_appeals(part: Values, row: Incoming, scale: str, minimum: int | None) -> Appealed | str:
    """The day after the appeals that it does not know yet; a sentence where they cannot be of this day."""
    known, new, unsure = _told_apart(_steps(part["appeals"]), _steps(row.appeals))
    if scale == Scale.SCORE and not _can_hold(_before(part, scale, minimum), known):
        return _IMPOSSIBLE
    changed = _moved(part, new, scale, minimum)
    if any(changed[name] is not None and changed[name] < 0 for name in PART_NUMBERS):
        return _IMPOSSIBLE
    kept = [[before, after, count, *([day] if day else [])] for (before, after, day), count in known.items()]
    return Appealed(changed | {"appeals": sorted(kept)}, unsure)


def _told_apart(applied: Steps, told: Steps) -> tuple[Steps, Steps, int]:
    """All that is known with those of a file, what of it is new, and how many look known for want of a day.

    An appeal is known again by its scores and its day, by the scores alone where one of the two has no day;
    an applied one then takes the day that is told.
    """
    known, new = Counter(applied), told - applied
    unsure = sum(count for (_, _, day), count in (told & applied).items() if not day)
    rest = applied - told
    for step in sorted(new):
        for kept in sorted(rest):
            if kept[:2] != step[:2] or (kept[2] and step[2]):
                continue
            count = min(new[step], rest[kept])
            new[step] -= count
            rest[kept] -= count
            unsure += count
            if step[2]:
                known[kept] -= count
                known[step] += count
    return known + new, +new, unsure


def known_protocols(rows: Iterable[Incoming], current: Current) -> Set[Day]:
    """The days of exams of which every row says what is stored: the same protocol, perhaps written otherwise.

    A protocol with a single other row is a later one, and replaces what was appealed in all its schools.
    """
    known: set[Day] = set()
    other: set[Day] = set()
    for row in rows:
        if row.whole and row.kind == "result" and row.status == ResultStatus.VALUE and row.sitting_id:
            scale, minimum = current.sittings[row.sitting_id]
            parts = current.parts.get(row.key, [])
            is_known = any(_is_known(part, row, scale, minimum) for part in parts)
            (known if is_known else other).add((row.sitting_id, row.date))
    return known - other


def _is_known(part: Values, row: Incoming, scale: str, minimum: int | None) -> bool:
    """Whether the row says of its day what the day already holds beneath its appeals."""
    new, before = part_of(row), _before(part, scale, minimum)
    return part["date"] == row.date and all(new[name] == before[name] for name in PART_NUMBERS)


def _steps(appeals: Iterable[Sequence[Any]]) -> Steps:
    steps: Steps = Counter()
    for before, after, count, *day in appeals:
        steps[before, after, day[0] if day else ""] += count
    return steps


def _before(part: Values, scale: str, minimum: int | None) -> Values:
    """The protocol's own counts: its appeals taken back."""
    back = Counter(
        {(after, before, day): count for (before, after, day), count in _steps(part["appeals"]).items()}
    )
    return _moved(part, back, scale, minimum)


def _moved(part: Values, steps: Steps, scale: str, minimum: int | None) -> Values:
    return _marks_moved(part, steps) if scale == Scale.MARK else _scores_moved(part, steps, minimum)


def _marks_moved(part: Values, steps: Steps) -> Values:
    changed = dict(part)
    for (before, after, _), count in steps.items():
        for mark, step in ((before, -count), (after, count)):
            name = f"n{mark}"
            if changed[name] is not None:  # an unknown count stays unknown
                changed[name] += step
    return changed


def _scores_moved(part: Values, steps: Steps, minimum: int | None) -> Values:
    """The border is the protocol's own, else the lower one of the year."""
    changed = dict(part)
    border = part["minimum"] if part["minimum"] is not None else minimum
    for (before, after, _), count in steps.items():
        if changed["score_sum"] is not None:
            changed["score_sum"] += (after - before) * count
        if changed["below_minimum"] is not None and border is not None:
            changed["below_minimum"] += count * ((after < border) - (before < border))
    return changed


def _can_hold(part: Values, steps: Steps) -> bool:
    """Whether works with these scores can be among those of the protocol, as far as its sums tell.

    A second appeal of one pupil begins where his first one ended, so what some step ends with need not
    stand in the protocol.
    """
    begun, ended = Counter[int](), Counter[int]()
    for (before, after, _), count in steps.items():
        begun[before] += count
        ended[after] += count
    works = begun - ended
    people, total = part["participants"], part["score_sum"]
    if people is None or total is None:
        return True
    rest = people - works.total()
    left = total - sum(score * count for score, count in works.items())
    most = SCALE_BOUNDS[Scale.SCORE][1]
    return rest >= 0 and 0 <= left <= rest * most and _borders_hold(part, works)


def _borders_hold(part: Values, works: Counter[int]) -> bool:
    below, border = part["below_minimum"], part["minimum"]
    if below is None or border is None:
        return True
    low = sum(count for score, count in works.items() if score < border)
    return bool(low <= below and works.total() - low <= part["participants"] - below)


def same_day(part: Values, row: Incoming) -> bool:
    return part["date"] == row.date or part["date"] is None or row.date is None


def appealed(parts: list[Values], row: Incoming) -> Values | None:
    """The part of the date of the appeals, or the only one where one of both has no date."""
    for part in parts:
        if part["date"] == row.date:
            return part
    only = parts[0] if len(parts) == 1 else None
    return only if only is not None and (row.date is None or only["date"] is None) else None
