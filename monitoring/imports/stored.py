"""A read file as the JSON that waits for its confirmation, and back; and what its content is known by."""

import json
from collections.abc import Collection, Mapping
from dataclasses import astuple, replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from monitoring.imports.parsed import Appeal, Number, ParsedFile, ParsedRow, Problem, SchoolRef, SittingRef


def as_json(parsed: ParsedFile, *, schools: Collection[SchoolRef] | None = None) -> dict[str, Any]:
    """Counts by school and sitting; with `schools` only their rows (those of other districts are not kept).

    Schools and sittings are told once and rows by their numbers: a region's file has tens of thousands.
    """
    rows = [row for row in parsed.rows if schools is None or row.school in schools]
    refs = list(dict.fromkeys(row.school for row in rows))
    sittings = list(dict.fromkeys(row.sitting for row in rows if row.sitting is not None))
    at = {ref: number for number, ref in enumerate(refs)}
    on = {sitting: number for number, sitting in enumerate(sittings)}
    return {
        "format": parsed.format,
        "rows_read": parsed.rows_read,
        "facts": [list(fact) for fact in parsed.facts],
        "problems": [list(astuple(problem)) for problem in parsed.problems],
        "schools": [_ref_json(ref) for ref in refs],
        "sittings": [_sitting_json(sitting) for sitting in sittings],
        "rows": [
            _row_json(row, at[row.school], None if row.sitting is None else on[row.sitting]) for row in rows
        ],
    }


def from_json(stored: Mapping[str, Any]) -> ParsedFile:
    refs = [SchoolRef(*values) for values in stored["schools"]]
    sittings = [_sitting(values) for values in stored["sittings"]]
    return ParsedFile(
        format=stored["format"],
        rows=tuple(_row(row, refs, sittings) for row in stored["rows"]),
        problems=tuple(Problem(*values) for values in stored["problems"]),
        rows_read=stored["rows_read"],
        facts=tuple((name, value) for name, value in stored["facts"]),
    )


def digest_of(parsed: ParsedFile) -> str:
    """The same for the same content whatever the encoding, the format of the file and the order of rows."""
    rows = sorted(
        json.dumps([_ref_json(row.school), row.sitting and _sitting_json(row.sitting), _content(row)])
        for row in parsed.rows
    )
    return sha256("\n".join([parsed.format, *rows]).encode()).hexdigest()


def _content(row: ParsedRow) -> list[Any]:
    """What a row says, without where it stands."""
    numbers = sorted((name, str(Decimal(value).normalize())) for name, value in row.numbers.items())
    return [row.kind, numbers, row.status, row.year, row.whole, row.minimum, _appeals_json(row)]


def _row_json(row: ParsedRow, school: int, sitting: int | None) -> dict[str, Any]:
    kept: dict[str, Any] = {
        "kind": row.kind,
        "school": school,
        "sitting": sitting,
        "numbers": {name: _number_json(value) for name, value in row.numbers.items()},
        "address": row.address,
        "addresses": dict(row.addresses),
        "status": row.status,
        "year": row.year,
        "computed": sorted(row.computed),
        "whole": row.whole,
        "minimum": row.minimum,
        "appeals": _appeals_json(row),
    }
    # a zero is said, what is empty is not: a row of a region's file must stay short
    return {name: value for name, value in kept.items() if value or (value == 0 and value is not False)}


def _row(stored: Mapping[str, Any], refs: list[SchoolRef], sittings: list[SittingRef]) -> ParsedRow:
    sitting = stored.get("sitting")
    return ParsedRow(
        kind=stored["kind"],
        school=refs[stored["school"]],
        sitting=None if sitting is None else sittings[sitting],
        numbers={name: _number(value) for name, value in stored.get("numbers", {}).items()},
        address=stored["address"],
        addresses=stored.get("addresses", {}),
        status=stored["status"],
        year=stored.get("year"),
        computed=frozenset(stored.get("computed", ())),
        whole=stored.get("whole", False),
        minimum=stored.get("minimum"),
        appeals=tuple(Appeal(*values) for values in stored.get("appeals", ())),
    )


def _number_json(value: Number) -> int | str:
    return value if isinstance(value, int) else str(value)


def _number(value: int | str) -> Number:
    return value if isinstance(value, int) else Decimal(value)


def _appeals_json(row: ParsedRow) -> list[list[int]]:
    return sorted([appeal.before, appeal.after, appeal.count] for appeal in row.appeals)


def _ref_json(ref: SchoolRef) -> list[str]:
    return [ref.name, ref.code, ref.login, ref.municipality]


def _sitting_json(ref: SittingRef) -> list[Any]:
    day = ref.date.isoformat() if ref.date else None
    return [ref.exam, ref.subject, ref.year, ref.level, ref.season, ref.grade, ref.programme_grade, day]


def _sitting(values: list[Any]) -> SittingRef:
    *key, day = values
    return replace(SittingRef(*key), date=date.fromisoformat(day) if day else None)
