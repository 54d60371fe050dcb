"""The administrator's changes of dictionaries: checked, against what he saw, with an act and a trail.

What the calendar, the scales and the parameters have in common.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from monitoring.models import MarkScale, Sitting
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import InvalidInput, StaleRevision
from portal.core.russian import number

FIRST_YEAR, LAST_YEAR = 2009, 2100
NO_SOURCE = "Назовите приказ, письмо или другой источник этого значения."


def change(
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
        raise StaleRevision(too_late(_told(row, before)))
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


def too_late(present: str) -> str:
    return (
        f"Пока вы меняли, это уже изменил другой администратор. Сейчас: {present or 'значений нет'}. "
        "Ваши значения остались в форме: посмотрите ещё раз, что изменится, и сохраните или откажитесь."
    )


def insert(row: models.Model, field: str, message: str) -> None:
    """Of two clicks at once the database refuses the second, which is then told why."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise InvalidInput({field: message}) from error
