"""The one door through which any app tells people something."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.core.jobs import enqueue
from portal.notices.enums import ASKING, URGENT, Delivery
from portal.notices.hours import next_opening, working_moment
from portal.notices.models import Notice
from portal.notices.selectors import deliveries_of

GATHER_TASK = "notices.gather"
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened and who is told of it.

    `title` is one line of at most 200 letters and becomes the subject of a letter, `url` is a path
    within the portal. `key` names the event: nobody is told of the same one twice. `about` names
    the thing, for `settle`. `zone` is the clock of the district in question.
    """

    users: Collection[User]
    kind: str
    title: str
    url: str
    key: str
    zone: ZoneInfo
    text: str = ""
    about: str = ""


def notify(**event: object) -> list[Notice]:
    """Tell of one event; the fields are those of `Event`. Returns the notices that are new."""
    return notify_all([Event(**event)])  # type: ignore[arg-type]  # Event checks its own names


@transaction.atomic
def notify_all(events: Iterable[Event]) -> list[Notice]:
    """Tell of many events in three queries, within the transaction of who calls.

    Disabled people are left out. Returns the notices that were not there before.
    """
    told = [(event, user) for event in events for user in event.users if user.is_active]
    user_ids = {user.pk for _, user in told}
    known = _known(user_ids, {event.key for event, _ in told})
    deliveries, now = deliveries_of(user_ids), timezone.now()
    rows: dict[tuple[int, str], Notice] = {}
    for event, user in told:
        name = (user.pk, event.key)
        if name not in known and name not in rows:
            rows[name] = _notice(event, user, deliveries[user.pk][event.kind], now)
    # Another transaction may be telling the same at this moment: the constraint decides.
    Notice.objects.bulk_create(rows.values(), ignore_conflicts=True)
    if any(row.mail_at and row.mail_at <= now for row in rows.values()):
        enqueue(GATHER_TASK)
    return list(rows.values())


def settle(*, about: str) -> None:
    """What was asked of people about this thing is done: unread requests need neither eyes nor letters."""
    asking = Notice.objects.filter(about=about, read_at=None, kind__in=ASKING)
    asking.update(read_at=timezone.now(), mail_at=None)


def mail_moment(*, kind: str, delivery: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When a notice may leave in a letter: returned work at any hour, the rest in working hours only."""
    if kind == URGENT:
        return now
    if delivery == Delivery.PORTAL:
        return None
    return next_opening(now, zone) if delivery == Delivery.DIGEST else working_moment(now, zone)


def _known(user_ids: Collection[int], keys: Collection[str]) -> set[tuple[int, str]]:
    return set(Notice.objects.filter(user__in=user_ids, key__in=keys).values_list("user_id", "key"))


def _notice(event: Event, user: User, delivery: str, now: datetime) -> Notice:
    if not event.url.startswith("/") or event.url.startswith("//"):
        raise ValueError(f"A notice leads to a page of the portal, not to {event.url!r}")
    return Notice(
        user=user,
        kind=event.kind,
        title=one_line(event.title),
        text=event.text.replace("\0", "").strip(),
        url=event.url,
        key=event.key,
        about=event.about,
        zone=event.zone.key,
        mail_at=mail_moment(kind=event.kind, delivery=delivery, zone=event.zone, now=now),
    )


def one_line(text: str) -> str:
    """A line that can be a header: no breaks, no control characters, not too long."""
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return plain if len(plain) <= _LONGEST_TITLE else plain[: _LONGEST_TITLE - 1].rstrip() + "…"
