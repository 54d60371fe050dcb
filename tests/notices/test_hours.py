"""Working hours by the clock of the district: Russia has eleven zones and no summer time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.notices.hours import is_open, next_opening, working_moment

ZONES = ("Europe/Kaliningrad", "Europe/Volgograd", "Asia/Kamchatka")


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("local", "is_working"),
    [
        ("2021-05-21T07:59:59", False),
        ("2021-05-21T08:00:00", True),
        ("2021-05-21T17:59:59", True),
        ("2021-05-21T18:00:00", False),
        ("2021-05-22T12:00:00", False),
        ("2021-05-23T12:00:00", False),
        ("2021-05-24T08:00:00", True),
    ],
)
def test_hours_are_those_of_the_place(zone, local, is_working):
    moment = at(local, zone).astimezone(UTC)
    assert is_open(moment, ZoneInfo(zone)) is is_working


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("local", "opens"),
    [
        ("2021-05-20T05:00:00", "2021-05-20T08:00:00"),
        ("2021-05-20T08:00:00", "2021-05-20T08:00:00"),
        ("2021-05-20T08:00:01", "2021-05-21T08:00:00"),
        ("2021-05-21T18:30:00", "2021-05-24T08:00:00"),
        ("2021-05-22T07:00:00", "2021-05-24T08:00:00"),
        ("2021-12-31T19:00:00", "2022-01-03T08:00:00"),
    ],
)
def test_next_opening_is_eight_in_the_morning_of_a_working_day(zone, local, opens):
    moment = at(local, zone).astimezone(UTC)
    assert next_opening(moment, ZoneInfo(zone)) == at(opens, zone)


def test_one_moment_is_work_in_one_place_and_night_in_another():
    moment = datetime(2021, 5, 21, 6, 30, tzinfo=UTC)  # Friday: 8:30, 9:30 and 18:30 there
    told = {zone: working_moment(moment, ZoneInfo(zone)) for zone in ZONES}
    assert told == {
        "Europe/Kaliningrad": moment,
        "Europe/Volgograd": moment,
        "Asia/Kamchatka": at("2021-05-24T08:00:00", "Asia/Kamchatka"),
    }
