"""What an import gives to the services: rows with their school and sitting, and what they would change."""

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder

Number = int | Decimal
#: (school, sitting or year): a row of one kind
Key = tuple[int, int]
#: a row of the database without its number and its revision
Values = dict[str, Any]

MARKS = ("n2", "n3", "n4", "n5")
RESULT_NUMBERS = ("mean_mark", "mean_score", "participants", *MARKS, "score_sum", "below_minimum")
RESULT_FIELDS = ("status", *RESULT_NUMBERS, "source")
PART_NUMBERS = ("participants", *MARKS, "score_sum", "below_minimum", "minimum")
PART_FIELDS = ("date", *PART_NUMBERS, "appeals")
JOURNAL_FIELDS = ("participants", "lowered", "confirmed", "raised", "source")
MARKER_FIELDS = ("count", "rus4", "math4", "rus5", "math5", "source")


class Incoming(NamedTuple):
    """One row of a file: the school and the sitting are rows of ours; markers are of a `year` instead.

    `numbers` are those that the file says. `whole` tells a protocol with every pupil of `date` from a
    table of means. `appeals` are (before, after, how many, day). `computed` numbers were made of percents.
    """

    kind: str
    school_id: int
    sitting_id: int | None
    numbers: Mapping[str, Number]
    address: str
    addresses: Mapping[str, str] = MappingProxyType({})
    status: str = "value"
    date: datetime.date | None = None
    year: int | None = None
    whole: bool = False
    minimum: int | None = None
    appeals: tuple[tuple[int, int, int, str], ...] = ()
    computed: frozenset[str] = frozenset()

    @property
    def key(self) -> Key:
        return self.school_id, self.sitting_id or self.year or 0

    def without(self, names: Iterable[str]) -> "Incoming":
        """The same row as if the file did not say these numbers."""
        gone = set(names)
        return self._replace(
            numbers={name: value for name, value in self.numbers.items() if name not in gone}
        )


@dataclass(frozen=True, slots=True)
class Note:
    """What is wrong with a row, where, and what to do; `severity` is one of monitoring.enums."""

    severity: str
    kind: str
    address: str
    text: str


class CellChange(NamedTuple):
    """One typed number of one school and sitting: as it is and as the file says.

    `derived` is a mean that follows from the typed numbers: it is shown and not counted.
    """

    kind: str
    key: Key
    name: str
    old: Any
    new: Any
    address: str = ""
    derived: bool = False

    @property
    def state(self) -> str:
        if self.old == self.new:
            return "same"
        return "new" if self.old is None else "changed"

    @property
    def code(self) -> str:
        """How a form names this cell."""
        return f"{self.kind}-{self.key[0]}-{self.key[1]}-{self.name}"


class RowChange(NamedTuple):
    """One row to write: `before` is None for a new one, `after` is None for one that goes."""

    kind: str
    key: Key
    before: Values | None
    after: Values | None


@dataclass(frozen=True)
class Plan:
    """What applying would give."""

    cells: tuple[CellChange, ...] = ()
    changes: tuple[RowChange, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        found = {"new": 0, "changed": 0, "same": 0}
        for cell in self.cells:
            if not cell.derived:
                found[cell.state] += 1
        return found

    @property
    def differences(self) -> list[CellChange]:
        return [cell for cell in self.cells if cell.state != "same"]

    @cached_property
    def digest(self) -> str:
        """A confirmation holds for the changes that were shown."""
        shown = [(row.kind, row.key, row.before, row.after) for row in self.changes]
        return sha256(json.dumps(shown, cls=DjangoJSONEncoder).encode()).hexdigest()


@dataclass(slots=True)
class Current:
    """What the database holds now for the schools and sittings of a file."""

    results: dict[Key, Values] = field(default_factory=dict)
    parts: dict[Key, list[Values]] = field(default_factory=dict)
    journals: dict[Key, Values] = field(default_factory=dict)
    markers: dict[Key, Values] = field(default_factory=dict)
    #: sitting → (scale, lower minimum)
    sittings: dict[int, tuple[str, int | None]] = field(default_factory=dict)


def plain(values: Values | None) -> Any:
    """As JSON gives it back: «3.45» for a Decimal, «2022-06-23» for a day."""
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))
