"""«Мой день» has something to begin with for every role."""

import pytest

from portal.core.panels import my_day
from tests.factories.schools import SchoolFactory


def titles(user, phase):
    return [task.title for task in my_day.collect(user=user) if task.phase == phase]


@pytest.mark.parametrize("who", ["school_user", "curator"])
def test_people_of_a_school_find_it_at_once(request, who, school, second_school):
    assert titles(request.getfixturevalue(who), "Мои школы") == [school.short_name]


def test_the_observer_finds_the_districts_of_his_region_only(observer, district, neighbour, far_district):
    SchoolFactory.create_batch(2, district=district)
    tasks = [task for task in my_day.collect(user=observer) if task.phase == "Районы региона"]
    assert [(task.title, task.hint) for task in tasks] == [
        (district.name, "2\u00a0школы"),
        (neighbour.name, "0\u00a0школ"),
    ]


def test_the_administrator_finds_the_people(admin, methodist):
    assert titles(admin, "Установка") == ["Пользователи и их роли"]
    assert titles(methodist, "Установка") == []
