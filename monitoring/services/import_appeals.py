"""Appeals and the day of a protocol: what they change in its counts, and the counts before them.

Nobody knows which pupil appealed: a day keeps counts, and beside them how many appeals they hold.
"""

from collections import Counter

from monitoring.enums import SCALE_BOUNDS, Scale
from monitoring.services.import_merge import part_of
from monitoring.services.import_rows import PART_NUMBERS, Incoming, Values

#: (before, after) → how many
Steps = Counter[tuple[int, int]]
_IMPOSSIBLE = (
    "По протоколу столько работ с таким результатом нет: апелляции не учтены. Проверьте, "
    "тот ли это протокол, или загрузите новый: в нём апелляции уже учтены."
)


def with_appeals(part: Values, row: Incoming, scale: str, minimum: int | None) -> Values | str:
    """The day after the appeals that it does not know yet; a sentence where they cannot be of this day."""
    applied, incoming = _applied(part), Counter[tuple[int, int]]()
    for before, after, count in row.appeals:
        incoming[before, after] += count
    known = applied | incoming
    if scale == Scale.SCORE and not _can_hold(_before(part, scale, minimum), known):
        return _IMPOSSIBLE
    changed = _moved(part, incoming - applied, scale, minimum)
    if any(changed[name] is not None and changed[name] < 0 for name in PART_NUMBERS):
        return _IMPOSSIBLE
    return changed | {"appeals": [[before, after, count] for (before, after), count in sorted(known.items())]}


def is_known_protocol(part: Values, row: Incoming, scale: str, minimum: int | None) -> bool:
    """Whether the row says of its day what the day already holds beneath its appeals."""
    new, before = part_of(row), _before(part, scale, minimum)
    return part["date"] == row.date and all(new[name] == before[name] for name in PART_NUMBERS)


def _applied(part: Values) -> Steps:
    return Counter({(before, after): count for before, after, count in part["appeals"]})


def _before(part: Values, scale: str, minimum: int | None) -> Values:
    """The protocol's own counts: its appeals taken back."""
    back = Counter({(after, before): count for (before, after), count in _applied(part).items()})
    return _moved(part, back, scale, minimum)


def _moved(part: Values, steps: Steps, scale: str, minimum: int | None) -> Values:
    return _marks_moved(part, steps) if scale == Scale.MARK else _scores_moved(part, steps, minimum)


def _marks_moved(part: Values, steps: Steps) -> Values:
    changed = dict(part)
    for (before, after), count in steps.items():
        for mark, step in ((before, -count), (after, count)):
            name = f"n{mark}"
            if changed[name] is not None:  # an unknown count stays unknown
                changed[name] += step
    return changed


def _scores_moved(part: Values, steps: Steps, minimum: int | None) -> Values:
    """The border is the protocol's own, else the lower one of the year."""
    changed = dict(part)
    border = part["minimum"] if part["minimum"] is not None else minimum
    for (before, after), count in steps.items():
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
    for (before, after), count in steps.items():
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
