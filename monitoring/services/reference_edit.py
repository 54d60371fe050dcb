"""The administrator's changes of dictionaries: checked, against what he saw, with an act and a trail."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from monitoring.enums import Exam, Level, ParameterCode, ResultStatus, Scale
from monitoring.models import MarkScale, Parameter, Result, Sitting
from monitoring.parameters import PARAMETERS, with_unit
from monitoring.selectors.parameters import parameter_history
from monitoring.selectors.reference import SCALE_FACTS, SITTING_FACTS, scale_seen, sitting_seen
from monitoring.services.summaries import summaries_of_line
from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import InvalidInput, StaleRevision
from portal.core.rights import require_everywhere
from portal.core.russian import number

FIRST_YEAR, LAST_YEAR = 2009, 2100
_GRADES = {Exam.OGE: 9, Exam.GVE9: 9, Exam.EGE: 11, Exam.GVE11: 11}
NO_SOURCE = "Назовите приказ, письмо или другой источник этого значения."


# --- Sittings -----------------------------------------------------------------------------------


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
    return _change(locked, values, SITTING_FACTS, seen=seen, now=sitting_seen(locked), by=by)


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
    _insert(sitting, "subject", "Такую процедуру только что добавил другой администратор.")
    summaries_of_line(sitting=sitting)
    facts = {
        name: getattr(sitting, name) for name in (*SITTING_FACTS, "exam", "level", "year", "season", "grade")
    }
    audit_record(action="reference.sitting_create", subject=sitting, by=by, after=facts)
    return sitting


# --- Scales -------------------------------------------------------------------------------------


def scale_check(*, scale: MarkScale, values: Mapping[str, Any]) -> None:
    """Raise InvalidInput unless the borders rise and the source is named."""
    borders = [values.get(name, getattr(scale, name)) for name in ("from3", "from4", "from5", "maximum")]
    problems: dict[str, str] = {}
    names = {"from4": "«4»", "from5": "«5»"}
    for name, lower, upper in (("from4", borders[0], borders[1]), ("from5", borders[1], borders[2])):
        if upper <= lower:
            problems[name] = f"Граница {names[name]} должна быть больше предыдущей ({lower})."
    if borders[3] < borders[2]:
        problems["maximum"] = f"Наибольший балл не меньше границы «5» ({borders[2]})."
    if borders[0] < 1:
        problems["from3"] = "Граница «3» — не меньше 1 балла."
    if not values.get("source", scale.source).strip():
        problems["source"] = NO_SOURCE
    if problems:
        raise InvalidInput(problems)


@transaction.atomic
def scale_update(*, scale: MarkScale, values: Mapping[str, Any], seen: str, by: User | None) -> bool:
    """Change the borders of a scale; False if they stand so already. Raises as sitting_update does."""
    require_everywhere(by=by, permission=Permission.REFERENCE_EDIT)
    locked = MarkScale.objects.select_for_update(of=("self",)).select_related("subject").get(pk=scale.pk)
    scale_check(scale=locked, values=values)
    return _change(locked, values, SCALE_FACTS, seen=seen, now=scale_seen(locked), by=by)


def scale_prepare(*, values: Mapping[str, Any]) -> MarkScale:
    """A new scale, not saved."""
    scale = MarkScale(**values)
    if not 1 <= scale.programme_grade <= 11:
        raise InvalidInput({"programme_grade": "Класс — число от 1 до 11."})
    if not FIRST_YEAR <= scale.year <= LAST_YEAR:
        raise InvalidInput({"year": f"Год — число от {FIRST_YEAR} до {LAST_YEAR}."})
    scale_check(scale=scale, values={})
    key = ("subject", "programme_grade", "year", "season")
    if MarkScale.objects.filter(**{name: getattr(scale, name) for name in key}).exists():
        raise InvalidInput({"subject": "Шкала этой работы уже есть. Измените её в списке."})
    return scale


@transaction.atomic
def scale_create(*, values: Mapping[str, Any], by: User | None) -> MarkScale:
    """The scale of a work that has none. Raises InvalidInput."""
    require_everywhere(by=by, permission=Permission.REFERENCE_EDIT)
    scale = scale_prepare(values=values)
    scale.edited_at = timezone.now()
    _insert(scale, "subject", "Эту шкалу только что добавил другой администратор.")
    facts = {name: getattr(scale, name) for name in (*SCALE_FACTS, "programme_grade", "year", "season")}
    audit_record(action="reference.scale_create", subject=scale, by=by, after=facts)
    return scale


# --- Parameters ---------------------------------------------------------------------------------


def parameter_check(*, code: str, value: Decimal, valid_from: int, source: str) -> None:
    """Raise InvalidInput for a value that the rule cannot work with."""
    problems: dict[str, str] = {}
    highest = 100 if code.startswith(("learning_", "journal_", "low_share", "spread_score")) else 1000
    if not 0 <= value <= highest:
        problems["value"] = f"Введите число от 0 до {highest}."
    elif code == ParameterCode.FEW_PARTICIPANTS and (value != value.to_integral_value() or value < 1):
        problems["value"] = "Введите целое число участников, не меньше 1."
    elif value == 0 and code.startswith(("unlikely_", "spread_")):
        problems["value"] = "Введите число больше нуля: иначе сомнительным станет любое изменение."
    if not FIRST_YEAR <= valid_from <= LAST_YEAR:
        problems["valid_from"] = f"Год — число от {FIRST_YEAR} до {LAST_YEAR}."
    if not source.strip():
        problems["source"] = NO_SOURCE
    if problems:
        raise InvalidInput(problems)


@transaction.atomic
def parameter_save(
    *, code: str, value: Decimal, valid_from: int, source: str, seen: str, by: User | None
) -> bool:
    """The value of a parameter from a calendar year on; False if it stands so already.

    Another year is another line: the old value goes on to hold for the years before.
    """
    require_everywhere(by=by, permission=Permission.REFERENCE_EDIT)
    if code not in PARAMETERS:
        raise InvalidInput({"value": "Такого параметра нет."})
    parameter_check(code=code, value=value, valid_from=valid_from, source=source)
    rows = {row.valid_from: row for row in Parameter.objects.select_for_update().filter(code=code)}
    row = rows.get(valid_from)
    before = None if row is None else {"value": row.value, "source": row.source}
    after = {"value": value, "source": source.strip()}
    if before == after:
        return False
    history = parameter_history(code=code)
    if history is not None and history.seen != seen:
        present = ", ".join(
            f"{with_unit(code, each.value)} с {each.valid_from} года"
            for each in history.values
            if each.valid_from
        )
        raise StaleRevision(_too_late(present))
    if row is None:
        row = Parameter(code=code, valid_from=valid_from, **after)
        _insert(row, "value", "Это значение только что внёс другой администратор.")
    else:
        row.value, row.source = value, source.strip()
        row.save()
    facts = {"code": code, "valid_from": valid_from, "before": before, "after": after}
    audit_record(action="reference.parameter_save", subject=row, by=by, **facts)
    return True


# --- Common -------------------------------------------------------------------------------------


def _change(
    row: Sitting | MarkScale,
    values: Mapping[str, Any],
    names: Sequence[str],
    *,
    seen: str,
    now: str,
    by: User | None,
) -> bool:
    before = {name: getattr(row, name) for name in names}
    after = {**before, **{name: value for name, value in values.items() if name in names}}
    if before == after:
        return False
    if seen != now:
        raise StaleRevision(_too_late(_told(row, before)))
    for name, value in after.items():
        setattr(row, name, value)
    row.edited_at = timezone.now()
    row.save()
    kind = "sitting" if isinstance(row, Sitting) else "scale"
    audit_record(action=f"reference.{kind}_update", subject=row, by=by, before=before, after=after)
    return True


def _told(row: models.Model, facts: Mapping[str, Any]) -> str:
    said = []
    for name, value in facts.items():
        label = str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        if isinstance(value, bool):
            shown = "да" if value else "нет"
        else:
            shown = value if isinstance(value, str) else number(value) or "не указан"
        said.append(f"{label} — {shown}")
    return ", ".join(said)


def _too_late(present: str) -> str:
    return (
        f"Пока вы меняли, это уже изменил другой администратор. Сейчас: {present or 'значений нет'}. "
        "Ваши значения остались в форме: посмотрите ещё раз, что изменится, и сохраните или откажитесь."
    )


def _insert(row: models.Model, field: str, message: str) -> None:
    """Of two clicks at once the database refuses the second, which is then told why."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise InvalidInput({field: message}) from error
