"""Large imports are applied and taken back by a worker; the page only orders it."""

from django.db import transaction
from django.utils import timezone

from monitoring.enums import BatchState, ImportDeed
from monitoring.models import ImportBatch, ImportRun
from monitoring.services.imports import OTHER_CHOICE, Choice, batch_locked, same_choice_require
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import StaleRevision, TransitionRefused
from portal.core.leases import ACTIVE, send

#: rows that a request writes in about a second, even on a small machine
MOST_AT_ONCE = 3_000
_FROM = {ImportDeed.APPLY: BatchState.PREVIEW, ImportDeed.UNDO: BatchState.APPLIED}


def is_large(batch: ImportBatch) -> bool:
    """Whether a worker should write it: a whole region's file, never one of a district."""
    return len(batch.parsed["rows"]) > MOST_AT_ONCE


def chosen_by(run: ImportRun) -> Choice:
    """What the person confirmed who ordered the run."""
    return Choice(run.seen, None if run.accepted is None else frozenset(run.accepted))


@transaction.atomic
def import_run_request(*, batch: ImportBatch, deed: str, choice: Choice, by: User) -> ImportRun:
    """Order the deed in the name of `by`. A second click finds the run under way.

    Raises TransitionRefused where the import is not in the state that the deed begins with, and
    StaleRevision where another window applies or has applied it with another choice.
    """
    locked = batch_locked(batch, by)
    if run := locked.runs.filter(status__in=ACTIVE).first():
        if deed == run.deed == ImportDeed.APPLY and chosen_by(run).digest != choice.digest:
            raise StaleRevision(OTHER_CHOICE)
        return run
    if locked.state == BatchState.APPLIED and deed == ImportDeed.APPLY:
        same_choice_require(locked, choice)
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
