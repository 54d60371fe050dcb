"""Tables inside sheets: columns found by name under a header of one or several rows."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from monitoring.enums import Severity
from monitoring.imports.numbers import amount
from monitoring.imports.parsed import Problem
from portal.core.spelling import folded
from portal.core.tables import Cell, Row, Sheet, column_letters

#: The header stands somewhere in these first rows, and is at most so many rows high.
HEADER_WITHIN = 30
HEADER_HEIGHT = 3
Patterns = Mapping[str, re.Pattern[str]]

_QUOTES = re.compile("[«»\"“”„'`]")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows under one header; `heading` are the rows above it, `places` all columns of each name."""

    sheet: Sheet
    header: Row
    places: Mapping[str, Sequence[int]]
    heading: tuple[Row, ...] = ()
    body: tuple[Row, ...] = ()
    columns: Mapping[str, int] = field(init=False)
    #: «Лист!B» of each name, for the addresses of its cells
    letters: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        columns = {key: indexes[0] for key, indexes in self.places.items()}
        letters = {key: f"{self.sheet.title}!{column_letters(index)}" for key, index in columns.items()}
        object.__setattr__(self, "columns", columns)
        object.__setattr__(self, "letters", letters)

    def cell(self, row: Row, key: str) -> Cell:
        index = self.columns.get(key)
        return row.cells[index] if index is not None and index < len(row.cells) else None

    def cells(self, row: Row, keys: Iterable[str]) -> tuple[Cell, ...]:
        """As they stand in the file, None for a column that it does not have."""
        return tuple([self.cell(row, key) for key in keys])

    def text(self, row: Row, key: str) -> str:
        return row.text(self.columns.get(key))

    def address(self, row: Row, key: str) -> str:
        """«Лист!B5»; of the first cell where there is no such column."""
        letters = self.letters.get(key)
        return self.sheet.address(row, 0) if letters is None else f"{letters}{row.number}"

    @property
    def heading_texts(self) -> list[str]:
        """Each row above the header as one line: «Предмет: Математика» may stand in two cells."""
        return [line_of(row) for row in self.heading]


def pattern(*names: str) -> re.Pattern[str]:
    """What the whole name of a column must be, as `column_name` leaves it; each name may be a pattern."""
    return re.compile("|".join(names))


def column_name(text: str) -> str:
    """«Кол-во\\nучастников *» → «количество участников»: no case, ё, quotes, breaks and signs at the ends."""
    plain = re.sub(r"\boo\b", "оо", _QUOTES.sub("", folded(text)))  # a word of Latin letters alone
    plain = re.sub(r"\bкол(?:-во|ичество|\.)(?=\W|$)|\bчисло\b", "количество", plain)
    return " ".join(plain.strip(" .:*,;").split())


def line_of(row: Row) -> str:
    """The texts of a row in one line."""
    return " ".join(filter(None, (row.text(index) for index in range(len(row.cells)))))


def has_columns(
    sheets: Iterable[Sheet],
    patterns: Patterns,
    required: Iterable[str],
    *,
    without: re.Pattern[str] | None = None,
) -> bool:
    """Whether some sheet has a header with all `required` columns and none that is named as in `without`."""
    wanted = tuple(required)
    for sheet in sheets:
        found = _find(sheet.rows[:HEADER_WITHIN], patterns, wanted)
        if found is None:
            continue
        start, height, _ = found
        header = sheet.rows[start : start + height]
        if without is None or not any(without.fullmatch(name) for row in header for name in _names(row)):
            return True
    return False


def tables(sheet: Sheet, patterns: Patterns, *, required: Iterable[str]) -> Iterator[Table]:
    """Every table of a sheet; a header that is written again begins the next one."""
    wanted = tuple(required)
    found = _find(sheet.rows[:HEADER_WITHIN], patterns, wanted)
    if found is None:
        return
    start, height, places = found
    heading: Sequence[Row] = sheet.rows[:start]
    header = sheet.rows[start]
    anchor = _anchor(header, places)
    rest = sheet.rows[start + height :]
    while True:
        end = next((number for number, row in enumerate(rest) if _is_anchor(row, anchor)), len(rest))
        body, next_heading = _without_heading(rest[:end], is_last=end == len(rest))
        yield _table(sheet, places, heading=heading, header=header, body=body)
        if end == len(rest):
            return
        heading, header, rest = next_heading, rest[end], rest[end + height :]


