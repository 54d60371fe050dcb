from collections.abc import Iterator
from decimal import Decimal

from monitoring.checks.base import CheckData, Doubt, Rule, place
from monitoring.enums import ParameterCode, Severity
from portal.core.russian import number


def journal_does_not_confirm(data: CheckData) -> Iterator[Doubt]:
    """The share of pupils whose ВПР mark is not that of the journal is above the threshold."""
    limit = data.parameter(ParameterCode.JOURNAL_GAP)
    schools = {school.pk: school for school in data.schools}
    sittings = {sitting.pk: sitting for sitting in data.sittings_of_the_year}
    for row in data.journals:
        school, sitting = schools.get(row.school_id), sittings.get(row.sitting_id)
        if school is None or sitting is None or not row.participants:
            continue
        apart = row.lowered + row.raised
        share = Decimal(apart * 100) / row.participants
        if share > limit:
            names = ("participants", "lowered", "confirmed", "raised")
            yield Doubt(
                f"Отметка ВПР не совпала с журналом у {apart} из {row.participants} участников "
                f"({number(share, 1)} %): понизили {row.lowered}, повысили {row.raised}. "
                f"Замечание появляется, если не совпало больше {number(limit)} %.",
                tuple(place(sitting, row, name) for name in names),
                school,
                sitting,
            )


RULE = Rule(
    code="journal_gap",
    title="ВПР не подтверждает отметки журнала",
    severity=Severity.WARNING,
    explanation="Отметки за работу и в журнале могут расходиться, но не у большой части класса. Разберите "
    "вместе со школой критерии оценивания и проверку работ. Результаты ВПР не оценивают работу "
    "учителя.",
    find=journal_does_not_confirm,
)
