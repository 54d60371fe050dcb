"""On which days a measure is reminded of: rules without a database.

At the start of its term, in the middle, and one day before the end. A reminder must come while
there is still time: where the day before the end is a day off, it comes on the last working day before.
"""

from datetime import date, timedelta
from enum import StrEnum

#: a portal that was off on the day itself still reminds within so many days
CATCH_UP = timedelta(days=2)
_SATURDAY = 5


class Moment(StrEnum):
    START = "start"
    MIDDLE = "middle"
    BEFORE = "before"


def planned(*, starts_on: date | None, ends_on: date | None) -> list[tuple[date, Moment]]:
    """The days of a term from the earliest; without an end there are none, without a start only the last.

    Moments that would fall on or behind the last one are left out: a short term is reminded of once.
    """
    if ends_on is None:
        return []
    days = [(_working_day_before(ends_on), Moment.BEFORE)]
    if starts_on is not None:
        middle = starts_on + (ends_on - starts_on) // 2
        for day, moment in ((middle, Moment.MIDDLE), (starts_on, Moment.START)):
            if day < days[0][0]:
                days.insert(0, (day, moment))
    return days


def due(*, starts_on: date | None, ends_on: date | None, today: date) -> tuple[date, Moment] | None:
    """The newest moment that has come and is not too old, with its planned day."""
    days = [
        (day, moment)
        for day, moment in planned(starts_on=starts_on, ends_on=ends_on)
        if day <= today <= day + CATCH_UP
    ]
    return days[-1] if days and ends_on and today <= ends_on else None


def _working_day_before(day: date) -> date:
    day -= timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day -= timedelta(days=1)
    return day
