from collections.abc import Iterator
from decimal import Decimal

from monitoring.checks.arithmetic import MARKS, marks_of
from monitoring.checks.base import CheckData, Doubt, Rule, place
from monitoring.enums import Severity
from monitoring.measures import MEAN_ROUNDING, mean_mark
from portal.core.russian import number, rounded


def mean_contradicts_its_marks(data: CheckData) -> Iterator[Doubt]:
    """A mean further from what its counts, or its sum of scores, give than rounding to tenths explains."""
    for school, sitting, result in data.values():
        counted = mean_mark(marks_of(result))
        if counted is not None and result.mean_mark is not None:
            names, stated = ["mean_mark", *MARKS.values()], result.mean_mark
            source = "По отметкам средняя"
        elif result.score_sum is not None and result.participants and result.mean_score is not None:
            names, stated = ["mean_score", "participants", "score_sum"], result.mean_score
            counted = rounded(Decimal(result.score_sum) / result.participants)
            source = "По сумме баллов средний балл"
        else:
            continue
        if abs(stated - counted) > MEAN_ROUNDING:
            yield Doubt(
                f"{source} — {number(counted)}, а записано {number(stated)}.",
                tuple(place(sitting, result, name) for name in names),
                school,
                sitting,
            )


RULE = Rule(
    code="mean_marks",
    title="Средняя противоречит отметкам",
    severity=Severity.ERROR,
    explanation="Средняя считается по количеству отметок (или по сумме баллов) и может отличаться от них "
    "только округлением до десятых. Проверьте количества, либо очистите среднюю: портал посчитает "
    "её сам.",
    find=mean_contradicts_its_marks,
)
