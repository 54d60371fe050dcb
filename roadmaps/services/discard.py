"""Ways out of a text that nobody approved: the next version is thrown away, a first draft is deleted.

What was written stays readable in the trail, and for a version on a page of its own.
"""

from dataclasses import fields

from django.db import transaction

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.audit import audit_record, subject_type
from portal.core.authors import authors_forget
from portal.core.errors import TransitionRefused
from portal.core.models import AuditEvent
from portal.core.rights import require
from portal.core.workflow import events_of, lock_for_edit, transition
from portal.core.workflow_effects import DISCARDED
from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.content import MeasureContent, RoadmapContent, from_json, to_json
from roadmaps.enums import RoadmapStatus
from roadmaps.models import Measure, RiskFactor, Roadmap, RoadmapVersion
from roadmaps.selectors import content_of, is_first_draft
from roadmaps.services.rows import write_sections

#: deeds that leave the name of the text's author behind
_WRITING = ("roadmap.create", "roadmap.edit", "roadmap.discard")


def roadmap_discard(*, roadmap: Roadmap, by: User, seen: int) -> Roadmap:
    """Throw away the version that is being written: the approved one is the text of the plan again.

    Reports and measures in force stay as they are. Raises StaleRevision, TransitionRefused or NotAllowed.
    """
    return step_back(roadmap=roadmap, target=DISCARDED, by=by, seen=seen)


@transaction.atomic
def step_back(*, roadmap: Roadmap, target: str, by: User, seen: int, remark: str = "") -> Roadmap:
    """A step that may end the version under way; its text then gives place to the approved one."""
    # Of a plan that was deleted meanwhile the step itself says so.
    before = Roadmap.objects.select_for_update().filter(pk=roadmap.pk).order_by().first() or roadmap
    moved = transition(obj=before, target=target, by=by, seen=seen, remark=remark)
    if moved.version < before.version:
        _bring_back(moved, before, by=by)
    return moved


@transaction.atomic
def roadmap_delete(*, roadmap: Roadmap, by: User, seen: int) -> None:
    """Delete a draft that nobody has sent yet; its owner and year are free again.

    Raises StaleRevision, TransitionRefused or NotAllowed.
    """
    require(Roadmap.objects.all(), pk=roadmap.pk, by=by, permission=Permission.ROADMAP_EDIT)
    locked = lock_for_edit(roadmap, by=by, seen=seen, editable={RoadmapStatus.DRAFT})
    if not is_first_draft(locked):
        raise TransitionRefused("Карту уже отправляли на утверждение: удалить её нельзя, можно исправить.")
    owner = {"school": locked.school_id, "name": str(locked), "year": locked.year, "period": locked.period}
    audit_record(action="roadmap.delete", subject=locked, by=by, **owner, content=to_json(content_of(locked)))
    write_sections(locked, [], by=by)
    authors_forget(locked)
    locked.delete()


def _bring_back(moved: Roadmap, before: Roadmap, *, by: User) -> None:
    """Write the approved text over that of `before`, and keep what it said in the trail."""
    edition, author = moved.versions.get(number=moved.version), _author_of(moved)
    told = events_of(moved).filter(target=DISCARDED).latest("pk")
    audit_record(
        action="roadmap.discard",
        subject=moved,
        by=by,
        event=told.pk,
        revision=moved.revision,
        version=before.version,
        author=author,
        content=to_json(content_of(before)),
    )
    approved = from_json(edition.content)
    moved.title, moved.edited_by_id = approved.title, author
    moved.save(update_fields=["title", "edited_by"])
    write_sections(moved, _rows(approved, edition), by=by, revive=True)


def _author_of(roadmap: Roadmap) -> int | None:
    """Who had written in the approved text last when it was sent: he may not decide on the next one."""
    deeds = AuditEvent.objects.filter(
        subject_type=subject_type(roadmap), subject_id=roadmap.pk, action__in=_WRITING
    )
    deed = deeds.filter(at__lte=roadmap.submitted_at).last()
    if deed is None:
        return roadmap.submitted_by_id
    return deed.data.get("author") if deed.action == "roadmap.discard" else deed.actor_id


def _rows(content: RoadmapContent, edition: RoadmapVersion) -> list[SectionInput]:
    """The approved text as input. A section has no number in it: those that stand now are taken in turn."""
    sections: list[int | None] = list(edition.roadmap.sections.values_list("pk", flat=True))
    sections += [None] * (len(content.sections) - len(sections))
    risks = _risks(content, edition)
    return [
        SectionInput(section.title, tuple(_input(row, risks) for row in section.measures), id=number)
        for section, number in zip(content.sections, sections, strict=False)
    ]


def _input(row: MeasureContent, risks: dict[int | None, int | None]) -> MeasureInput:
    same = {field.name: getattr(row, field.name) for field in fields(row) if field.name != "risk_factor"}
    return MeasureInput(**same, risk_factor=risks.get(row.id), keeps_dates=True)


def _risks(content: RoadmapContent, edition: RoadmapVersion) -> dict[int | None, int | None]:
    """By measure. An edition keeps the name of its risk; which one that was after a change of names, the
    history of the rows tells.
    """
    named = dict(RiskFactor.objects.values_list("name", "pk"))
    found = {row.id: named.get(row.risk_factor) for row in content.measures if row.risk_factor}
    lost = [number for number, risk in found.items() if risk is None]
    if lost:
        rows = Measure.history.filter(id__in=lost, history_date__lte=edition.approved_at)
        found |= dict(rows.order_by("history_date", "history_id").values_list("id", "risk_factor_id"))
    return found
