"""Large imports are applied and taken back by a worker; the page only orders it."""

from django.db import transaction
from django.utils import timezone

from monitoring.enums import BatchState, ImportDeed
from monitoring.models import ImportBatch, ImportRun
from monitoring.services.imports import Choice, batch_locked
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import TransitionRefused
from portal.core.leases import ACTIVE, send

#: rows that a request writes in about a second, even on a small machine
MOST_AT_ONCE = 3_000
_FROM = {ImportDeed.APPLY: BatchState.PREVIEW, ImportDeed.UNDO: BatchState.APPLIED}


def is_large(batch: ImportBatch) -> bool:
    """Whether a worker should write it: a whole region's file, never one of a district."""
    return len(batch.parsed["rows"]) > MOST_AT_ONCE


@transaction.atomic
def import_run_request(*, batch: ImportBatch, deed: str, choice: Choice, by: User) -> ImportRun:
    """Order the deed in the name of `by`. A second click finds the run under way.

    Raises TransitionRefused where the import is not in the state that the deed begins with.
    """
    locked = batch_locked(batch, by)
    if run := locked.runs.filter(status__in=ACTIVE).first():
        return run
    if locked.state != _FROM[ImportDeed(deed)]:
        raise TransitionRefused(f"Этот импорт уже {BatchState(locked.state).label}.")
    run = ImportRun.objects.create(
        batch=locked,
        deed=deed,
        seen=choice.seen or "",
        accepted=None if choice.accepted is None else sorted(choice.accepted),
        requested_by=by,
        sent_at=timezone.now(),
    )
    audit_record(action="import.order", subject=run, by=by, deed=run.deed)
    send(run)
    return run
