"""Working hours of a district: Monday to Friday, 8:00–18:00 by its own clock.

Public holidays are not known here: a letter may come on one, as a paper one may lie in the box.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENS, CLOSES = time(8), time(18)
_SATURDAY = 5


def is_open(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether people of `zone` are at work at `moment`, an aware time of any zone."""
    local = moment.astimezone(zone)
    return local.weekday() < _SATURDAY and OPENS <= local.time() < CLOSES


def next_opening(moment: datetime, zone: ZoneInfo) -> datetime:
    """The first 8:00 of a working day in `zone` that is not before `moment`."""
    local = moment.astimezone(zone)
    day = local.date() if local.time() <= OPENS else local.date() + timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, OPENS, tzinfo=zone)


def working_moment(moment: datetime, zone: ZoneInfo) -> datetime:
    """`moment` itself in working hours, else the next opening."""
    return moment if is_open(moment, zone) else next_opening(moment, zone)
