"""What comes from the grid and what goes back to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

SAVED, LEFT, INVALID, CONFLICT, LOCKED = "saved", "left", "invalid", "conflict", "locked"


@dataclass(frozen=True, slots=True)
class CellInput:
    """What was typed. `seen`: the texts that this window has shown or sent, any of which may stand there.

    `seen_state` is the text of the row's state as it was seen, None if the window cannot tell.
    `leaves`: asked between two values, the person leaves the one that he has seen; nothing is written.
    """

    school_id: int
    sitting_id: int
    field: str
    text: str
    seen: Sequence[str] = ("",)
    seen_state: str | None = None
    leaves: bool = False


@dataclass(frozen=True, slots=True)
class CellOutcome:
    """`state` is saved, left, invalid, conflict or locked; `shown` is what stands in the database now.

    `text` says what is wrong; `depends`: try again when another cell of the row has been saved.
    """

    cell: CellInput
    state: str
    shown: str = ""
    text: str = ""
    depends: bool = False


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """A row after saving: the text of every cell, and what is doubtful in them."""

    school_id: int
    sitting_id: int
    shown: dict[str, str]
    doubts: dict[str, str]


@dataclass
class CellsOutcome:
    cells: list[CellOutcome] = field(default_factory=list)
    rows: list[RowOutcome] = field(default_factory=list)
