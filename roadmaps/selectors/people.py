"""Who did what, and when, in the words of the page."""

from collections.abc import Collection
from typing import NotRequired, TypedDict

from django.urls import reverse

from portal.accounts.models import User
from portal.core.audit import subject_type
from portal.core.models import AuditEvent, WorkflowEvent
from portal.core.russian import when
from portal.core.workflow import WorkflowModel, events_of
from portal.core.workflow_effects import DISCARDED
from roadmaps.enums import EVENT_TITLES, EVENT_TITLES_OF_STEP, FROZEN, RoadmapStatus
from roadmaps.models import Roadmap


class Happening(TypedDict):
    """One entry of components/_timeline.html, or the remark of components/_remark.html."""

    title: str
    who: str
    when: str
    remark: str
    #: where more of it can be read, and what is read there
    url: NotRequired[str]
    link: NotRequired[str]


def timeline(obj: WorkflowModel) -> list[Happening]:
    """The steps of the workflow, newest first."""
    return [_happening(event) for event in reversed(events_of(obj))]


def remark_of(events: list[Happening], status: str) -> Happening | None:
    """The remark that must be mended now: that of the return, while the text is sent back."""
    return next((event for event in events if event["remark"]), None) if status == "returned" else None


def freeze_reason(roadmap: Roadmap) -> Happening | None:
    """Who has paused or closed the roadmap, when and why, for roadmaps/_frozen_banner.html; None while it
    is open. One query.
    """
    if roadmap.status not in FROZEN:
        return None
    event = events_of(roadmap).filter(target=roadmap.status).last()
    word = "приостановлена" if roadmap.status == RoadmapStatus.PAUSED else "закрыта"
    title = f"Карта {word}"
    if event is None:
        return Happening(title=title, who="", when="", remark="")
    told = _happening(event)
    told["title"] = title
    return told


def last_returns(rows: Collection[WorkflowModel]) -> dict[int, Happening]:
    """The newest return of each row, by its number: one query for all."""
    if not rows:
        return {}
    some = next(iter(rows))
    events = WorkflowEvent.objects.filter(
        subject_type=subject_type(some), subject_id__in=[row.pk for row in rows], target="returned"
    ).select_related("actor")
    return {event.subject_id: _happening(event) for event in events}


def last_edit(obj: WorkflowModel) -> Happening | None:
    """Who wrote the text last; None where nobody has yet."""
    edits = AuditEvent.objects.filter(
        subject_type=subject_type(obj), subject_id=obj.pk, action__endswith=".edit"
    )
    if (event := edits.last()) is None:
        return None
    author = User.objects.filter(pk=event.actor_id).first()
    return Happening(
        title="Сохранено", who=author.short_name if author else "", when=when(event.at), remark=""
    )


def step_title(event: WorkflowEvent) -> str:
    """«Утверждено», «Возобновлено»: what a step of a plan or of a case is called."""
    return EVENT_TITLES_OF_STEP.get((event.source, event.target), EVENT_TITLES[event.target])


def _happening(event: WorkflowEvent) -> Happening:
    title = step_title(event)
    if event.target == "draft":
        title = f"Открыта версия {event.version}"
    elif event.target == "approved" or event.version > 1:
        title = f"{title}, версия {event.version}"
    told = Happening(title=title, who=event.actor.short_name, when=when(event.at), remark=event.remark)
    if event.target == DISCARDED:
        told["title"] = f"Отказались от версии {event.version}"
        told["url"] = reverse("roadmaps:discarded", args=[event.subject_id, event.pk])
        told["link"] = "Что в ней было"
    return told
