"""A document as a workbook: its tables on sheets of their own with merged heads, its texts on the last one.

Numbers are numbers: a sign behind one («3,5*») is the number's format, so that it can be counted with.
A missing number is the mark that is printed. No text becomes a formula (portal.core.workbooks).
"""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain
from math import ceil
from typing import Any

from portal.core.russian import number, signed
from portal.core.workbooks import Workbook, sheet_title
from reports.documents.blocks import (
    Appendix,
    Block,
    Cell,
    Document,
    HeadCell,
    KeyValue,
    ListBlock,
    Signature,
    Table,
)
from reports.documents.grid import placed
from reports.render.sheets import Sheet, sheets_of

_NAME_WIDTH, _NUMBER_WIDTH, _TEXT_WIDTH = 38, 13, 100
#: columns of words
_NARROW, _WORDS_WIDTH = 6, 50
#: notes under a table: so many columns wide, so many characters a line, so many points high
_NOTE_COLUMNS, _NOTE_LINE, _LINE = 9, 150, 15
_TEXTS = "Текст документа"
#: in the file's properties: the same document gives the same bytes
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def render_xlsx(document: Document) -> bytes:
    """The bytes of the workbook."""
    with Workbook() as book:
        book.set_properties({"title": document.title, "created": _EPOCH})
        book.set_size(2000, 1200)
        look = _Look(book)
        taken: list[str] = []
        for sheet in sheets_of(document):
            taken.append(sheet_title(sheet.title, taken=taken))
            _write_sheet(book.add_worksheet(taken[-1]), sheet, look)
        _write_texts(book.add_worksheet(sheet_title(_TEXTS, taken=taken)), document, look)
    return book.content


class _Look:
    """Formats of one book, each made once."""

    def __init__(self, book: Workbook):
        self._book = book
        self._known: dict[tuple, Any] = {}

    def of(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._known:
            self._known[key] = self._book.add_format({"font_name": "Calibri", "font_size": 11, **properties})
        return self._known[key]

    @property
    def head(self) -> Any:
        return self.of(bold=True, border=1, text_wrap=True, align="center", valign="vcenter")

    @property
    def label(self) -> Any:
        return self.of(border=1, text_wrap=True, valign="vcenter")

    @property
    def wrapped(self) -> Any:
        return self.of(text_wrap=True, valign="top")

    def number(self, cell: Cell, places: str) -> Any:
        return self.of(border=1, valign="vcenter", num_format=number_format(cell, places))


def number_format(cell: Cell, places: str) -> str:
    """«0.00», with «+» before a growth where the text has it, with «*» behind where the text ends so."""
    value = cell.value if cell.value is not None else 0
    sign = "+" if cell.text.startswith("+") else ""
    bare = signed(value) if sign else number(value)
    tail = cell.text.removeprefix(bare) if cell.text.startswith(bare) else ""
    quoted = f'"{tail}"' if tail and '"' not in tail else ""
    return f"{sign}{places}{quoted};-{places}{quoted};{places}{quoted}"


def _places(table: Table) -> list[str]:
    """One format for the whole of a column, so that its commas stand under each other."""
    columns = ["0"] * table.columns
    for _, column, cell in placed(table.body):
        if isinstance(cell.value, Decimal):
            columns[column] = "0.00"
    return columns


def _write_sheet(page: Any, sheet: Sheet, look: _Look) -> None:
    first = sheet.tables[0]
    height, left = len(first.head), 0
    for place, table in enumerate(sheet.tables):
        skipped = 1 if place else 0  # the heads of rows stand once
        _write_head(page, table, left, skipped, look)
        _write_body(page, table, left, skipped, height, look)
        left += table.columns - skipped
    page.freeze_panes(height, 1)
    page.set_row(height - 1, 2 * _LINE)  # «Качество знаний, %»
    for column, width in enumerate(_widths(first, left)):
        page.set_column(column, column, width, None)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.repeat_rows(0, height - 1)
    page.repeat_columns(0)
    row, right = height + len(first.body) + 1, min(left - 1, _NOTE_COLUMNS)
    for place, note in enumerate(dict.fromkeys(table.note for table in sheet.tables if table.note)):
        page.set_row(row + place, _LINE * (ceil(len(note) / _NOTE_LINE) + note.count("\n")))
        page.merge_range(row + place, 0, row + place, right, note, look.wrapped)


def _widths(table: Table, columns: int) -> list[int]:
    """Columns of numbers are alike; columns of words follow their texts, so that «№» is narrow."""
    if _is_numeric(table):
        return [_NAME_WIDTH] + [_NUMBER_WIDTH] * max(columns - 1, 1)
    longest = [_NARROW] * table.columns
    for _, column, cell in chain[tuple[int, int, HeadCell | Cell]](placed(table.head), placed(table.body)):
        if cell.colspan == 1:
            longest[column] = max(longest[column], len(cell.text) + 2)
    return [min(width, _WORDS_WIDTH) for width in longest]


def _write_head(page: Any, table: Table, left: int, skipped: int, look: _Look) -> None:
    for row, column, head in placed(table.head):
        if column < skipped:
            continue
        at = left + column - skipped
        if head.colspan == head.rowspan == 1:
            page.write(row, at, head.text, look.head)
        else:
            page.merge_range(row, at, row + head.rowspan - 1, at + head.colspan - 1, head.text, look.head)


def _write_body(page: Any, table: Table, left: int, skipped: int, height: int, look: _Look) -> None:
    places = _places(table)
    for row, column, cell in placed(table.body):
        if column < skipped:
            continue
        at, down = left + column - skipped, height + row
        if cell.colspan > 1 or cell.rowspan > 1:
            page.merge_range(down, at, down + cell.rowspan - 1, at + cell.colspan - 1, cell.text, look.label)
        elif cell.value is not None:
            page.write_number(down, at, cell.value, look.number(cell, places[column]))
        else:
            centred = look.of(border=1, align="right", valign="vcenter") if cell.status else look.label
            page.write_string(down, at, cell.text, centred)


def _is_numeric(table: Table) -> bool:
    return all(cell.status is not None for row in table.body for cell in row[1:])


def _write_texts(page: Any, document: Document, look: _Look) -> None:
    page.set_column(0, 0, _TEXT_WIDTH, None)
    for row, (text, strong) in enumerate([(document.title, True), *_texts(document.blocks)]):
        page.write_string(row, 0, text, look.of(bold=True, text_wrap=True) if strong else look.wrapped)


def _texts(blocks: tuple[Block, ...]) -> list[tuple[str, bool]]:
    """Every text of the document outside its tables, in order; True for a heading."""
    found: list[tuple[str, bool]] = []
    for block in blocks:
        match block:
            case Table():
                continue
            case Appendix():
                found += [(block.mark, False), (block.title, True), *_texts(block.blocks)]
            case ListBlock():
                found += _lines(block)
            case KeyValue():
                found.append((f"{block.label}: {block.value}", False))
            case Signature():
                found.append((f"{block.post} ____________ {block.name}", False))
            case _:
                found.append((block.text, block.type == "heading"))
    return found


def _lines(block: ListBlock) -> list[tuple[str, bool]]:
    lines = [
        (f"{f'{place}.' if block.ordered else '—'} {getattr(item, 'text', item)}", False)
        for place, item in enumerate(block.items, start=1)
    ]
    return [(block.title, True), *lines] if block.title else lines
