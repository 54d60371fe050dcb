"""The wording of last year with its years moved on: the years alone, judged by the parser, taken by a person."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmaps.content import MeasureContent
from roadmaps.drafts import moved_wording
from roadmaps.terms import PlanYear, days_off, names_a_year, parse_term, shifted
from tests.roadmaps.wordings import READ

_PIECES = st.sampled_from([
    "2020", "2021", "2020/2021", "2020–21", "2019-20", "2008-09-15", "11.05.2021", "13.05.21", "3. 06. 2021",
    "09.2021", "15.10", "21", "мая", "октября", "ноябрь", "–", "-", "/", ",", "(", ")", "уч. г.", "г.", "с", "по",
    "раз в месяц", "№ 12020", "1", " ", "\n", "\u00ad", "٢٠٢١",
])  # fmt: skip
_WORDINGS = st.lists(_PIECES | st.text(max_size=3), max_size=8).map("".join)
_RUNS = re.compile(r"[0-9]+")


def offered(term: str, old: PlanYear, new: PlanYear, *days: date | None) -> str:
    starts_on, ends_on = days or (None, None)
    then = MeasureContent("Семинар", term, starts_on=starts_on, ends_on=ends_on)
    return moved_wording(then, old=old, new=new)


def academic(year: int) -> PlanYear:
    return PlanYear(year, is_calendar=False)


# --- the wording ----------------------------------------------------------------------------


@given(wording=_WORDINGS)
def test_moving_by_nothing_changes_nothing(wording):
    assert shifted(wording, 0) == wording


@given(wording=_WORDINGS, by=st.integers(-9, 9))
def test_only_figures_of_years_are_moved(wording, by):
    moved = shifted(wording, by)

    assert _RUNS.split(moved) == _RUNS.split(wording)
    for old, new in zip(_RUNS.finditer(wording), _RUNS.finditer(moved), strict=True):
        assert len(old[0]) == len(new[0])
        if old[0] != new[0]:
            assert int(new[0]) - int(old[0]) in (by, by - 100, by + 100)  # 99 → 00
            before = wording[: old.start()]
            is_year_of_a_day = re.search(r"[0-9]{1,2} ?\. ?[0-9]{1,2} ?\. ?$", before)
            is_second_of_a_pair = re.search(r"20[0-9]{2}\W+$", before)
            assert re.fullmatch("20[0-9]{2}", old[0]) or is_year_of_a_day or is_second_of_a_pair


@pytest.mark.parametrize(
    ("wording", "moved"),
    [
        ("11.05.2021–21.05.2021", "11.05.2022–21.05.2022"),
        ("2020/2021 уч. г.", "2021/2022 уч. г."),
        ("2020 – 21 гг.", "2021 – 22 гг."),
        ("май–июнь 2021", "май–июнь 2022"),
        ("13. 05. 21", "13. 05. 22"),
        ("1 сентября 2021-22 октября", "1 сентября 2022-22 октября"),
        ("2011-12-15", "2012-12-15"),
        ("приказ 120201", "приказ 120201"),
        ("20.21 числа", "20.21 числа"),
    ],
)
def test_a_wording_a_year_later(wording, moved):
    assert shifted(wording, 1) == moved


# --- the offer ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "wording", "first", "last"),
    [row for row in READ if names_a_year(row[1]) and row[1] != "29.02.2020"],
)
def test_every_readable_wording_with_a_year_is_offered_with_the_same_days(plan, wording, first, last):
    old = PlanYear(int(plan[:4]), "-" not in plan)
    moved = offered(wording, old, PlanYear(old.year + 1, old.is_calendar))
    read = parse_term(moved, old.year + 1, "calendar" if old.is_calendar else "academic")

    days = [day and f"{int(day[:4]) + 1}{day[4:]}" for day in (first, last)]
    assert [day.isoformat() if day else "" for day in (read.start, read.end)] == days


@pytest.mark.parametrize(
    "wording",
    [
        "29.02.2024",  # no such day a year later
        "25.02.2024–29.02.2024",
        "май 2019",  # beside its own plan: a slip of the pen
        "по итогам ВПР 2024",
        "2024-2026",
        "31.02.2024",
    ],
)
def test_what_is_not_certain_is_not_offered(wording):
    assert offered(wording, academic(2023), academic(2024)) == ""


def test_a_february_keeps_its_last_day():
    moved = offered("февраль 2023", academic(2022), academic(2023))

    assert parse_term(moved, 2023).end == date(2024, 2, 29)


def test_nothing_is_offered_to_another_kind_of_year():
    assert offered("2020 год", PlanYear(2020, is_calendar=True), academic(2021)) == ""
    assert offered("сентябрь 2020", academic(2020), PlanYear(2021, is_calendar=True)) == ""


def test_days_typed_by_hand_that_say_something_else_leave_a_question():
    days = (date(2021, 5, 1), date(2021, 5, 31))

    assert offered("май 2021", academic(2020), academic(2021), *days) == "май 2022"
    assert offered("2021 г.", academic(2020), academic(2021), *days) == ""


@given(
    first=st.dates(date(2020, 9, 1), date(2021, 8, 31)), length=st.integers(0, 100), years=st.integers(1, 9)
)
def test_two_dates_are_offered_as_the_same_days_of_a_later_year(first, length, years):
    last = min(date.fromordinal(first.toordinal() + length), date(2021, 12, 31))
    moved = offered(f"{first:%d.%m.%Y} – {last:%d.%m.%Y} г.", academic(2020), academic(2020 + years))
    read = parse_term(moved, 2020 + years)

    assert (read.start, read.end) == (
        first.replace(year=first.year + years),
        last.replace(year=last.year + years),
    )


@pytest.mark.parametrize(
    ("wording", "told"),
    [
        ("11.05.2022–21.05.2022", [(date(2022, 5, 21), "суббота")]),
        ("10–15 мая 2022 г.", [(date(2022, 5, 15), "воскресенье")]),
        ("16.09.2021, 16.10.2021, 16.11.2021", [(date(2021, 10, 16), "суббота")]),
        ("май 2022", []),  # it ends on a Tuesday and begins on a Sunday, which nobody named
        ("2021/2022 уч. г.", []),
        ("раз в месяц", []),
    ],
)
def test_days_off_are_told_of_days_that_are_named(wording, told):
    assert days_off(wording, academic(2021)) == told
