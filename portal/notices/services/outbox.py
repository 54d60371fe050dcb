"""Sending: the row of a letter says who sends it and until when, the queue only carries numbers.

A message may come twice and a worker may die: of two deliveries one sends, and a letter whose
worker vanished is sent once more at most, under the same Message-ID.
"""

import logging
import traceback
import uuid
from datetime import datetime, timedelta

from django.db import OperationalError
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from portal.core.jobs import enqueue
from portal.notices.enums import LetterStatus
from portal.notices.models import Letter
from portal.notices.services.letters import SEND_TASK, gather, open_zones
from portal.notices.services.post import Away, Refused, Unreachable, post

logger = logging.getLogger("portal.mail")

#: longer than the time limit of the task: while a worker lives, its letter is not free
LEASE = timedelta(seconds=120)
#: after the first and the second attempt; the third is the last
PAUSES = (timedelta(minutes=5), timedelta(minutes=30))
#: while the server is away, one letter a minute knocks: the others would only keep workers waiting
HOLD = timedelta(minutes=1)
_LEFT = "Учётная запись человека закрыта."
_VANISHED = (
    "Отправка дважды обрывалась вместе с работой сервера. Возможно, письмо дошло: "
    "прежде чем отправлять снова, спросите человека."
)
_UNKNOWN = "Письмо не отправлено из-за ошибки в портале. Она записана в журнал."


def send(*, letter_id: int) -> bool:
    """Send one letter if it is free and due; False if there is nothing to do."""
    token = claim(letter_id=letter_id)
    if token is None:
        return False
    letter = Letter.objects.select_related("user").get(pk=letter_id)
    if not letter.user.is_active:
        _settle(letter, token, status=LetterStatus.CANCELLED, error=_LEFT)
        return True
    try:
        outcome = post(letter)
    except Unreachable as trouble:
        _try_later(letter, token, trouble)
    except Refused as refusal:
        _settle(letter, token, status=LetterStatus.FAILED, error=str(refusal))
    except OperationalError:
        # The database is away: the lease runs out and the sweeper sees to it.
        raise
    except Exception as error:
        _log_without_data(letter, error)
        _settle(letter, token, status=LetterStatus.FAILED, error=_UNKNOWN)
    else:
        # The person has it now, or the file; the portal need not keep its words twice.
        _settle(letter, token, status=outcome, error="", body="", sent_at=timezone.now())
    return True


def claim(*, letter_id: int) -> uuid.UUID | None:
    """Take a letter by one conditional UPDATE; the token of this attempt, or None."""
    token, now = uuid.uuid4(), timezone.now()
    mine = {"token": token, "lease_until": now + LEASE, "attempts": F("attempts") + 1}
    ready = _ready(Letter.objects.filter(pk=letter_id), now)
    taken = ready.filter(lease_until=None).update(**mine) or ready.filter(
        lease_until__lt=now, was_interrupted=False
    ).update(**mine, was_interrupted=True)
    return token if taken else None


def sweep() -> None:
    """What is due becomes letters, what was lost on the way is sent again, what died twice is given up."""
    now = timezone.now()
    twice = Letter.objects.filter(status=LetterStatus.WAITING, lease_until__lt=now, was_interrupted=True)
    twice.update(status=LetterStatus.FAILED, error=_VANISHED, lease_until=None, token=None)
    fresh = set(gather())
    free = _ready(Letter.objects.all(), now).filter(Q(lease_until=None) | Q(lease_until__lt=now))
    for letter_id in free.values_list("pk", flat=True):
        if letter_id not in fresh:
            enqueue(SEND_TASK, letter_id=letter_id)


def _ready(letters: QuerySet[Letter], now: datetime) -> QuerySet[Letter]:
    """Waiting ones whose time has come; only urgent ones at hours when nobody is at work."""
    waiting = letters.filter(status=LetterStatus.WAITING, due_at__lte=now)
    return waiting.filter(Q(is_urgent=True) | Q(zone__in=open_zones(waiting, now)))


def _try_later(letter: Letter, token: uuid.UUID, trouble: Unreachable) -> None:
    if letter.attempts > len(PAUSES):
        _settle(letter, token, status=LetterStatus.FAILED, error=str(trouble))
    else:
        due_at = timezone.now() + PAUSES[letter.attempts - 1]
        _settle(letter, token, status=LetterStatus.WAITING, error=str(trouble), due_at=due_at)
    if isinstance(trouble, Away):
        _hold_others()


def _hold_others() -> None:
    now = timezone.now()
    free = Letter.objects.filter(status=LetterStatus.WAITING, lease_until=None, due_at__lte=now)
    free.update(due_at=now + HOLD)


def _settle(letter: Letter, token: uuid.UUID, **columns: object) -> None:
    """The outcome of an attempt, unless its lease was lost meanwhile."""
    mine = Letter.objects.filter(pk=letter.pk, token=token, status=LetterStatus.WAITING)
    if not mine.update(**columns, token=None, lease_until=None):
        logger.warning("letter %s was given to another worker", letter.public_id)


def _log_without_data(letter: Letter, error: Exception) -> None:
    """Where it failed, but not the message: it may quote the letter or the address."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    logger.error("letter %s failed with %s\n%s", letter.public_id, type(error).__name__, frames)
