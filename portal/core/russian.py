"""Numbers, dates and words as Russians write them."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from django.utils import timezone

MINUS = "−"
#: what is said of «3 4»
ONE_NUMBER = "Введите одно число: пробел ставят только между тысячами, например 1\u00a0234."
_SPACE = "[ \t\u00a0\u2009\u202f]+"
_THOUSANDS = re.compile(rf"[+{MINUS}-]?[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+(?:[.,][0-9]*)?")
_BEFORE_NUMBER = re.compile(r"\s*(?:приказ(?:ом)?\b)?[\s№]*", re.IGNORECASE)
_DATED = re.compile(r"\bот\s+(\d{1,2})\.(\d{1,2})\.(\d{4})\b\s*(?:года\b|г\b\.?)?", re.IGNORECASE)
MONTHS = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)

MONTH_NAMES = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)


def rounded(value: Decimal, places: int = 2) -> Decimal:
    """Half-up, as departments round; never through a float."""
    return value.quantize(_step(places), rounding=ROUND_HALF_UP)


@cache
def _step(places: int) -> Decimal:
    """0.01 for two places."""
    return Decimal(1).scaleb(-places)


def number(value: Decimal | int | None, places: int = 2) -> str:
    """«3,4», «51», «1 250»: decimal comma, no forced zeros; an empty string for None."""
    if value is None:
        return ""
    exact = rounded(Decimal(value), places)
    digits = f"{abs(exact):,f}".replace(",", "\u00a0").replace(".", ",")
    if "," in digits:
        digits = digits.rstrip("0").rstrip(",")
    return f"{MINUS}{digits}" if exact < 0 else digits


def signed(value: Decimal | int | None, places: int = 2) -> str:
    """A change: «+0,28», «−0,5», «0»."""
    text = number(value, places)
    return f"+{text}" if value is not None and rounded(Decimal(value), places) > 0 else text


def thousands_joined(text: str) -> str:
    """«1 234,5» → «1234,5». «3 4» stays as it is: it is two numbers, and neither of them is 34."""
    return re.sub(_SPACE, "", text) if _THOUSANDS.fullmatch(text) else text


def bare_number(text: str, day: date | None = None) -> str:
    """The number of a paper without what is printed beside it: «215-п» of «приказ № 215-п от 20.05.2021».

    The date is taken off only if it is `day`, the date of the paper.
    """
    number = _DATED.sub(lambda found: "" if _is_day(found, day) else found[0], text)
    return _BEFORE_NUMBER.sub("", number, count=1).rstrip()


def _is_day(found: re.Match[str], day: date | None) -> bool:
    return f"{found[1]:0>2}.{found[2]:0>2}.{found[3]}" == date_ru(day)


def plural(count: int, one: str, few: str, many: str) -> str:
    """The form of a noun after `count`: 1 школа, 2 школы, 5 школ, 11 школ."""
    if count % 10 == 1 and count % 100 != 11:
        return one
    if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14):
        return few
    return many


def counted(count: int, one: str, few: str, many: str) -> str:
    """«3 школы» with a space that does not break."""
    return f"{number(count)}\u00a0{plural(count, one, few, many)}"


def few_named(names: Sequence[str], most: int = 5) -> str:
    """«первая, вторая и ещё 3»: the first ones by name, the rest in a number."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" и ещё {number(rest)}" if rest > 0 else "")


def date_ru(day: date | None) -> str:
    """«20.05.2021»; an empty string for None."""
    return day.strftime("%d.%m.%Y") if day else ""


def date_words(day: date) -> str:
    """«20 мая 2021»."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def month_words(day: date) -> str:
    """«май 2021»."""
    return f"{MONTH_NAMES[day.month - 1]} {day.year}"


def clock(moment: datetime) -> str:
    """«9:05»: the hour without a zero before it, on the clock of the page."""
    local = timezone.localtime(moment)
    return f"{local.hour}:{local.minute:02d}"


def when(moment: datetime | None, now: datetime | None = None) -> str:
    """«сегодня в 14:32», «вчера в 9:40», then the date with its time."""
    if moment is None:
        return ""
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    if local.date() == today:
        return f"сегодня в {clock(moment)}"
    if local.date() == today - timedelta(days=1):
        return f"вчера в {clock(moment)}"
    return f"{date_ru(local.date())} в {clock(moment)}"


def academic_year(start: int) -> str:
    """«2020/21» for the year that starts in September 2020."""
    return f"{start}/{(start + 1) % 100:02d}"


def academic_year_of(day: date) -> int:
    """The start of the academic year to which a day belongs; it turns on 1 September."""
    return day.year if day.month >= 9 else day.year - 1


def short_name(last: str, first: str = "", patronymic: str = "") -> str:
    """«Фамилия И. О.»"""
    initials = "\u00a0".join(f"{part[0]}." for part in (first, patronymic) if part)
    return f"{last}\u00a0{initials}".strip()
