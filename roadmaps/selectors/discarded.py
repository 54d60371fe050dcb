"""Texts that were thrown away, out of the trail: a next version, or a draft that nobody had sent."""

from dataclasses import dataclass

from django.db.models import QuerySet

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.models import AuditEvent
from portal.core.russian import when
from portal.core.workflow import events_of
from portal.core.workflow_effects import DISCARDED
from roadmaps.content import Change, RoadmapContent, difference, from_json
from roadmaps.enums import RoadmapStatus
from roadmaps.models import Roadmap
from schools.models import District


@dataclass(frozen=True, slots=True)
class Discarded:
    """A version that was thrown away: what it said, and what of it the approved one did not."""

    number: int
    #: the approved version from which it began
    since: int
    who: str
    when: str
    content: RoadmapContent
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class Deleted:
    """A draft that was deleted, for who still has its page open."""

    name: str
    who: str
    when: str


def is_first_draft(roadmap: Roadmap) -> bool:
    """Whether nobody has ever sent the plan: nothing of it has been decided. One query for a first draft."""
    fresh = roadmap.status == RoadmapStatus.DRAFT and roadmap.version == 1
    return fresh and not events_of(roadmap).exists()


def discarded_version(roadmap: Roadmap, event: int) -> Discarded | None:
    """What the step number `event` threw away; `roadmap` is loaded with its editions."""
    step = events_of(roadmap).filter(pk=event, target=DISCARDED).first()
    deed = _deeds("roadmap.discard", roadmap.pk).filter(data__event=event).first()
    old = next((row for row in roadmap.versions.all() if step and row.number == step.version - 1), None)
    if step is None or deed is None or old is None:
        return None
    content = from_json(deed.data["content"])
    changes = difference(from_json(old.content), content)
    return Discarded(step.version, old.number, step.actor.short_name, when(step.at), content, changes)


def deleted_plan(*, user: User, pk: int) -> Deleted | None:
    """The draft that had this number, if `user` wrote plans where it was."""
    deed = _deeds("roadmap.delete", pk).first()
    places = District.objects.permitted(user, Permission.ROADMAP_EDIT)
    if deed is None or not places.filter(pk=deed.district_id).exists():
        return None
    author = User.objects.filter(pk=deed.actor_id).first() if deed.actor_id else None
    return Deleted(deed.data["name"], author.short_name if author else "", when(deed.at))


def _deeds(action: str, roadmap_id: int) -> QuerySet[AuditEvent]:
    about = {"subject_type": Roadmap._meta.label_lower, "subject_id": roadmap_id}
    return AuditEvent.objects.filter(**about, action=action)
