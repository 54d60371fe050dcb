"""Books with tables of several kinds: the reader gets its own ones, every other table is told at its head."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from monitoring.imports._fis_oko_form import COLUMNS as FORM_COLUMNS
from monitoring.imports._fis_oko_rows import GROUPS
from monitoring.imports._ris_words import HEADS
from monitoring.imports.flat_marks import LOGIN, SCHOOL
from monitoring.imports.layout import column_name, error, pattern
from monitoring.imports.numbers import amount
from monitoring.imports.parsed import Problem
from portal.core.tables import Cell, Row, Sheet

#: A head and the four lines under its first group
_WINDOW = 8
#: Each kind of table has one of these columns
_NAMES = (GROUPS, LOGIN, SCHOOL, FORM_COLUMNS["code"], pattern(*HEADS["school"]))
#: How they begin; asked first, because it is asked of every text of a file
_BEGINNINGS = frozenset(
    ("гру", "лог", "log", "оо", "оу", "наи", "шко", "наз", "орг", "cod", "код", "kод", "ном", "sch")
)
_SIGNS = ' .:*\n\t\u00a0\u200b\ufeff«"'


class Kind(Protocol):
    """Of a reader: what it is called, and whether it knows rows."""

    FORMAT: str
    LABEL: str

    def recognise(self, sheets: Sequence[Sheet]) -> bool: ...


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a table begins, and which reader knows it."""

    position: int
    kind: Kind


def own_tables(
    sheets: Sequence[Sheet], reader: Kind, readers: Sequence[Kind]
) -> tuple[list[Sheet], list[Problem]]:
    """The sheets without tables that `reader` does not read, and a problem for each of these."""
    kept: list[Sheet] = []
    problems: list[Problem] = []
    for sheet in sheets:
        heads = list(_heads(sheet, [reader, *readers]))
        foreign = [head for head in heads if not _is_own(head.kind, reader)]
        problems += [_unread(sheet, head) for head in foreign]
        if not foreign:
            kept.append(sheet)
        elif len(foreign) < len(heads):
            kept.append(replace(sheet, rows=tuple(_own_rows(sheet.rows, heads, reader))))
    return kept, problems


def _is_own(kind: Kind, reader: Kind) -> bool:
    """Protocols and appeals of РИС go over their sheets together and tell of each other themselves."""
    return kind is reader or (kind.FORMAT.startswith("ris-") and reader.FORMAT.startswith("ris-"))


def _unread(sheet: Sheet, head: _Head) -> Problem:
    text = (
        f"Здесь таблица другого вида: «{head.kind.LABEL}». Она не прочитана: сохраните её отдельным файлом "
        "и загрузите."
    )
    row = sheet.rows[head.position]
    column = next(index for index, cell in enumerate(row.cells) if cell is not None)
    return error("another_table", sheet.address(row, column), text)


def _own_rows(rows: Sequence[Row], heads: Sequence[_Head], reader: Kind) -> Iterator[Row]:
    """Everything but foreign tables; the lines of text over an own one are its heading."""
    yield from rows[: heads[0].position]
    for number, head in enumerate(heads):
        end = heads[number + 1].position if number + 1 < len(heads) else len(rows)
        start = head.position
        if not _is_own(head.kind, reader):
            start = end
            while start > head.position + 1 and end < len(rows) and not _is_data(rows[start - 1]):
                start -= 1
        yield from rows[start:end]


def _is_data(row: Row) -> bool:
    return sum(amount(cell) is not None for cell in row.cells) > 1


# --- heads ------------------------------------------------------------------------------------


def _heads(sheet: Sheet, readers: Sequence[Kind]) -> Iterator[_Head]:
    """The heads of tables that one of the readers knows; the first of them takes it."""
    last: _Head | None = None
    for position, following in pairwise([*_possible(sheet.rows), len(sheet.rows)]):
        kind = next((one for one in readers if _begins(sheet, position, following, one)), None)
        if kind is None or (last is not None and last.kind is kind and position == last.position + 1):
            continue  # the second row of a head says the same
        last = _Head(position, kind)
        yield last


def _begins(sheet: Sheet, position: int, following: int, reader: Kind) -> bool:
    """Whether a table of this reader begins here, and not with the possible head that follows."""

    def knows(start: int, end: int) -> bool:
        return reader.recognise([replace(sheet, rows=sheet.rows[start : min(end, start + _WINDOW)])])

    if knows(position, following):
        return True
    end = following + _WINDOW
    return following == position + 1 and knows(position, end) and not knows(following, end)


def _possible(rows: Iterable[Row]) -> Iterator[int]:
    """The rows that hold the name of such a column; a text is looked at once."""
    known: dict[Cell, bool] = {}
    for position, row in enumerate(rows):
        for cell in row.cells:
            if cell not in known:
                known[cell] = isinstance(cell, str) and _is_name(cell)
        if any(map(known.get, row.cells)):
            yield position


def _is_name(text: str) -> bool:
    if text.lstrip(_SIGNS)[:3].casefold().rstrip() not in _BEGINNINGS:
        return False
    name = column_name(" ".join(text.split()))
    return any(names.fullmatch(name) for names in _NAMES)
