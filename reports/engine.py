"""The engine of jobs: a row says who builds a document and until when, the queue only carries numbers.

A message may come twice, late or never, and a worker may die at any moment: a document is built
once all the same. Every write after the claim names the worker's token, so that a worker that
lost its run can change nothing.
"""

import logging
import traceback
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from portal.core.audit import audit_record
from portal.core.errors import NotAllowed, PortalError
from portal.core.jobs import enqueue
from reports.enums import RunStatus
from reports.heartbeat import Heartbeat, LeaseLost
from reports.kinds import Choice
from reports.models import ReportRun
from reports.services import files
from reports.services.printing import document_for, print_document
from reports.services.runs import BUILD_TASK, may_build

logger = logging.getLogger("portal.engine")

MAX_ATTEMPTS = 3
STAGES = ("Собираем данные", "Верстаем", "Сохраняем")
_UNKNOWN = (
    "Документ собрать не удалось из-за ошибки в портале. Она записана в журнал; "
    "сообщите администратору время заказа."
)
_GIVEN_UP = (
    f"Сборка обрывалась {MAX_ATTEMPTS} раза подряд: работа сервера прерывалась или документ слишком велик. "
    "Закажите документ снова; если не поможет, сообщите администратору."
)
_RIGHTS_GONE = "У сотрудника, который заказал документ, больше нет права собирать документы этого района."


def build(*, run_id: int) -> bool:
    """Build the document of a run if it is free; False if somebody else has it or it is finished."""
    token = claim(run_id=run_id)
    if token is None:
        return False
    run = ReportRun.objects.select_related("district", "school", "requested_by", "meeting", "protocol").get(
        pk=run_id
    )
    with Heartbeat(run_id=run_id, token=token):
        _attempt(run, token)
    return True


def claim(*, run_id: int) -> uuid.UUID | None:
    """Take a free run by one conditional UPDATE; the token of this attempt, or None."""
    token, now = uuid.uuid4(), timezone.now()
    taken = ReportRun.objects.filter(_free(now), pk=run_id, attempts__lt=MAX_ATTEMPTS).update(
        status=RunStatus.RUNNING,
        attempts=F("attempts") + 1,
        token=token,
        lease_until=now + lease(),
        started_at=now,
        done=0,
        stage=STAGES[0],
        error="",
    )
    return token if taken else None


def sweep() -> list[int]:
    """Send again what was lost on the way or left by a dead worker; give up what died too often.

    The numbers of the runs that were sent come back.
    """
    now = timezone.now()
    dead = ReportRun.objects.filter(status=RunStatus.RUNNING, lease_until__lt=now, attempts__gte=MAX_ATTEMPTS)
    _give_up(dead, now)
    waiting = ReportRun.objects.filter(_free(now), attempts__lt=MAX_ATTEMPTS, sent_at__lt=now - lease())
    return [run_id for run_id in waiting.values_list("pk", flat=True) if _send_again(run_id, now)]


def lease() -> timedelta:
    return timedelta(seconds=settings.RUN_LEASE_SECONDS)


def _free(now: datetime) -> Q:
    return Q(status=RunStatus.QUEUED) | Q(status=RunStatus.RUNNING, lease_until__lt=now)


def _attempt(run: ReportRun, token: uuid.UUID) -> None:
    try:
        files.remove_attempts(run=run)
        _finish(run, token, _produce(run, token))
    except LeaseLost:
        logger.warning("run %s was given to another worker", run.public_id)
    except PortalError as error:
        _fail(run, token, str(error))
    except OperationalError:
        # The database is away: the row stays as it is and comes back when its lease runs out.
        raise
    except Exception as error:
        _log_without_data(run, error)
        _fail(run, token, _UNKNOWN)


def _produce(run: ReportRun, token: uuid.UUID) -> files.Published:
    if not may_build(by=run.requested_by, district=run.district):
        raise NotAllowed(_RIGHTS_GONE)
    document = document_for(
        kind=run.kind,
        district=run.district,
        year=run.year,
        meeting=run.meeting,
        protocol=run.protocol,
        choice=Choice(run.first_year, run.year) if run.first_year else None,
        school=run.school,
    )
    _advance(run, token, 1)
    content = print_document(document=document, format=run.format)
    _advance(run, token, 2)
    return files.publish(run=run, token=token, content=content)


def _advance(run: ReportRun, token: uuid.UUID, done: int) -> None:
    _update_mine(run, token, done=done, stage=STAGES[done], lease_until=timezone.now() + lease())


def _finish(run: ReportRun, token: uuid.UUID, published: files.Published) -> None:
    try:
        with transaction.atomic():
            _update_mine(
                run,
                token,
                status=RunStatus.DONE,
                file=published.name,
                sha256=published.sha256,
                size=published.size,
                done=len(STAGES),
                stage="",
                lease_until=None,
                finished_at=timezone.now(),
            )
            audit_record(action="report.done", subject=run, by=run.requested_by, sha256=published.sha256)
    except LeaseLost:
        (settings.FILES_DIR / published.name).unlink(missing_ok=True)
        raise
    files.remove_attempts(run=run, keep=published.name)


def _fail(run: ReportRun, token: uuid.UUID, reason: str) -> None:
    try:
        with transaction.atomic():
            _update_mine(
                run,
                token,
                status=RunStatus.FAILED,
                error=reason,
                stage="",
                lease_until=None,
                finished_at=timezone.now(),
            )
            audit_record(action="report.failed", subject=run, by=run.requested_by, reason=reason)
    except LeaseLost:
        logger.warning("run %s was given to another worker", run.public_id)


def _update_mine(run: ReportRun, token: uuid.UUID, **columns) -> None:
    mine = ReportRun.objects.filter(pk=run.pk, token=token, status=RunStatus.RUNNING)
    if not mine.update(**columns):
        raise LeaseLost


def _give_up(dead: QuerySet[ReportRun], now: datetime) -> None:
    for run in dead.select_related("requested_by"):
        with transaction.atomic():
            if dead.filter(pk=run.pk, token=run.token).update(
                status=RunStatus.FAILED, error=_GIVEN_UP, stage="", lease_until=None, finished_at=now
            ):
                audit_record(action="report.failed", subject=run, by=run.requested_by, reason=_GIVEN_UP)
        files.remove_attempts(run=run)


def _send_again(run_id: int, now: datetime) -> bool:
    """One of several sweepers sends a run, and not again before a lease has passed."""
    stale = ReportRun.objects.filter(_free(now), pk=run_id, sent_at__lt=now - lease())
    if not stale.update(sent_at=now):
        return False
    enqueue(BUILD_TASK, run_id=run_id)
    return True


def _log_without_data(run: ReportRun, error: Exception) -> None:
    """Where it failed, but not the message: it may quote what people wrote."""
    frames: Iterable[str] = traceback.format_tb(error.__traceback__)
    logger.error("run %s failed with %s\n%s", run.public_id, type(error).__name__, "".join(frames))
