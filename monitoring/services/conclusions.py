"""What people make of draft conclusions: another wording, nothing at all, or the draft again."""

import re

from django.db import IntegrityError, transaction

from monitoring.models import Conclusion
from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import InvalidInput, StaleRevision
from portal.core.rights import require
from schools.models import District

TEXT_LENGTH = 2000
_KEY = re.compile(r"[\w:-]{1,200}", re.ASCII)
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def conclusion_edit(
    *, district: District, key: str, fingerprint: str, text: str, seen: int, by: User
) -> Conclusion:
    """Put another wording in the place of a draft made of the numbers of `fingerprint`.

    `seen` is the revision that the person saw, 0 where there was only the draft. Raises InvalidInput
    (key: text), StaleRevision with the colleague's wording, NotAllowed.
    """
    plain = " ".join(text.split())
    if not plain:
        raise InvalidInput({"text": "Напишите вывод или нажмите «Не печатать»."})
    if len(plain) > TEXT_LENGTH:
        raise InvalidInput({"text": f"Вывод длиннее {TEXT_LENGTH} знаков. Сократите его."})
    wanted = {"fingerprint": fingerprint, "text": plain, "is_dropped": False}
    return _put(district, key, wanted, seen, by)


def conclusion_drop(*, district: District, key: str, fingerprint: str, seen: int, by: User) -> Conclusion:
    """Leave the sentence out of documents as long as its numbers stand; its wording is kept."""
    return _put(district, key, {"fingerprint": fingerprint, "is_dropped": True}, seen, by)


@transaction.atomic
def conclusion_restore(*, district: District, key: str, seen: int, by: User) -> bool:
    """Back to the draft made by rules; False if there is nothing to take back, so two clicks are one."""
    require(District.objects.all(), pk=district.pk, by=by, permission=Permission.RESULT_EDIT)
    current = Conclusion.objects.select_for_update().filter(district=district, key=key).first()
    if current is None:
        return False
    _check_seen(current, seen)
    audit_record(action="conclusion.restore", subject=current, by=by, before=_facts(current))
    current.delete()
    return True


@transaction.atomic
def _put(district: District, key: str, wanted: dict, seen: int, by: User) -> Conclusion:
    require(District.objects.all(), pk=district.pk, by=by, permission=Permission.RESULT_EDIT)
    if not _KEY.fullmatch(key) or not _FINGERPRINT.fullmatch(wanted["fingerprint"]):
        raise InvalidInput({"key": "Этого вывода нет на странице. Откройте динамику ещё раз."})
    current = Conclusion.objects.select_for_update().filter(district=district, key=key).first()
    if current is None:
        return _created(district, key, wanted, by)
    if all(getattr(current, name) == value for name, value in wanted.items()):
        return current
    _check_seen(current, seen)
    before = _facts(current)
    for name, value in wanted.items():
        setattr(current, name, value)
    current.revision += 1
    current.by = by
    current.save()
    audit_record(action="conclusion.edit", subject=current, by=by, before=before, after=_facts(current))
    return current


def _created(district: District, key: str, wanted: dict, by: User) -> Conclusion:
    try:
        with transaction.atomic():
            created = Conclusion.objects.create(district=district, key=key, by=by, **wanted)
    except IntegrityError as error:
        # A colleague was quicker by an instant; what he wrote is on the page when it is opened again.
        raise StaleRevision(
            "Этот вывод только что изменил другой сотрудник. Откройте страницу ещё раз и сравните."
        ) from error
    audit_record(action="conclusion.edit", subject=created, by=by, before=None, after=_facts(created))
    return created


def _check_seen(current: Conclusion, seen: int) -> None:
    if current.revision != seen:
        theirs = "не печатать" if current.is_dropped else f"«{current.text}»"
        raise StaleRevision(
            f"Пока вы правили, вывод изменил другой сотрудник ({current.by}): {theirs}. "
            "Сохраните ещё раз, чтобы оставить своё."
        )


def _facts(conclusion: Conclusion) -> dict:
    return {
        name: getattr(conclusion, name) for name in ("key", "fingerprint", "text", "is_dropped", "revision")
    }
