"""Imports of results: kept as a preview, applied once and whole, told to the audit in counts."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from monitoring.enums import BatchState
from monitoring.models import ImportBatch, ImportChange
from monitoring.services import bulk
from monitoring.services.import_plan import import_plan
from monitoring.services.import_rows import CellChange, Incoming, Key, Plan, RowChange, Values
from monitoring.services.import_write import Writer, changes_write, restored
from monitoring.services.summaries import summaries_refresh
from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import InvalidInput, StaleRevision, TransitionRefused
from portal.core.leases import ACTIVE
from portal.core.rights import require
from schools.models import District, School
from schools.services import alias_add

OTHER_CHOICE = (
    "Этот импорт уже применён в другом окне, и отмечено там было другое: ваш выбор не записан. Чтобы "
    "загрузить остальное, загрузите файл ещё раз: портал покажет только то, что ещё отличается."
)
#: so many cells are kept by name, the rest is counted
_TOLD = 10
_CHANGED = "Пока вы смотрели, данные изменились. Проверьте, что будет записано теперь, и примените ещё раз."


@dataclass(frozen=True, slots=True)
class Read:
    """What is kept of a file: its name, the code of its format, its counts as JSON and their SHA-256."""

    file_name: str
    format: str
    parsed: Mapping[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person confirmed: the digest of the plan that he saw, and the cells if only some are taken.

    Codes are those of CellChange, or «school-12» for all cells of a school. None: everything.
    """

    seen: str | None = None
    accepted: frozenset[str] | None = None

    @property
    def digest(self) -> str:
        """Of what is taken; kept with what was applied, for another window may have ticked something else."""
        accepted = None if self.accepted is None else sorted(self.accepted)
        return sha256(json.dumps(accepted).encode()).hexdigest()

    def takes(self, cell: CellChange) -> bool:
        return self.accepted is None or not self.accepted.isdisjoint({cell.code, f"school-{cell.key[0]}"})


@dataclass(frozen=True, slots=True)
class Answered:
    """The rows of a batch with their schools, and the new names (school, name) that made them known."""

    rows: Sequence[Incoming]
    aliases: Sequence[tuple[int, str]] = ()
    #: counts for the list of imports: rows of the file, rows left out
    facts: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def batch_create(*, district: District, read: Read, by: User | None) -> ImportBatch:
    """Keep what was read as a preview. The same person's open preview of the same content is that one."""
    require(District.objects.all(), pk=district.pk, by=by, permission=Permission.RESULT_EDIT)
    District.objects.select_for_update().get(pk=district.pk)
    values = {"file_name": read.file_name, "format": read.format, "parsed": dict(read.parsed)}
    batch, _ = ImportBatch.objects.update_or_create(
        district=district, digest=read.digest, state=BatchState.PREVIEW, created_by=by, defaults=values
    )
    return batch


def batch_again(*, batch: ImportBatch, by: User | None) -> ImportBatch:
    """What was read once more as a preview without answers: the way to what was left out of an import."""
    read = Read(batch.file_name, batch.format, batch.parsed, batch.digest)
    return batch_create(district=batch.district, read=read, by=by)


@transaction.atomic
def batch_answer(*, batch: ImportBatch, answers: Mapping[str, int | None], by: User | None) -> ImportBatch:
    """Keep answers about schools: the key of a spelling → a school of the district, None for «пропустить».

    Nothing is written to the register yet: names become aliases when the import is applied.
    """
    locked = batch_locked(batch, by)
    if locked.state != BatchState.PREVIEW or locked.runs.filter(status__in=ACTIVE).exists():
        raise TransitionRefused("Этот импорт уже применяется или применён: ответы больше не меняются.")
    named = {school for school in answers.values() if school is not None}
    own = set(
        School.objects.filter(district_id=locked.district_id, pk__in=named).values_list("pk", flat=True)
    )
    if named - own:
        raise InvalidInput({"answers": "Выберите школу своего района."})
    locked.answers = {**locked.answers, **answers}
    locked.save(update_fields=["answers"])
    return locked


@transaction.atomic
def batch_apply(
    *, batch: ImportBatch, answered: Answered, choice: Choice | None = None, by: User | None
) -> ImportBatch:
    """Write the import whole or not at all; a second click finds it written and changes nothing.

    The plan is made anew under the locks. Raises StaleRevision where it is not the one that was seen, or
    where another window has applied the import with another choice.
    """
    choice = choice or Choice()
    locked = batch_locked(batch, by)
    if locked.state == BatchState.APPLIED:
        same_choice_require(locked, choice)
        return locked
    if locked.state == BatchState.UNDONE:
        raise TransitionRefused("Этот импорт отменён. Загрузите файл снова.")
    ids = {row.school_id for row in answered.rows}
    schools = School.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    districts = dict(schools.values_list("pk", "district_id"))
    if ids - districts.keys() or any(each != locked.district_id for each in districts.values()):
        raise InvalidInput({"rows": "Одна из школ файла больше не в этом районе. Откройте импорт снова."})
    whole = _confirmed(locked, answered.rows, choice)
    plan = _chosen(whole, locked, answered.rows, choice)
    changes_write(plan.changes, writer=Writer(by.pk if by else None, locked.pk, districts))
    names = [_add_alias(school_id, name, by) for school_id, name in answered.aliases]
    changes_keep(locked, [*plan.changes, *(change for change in names if change)])
    _refresh(locked.district_id, plan.changes)
    cells = {**plan.counts, "same": whole.counts["same"]}
    facts = {**answered.facts, **_left(whole, plan, choice), "choice": choice.digest}
    return _finished(locked, cells, facts, by)


