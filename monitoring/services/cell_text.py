"""What a person types into one cell of the grid: a number, a reason why there is none, or nothing."""

import re
from dataclasses import dataclass
from decimal import Decimal

from monitoring.enums import ResultStatus, Scale
from monitoring.models import Sitting
from monitoring.selectors.grid import STATUS, VALUE
from monitoring.state_words import CHOICES_SAID, status_said
from portal.core.russian import ONE_NUMBER, number, thousands_joined

Number = int | Decimal
_DASHES = "-–—−‐‑"
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
MOST = 100_000
#: signs of one cell; the field of the page takes no more either
LONGEST = 30
_READABLE = 10**12  # above it a number is only a heap of digits


class CellRefused(Exception):
    """The text of one cell cannot be saved; `str(error)` says why and what to do."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A number, or a status, or neither: the cell was emptied."""

    number: Number | None = None
    status: str | None = None

    @property
    def shown(self) -> str:
        """As the cell would show it; a status typed into a cell of numbers leaves that cell empty."""
        return number(self.number)


def typed_of(*, field: str, text: str, sitting: Sitting) -> Typed:
    """Read one cell. Raises CellRefused for what no row may hold, whatever stands in its other cells."""
    if len(text) > LONGEST:
        raise CellRefused(
            f"Слишком длинно для ячейки. Введите число или состояние, не больше {LONGEST} знаков."
        )
    words = " ".join(text.split()).lower()
    if not words:
        return Typed()
    if status := status_said(text):
        return _status(field, status)
    if field == STATUS:
        raise CellRefused(f"Введите одно из состояний, знаком или словами: {CHOICES_SAID}.")
    found = _number(words, whole=field != VALUE)
    _check(field, found, sitting)
    return Typed(number=int(found) if field != VALUE else found)


def _status(field: str, status: str) -> Typed:
    if status == ResultStatus.VALUE and field != STATUS:
        raise CellRefused("Введите число.")
    return Typed(status=status)


def _number(words: str, *, whole: bool) -> Decimal:
    plain = re.sub(f"^[{_DASHES}]", "-", thousands_joined(words).replace(",", "."))
    if not _NUMBER.fullmatch(plain):
        raise CellRefused(_why_no_number(words, whole=whole))
    found = Decimal(plain)
    if abs(found) > _READABLE:
        raise CellRefused("Слишком большое число: проверьте, не слились ли соседние.")
    if whole and found != found.to_integral_value():
        raise CellRefused("Введите целое число.")
    return found


def _why_no_number(words: str, *, whole: bool) -> str:
    if "/" in words and any(sign.isdigit() for sign in words):
        return "Здесь два числа через черту. Введите каждое в свой столбец."
    if re.search(r"[0-9][\s↵]+[0-9]", words):  # the page writes «↵» for a new line inside a pasted cell
        return ONE_NUMBER
    return "Введите целое число." if whole else "Введите число, например 3,45."


def _check(field: str, found: Decimal, sitting: Sitting) -> None:
    if found < 0:
        raise CellRefused("Число не может быть отрицательным.")
    if field == VALUE:
        _check_mean(found, sitting)
    elif found > MOST:
        raise CellRefused(f"Слишком много: не больше {number(MOST)}.")
    elif field == "participants" and found == 0:
        raise CellRefused("Участников 0: введите «н/у», если участников не было.")


def _check_mean(found: Decimal, sitting: Sitting) -> None:
    low, high = sitting.bounds
    if found == 0:
        raise CellRefused("Ноль вместо пропуска не ставят: введите «н/у», «н/п» или «н/д».")
    if not low <= found <= high:
        what = "Средняя отметка" if sitting.scale == Scale.MARK else "Средний балл"
        raise CellRefused(f"{what} — число от {low} до {high}, а введено {number(found)}.")
    if found != found.quantize(Decimal("0.01")):
        raise CellRefused("Не больше двух знаков после запятой, например 3,46.")
