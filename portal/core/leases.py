"""Runs: rows that are jobs (docs/adr/0005). A row says who works and until when, the queue carries numbers.

A message may come twice, late or never, and a worker may die at any moment: the work is done once all the
same. Every write after the claim names the worker's token, so that a worker that lost its run can change
nothing. A kind of run is a model of its own; what is done for it stands beside that model's tasks.
"""

import logging
import traceback
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import OperationalError, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from portal.core.audit import audit_record
from portal.core.errors import PortalError
from portal.core.heartbeat import Heartbeat
from portal.core.jobs import enqueue

logger = logging.getLogger("portal.runs")

MAX_ATTEMPTS = 3
#: a queue that is not taken up for so long has no worker
_LATE = timedelta(seconds=60)


class RunStatus(models.TextChoices):
    QUEUED = "queued", "В очереди"
    RUNNING = "running", "Выполняется"
    DONE = "done", "Готово"
    FAILED = "failed", "Не получилось"


ACTIVE = (RunStatus.QUEUED, RunStatus.RUNNING)


class LeaseLost(Exception):
    """Another worker has the run: this attempt must change nothing more."""


class Run(models.Model):
    """One job. While it runs it belongs to the worker that holds `token`, until `lease_until`.

    A model of it adds what is to be done and for whom (`requested_by`), and says how the queue (TASK) and
    the trail (ACTION) call it and what people read when nobody knows why it failed.
    """

    TASK: ClassVar[str]
    ACTION: ClassVar[str]
    UNKNOWN: ClassVar[str]
    GIVEN_UP: ClassVar[str]

    status = models.CharField("состояние", max_length=10, choices=RunStatus, default=RunStatus.QUEUED)
    attempts = models.PositiveSmallIntegerField("попыток", default=0)
    token = models.UUIDField("ключ работника", null=True, editable=False)
    lease_until = models.DateTimeField("занято до", null=True, editable=False)
    stage = models.CharField("что делается", max_length=60, blank=True)
    error = models.TextField("почему не получилось", blank=True)
    created_at = models.DateTimeField("заказан", auto_now_add=True)
    sent_at = models.DateTimeField("отправлен в очередь", editable=False)
    started_at = models.DateTimeField("начат", null=True)
    finished_at = models.DateTimeField("окончен", null=True)

    class Meta:
        abstract = True

    @property
    def is_active(self) -> bool:
        return self.status in ACTIVE

    @property
    def is_late(self) -> bool:
        """Whether it waits so long, at first or after its worker died, that no worker seems to be there."""
        since = self.created_at if self.status == RunStatus.QUEUED else self.lease_until
        return self.is_active and since is not None and timezone.now() - since > _LATE


#: a condition of every model of runs: its name is the model's own
HAS_A_WORKER = ~Q(status=RunStatus.RUNNING) | Q(token__isnull=False, lease_until__isnull=False)


def lease() -> timedelta:
    return timedelta(seconds=settings.RUN_LEASE_SECONDS)


def send(run: Run) -> None:
    """Tell the queue of a new run once it is committed."""
    enqueue(run.TASK, run_id=run.pk)


def carry_out(runs: models.QuerySet, work: Callable[[Any, uuid.UUID], None], **first: Any) -> bool:
    """Do `work` for the one run of `runs` if it is free; False if somebody has it or it is finished.

    `work` ends with `finish`, in the transaction of what it wrote. `first` are columns of the beginning.
    """
    number = runs.values_list("pk", flat=True).first()
    if number is None or (token := claim(runs.model, number, **first)) is None:
        return False
    with Heartbeat(runs.model, number, token):
        attempt(runs.get(), token, work)
    return True


