"""Cells of files as numbers: nothing is guessed, a cell that is no number gives None."""

import re
from decimal import Decimal

from portal.core.russian import thousands_joined
from portal.core.tables import Cell

#: More pupils than any school, and than the column of the database, could hold.
MOST_PUPILS = 100_000

_AMOUNT = re.compile(r"[-−]?\d{1,9}(?:[.,]\d{1,20})?")
_BLANK = re.compile(r"[-–—−.]*|н/?д|нет(?: данных)?|н/?у|#н/д|nan", re.IGNORECASE)


def is_blank(cell: Cell) -> bool:
    """Empty, «-», «н/д»: the file says nothing."""
    return cell is None or (isinstance(cell, str) and _BLANK.fullmatch(cell.strip()) is not None)


def amount(cell: Cell) -> Decimal | None:
    """«12,5 %», 12.5, «1 250» as a number; None for everything that is none."""
    if cell is None:
        return None
    if not isinstance(cell, str):
        value = Decimal(cell)
        return value if abs(value) < 10**9 else None
    if cell.isdecimal() and len(cell) < 10:
        return Decimal(cell)  # most cells; the look below takes longer
    text = thousands_joined(cell.strip().rstrip("%").strip())
    if not _AMOUNT.fullmatch(text):
        return None
    return Decimal(text.replace("−", "-").replace(",", "."))


def pupils(cell: Cell) -> int | None:
    """A count of pupils, or None for what cannot be one."""
    value = amount(cell)
    if value is None or value != value.to_integral_value() or not 0 <= value <= MOST_PUPILS:
        return None
    return int(value)
