import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from monitoring.models import Result, Sitting
from monitoring.services import ResultInput, results_save
from portal.accounts.models import User
from schools.models import District, School

SOURCE = "демонстрационные данные"
_COUNTS = ("participants", "n2", "n3", "n4", "n5", "below_minimum")


def rows_of_csv(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def load_results(district: District, rows: list[dict[str, Any]], *, by: User) -> None:
    """Enter what has not been entered yet, school by school."""
    schools = {school.short_name: school for school in School.objects.filter(district=district)}
    sittings = {_key(s.exam, s.subject.code, s.level, s.year): s for s in _summaries()}
    known = set(Result.objects.filter(district=district).values_list("school_id", "sitting_id"))
    inputs: dict[str, list[ResultInput]] = defaultdict(list)
    for row in rows:
        sitting = sittings[_key(row["exam"], row["subject"], row["level"], int(row["year"]))]
        if (schools[row["school"]].pk, sitting.pk) not in known:
            inputs[row["school"]].append(_input(row, sitting))
    for name, school_rows in inputs.items():
        results_save(school=schools[name], rows=school_rows, by=by)


def _summaries() -> list[Sitting]:
    """The sittings of the files: a class's only sitting of a year, or a summary over all classes."""
    sittings = Sitting.objects.select_related("subject")
    return [sitting for sitting in sittings if sitting.exam != "vpr" or sitting.is_summary]


def _key(exam: str, subject: str, level: str, year: int) -> tuple:
    return (exam, subject, level, year)


def _input(row: dict[str, Any], sitting: Sitting) -> ResultInput:
    counts: dict[str, Any] = {name: _count(row.get(name)) for name in _COUNTS}
    value = Decimal(row["value"]) if row["value"] else None
    return ResultInput(sitting=sitting, status=row["status"], value=value, source=SOURCE, **counts)


def _count(typed: str | int | None) -> int | None:
    return None if typed in (None, "") else int(typed)
