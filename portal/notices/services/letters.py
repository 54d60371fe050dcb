"""Writing letters out of notices that are due, and putting failed ones on their way again."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.accounts.enums import Permission
from portal.core.audit import audit_record
from portal.core.jobs import enqueue
from portal.core.rights import require_everywhere
from portal.core.scoping import Person
from portal.notices.enums import URGENT, LetterStatus
from portal.notices.hours import is_open
from portal.notices.models import Letter, Notice
from portal.notices.services.compose import body_of, subject_of

SEND_TASK = "notices.send"


def gather() -> list[int]:
    """One letter for each person of all his notices that are due; the numbers of the letters.

    Outside the working hours of a notice's district only returned work leaves.
    """
    now = timezone.now()
    due = Notice.objects.filter(letter=None, mail_at__lte=now)
    due = due.filter(Q(kind=URGENT) | Q(zone__in=open_zones(due, now)))
    people = due.order_by("user").values_list("user", flat=True).distinct()
    letters = [_write(due.filter(user=user_id), now) for user_id in people]
    return [letter.pk for letter in letters if letter]


def open_zones(rows: QuerySet, now: datetime) -> list[str]:
    """The zones of `rows` in which people are at work now."""
    names = rows.order_by().values_list("zone", flat=True).distinct()
    return [name for name in names if is_open(now, ZoneInfo(name))]


@transaction.atomic
def _write(due: QuerySet[Notice], now: datetime) -> Letter | None:
    """None if another worker has just taken the notices."""
    notices = list(due.select_for_update(skip_locked=True).order_by("mail_at", "pk"))
    if not notices:
        return None
    letter = Letter.objects.create(
        user_id=notices[0].user_id,
        subject=subject_of(notices),
        body=body_of(notices),
        zone=notices[0].zone,
        is_urgent=any(notice.kind == URGENT for notice in notices),
        due_at=now,
    )
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(letter=letter)
    enqueue(SEND_TASK, letter_id=letter.pk)
    return letter


@transaction.atomic
def letters_resend(*, letters: QuerySet[Letter], by: Person) -> int:
    """Put the failed ones among `letters` on their way again, with all their attempts; how many."""
    require_everywhere(by=by, permission=Permission.MAIL_MANAGE)
    failed = list(letters.filter(status=LetterStatus.FAILED).select_for_update(of=("self",)))
    for letter in failed:
        letter.status, letter.attempts, letter.error = LetterStatus.WAITING, 0, ""
        letter.token, letter.lease_until, letter.was_interrupted = None, None, False
        letter.due_at = timezone.now()
        letter.save()
        audit_record(action="letter.resend", subject=letter, by=by)
        enqueue(SEND_TASK, letter_id=letter.pk)
    return len(failed)
