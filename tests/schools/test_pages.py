"""The pages of schools: what is shown, to whom, and at what price."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core.panels import Task
from schools.models import School
from schools.views.schools import in_phases
from tests.factories.schools import (
    SchoolAliasFactory,
    SchoolFactory,
    SchoolProgrammeFactory,
    SupportListEntryFactory,
    SupportListFactory,
)


@pytest.fixture
def enter(client):
    def as_person(user):
        client.force_login(user)
        return client

    return as_person


def names(response):
    return [school.short_name for school in response.context["page_obj"]]


# --- list -------------------------------------------------------------------------------------


def test_list_shows_the_schools_of_the_district_by_name(enter, methodist, school, second_school, far_school):
    assert names(enter(methodist).get(reverse("schools:list"))) == ["МКОУ Вторая СШ", "МКОУ Своя СШ"]


def test_list_of_a_school_user_is_his_school(enter, school_user, second_school):
    assert names(enter(school_user).get(reverse("schools:list"))) == ["МКОУ Своя СШ"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("свОЯ", 1),
        ("«своя", 1),
        ("Первый лицей", 1),
        ("3400", 1),
        ("sch34", 1),
        ("вторая", 1),
        ("нет такой", 0),
        ("", 2),
    ],
)
def test_search_by_name_other_name_code_and_login(enter, methodist, school, second_school, search, found):
    School.objects.filter(pk=school.pk).update(oo_code="340012", fis_oko_login="sch340012")
    SchoolAliasFactory(school=school, name="Первый лицей")

    assert len(names(enter(methodist).get(reverse("schools:list"), {"q": search}))) == found


def test_filter_by_list_is_of_the_year(enter, methodist, district, school, second_school):
    entry = SupportListEntryFactory(support_list__district=district, support_list__year=2020, school=school)
    SupportListEntryFactory(support_list__district=district, support_list__year=2018, school=second_school)

    response = enter(methodist).get(reverse("schools:list"), {"list": entry.support_list.kind})

    assert response.context["year"] == 2020
    assert names(response) == ["МКОУ Своя СШ"]
    assert "ШНОР, региональный" in response.content.decode()


@pytest.mark.parametrize(
    "query", [{"list": "other"}, {"page": "999999"}, {"page": "x"}, {"q": "x" * 300}, {"page": "9" * 5000}]
)
def test_odd_filters_are_no_error(enter, methodist, school, query):
    assert enter(methodist).get(reverse("schools:list"), query).status_code == 200


def test_a_closed_school_is_found_and_can_be_opened_again(enter, methodist, school, second_school):
    School.objects.filter(pk=second_school.pk).update(is_active=False)
    client, address = enter(methodist), reverse("schools:list")

    working, closed = client.get(address), client.get(address, {"closed": "1"})

    assert (names(working), names(closed)) == (["МКОУ Своя СШ"], ["МКОУ Вторая СШ"])
    assert '<a href="?closed=1">Закрытые школы: 1</a>' in working.content.decode()
    assert '<a href="?">Действующие школы: 1</a>' in closed.content.decode()
    assert '<input type="hidden" name="closed"' in closed.content.decode()  # a search stays among them


def test_a_search_tells_of_closed_schools_that_fit(enter, methodist, school, second_school):
    School.objects.filter(pk=second_school.pk).update(is_active=False)
    client, address = enter(methodist), reverse("schools:list")
    assert "Закрытые школы: 1" in client.get(address, {"q": "вторая"}).content.decode()
    assert "Закрытые школы" not in client.get(address, {"q": "своя"}).content.decode()


def test_a_list_without_closed_schools_says_how_they_come(enter, methodist, school):
    content = enter(methodist).get(reverse("schools:list"), {"closed": "1"}).content.decode()
    assert "Закрытых школ нет" in content
    assert "Действующие школы: 1" in content


def test_the_list_counts_its_schools(enter, methodist, school, second_school):
    client, address = enter(methodist), reverse("schools:list")
    assert "· 2 школы" in client.get(address).content.decode()
    assert "· найдено: 1" in client.get(address, {"q": "своя"}).content.decode()


@pytest.mark.parametrize("name", ["schools:legal-act-add", "schools:district-edit"])
def test_pages_of_acts_and_of_the_district_are_in_their_room(enter, methodist, district, name):
    args = [district.pk] if name == "schools:district-edit" else []
    rooms = enter(methodist).get(reverse(name, args=args)).context["navigation"]
    assert [room["label"] for room in rooms if room["current"]] == ["Перечни и приказы"]


def test_an_empty_choice_is_a_word(enter, methodist, school):
    client = enter(methodist)
    pages = {
        name: client.get(reverse(name)) for name in ("schools:support-list-add", "schools:legal-act-add")
    }
    pages["schools:edit"] = client.get(reverse("schools:edit", args=[school.pk]))
    said = {name: page.content.decode() for name, page in pages.items()}
    assert [name for name, text in said.items() if "-----" in text] == []
    assert said["schools:support-list-add"].count(">выберите</option>") == 3
    assert said["schools:edit"].count(">не указано</option>") == 1


def test_empty_list_says_what_to_do_first(enter, methodist, observer, district):
    assert "Загрузить реестр" in enter(methodist).get(reverse("schools:list")).content.decode()
    assert "Загрузить реестр" not in enter(observer).get(reverse("schools:list")).content.decode()


def count_queries(client, url, captured):
    with captured() as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.fixture
def captured():
    return lambda: CaptureQueriesContext(connection)


def fill(district, support_list, count):
    for _ in range(count):
        school = SchoolFactory(district=district)
        SchoolAliasFactory(school=school)
        SchoolProgrammeFactory(school=school)
        SupportListEntryFactory(support_list=support_list, school=school)


@pytest.mark.parametrize("name", ["schools:list", "schools:support-lists"])
def test_query_count_is_the_same_for_1_and_for_200_schools(enter, methodist, district, captured, name):
    support_list, url, client = SupportListFactory(district=district), reverse(name), enter(methodist)
    fill(district, support_list, 1)
    for_one = count_queries(client, url, captured)
    fill(district, support_list, 199)

    assert count_queries(client, url, captured) == for_one


# --- one school -------------------------------------------------------------------------------


def test_case_of_a_school(enter, methodist, district, school):
    SchoolAliasFactory(school=school, name="Школа у реки")
    SchoolProgrammeFactory(school=school, level="soo", to_year=2019)
    SupportListEntryFactory(support_list__district=district, school=school)

    page = enter(methodist).get(reverse("schools:detail", args=[school.pk]), {"year": 2020}).content.decode()

    assert "Перечень ШНОР, региональный · приказ от 01.09.2020" in page
    assert "Школа у реки" in page
    assert "не указаны" in page  # the only level ended in 2019
    assert reverse("schools:edit", args=[school.pk]) in page


def test_case_of_a_year_without_a_list(enter, methodist, district, school):
    SupportListEntryFactory(support_list__district=district, school=school)

    page = enter(methodist).get(reverse("schools:detail", args=[school.pk]), {"year": 2019}).content.decode()
    assert "В перечнях 2019/20 года не состоит" in page


@pytest.mark.parametrize("year", ["1", "x", "99999", "²"])
def test_a_year_that_is_none(enter, methodist, school, year):
    response = enter(methodist).get(reverse("schools:detail", args=[school.pk]), {"year": year})
    assert response.status_code == 404


def test_tasks_of_one_phase_stand_together():
    tasks = [
        Task("1", "todo", "", phase="А"),
        Task("2", "todo", "", phase="Б"),
        Task("3", "todo", "", phase="А"),
    ]

    assert [task.title for task in in_phases(tasks)] == ["1", "3", "2"]


def test_the_page_of_a_school_costs_the_same_with_many_aliases(enter, methodist, school, captured):
    url, client = reverse("schools:detail", args=[school.pk]), enter(methodist)
    SchoolAliasFactory(school=school)
    before = count_queries(client, url, captured)
    SchoolAliasFactory.create_batch(30, school=school)
    SupportListEntryFactory(support_list__district=school.district, support_list__year=2019, school=school)
    SupportListEntryFactory(support_list__district=school.district, support_list__year=2018, school=school)

    assert count_queries(client, url, captured) <= before + 1  # the acts of the lists, once


# --- who may ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["schools:detail", "schools:edit"])
def test_a_stranger_does_not_learn_of_the_school(enter, stranger, school, name):
    response = enter(stranger).get(reverse(name, args=[school.pk]))

    assert response.status_code == 404
    assert school.short_name not in response.content.decode()


def test_another_school_of_the_district_is_closed_to_a_school_user(enter, school_user, second_school):
    assert enter(school_user).get(reverse("schools:detail", args=[second_school.pk])).status_code == 404


@pytest.mark.parametrize("person", ["head", "coordinator", "observer", "school_user", "curator"])
def test_who_may_only_look_gets_403_for_a_change(enter, request, school, person):
    client = enter(request.getfixturevalue(person))

    assert client.get(reverse("schools:detail", args=[school.pk])).status_code == 200
    assert client.get(reverse("schools:edit", args=[school.pk])).status_code == 403
    assert client.post(reverse("schools:alias-add", args=[school.pk]), {"name": "x"}).status_code == 403


@pytest.mark.parametrize("name", ["schools:list", "schools:detail", "schools:support-lists"])
def test_the_administrator_is_no_reader_of_schools(enter, admin, school, name):
    args = [school.pk] if name == "schools:detail" else []

    response = enter(admin).get(reverse(name, args=args))
    assert response.status_code == 403
    assert school.short_name not in response.content.decode()


def test_anonymous_goes_to_the_sign_in(client, school):
    response = client.get(reverse("schools:detail", args=[school.pk]))
    assert response.url.startswith(reverse("accounts:sign-in"))


@pytest.mark.parametrize("name", ["alias-add", "alias-remove", "entry-add", "entry-remove", "register-apply"])
def test_a_changing_address_has_no_page_of_its_own(enter, methodist, school, name):
    args = {"alias-remove": [school.pk, 1], "entry-remove": [1, 1], "register-apply": []}.get(
        name, [school.pk]
    )

    assert enter(methodist).get(reverse(f"schools:{name}", args=args)).status_code == 302
