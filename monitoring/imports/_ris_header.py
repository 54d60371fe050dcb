"""The head of a РИС table: which column holds what, by name, over one row or two."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from monitoring.enums import Scale
from monitoring.imports._ris_words import HEADS
from monitoring.imports.layout import column_name
from portal.core.tables import Cell, Row, Sheet

#: A head stands within so many first rows of a sheet.
_WITHIN = 40
_KEYS = {column_name(name): key for key, names in HEADS.items() for name in names}
_RESULT = frozenset({"score", "mark"})
_BEFORE = frozenset({"before_score", "before_mark"})
_FIRST_LETTERS = frozenset("кКkKsS")  # «K» may be typed in Latin
_MARKS_BEFORE = ' .:*\n\t\u00a0\u200b\ufeff«"'
_PARTED = _BEFORE | {"current"}
#: what «Балл до изменения» written over two columns calls each of them
_UNDER_BEFORE = {"score": "before_score", "mark": "before_mark", "primary": "before_primary"}


@dataclass(frozen=True)
class Columns:
    """Places of the columns by meaning, in the order of the sheet. `height` is the number of header rows."""

    places: Mapping[str, tuple[int, ...]]
    height: int

    def get(self, key: str) -> int | None:
        found = self.places.get(key)
        return found[0] if found else None

    @property
    def is_protocol(self) -> bool:
        """A row for every pupil with his result."""
        named = {"primary", "surname", "written", "point"} & self.places.keys()
        return (
            "school" in self.places and bool(_RESULT & self.places.keys() and named) and not self.is_appeals
        )

    @property
    def is_appeals(self) -> bool:
        return bool({"appeal_type", "appeal", *_BEFORE} & self.places.keys())

    @property
    def is_appeals_of_many_exams(self) -> bool:
        """РИС ГИА-9: the exam stands in the row, and the column is called «апелляция» alone."""
        return "appeal" in self.places and "exam" in self.places and "appeal_type" not in self.places

    @cached_property
    def documents(self) -> tuple[int, ...]:
        return self.places.get("document") or self.places.get("registration", ())

    @cached_property
    def names(self) -> tuple[int, ...]:
        return (*self.places.get("surname", ()), *self.places.get("name", ()))

    def result(self, scale: Scale) -> int | None:
        """«Оценка» of a mark, «Тестовый балл» of a score; each stands for the other where it is alone.

        Of several scores the last one: the test score follows the primary one.
        """
        marks, scores = self.places.get("mark", ()), self.places.get("score", ())
        wanted = (*marks[:1], *scores[-1:]) if scale == Scale.MARK else (*scores[-1:], *marks[:1])
        return wanted[0] if wanted else None

    @cached_property
    def open_places(self) -> tuple[int, ...]:
        """The named columns that hold nothing of a person: only there words may be looked for."""
        return (*self._places(("state", "note", "primary")), *self.parts)

    @cached_property
    def parts(self) -> tuple[int, ...]:
        """Written and oral part: their answers and points."""
        return self._places(("written", "answers", "oral"))

    def _places(self, keys: Iterable[str]) -> tuple[int, ...]:
        return tuple(index for key in keys for index in self.places.get(key, ()))


def cell_at(row: Row, index: int | None) -> Cell:
    return row.cells[index] if index is not None and index < len(row.cells) else None


def header_at(rows: Sequence[Row], position: int) -> Columns | None:
    """The columns if a header begins at this row; the row under it may name parts of merged columns."""
    if not _may_be_header(rows[position]):
        return None
    upper = _named(rows[position])
    if "school" not in upper.values():
        return None
    below = rows[position + 1] if position + 1 < len(rows) else None
    under = _named(below) if below is not None and not _has_digits(below, upper) else {}
    columns = _columns(_joined(upper, under), height=2 if under else 1)
    if columns.is_protocol or (columns.is_appeals and len(columns.places) > 3):
        return columns
    return None


def first_header(sheet: Sheet) -> tuple[int, Columns] | None:
    """The position of the first header of a sheet and its columns."""
    for position in range(min(_WITHIN, len(sheet.rows))):
        if columns := header_at(sheet.rows, position):
            return position, columns
    return None


def _may_be_header(row: Row) -> bool:
    """Cheap, for it is asked of every row that is not a pupil's: a cell that begins like «Код ОО»."""
    return any(
        isinstance(cell, str) and cell.lstrip(_MARKS_BEFORE)[:1] in _FIRST_LETTERS for cell in row.cells
    )


def _named(row: Row) -> dict[int, str]:
    return {
        index: key
        for index, cell in enumerate(row.cells)
        if isinstance(cell, str) and len(cell) < 80 and (key := _meaning(column_name(row.text(index))))
    }


def _meaning(name: str) -> str:
    """A column that speaks of appeals by any other words must not make its table a protocol."""
    return _KEYS.get(name) or ("appeal" if "апелляц" in name else "")


def _has_digits(row: Row, upper: Mapping[int, str]) -> bool:
    """A pupil's row: the school stands there with its code. A second row of a head has nothing under it."""
    code = next(index for index, key in upper.items() if key == "school")
    return any(sign.isdigit() for sign in row.text(code))


def _joined(upper: Mapping[int, str], under: Mapping[int, str]) -> dict[int, str]:
    """«Текущие» over «Первичный балл» and «Балл»: the lower name is the finer one."""
    joined = dict(upper)
    for index, key in under.items():
        over = next((upper[left] for left in range(index, -1, -1) if left in upper), "")
        if index not in upper or over in _PARTED:
            joined[index] = _UNDER_BEFORE.get(key, key) if over in _BEFORE else key
    return joined


def _columns(named: Mapping[int, str], *, height: int) -> Columns:
    places: dict[str, tuple[int, ...]] = {}
    for index in sorted(named):
        places[named[index]] = (*places.get(named[index], ()), index)
    return Columns(places, height)
