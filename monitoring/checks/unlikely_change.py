from collections.abc import Iterator
from decimal import Decimal

from monitoring.checks.arithmetic import marks_of, spread_of
from monitoring.checks.base import CheckData, Doubt, Place, Rule, place
from monitoring.enums import ParameterCode, Scale, Severity
from monitoring.models import Result, Sitting
from portal.core.russian import counted, number, signed


def unlikely_change(data: CheckData) -> Iterator[Doubt]:
    """The mean moved by more than k standard errors of the difference of two groups of that size.

    k and the usual spread are parameters. Unknown participants say nothing: no finding.
    """
    for school, sitting, result in data.values():
        before = data.a_year_before(school, sitting)
        if before is None or before[0].scale != sitting.scale:
            continue
        limit = _limit(data, sitting, result, before[1])
        if limit is None or result.value is None or before[1].value is None:
            continue
        change = result.value - before[1].value
        if abs(change) > limit:
            text = _text(sitting, result, before, limit, _errors(data, sitting))
            yield Doubt(text, _places(sitting, result, before), school, sitting)


def _limit(data: CheckData, sitting: Sitting, now: Result, before: Result) -> Decimal | None:
    if not now.participants or not before.participants:
        return None
    variance = sum(
        (_spread(data, sitting, result) ** 2 / Decimal(result.participants or 1) for result in (now, before)),
        Decimal(0),
    )
    return _errors(data, sitting) * variance.sqrt()


def _errors(data: CheckData, sitting: Sitting) -> Decimal:
    is_mark = sitting.scale == Scale.MARK
    return data.parameter(ParameterCode.UNLIKELY_MARK if is_mark else ParameterCode.UNLIKELY_SCORE)


def _spread(data: CheckData, sitting: Sitting, result: Result) -> Decimal:
    """Of the marks themselves where they are known; three pupils with one mark do not make a spread of 0."""
    if sitting.scale == Scale.SCORE:
        return data.parameter(ParameterCode.SPREAD_SCORE)
    usual = data.parameter(ParameterCode.SPREAD_MARK)
    marks = marks_of(result)
    if marks is None:
        return usual
    own = spread_of(marks)
    few = marks.total < data.parameter(ParameterCode.FEW_PARTICIPANTS)
    return max(own, usual) if few else own


def _text(
    sitting: Sitting, result: Result, before: tuple[Sitting, Result], limit: Decimal, errors: Decimal
) -> str:
    what = "Средняя отметка" if sitting.scale == Scale.MARK else "Средний балл"
    earlier, then = before
    change = (result.value or Decimal(0)) - (then.value or Decimal(0))
    return (
        f"{what}: {number(then.value)} в {earlier.year} году ({_people(then)}), {number(result.value)} "
        f"в {sitting.year} году ({_people(result)}), изменение {signed(change)}. При таком числе участников "
        f"случайное расхождение обычно не больше {number(limit)} (стандартных ошибок: {number(errors)})."
    )


def _people(result: Result) -> str:
    return counted(result.participants or 0, "участник", "участника", "участников")


def _places(sitting: Sitting, result: Result, before: tuple[Sitting, Result]) -> tuple[Place, ...]:
    name = "mean_mark" if sitting.scale == Scale.MARK else "mean_score"
    return tuple(
        place(one, row, field, f"{label}, {one.year}")
        for one, row in (before, (sitting, result))
        for field, label in ((name, "Средняя"), ("participants", "Участников"))
    )


RULE = Rule(
    code="unlikely_change",
    title="Маловероятное изменение",
    severity=Severity.WARNING,
    explanation="Средняя двух разных классов всегда немного отличается; такое расхождение для этого числа "
    "участников случается очень редко. Сверьте оба года с протоколами: бывает перепутан предмет, "
    "класс или число участников. Если оба числа верны, примите замечание и укажите причину.",
    find=unlikely_change,
)
