"""The grounds on which a school may leave the support list."""

from django.db import IntegrityError, transaction

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.authors import author_add
from portal.core.errors import InvalidInput, TransitionRefused
from portal.core.rights import require
from portal.core.workflow import lock_for_edit, transition
from roadmaps.enums import EDITABLE, ExclusionStatus
from roadmaps.models import ExclusionCase
from roadmaps.selectors import exclusion_json, has_approved_roadmap
from roadmaps.services.access import check_year, freeze
from schools.models import School

_LONGEST = 20_000


@transaction.atomic
def exclusion_create(
    *, school: School, year: int, by: User, grounds: str = "", conclusion: str = ""
) -> ExclusionCase:
    """Begin the case of a school whose roadmap of that year has been approved.

    Raises InvalidInput, NotAllowed, or TransitionRefused while there is no approved roadmap.
    """
    check_year(year)
    text = _checked(grounds=grounds, conclusion=conclusion)
    try:
        with transaction.atomic():
            case = ExclusionCase.objects.create(
                district_id=school.district_id, school=school, year=year, edited_by=by, **text
            )
    except IntegrityError as error:
        raise InvalidInput({"year": "Обоснование этой школы за этот год уже есть."}) from error
    require(ExclusionCase.objects.all(), pk=case.pk, by=by, permission=Permission.EXCLUSION_EDIT)
    _require_roadmap(case)
    author_add(case, by)
    audit_record(action="exclusion.create", subject=case, by=by, year=year)
    return case


@transaction.atomic
def exclusion_save(
    *, case: ExclusionCase, grounds: str, conclusion: str, seen: int, by: User
) -> ExclusionCase:
    """Write the text; one ground stands on one line."""
    require(ExclusionCase.objects.all(), pk=case.pk, by=by, permission=Permission.EXCLUSION_EDIT)
    locked = lock_for_edit(case, by=by, seen=seen, editable=EDITABLE)
    text = _checked(grounds=grounds, conclusion=conclusion)
    locked.grounds, locked.conclusion = text["grounds"], text["conclusion"]
    locked.save(update_fields=["grounds", "conclusion"])
    audit_record(action="exclusion.edit", subject=locked, by=by, revision=locked.revision)
    return locked


def _checked(**texts: str) -> dict[str, str]:
    plain = {name: text.replace("\r\n", "\n").strip() for name, text in texts.items()}
    if errors := {
        name: f"Не больше {_LONGEST} знаков." for name, text in plain.items() if len(text) > _LONGEST
    }:
        raise InvalidInput(errors)
    return plain


def _require_roadmap(case: ExclusionCase) -> None:
    if not has_approved_roadmap(school=case.school, year=case.year):
        raise TransitionRefused("Пока нельзя: дорожная карта школы за этот год ещё не утверждена.")


@transaction.atomic
def exclusion_submit(*, case: ExclusionCase, by: User, seen: int) -> ExclusionCase:
    """Send for approval; without a ground and a conclusion there is nothing to approve."""
    sent = transition(obj=case, target=ExclusionStatus.SUBMITTED, by=by, seen=seen)
    _require_roadmap(sent)
    errors = {}
    if not sent.ground_lines:
        errors["grounds"] = "Напишите хотя бы одно основание."
    if not sent.conclusion:
        errors["conclusion"] = "Напишите вывод."
    if errors:
        raise InvalidInput(errors)
    return sent


def exclusion_return(*, case: ExclusionCase, by: User, seen: int, remark: str) -> ExclusionCase:
    """Send back with a remark."""
    return transition(obj=case, target=ExclusionStatus.RETURNED, by=by, seen=seen, remark=remark)


@transaction.atomic
def exclusion_approve(*, case: ExclusionCase, by: User, seen: int) -> ExclusionCase:
    """Approve, and freeze the text that documents print."""
    approved = transition(obj=case, target=ExclusionStatus.APPROVED, by=by, seen=seen)
    content = exclusion_json(approved)
    freeze(approved, content=content, by=by)
    return approved


def exclusion_reopen(*, case: ExclusionCase, by: User, seen: int) -> ExclusionCase:
    """Open the next version; the approved one stays in force meanwhile."""
    return transition(obj=case, target=ExclusionStatus.DRAFT, by=by, seen=seen)
