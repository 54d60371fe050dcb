"""«Отменить этот импорт»: every row goes back to what it was, or none does."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from monitoring.enums import BatchState
from monitoring.models import ImportBatch, Sitting
from monitoring.selectors.imports import stored_journals, stored_markers, stored_parts, stored_results
from monitoring.services.import_rows import (
    JOURNAL_FIELDS,
    MARKER_FIELDS,
    PART_FIELDS,
    RESULT_FIELDS,
    Key,
    RowChange,
    Values,
    plain,
)
from monitoring.services.import_write import Writer, changes_write, restored
from monitoring.services.imports import change_key
from monitoring.services.summaries import summaries_refresh
from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import TransitionRefused
from portal.core.rights import require
from portal.core.russian import counted
from schools.models import District, School, SchoolAlias
from schools.services import alias_remove

#: so many places are named in a refusal, the rest is counted
_NAMED = 5


@transaction.atomic
def batch_undo(*, batch: ImportBatch, by: User | None) -> ImportBatch:
    """Give every row that the import wrote its former values; what it created goes, with its history kept.

    Raises TransitionRefused, naming the rows, where somebody has changed one of them since. A second
    click changes nothing.
    """
    require(ImportBatch.objects.all(), pk=batch.pk, by=by, permission=Permission.RESULT_EDIT)
    District.objects.select_for_update().get(pk=batch.district_id)
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state == BatchState.UNDONE:
        return locked
    if locked.state != BatchState.APPLIED:
        raise TransitionRefused("Отменять нечего: этот импорт ещё не применён.")
    changes = [
        RowChange(row.kind, change_key(row), row.before, row.after) for row in locked.changes.order_by("pk")
    ]
    rows = [change for change in changes if change.kind != "alias"]
    schools = School.objects.select_for_update().filter(pk__in={change.key[0] for change in changes})
    districts = dict(schools.order_by("pk").values_list("pk", "district_id"))
    if touched := _touched_since(rows):
        raise TransitionRefused(_refusal(touched))
    changes_write([_back(change) for change in rows], writer=Writer(by.pk if by else None, None, districts))
    _remove_aliases(changes, by)
    if sittings := {change.key[1] for change in rows if change.kind == "result"}:
        summaries_refresh(district_id=locked.district_id, sittings=sittings)
    locked.state, locked.undone_by, locked.undone_at = BatchState.UNDONE, by, timezone.now()
    locked.save(update_fields=["state", "undone_by", "undone_at"])
    audit_record(action="import.undo", subject=locked, by=by, rows=len(rows))
    return locked


def _back(change: RowChange) -> RowChange:
    """The change the other way round; markers keep their year in the trail alone."""
    before, after = (_own(change.kind, values) for values in (change.before, change.after))
    return RowChange(change.kind, change.key, after, before)


def _own(kind: str, values: Values | None) -> Values | None:
    found = restored(kind, values)
    return found and {name: value for name, value in found.items() if name != "year"}


def _touched_since(changes: Sequence[RowChange]) -> list[RowChange]:
    """The rows that no longer say what the import left."""
    stored = _Stored(changes)
    return [change for change in changes if _now(change, stored) != _left(change)]


def _left(change: RowChange) -> object:
    return plain(_own(change.kind, change.after))


def _now(change: RowChange, stored: "_Stored") -> object:
    if change.kind == "part":
        day = ((change.after if change.after is not None else change.before) or {})["date"]
        return stored.parts.get((change.key, day))
    found = stored.rows[change.kind].get(change.key)
    if found is not None and change.kind == "result" and not (change.before is None and found["remark"]):
        del found["remark"]  # stays with its row; only a row that would go takes a remark with it
    return found


class _Stored:
    """The rows of the changes as they are now, in the form of the trail."""

    def __init__(self, changes: Sequence[RowChange]):
        keys: dict[str, set[Key]] = defaultdict(set)
        for change in changes:
            keys[change.kind].add(change.key)
        self.rows = {
            "result": _plain_rows(
                stored_results(**_where(keys["result"]), fields=(*RESULT_FIELDS, "remark"))
            ),
            "journal": _plain_rows(stored_journals(**_where(keys["journal"]), fields=JOURNAL_FIELDS)),
            "markers": _plain_rows(
                stored_markers(
                    schools={school for school, _ in keys["markers"]},
                    years={year for _, year in keys["markers"]},
                    fields=MARKER_FIELDS,
                )
            ),
        }
        parts = stored_parts(**_where(keys["part"]), fields=PART_FIELDS)
        self.parts = {
            (key, day["date"]): day for key, days in parts.items() for day in (plain(each) for each in days)
        }


def _where(keys: set[Key]) -> dict[str, set[int]]:
    return {"schools": {school for school, _ in keys}, "sittings": {sitting for _, sitting in keys}}


def _plain_rows(rows: dict[Key, Values]) -> dict[Key, Values]:
    return {key: plain(values) for key, values in rows.items()}


def _refusal(touched: Sequence[RowChange]) -> str:
    keys = list(dict.fromkeys((change.kind == "markers", change.key) for change in touched))
    schools = School.objects.in_bulk({school for _, (school, _) in keys})
    sittings = Sitting.objects.select_related("subject").in_bulk(
        {other for is_year, (_, other) in keys if not is_year}
    )
    names = [
        f"{schools[school]} — {other if is_year else sittings[other]}"
        for is_year, (school, other) in keys[:_NAMED]
    ]
    rest = len(keys) - len(names)
    more = f" и ещё {counted(rest, 'строка', 'строки', 'строк')}" if rest else ""
    return (
        f"Отменить нельзя: после импорта изменили {'; '.join(names)}{more}. Отмените сначала "
        "более поздний импорт или исправьте эти значения вручную."
    )


def _remove_aliases(changes: Sequence[RowChange], by: User | None) -> None:
    """Names that this import gave to schools; one that somebody removed already is no trouble."""
    ids = [change.after["id"] for change in changes if change.kind == "alias" and change.after]
    for alias in SchoolAlias.objects.filter(pk__in=ids).select_related("school"):
        alias_remove(alias=alias, by=by)
