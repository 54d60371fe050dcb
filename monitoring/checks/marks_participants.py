from collections.abc import Iterator

from monitoring.checks.arithmetic import MARKS
from monitoring.checks.base import CheckData, Doubt, Rule, place
from monitoring.enums import Severity


def marks_differ_from_participants(data: CheckData) -> Iterator[Doubt]:
    """More marks than participants, or all four counts known and their sum another number."""
    for school, sitting, result in data.values():
        counts = [getattr(result, name) for name in MARKS.values()]
        total = sum(count or 0 for count in counts)
        complete = None not in counts
        if result.participants is None or not (
            total > result.participants or (complete and total != result.participants)
        ):
            continue
        names = ["participants", *MARKS.values()]
        yield Doubt(
            f"Сумма отметок {total}, а участников {result.participants}.",
            tuple(place(sitting, result, name) for name in names if getattr(result, name) is not None),
            school,
            sitting,
        )


RULE = Rule(
    code="marks_participants",
    title="Отметок не столько, сколько участников",
    severity=Severity.ERROR,
    explanation="Каждый участник получает ровно одну отметку. Сверьте числа с протоколом и исправьте одно из "
    "них. Если количества посчитаны из округлённых процентов ФИС ОКО, возьмите их из формы сбора "
    "школы.",
    find=marks_differ_from_participants,
)
