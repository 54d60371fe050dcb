"""Lines of the calendar of procedures: new ones, and changes of their facts."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from monitoring.enums import Exam, Level, ResultStatus, Scale
from monitoring.models import Result, Sitting
from monitoring.selectors.reference import SITTING_FACTS, sitting_seen
from monitoring.services.reference_edit import FIRST_YEAR, LAST_YEAR, NO_SOURCE, change, insert
from monitoring.services.summaries import summaries_of_line
from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import InvalidInput
from portal.core.rights import require_everywhere
from portal.core.russian import number

_GRADES = {Exam.OGE: 9, Exam.GVE9: 9, Exam.EGE: 11, Exam.GVE11: 11}


def sitting_check(*, sitting: Sitting, values: Mapping[str, Any]) -> None:
    """Raise InvalidInput if `sitting` may not get `values` (by the names of SITTING_FACTS)."""
    problems: dict[str, str] = {}
    low, high = sitting.bounds
    for name in ("minimum", "entry_minimum"):
        value = values.get(name, getattr(sitting, name))
        if value is not None and not low <= value <= high:
            problems[name] = f"По шкале этой процедуры минимум — число от {low} до {high}."
    if not values.get("source", sitting.source).strip():
        problems["source"] = NO_SOURCE
    if sitting.pk and not values.get("is_held", sitting.is_held):
        entered = Result.objects.filter(sitting=sitting, status=ResultStatus.VALUE).count()
        if entered:
            problems["is_held"] = (
                f"У процедуры уже есть результаты школ: {number(entered)}. Сначала их убирают методисты."
            )
    if problems:
        raise InvalidInput(problems)


@transaction.atomic
def sitting_update(*, sitting: Sitting, values: Mapping[str, Any], seen: str, by: User | None) -> bool:
    """Change facts of a sitting; False if they stand so already.

    Raises InvalidInput, and StaleRevision with the present values if another person was faster.
    From then on the dictionary that ships with the portal leaves this sitting alone.
    """
    require_everywhere(by=by, permission=Permission.REFERENCE_EDIT)
    locked = Sitting.objects.select_for_update(of=("self",)).select_related("subject").get(pk=sitting.pk)
    sitting_check(sitting=locked, values=values)
    return change(locked, values, SITTING_FACTS, seen=seen, now=sitting_seen(locked), by=by)


def sitting_prepare(*, values: Mapping[str, Any]) -> Sitting:
    """A new line of the calendar, not saved: its scale and class follow from the procedure."""
    exam, level = Exam(values["exam"]), values.get("level") or Level.NONE
    is_score = exam == Exam.EGE and level != Level.BASE
    facts = {**values, "level": level, "scale": Scale.SCORE if is_score else Scale.MARK}
    facts["grade"] = values.get("grade") or _GRADES.get(exam)
    facts["programme_grade"] = values.get("programme_grade") or facts["grade"]
    sitting = Sitting(**facts)
    _check_new(sitting)
    sitting_check(sitting=sitting, values={})
    return sitting


def _check_new(sitting: Sitting) -> None:
    problems: dict[str, str] = {}
    if not FIRST_YEAR <= sitting.year <= LAST_YEAR:
        problems["year"] = f"Год — число от {FIRST_YEAR} до {LAST_YEAR}."
    if sitting.level and (sitting.exam != Exam.EGE or sitting.subject.code != "math"):
        problems["level"] = "Уровни есть только у математики ЕГЭ."
    for name in ("grade", "programme_grade"):
        value = getattr(sitting, name)
        if value is not None and not 1 <= value <= 11:
            problems[name] = "Класс — число от 1 до 11."
    wanted = _GRADES.get(Exam(sitting.exam))
    if wanted is not None and sitting.grade != wanted:
        problems["grade"] = f"{sitting.get_exam_display()} сдают в {wanted} классе."
    if problems:
        raise InvalidInput(problems)
    key = ("exam", "subject", "level", "year", "season", "grade", "programme_grade")
    if Sitting.objects.filter(**{name: getattr(sitting, name) for name in key}).exists():
        raise InvalidInput({"subject": "Такая процедура уже есть в календаре. Измените её там."})


@transaction.atomic
def sitting_create(*, values: Mapping[str, Any], by: User | None) -> Sitting:
    """A procedure that the calendar does not have yet. Raises InvalidInput."""
    require_everywhere(by=by, permission=Permission.REFERENCE_EDIT)
    sitting = sitting_prepare(values=values)
    sitting.edited_at = timezone.now()
    insert(sitting, "subject", "Такую процедуру только что добавил другой администратор.")
    summaries_of_line(sitting=sitting)
    facts = {
        name: getattr(sitting, name) for name in (*SITTING_FACTS, "exam", "level", "year", "season", "grade")
    }
    audit_record(action="reference.sitting_create", subject=sitting, by=by, after=facts)
    return sitting
