"""What a person does with his own notices and letters."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.models import User
from portal.notices.enums import URGENT
from portal.notices.models import Notice, Preference
from portal.notices.selectors import deliveries_of
from portal.notices.services.events import mail_moment


@transaction.atomic
def notices_read(*, notices: QuerySet[Notice], by: User) -> int:
    """Mark as read those of `notices` that are his own; how many were unread.

    What was read here needs no letter any more, except returned work.
    """
    unread = Notice.objects.filter(pk__in=notices.order_by().values("pk"), user=by, read_at=None)
    unread.exclude(kind=URGENT).filter(letter=None).update(mail_at=None)
    return unread.update(read_at=timezone.now())


@transaction.atomic
def preferences_set(*, choices: Mapping[str, str], by: User) -> None:
    """Keep how `by` wants to be told of each kind; what still waits for a letter follows at once.

    `choices` maps a kind to a delivery; returned work cannot be among them.
    """
    if URGENT in choices:
        raise ValueError("Returned work is always told at once")
    for kind, delivery in choices.items():
        Preference.objects.update_or_create(user=by, kind=kind, defaults={"delivery": delivery})
    _plan_again(by, choices)


def _plan_again(user: User, choices: Mapping[str, str]) -> None:
    """An unread notice that no letter has taken yet leaves as its person wants it now."""
    now, deliveries = timezone.now(), deliveries_of([user.pk])[user.pk]
    waiting = list(
        Notice.objects.select_for_update().filter(
            user=user, kind__in=choices, letter=None, read_at=None, mail_at__gt=now
        )
    )
    for row in waiting:
        row.mail_at = mail_moment(kind=row.kind, delivery=deliveries[row.kind], zone=row.clock, now=now)
    Notice.objects.bulk_update(waiting, ["mail_at"])
