"""The door through which tables go out: xlsx and csv in which no text of a user becomes a formula.

    with Workbook() as book:                       # XlsxWriter's book, with safe options, in memory
        sheet = book.add_worksheet(sheet_title("Результаты: ЕГЭ"))
        bold = book.add_format({"bold": True})
        sheet.write(0, 0, "=текст остаётся текстом", bold)
        sheet.write(1, 0, Decimal("3.45"))         # a number; None is an empty cell
    data = book.content                            # bytes, after the block

    with Workbook(constant_memory=True) as book:   # tens of thousands of rows: rows go in order,
        ...                                        # top to bottom, and cannot be returned to

    data = csv_bytes([["Школа", "Средняя"], ["СШ № 1", Decimal("3.45")], ["СШ № 2", None]])

A formula is written only by an explicit `sheet.write_formula`. Formulas of our own are fine there;
never join a user's text into one.
"""

import io
import re
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from tempfile import TemporaryDirectory
from typing import Any, Self

import xlsxwriter

#: What csv knows. Money, shares and marks are Decimal: a float would show its binary tail.
Value = str | int | Decimal | None

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_TITLE_LENGTH = 31
_TITLE_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
# Excel and LibreOffice take a text that begins so for a formula (OWASP's list, full-width signs too).
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # full-width ones
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Workbook(xlsxwriter.Workbook):
    """An XlsxWriter book that lies in memory and takes every string for a string.

    `constant_memory` keeps one row at a time and puts the finished ones into a folder that is deleted
    with the `with` block: for long exports of what the database holds anyway.
    """

    def __init__(self, *, constant_memory: bool = False) -> None:
        self._stream = io.BytesIO()
        self._folder = TemporaryDirectory(prefix="portal-book-") if constant_memory else None
        where = {"tmpdir": self._folder.name} if self._folder else {"in_memory": True}
        super().__init__(self._stream, {**_SAFE, **where, "constant_memory": constant_memory})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *details: object) -> None:
        try:
            if kind is None:  # a half-written book is worth nothing, and closing it may raise once more
                self.close()
        finally:
            self._tidy()

    def _tidy(self) -> None:
        """Close and delete the rows on disk; XlsxWriter itself leaves them there after an error."""
        if self._folder:
            for sheet in self.worksheets():
                sheet.row_data_fh.close()
            self._folder.cleanup()

    @property
    def content(self) -> bytes:
        """The finished file. Raises ValueError while the book is still open."""
        if not self.fileclosed:
            raise ValueError("the workbook is not finished: leave its `with` block first")
        return self._stream.getvalue()

    def add_worksheet(self, name: str | None = None, worksheet_class: Any = None) -> Any:
        """As XlsxWriter's own. Take the name from `sheet_title` where it comes from data."""
        return super().add_worksheet(name, worksheet_class)


def sheet_title(text: str, *, taken: Collection[str] = ()) -> str:
    """The text as a name that Excel accepts: 31 characters, none of []:*?/\\, not `taken` in any case."""
    plain = " ".join(_CONTROL.sub("", text).translate(_TITLE_FORBIDDEN).split())
    used = {name.casefold() for name in taken}
    title, number = _cut(plain, _TITLE_LENGTH), 1
    while title.casefold() in used:
        number += 1
        tail = f" ({number})"
        title = _cut(plain, _TITLE_LENGTH - len(tail)) + tail
    return title


def _cut(text: str, length: int) -> str:
    """So many units of UTF-16, as Excel counts; no apostrophe at either end."""
    units = text.strip("'").encode("utf-16-le", "ignore")[: 2 * length]
    return units.decode("utf-16-le", "ignore").rstrip(" '") or "Лист"


def csv_bytes(rows: Iterable[Sequence[Value]]) -> bytes:
    """A table for Excel in Russian: UTF-8 with its mark, semicolons, decimal comma, texts in quotes.

    A text that begins like a formula gets an apostrophe before it; a negative number stays a number.
    Raises TypeError for a float or a bool and ValueError for a Decimal that is not finite.
    """
    lines = (";".join(_csv_value(value) for value in row) for row in rows)
    return ("\ufeff" + "".join(f"{line}\r\n" for line in lines)).encode()


def _csv_value(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        safe = f"'{value}" if value.lstrip(" ").startswith(_FORMULA_SIGNS) else value
        return '"' + safe.replace('"', '""') + '"'
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"a csv cell is str, int, Decimal or None, not {type(value).__name__}")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError("a csv cell cannot hold a number that is not finite")
    return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)
