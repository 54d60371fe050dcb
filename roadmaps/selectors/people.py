"""Who did what, and when, in the words of the page."""

from collections.abc import Collection
from typing import TypedDict

from portal.accounts.models import User
from portal.core.audit import subject_type
from portal.core.models import AuditEvent, WorkflowEvent
from portal.core.russian import when
from portal.core.workflow import WorkflowModel, events_of
from roadmaps.enums import EVENT_TITLES


class Happening(TypedDict):
    """One entry of components/_timeline.html, or the remark of components/_remark.html."""

    title: str
    who: str
    when: str
    remark: str


def timeline(obj: WorkflowModel) -> list[Happening]:
    """The steps of the workflow, newest first."""
    return [_happening(event) for event in reversed(events_of(obj))]


def remark_of(events: list[Happening], status: str) -> Happening | None:
    """The remark that must be mended now: that of the newest step, while the text is sent back."""
    return events[0] if status == "returned" and events else None


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


def _happening(event: WorkflowEvent) -> Happening:
    title = EVENT_TITLES[event.target]
    if event.target == "approved" or event.version > 1:
        title = f"{title}, версия {event.version}"
    return Happening(title=title, who=event.actor.short_name, when=when(event.at), remark=event.remark)
