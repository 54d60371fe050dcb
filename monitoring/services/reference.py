"""Loading the dictionaries that ship with the portal: subjects, the exam calendar and mark scales."""

import csv
import json
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import transaction

from monitoring.models import MarkScale, Sitting, Subject
from monitoring.services.summaries import summaries_of_line

_KEY = ("exam", "level", "year", "season", "grade", "programme_grade")
_SCALE_BORDERS = ("from3", "from4", "from5", "maximum")


def reference_ensure() -> None:
    """A portal whose calendar is still empty gets the one that ships with it: files are read against it."""
    if not Sitting.objects.exists():
        reference_load(folder=settings.BASE_DIR / "fixtures" / "reference")


@transaction.atomic
def reference_load(*, folder: Path) -> int:
    """Bring subjects and sittings to what the files of `folder` say; the number of sittings comes back.

    Idempotent: a line that exists is brought up to date by its natural key, none is doubled. A sitting that
    an administrator has edited stays as he left it.
    """
    sources = json.loads((folder / "sources.json").read_text(encoding="utf-8"))
    subjects = {row["code"]: _subject(row) for row in _rows(folder / "subjects.csv")}
    known = {_natural_key(sitting): sitting for sitting in Sitting.objects.all()}
    count = 0
    for row in _rows(folder / "sittings.csv"):
        wanted = _sitting(row, subjects[row["subject"]], sources)
        current = known.get(_natural_key(wanted))
        wanted.pk = current.pk if current else None
        if current is None or (current.edited_at is None and _facts(current) != _facts(wanted)):
            wanted.save()
        if current is None:
            summaries_of_line(sitting=wanted)
        count += 1
    _mark_scales(folder, subjects, sources)
    return count


def _mark_scales(folder: Path, subjects: dict[str, Subject], sources: dict) -> None:
    """Scales that are not there yet; those that exist stay, an administrator may have changed them."""
    known = set(MarkScale.objects.values_list("subject__code", "programme_grade", "year", "season"))
    MarkScale.objects.bulk_create(
        MarkScale(
            subject=subjects[row["subject"]],
            **{name: int(row[name]) for name in ("programme_grade", "year", *_SCALE_BORDERS)},
            season=row["season"],
            source=_source(sources[row["source"]]),
        )
        for row in _rows(folder / "mark_scales.csv")
        if (row["subject"], int(row["programme_grade"]), int(row["year"]), row["season"]) not in known
    )


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
        minimum=_decimal(row["minimum"]),
        entry_minimum=_decimal(row["entry_minimum"]),
        is_held=row["is_held"] == "1",
        is_general=row["is_general"] == "1",
        source=_source(source),
    )


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _source(source: dict[str, str]) -> str:
    return " ".join(filter(None, (source["title"], source["address"])))[:300]


def _natural_key(sitting: Sitting) -> tuple:
    return (sitting.subject_id, *(getattr(sitting, name) for name in _KEY))


def _facts(sitting: Sitting) -> tuple:
    names = ("scale", "minimum", "entry_minimum", "is_held", "is_general", "source")
    return tuple(getattr(sitting, name) for name in names)
