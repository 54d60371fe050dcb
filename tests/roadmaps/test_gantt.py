"""The picture of terms: where bars stand, where their words stand, what lies outside is said."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from roadmaps.enums import Counted, MeasureState
from roadmaps.gantt import LEFT, RIGHT, WIDTH, picture_of
from roadmaps.models import MeasureInForce
from roadmaps.selectors import MeasureFact

YEAR = (date(2020, 9, 1), date(2021, 8, 31))
#: of a letter of twelve units
LETTER = 7


def fact(start: date | None, end: date | None) -> MeasureFact:
    measure = MeasureInForce(number="1.1", name="Курсы", section="", starts_on=start, ends_on=end)
    return MeasureFact(measure, MeasureState.OVERDUE, (), Counted.OVERDUE, date(2022, 1, 10))


def bar(start: date | None, end: date | None, **other):
    (found,) = picture_of([replace(fact(start, end), **other)], days=YEAR, today=date(2022, 1, 10)).bars
    return found


def test_year_fills_the_picture():
    whole = bar(*YEAR)
    assert (whole.x, whole.x + whole.width) == (LEFT, WIDTH - RIGHT)


@pytest.mark.parametrize(
    "days",
    [
        YEAR,
        (date(2020, 9, 1), date(2020, 9, 30)),
        (date(2021, 8, 1), date(2021, 8, 31)),
        (date(2020, 11, 1), date(2021, 8, 31)),
        (date(2021, 3, 1), date(2021, 4, 30)),
        (None, date(2021, 8, 31)),
        (date(2020, 9, 1), None),
    ],
)
def test_words_stand_neither_over_names_nor_outside(days):
    one = bar(*days, state=MeasureState.RETURNED)
    length = len("отчёт возвращён, срок прошёл") * LETTER
    start = one.word_x if one.word_anchor == "start" else one.word_x - length
    assert one.word == "отчёт возвращён, срок прошёл"
    assert start >= LEFT
    assert start + length <= WIDTH


def test_words_stand_behind_a_bar_that_leaves_room():
    one = bar(date(2020, 9, 1), date(2020, 9, 30))
    assert (one.word_anchor, one.word_x) == ("start", one.x + one.width + 8)


def test_picture_is_wider_where_a_term_begins_before_the_year():
    picture = picture_of([fact(date(2020, 6, 1), date(2020, 12, 31))], days=YEAR, today=date(2022, 1, 10))
    assert [name for _, name, _ in picture.months][:3] == ["июн", "июл", "авг"]
    assert picture.bars[0].word == "просрочена"


def test_the_first_month_and_each_january_tell_their_year():
    months = picture_of(
        [fact(date(2020, 6, 1), date(2022, 1, 31))], days=YEAR, today=date(2022, 1, 10)
    ).months

    assert [(name, year) for _, name, year in months if year] == [
        ("июн", "2020"),
        ("янв", "2021"),
        ("янв", "2022"),
    ]
    places = [x for x, _, year in months if year]
    assert all(right - left > 4 * LETTER for left, right in pairwise(places))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((date(2020, 2, 1), date(2020, 2, 29)), "просрочена, 01.02.2020–29.02.2020"),
        ((date(2020, 1, 1), date(2021, 5, 31)), "просрочена, 01.01.2020–31.05.2021"),
        ((None, date(2019, 5, 31)), "просрочена, до 31.05.2019"),
    ],
)
def test_dates_that_the_picture_cannot_hold_are_said(days, said):
    assert bar(*days).word == said


def test_dates_outside_are_said_of_a_measure_that_is_done_too():
    done = {"state": MeasureState.DONE, "counted": Counted.IN_TIME}
    assert bar(date(2020, 2, 1), date(2020, 2, 29), **done).word == "01.02.2020–29.02.2020"
    assert bar(date(2020, 10, 1), date(2020, 10, 31), **done).word == ""
