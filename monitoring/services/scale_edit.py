"""Scales of marks: new ones, and changes of their borders."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from monitoring.models import MarkScale
from monitoring.selectors.reference import SCALE_FACTS, scale_seen
from monitoring.services.reference_edit import FIRST_YEAR, LAST_YEAR, NO_SOURCE, change, insert
from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import InvalidInput
from portal.core.rights import require_everywhere


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
    return change(locked, values, SCALE_FACTS, seen=seen, now=scale_seen(locked), by=by)


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
    insert(scale, "subject", "Эту шкалу только что добавил другой администратор.")
    facts = {name: getattr(scale, name) for name in (*SCALE_FACTS, "programme_grade", "year", "season")}
    audit_record(action="reference.scale_create", subject=scale, by=by, after=facts)
    return scale