def _table(
    sheet: Sheet, places: Mapping[str, list[int]], *, heading: Sequence[Row], header: Row, body: Sequence[Row]
) -> Table:
    rows = tuple(body)
    if rows and _counts_columns(rows[0]):
        rows = rows[1:]
    return Table(sheet, header, places, tuple(heading), rows)


def _find(
    rows: Sequence[Row], patterns: Patterns, required: tuple[str, ...]
) -> tuple[int, int, dict[str, list[int]]] | None:
    """Where the header begins, how high it is, and the columns of each key."""
    matched = [_matched(row, patterns) for row in rows]
    for start, places in enumerate(matched):
        if all(key in places for key in required):
            return start, 1, places
    for start in range(len(rows)):
        for height in range(2, HEADER_HEIGHT + 1):
            block = matched[start : start + height]
            if len(block) < height or not block[0] or not block[-1]:
                continue
            places = _joined(block)
            if all(key in places for key in required) and not _holds_data(
                rows[start : start + height], block
            ):
                return start, height, places
    return None


def _holds_data(rows: Sequence[Row], block: Sequence[dict[str, list[int]]]) -> bool:
    """Whether a lower row fills a column that the rows above have named in words: it is data, no head.

    A lower row of a head stands under merged cells, or repeats their names. «1» in the row of a pupil
    looks like the name of a task; his code stands under the word «Код».
    """
    named: dict[int, str] = {}
    for row, places in zip(rows, block, strict=True):
        here = {index: key for key, indexes in places.items() for index in indexes}
        if any(row.text(index) and here.get(index) != key for index, key in named.items()):
            return True
        named |= {index: key for index, key in here.items() if amount(row.cells[index]) is None}
    return False


def _joined(block: Sequence[dict[str, list[int]]]) -> dict[str, list[int]]:
    """The columns of a header of several rows; merged cells name a column in the upper row."""
    places: dict[str, list[int]] = {}
    for found in block:
        for key, indexes in found.items():
            known = places.setdefault(key, [])
            known.extend(index for index in indexes if index not in known)
    return places


def _matched(row: Row, patterns: Patterns) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for index, name in enumerate(_names(row)):
        key = next((key for key, names in patterns.items() if name and names.fullmatch(name)), None)
        if key:
            places.setdefault(key, []).append(index)
    return places


def _names(row: Row) -> list[str]:
    return [column_name(row.text(index)) for index in range(len(row.cells))]


def _anchor(header: Row, places: Mapping[str, list[int]]) -> tuple[int, str]:
    """The first named column of a header: where the same text stands again, the next table begins."""
    index = min(index for indexes in places.values() for index in indexes if header.text(index))
    return index, header.text(index)


def _is_anchor(row: Row, anchor: tuple[int, str]) -> bool:
    index, text = anchor
    return index < len(row.cells) and isinstance(row.cells[index], str) and row.text(index) == text


def _without_heading(rows: Sequence[Row], *, is_last: bool) -> tuple[Sequence[Row], Sequence[Row]]:
    """The data of a table, and the lines above the next header.

    «Максимальный первичный балл | 20» holds one number, a row of data two at least.
    """
    if is_last:
        return rows, ()
    end = len(rows)
    while end and sum(amount(cell) is not None for cell in rows[end - 1].cells) < 2:
        end -= 1
    return rows[:end], rows[end:]


def _counts_columns(row: Row) -> bool:
    """«1 | 2 | 3 | 4»: the row of numbers under a Russian header."""
    texts = [row.text(index) for index in range(len(row.cells))]
    return len(texts) > 2 and texts == [str(number) for number in range(1, len(texts) + 1)]


# --- problems -----------------------------------------------------------------------------


def error(kind: str, address: str, text: str) -> Problem:
    return Problem(Severity.ERROR, kind, address, text)


def warning(kind: str, address: str, text: str) -> Problem:
    return Problem(Severity.WARNING, kind, address, text)


def doubled_columns(table: Table, keys: Iterable[str]) -> list[Problem]:
    """A column named twice is a question that only a person can answer."""
    found = [table.places[key] for key in keys if len(table.places.get(key, ())) > 1]
    return [
        error(
            "double_column",
            table.sheet.address(table.header, places[1]),
            "Один и тот же столбец назван дважды: "
            f"{' и '.join(table.sheet.address(table.header, index) for index in places)}. "
            "Оставьте в таблице один из них, остальные удалите.",
        )
        for places in found
    ]
