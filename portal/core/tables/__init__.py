"""The door through which tables come in: read within bounds, or refused in one sentence.

    sheets = read_book(source, limits=RESULTS)     # every visible filled sheet
    rows = read_table(source)                      # the first one, within the bounds of a register
    tables = read_book(source, limits=PLAN)        # a Word document will do too

A workbook can be a bomb, or broken in a hundred ways; its reader works in a process of its own
(`child`, `apart`), which first looks through the file and only then builds cells. Nothing is written
to the disk, and no message or log holds a word of the file.
"""

from pathlib import Path
from typing import BinaryIO

from portal.core.tables.child import read_apart
from portal.core.tables.csv_text import csv_rows
from portal.core.tables.limits import MEGABYTE, PLAN, RESULTS, Limits, refusal
from portal.core.tables.rows import (
    Cell,
    Header,
    Merge,
    Row,
    Sheet,
    UnreadableTable,
    cell_text,
    column_letters,
    find_header,
)

__all__ = (
    "MEGABYTE",
    "PLAN",
    "RESULTS",
    "Cell",
    "Header",
    "Limits",
    "Merge",
    "Row",
    "Sheet",
    "UnreadableTable",
    "cell_text",
    "column_letters",
    "find_header",
    "read_book",
    "read_table",
)

_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_SIGNATURE = b"PK\x03\x04"
_NEVER = (".ods", ".doc", ".pdf", ".zip", ".xlsb")
_DOCUMENT = ".docx"
_BOOKS = (".xlsx", ".xlsm", ".xls", _DOCUMENT)


def read_table(source: Path | str | BinaryIO, *, limits: Limits | None = None) -> list[Row]:
    """The rows of the first filled sheet of a file, without the empty ones; else as `read_book`."""
    return list(read_book(source, limits=limits)[0].rows)


def read_book(source: Path | str | BinaryIO, *, limits: Limits | None = None) -> list[Sheet]:
    """The visible filled sheets of an xlsx or xls file, or a csv file as one sheet «Лист1».

    Whole numbers come as int, other numbers as Decimal, dates as «20.05.2021», formulas as the value
    that the file keeps, merged cells in their top left one; an error of a formula (#ДЕЛ/0!) is an
    empty cell. csv may be UTF-8 (with or without a mark), UTF-16 with a mark or Windows-1251,
    separated by a semicolon, comma or tab; its cells are text. Where the limits allow
    documents, each table of a docx file is a sheet. What a file is, its content says.
    Raises UnreadableTable for everything else.
    """
    limits = limits or Limits()
    data, suffix = _content(source, limits)
    if suffix in _NEVER or (suffix == _DOCUMENT and not limits.documents):
        raise refusal("kind", limits)
    if data.startswith((_ZIP_SIGNATURE, _OLE_SIGNATURE)):
        sheets = read_apart(data, limits)
    elif suffix in _BOOKS:
        sheets = [_named_as_a_book(data, suffix, limits)]
    else:
        sheets = [Sheet("Лист1", tuple(csv_rows(data, limits)))]
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        raise refusal("empty", limits)
    return filled


def _named_as_a_book(data: bytes, suffix: str, limits: Limits) -> Sheet:
    """Some programs write a text table under the name of a book; a text without columns is a broken one."""
    try:
        rows = [] if suffix == _DOCUMENT else csv_rows(data, limits)
    except UnreadableTable as error:
        raise refusal("broken", limits) from error
    if all(len(row.cells) < 2 for row in rows):
        raise refusal("broken", limits)
    return Sheet("Лист1", tuple(rows))


def _content(source: Path | str | BinaryIO, limits: Limits) -> tuple[bytes, str]:
    """The bytes of the file and the ending of its name, both as far as they are needed."""
    name = str(source) if isinstance(source, Path | str) else getattr(source, "name", "") or ""
    if getattr(source, "is_too_large", False):  # an upload of which nothing was kept
        raise refusal("heavy", limits)
    try:
        if isinstance(source, Path | str):
            with Path(source).open("rb") as file:
                data = file.read(limits.file_bytes + 1)
        else:
            data = source.read(limits.file_bytes + 1)
    except OSError as error:
        reason = "его нет" if isinstance(error, FileNotFoundError) else "он не открывается"
        raise UnreadableTable(f"Файл «{Path(name).name}» прочитать нельзя: {reason}.") from error
    if not data:
        raise UnreadableTable("Файл пуст.")
    if len(data) > limits.file_bytes:
        raise refusal("heavy", limits)
    return data, Path(str(name)).suffix.lower()
