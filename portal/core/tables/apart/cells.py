"""Cells as the portal keeps them: text, whole numbers, other numbers as they are printed, dates as text."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from typing import Any

from .bounds import Bounds, Refused

#: A filled row: its number in the sheet and its cells as far as the last filled one.
Line = tuple[int, list[Any]]


def lines_of(sheet: Any, bounds: Bounds) -> Iterator[Line]:
    """The filled rows of a sheet of python-calamine, with the addresses that Excel shows.

    `iter_rows` gives the empty rows before the table, but not the empty columns.
    """
    if sheet.start is None or sheet.end is None:
        return
    before = [None] * int(sheet.start[1])
    if sheet.end[1] >= bounds.columns or sheet.end[0] >= bounds.rows:
        raise Refused("large")
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [
            (int(cell) if cell.is_integer() else cell) if (kind := type(cell)) is float
            else (None if not cell or cell.isspace() else cell) if kind is str
            else _other(cell)
            for cell in row
        ]  # fmt: skip # in one expression: this runs for every cell of the file
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            yield number, before + cells


def merged_of(sheet: Any, bounds: Bounds) -> list[list[int]]:
    """[first row, first column, last row, last column]: rows from 1, columns from 0."""
    ranges = sheet.merged_cell_ranges or []
    if len(ranges) > bounds.rows * 10:
        raise Refused("large")
    return [[top + 1, left, bottom + 1, right] for (top, left), (bottom, right) in ranges]


def dates_of(sheet: Any, bounds: Bounds) -> list[tuple[int, int]]:
    """Row and column of the cells that are dates: «сентябрь 2021», typed, becomes 01.09.2021 in Excel."""
    if sheet.start is None or sheet.end is None or sheet.end[0] >= bounds.rows:
        return []
    left = int(sheet.start[1])
    return [
        (number, left + at)
        for number, row in enumerate(sheet.iter_rows(), start=1)
        for at, cell in enumerate(row)
        if isinstance(cell, date)
    ]


def _other(value: object) -> object:
    return next((show(value) for kind, show in _KINDS if isinstance(value, kind)), str(value))


def _duration(value: timedelta) -> str:
    minutes = int(value.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02}"


_KINDS: tuple[tuple[type, Callable[[Any], object]], ...] = (
    (bool, lambda value: "ИСТИНА" if value else "ЛОЖЬ"),
    (int, int),
    (date, lambda value: f"{value:%d.%m.}{value.year:04}"),
    (time, lambda value: f"{value:%H:%M}"),
    (timedelta, _duration),
    (type(None), lambda _: None),
)
