"""Telling of a step of a workflow: each app says in a table which steps are told to whom, and how."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model

from portal.accounts.models import User
from portal.core.audit import subject_type
from portal.core.authors import authors_of
from portal.core.workflow import Transition, WorkflowModel
from portal.notices.services.events import notify, settle


@dataclass(frozen=True, slots=True)
class Telling:
    """A kind, the words before the name of the thing, and who is told: called with object and step."""

    kind: str
    words: str
    audience: Callable[[Any, Transition], Iterable[User]]


def thing(obj: Model) -> str:
    """The name by which notices about an object are found again."""
    return f"{subject_type(obj)}:{obj.pk}"


def authors(obj: WorkflowModel, step: Transition) -> list[User]:
    """Who sent the text and who wrote in it last."""
    return [person for person in (obj.submitted_by, obj.edited_by) if person]


def not_authors(people: Iterable[User], obj: WorkflowModel) -> list[User]:
    """Those of `people` who may decide: nobody is asked for what he will be refused."""
    authors = authors_of([obj])[obj]
    return [person for person in people if person.pk not in authors]


def tell_of_step(
    tellings: Mapping[str, Telling],
    *,
    obj: Any,
    step: Transition,
    by: User,
    remark: str,
    name: str,
    zone: ZoneInfo,
) -> None:
    """Tell the audience of the state to which the step led; who took it himself knows.

    What earlier steps asked for is settled by it. `obj` has get_absolute_url(); `name` is what the
    text is called in a sentence.
    """
    about = thing(obj)
    settle(about=about)
    telling = tellings.get(step.target)
    if telling is None:
        return
    notify(
        users=[person for person in telling.audience(obj, step) if person.pk != by.pk],
        kind=telling.kind,
        title=f"{telling.words}: {name}",
        text=f"{by.short_name}: «{remark}»" if remark else by.short_name,
        url=obj.get_absolute_url(),
        # Every step has a revision of its own, so that a second return is a second notice.
        key=f"{about}:{obj.revision}",
        about=about,
        zone=zone,
    )
