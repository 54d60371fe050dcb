"""What an import is compared with, and the imports of a district."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from monitoring.models import (
    BiasMarkers,
    ImportBatch,
    ImportRun,
    JournalComparison,
    Result,
    ResultPart,
    Sitting,
)
from portal.core.leases import RunStatus
from portal.core.scoping import ScopedQuerySet

Rows = dict[tuple[int, int], dict[str, Any]]


def stored_results(*, schools: Collection[int], sittings: Collection[int], fields: Iterable[str]) -> Rows:
    """Results by school and sitting, in one query, whatever district they belonged to."""
    return _by_key(Result.objects.filter(school__in=schools, sitting__in=sittings), "sitting_id", fields)


def stored_journals(*, schools: Collection[int], sittings: Collection[int], fields: Iterable[str]) -> Rows:
    rows = JournalComparison.objects.filter(school__in=schools, sitting__in=sittings)
    return _by_key(rows, "sitting_id", fields)


def stored_markers(*, schools: Collection[int], years: Collection[int], fields: Iterable[str]) -> Rows:
    """Markers of bias by school and year."""
    return _by_key(BiasMarkers.objects.filter(school__in=schools, year__in=years), "year", fields)


def stored_parts(
    *, schools: Collection[int], sittings: Collection[int], fields: Iterable[str]
) -> dict[tuple[int, int], list[dict[str, Any]]]:
    """The days of results by school and sitting, the part without a day first."""
    names = list(fields)
    rows = ResultPart.objects.filter(school__in=schools, sitting__in=sittings).order_by("pk")
    found: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    for school, sitting, *values in rows.values_list("school_id", "sitting_id", *names):
        found[school, sitting].append(dict(zip(names, values, strict=True)))
    return dict(found)


def scales_of(*, sittings: Collection[int]) -> dict[int, tuple[str, int | None]]:
    """Scale and lower minimum of each sitting."""
    found = {}
    for sitting in Sitting.objects.filter(pk__in=sittings):
        minimum = sitting.lower_minimum
        found[sitting.pk] = (sitting.scale, None if minimum is None else int(minimum))
    return found


def recent_batches(*, batches: QuerySet[ImportBatch], limit: int = 30) -> list[ImportBatch]:
    """The newest imports without what was read, which may be long, each with the state of its last run."""
    people = batches.select_related("created_by", "applied_by", "undone_by")
    status = ImportRun.objects.filter(batch=OuterRef("pk")).order_by("-pk").values("status")[:1]
    return list(people.defer("parsed").annotate(run_status=Subquery(status))[:limit])


def last_run(*, batch: ImportBatch) -> ImportRun | None:
    """The work of a worker on an import: under way, or if it failed and nothing has become of it since."""
    run = batch.runs.order_by("-pk").first()
    return run if run is not None and run.status != RunStatus.DONE else None


def _by_key(rows: ScopedQuerySet, second: str, fields: Iterable[str]) -> Rows:
    names = list(fields)
    return {
        (school, other): dict(zip(names, values, strict=True))
        for school, other, *values in rows.values_list("school_id", second, *names)
    }
