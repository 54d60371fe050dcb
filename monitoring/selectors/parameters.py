"""The numbers of our rules as they were in force in a calendar year."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from monitoring.enums import ParameterCode
from monitoring.models import Parameter
from monitoring.parameters import PARAMETERS, ParameterFacts


def parameters_of(*, year: int) -> Mapping[str, Decimal]:
    """Every parameter by its code, in one query: the newest that has begun, else the default."""
    return {code: value for code, (value, _) in parameters_with_sources(year=year).items()}


def parameters_with_sources(*, year: int) -> dict[str, tuple[Decimal, str]]:
    """The same, each with the act or the book that it comes from."""
    found = {
        ParameterCode(code).value: (Decimal(facts.default), facts.source)
        for code, facts in PARAMETERS.items()
    }
    begun = Parameter.objects.filter(valid_from__lte=year).order_by("valid_from")
    for code, value, source in begun.values_list("code", "value", "source"):
        found[ParameterCode(code).value] = (value, source)
    return found


class DatedValue(NamedTuple):
    """`valid_from` None is the value that holds where nobody has entered one."""

    value: Decimal
    valid_from: int | None
    source: str


class ParameterHistory(NamedTuple):
    code: str
    label: str
    #: the newest first; the last is the default
    values: list[DatedValue]

    @property
    def facts(self) -> ParameterFacts:
        return PARAMETERS[self.code]

    @property
    def seen(self) -> str:
        """What a person saw when he opened the form; other values give another text."""
        facts = [[str(each.value.normalize()), each.valid_from, each.source] for each in self.values]
        return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()[:16]

    def in_force(self, year: int) -> DatedValue:
        return next(each for each in self.values if each.valid_from is None or each.valid_from <= year)

    def last_year(self, valid_from: int) -> int | None:
        """Until when a value from `valid_from` holds: the year before the next one, None without an end."""
        later = [each.valid_from for each in self.values if each.valid_from and each.valid_from > valid_from]
        return min(later) - 1 if later else None


def parameter_histories() -> list[ParameterHistory]:
    """Every parameter with all its dated values, in the order of the page; one query."""
    dated: dict[str, list[DatedValue]] = {code: [] for code in PARAMETERS}
    for row in Parameter.objects.order_by("-valid_from"):
        dated[row.code].append(DatedValue(row.value, row.valid_from, row.source))
    return [
        ParameterHistory(
            code,
            ParameterCode(code).label,
            [*dated[code], DatedValue(Decimal(facts.default), None, facts.source)],
        )
        for code, facts in PARAMETERS.items()
    ]


def parameter_history(*, code: str) -> ParameterHistory | None:
    return next((each for each in parameter_histories() if each.code == code), None)


def parameters_by_year(*, years: Iterable[int]) -> dict[int, dict[str, Decimal]]:
    """`parameters_of` each year, in one query."""
    histories = parameter_histories()
    return {year: {each.code: each.in_force(year).value for each in histories} for year in years}
