"""What the steps of a workflow do to the people, the version and the state of an object.

`obj` is a portal.core.workflow.WorkflowModel, which knows this module and not the other way round.
"""

from typing import Any, NamedTuple, cast

from django.db import models
from django.utils import timezone

from portal.core.audit import subject_type
from portal.core.authors import author_add, authors_forget
from portal.core.models import WorkflowEvent

#: the target of a step with the effect «discard»: no state but the end of the version under way
DISCARDED = "discarded"


class Transition(NamedTuple):
    source: str
    target: str
    permission: str
    remark_required: bool
    other_person_required: bool
    #: what the step does to the people and the edition: a key of EFFECTS
    effect: str


def events_of(obj: models.Model) -> models.QuerySet[WorkflowEvent]:
    return WorkflowEvent.objects.filter(subject_type=subject_type(obj), subject_id=obj.pk).select_related(
        "actor"
    )


def is_possible(obj: Any, step: Transition) -> bool:
    """A version is thrown away only where one before it is left, and can itself take the step."""
    if step.effect != "discard":
        return True
    if obj.version == 1 or (before := standing(obj)) is None:
        return False
    ways = {(row.source, row.target) for row in obj.transitions()}
    return step.target == DISCARDED or (before.status, step.target) in ways


def _send(obj: Any, by: Any) -> None:
    obj.submitted_by, obj.submitted_at = by, timezone.now()
    obj.decided_by = obj.decided_at = None
    author_add(obj, by)


def _decide(obj: Any, by: Any) -> None:
    obj.decided_by, obj.decided_at = by, timezone.now()


def _reopen(obj: Any, by: Any) -> None:
    """The next version begins: nobody has sent or decided it yet."""
    obj.version += 1
    obj.submitted_by = obj.submitted_at = obj.decided_by = obj.decided_at = None


def _keep(obj: Any, by: Any) -> None:
    """The decision stands; only the state moves on."""


def _discard(obj: Any, by: Any) -> None:
    """The version before stands again: in its state, with who sent it and who decided."""
    before = cast(Standing, standing(obj))  # the step was possible
    authors_forget(obj)
    obj.status, obj.version = before.status, obj.version - 1
    obj.submitted_by, obj.submitted_at = before.sent.actor, before.sent.at
    obj.decided_by, obj.decided_at = before.decided.actor, before.decided.at


class Standing(NamedTuple):
    """How the decided version before the one under way stands now."""

    status: str
    sent: WorkflowEvent
    decided: WorkflowEvent


def standing(obj: Any) -> Standing | None:
    """Out of the history, None where it tells of no decision. What came of the earlier version while the
    next one was written counts too: see portal.core.workflow.note_step. One query.
    """
    effects = {(row.source, row.target): row.effect for row in obj.transitions()}
    found: dict[str, WorkflowEvent] = {}
    status = ""
    for event in events_of(obj).filter(version__in=(obj.version - 1, obj.version)):
        effect = effects.get((event.source, event.target), "keep")
        if event.version == obj.version:
            status = event.source if effect == "reopen" else status
        elif event.target != DISCARDED:
            found[effect], status = event, event.target
    if not status or not {"send", "decide"} <= found.keys():
        return None
    return Standing(status, found["send"], found["decide"])


EFFECTS = {"send": _send, "decide": _decide, "reopen": _reopen, "keep": _keep, "discard": _discard}
