"""The same workbook by openpyxl in its write-only mode: the same cells, looks, locks, checks and heads."""

import io
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from monitoring.own_book.content import Book, BookSheet
from monitoring.own_book.keys import SCHOOL_CODE, SCHOOL_NAME, STATUS, column_key, sheet_title
from monitoring.own_book.rules import RULES, instruction, rule_name
from monitoring.own_book.writer import CODE_WIDTH, COUNT_WIDTH, NAME_WIDTH, WIDTHS

_GREY, _HEAD, _WHITE = "EFEDE8", "D5E4E6", "FFFFFF"
_FORMATS = {"mean_mark": "0.00", "mean_score": "0.00", STATUS: "General"}


def write_plain(book: Book) -> bytes:
    """The district's table, streamed row by row."""
    file = Workbook(write_only=True)
    for name, colour, number, locked, bold in _styles():
        file.add_named_style(_style(name, colour, number, locked=locked, bold=bold))
    for sheet in book.sheets:
        _write(file.create_sheet(sheet.name), sheet, book)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def _styles() -> Iterator[tuple[str, str, str, bool, bool]]:
    yield "head", _HEAD, "General", True, True
    yield "school", _GREY, "General", True, False
    for number in ("0", "0.00", "General"):
        yield f"open {number}", _WHITE, number, False, False
        yield f"closed {number}", _GREY, number, True, False


def _style(name: str, colour: str, number: str, *, locked: bool, bold: bool) -> NamedStyle:
    side = Side("thin", color="C9C6BF")
    return NamedStyle(
        name=name,
        font=Font(name="Arial", size=10, bold=bold),
        fill=PatternFill("solid", start_color=colour),
        border=Border(side, side, side, side),
        alignment=Alignment(wrap_text=bold, vertical="center"),
        number_format=number,
        protection=Protection(locked=locked),
    )


def _write(page: Any, sheet: BookSheet, book: Book) -> None:
    fields = [(block, name) for block in sheet.blocks for name in block.fields]
    widths = [CODE_WIDTH, NAME_WIDTH, *(WIDTHS.get(name, COUNT_WIDTH) for _, name in fields)]
    for column, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    heads = _heads(sheet, book)
    page.freeze_panes = f"C{len(heads) + 2}"
    for line in heads:
        page.append([_cell(page, text, "head") for text in line])
    keys = [SCHOOL_CODE, SCHOOL_NAME, *(column_key(block.sitting, name) for block, name in fields)]
    page.append([_cell(page, text, "school") for text in keys])
    last = len(heads) + 1
    for line in sheet.lines():
        last += 1
        cells = [_cell(page, line.code or None, "school"), _cell(page, line.name, "school")]
        for (_, name), value, closed in zip(fields, line.values, line.closed, strict=True):
            look = f"{'closed' if closed else 'open'} {_FORMATS.get(name, '0')}"
            cells.append(_cell(page, value, look))
        page.append(cells)
    _rules(page, fields, len(heads) + 2, last)
    page.protection.enable()


def _heads(sheet: BookSheet, book: Book) -> list[list[str | None]]:
    title = sheet_title(district=book.district.name, year=book.year, exam=sheet.name)
    subjects: list[str | None] = ["Код ОО", "Школа"]
    classes: list[str | None] = [None, None]
    labels: list[str | None] = [None, None]
    for block in sheet.blocks:
        empty = [None] * (len(block.fields) - 1)
        subjects += [block.head, *empty]
        classes += [block.sub_head or None, *empty]
        labels += block.labels()
    rows = [subjects, classes, labels] if sheet.has_sub_heads else [subjects, labels]
    return [[title], [instruction(sheet.blocks, may_import=True)], *rows]


def _cell(page: Any, value: Any, style: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value)
    cell.style = style
    return cell


def _rules(page: Any, fields: list, first: int, last: int) -> None:
    made: dict[str, DataValidation] = {}
    for column, (block, name) in enumerate(fields, start=3):
        if block.sitting.is_held:
            rule = made.setdefault(rule_name(name), _validation(RULES[rule_name(name)]))
            letter = get_column_letter(column)
            rule.add(f"{letter}{first}:{letter}{last}")
    for rule in made.values():
        page.data_validations.append(rule)


def _validation(rule: dict[str, Any]) -> DataValidation:
    listed = rule["validate"] == "list"
    return DataValidation(
        type={"integer": "whole"}.get(rule["validate"], rule["validate"]),
        operator=None if listed else "between",
        formula1=f'"{",".join(rule["source"])}"' if listed else rule["minimum"],
        formula2=None if listed else rule["maximum"],
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=rule["error_title"],
        error=rule["error_message"],
    )
