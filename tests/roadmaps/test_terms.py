"""Every wording of the seed's tables and plan, and the ones next to them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmaps.terms import Term, TermError, names_a_time, parse_term


def days(first: str | None, last: str | None) -> tuple[date | None, date | None]:
    return tuple(text and date.fromisoformat(text) for text in (first, last))


YEAR = ("2020-09-01", "2021-08-31")
KNOWN = [
    # as written in the three tables of measures and in the plan of the district
    ("ноябрь-декабрь 2020 года", "2020-11-01", "2020-12-31"),
    ("Ноябрь-декабрь 2020 года", "2020-11-01", "2020-12-31"),
    ("2020-2021 гг.", *YEAR),
    ("февраль 2020г.", "2020-02-01", "2020-02-29"),
    ("Февраль 2020г.", "2020-02-01", "2020-02-29"),
    ("июнь", "2021-06-01", "2021-06-30"),
    ("2020/2021", *YEAR),
    ("11.05.2021-21.05.2021г.", "2021-05-11", "2021-05-21"),
    ("13.05.2021г.", "2021-05-13", "2021-05-13"),
    ("2020-2021г.", *YEAR),
    ("2021 (март – май)", "2021-03-01", "2021-05-31"),
    ("2020-2021", *YEAR),
    ("Январь 2021", "2021-01-01", "2021-01-31"),
    ("Март 2021 год", "2021-03-01", "2021-03-31"),
    ("2020/2021 г.", *YEAR),
    ("Апрель 2021", "2021-04-01", "2021-04-30"),
    ("В течение года", *YEAR),
    ("2021 г.", "2021-01-01", "2021-12-31"),
    ("2020-2021 уч.г.", *YEAR),
    ("Март 2021 г.", "2021-03-01", "2021-03-31"),
    ("Май-июнь 2021", "2021-05-01", "2021-06-30"),
    ("2020-2021 год", *YEAR),
    ("июнь 2021", "2021-06-01", "2021-06-30"),
    ("сентябрь", "2020-09-01", "2020-09-30"),
    ("в течение года", *YEAR),
    ("в течение учебного года", *YEAR),
    # their neighbours
    ("11.05.2021г. – 21.05.2021 г.", "2021-05-11", "2021-05-21"),
    ("03.06.2021г .- 30.11.2021г .", "2021-06-03", "2021-11-30"),
    ("с 03.06.2021 по 30.11.2021", "2021-06-03", "2021-11-30"),
    ("С 21 по 25.12.2020г.", "2020-12-21", "2020-12-25"),
    ("11.05-21.05.2021", "2021-05-11", "2021-05-21"),
    ("13 мая 2021 года", "2021-05-13", "2021-05-13"),
    ("13 мая", "2021-05-13", "2021-05-13"),
    ("10–15 мая 2021 г.", "2021-05-10", "2021-05-15"),
    ("13.05.21", "2021-05-13", "2021-05-13"),
    ("до 01.06.2021 г.", None, "2021-06-01"),
    ("с 01.09.2020", "2020-09-01", None),
    ("декабрь 2020 г. — январь 2021 г.", "2020-12-01", "2021-01-31"),
    ("декабрь-январь", "2020-12-01", "2021-01-31"),
    ("сентябрь - май", "2020-09-01", "2021-05-31"),
    ("с сентября по май", "2020-09-01", "2021-05-31"),
    ("в марте 2021", "2021-03-01", "2021-03-31"),
    ("март, 2021", "2021-03-01", "2021-03-31"),
    ("2020/21", *YEAR),
    ("2020-2021 учебный год", *YEAR),
    ("в течение 2020-2021 учебного года", *YEAR),
    ("в течение уч. года", *YEAR),
    ("29.02.2020", "2020-02-29", "2020-02-29"),
]

UNSURE = [
    "2020 г 03.06.2021г.- 30.11.2021г.",  # a year and other dates: the seed itself
    "2020 г 03.06.2021г .- 30.11.2021г .",
    "сентябрь, январь",  # two months, not a span
    "август",  # before the year or at its end
    "август-сентябрь",
    "15 августа",
    "раз в месяц",
    "ежемесячно",
    "постоянно",
    "декабрь-январь 2021",  # the year of one month only
    "25.12-15.01.2021",
    "2020-2022 гг.",
    "2021-2020",
    "I квартал 2021 г.",
    "13.05.2021, 15.05.2021",
    "по плану отдела до 01.06.2021",
    "13.05.99",
    "май 2021, по графику",
]

IMPOSSIBLE = [
    "31.02.2021",
    "45.13.2021",
    "00.05.2021г.",
    "11.05.2021-31.06.2021",
    "с 31.04.2021 по 10.05.2021",
    "экзамен 31.02.2021 и после",
    "31 июня 2021 г.",
    "29.02.2021",
    "21.05.2021-11.05.2021",
    "май 2021 - март 2021",
    "25-21.12.2020",
]


@pytest.mark.parametrize(("text", "first", "last"), KNOWN)
def test_reads_what_is_certain(text, first, last):
    term = parse_term(text, 2020)

    assert (term.start, term.end) == days(first, last)
    assert term.question is None


@pytest.mark.parametrize("text", UNSURE)
def test_asks_where_it_is_not_certain(text):
    term = parse_term(text, 2020)

    assert (term.start, term.end) == (None, None)
    assert term.question


def test_question_about_august_names_both_years():
    assert "2020 или 2021" in parse_term("август", 2020).question


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_refuses_what_cannot_be(text):
    with pytest.raises(TermError):
        parse_term(text, 2020)


def test_date_that_does_not_exist_is_named():
    with pytest.raises(TermError, match=r"Такой даты нет: 31\.02\.2021"):
        parse_term("до 31.02.2021", 2020)


def test_nothing_written_is_no_question():
    assert parse_term("  ", 2020) == Term()


def test_month_belongs_to_the_year_of_the_plan():
    assert parse_term("сентябрь", 2021).start == date(2021, 9, 1)
    assert parse_term("январь", 2021).start == date(2022, 1, 1)


@given(text=st.text(alphabet="0123456789.-/() сспоянварьмайг,", max_size=24), year=st.integers(2015, 2050))
def test_any_text_gives_ordered_dates_a_question_or_a_refusal(text, year):
    try:
        term = parse_term(text, year)
    except TermError:
        return
    if term.start and term.end:
        assert term.start <= term.end
    assert not (term.question and (term.start or term.end))


@given(first=st.dates(date(2015, 1, 1), date(2049, 12, 31)), length=st.integers(0, 400))
def test_written_dates_come_back(first, length):
    last = date.fromordinal(first.toordinal() + length)
    term = parse_term(f"{first:%d.%m.%Y} – {last:%d.%m.%Y} г.", 2020)

    assert (term.start, term.end) == (first, last)


@pytest.mark.parametrize("text", ["когда-нибудь", "0", "ноябрь 20233", "по совести", "-", "май 1921", "111"])
def test_a_wording_without_any_time_is_told_apart(text):
    assert not names_a_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "август", "сентябрь, январь", "2020 г 03.06.2021г.- 30.11.2021г.", "постоянно", "по мере необходимости",
        "раз в месяц", "по итогам ВПР", "в каникулы", "I квартал", "в течение учебного года", "ежемесячно", "2020-2021",
    ],
)  # fmt: skip
def test_a_wording_of_open_time_is_kept(text):
    assert names_a_time(text)
