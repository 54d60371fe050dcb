"""Accepting one finding with a reason, and taking that back."""

from django.db import transaction

from monitoring.checks import Finding
from monitoring.models import Waiver
from monitoring.selectors import findings_of
from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import InvalidInput, StaleRevision
from portal.core.rights import require
from schools.models import District

REASON_LENGTH = 1000


@transaction.atomic
def finding_waive(
    *, district: District, year: int, rule: str, fingerprint: str, reason: str, by: User
) -> Waiver:
    """Accept the finding that stands there now with just these numbers; a second click gives the same waiver.

    Raises InvalidInput without a reason, StaleRevision when the finding is gone or has other numbers.
    """
    require(District.objects.all(), pk=district.pk, by=by, permission=Permission.RESULT_EDIT)
    reason = _checked(reason)
    locked = District.objects.select_for_update().get(pk=district.pk)
    finding = _standing(locked, year=year, rule=rule, fingerprint=fingerprint)
    if finding.waiver is not None:
        return finding.waiver
    waiver = Waiver.objects.create(
        district=locked,
        rule=rule,
        school=finding.school,
        sitting=finding.sitting,
        year=year,
        fingerprint=fingerprint,
        reason=reason,
        by=by,
    )
    audit_record(action="finding.waive", subject=waiver, by=by, **_facts(waiver), text=finding.text)
    return waiver


@transaction.atomic
def waiver_withdraw(*, district: District, year: int, rule: str, fingerprint: str, by: User) -> bool:
    """Open the finding again; False if it was not waived, so a second click does nothing."""
    require(District.objects.all(), pk=district.pk, by=by, permission=Permission.RESULT_EDIT)
    waiver = (
        Waiver.objects.select_for_update()
        .filter(district=district, year=year, rule=rule, fingerprint=fingerprint)
        .first()
    )
    if waiver is None:
        return False
    audit_record(action="finding.waiver_withdraw", subject=waiver, by=by, **_facts(waiver))
    waiver.delete()
    return True


def _checked(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise InvalidInput({"reason": "Напишите, почему замечание можно принять."})
    if len(reason) > REASON_LENGTH:
        raise InvalidInput({"reason": f"Причина длиннее {REASON_LENGTH} знаков. Сократите её."})
    return reason


def _standing(district: District, *, year: int, rule: str, fingerprint: str) -> Finding:
    for finding in findings_of(district=district, year=year):
        if (finding.rule, finding.fingerprint) == (rule, fingerprint):
            return finding
    raise StaleRevision("Этого замечания больше нет: числа изменились. Посмотрите список замечаний ещё раз.")


def _facts(waiver: Waiver) -> dict:
    return {
        "rule": waiver.rule,
        "school": waiver.school_id,
        "sitting": waiver.sitting_id,
        "year": waiver.year,
        "fingerprint": waiver.fingerprint,
        "reason": waiver.reason,
    }
