"""The arithmetic of an import: days summed up to a result, a row laid over a result.

Nothing here asks the database. A missing value is never 0: what one of the days does not know, the sum
does not know either.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from monitoring.enums import SCALE_BOUNDS, ResultStatus, Scale
from monitoring.measures import MEAN_ROUNDING, still_summed
from monitoring.services.import_rows import (
    MARKS,
    PART_NUMBERS,
    RESULT_FIELDS,
    RESULT_NUMBERS,
    Incoming,
    Values,
)
from portal.core.russian import number, rounded

#: more pupils than any school has; a larger number is another column
_MOST = 100_000
_SUMMED = ("participants", *MARKS, "score_sum", "below_minimum")
_COUNTS = (*_SUMMED, "minimum", "lowered", "confirmed", "raised", "count")


_NO_MEAN = {
    Scale.MARK: "Нет ни средней отметки, ни всех четырёх чисел отметок, поэтому строка пропущена. Впишите, "
    "сколько «2», «3», «4» и «5» (где таких нет — 0), или среднюю отметку и загрузите файл снова.",
    Scale.SCORE: "Нет среднего балла, поэтому строка пропущена. Впишите его и загрузите файл снова.",
}


def mean_of(values: Mapping[str, Any], scale: str) -> Decimal | None:
    """The mean that the counts give, half-up to hundredths; None where they do not tell it."""
    if scale == Scale.SCORE:
        total, count = values.get("score_sum"), values.get("participants")
        return rounded(Decimal(total) / count) if total is not None and count else None
    n2, n3, n4, n5 = (values.get(name) for name in MARKS)
    if n2 is None or n3 is None or n4 is None or n5 is None or not n2 + n3 + n4 + n5:
        return None
    return rounded(Decimal(2 * n2 + 3 * n3 + 4 * n4 + 5 * n5) / (n2 + n3 + n4 + n5))


def empty_result(status: str = ResultStatus.VALUE) -> Values:
    return dict.fromkeys(RESULT_FIELDS) | {"status": str(status), "source": ""}


def part_of(row: Incoming) -> Values:
    """A protocol's row as one day of a result."""
    numbers = {name: row.numbers.get(name) for name in PART_NUMBERS}
    return numbers | {"date": row.date, "minimum": row.minimum, "appeals": []}


def summed(parts: Sequence[Values], scale: str) -> Values:
    """The result that the days of a sitting give together."""
    result = empty_result()
    for name in _SUMMED:
        each = [part[name] for part in parts]
        result[name] = None if None in each else sum(each)
    result["mean_mark" if scale == Scale.MARK else "mean_score"] = mean_of(result, scale)
    return result


def overlaid(old: Values | None, row: Incoming, scale: str) -> Values:
    """A row of a table of means over what there is: a number that it does not say stays.

    Without a mean of the row's own that of the marks is taken when they change or deny what stands.
    «Нет данных» with participants is a row without its marks: it empties nothing.
    """
    if row.status != ResultStatus.VALUE and not row.numbers:
        return empty_result(row.status)
    mean = "mean_mark" if scale == Scale.MARK else "mean_score"
    kept = old is not None and old["status"] in (ResultStatus.VALUE, row.status)
    result = dict(old) if old is not None and kept else empty_result(row.status)
    was = dict(result)
    said = {name: value for name, value in row.numbers.items() if name in RESULT_NUMBERS}
    result |= {name: rounded(Decimal(value)) if name == mean else value for name, value in said.items()}
    if result["status"] != ResultStatus.VALUE:
        return result
    moved = any(was[name] != result[name] for name in (*MARKS, "score_sum"))
    if mean not in said and (moved or result[mean] is None or _is_denied(result[mean], row, scale)):
        result[mean] = mean_of(result, scale) or result[mean]
    if "score_sum" not in said:
        before, after = ((each[mean], each["participants"]) for each in (was, result))
        result["score_sum"] = still_summed(result["score_sum"], before=before, after=after)
    return result


def _is_denied(mean: Decimal, row: Incoming, scale: str) -> bool:
    """Whether the marks of a row give quite another mean than the one that stands."""
    found = mean_of(row.numbers, scale) if scale == Scale.MARK else None
    return found is not None and abs(mean - found) > MEAN_ROUNDING


def wrong_numbers(row: Incoming, scale: str) -> tuple[str, str] | None:
    """The first number of a row that no count can be: its name and what to do."""
    other = "mean_score" if scale == Scale.MARK else "mean_mark"
    if other in row.numbers:
        return other, _of_another_scale(scale)
    for name, value in row.numbers.items():
        if name in _COUNTS and (Decimal(value) != int(value) or not 0 <= value <= _MOST):
            return name, f"Нужно целое число от 0 до {number(_MOST)}, а стоит {number(Decimal(value))}."
    return None


def wrong_result(result: Values, scale: str) -> tuple[str, str] | None:
    """What the database would refuse: the name of the number and what to do."""
    if result["status"] != ResultStatus.VALUE:
        return None
    mean = "mean_mark" if scale == Scale.MARK else "mean_score"
    low, high = SCALE_BOUNDS[Scale(scale)]
    people, below = result["participants"], result["below_minimum"]
    if people == 0:
        return (
            "participants",
            "Участников 0: строка пропущена. Если никто не писал, внесите «не было участников».",
        )
    if result[mean] is None:
        return mean, _NO_MEAN[Scale(scale)]
    if not low <= result[mean] <= high:
        return mean, f"Среднее {number(result[mean])} вне шкалы от {low} до {high}. Проверьте столбцы."
    if people is not None and below is not None and below > people:
        return "below_minimum", f"Ниже минимума {below}, а участников {people}. Исправьте одно из чисел."
    return None


def _of_another_scale(scale: str) -> str:
    if scale == Scale.MARK:
        return "Эта процедура оценивается отметками 2–5, а в строке средний балл."
    return "Эта процедура оценивается баллами 0–100, а в строке средняя отметка."
