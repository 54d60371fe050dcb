"""Remarks of applied imports that outlive the import: percents that did not add up, with their addresses."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from monitoring.checks import FILE_KINDS, FileProblem
from monitoring.enums import BatchState
from monitoring.models import ImportBatch, Sitting
from schools.models import District, School
from schools.naming import match_key

#: where a row of `parsed` holds what: see monitoring.imports.stored
_SHAPE, _SCHOOL, _SITTING, _LINE = range(4)


def file_problems_of(
    *,
    districts: Collection[District],
    schools: Mapping[int, list[School]],
    sittings: Iterable[Sitting],
) -> dict[int, list[FileProblem]]:
    """By district, those that stand at a row of one of `sittings`; two queries at most.

    `parsed` of a batch is what monitoring.imports.stored writes: problems are (severity, kind, address,
    text), rows name their shape, school and sitting by number and end the addresses of their shape.
    """
    applied = ImportBatch.objects.filter(district__in=districts, state=BatchState.APPLIED).order_by("pk")
    told = [
        pk
        for pk, problems in applied.values_list("pk", "parsed__problems")
        if any(kind in FILE_KINDS for _, kind, *_ in problems or ())
    ]
    calendar = {_key(sitting): sitting for sitting in sittings}
    found: dict[int, list[FileProblem]] = defaultdict(list)
    if told:
        for batch in applied.filter(pk__in=told).only("district_id", "file_name", "parsed"):
            for problem in _of_batch(batch, calendar, schools.get(batch.district_id, [])):
                if problem not in found[batch.district_id]:  # the same file applied twice says it once
                    found[batch.district_id].append(problem)
    return found


def _of_batch(
    batch: ImportBatch, calendar: Mapping[tuple, Sitting], schools: list[School]
) -> Iterable[FileProblem]:
    parsed = batch.parsed
    rows = {address: row for row in parsed.get("rows", ()) for address in _addresses(parsed["shapes"], row)}
    for _, kind, address, text in parsed["problems"]:
        row = rows.get(address)
        if kind not in FILE_KINDS or row is None or row[_SITTING] is None:
            continue
        *key, _day = parsed["sittings"][row[_SITTING]]
        name, code, login, *_ = parsed["schools"][row[_SCHOOL]]
        if (sitting := calendar.get(tuple(key))) is not None:
            school = _named(schools, name, code, login)
            said = text if school else f"{name}: {text}"
            yield FileProblem(batch.file_name, kind, address, said, school, sitting)


def _addresses(shapes: Sequence[Mapping[str, Any]], row: Sequence[Any]) -> list[str]:
    shape, line = shapes[row[_SHAPE]], row[_LINE]
    return [shape["address"] + line, *(cell + line for _, cell in shape["cells"])]


def _named(schools: list[School], name: str, code: str, login: str) -> School | None:
    """The one school with that login, code or name; the sentence names it itself where there is none."""
    key = match_key(name)
    found = [
        school
        for school in schools
        if (login and school.fis_oko_login == login) or (code and school.oo_code == code) or school.key == key
    ]
    return found[0] if len(found) == 1 else None


def _key(sitting: Sitting) -> tuple:
    """As a file's reference to a sitting is kept: without the day."""
    return (
        sitting.exam,
        sitting.subject.code,
        sitting.year,
        sitting.level,
        sitting.season,
        sitting.grade,
        sitting.programme_grade,
    )