def same_choice_require(batch: ImportBatch, choice: Choice) -> None:
    """Raise StaleRevision where the import was applied with another choice than this one."""
    if batch.summary.get("choice", choice.digest) != choice.digest:
        raise StaleRevision(OTHER_CHOICE)


def batch_locked(batch: ImportBatch, by: User | None) -> ImportBatch:
    """The batch, if he may, under the lock of its district: one import of a district at a time."""
    require(ImportBatch.objects.all(), pk=batch.pk, by=by, permission=Permission.RESULT_EDIT)
    District.objects.select_for_update().get(pk=batch.district_id)
    return ImportBatch.objects.select_for_update().defer("parsed").get(pk=batch.pk)


def _confirmed(batch: ImportBatch, rows: Sequence[Incoming], choice: Choice) -> Plan:
    plan = import_plan(rows=rows, source=batch.file_name)
    if choice.seen is not None and choice.seen != plan.digest:
        raise StaleRevision(_CHANGED)
    return plan


def _chosen(whole: Plan, batch: ImportBatch, rows: Sequence[Incoming], choice: Choice) -> Plan:
    """The plan without what the person left out; the rest of a row stays, for its numbers hold together."""
    declined = {cell.code for cell in whole.differences if not cell.derived and not choice.takes(cell)}
    if not declined:
        return whole
    kept = [row for each in rows if (row := _without(each, declined)) is not None]
    return import_plan(rows=kept, source=batch.file_name)


def _without(row: Incoming, declined: Collection[str]) -> Incoming | None:
    """The row without the numbers that the person left out; None where nothing of it is left."""
    prefix = f"{row.kind}-{row.key[0]}-{row.key[1]}-"
    if not row.numbers:
        return None if f"{prefix}status" in declined else row
    names = [name for name in row.numbers if f"{prefix}{name}" in declined]
    return row.without(names) if len(names) < len(row.numbers) else None


def _left(whole: Plan, plan: Plan, choice: Choice) -> dict[str, Any]:
    """Cells that the person left out, and those that could not be written without them; none is not told.

    The first ones of the latter are kept as they are (`refused_cells`): nobody chose to leave them out.
    """
    written = {cell.code for cell in plan.differences}
    left = [cell for cell in whole.differences if not cell.derived and cell.code not in written]
    refused = [cell for cell in left if choice.takes(cell)]
    found = {
        "declined": len(left) - len(refused),
        "refused": len(refused),
        "refused_cells": [list(cell) for cell in refused[:_TOLD]],
    }
    return {name: value for name, value in found.items() if value}


def refused_cells(batch: ImportBatch) -> list[CellChange]:
    """The first cells of an applied import that were ticked and could not be written."""
    return [
        CellChange(kind, (school, other), name, *_restored(kind, name, old, new), *rest)
        for kind, (school, other), name, old, new, *rest in batch.summary.get("refused_cells", ())
    ]


def _restored(kind: str, name: str, *values: Any) -> list[Any]:
    return [(restored(kind, {name: value}) or {})[name] for value in values]


def _add_alias(school_id: int, name: str, by: User | None) -> RowChange | None:
    """An answer becomes another name of the school, unless it already is one of this or another school."""
    try:
        alias = alias_add(school=School.objects.get(pk=school_id), name=name, by=by)
    except InvalidInput:
        return None  # known already, or the name of another school: the answer holds for this file
    return RowChange("alias", (school_id, 0), None, {"id": alias.pk})


def _refresh(district_id: int, changes: Sequence[RowChange]) -> None:
    if sittings := {change.key[1] for change in changes if change.kind == "result"}:
        summaries_refresh(district_id=district_id, sittings=sittings)


def _finished(
    batch: ImportBatch, cells: Mapping[str, int], facts: Mapping[str, Any], by: User | None
) -> ImportBatch:
    batch.state, batch.applied_by, batch.applied_at = BatchState.APPLIED, by, timezone.now()
    batch.summary = {"cells": cells, **facts}
    batch.save(update_fields=["state", "applied_by", "applied_at", "summary"])
    audit_record(action="import.apply", subject=batch, by=by, format=batch.format, **cells)
    return batch


# --- The trail that undo follows ----------------------------------------------------------------


def changes_keep(batch: ImportBatch, changes: Sequence[RowChange]) -> None:
    """Keep each written row as it was and as it became."""
    columns: bulk.Columns = {
        "batch_id": [batch.pk] * len(changes),
        "kind": [change.kind for change in changes],
        "school_id": [change.key[0] for change in changes],
        "sitting_id": [None if each.kind in ("markers", "alias") else each.key[1] for each in changes],
        "before": [_with_year(change, change.before) for change in changes],
        "after": [_with_year(change, change.after) for change in changes],
    }
    bulk.insert(ImportChange, columns)


def _with_year(change: RowChange, values: Values | None) -> Values | None:
    """Markers are of a year, which no column of the trail holds."""
    if values is None or change.kind != "markers":
        return values
    return values | {"year": change.key[1]}


def change_key(change: ImportChange) -> Key:
    """School and sitting, or school and year."""
    either = change.after if change.after is not None else change.before
    return change.school_id or 0, change.sitting_id or (either or {}).get("year", 0)
