"""A read file as the JSON that waits for its confirmation, and back; and what its content is known by."""

import json
from collections.abc import Collection, Mapping
from dataclasses import astuple
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, NamedTuple

from monitoring.imports.parsed import Appeal, Number, ParsedFile, ParsedRow, Problem, SchoolRef, SittingRef


class _Shape(NamedTuple):
    """What thousands of rows of one table share; of addresses that is all but the number of the row."""

    kind: str
    status: str
    year: int | None
    whole: bool
    minimum: int | None
    computed: tuple[str, ...]
    names: tuple[str, ...]
    address: str
    cells: tuple[tuple[str, str], ...]


def as_json(parsed: ParsedFile, *, schools: Collection[SchoolRef] | None = None) -> dict[str, Any]:
    """Counts by school and sitting; with `schools` only their rows (those of other districts are not kept).

    Schools, sittings and shapes are told once. A row is their numbers, the number that ends its addresses
    («5» of «Лист!C5»), its own numbers and, rarely, its appeals: a region's file has tens of thousands.
    """
    refs: dict[SchoolRef, int] = {}
    sittings: dict[SittingRef, int] = {}
    shapes: dict[_Shape, int] = {}
    rows = []
    for row in parsed.rows:
        if schools is not None and row.school not in schools:
            continue
        line, shape = _shape(row)
        school = refs.setdefault(row.school, len(refs))
        sitting = None if row.sitting is None else sittings.setdefault(row.sitting, len(sittings))
        numbers = [value if isinstance(value, int) else str(value) for value in row.numbers.values()]
        kept = [shapes.setdefault(shape, len(shapes)), school, sitting, line, numbers]
        rows.append([*kept, _appeals_json(row)] if row.appeals else kept)
    return {
        "format": parsed.format,
        "rows_read": parsed.rows_read,
        "facts": [list(fact) for fact in parsed.facts],
        "problems": [list(astuple(problem)) for problem in parsed.problems],
        "schools": [list(ref) for ref in refs],
        "sittings": [_sitting_json(sitting) for sitting in sittings],
        "shapes": [shape._asdict() for shape in shapes],
        "rows": rows,
    }


def _shape(row: ParsedRow) -> tuple[str, _Shape]:
    """The number that ends all addresses of a row, and the row without what is its own."""
    line = row.address[len(row.address.rstrip("0123456789")) :]
    if not all(cell.endswith(line) for cell in row.addresses.values()):
        line = ""
    end = -len(line) or None
    return line, _Shape(
        row.kind,
        row.status,
        row.year,
        row.whole,
        row.minimum,
        tuple(sorted(row.computed)),
        tuple(row.numbers),
        row.address[:end],
        tuple([(name, cell[:end]) for name, cell in row.addresses.items()]),
    )


def from_json(stored: Mapping[str, Any]) -> ParsedFile:
    refs = [SchoolRef(*values) for values in stored["schools"]]
    sittings = [_sitting(values) for values in stored["sittings"]]
    shapes = [_Shape(**values) for values in stored["shapes"]]
    return ParsedFile(
        format=stored["format"],
        rows=tuple([_row(row, refs, sittings, shapes) for row in stored["rows"]]),
        problems=tuple(Problem(*values) for values in stored["problems"]),
        rows_read=stored["rows_read"],
        facts=tuple((name, value) for name, value in stored["facts"]),
    )


def _row(
    stored: list[Any], refs: list[SchoolRef], sittings: list[SittingRef], shapes: list[_Shape]
) -> ParsedRow:
    number, school, sitting, line, values, *appeals = stored
    shape = shapes[number]
    numbers: list[Number] = [value if isinstance(value, int) else Decimal(value) for value in values]
    return ParsedRow(
        shape.kind,
        refs[school],
        None if sitting is None else sittings[sitting],
        dict(zip(shape.names, numbers, strict=True)),
        shape.address + line,
        {name: cell + line for name, cell in shape.cells},
        shape.status,
        shape.year,
        frozenset(shape.computed),
        shape.whole,
        shape.minimum,
        tuple([Appeal(*each) for each in appeals[0]]) if appeals else (),
    )


def digest_of(parsed: ParsedFile) -> str:
    """The same for the same content whatever the encoding, the format of the file and the order of rows."""
    on = {row.sitting: row.sitting and _sitting_json(row.sitting) for row in parsed.rows}
    rows = sorted([json.dumps([*row.school, on[row.sitting], *_content(row)]) for row in parsed.rows])
    return sha256("\n".join([parsed.format, *rows]).encode()).hexdigest()


def _content(row: ParsedRow) -> tuple[Any, ...]:
    """What a row says, without where it stands."""
    numbers = sorted([(name, _exact(value)) for name, value in row.numbers.items()])
    appeals = _appeals_json(row) if row.appeals else ()
    return (row.kind, numbers, row.status, row.year, row.whole, row.minimum, appeals)


def _exact(value: Number) -> str:
    """One spelling of 4, 4.0 and 4.00."""
    return str(value) if isinstance(value, int) else f"{value.normalize():f}"


def _appeals_json(row: ParsedRow) -> list[list[Any]]:
    return [list(astuple(appeal)) for appeal in sorted(row.appeals)]


def _sitting_json(ref: SittingRef) -> list[Any]:
    return [*ref[:-1], ref.date.isoformat() if ref.date else None]


def _sitting(values: list[Any]) -> SittingRef:
    *key, day = values
    return SittingRef(*key)._replace(date=date.fromisoformat(day) if day else None)
