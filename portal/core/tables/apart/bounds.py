"""What both sides agree on: how much is allowed, and how a refusal is told."""

from typing import NamedTuple


class Bounds(NamedTuple):
    """The part of portal.core.tables.limits.Limits that is measured here, plus the memory in bytes."""

    entries: int
    unpacked_bytes: int
    ratio: int
    marks: int
    cells: int
    rows: int
    columns: int
    memory: int
    documents: bool = False


class Refused(Exception):
    """`code` names a sentence of portal.core.tables.limits; no word of the file travels with it."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code
