from decimal import Decimal

import pytest

from roadmaps.units import deed_key, is_whole, unit_after, unit_key


@pytest.mark.parametrize("written", ["педагог", "Педагога", "педагогов", " педагоги ", "ПЕДАГОГ"])
def test_forms_of_a_known_noun_are_one_unit(written):
    assert unit_key(written) == "педагог"


def test_other_nouns_are_only_themselves():
    assert unit_key("грамоты") != unit_key("грамота")
    assert unit_key("класс") != unit_key("мастер-класс")


@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        ("1", "час"),
        ("2", "часа"),
        ("5", "часов"),
        ("11", "часов"),
        ("21", "час"),
        ("1.5", "часа"),
        ("0", "часов"),
    ],
)
def test_a_known_noun_agrees_with_its_number(quantity, said):
    assert unit_after("час", Decimal(quantity)) == said


@pytest.mark.parametrize(
    ("unit", "is_counted"),
    [("педагога", True), ("Человек", True), ("урока", True), ("часа", False), ("ставки", False), ("", False)],
)
def test_people_and_things_are_counted_by_the_piece(unit, is_counted):
    assert is_whole(unit) == is_counted


def test_an_unknown_noun_stays_as_written():
    assert unit_after("грамоты", Decimal(1)) == "грамоты"


@pytest.mark.parametrize("written", ["прошёл курсы", "Прошла курсы", "прошли  курсы"])
def test_one_deed_of_one_or_of_many(written):
    assert deed_key(written) == "прошли курсы"


def test_deeds_of_other_words_stay_apart():
    assert deed_key("обучился") == deed_key("обучились") == "обучились"
    assert deed_key("прошли курсы") != deed_key("прошли стажировку")
