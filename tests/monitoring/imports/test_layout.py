"""Names of columns, and numbers in the cells of downloaded tables."""

from decimal import Decimal

import pytest

from monitoring.imports.layout import column_name
from monitoring.imports.numbers import amount, pupils


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12,5 %", "12.5"),
        ("12.5", "12.5"),
        ("1 250", "1250"),
        ("1\N{NO-BREAK SPACE}250,5", "1250.5"),
        ("−3", "-3"),
        (" 7 ", "7"),
        (Decimal("0.125"), "0.125"),
        (40, "40"),
    ],
)
def test_a_number_is_read_as_people_write_it(cell, number):
    assert amount(cell) == Decimal(number)


@pytest.mark.parametrize("cell", ["3 4", "3\n4", "12 34", "1 2 3", "1250 5", "н/д", "-", "", "1_000", None])
def test_two_numbers_are_not_one(cell):
    """«3 4» is not 34: nobody may guess which of the two was meant."""
    assert amount(cell) is None
    assert pupils(cell) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [("Код OO", "код оо"), ("OO", "оо"), ("Кол-во\nучастников *", "количество участников"), ("book", "book")],
)
def test_a_name_of_a_column_is_what_a_reader_sees(text, name):
    assert column_name(text) == name
