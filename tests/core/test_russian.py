"""Numbers, dates and words as Russians write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import russian

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("3.58"), "3,58"), (Decimal("3.40"), "3,4"), (Decimal("4.00"), "4"), (51, "51"), (Decimal("24.7"), "24,7"),
        (Decimal("3.335"), "3,34"), (Decimal("2.345"), "2,35"), (Decimal("-0.25"), "−0,25"), (1250, f"1{NBSP}250"),
        (Decimal("-0.001"), "0"), (0, "0"), (100, "100"), (None, ""),
    ],
)  # fmt: skip
def test_number(value, text):
    assert russian.number(value) == text


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("1 234", "1234"), (f"12{NBSP}345{NBSP}678,5", "12345678,5"), ("−1\u202f234", "−1234"), ("51", "51"), ("", ""),
        ("3 4", "3 4"), ("1 23", "1 23"), ("1234 567", "1234 567"), ("1 234 5", "1 234 5"), ("3, 5", "3, 5"),
        ("1\n234", "1\n234"), ("１ ２３４", "１ ２３４"),
    ],
)  # fmt: skip
def test_only_the_spaces_of_thousands_are_left_out(text, joined):
    assert russian.thousands_joined(text) == joined


@pytest.mark.parametrize(
    ("text", "bare"),
    [("№ 215-п", "215-п"), (f"№{NBSP}12", "12"), ("№ № 12", "12"), (" 215-п ", "215-п"), ("№", ""), ("", "")],
)
def test_a_number_of_a_paper_is_kept_without_its_sign(text, bare):
    assert russian.bare_number(text) == bare


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("приказ № 214/1", "214/1"), ("Приказ №17 от 20.11.2026", "17"), ("17 от 20.11.2026 г.", "17"),
        ("приказом от 20.11.2026 № 17", "17"), ("приказ 17-од", "17-од"), ("Приказ", ""),
        ("№ 17 от 21.11.2026", "17 от 21.11.2026"), ("приказной", "приказной"),
    ],
)  # fmt: skip
def test_a_number_of_a_paper_is_kept_without_its_name_and_its_date(text, bare):
    assert russian.bare_number(text, date(2026, 11, 20)) == bare


@pytest.mark.parametrize(
    ("value", "text"),
    [(Decimal("0.28"), "+0,28"), (Decimal("-0.5"), "−0,5"), (0, "0"), (Decimal("0.001"), "0"), (None, "")],
)
def test_signed(value, text):
    assert russian.signed(value) == text


@given(st.decimals(min_value=-(10**7), max_value=10**7, places=2))
def test_a_printed_number_reads_back_as_itself(value):
    read = russian.thousands_joined(russian.number(value)).replace("−", "-").replace(",", ".")
    assert Decimal(read) == value


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (1, "1 школа"),
        (2, "2 школы"),
        (5, "5 школ"),
        (11, "11 школ"),
        (12, "12 школ"),
        (21, "21 школа"),
        (0, "0 школ"),
        (111, "111 школ"),
        (104, "104 школы"),
    ],
)
def test_counted(count, text):
    assert russian.counted(count, "школа", "школы", "школ") == text.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2021, 5, 20, 11, 32, tzinfo=UTC), "сегодня в 14:32"),
        (datetime(2021, 5, 19, 21, 30, tzinfo=UTC), "сегодня в 0:30"),
        (datetime(2021, 5, 19, 6, 5, tzinfo=UTC), "вчера в 9:05"),
        (datetime(2021, 5, 1, 6, 0, tzinfo=UTC), "01.05.2021 в 9:00"),
        (None, ""),
    ],
)
def test_when(moment, text):
    assert russian.when(moment, now=datetime(2021, 5, 20, 12, 0, tzinfo=UTC)) == text


@pytest.mark.parametrize(
    ("day", "year"), [(date(2021, 5, 20), 2020), (date(2021, 8, 31), 2020), (date(2021, 9, 1), 2021)]
)
def test_academic_year_turns_in_september(day, year):
    assert russian.academic_year_of(day) == year


def test_names_and_dates():
    assert russian.academic_year(2020) == "2020/21"
    assert russian.academic_year(1999) == "1999/00"
    assert russian.date_ru(date(2021, 5, 2)) == "02.05.2021"
    assert russian.date_words(date(2021, 5, 2)) == "2 мая 2021"
    assert russian.short_name("Иванова", "Анна", "Петровна") == f"Иванова{NBSP}А.{NBSP}П."


def test_the_first_few_are_named():
    assert russian.few_named(["а", "б"]) == "а, б"
    assert russian.few_named(list("абвгдеж"), most=3) == "а, б, в и ещё 4"
