"""What waits for a decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.russian import counted
from roadmaps.enums import ExclusionStatus, RoadmapStatus
from roadmaps.models import ExclusionCase, Roadmap
from roadmaps.selectors.texts import changes_since_approval, exclusion_json


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One text that waits. `mine` is True where the reader himself wrote or sent it and may not decide."""

    kind: str
    owner: str
    year: int
    url: str
    sent_by: str
    sent_at: datetime | None
    version: int
    changes: str
    mine: bool


def approval_queue(*, user: User) -> list[QueueRow]:
    """Roadmaps and exclusion cases on which `user` may decide, the longest waiting first."""
    rows = [*_roadmap_rows(user), *_exclusion_rows(user)]
    return sorted(rows, key=lambda row: (row.sent_at is None, row.sent_at))


def waiting_for(*, user: User) -> tuple[QuerySet[Roadmap], QuerySet[ExclusionCase]]:
    """The same without one's own texts: what the person really has to decide."""
    own = Q(submitted_by=user) | Q(edited_by=user)
    roadmaps = Roadmap.objects.permitted(user, Permission.ROADMAP_APPROVE)
    cases = ExclusionCase.objects.permitted(user, Permission.EXCLUSION_APPROVE)
    return (
        roadmaps.filter(status=RoadmapStatus.SUBMITTED).exclude(own).with_places().order_by("submitted_at"),
        cases.filter(status=ExclusionStatus.SUBMITTED).exclude(own).with_places().order_by("submitted_at"),
    )


def _roadmap_rows(user: User) -> Iterable[QueueRow]:
    waiting = Roadmap.objects.permitted(user, Permission.ROADMAP_APPROVE).filter(
        status=RoadmapStatus.SUBMITTED
    )
    for roadmap in waiting.with_content():
        yield _row(
            roadmap, user, kind="Дорожная карта", owner=roadmap.owner_name, changes=_roadmap_changes(roadmap)
        )


def _exclusion_rows(user: User) -> Iterable[QueueRow]:
    waiting = ExclusionCase.objects.permitted(user, Permission.EXCLUSION_APPROVE)
    waiting = waiting.filter(status=ExclusionStatus.SUBMITTED).with_places().prefetch_related("versions")
    for case in waiting:
        yield _row(
            case, user, kind="Обоснование исключения", owner=str(case.school), changes=_case_changes(case)
        )


def _row(obj: Any, user: User, *, kind: str, owner: str, changes: str) -> QueueRow:
    return QueueRow(
        kind=kind,
        owner=owner,
        year=obj.year,
        url=obj.get_absolute_url(),
        sent_by=obj.submitted_by.short_name if obj.submitted_by else "",
        sent_at=obj.submitted_at,
        version=obj.version,
        changes=changes,
        mine=user.pk in (obj.submitted_by_id, obj.edited_by_id),
    )


def _roadmap_changes(roadmap: Roadmap) -> str:
    changes = changes_since_approval(roadmap)
    if changes is None:
        return "утверждается впервые"
    return counted(len(changes), "изменение", "изменения", "изменений") if changes else "без изменений"


def _case_changes(case: ExclusionCase) -> str:
    if (version := case.last_version) is None:
        return "утверждается впервые"
    return "изменено" if version.content != exclusion_json(case) else "без изменений"
