"""The numbers of our rules as they were in force in a calendar year."""

from collections.abc import Mapping
from decimal import Decimal

from monitoring.enums import PARAMETER_DEFAULTS, ParameterCode
from monitoring.models import Parameter


def parameters_of(*, year: int) -> Mapping[str, Decimal]:
    """Every parameter by its code, in one query: the newest that has begun, else the default."""
    found = {code: Decimal(value) for code, (value, _) in PARAMETER_DEFAULTS.items()}
    begun = Parameter.objects.filter(valid_from__lte=year).order_by("valid_from")
    return found | {ParameterCode(code).value: value for code, value in begun.values_list("code", "value")}
