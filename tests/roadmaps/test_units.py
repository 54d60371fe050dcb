from decimal import Decimal

import pytest

from roadmaps.units import deed_after, deed_key, is_whole, unit_after, unit_key


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


@pytest.mark.parametrize(
    ("deed", "unit", "quantity", "said"),
    [
        ("участвовали", "педагог", "21", "участвовал"),
        ("участвовали", "педагог", "1", "участвовал"),
        ("участвовали", "педагог", "22", "участвовали"),
        ("участвовали", "педагог", "11", "участвовали"),
        ("Прошли курсы", "молодой педагог", "31", "Прошёл курсы"),
        ("провели урок", "учитель", "21", "провёл урок"),
        ("помогли", "родитель", "21", "помог"),
        ("обучились", "заместитель директора", "21", "обучился"),
        ("обратились за помощью", "семья", "21", "обратилась за помощью"),
        ("прошли", "занятие", "21", "прошло"),
        ("прошла курсы", "педагог", "1", "прошла курсы"),
        ("вышли", "выпускник", "21", "вышел"),
        ("вручили", "грамоты", "21", "вручили"),
    ],
)
def test_a_deed_agrees_with_the_number_of_a_known_noun(deed, unit, quantity, said):
    assert deed_after(deed, unit, Decimal(quantity)) == said


@pytest.mark.parametrize("written", ["прошёл курсы", "Прошла курсы", "прошли  курсы"])
def test_one_deed_of_one_or_of_many(written):
    assert deed_key(written) == "прошли курсы"


def test_deeds_of_other_words_stay_apart():
    assert deed_key("обучился") == deed_key("обучились") == "обучились"
    assert deed_key("прошли курсы") != deed_key("прошли стажировку")
