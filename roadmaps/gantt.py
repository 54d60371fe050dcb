"""A plan as bars over its year: plain geometry; the template draws it, the table beside it says the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.core.russian import MONTH_NAMES, counted, date_ru
from roadmaps.marks import Mark, mark_of
from roadmaps.models import MeasureInForce
from roadmaps.selectors import MeasureFact

WIDTH, LEFT, RIGHT, TOP, STEP = 1100, 350, 20, 54, 26
#: the width of a letter of the words beside a bar, with some air
_LETTER = 7
#: a date that lies further from the plan year is a slip of the pen: it must not squeeze the picture
_FAR = timedelta(days=184)
_LONGEST_NAME = 40
#: room for the longest word beside a bar
_WORD = 170
#: what is also said in words beside the bar
_SPOKEN = frozenset({"overdue", "returned", "review", "failed"})


@dataclass(frozen=True, slots=True)
class Bar:
    """A measure from its first to its last day; with one date only `width` is 0 and a point is drawn.

    `word` stands beside the bar at `word_x`, anchored by its start or its end, or on the bar.
    """

    label: str
    y: int
    x: int
    width: int
    mark: Mark
    title: str
    word: str
    word_x: int
    word_anchor: str


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """`months` are (x, name, year), the year where it begins to count: at the first month and each January.

    `today_x` is None outside the picture; `summary` says it in words.
    """

    headings: list[Heading]
    bars: list[Bar]
    months: list[tuple[int, str, str]]
    today_x: int | None
    height: int
    summary: str
    width: int = WIDTH
    left: int = LEFT


def picture_of(facts: Sequence[MeasureFact], *, days: tuple[date, date], today: date) -> Picture | None:
    """The measures that have a date, in their order; None where none has."""
    dated = [fact for fact in facts if fact.measure.starts_on or fact.measure.ends_on]
    if not dated:
        return None
    axis = _Axis(*_span(dated, days))
    headings: list[Heading] = []
    bars: list[Bar] = []
    y, section = TOP, None
    for fact in dated:
        if fact.measure.section != section:
            section = fact.measure.section
            if section:
                headings.append(Heading(section, y + STEP - 9))
                y += STEP
        bars.append(_bar(fact, axis, y))
        y += STEP
    today_x = axis.x(today) if axis.first <= today <= axis.last else None
    return Picture(headings, bars, axis.months(), today_x, y + 10, _summary(dated, axis))


def _span(facts: Iterable[MeasureFact], days: tuple[date, date]) -> tuple[date, date]:
    """The plan year, wider where a measure begins before it or ends after it; whole months."""
    dates = [day for fact in facts for day in (fact.measure.starts_on, fact.measure.ends_on) if day]
    first = min(day for day in (*dates, days[0]) if day >= days[0] - _FAR)
    last = max(day for day in (*dates, days[1]) if day <= days[1] + _FAR)
    return first.replace(day=1), (last.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Axis:
    first: date
    last: date

    def x(self, day: date) -> int:
        """The left edge of a day; a day outside stands at the edge of the picture."""
        inside = min(max(day, self.first), self.last + timedelta(days=1))
        whole = (self.last - self.first).days + 1
        return LEFT + round((WIDTH - LEFT - RIGHT) * (inside - self.first).days / whole)

    def unseen(self, measure: MeasureInForce) -> str:
        """The dates in words where the bar cannot show them: a part of it lies outside the picture."""
        dates = [day for day in (measure.starts_on, measure.ends_on) if day]
        return "" if all(self.first <= day <= self.last for day in dates) else _dates(measure)

    def months(self) -> list[tuple[int, str, str]]:
        found, day = [], self.first
        while day <= self.last:
            year = str(day.year) if day == self.first or day.month == 1 else ""
            found.append((self.x(day), MONTH_NAMES[day.month - 1][:3], year))
            day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        return found


def _bar(fact: MeasureFact, axis: _Axis, y: int) -> Bar:
    measure, mark = fact.measure, mark_of(fact.state, fact.counted)
    start, end = measure.starts_on, measure.ends_on
    x = axis.x(start or end or axis.first)
    right = axis.x(end + timedelta(days=1)) if start and end else x
    word = ", ".join(filter(None, (mark.word if mark.name in _SPOKEN else "", axis.unseen(measure))))
    word_x, anchor = _place_of_word(x, right, len(word) * _LETTER + 8)
    name = measure.name if len(measure.name) <= _LONGEST_NAME else f"{measure.name[:_LONGEST_NAME].rstrip()}…"
    return Bar(
        label=f"{measure.number}. {name}",
        y=y,
        x=x,
        width=max(right - x, 3) if start and end else 0,
        mark=mark,
        title=f"{measure.number}. {measure.name}: {_dates(measure)} — {mark.word}",
        word=word,
        word_x=word_x,
        word_anchor=anchor,
    )


def _place_of_word(x: int, right: int, room: int) -> tuple[int, str]:
    """Behind the bar, before it, or on it where it fills the picture; never over the names."""
    if right + room <= WIDTH:
        return right + 8, "start"
    if x - room >= LEFT:
        return x - 8, "end"
    return x + 8, "start"


def _dates(measure: MeasureInForce) -> str:
    if measure.starts_on and measure.ends_on:
        return f"{date_ru(measure.starts_on)}–{date_ru(measure.ends_on)}"
    if measure.ends_on:
        return f"до {date_ru(measure.ends_on)}"
    return f"с {date_ru(measure.starts_on)}"


def _summary(facts: Sequence[MeasureFact], axis: _Axis) -> str:
    late = sum(fact.is_overdue for fact in facts)
    said = counted(len(facts), "мера", "меры", "мер")
    return (
        f"Сроки мер по месяцам, {date_ru(axis.first)}–{date_ru(axis.last)}: {said}, просрочено {late}. "
        "То же — в таблице под рисунком."
    )
