"""Writing the rows of a plan, and the same rows back: results with their history, days, journals, markers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q
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
    kept = [change for change in changes if change.after is not None]
    known = _known_results([change.key for change in kept])
    rows, history = [], []
    for change in kept:
        district, revision = known.get(change.key, (writer.districts.get(change.key[0]), 0))
        row = _result_row(change) | {
            "district_id": district,
            "revision": revision + 1,
            "updated_by_id": writer.by_id,
            "updated_at": now,
        }
        rows.append(row)
        history.append("~" if change.key in known else "+")
    update = [*RESULT_FIELDS, "revision", "updated_by_id", "updated_at"]
    bulk.merge(Result, rows, unique=["school_id", "sitting_id"], update=update)
    _keep_history(rows, history, writer, now)


def _result_row(change: RowChange) -> dict[str, Any]:
    after = change.after or {}
    return {"school_id": change.key[0], "sitting_id": change.key[1], "remark": ""} | {
        name: after[name] for name in RESULT_FIELDS
    }


def _known_results(keys: Sequence[Key]) -> dict[Key, tuple[int, int]]:
    """District and revision of the results that exist: the district of a result's year stays."""
    rows = Result.objects.filter(
        school__in={school for school, _ in keys}, sitting__in={sitting for _, sitting in keys}
    )
    return {
        (school, sitting): (district, revision)
        for school, sitting, district, revision in rows.values_list(
            "school_id", "sitting_id", "district_id", "revision"
        )
    }


def _keep_history(
    rows: Sequence[dict[str, Any]], types: Sequence[str], writer: Writer, now: datetime
) -> None:
    """What django-simple-history would write for each saved result, in one statement."""
    written = Result.objects.filter(
        school__in={row["school_id"] for row in rows}, sitting__in={row["sitting_id"] for row in rows}
    )
    kept = {
        (school, sitting): (pk, remark)
        for pk, school, sitting, remark in written.values_list("pk", "school_id", "sitting_id", "remark")
    }
    history = []
    for row, kind in zip(rows, types, strict=True):
        pk, remark = kept[row["school_id"], row["sitting_id"]]
        history.append(_past(row | {"id": pk, "remark": remark}, kind, writer, now))
    bulk.insert(Result.history.model, history)


def _past(row: dict[str, Any], kind: str, writer: Writer, now: datetime) -> dict[str, Any]:
    fields = {name: value for name, value in row.items() if name != "district_id"}
    return fields | {
        "history_date": now,
        "history_type": kind,
        "history_user_id": writer.by_id,
        "history_change_reason": None,
    }


def _delete_results(keys: Sequence[Key], writer: Writer, now: datetime) -> None:
    names = [field.attname for field in Result._meta.concrete_fields if field.name != "district"]
    for some in _slices(keys):
        gone = Result.objects.filter(_any_of(some, "sitting_id"))
        bulk.insert(Result.history.model, [_past(row, "-", writer, now) for row in gone.values(*names)])
        # With our own rows of history above: delete() would read every row and write another one for each.
        gone._raw_delete(gone.db)  # noqa: SLF001 - Django has no public name for a DELETE without signals


# --- The rest -----------------------------------------------------------------------------------


def _write_parts(changes: Sequence[RowChange], writer: Writer) -> None:
    """A day is replaced as a whole: the old row goes, the new one comes."""
    ids = [pk for key_day, pk in _part_ids(changes).items() if key_day in {_day_of(each) for each in changes}]
    ResultPart.objects.filter(pk__in=ids).delete()
    bulk.insert(
        ResultPart,
        [
            {"school_id": change.key[0], "sitting_id": change.key[1], "batch_id": writer.batch_id}
            | {name: change.after[name] for name in PART_FIELDS}
            for change in changes
            if change.after is not None
        ],
    )


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
    bulk.merge(model, rows, unique=["school_id", second], update=update)


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
