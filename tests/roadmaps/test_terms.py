"""Every wording of the seed's tables and plan, and the ones next to them."""

import json
from datetime import date

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from roadmaps.checks import MeasureInput, SectionInput, checked_sections
from roadmaps.terms import PlanYear, Term, TermError, check_order, names_a_time, parse_term
from tests.roadmaps.wordings import ASKED, IMPOSSIBLE, OFTEN, READ


def days(first: str, last: str) -> tuple[date | None, date | None]:
    return tuple(date.fromisoformat(text) if text else None for text in (first, last))


def plan_of(plan: str) -> tuple[int, str]:
    """«2021-2022» and «2023» as the year and the period of a plan."""
    return int(plan[:4]), "academic" if "-" in plan else "calendar"


@pytest.mark.parametrize(("plan", "text", "first", "last"), READ)
def test_reads_what_is_certain(plan, text, first, last):
    assert parse_term(text, *plan_of(plan)) == Term(*days(first, last))


@pytest.mark.parametrize(("plan", "text", "first", "last", "often"), OFTEN)
def test_reads_how_often_a_measure_comes_back(plan, text, first, last, often):
    assert parse_term(text, *plan_of(plan)) == Term(*days(first, last), recurrence=often)


@pytest.mark.parametrize(("plan", "text", "words"), ASKED)
def test_asks_where_it_is_not_certain(plan, text, words):
    term = parse_term(text, *plan_of(plan))

    assert (term.start, term.end, term.impossible) == (None, None, False)
    assert words in term.question


@pytest.mark.parametrize(("plan", "text", "words"), IMPOSSIBLE)
def test_tells_what_cannot_be(plan, text, words):
    term = parse_term(text, *plan_of(plan))

    assert (term.start, term.end, term.impossible) == (None, None, True)
    assert words in term.question


def test_the_tables_hold_enough_wordings():
    wordings = {(plan, text) for plan, text, *_ in [*READ, *OFTEN, *ASKED, *IMPOSSIBLE]}
    assert len(wordings) == len(READ) + len(OFTEN) + len(ASKED) + len(IMPOSSIBLE) >= 120


def test_a_rate_is_known_even_where_the_days_are_asked():
    assert parse_term("ежемесячно, по графику", 2021).recurrence == "monthly"


def test_nothing_written_is_no_question():
    assert parse_term("  ", 2021) == Term()


def test_typed_days_must_follow_each_other():
    with pytest.raises(TermError, match="раньше начала"):
        check_order(date(2021, 5, 21), date(2021, 5, 11))


_PIECES = st.sampled_from(
    [
        "сентябрь",
        "январь",
        "мая",
        "15",
        "31",
        "1",
        "2021",
        "2022",
        "2023",
        "2021/2022",
        "15.10",
        "31.02.2022",
        "01.09.2021",
        "30.11.2021г.",
        "с",
        "по",
        "до",
        "-",
        "–",
        ",",
        "(",
        ")",
        "и",
        "I",
        "II",
        "полугодие",
        "квартал",
        "года",
        "учебного",
        "уч.г.",
        "в",
        "течение",
        "раз",
        "месяц",
        "ежемесячно",
        "ежегодно",
        "конца",
        "5",
        "числа",
        "по",
        "итогам",
    ]
)
_TEXTS = st.lists(_PIECES, max_size=8).map(" ".join) | st.text(max_size=40)


@given(text=_TEXTS, year=st.integers(2015, 2050), period=st.sampled_from(["academic", "calendar"]))
def test_any_text_gives_days_that_touch_the_plan_or_a_question(text, year, period):
    term = parse_term(text, year, period)
    plan = PlanYear(year, period == "calendar")

    if term.question:
        assert (term.start, term.end) == (None, None)
    elif text.strip() and (term.start or term.end):
        assert (term.start or term.end) <= plan.end
        assert (term.end or term.start) >= plan.start
        assert not (term.start and term.end) or term.start <= term.end


@given(text=_TEXTS, year=st.integers(2015, 2050), period=st.sampled_from(["academic", "calendar"]))
def test_days_of_a_wording_without_a_year_lie_within_the_plan(text, year, period):
    term = parse_term("".join(text.split("20")), year, period)
    plan = PlanYear(year, period == "calendar")

    assert all(plan.start <= day <= plan.end for day in (term.start, term.end) if day)


@given(text=_TEXTS)
def test_reading_never_changes_the_wording(text):
    typed = MeasureInput("Семинар", text, starts_on=date(2021, 9, 1), ends_on=date(2021, 9, 2))
    if parse_term(text, 2021).impossible:
        return
    written = checked_sections([SectionInput("", (typed,))], year=2021)[0].measures[0]

    assert written.term == text.replace("\r\n", "\n").strip()


@given(first=st.dates(date(2020, 9, 1), date(2021, 8, 31)), length=st.integers(0, 480))
def test_written_dates_come_back_unless_a_year_is_outside(first, length):
    last = min(date.fromordinal(first.toordinal() + length), date(2021, 12, 31))

    assert parse_term(f"{first:%d.%m.%Y} – {last:%d.%m.%Y} г.", 2020) == Term(first, last)


@pytest.mark.parametrize("text", ["когда-нибудь", "0", "ноябрь 20233", "по совести", "-", "май 1921", "111"])
def test_a_wording_without_any_time_is_told_apart(text):
    assert not names_a_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "август", "сентябрь, январь", "2020 г 03.06.2021г.- 30.11.2021г.", "постоянно", "по мере необходимости",
        "раз в месяц", "по итогам ВПР", "в каникулы", "I квартал", "в течение учебного года", "ежемесячно", "2020-2021",
        "каждую пятницу", "при необходимости",
    ],
)  # fmt: skip
def test_a_wording_of_open_time_is_kept(text):
    assert names_a_time(text)


@pytest.mark.parametrize("name", ["kotelnikovo_roadmaps", "kotelnikovo_next_year"])
def test_plans_of_the_demonstration_have_the_days_that_the_portal_reads(name):
    """Only where a wording is asked about have people set the days themselves."""
    plans = json.loads((settings.BASE_DIR / f"fixtures/demo/{name}.json").read_text())
    rows = [(plan["year"], row) for plan in plans for part in plan["sections"] for row in part["measures"]]
    read = [(parse_term(row["term"], year, "academic"), row) for year, row in rows]
    dated = [(term, row) for term, row in read if not term.question and row["ends_on"]]

    assert dated
    assert [
        (row["term"], row["starts_on"], row["ends_on"])
        for term, row in dated
        if (term.start, term.end) != days(row["starts_on"], row["ends_on"])
    ] == []
