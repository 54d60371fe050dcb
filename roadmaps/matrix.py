"""All plans × their measures as one table: rows are plans, columns the numbers of measures."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from roadmaps.marks import Mark, mark_of
from roadmaps.models import MeasureInForce, Roadmap
from roadmaps.selectors import MeasureFact
from roadmaps.totals import Totals

#: a title of a cell is read in one glance
_LONGEST = 48
Column = tuple[int, tuple[int, ...], str]


@dataclass(frozen=True, slots=True)
class Cell:
    measure_id: int
    mark: Mark
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` has one for each column, None where the plan has no measure of that number.

    `totals` are of all measures of the plan, also of those that a filter hides.
    """

    roadmap: Roadmap
    cells: list[Cell | None]
    totals: Totals


@dataclass(frozen=True, slots=True)
class Matrix:
    """`sections` are (number of the section, columns under it); 0 are measures of plans without sections."""

    sections: list[tuple[int, int]]
    numbers: list[str]
    rows: list[Row]


def matrix_of(
    facts: Sequence[MeasureFact], *, chosen: Callable[[MeasureFact], bool] = lambda _: True
) -> Matrix:
    """The table of `facts`, which come plan by plan; only the measures that are `chosen` have cells."""
    shown = [fact for fact in facts if chosen(fact)]
    columns = sorted({_column(fact.measure) for fact in shown})
    places = {column: place for place, column in enumerate(columns)}
    rows = [row for row in _rows(facts, shown, places) if any(row.cells)]
    sections = [(section, len(list(same))) for section, same in groupby(columns, key=lambda one: one[0])]
    return Matrix(sections, [number for *_, number in columns], rows)


def _rows(
    facts: Iterable[MeasureFact], shown: Iterable[MeasureFact], places: dict[Column, int]
) -> Iterable[Row]:
    visible = {fact.measure.pk for fact in shown}
    for _, group in groupby(facts, key=lambda fact: fact.measure.roadmap_id):
        plan = list(group)
        cells: list[Cell | None] = [None] * len(places)
        for fact in plan:
            if fact.measure.pk in visible:
                cells[places[_column(fact.measure)]] = _cell(fact)
        yield Row(plan[0].measure.roadmap, cells, Totals.of(plan))


def _column(measure: MeasureInForce) -> Column:
    """Ordered as people count: 1.2 before 1.10; a number of a plan with one section names no section."""
    parts = tuple(int(part) for part in measure.number.split(".") if part.isdecimal())
    return measure.section_place if len(parts) > 1 else 0, parts, measure.number


def _cell(fact: MeasureFact) -> Cell:
    measure, mark = fact.measure, mark_of(fact.state, fact.counted)
    name = measure.name if len(measure.name) <= _LONGEST else f"{measure.name[:_LONGEST].rstrip()}…"
    late = f", дней: {fact.days_late}" if fact.days_late else ""
    return Cell(measure.pk, mark, f"{measure.number}. {name} — {mark.word}{late}")
