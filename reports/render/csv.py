"""The tables of a document as csv: one row of heads, then one row for each row of the tables.

Tables with the same rows become one wide table, so that a program reads the whole as one. A sign behind a
number («3,5*», too few participants) stands in a column of its own right behind it, named after it: the
number stays one, and the columns of every year stand in the same order.
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
    parts = [(column_names(table), _grid(table)) for table in sheet.tables]
    signed_measures = {_measure(name) for names, cells in parts for name in _names_with_signs(names, cells)}
    for place, (names, cells) in enumerate(parts):
        if place == 0:
            columns[names[0]] = [cell.text for cell in cells[0]]
        for name, column in zip(names[1:], cells[1:], strict=True):
            new = _new_name(name, columns)
            columns[new] = [_value(cell) for cell in column]
            if _measure(name) in signed_measures:
                columns[f"{new}, {_SIGN}"] = [_sign(cell) or None for cell in column]
    return [list(columns), *(list(row) for row in zip(*columns.values(), strict=True))]


def _new_name(name: str, taken: Collection[str]) -> str:
    """Two columns under one head would be one to a program that reads the file."""
    names = (name, *(f"{name} ({place})" for place in range(2, len(taken) + 2)))
    return next(each for each in names if each not in taken)


def _names_with_signs(names: Sequence[str], cells: Sequence[Sequence[Cell]]) -> list[str]:
    return [name for name, column in zip(names, cells, strict=True) if any(map(_sign, column))]


def _measure(name: str) -> str:
    """«Изменение» of «ОГЭ, Математика, 2021: Изменение»: it has signs in every year or in none."""
    return name.rpartition(": ")[2]


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
