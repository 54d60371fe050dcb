import pytest

from schools.naming import match_key, split_login

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
