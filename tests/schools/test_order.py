"""The key by which schools and districts stand: written with every name, compared alike by both databases."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from schools.models import District, School, SupportListEntry
from schools.naming import order_key
from schools.services import district_update, school_update
from tests.factories.schools import DistrictFactory, SchoolFactory, SupportListEntryFactory
from tests.schools.test_naming import AS_PEOPLE_EXPECT


def made(names: list[str], **places) -> list[School]:
    """Schools of the names, the last one written first."""
    return [SchoolFactory(short_name=name, **places) for name in reversed(names)]


def test_the_database_puts_schools_in_order(district):
    schools = made(
        [*AS_PEOPLE_EXPECT, "МКОУ Школа-интернат № 3", "МКОУ Школа 3", "МКОУ Школа"], district=district
    )
    listed = list(School.objects.all())
    assert listed == sorted(schools, key=lambda school: school.place_in_lists)
    names = [school.short_name for school in listed]
    assert names == [*AS_PEOPLE_EXPECT, "МКОУ Школа", "МКОУ Школа 3", "МКОУ Школа-интернат № 3"]


def test_rows_of_schools_stand_like_their_schools(district):
    first = SupportListEntryFactory(support_list__district=district, school__short_name="СШ № 10")
    SupportListEntryFactory(support_list=first.support_list, school__short_name="СШ № 9")
    assert [str(row) for row in SupportListEntry.objects.order_by("school")] == ["СШ № 9", "СШ № 10"]


def test_equal_names_stand_by_their_numbers(district, neighbour):
    """Two districts may have a school of one name: a page cut in two shows neither of them twice."""
    schools = [SchoolFactory(short_name="СШ № 1", district=place) for place in (district, neighbour)]
    assert list(School.objects.all()) == schools


def test_districts_stand_in_order(db):
    names = [
        "Городской округ № 2",
        "Городской округ № 10",
        "Елховский район",
        "Ёрзовский район",
        "Яшкинский район",
    ]
    for name in reversed(names):
        DistrictFactory(name=name)
    assert [district.name for district in District.objects.all()] == names


@pytest.mark.parametrize("model", [School, District])
def test_keys_are_compared_sign_by_sign(db, model):
    """SQLite does so by itself; PostgreSQL would follow the language that its server was set up with."""
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, model._meta.db_table)
    collation = next(column.collation for column in columns if column.name == "order_key")
    assert collation == {"postgresql": "C"}.get(connection.vendor)


def test_a_rename_moves_the_school(methodist, school):
    school_update(school=school, changes={"short_name": "СШ № 7"}, by=methodist)
    school.refresh_from_db()
    assert school.order_key == order_key("СШ № 7")


def test_a_rename_moves_the_district(methodist, district):
    district_update(district=district, changes={"name": "Ёрзовский район"}, by=methodist)
    district.refresh_from_db()
    assert district.order_key == order_key("Ерзовский район")


@pytest.mark.parametrize(("name", "place"), [("short_name", "school"), ("name", "district")])
def test_a_row_of_which_only_the_name_is_written(request, name, place):
    row = request.getfixturevalue(place)
    setattr(row, name, "СШ № 7")
    row.save(update_fields=[name])
    row.refresh_from_db()
    assert row.order_key == order_key("СШ № 7")


def test_many_at_once(district):
    School.objects.bulk_create(School(district=district, short_name=f"СШ № {number}") for number in (10, 9))
    assert [school.short_name for school in School.objects.all()] == ["СШ № 9", "СШ № 10"]


def test_names_from_before_get_their_keys(district, school):
    for model in (District, School):
        model.objects.update(order_key="")
    import_module("schools.migrations.0002_names_in_order").put_in_order(apps, None)
    for row, name in ((district, district.name), (school, school.short_name)):
        row.refresh_from_db()
        assert row.order_key == order_key(name)
