from collections.abc import Iterator

from monitoring.checks.base import CheckData, Doubt, Rule, place
from monitoring.enums import Scale, Severity
from portal.core.russian import counted, number


def mean_below_the_minimum(data: CheckData) -> Iterator[Doubt]:
    """The mean itself has not reached the lower minimum of the year."""
    for school, sitting, result in data.values():
        limit, value = sitting.lower_minimum, result.value
        if limit is None or value is None or value >= limit:
            continue
        is_mark = sitting.scale == Scale.MARK
        names = ["mean_mark" if is_mark else "mean_score"]
        people = ""
        if result.participants is not None:
            names.append("participants")
            people = f" ({counted(result.participants, 'участник', 'участника', 'участников')})"
        yield Doubt(
            f"{'Средняя отметка' if is_mark else 'Средний балл'} {number(value)}{people} ниже минимума "
            f"{number(limit)}.",
            tuple(place(sitting, result, name) for name in names),
            school,
            sitting,
        )


RULE = Rule(
    code="mean_below_minimum",
    title="Средняя ниже минимума",
    severity=Severity.WARNING,
    explanation="Большинство сдававших, скорее всего, не преодолело минимум, либо число введено с ошибкой. "
    "Сверьте его с протоколом. Если сдавали один-два человека, примите замечание и напишите об "
    "этом.",
    find=mean_below_the_minimum,
)
