"""What a person typed of one result, and what is wrong with it: checks that need no other row."""

from dataclasses import dataclass
from decimal import Decimal

from monitoring.enums import ResultStatus, Scale
from monitoring.measures import MEAN_ROUNDING
from monitoring.models import Sitting
from portal.core.russian import number, rounded

MARKS = ("n2", "n3", "n4", "n5")
COUNTS = ("participants", *MARKS, "below_minimum")


@dataclass(frozen=True, slots=True)
class ResultInput:
    """What was typed for one sitting. `seen` is the revision that the person saw, 0 for an empty row."""

    sitting: Sitting
    status: str
    value: Decimal | None = None
    participants: int | None = None
    n2: int | None = None
    n3: int | None = None
    n4: int | None = None
    n5: int | None = None
    below_minimum: int | None = None
    seen: int = 0
    source: str = ""

    @property
    def marks(self) -> list[int | None]:
        return [self.n2, self.n3, self.n4, self.n5]

    @property
    def mean(self) -> Decimal | None:
        """The typed mean, or the one that a full set of marks gives."""
        return self.value if self.value is not None else self.mean_of_marks

    @property
    def mean_of_marks(self) -> Decimal | None:
        """What a full set of marks gives; None where a count is missing or nobody has a mark."""
        counts = [count for count in self.marks if count is not None]
        if self.sitting.scale != Scale.MARK or len(counts) < len(MARKS) or not sum(counts):
            return None
        return rounded(
            Decimal(sum(mark * count for mark, count in zip(range(2, 6), counts, strict=True))) / sum(counts)
        )


def result_problems(row: ResultInput) -> dict[str, str]:
    """What is wrong with one row: the field and a sentence that says what to do."""
    if row.status != ResultStatus.VALUE:
        return _problems_without_value(row)
    problems: dict[str, str] = {}
    for check in (_check_value, _check_mean, _check_participants, _check_marks, _check_below_minimum):
        problems = check(row) | problems  # the first of two at one field is told
    return problems


def _problems_without_value(row: ResultInput) -> dict[str, str]:
    typed = ["value"] if row.value is not None else []
    typed += [name for name in COUNTS if getattr(row, name)]
    label = ResultStatus(row.status).label
    return dict.fromkeys(
        typed, f"Выбрано «{label}», а число введено. Уберите число или выберите «есть результат»."
    )


def _check_value(row: ResultInput) -> dict[str, str]:
    if row.mean is None:
        what = "среднюю отметку" if row.sitting.scale == Scale.MARK else "средний балл"
        return {"value": f"Введите {what} или выберите, почему результата нет."}
    low, high = row.sitting.bounds
    if row.mean == 0:
        return {"value": "Ноль вместо пропуска не ставят: выберите, почему результата нет."}
    if not low <= row.mean <= high:
        what = "Средняя отметка" if row.sitting.scale == Scale.MARK else "Средний балл"
        return {"value": f"{what} — число от {low} до {high}, а введено {number(row.mean)}."}
    return {}


def _check_mean(row: ResultInput) -> dict[str, str]:
    """A typed mean may be rounded to tenths, but not tell another story than its marks."""
    counted = row.mean_of_marks
    if row.value and counted is not None and abs(row.value - counted) > MEAN_ROUNDING:
        return {
            "value": f"По отметкам средняя — {number(counted)}, а введено {number(row.value)}. "
            "Исправьте отметки или очистите это поле: средняя посчитается сама."
        }
    return {}


def _check_participants(row: ResultInput) -> dict[str, str]:
    if row.participants == 0:
        return {"participants": "Участников 0: выберите «не было участников» или исправьте число."}
    return {}


def _check_marks(row: ResultInput) -> dict[str, str]:
    total = sum(count or 0 for count in row.marks)
    wrong = row.participants is not None and (
        total > row.participants or (row.mean_of_marks is not None and total != row.participants)
    )
    if wrong:
        text = f"Сумма отметок {total}, а участников {row.participants}. Исправьте одно из чисел."
        return {"participants": text}
    return {}


def _check_below_minimum(row: ResultInput) -> dict[str, str]:
    if row.below_minimum and row.participants is not None and row.below_minimum > row.participants:
        return {
            "below_minimum": f"Ниже минимума {row.below_minimum}, а участников {row.participants}. "
            "Исправьте одно из чисел."
        }
    return {}
