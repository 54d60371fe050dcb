"""The wording of an older plan with its years moved on: an offer to a person, never an answer.

Only the figures of years change. The parser judges both wordings: each must give the same days in its own
plan, or there is no offer.
"""

import calendar
import re
from datetime import date

from portal.core.russian import MONTHS
from roadmaps.terms.recurrence import recurring
from roadmaps.terms.rules import days_named
from roadmaps.terms.term import PlanYear
from roadmaps.terms.tokens import plain, tokens_of

_DAYS_OFF = {5: "суббота", 6: "воскресенье"}
_DASH = "[-\u2010-\u2015\u2212]"
_MONTH = "|".join(month[:3] for month in MONTHS)
#: two figures are a year only behind a day and a month, or behind the year before: «13.05.21», «2020/21»
_YEARS = re.compile(
    rf"""(?P<day>(?<![0-9.])[0-9]{{1,2}}\ ?\.\ ?[0-9]{{1,2}}\ ?\.\ ?)
        (?P<of_day>20[0-9]{{2}}|[0-9]{{2}})(?![0-9])
    |(?<![0-9])(?P<first>20[0-9]{{2}})(?P<sign>\s*(?:/|{_DASH})\s*)(?P<next>[0-9]{{2}})
        (?![0-9]|\s*(?:\.\s*[0-9]|{_DASH}|{_MONTH}))  # not «2021-15 мая», not «2011-12-15»
    |(?<![0-9])(?P<year>20[0-9]{{2}})(?![0-9])""",
    re.VERBOSE | re.IGNORECASE,
)


def shifted(wording: str, by: int) -> str:
    """`wording` with every year in it moved by `by`; all other signs stay as they are."""
    return _YEARS.sub(lambda match: _moved(match, by), wording)


def _moved(match: re.Match[str], by: int) -> str:
    if match["day"]:
        return match["day"] + _year(match["of_day"], by)
    if match["year"]:
        return _year(match["year"], by)
    first, second = match["first"], match["next"]
    is_pair = int(second) == (int(first) + 1) % 100
    return _year(first, by) + match["sign"] + (_year(second, by) if is_pair else second)


def _year(figures: str, by: int) -> str:
    """The moved year in as many figures as it had."""
    return f"{int(figures) + by:0{len(figures)}}"[-len(figures) :]


def is_moved(old: date | None, new: date | None, by: int) -> bool:
    """Whether `new` is the day `old` of another year; the last of February stays the last one."""
    if old is None or new is None:
        return old is new
    if (new.year, new.month) != (old.year + by, old.month):
        return False
    return new.day == old.day or (_is_last(old) and _is_last(new))


def _is_last(day: date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


def days_off(wording: str, plan: PlanYear) -> list[tuple[date, str]]:
    """The Saturdays and Sundays among the days that a readable wording names one by one, with that word."""
    rest = recurring(plain(wording)).rest
    named = dict.fromkeys(days_named(tokens_of(rest), plan)) if rest else {}
    return [(day, _DAYS_OFF[day.weekday()]) for day in named if day.weekday() in _DAYS_OFF]
