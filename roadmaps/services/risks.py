"""The dictionary of risk factors: what ships with the portal, and the administrator's changes of it."""

import csv
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import InvalidInput, StaleRevision
from portal.core.rights import require_everywhere
from roadmaps.models import RiskFactor
from roadmaps.selectors import risk_seen

_LONGEST = 300
_LAST_POSITION = 1000
_FACTS = ("name", "position", "is_active")
_TAKEN = "Такой фактор уже есть в списке."


@transaction.atomic
def risk_factors_load(*, folder: Path) -> int:
    """Add the factors of risk_factors.csv that are missing; the number of its lines comes back.

    Idempotent. A factor that is there, by its code or its name, stays as an administrator left it.
    """
    with (folder / "risk_factors.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    codes = set(RiskFactor.objects.values_list("code", flat=True))
    names = _names()
    RiskFactor.objects.bulk_create(
        RiskFactor(code=row["code"], name=row["name"], position=int(row["position"]))
        for row in rows
        if row["code"] not in codes and row["name"].casefold() not in names
    )
    return len(rows)


@transaction.atomic
def risk_factor_add(*, name: str, position: int, by: User | None) -> RiskFactor:
    """A factor of the administrator's own. Raises InvalidInput or NotAllowed."""
    require_everywhere(by=by, permission=Permission.REFERENCE_EDIT)
    facts = _checked(name, position)
    risk = RiskFactor(code=f"own-{get_random_string(12).lower()}", **facts)
    _write(risk)
    audit_record(action="reference.risk_create", subject=risk, by=by, after=facts)
    return risk


@transaction.atomic
def risk_factor_update(
    *, risk: RiskFactor, name: str, position: int, is_active: bool, seen: str, by: User | None
) -> bool:
    """Rename, move, retire or bring back; False if it stands so already.

    Drafts show the new name, approved editions keep the one that they were approved with. Raises
    InvalidInput, NotAllowed, and StaleRevision if another person was faster.
    """
    require_everywhere(by=by, permission=Permission.REFERENCE_EDIT)
    locked = RiskFactor.objects.select_for_update().get(pk=risk.pk)
    before = {fact: getattr(locked, fact) for fact in _FACTS}
    after = {**_checked(name, position, but=locked), "is_active": is_active}
    if before == after:
        return False
    if seen != risk_seen(locked):
        raise StaleRevision(
            f"Пока вы меняли, это уже изменил другой администратор. Сейчас: «{locked.name}», "
            f"порядок — {locked.position}, {'предлагается' if locked.is_active else 'не предлагается'}. "
            "Ваши значения остались в форме: сохраните их ещё раз или откажитесь."
        )
    for fact, value in after.items():
        setattr(locked, fact, value)
    _write(locked)
    audit_record(action="reference.risk_update", subject=locked, by=by, before=before, after=after)
    return True


def _checked(name: str, position: int, but: RiskFactor | None = None) -> dict:
    plain = " ".join(name.split())
    problems = {}
    if not plain or len(plain) > _LONGEST:
        problems["name"] = f"Назовите фактор, не больше {_LONGEST} знаков."
    elif plain.casefold() in _names(but):
        problems["name"] = _TAKEN
    if not 0 <= position <= _LAST_POSITION:
        problems["position"] = f"Место в списке — число от 0 до {_LAST_POSITION}."
    if problems:
        raise InvalidInput(problems)
    return {"name": plain, "position": position}


def _names(but: RiskFactor | None = None) -> set[str]:
    """Compared here and not in the database: SQLite knows no other case of Russian letters."""
    rows = RiskFactor.objects.exclude(pk=but.pk) if but else RiskFactor.objects.all()
    return {name.casefold() for name in rows.values_list("name", flat=True)}


def _write(risk: RiskFactor) -> None:
    """Of two clicks at once the database refuses the second, which is then told why."""
    try:
        with transaction.atomic():
            risk.save()
    except IntegrityError as error:
        raise InvalidInput({"name": _TAKEN}) from error
