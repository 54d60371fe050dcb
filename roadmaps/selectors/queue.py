"""What waits for a decision, and whose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.authors import authors_of, own_texts
from portal.core.russian import academic_year, counted
from roadmaps.content import Change
from roadmaps.enums import ExclusionStatus, RoadmapStatus
from roadmaps.models import ExclusionCase, Roadmap
from roadmaps.selectors.dropped import dropped, with_reports
from roadmaps.selectors.texts import changes_since_approval, exclusion_json
from schools.models import District
from schools.selectors import holders

Deciders = dict[int, list[User]]


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One text that waits. `mine` is True where the reader himself wrote or sent it and may not decide.

    `key` names the text and the revision that the reader sees; `changes_url` is empty where nothing
    has been approved before; `dropped` are removed measures on which there are reports.
    """

    key: str
    kind: str
    owner: str
    year: str
    url: str
    sent_by: str
    sent_at: datetime | None
    waited: str
    version: int
    changes: str
    changes_url: str
    dropped: list[Change]
    mine: bool
    waits_for: str


def approval_queue(*, user: User) -> list[QueueRow]:
    """Roadmaps and exclusion cases on which `user` may decide, the longest waiting first."""
    texts: list[Any] = [*_waiting_roadmaps(user).with_content()]
    texts += _waiting_cases(user).with_places().prefetch_related("versions")
    texts.sort(key=lambda text: (text.submitted_at is None, text.submitted_at))
    heads = deciders(districts=[text.district for text in texts])
    authors = authors_of(texts)
    changes = [changes_since_approval(text) if isinstance(text, Roadmap) else None for text in texts]
    noted = with_reports([rows or [] for rows in changes])
    return [
        _row(text, user, heads[text.district_id], authors[text], _changes(text, rows), dropped(told))
        for text, rows, told in zip(texts, changes, noted, strict=True)
    ]


def deciders(*, districts: Iterable[District]) -> Deciders:
    """Who approves in each district, by its number; one query."""
    places = list({district.pk: district for district in districts}.values())
    found = holders(Permission.ROADMAP_APPROVE, districts=places)
    return {
        place.pk: sorted(found["district", place.pk], key=lambda head: (head.last_name, head.pk))
        for place in places
    }


def waits_for(heads: list[User], authors: set[int | None]) -> list[User]:
    """Those of `heads` who may decide: not who wrote or sent the text."""
    return [head for head in heads if head.pk not in authors]


def waiting_for(*, user: User) -> tuple[QuerySet[Roadmap], QuerySet[ExclusionCase]]:
    """The same without one's own texts: what the person really has to decide."""
    roadmaps = _waiting_roadmaps(user).exclude(own_texts(Roadmap, user))
    cases = _waiting_cases(user).exclude(own_texts(ExclusionCase, user))
    return roadmaps.with_places().order_by("submitted_at"), cases.with_places().order_by("submitted_at")


def _waiting_roadmaps(user: User) -> Any:
    rows = Roadmap.objects.permitted(user, Permission.ROADMAP_APPROVE)
    return rows.filter(status=RoadmapStatus.SUBMITTED)


def _waiting_cases(user: User) -> Any:
    rows = ExclusionCase.objects.permitted(user, Permission.EXCLUSION_APPROVE)
    return rows.filter(status=ExclusionStatus.SUBMITTED)


def _row(
    text: Any, user: User, heads: list[User], authors: set[int | None], changes: str, gone: list[Change]
) -> QueueRow:
    is_roadmap = isinstance(text, Roadmap)
    url = text.get_absolute_url()
    return QueueRow(
        key=f"{'roadmap' if is_roadmap else 'exclusion'}-{text.pk}-{text.revision}",
        kind="Дорожная карта" if is_roadmap else "Обоснование исключения",
        owner=text.owner_name if is_roadmap else str(text.school),
        year=text.year_name if is_roadmap else academic_year(text.year),
        url=url,
        sent_by=text.submitted_by.short_name if text.submitted_by else "",
        sent_at=text.submitted_at,
        waited=_waited(text.submitted_at),
        version=text.version,
        changes=changes,
        changes_url=f"{url}?difference=1#difference" if is_roadmap and text.last_version else "",
        dropped=gone,
        mine=user.pk in authors,
        waits_for=_whom(user, heads, authors),
    )


def _waited(since: datetime | None) -> str:
    """«ждёт 5 дней»; nothing on the first day."""
    days = (timezone.now() - since).days if since else 0
    return f"ждёт {counted(days, 'день', 'дня', 'дней')}" if days else ""


def _whom(user: User, heads: list[User], authors: set[int | None]) -> str:
    if user.pk not in authors:
        return "ждёт вас"
    if others := waits_for(heads, authors):
        return f"ваша: утвердит {' или '.join(head.short_name for head in others)}"
    return "ваша: другого руководителя в районе нет. Попросите администратора добавить его."


def _changes(text: Any, changes: list[Change] | None) -> str:
    if isinstance(text, ExclusionCase):
        return _case_changes(text)
    if changes is None:
        return "утверждается впервые"
    return counted(len(changes), "изменение", "изменения", "изменений") if changes else "без изменений"


def _case_changes(case: ExclusionCase) -> str:
    if (version := case.last_version) is None:
        return "утверждается впервые"
    return "изменено" if version.content != exclusion_json(case) else "без изменений"
