"""How the cells of a table with merged cells lie on its grid."""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

MAX_COLUMNS = 40


class Spanning(Protocol):
    """A cell of a head or of a body."""

    @property
    def colspan(self) -> int: ...

    @property
    def rowspan(self) -> int: ...


S = TypeVar("S", bound=Spanning)


def placed(rows: Sequence[Sequence[S]]) -> Iterator[tuple[int, int, S]]:
    """Each cell of `rows` with its row and column, laid as a browser lays them.

    ValueError for a hole, an overlap or a span that leaves the grid.
    """
    width = sum(cell.colspan for cell in rows[0]) if rows else 0
    if not 1 <= width <= MAX_COLUMNS:
        raise ValueError(f"A table has 1 to {MAX_COLUMNS} columns and at least one row in each part.")
    covered = [0] * width
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column < width and covered[column]:
                column += 1
            _cover(covered, column, cell, number)
            yield number, column, cell
            column += cell.colspan
        if not row or not all(covered):
            raise ValueError(f"Row {number + 1} of a table does not fill its {width} columns.")
        covered = [left - 1 for left in covered]
    if any(covered):
        raise ValueError("A rowspan reaches below the last row.")


def _cover(covered: list[int], column: int, cell: Spanning, number: int) -> None:
    """Note for how many rows, this one included, the columns under `cell` are taken."""
    if cell.colspan < 1 or cell.rowspan < 1:
        raise ValueError("A cell spans at least one row and one column.")
    span = range(column, column + cell.colspan)
    if span.stop > len(covered) or any(covered[i] for i in span):
        raise ValueError(f"Row {number + 1} of a table is wider than its {len(covered)} columns.")
    covered[span.start : span.stop] = [cell.rowspan] * cell.colspan


def columns_of(rows: Sequence[Sequence[Spanning]]) -> int:
    return max(column + cell.colspan for _, column, cell in placed(rows))
