import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.naming import match_key, order_key, split_login

SAME = [
    "МКОУ «СШ № 1» г. Котельниково",
    "МКОУ СШ №1 г.Котельниково",
    'мкоу "сш №  1" г. котельниково',
    "МКОУ „СШ № 1“ г. Котельниково (sch340012)",
    "МКОУ СШ №1 г. Котельниково ( SCH340012 )",
    "МКОУ СШ N1 г. Котельниково",
    "МKOУ CШ № 1 г. Koтeльникoвo",
    "МКОУ\u00a0СШ\u00a0№\u00a01 г.\nКотельниково",
    "МКОУ СШ № 1, г. Котельниково",
]


@pytest.mark.parametrize("name", SAME)
def test_one_school_however_it_is_written(name):
    assert match_key(name) == match_key(SAME[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("СШ № 1", "СШ № 2"),
        ("СШ № 1", "СШ № 11"),
        ("СШ (1)", "СШ (2)"),
        ("Красноярская СШ", "Нагольненская СШ"),
        ("СШ № 1 г. Котельниково", "СШ № 1 г. Волжский"),
    ],
)
def test_two_schools_stay_two(one, other):
    assert match_key(one) != match_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Берёзовская СШ", "Березовская СШ"), ("Ново-Солоновская", "Ново — Солоновская"), ("СШ№3", "сш № 3")],
)
def test_letters_and_signs_that_do_not_matter(one, other):
    assert match_key(one) == match_key(other)


def test_a_name_of_signs_alone_has_no_key():
    assert match_key(" «—» № - ") == ""


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("МКОУ СШ № 1 (sch340012)", ("МКОУ СШ № 1", "sch340012")),
        ("МКОУ СШ (корпус 2)", ("МКОУ СШ (корпус 2)", "")),
        ("МКОУ СШ", ("МКОУ СШ", "")),
    ],
)
def test_login_is_split_off(name, parts):
    assert split_login(name) == parts


AS_PEOPLE_EXPECT = [
    "МБОУ Гимназия № 1",
    "МБОУ «Лицей-2»",
    "МБОУ Лицей № 10",
    "МКОУ Бережновская СШ",
    "МКОУ Берёзовская СШ",
    "МКОУ Березянская СШ",
    "МКОУ Ёлкинская СШ",
    "МКОУ Зареченская СШ",
    "мкоу сш №1",
    "МКОУ СШ № 2",
    "МКОУ «СШ № 2 г. Волжский»",
    "МКОУ «СШ № 10»",
    "МКОУ СШ № 10а",
    "МКОУ СШ № 11 имени 50 лет Октября",
    "МКОУ СШ № 11 имени 101 бригады",
    "МКОУ СШ № 100",
]


def test_names_stand_as_people_expect():
    assert sorted(set(AS_PEOPLE_EXPECT), key=order_key) == AS_PEOPLE_EXPECT


numbers = st.integers(0, 10**9)


@given(numbers, numbers)
def test_numbers_stand_as_numbers(one, other):
    assert (order_key(f"СШ №{one}") < order_key(f"«СШ  № {other} »")) == (one < other)


@given(st.text('АБЕЁабеё №«»".,12-\u00a0', max_size=20))
def test_what_does_not_tell_schools_apart_does_not_move_them(name):
    same = (name.upper(), name.replace("ё", "е").replace("Ё", "Е"), f"«{name}»", f" {name}\u00a0")
    assert {order_key(each) for each in same} == {order_key(name)}


@given(st.lists(st.text(max_size=30), max_size=8))
def test_any_names_have_one_order(names):
    assert [order_key(each) for each in sorted(names, key=order_key)] == sorted(
        map(order_key, reversed(names))
    )
