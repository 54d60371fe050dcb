"""What taking an import back would give: compared with what there is, and never written here."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from monitoring.models import ImportBatch
from monitoring.selectors.imports import stored_journals, stored_markers, stored_parts, stored_results
from monitoring.services.import_rows import (
    JOURNAL_FIELDS,
    MARKER_FIELDS,
    PART_FIELDS,
    RESULT_FIELDS,
    CellChange,
    Key,
    RowChange,
    Values,
)
from monitoring.services.import_write import restored
from monitoring.services.imports import change_key

#: a result with its days, a comparison with the journal or markers: (kind, key)
Place = tuple[str, Key]
#: says where a value came from, and is no value itself
_NO_VALUES = ("source", "year")


@dataclass(frozen=True)
class UndoPlan:
    """`back` are the rows that return to what they were.

    What somebody has changed since the import stays: a result goes back whole or not at all, for its numbers
    hold together. `kept` are the cells of such places, the value of the import as old and today's as new.
    """

    back: tuple[RowChange, ...]
    kept: tuple[CellChange, ...]

    @cached_property
    def kept_places(self) -> list[Place]:
        return list(dict.fromkeys((cell.kind, cell.key) for cell in self.kept))

    @property
    def back_places(self) -> int:
        return len({_place(change) for change in self.back})

    def back_cells(self, most: int) -> list[CellChange]:
        """The cells of the first `most` places that go back: today's value is old, the returning one is new.

        Days speak only where their result itself stays.
        """
        found: dict[Place, list[CellChange]] = {}
        for change in sorted(self.back, key=lambda row: row.kind == "part"):
            if (place := _place(change)) not in found and len(found) < most:
                found[place] = _cells(place, change.after, change.before)
        return [cell for cells in found.values() for cell in cells]

    @property
    def digest(self) -> str:
        """A confirmation holds for the places that were shown to stay; it is empty where none does."""
        return sha256(json.dumps(self.kept_places).encode()).hexdigest() if self.kept else ""


def undo_plan(batch: ImportBatch) -> UndoPlan:
    """Compare what an applied import wrote with what stands there now. A fixed number of queries."""
    changes = [
        RowChange(row.kind, change_key(row), restored(row.kind, row.before), restored(row.kind, row.after))
        for row in batch.changes.exclude(kind="alias").order_by("pk")
    ]
    stored = _Stored(changes)
    places: dict[Place, list[RowChange]] = defaultdict(list)
    for change in changes:
        places[_place(change)].append(change)
    back: list[RowChange] = []
    kept: list[CellChange] = []
    for place, rows in places.items():
        if touched := _touched(place, rows, stored):
            kept += touched
        else:
            back += [change for change in rows if not _same(stored.now(change), change.before)]
    return UndoPlan(tuple(back), tuple(kept))


def _place(change: RowChange) -> Place:
    return "result" if change.kind == "part" else change.kind, change.key


def _same(one: Values | None, other: Values | None) -> bool:
    return _values(one) == _values(other)


def _values(row: Values | None) -> Values | None:
    return row and {name: value for name, value in row.items() if name not in _NO_VALUES}


def _touched(place: Place, rows: Sequence[RowChange], stored: "_Stored") -> list[CellChange]:
    """The cells of a row that says neither what the import wrote nor what was there before it.

    Days speak only where their result itself is untouched.
    """
    for change in sorted(rows, key=lambda row: row.kind == "part"):
        now = stored.now(change)
        if not _same(now, change.after) and not _same(now, change.before):
            return _cells(place, change.after, now)
    return []


def _cells(place: Place, one: Values | None, other: Values | None) -> list[CellChange]:
    """What differs between two states of a place."""
    old, new = _values(one) or {}, _values(other) or {}
    return [
        CellChange(*place, name, old.get(name), new.get(name))
        for name in {**old, **new}
        if old.get(name) != new.get(name)
    ]


class _Stored:
    """The rows of the changes as they are now."""

    def __init__(self, changes: Sequence[RowChange]):
        keys: dict[str, set[Key]] = defaultdict(set)
        for change in changes:
            keys[change.kind].add(change.key)
        markers = keys["markers"]
        self._rows = {
            "result": stored_results(**_where(keys["result"]), fields=(*RESULT_FIELDS, "remark")),
            "journal": stored_journals(**_where(keys["journal"]), fields=JOURNAL_FIELDS),
            "markers": stored_markers(
                schools={school for school, _ in markers},
                years={year for _, year in markers},
                fields=MARKER_FIELDS,
            ),
        }
        parts = stored_parts(**_where(keys["part"]), fields=PART_FIELDS)
        self._days = {(key, day["date"]): day for key, days in parts.items() for day in days}

    def now(self, change: RowChange) -> Values | None:
        if change.kind == "part":
            day = (change.after if change.after is not None else change.before) or {}
            return self._days.get((change.key, day["date"]))
        found = self._rows[change.kind].get(change.key)
        if found is None or change.kind != "result":
            return found
        # A remark stays with its row; only a row that would go takes it along.
        is_lost = change.before is None and found["remark"]
        return found if is_lost else {name: value for name, value in found.items() if name != "remark"}


def _where(keys: set[Key]) -> dict[str, Any]:
    return {"schools": {school for school, _ in keys}, "sittings": {sitting for _, sitting in keys}}
