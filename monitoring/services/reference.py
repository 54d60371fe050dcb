"""Loading the dictionaries that ship with the portal: subjects and the exam calendar."""

import csv
import json
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from monitoring.models import Sitting, Subject

_KEY = ("exam", "level", "year", "season", "grade", "programme_grade")


@transaction.atomic
def reference_load(*, folder: Path) -> int:
    """Bring subjects and sittings to what the files of `folder` say; the number of sittings comes back.

    Idempotent: a line that exists is brought up to date by its natural key, none is doubled.
    """
    sources = json.loads((folder / "sources.json").read_text(encoding="utf-8"))
    subjects = {row["code"]: _subject(row) for row in _rows(folder / "subjects.csv")}
    known = {_natural_key(sitting): sitting for sitting in Sitting.objects.all()}
    count = 0
    for row in _rows(folder / "sittings.csv"):
        wanted = _sitting(row, subjects[row["subject"]], sources)
        current = known.get(_natural_key(wanted))
        wanted.pk = current.pk if current else None
        if current is None or _facts(current) != _facts(wanted):
            wanted.save()
        count += 1
    return count


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _subject(row: dict[str, str]) -> Subject:
    facts = {"name": row["name"], "short_name": row["short_name"], "is_core": row["is_core"] == "1"}
    subject, _ = Subject.objects.update_or_create(
        code=row["code"], defaults={**facts, "position": int(row["position"])}
    )
    return subject


def _sitting(row: dict[str, str], subject: Subject, sources: dict) -> Sitting:
    source = sources[row["source"]]
    return Sitting(
        exam=row["exam"],
        subject=subject,
        level=row["level"],
        year=int(row["year"]),
        season=row["season"],
        grade=int(row["grade"]) if row["grade"] else None,
        programme_grade=int(row["programme_grade"]) if row["programme_grade"] else None,
        scale=row["scale"],
        minimum=Decimal(row["minimum"]) if row["minimum"] else None,
        is_held=row["is_held"] == "1",
        is_general=row["is_general"] == "1",
        source=" ".join(filter(None, (source["title"], source["address"])))[:300],
    )


def _natural_key(sitting: Sitting) -> tuple:
    return (sitting.subject_id, *(getattr(sitting, name) for name in _KEY))


def _facts(sitting: Sitting) -> tuple:
    return (sitting.scale, sitting.minimum, sitting.is_held, sitting.is_general, sitting.source)
