"""Which plan is that of an academic year, the lists, and «План района»."""

import pytest
from django.urls import reverse

from roadmaps import selectors, services
from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.models import Roadmap
from schools.places import working_year
from tests.factories.roadmaps import RoadmapFactory, approved, roadmap_with
from tests.factories.schools import DistrictFactory

LIST, DISTRICT = "roadmaps:list", "roadmaps:district-plan"


@pytest.fixture
def calendar(school, methodist, head):
    """The plan of 2021, the year in which 2020/21 ends."""
    plan = roadmap_with(1, school=school, year=2021, period="calendar", title="План на 2021 год")
    return approved(plan, author=methodist, head=head)


def contents(district, school, year):
    found = selectors.approved_content(district=district, year=year, schools=[school])
    return [row.content.title for row in found.roadmaps]


def test_a_calendar_plan_stands_for_the_academic_year_that_ends_in_it(calendar, district, school, methodist):
    assert selectors.roadmap_of(user=methodist, school=school, year=2020) == calendar
    assert selectors.roadmap_of(user=methodist, school=school, year=2021) is None
    assert contents(district, school, 2020) == ["План на 2021 год"]
    assert contents(district, school, 2021) == []
    assert selectors.has_approved_roadmap(school=school, year=2020)
    assert not selectors.has_approved_roadmap(school=school, year=2021)


def test_an_academic_plan_goes_before_it(calendar, district, school, methodist, head):
    academic = roadmap_with(1, school=school, year=2020, title="План на 2020/21")
    assert selectors.roadmap_of(user=methodist, school=school, year=2020) == academic
    # While it is a draft, what is approved is still the calendar one.
    assert contents(district, school, 2020) == ["План на 2021 год"]
    approved(academic, author=methodist, head=head)
    assert contents(district, school, 2020) == ["План на 2020/21"]


def test_the_districts_plan_follows_the_same_rule(district, methodist, head):
    plan = roadmap_with(1, school=None, district=district, year=2021, period="calendar", title="Год 2021")
    approved(plan, author=methodist, head=head)

    found = selectors.approved_plan(district=district, year=2020)
    assert (found.content.title, found.year_words) == ("Год 2021", "2021 год")
    assert selectors.approved_plan(district=district, year=2021) is None
    assert selectors.district_plan(user=methodist, district=district, year=2020) == plan


def test_an_exclusion_case_rests_on_a_calendar_plan_too(calendar, school, methodist, client):
    case = services.exclusion_create(school=school, year=2020, by=methodist)
    client.force_login(methodist)

    assert case.get_absolute_url() in client.get(calendar.get_absolute_url()).content.decode()


# --- Lists ------------------------------------------------------------------------------------------


def owners(client, **query):
    page = client.get(reverse(LIST), query)
    assert page.status_code == 200
    return [row.roadmap.year_name for row in page.context["rows"]]


def test_calendar_plans_stand_beside_academic_ones(client, calendar, second_school, methodist):
    RoadmapFactory(school=second_school, year=2020)
    client.force_login(methodist)

    assert sorted(owners(client, year="2020")) == ["2020/21", "2021"]
    assert owners(client, year="2020", period="calendar") == ["2021"]
    assert owners(client, year="2020", period="academic") == ["2020/21"]
    assert owners(client, year="all", period="nonsense") == ["2021", "2020/21"]
    assert owners(client, year="2021") == []


def test_the_list_says_order_version_and_what_changed(client, calendar, methodist):
    opened = services.roadmap_reopen(roadmap=calendar, by=methodist, seen=calendar.revision)
    rows = [SectionInput("", (MeasureInput("Другая", "май 2021"),))]
    services.roadmap_save(roadmap=opened, sections=rows, seen=opened.revision, by=methodist)
    client.force_login(methodist)

    page = client.get(reverse(LIST), {"year": "all"})
    row = page.context["rows"][0]
    assert (row.order.replace("\xa0", " "), row.changes, row.roadmap.version) == ("от 01.01.2021 № 124", 3, 2)
    assert f"{calendar.get_absolute_url()}?difference=1#difference" in page.content.decode()


def test_rows_of_the_list_take_the_same_queries(
    methodist, head, school, second_school, calendar, django_assert_num_queries
):
    other = approved(roadmap_with(2, school=second_school), author=methodist, head=head)
    for plan in (calendar, other):
        services.roadmap_reopen(roadmap=plan, by=methodist, seen=plan.revision)
    rows = list(Roadmap.objects.order_by("pk"))

    with django_assert_num_queries(5):
        selectors.list_rows(rows[:1])
    with django_assert_num_queries(5):
        assert [row.changes for row in selectors.list_rows(rows)] == [0, 0]


# --- «План района» ----------------------------------------------------------------------------------


@pytest.fixture
def district_plan(district):
    return roadmap_with(1, school=None, district=district, year=working_year(district, {}))


def test_the_districts_plan_is_one_click_away(client, district_plan, methodist):
    client.force_login(methodist)
    answer = client.get(reverse(DISTRICT))

    assert answer.headers["Location"] == district_plan.get_absolute_url()
    assert "План района" in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("methodist", "Составить план района"),
        ("head", "План составляет методист"),
        ("school_user", "План района ведёт отдел образования"),
    ],
)
def test_without_a_plan_it_says_what_to_do(who, words, client, district, request):
    client.force_login(request.getfixturevalue(who))

    assert words in client.get(reverse(DISTRICT)).content.decode()


def test_a_school_sees_neither_the_room_nor_the_plan(client, district_plan, school_user):
    client.force_login(school_user)

    assert client.get(reverse(DISTRICT)).status_code == 200
    assert reverse(DISTRICT) not in client.get(reverse("home")).content.decode()


def test_a_plan_of_another_year_is_named_where_this_year_has_none(client, district, methodist, school):
    year = working_year(district, {})
    plan = roadmap_with(1, school=None, district=district, year=year + 1)
    roadmap_with(1, school=school, year=year)
    stranger = roadmap_with(1, school=None, district=DistrictFactory(region=district.region), year=year)
    client.force_login(methodist)
    shown = client.get(reverse(DISTRICT)).content.decode()

    assert f'<a href="{plan.get_absolute_url()}">{plan.plan_year.words}</a>.</p>' in shown
    assert stranger.get_absolute_url() not in shown
    assert list(selectors.district_plans(user=methodist, district=district)) == [plan]


def test_a_plan_is_begun_for_the_year_of_the_empty_list(client, methodist):
    client.force_login(methodist)

    assert (
        f'{reverse("roadmaps:create")}?year=2019"'
        in client.get(reverse(LIST) + "?year=2019").content.decode()
    )
