"""The numbers of our rules: each value holds from a year on."""

from decimal import Decimal

from django.db import transaction

from monitoring.enums import ParameterCode
from monitoring.models import Parameter
from monitoring.parameters import PARAMETERS, with_unit
from monitoring.selectors.parameters import parameter_history
from monitoring.services.reference_edit import FIRST_YEAR, LAST_YEAR, NO_SOURCE, insert, too_late
from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import InvalidInput, StaleRevision
from portal.core.rights import require_everywhere


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
    _check_seen(code, seen)
    if row is None:
        row = Parameter(code=code, valid_from=valid_from, **after)
        insert(row, "value", "Это значение только что внёс другой администратор.")
    else:
        row.value, row.source = value, source.strip()
        row.save()
    facts = {"code": code, "valid_from": valid_from, "before": before, "after": after}
    audit_record(action="reference.parameter_save", subject=row, by=by, **facts)
    return True


def _check_seen(code: str, seen: str) -> None:
    history = parameter_history(code=code)
    if history is None or history.seen == seen:
        return
    dated = [each for each in history.values if each.valid_from]
    told = [f"{with_unit(code, each.value)} с {each.valid_from} года" for each in dated]
    raise StaleRevision(too_late(", ".join(told)))
