"""Single cells of our own workbook: a number or a state as typed, or a sentence that says what to do.

A sentence never repeats a typed text: whoever pasted a pupil's name by mistake must not find it in a log.
"""

import re
from decimal import Decimal, InvalidOperation

from monitoring.enums import STATUS_MARKS, ResultStatus
from monitoring.imports.parsed import Number
from monitoring.own_book.keys import LABELS, STATUS_CHOICES
from monitoring.state_words import status_said
from portal.core.errors import PortalError
from portal.core.russian import number, rounded, thousands_joined
from portal.core.spelling import folded
from portal.core.tables import Cell

#: more pupils than any school has; a longer number is two cells typed as one
MOST = 100_000
BOUNDS = {"mean_mark": (2, 5), "mean_score": (0, 100)}
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")


class CellFault(PortalError):
    """What is wrong with a cell; `kind` groups alike faults."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind


def is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_printed_mark(cell: Cell) -> bool:
    """«н/п»: the portal printed it into a block in which there is nothing to enter."""
    return isinstance(cell, str) and folded(cell) in {folded(mark) for mark in STATUS_MARKS.values()}


def read_number(name: str, cell: Cell) -> Number:
    """The number of a column of LABELS: a whole one, or a mean rounded half-up to two places.

    Decimal comma and spaces inside a typed text are understood. Raises CellFault.
    """
    value = _decimal(name, cell)
    if name in BOUNDS:
        return _mean(name, value)
    label = LABELS[name]
    if value != value.to_integral_value():
        raise CellFault(
            "not_whole", f"{label}: введено {_shown(value)}, а нужно целое число. Исправьте ячейку."
        )
    if not 0 <= value <= MOST:
        raise CellFault(
            "out_of_range",
            f"{label}: введено {_shown(value)}, а нужно число от 0 до {number(MOST)}. Исправьте ячейку.",
        )
    if name == "participants" and value == 0:
        raise CellFault(
            "nobody", "Участников 0: очистите ячейку и выберите в «Состоянии» «не было участников»."
        )
    return int(value)


def read_status(cell: Cell) -> ResultStatus:
    """The state, chosen or in a person's own words. Raises CellFault for anything else."""
    status = status_said(str(cell))
    if status is None:
        choices = ", ".join(f"«{label}»" for label in STATUS_CHOICES)
        raise CellFault("unknown_state", f"Такого состояния нет. Выберите из списка: {choices}.")
    return status


def _decimal(name: str, cell: Cell) -> Decimal:
    if isinstance(cell, int | Decimal):
        value = Decimal(cell)
    else:
        value = _typed_decimal(name, thousands_joined(str(cell).strip()).replace(",", ".").replace("−", "-"))
    if not value.is_finite():
        raise CellFault("not_a_number", f"{LABELS[name]}: это не число. Введите число или очистите ячейку.")
    return value


def _typed_decimal(name: str, text: str) -> Decimal:
    if _DATE.fullmatch(text):
        raise CellFault(
            "a_date",
            f"{LABELS[name]}: Excel принял число за дату. Введите его с запятой, например 3,5, "
            "в ячейку числового формата.",
        )
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise CellFault(
            "not_a_number", f"{LABELS[name]}: вместо числа введён текст. Введите число или очистите ячейку."
        ) from error


def _mean(name: str, value: Decimal) -> Decimal:
    low, high = BOUNDS[name]
    if value == 0:
        raise CellFault(
            "zero",
            f"{LABELS[name]}: ноль вместо пропуска не ставят. Очистите ячейку и выберите состояние.",
        )
    if not low <= value <= high:
        raise CellFault(
            "out_of_range",
            f"{LABELS[name]} — число от {low} до {high}, а введено {_shown(value)}. Исправьте ячейку.",
        )
    return rounded(value)


def _shown(value: Decimal) -> str:
    """The number as typed; one without an end is not repeated."""
    return number(value) if abs(value) < 10**9 else "слишком большое число"