def claim(model: type[Run], number: int, **first: Any) -> uuid.UUID | None:
    """Take a free run by one conditional UPDATE; the token of this attempt, or None."""
    token, now = uuid.uuid4(), timezone.now()
    taken = (
        _free(model)
        .filter(pk=number, attempts__lt=MAX_ATTEMPTS)
        .update(
            status=RunStatus.RUNNING,
            attempts=F("attempts") + 1,
            token=token,
            lease_until=now + lease(),
            started_at=now,
            error="",
            **first,
        )
    )
    return token if taken else None


def attempt(run: Run, token: uuid.UUID, work: Callable[[Any, uuid.UUID], None]) -> None:
    """The work and, where it fails, a reason for people in the row."""
    try:
        work(run, token)
    except LeaseLost:
        logger.warning("%s %s was given to another worker", run.ACTION, run.pk)
    except PortalError as error:
        _fail(run, token, str(error))
    except OperationalError:
        # The database is away: the row stays as it is and comes back when its lease runs out.
        raise
    except Exception as error:
        _log_without_data(run, error)
        _fail(run, token, run.UNKNOWN)


def update_mine(run: Run, token: uuid.UUID, **columns: Any) -> None:
    """Write to the row as long as it is ours. Raises LeaseLost."""
    mine = type(run)._default_manager.filter(pk=run.pk, token=token, status=RunStatus.RUNNING)
    if not mine.update(**columns):
        raise LeaseLost


def finish(run: Run, token: uuid.UUID, *, status: str = RunStatus.DONE, **columns: Any) -> None:
    """The end of a run that is ours. Raises LeaseLost."""
    ended = {"status": status, "stage": "", "lease_until": None, "finished_at": timezone.now()}
    update_mine(run, token, **ended, **columns)


def sweep(model: type[Run], *, clear: Callable[[Any], None] = lambda run: None) -> list[int]:
    """Send again what was lost on the way or left by a dead worker; give up what died too often.

    The numbers of the runs that were sent come back; `clear` tidies up after one that was given up.
    """
    now = timezone.now()
    for run in _dead(model).select_related("requested_by"):
        _give_up(run)
        clear(run)
    waiting = _free(model).filter(attempts__lt=MAX_ATTEMPTS, sent_at__lt=now - lease())
    return [number for number in waiting.values_list("pk", flat=True) if _send_again(model, number)]


def _free(model: type[Run]) -> models.QuerySet:
    expired = Q(status=RunStatus.RUNNING, lease_until__lt=timezone.now())
    return model._default_manager.filter(Q(status=RunStatus.QUEUED) | expired)


def _dead(model: type[Run]) -> models.QuerySet:
    return _free(model).filter(status=RunStatus.RUNNING, attempts__gte=MAX_ATTEMPTS)


def _fail(run: Run, token: uuid.UUID, reason: str) -> None:
    try:
        with transaction.atomic():
            finish(run, token, status=RunStatus.FAILED, error=reason)
            _record_failure(run, reason)
    except LeaseLost:
        logger.warning("%s %s was given to another worker", run.ACTION, run.pk)


@transaction.atomic
def _give_up(run: Run) -> None:
    ended = {"status": RunStatus.FAILED, "error": run.GIVEN_UP, "stage": "", "lease_until": None}
    if _dead(type(run)).filter(pk=run.pk, token=run.token).update(**ended, finished_at=timezone.now()):
        _record_failure(run, run.GIVEN_UP)


def _record_failure(run: Any, reason: str) -> None:
    audit_record(action=f"{run.ACTION}.failed", subject=run, by=run.requested_by, reason=reason)


def _send_again(model: type[Run], number: int) -> bool:
    """One of several sweepers sends a run, and not again before a lease has passed."""
    now = timezone.now()
    if not _free(model).filter(pk=number, sent_at__lt=now - lease()).update(sent_at=now):
        return False
    enqueue(model.TASK, run_id=number)
    return True


def _log_without_data(run: Run, error: Exception) -> None:
    """Where it failed, but not the message: it may quote what people wrote."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s %s failed with %s\n%s", run.ACTION, run.pk, type(error).__name__, frames)
