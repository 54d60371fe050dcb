"""How a table is laid on paper: size of print, widths of columns, what may be cut by the end of a page.

All is reckoned from the lengths of texts, in characters of table print, before any renderer sees the table.
"""

from dataclasses import dataclass
from itertools import chain
from math import ceil, sqrt

from reports.documents.blocks import Cell, HeadCell, Table
from reports.documents.grid import MAX_COLUMNS, placed

# Size of print (12, 11, 10 points), the most columns for it, characters in a line over the whole table.
UPRIGHT = (("normal", 6, 84), ("small", 10, 92), ("tiny", MAX_COLUMNS, 101))
LANDSCAPE = (("normal", 7, 131), ("small", 9, 143), ("tiny", MAX_COLUMNS, 158))
PADDING = 2
# A word has no narrow spaces and more wide letters than running text.
WORD = 1.15
LONGEST_WORD = 20
# A row of more lines may be cut: kept whole it would leave a third of the page before it empty.
TALL_ROW = 18
# A table of no more lines stays on one page: a half of it with a repeated head is hard to read.
WHOLE_TABLE, WHOLE_LANDSCAPE = 24, 14


@dataclass(frozen=True)
class TableRow:
    """`is_tall`: may be cut; `is_joined`: stays on the page of the next row."""

    cells: tuple[Cell, ...]
    is_tall: bool
    is_joined: bool


@dataclass(frozen=True)
class TableLook:
    """`is_whole`: kept on one page; `lines`: of all cells together, what the table costs a renderer."""

    size: str
    widths: tuple[int, ...]
    rows: tuple[TableRow, ...]
    is_whole: bool
    lines: int


def table_look(table: Table, *, landscape: bool) -> TableLook:
    """Print size by the number of columns; widths as given or after the texts."""
    sizes = LANDSCAPE if landscape else UPRIGHT
    size, line = next((size, line) for size, most, line in sizes if table.columns <= most)
    widths = table.widths or _text_widths(table, line)
    heights, lines = [1] * len(table.body), 0
    for row, column, cell in placed(table.body):
        height = _lines(cell, column, widths, line)
        lines += height
        if cell.rowspan == 1:
            heights[row] = max(heights[row], height)
    joined = _joined(table, heights)
    rows = tuple(
        TableRow(cells, heights[row] > TALL_ROW, row in joined) for row, cells in enumerate(table.body)
    )
    whole = WHOLE_LANDSCAPE if landscape else WHOLE_TABLE
    return TableLook(size, widths, rows, len(table.head) + sum(heights) <= whole, lines)


def _joined(table: Table, heights: list[int]) -> set[int]:
    """Heads of groups, and rows that a cell ties to the next, if they are few enough to stay together."""
    joined = {row for row, cells in enumerate(table.body[:-1]) if len(cells) == 1 and cells[0].is_label}
    for row, _, cell in placed(table.body):
        if cell.rowspan > 1 and sum(heights[row : row + cell.rowspan]) <= WHOLE_TABLE:
            joined |= set(range(row, row + cell.rowspan - 1))
    return joined


def _lines(cell: Cell, column: int, widths: tuple[int, ...], line: int) -> int:
    """About how many lines of print the cell takes."""
    width = max(1, sum(widths[column : column + cell.colspan]) * line / 100 - PADDING)
    return sum(max(1, ceil(len(text) / width)) for text in cell.text.split("\n"))


def _text_widths(table: Table, line: int) -> tuple[int, ...]:
    """Room for the longest word of each column, then for its longest text; columns of numbers are alike."""
    least, wished = [4.0] * table.columns, [4.0] * table.columns
    numbers = set(range(table.columns))
    for _, column, cell in chain[tuple[int, int, HeadCell | Cell]](placed(table.head), placed(table.body)):
        if isinstance(cell, Cell) and cell.status is None:
            numbers -= set(range(column, column + cell.colspan))
        if cell.colspan == 1:
            longest = max(len(word) for word in cell.text.split())
            least[column] = max(least[column], min(longest, LONGEST_WORD) * WORD + PADDING)
            wished[column] = max(wished[column], least[column], _wish(len(cell.text)))
    _make_alike(least, wished, numbers, line)
    return _percents(_shared_out(least, wished, line))


def _wish(length: int) -> float:
    """A short text likes one line; a longer one a place of its proportions."""
    return min(length * 1.05 + PADDING, max(28, min(3 * sqrt(length), 60)))


def _make_alike(least: list[float], wished: list[float], numbers: set[int], line: int) -> None:
    """Give the columns of numbers one width, unless the widest head of them takes too much for that."""
    widest = max((least[column] for column in numbers), default=0)
    others = sum(need for column, need in enumerate(least) if column not in numbers)
    for column in numbers:
        if widest * len(numbers) + others <= line:
            least[column] = widest
        wished[column] = least[column] * 1.2


def _shared_out(least: list[float], wished: list[float], line: int) -> list[float]:
    """Between the two: what the line has beyond `least` goes to those who wish more."""
    more = [wish - need for wish, need in zip(wished, least, strict=True)]
    part = min(1.0, max(0.0, line - sum(least)) / (sum(more) or 1))
    return [need + part * extra for need, extra in zip(least, more, strict=True)]


def _percents(parts: list[float]) -> tuple[int, ...]:
    """Whole percents with the sum 100, none of them 0."""
    shares = [part * 100 / sum(parts) for part in parts]
    widths = [max(1, int(share)) for share in shares]
    # What rounding left over goes to the columns that it took the most from.
    by_loss = sorted(range(len(widths)), key=lambda column: widths[column] - shares[column])
    for column in by_loss[: 100 - sum(widths)]:
        widths[column] += 1
    return tuple(widths)
