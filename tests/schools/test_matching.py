"""Which school a row speaks of: code, login, either of its names, an alias, and nothing less."""

import pytest

from schools.selectors import school_match
from tests.factories.schools import SchoolFactory

FULL = "Муниципальное казённое общеобразовательное учреждение «Своя средняя школа № 7»"


@pytest.fixture
def own(district):
    return SchoolFactory(
        district=district,
        short_name="МКОУ СШ № 7",
        full_name=FULL,
        oo_code="314007",
        fis_oko_login="sch341407",
    )


@pytest.mark.parametrize(
    ("row", "by"),
    [
        ({"code": "314007"}, "code"),
        ({"login": "SCH341407"}, "login"),
        ({"name": "МКОУ  «СШ №7»"}, "name"),
        ({"name": FULL.replace("ё", "е").upper()}, "name"),
        ({"name": f"{FULL} (sch341407)"}, "name"),
    ],
)
def test_a_school_is_known_by(district, own, row, by):
    match = school_match(district=district, **row)
    assert (match.school, match.by) == (own, by)


def test_two_schools_with_one_full_name_are_a_question(district, own):
    other = SchoolFactory(district=district, short_name="МКОУ СШ № 8", full_name=FULL)
    match = school_match(district=district, name=FULL)
    assert match.school is None
    assert set(match.conflict) == {own, other}


def test_a_part_of_a_name_is_no_name(district, own):
    assert school_match(district=district, name="Своя средняя школа № 7").school is None
