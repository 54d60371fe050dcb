"""What is done for a ReportRun: rights, data, print, a private file. Runs are given by portal.core.leases."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.core import leases
from portal.core.audit import audit_record
from portal.core.errors import NotAllowed
from portal.core.leases import LeaseLost
from reports.kinds import choice_of
from reports.models import ReportRun
from reports.services import files
from reports.services.printing import document_for, print_document
from reports.services.runs import may_build

STAGES = ("Собираем данные", "Верстаем", "Сохраняем")
_RIGHTS_GONE = "У сотрудника, который заказал документ, больше нет права собирать документы этого района."


def build(*, run_id: int) -> bool:
    """Build the document of a run if it is free; False if somebody else has it or it is finished."""
    runs = ReportRun.objects.select_related("district", "school", "requested_by", "meeting", "protocol")
    return leases.carry_out(runs.filter(pk=run_id), _work, done=0, stage=STAGES[0])


def sweep() -> list[int]:
    """The numbers of the runs that were sent again; see leases.sweep."""
    return leases.sweep(ReportRun, clear=lambda run: files.remove_attempts(run=run))


def _work(run: ReportRun, token: UUID) -> None:
    files.remove_attempts(run=run)
    _finish(run, token, _produce(run, token))


def _produce(run: ReportRun, token: UUID) -> files.Published:
    if not may_build(by=run.requested_by, district=run.district):
        raise NotAllowed(_RIGHTS_GONE)
    document = document_for(
        kind=run.kind,
        district=run.district,
        year=run.year,
        meeting=run.meeting,
        protocol=run.protocol,
        choice=choice_of(run.year, first=run.first_year, exam=run.exam),
        school=run.school,
    )
    _advance(run, token, 1)
    content = print_document(document=document, format=run.format)
    _advance(run, token, 2)
    return files.publish(run=run, token=token, content=content)


def _advance(run: ReportRun, token: UUID, done: int) -> None:
    until = timezone.now() + leases.lease()
    leases.update_mine(run, token, done=done, stage=STAGES[done], lease_until=until)


def _finish(run: ReportRun, token: UUID, published: files.Published) -> None:
    about: dict[str, Any] = {"file": published.name, "sha256": published.sha256, "size": published.size}
    try:
        with transaction.atomic():
            leases.finish(run, token, done=len(STAGES), **about)
            audit_record(action="report.done", subject=run, by=run.requested_by, sha256=published.sha256)
    except LeaseLost:
        (settings.FILES_DIR / published.name).unlink(missing_ok=True)
        raise
    files.remove_attempts(run=run, keep=published.name)
