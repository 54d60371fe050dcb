"""One school and sitting as a row of cells: what several typed cells make of it, and what is doubtful then.

A row may be half typed: until its mean is known it is «нет данных» that already holds participants or
single marks. With all four marks the mean follows from them; without one of them it is unknown again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from monitoring.enums import EXAM_PROGRAMME, STATUS_MARKS, Exam, ResultStatus, Scale
from monitoring.measures import MEAN_ROUNDING
from monitoring.models import Result, Sitting
from monitoring.selectors.grid import MARKS, NUMBERS, STATUS, VALUE
from monitoring.services.cell_text import Number, Typed
from monitoring.services.result_input import ResultInput, result_problems
from portal.core.russian import number
from schools.models import School

SOURCE = "ввод в сетке"
NOT_HELD = "Процедура в этом году не проводилась: вводить нечего."
NOT_OFFERED = "В школе в этом году нет такой ступени обучения. Если это не так, исправьте ступени школы."


@dataclass(frozen=True, slots=True)
class RowState:
    """`numbers` has every name of NUMBERS; None is an empty cell."""

    status: str
    numbers: Mapping[str, Number | None]

    @property
    def is_absence(self) -> bool:
        return self.status not in (ResultStatus.VALUE, ResultStatus.NO_DATA)


@dataclass(frozen=True, slots=True)
class Refusal:
    """`depends`: another cell of the row is in the way, so this one can be tried again after it."""

    text: str
    depends: bool = False


@dataclass(frozen=True, slots=True)
class Merged:
    state: RowState
    refused: dict[str, Refusal] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


def lock_reason(*, school: School, sitting: Sitting, result: Result | None) -> str:
    """Why nothing can be typed for this school and sitting; empty if it can."""
    if not sitting.is_held:
        return NOT_HELD
    programme = EXAM_PROGRAMME.get(Exam(sitting.exam))
    if result is None and programme and not school.teaches(programme, sitting.year - 1):
        return NOT_OFFERED
    return ""


def state_of(result: Result | None) -> RowState:
    if result is None:
        return RowState(ResultStatus.NO_DATA, dict.fromkeys(NUMBERS))
    return RowState(result.status, {name: getattr(result, name) for name in NUMBERS})


def merged(*, sitting: Sitting, now: RowState, typed: Mapping[str, Typed]) -> Merged:
    """The row after `typed`, by field. A refused cell keeps its number; the others are taken."""
    refused: dict[str, Refusal] = {}
    numbers = dict(now.numbers) | {name: one.number for name, one in typed.items() if name != STATUS}
    before = mean_of_marks(sitting, now.numbers)
    if before is not None and VALUE not in typed and mean_of_marks(sitting, numbers) is None:
        numbers[VALUE] = None  # it followed from marks of which one is gone
    _hold_below_participants(now, typed, numbers, refused)
    asked = _asked(now, typed, numbers, refused)
    notes = _settle_mean(sitting, now, typed, numbers, refused)
    status = asked or _derived(now, typed, numbers)
    _hold_wrong_states(status, typed, refused)
    return Merged(RowState(status, numbers), refused, notes)


def mean_of_marks(sitting: Sitting, numbers: Mapping[str, Number | None]) -> Decimal | None:
    """What a full set of marks gives; None where a count is missing or nobody has a mark."""
    return _input(sitting, ResultStatus.VALUE, {**numbers, VALUE: None}).mean_of_marks


def row_doubts(*, sitting: Sitting, state: RowState) -> dict[str, str]:
    """What is saved and yet looks wrong, by field: the checks of the plain form, which there refuse."""
    if state.is_absence:
        return _doubts_of_absence(sitting, state)
    if all(one is None for one in state.numbers.values()):
        return {}
    problems = result_problems(_input(sitting, ResultStatus.VALUE, state.numbers))
    if state.status == ResultStatus.NO_DATA:
        problems.pop(VALUE, None)
        missing = "все четыре отметки или среднюю" if sitting.scale == Scale.MARK else "средний балл"
        return {STATUS: f"Результата ещё нет: введите {missing}."} | problems
    return problems


def _doubts_of_absence(sitting: Sitting, state: RowState) -> dict[str, str]:
    if state.status == ResultStatus.NOT_HELD and sitting.is_held:
        return {
            STATUS: f"По календарю процедура {sitting.year} года проводилась. "
            "Если участников не было, введите «н/у»."
        }
    return {}


def _hold_below_participants(
    now: RowState,
    typed: Mapping[str, Typed],
    numbers: dict[str, Number | None],
    refused: dict[str, Refusal],
) -> None:
    below, participants = numbers["below_minimum"], numbers["participants"]
    if below is None or participants is None or below <= participants:
        return
    text = f"Ниже минимума {number(below)}, а участников {number(participants)}. Исправьте одно из чисел."
    for name in ("below_minimum", "participants"):
        if name in typed:
            refused[name] = Refusal(text, depends=True)
            numbers[name] = now.numbers[name]


def _asked(
    now: RowState,
    typed: Mapping[str, Typed],
    numbers: dict[str, Number | None],
    refused: dict[str, Refusal],
) -> str | None:
    """The status that was typed in whichever cell of the row, if the row may have it."""
    derived = (None, ResultStatus.VALUE, ResultStatus.NO_DATA)  # these follow from the numbers
    asked = {name: one.status for name, one in typed.items() if one.status not in derived}
    if not asked:
        return None
    kinds = set(asked.values())
    if len(kinds) == 1 and all(one is None for one in numbers.values()):
        return kinds.pop()
    for name, status in asked.items():
        mark = STATUS_MARKS[ResultStatus(status)]
        refused[name] = (
            Refusal("В одной строке введены разные состояния. Оставьте одно.")
            if len(kinds) > 1
            else Refusal(f"В строке есть числа, поэтому «{mark}» не записано. Сначала очистите их.", True)
        )
        if name != STATUS:
            numbers[name] = now.numbers[name]
    return None


def _settle_mean(
    sitting: Sitting,
    now: RowState,
    typed: Mapping[str, Typed],
    numbers: dict[str, Number | None],
    refused: dict[str, Refusal],
) -> dict[str, str]:
    """Put the mean of a full set of marks into its place; a note if that replaces a typed one."""
    counted = mean_of_marks(sitting, numbers)
    if counted is None or not typed.keys() & {VALUE, *MARKS}:
        return {}
    given = None if VALUE in refused else typed.get(VALUE)
    numbers[VALUE] = counted
    if given is not None and given.number is None:
        refused[VALUE] = Refusal("Средняя посчитана по отметкам. Чтобы убрать её, очистите отметки.")
    elif given is not None and abs(given.number - counted) > MEAN_ROUNDING:  # type: ignore[operator]  # not None
        refused[VALUE] = Refusal(
            f"По отметкам средняя — {number(counted)}, а введено {number(given.number)}. Исправьте отметки.",
            depends=True,
        )
    was = now.numbers[VALUE]
    if given is None and was is not None and mean_of_marks(sitting, now.numbers) is None and was != counted:
        return {
            VALUE: f"Средняя посчитана по отметкам: {number(counted)}. Раньше было введено {number(was)}."
        }
    return {}


def _derived(now: RowState, typed: Mapping[str, Typed], numbers: Mapping[str, Number | None]) -> str:
    if numbers[VALUE] is not None:
        return ResultStatus.VALUE
    nothing = all(one is None for one in numbers.values())
    emptied = typed.get(STATUS) == Typed() or _no_data(typed)
    return now.status if now.is_absence and nothing and not emptied else ResultStatus.NO_DATA


def _no_data(typed: Mapping[str, Typed]) -> list[str]:
    """The cells in which «н/д» was typed."""
    return [name for name, one in typed.items() if one.status == ResultStatus.NO_DATA]


def _hold_wrong_states(status: str, typed: Mapping[str, Typed], refused: dict[str, Refusal]) -> None:
    """«есть» without a number, «н/д» beside one: the numbers decide."""
    if typed.get(STATUS) == Typed(status=ResultStatus.VALUE) and status != ResultStatus.VALUE:
        refused[STATUS] = Refusal("Чтобы результат был, введите числа.", depends=True)
    if status == ResultStatus.VALUE and STATUS in _no_data(typed):
        refused[STATUS] = Refusal("В строке есть результат, поэтому «н/д» не записано. Очистите числа.", True)


def _input(sitting: Sitting, status: str, numbers: Mapping[str, Number | None]) -> ResultInput:
    return ResultInput(sitting=sitting, status=status, **numbers)  # type: ignore[arg-type]  # counts are int
