"""The tables of a document as csv: one row of heads, then one row for each row of the tables.

Tables with the same rows become one wide table, so that a program reads the whole as one. A sign behind a
number («3,5*», too few participants) stands in a column of its own beside the group: the number stays one.
"""

from collections.abc import Collection, Sequence

from portal.core.russian import number, signed
from portal.core.workbooks import Value, csv_bytes
from reports.documents.blocks import Cell, Document, Table
from reports.documents.grid import placed
from reports.render import RenderError
from reports.render.sheets import Sheet, column_names, wide_sheets

_SIGN = "знак"


def render_csv(document: Document) -> bytes:
    """UTF-8 with its mark, semicolons, decimal comma. RenderError for a document without a table."""
    sheets = wide_sheets(document)
    if not sheets:
        raise RenderError("В документе нет таблиц, а CSV — это таблица. Выберите PDF или HTML.")
    rows: list[Sequence[Value]] = []
    for place, sheet in enumerate(sheets):
        if place:
            rows += [[], [sheet.tables[0].caption]]
        rows += _rows(sheet)
    return csv_bytes(rows)


def _rows(sheet: Sheet) -> list[list[Value]]:
    columns: dict[str, list[Value]] = {}
    for place, table in enumerate(sheet.tables):
        names, cells = column_names(table), _grid(table)
        if place == 0:
            columns[names[0]] = [cell.text for cell in cells[0]]
        for column in range(1, table.columns):
            columns[_new_name(names[column], columns)] = [_value(cell) for cell in cells[column]]
            if any(signs := [_sign(cell) for cell in cells[column]]):
                _add_signs(columns, f"{_group(names[column])}: {_SIGN}", signs)
    return [list(columns), *(list(row) for row in zip(*columns.values(), strict=True))]


def _new_name(name: str, taken: Collection[str]) -> str:
    """Two columns under one head would be one to a program that reads the file."""
    names = (name, *(f"{name} ({place})" for place in range(2, len(taken) + 2)))
    return next(each for each in names if each not in taken)


def _add_signs(columns: dict[str, list[Value]], name: str, signs: list[str]) -> None:
    known = columns.get(name, [None] * len(signs))
    columns[name] = [old or sign or None for old, sign in zip(known, signs, strict=True)]


def _group(name: str) -> str:
    return name.rpartition(": ")[0] or name


def _grid(table: Table) -> list[list[Cell]]:
    """Columns of cells; a merged cell stands in every place it covers."""
    columns: list[dict[int, Cell]] = [{} for _ in range(table.columns)]
    for row, column, cell in placed(table.body):
        for covered in columns[column : column + cell.colspan]:
            covered |= dict.fromkeys(range(row, row + cell.rowspan), cell)
    return [[column[row] for row in range(len(table.body))] for column in columns]


def _value(cell: Cell) -> Value:
    return cell.value if cell.value is not None else cell.text


def _sign(cell: Cell) -> str:
    """What is printed behind the number: «*»."""
    if cell.value is None:
        return ""
    bare = signed(cell.value) if cell.text.startswith("+") else number(cell.value)
    return cell.text.removeprefix(bare).strip() if cell.text.startswith(bare) else ""
