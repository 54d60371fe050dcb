"""Writing the rows of a plan, and the same rows back: results with their history, days, journals, markers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Case, DateTimeField, Q, QuerySet, Value, When
from django.utils import timezone

from monitoring.models import BiasMarkers, JournalComparison, Result, ResultPart
from monitoring.services import bulk
from monitoring.services.import_rows import (
    JOURNAL_FIELDS,
    MARKER_FIELDS,
    PART_FIELDS,
    RESULT_FIELDS,
    Key,
    RowChange,
    Values,
)

#: as many pairs as one query asks at once: SQLite takes 250,000 parameters, its parser a depth of 1,000
_PAIRS = 400
_PLAIN = {
    "journal": (JournalComparison, "sitting_id", JOURNAL_FIELDS),
    "markers": (BiasMarkers, "year", MARKER_FIELDS),
}


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes and for which import; `districts` gives the district of each school now."""

    by_id: int | None
    batch_id: int | None
    districts: Mapping[int, int]


def changes_write(changes: Sequence[RowChange], *, writer: Writer) -> None:
    """Bring every row from its `before` to its `after`, within the caller's transaction."""
    kinds: dict[str, list[RowChange]] = defaultdict(list)
    for change in changes:
        kinds[change.kind].append(change)
    _write_results(kinds["result"], writer)
    _write_parts(kinds["part"], writer)
    for kind, (model, second, _) in _PLAIN.items():
        _write_plain(model, second, kinds[kind], writer)


# --- Results ----------------------------------------------------------------------------------


def _write_results(changes: Sequence[RowChange], writer: Writer) -> None:
    now = timezone.now()
    gone = [change.key for change in changes if change.after is None]
    _delete_results(gone, writer, now)
    kept = {change.key: change.after for change in changes if change.after is not None}
    if not kept:
        return
    known = _known_results(kept)
    before = [known.get(key, (None, writer.districts.get(key[0]), 0)) for key in kept]
    update = {name: [after[name] for after in kept.values()] for name in RESULT_FIELDS} | {
        "revision": [revision + 1 for _, _, revision in before],
        "updated_by_id": [writer.by_id] * len(kept),
        "updated_at": [now] * len(kept),
    }
    unique = {"school_id": [school for school, _ in kept], "sitting_id": [sitting for _, sitting in kept]}
    fixed = {"district_id": [district for _, district, _ in before], "remark": [""] * len(kept)}
    bulk.merge(Result, unique | update | fixed, unique=list(unique), update=list(update))
    # Nobody adds a result between these two looks: the schools are locked.
    untouched = [pk for key, (pk, _, _) in known.items() if key not in kept]
    kinds = Case(When(revision=1, then=Value("+")), default=Value("~"))
    _keep_history(_around(kept).exclude(pk__in=untouched), kinds, writer, now)


def _around(keys: Iterable[Key]) -> QuerySet[Result]:
    """The results of these schools at these sittings: those of the keys, and maybe some others."""
    schools, sittings = map(set, zip(*keys, strict=True))
    return Result.objects.filter(school__in=schools, sitting__in=sittings)


def _known_results(keys: Iterable[Key]) -> dict[Key, tuple[int, int, int]]:
    """Number, district and revision of results that exist: the district of a result's year stays."""
    rows = _around(keys).values_list("school_id", "sitting_id", "pk", "district_id", "revision")
    return {(school, sitting): (pk, district, revision) for school, sitting, pk, district, revision in rows}


def _keep_history(rows: QuerySet[Result], kind: Case | Value, writer: Writer, now: datetime) -> None:
    """What django-simple-history would write for each of the rows, in one statement."""
    model = Result.history.model
    tracked = [field.attname for field in model.tracked_fields]
    about = {
        "history_date": Value(now, output_field=DateTimeField()),
        "history_type": kind,
        "history_user_id": Value(writer.by_id, output_field=BigIntegerField()),
    }
    bulk.insert_from(model, rows.order_by().annotate(**about).values_list(*tracked, *about))


def _delete_results(keys: Sequence[Key], writer: Writer, now: datetime) -> None:
    for some in _slices(keys):
        gone = Result.objects.filter(_any_of(some, "sitting_id"))
        _keep_history(gone, Value("-"), writer, now)
        # With our own rows of history above: delete() would read every row and write another one for each.
        gone._raw_delete(gone.db)  # noqa: SLF001 - Django has no public name for a DELETE without signals


# --- The rest -----------------------------------------------------------------------------------


def _write_parts(changes: Sequence[RowChange], writer: Writer) -> None:
    """A day is replaced as a whole: the old row goes, the new one comes."""
    days = {_day_of(each) for each in changes}
    ids = [pk for key_day, pk in _part_ids(changes).items() if key_day in days]
    ResultPart.objects.filter(pk__in=ids).delete()
    rows = [
        {"school_id": change.key[0], "sitting_id": change.key[1], "batch_id": writer.batch_id}
        | {name: change.after[name] for name in PART_FIELDS}
        for change in changes
        if change.after is not None
    ]
    bulk.insert(ResultPart, bulk.columns_of(rows))


def _day_of(change: RowChange) -> tuple[Key, date | None]:
    values = change.after if change.after is not None else change.before
    return change.key, (values or {})["date"]


def _part_ids(changes: Sequence[RowChange]) -> dict[tuple[Key, date | None], int]:
    rows = ResultPart.objects.filter(
        school__in={change.key[0] for change in changes}, sitting__in={change.key[1] for change in changes}
    )
    return {
        ((school, sitting), day): pk
        for pk, school, sitting, day in rows.values_list("pk", "school_id", "sitting_id", "date")
    }


def _write_plain(model: Any, second: str, changes: Sequence[RowChange], writer: Writer) -> None:
    for some in _slices([change.key for change in changes if change.after is None]):
        model.objects.filter(_any_of(some, second)).delete()
    rows = [
        {"school_id": change.key[0], second: change.key[1], "district_id": writer.districts[change.key[0]]}
        | change.after
        for change in changes
        if change.after is not None
    ]
    update = [name for name in rows[0] if name not in ("school_id", second, "district_id")] if rows else []
    bulk.merge(model, bulk.columns_of(rows), unique=["school_id", second], update=update)


def _slices(keys: Sequence[Key]) -> Iterable[Sequence[Key]]:
    return (keys[start : start + _PAIRS] for start in range(0, len(keys), _PAIRS))


def _any_of(keys: Sequence[Key], second: str) -> Q:
    """Rows by school and sitting; never the whole table."""
    by_other: dict[int, list[int]] = defaultdict(list)
    for school, other in keys:
        by_other[other].append(school)
    found = Q(pk__in=[])
    for other, schools in by_other.items():
        found |= Q((second, other), school__in=schools)
    return found


# --- Rows as ImportChange keeps them ----------------------------------------------------------


def restored(kind: str, values: Values | None) -> Values | None:
    """`before` or `after` of an ImportChange with its dates and decimals."""
    if values is None:
        return None
    found = dict(values)
    if kind == "part" and found["date"] is not None:
        found["date"] = date.fromisoformat(found["date"])
    for name in ("mean_mark", "mean_score"):
        if found.get(name) is not None:
            found[name] = Decimal(found[name])
    return found
