"""Lines over the years as plain geometry; the template draws it, the table beside it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from monitoring.enums import Measure, Scale, Season
from monitoring.selectors import Column, MeasuredRow, MeasuredTable, Shown
from monitoring.table_heads import series_exam, subject_label
from portal.core.russian import number

WIDTH, HEIGHT = 660, 230
LEFT, RIGHT, TOP, BOTTOM = 44, 230, 16, 190
#: More lines than this nobody can follow.
MOST_LINES = 5
#: The least height between two names at the right, in units of the picture.
NAME_STEP = 18
#: The least width between two words under the picture.
TICK_STEP = 40


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    points: list[tuple[int, int, str]]
    path: str
    name_y: int


@dataclass(frozen=True, slots=True)
class Chart:
    """`summary` says the picture in words; `names` and `numbers` are its table: a line for each year."""

    title: str
    summary: str
    lines: list[Line]
    years: list[tuple[int, str]]
    grid: list[tuple[int, str]]
    names: list[str]
    numbers: list[tuple[str, list[Shown]]]
    width: int = WIDTH
    height: int = HEIGHT


def line_chart(
    *, table: MeasuredTable, rows: Sequence[MeasuredRow], series: tuple, measure: str = Measure.MEAN
) -> Chart | None:
    """The picture of one series for some rows of a table, or None where no line has two points."""
    columns = [column for column in table.columns if column.series == series]
    moments = _moments(columns)
    words = [column.year_words for column in columns]
    values = {
        row.name.partition(",")[0]: [table.cell(row, column.sitting, measure) for column in columns]
        for row in rows[:MOST_LINES]
    }
    drawn = {
        name: cells for name, cells in values.items() if sum(cell.value is not None for cell in cells) > 1
    }
    if not drawn:
        return None
    title = f"{_what(columns[0], measure)}: {series_exam(columns[0])}, {subject_label(columns[0])}"
    low, high, step = _axis(drawn)
    scale = _Scale(low, high, moments)
    return Chart(
        title,
        f"{title}. {' '.join(_sentence(name, words, cells) for name, cells in drawn.items())}",
        _spread([_line(name, cells, moments, scale) for name, cells in drawn.items()]),
        _ticks(scale),
        [(scale.y(level), number(level)) for level in _levels(low, high, step)],
        list(drawn),
        [(year, [cells[place] for cells in drawn.values()]) for place, year in enumerate(words)],
    )


def _moments(columns: Sequence[Column]) -> list[float]:
    """The years; the second window of a year stands after the first one, not above it."""
    years = [column.sitting.year for column in columns]
    return [year + (0.5 if year in years[:place] else 0) for place, year in enumerate(years)]


def _what(column: Column, measure: str) -> str:
    if measure != Measure.MEAN:
        return f"{Measure(measure).label}, %"
    return "Средняя отметка" if column.sitting.scale == Scale.MARK else "Средний балл"


@dataclass(frozen=True, slots=True)
class _Scale:
    low: Decimal
    high: Decimal
    moments: list[float]

    def x(self, moment: float) -> int:
        first, last = int(min(self.moments)), max(self.moments)
        return LEFT + 20 + round((WIDTH - RIGHT - LEFT - 40) * (moment - first) / max(last - first, 1))

    def y(self, value: Decimal) -> int:
        return BOTTOM - round((BOTTOM - TOP) * (value - self.low) / (self.high - self.low))


def _ticks(scale: _Scale) -> list[tuple[int, str]]:
    """«2022», and behind it «осень» where there is room: the table beside the picture says it anyway."""
    has_room = scale.x(scale.moments[0] + 0.5) - scale.x(scale.moments[0]) >= TICK_STEP
    autumn = str(Season.AUTUMN.label)
    return [
        (scale.x(moment), str(int(moment)) if moment == int(moment) else autumn)
        for moment in dict.fromkeys(scale.moments)
        if has_room or moment == int(moment)
    ]


def _axis(lines: dict[str, list[Shown]]) -> tuple[Decimal, Decimal, Decimal]:
    """Round limits around the values and the step between the rules."""
    values = [cell.value for cells in lines.values() for cell in cells if cell.value is not None]
    spread = max(values) - min(values)
    step = next(
        (s for s in map(Decimal, ("0.1", "0.2", "0.5", "1", "2", "5", "10", "20")) if spread <= 4 * s),
        Decimal(25),
    )
    low = (min(values) // step) * step
    steps = max(values) // step
    high = (steps if steps * step == max(values) else steps + 1) * step  # a percent never reaches above 100
    return low, max(high, low + step), step


def _levels(low: Decimal, high: Decimal, step: Decimal) -> list[Decimal]:
    return [low + step * index for index in range(int((high - low) / step) + 1)]


def _line(name: str, cells: list[Shown], moments: list[float], scale: _Scale) -> Line:
    points = [
        (scale.x(moment), scale.y(cell.value), number(cell.value))
        for moment, cell in zip(moments, cells, strict=True)
        if cell.value is not None
    ]
    path = " ".join(f"{'M' if index == 0 else 'L'}{x} {y}" for index, (x, y, _) in enumerate(points))
    return Line(f"{name} {points[-1][2]}", points, path, points[-1][1] + 4)


def _spread(lines: list[Line]) -> list[Line]:
    """Names at the right do not lie on each other."""
    placed: list[Line] = []
    for line in sorted(lines, key=lambda line: line.name_y):
        lowest = placed[-1].name_y + NAME_STEP if placed else TOP
        placed.append(Line(line.name, line.points, line.path, max(line.name_y, lowest)))
    return placed


def _sentence(name: str, years: list[str], cells: list[Shown]) -> str:
    said = [
        f"{year} — {number(cell.value)}"
        for year, cell in zip(years, cells, strict=True)
        if cell.value is not None
    ]
    return f"{name}: {', '.join(said)}."
