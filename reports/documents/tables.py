"""Tables with merged cells, and what their cells may say."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar, Self

from reports.documents.grid import columns_of
from reports.documents.node import ALWAYS, OPTIONAL, Node, clean_text

# The same words as monitoring's result statuses; text, so that a frozen document outlives the enum.
VALUE = "value"
MISSING = ("not_held", "no_participants", "not_offered", "no_data")

# A number of so many digits is the same after a way through a JSON number, i.e. a binary double.
MAX_DIGITS = 15
MAX_PLACES = 12

_NUMBER = re.compile(r"[-+−–]?\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class HeadCell(Node):
    text: str
    colspan: int = field(default=1, metadata=ALWAYS)
    rowspan: int = field(default=1, metadata=ALWAYS)


@dataclass(frozen=True)
class Cell(Node):
    """A cell of a table's body. Use the named constructors: they say what kind of cell it is.

    `text` is what is printed, `value` the number behind it, `status` None where no number belongs.
    """

    text: str
    value: Decimal | int | None = field(default=None, metadata=ALWAYS)
    status: str | None = field(default=None, metadata=ALWAYS)
    colspan: int = field(default=1, metadata=ALWAYS)
    rowspan: int = field(default=1, metadata=ALWAYS)
    is_label: bool = False

    @classmethod
    def label(cls, text: str, *, colspan: int = 1, rowspan: int = 1) -> Self:
        """The head of a row, or of a group of rows where it spans all columns."""
        return cls(text, colspan=colspan, rowspan=rowspan, is_label=True)

    @classmethod
    def plain(cls, text: str, *, colspan: int = 1, rowspan: int = 1) -> Self:
        """Words. An empty text is printed as «—»."""
        return cls(clean_text(text) or "—", colspan=colspan, rowspan=rowspan)

    @classmethod
    def number(cls, value: Decimal | int, text: str) -> Self:
        return cls(text, value=value, status=VALUE)

    @classmethod
    def combined(cls, text: str) -> Self:
        """Two results in one cell, «3,2 / 50»: neither is the value of the cell."""
        return cls(text, status=VALUE)

    @classmethod
    def missing(cls, status: str, text: str = "–") -> Self:
        """No value, and why; `text` is the printed mark or words, never a number."""
        return cls(text, status=status)

    def _check(self) -> None:
        if self.status not in (None, VALUE, *MISSING):
            raise ValueError(f"Unknown status of a cell: {self.status!r}.")
        if self.value is not None:
            if self.status != VALUE:
                raise ValueError(f"A cell with the status {self.status!r} has no value.")
            self._put("value", _exact(self.value))
        elif self.status == VALUE and "/" not in self.text:
            raise ValueError("A cell with the status 'value' has a number or two results in its text.")
        if self.status in MISSING and _NUMBER.fullmatch(self.text):
            raise ValueError(f"A missing value is never printed as a number: {self.text!r}.")
        if self.is_label and self.status is not None:
            raise ValueError("A label has no status.")


@dataclass(frozen=True)
class Table(Node):
    """A table with merged heads. `widths` are percents of the columns; without them they follow the texts."""

    type: ClassVar[str] = "table"
    caption: str
    head: tuple[tuple[HeadCell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...] = ()
    note: str = field(default="", metadata=OPTIONAL)

    def _check(self) -> None:
        for name, kind in (("head", HeadCell), ("body", Cell)):
            rows = tuple(tuple(row) for row in getattr(self, name))
            if not all(isinstance(cell, kind) for row in rows for cell in row):
                raise TypeError(f"Table.{name} holds rows of {kind.__name__}.")
            self._put(name, rows)
        columns = columns_of(self.head)
        if columns_of(self.body) != columns:
            raise ValueError("Head and body of a table differ in their columns.")
        if self.widths and (len(self.widths) != columns or sum(self.widths) != 100 or min(self.widths) < 1):
            raise ValueError(f"Widths are {columns} whole percents with the sum 100, not {self.widths}.")

    @property
    def columns(self) -> int:
        return sum(cell.colspan for cell in self.head[0])


def _exact(number: Decimal | int) -> Decimal | int:
    """The one way to write this number: an int where it is whole, else a Decimal without trailing zeros."""
    if isinstance(number, bool) or not isinstance(number, Decimal | int):
        raise TypeError(f"The value of a cell is a Decimal or an int, not {type(number).__name__}.")
    exact = Decimal(number).normalize()
    if not exact.is_finite():
        raise ValueError("The value of a cell is a finite number.")
    _, digits, exponent = exact.as_tuple()
    if len(digits) + max(int(exponent), 0) > MAX_DIGITS or -int(exponent) > MAX_PLACES:
        raise ValueError(f"A value of a cell has at most {MAX_DIGITS} digits, {MAX_PLACES} of them places.")
    return int(exact) if exact == exact.to_integral_value() else exact
