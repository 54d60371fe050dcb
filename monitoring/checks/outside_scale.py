from collections.abc import Iterator

from monitoring.checks.base import CheckData, Doubt, Place, Rule, place
from monitoring.enums import SCALE_BOUNDS, Scale, Severity
from monitoring.models import Result, Sitting
from portal.core.russian import number


def value_outside_scale(data: CheckData) -> Iterator[Doubt]:
    """A mean beyond its scale or on another one, or a sum of scores that so many pupils cannot have."""
    for school, sitting, result in data.values():
        for text, places in (*_mean(sitting, result), *_sum(sitting, result)):
            yield Doubt(text, places, school, sitting)


def _mean(sitting: Sitting, result: Result) -> Iterator[tuple[str, tuple[Place, ...]]]:
    own, other = ("mean_mark", "mean_score")
    if sitting.scale == Scale.SCORE:
        own, other = other, own
    value = getattr(result, own)
    low, high = sitting.bounds
    scale = sitting.get_scale_display()
    if value is None:
        text = f"Результат {number(result.value)} записан не по шкале этой процедуры: её шкала — {scale}."
        yield text, (place(sitting, result, other),)
    elif not low <= value <= high:
        text = f"Введено {number(value)}, а шкала этой процедуры — {scale}."
        yield text, (place(sitting, result, own),)


def _sum(sitting: Sitting, result: Result) -> Iterator[tuple[str, tuple[Place, ...]]]:
    highest = SCALE_BOUNDS[Scale.SCORE][1]
    total, participants = result.score_sum, result.participants
    if total is not None and participants is not None and total > participants * highest:
        text = (
            f"Сумма баллов {number(total)} невозможна: {number(participants)} участников набирают вместе "
            f"не больше {number(participants * highest)}."
        )
        yield text, (place(sitting, result, "participants"), place(sitting, result, "score_sum"))


RULE = Rule(
    code="outside_scale",
    title="Значение вне шкалы",
    severity=Severity.ERROR,
    explanation="Средняя отметка бывает от 2 до 5, средний балл — от 0 до 100. Такое число чаще всего "
    "значит, что отметку и балл перепутали или потеряли запятую. Исправьте значение по протоколу.",
    find=value_outside_scale,
)
