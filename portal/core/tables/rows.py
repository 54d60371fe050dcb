"""What a read table is made of, and how its header is found."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from portal.core.errors import PortalError
from portal.core.spelling import folded

Cell = str | int | Decimal | None

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HEADER_WITHIN = 30


class UnreadableTable(PortalError):
    """The file is no table that may be read; the sentence says what to do with it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not empty; `number` is the one that a spreadsheet program shows."""

    number: int
    cells: tuple[Cell, ...]

    def address(self, index: int) -> str:
        """«B5» for the second column of the fifth row."""
        return f"{column_letters(index)}{self.number}"

    def text(self, index: int | None) -> str:
        """The cell as one line of text; empty for an absent cell or an absent column."""
        return cell_text(self.cells[index]) if index is not None and index < len(self.cells) else ""

    def lines(self, index: int) -> str:
        """The cell as text with its line breaks, without empty lines."""
        cell = self.cells[index] if index < len(self.cells) else None
        lines = map(cell_text, cell.splitlines()) if isinstance(cell, str) else [self.text(index)]
        return "\n".join(filter(None, lines))


class Merge(NamedTuple):
    """Cells that are one: rows as in `Row.number`, columns from 0, first and last included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet with at least one filled row; a csv file is one sheet, a table of a document too."""

    title: str
    rows: tuple[Row, ...]
    #: told only where `Limits.documents` allows documents
    merged: tuple[Merge, ...] = ()
    #: by (row, column), the cells of a workbook that are dates and not texts, with what is shown of them:
    #: «day», «month of a year», «month» or «year»; empty where the file does not tell
    dates: Mapping[tuple[int, int], str] = field(default_factory=dict)
    #: of a table of a document: the paragraphs over it, one in a line; None for a sheet
    above: str | None = None
    #: (row, column) of its cells with a table within, which is a sheet of its own
    holds: tuple[tuple[int, int], ...] = ()

    @property
    def of_document(self) -> bool:
        return self.above is not None

    @property
    def caption(self) -> str:
        """The last paragraph over a table of a document; empty for a sheet."""
        return (self.above or "").rpartition("\n")[2]

    def address(self, row: Row, index: int) -> str:
        """«Лист!B5» for the second column of a row."""
        return f"{self.title}!{row.address(index)}"


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and in which column each key was found."""

    row: int
    columns: Mapping[str, int]

    def get(self, key: str) -> int | None:
        return self.columns.get(key)


@lru_cache(maxsize=1024)
def column_letters(index: int) -> str:
    """«A» for 0, «AB» for 27."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_text(value: Cell) -> str:
    """«340012» for 340012 and 340012.0; text without line breaks and repeated spaces."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if value is None:
        return ""
    text = str(value)
    return " ".join((text if text.isprintable() else _CONTROL.sub("", text)).split())


def find_header(
    rows: Iterable[Row], columns: Mapping[str, Sequence[str]], *, required: Iterable[str]
) -> Header:
    """The first row that names all `required` columns, by name and never by position.

    `columns` gives each key its names, the usual one first. Raises UnreadableTable that tells
    which columns are missing or stand twice.
    """
    keys = {_column_name(name): key for key, names in columns.items() for name in names}
    best: tuple[str, ...] = tuple(required)
    for row in list(rows)[:_HEADER_WITHIN]:
        found = [(keys[name], index) for index, name in _names(row) if name in keys]
        missing = tuple(key for key in required if key not in dict(found))
        if not missing:
            _refuse_twice(row, found, columns)
            return Header(row.number, dict(found))
        best = min(best, missing, key=len)
    names = ", ".join(f"«{columns[key][0]}»" for key in best)
    raise UnreadableTable(f"В таблице не нашлось столбцов: {names}. Проверьте заголовки.")


def _names(row: Row) -> Iterator[tuple[int, str]]:
    return ((index, _column_name(row.text(index))) for index in range(len(row.cells)))


def _column_name(text: str) -> str:
    return folded(text).strip(" .:*")


def _refuse_twice(row: Row, found: list[tuple[str, int]], columns: Mapping[str, Sequence[str]]) -> None:
    for key, count in Counter(key for key, _ in found).items():
        if count > 1:
            places = " и ".join(row.address(index) for other, index in found if other == key)
            raise UnreadableTable(f"Столбец «{columns[key][0]}» встречается дважды: {places}. Оставьте один.")
