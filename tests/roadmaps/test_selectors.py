import pytest

from roadmaps import selectors, services
from roadmaps.checks import MeasureInput, SectionInput
from tests.factories.roadmaps import ExclusionCaseFactory, approved, in_force, roadmap_with, submitted
from tests.factories.schools import SchoolFactory


@pytest.fixture
def roadmap(school, methodist):
    return roadmap_with(2, school=school)


def test_documents_print_what_was_approved_and_not_what_is_written_now(
    roadmap, second_school, methodist, head
):
    final = approved(roadmap, author=methodist, head=head)
    opened = services.roadmap_reopen(roadmap=final, by=methodist, seen=final.revision)
    rows = [SectionInput("", (MeasureInput("Ещё не утверждено", "май"),))]
    services.roadmap_save(roadmap=opened, sections=rows, seen=opened.revision, by=methodist)

    found = selectors.approved_content(
        district=roadmap.district, year=2020, schools=[second_school, roadmap.school]
    )

    assert [row.school_id for row in found.roadmaps] == [roadmap.school_id]
    assert found.missing == (second_school,)
    assert len(found.roadmaps[0].content.measures) == 2
    assert found.roadmaps[0].approved_by == head.short_name


@pytest.mark.parametrize("status", ["draft", "submitted", "returned"])
def test_what_was_never_approved_is_missing(status, roadmap, methodist, head):
    if status != "draft":
        roadmap = submitted(roadmap, by=methodist)
    if status == "returned":
        services.roadmap_return(roadmap=roadmap, by=head, seen=roadmap.revision, remark="Нет")

    found = selectors.approved_content(district=roadmap.district, year=2020, schools=[roadmap.school])

    assert (found.roadmaps, found.missing) == ((), (roadmap.school,))


def test_approved_roadmap_of_another_year_or_district_is_not_found(roadmap, methodist, head, neighbour):
    approved(roadmap, author=methodist, head=head)

    other_year = selectors.approved_content(district=roadmap.district, year=2021, schools=[roadmap.school])
    elsewhere = selectors.approved_content(district=neighbour, year=2020, schools=[roadmap.school])
    assert not other_year.roadmaps
    assert not elsewhere.roadmaps


def test_approved_plan_is_that_of_the_district(district, roadmap, methodist, head):
    assert selectors.approved_plan(district=district, year=2020) is None
    approved(roadmap, author=methodist, head=head)
    plan = approved(roadmap_with(1, school=None, district=district), author=methodist, head=head)

    found = selectors.approved_plan(district=district, year=2020)
    assert (found.school_id, found.content.title) == (None, plan.title)


def test_approved_exclusions(roadmap, second_school, methodist, head):
    approved(roadmap, author=methodist, head=head)
    case = approved(ExclusionCaseFactory(school=roadmap.school), author=methodist, head=head)
    opened = services.exclusion_reopen(case=case, by=methodist, seen=case.revision)
    services.exclusion_save(
        case=opened, grounds="Другое", conclusion="Нет", seen=opened.revision, by=methodist
    )

    found = selectors.approved_exclusions(
        district=roadmap.district, year=2020, schools=[roadmap.school, second_school]
    )

    assert found.missing == (second_school,)
    assert found.cases[0].grounds == ("Результаты ВПР устойчивы три года.", "Педагоги прошли курсы.")


@pytest.mark.parametrize("schools", [1, 12])
def test_approved_content_asks_the_same_for_any_number(
    schools, district, methodist, head, django_assert_num_queries
):
    rows = SchoolFactory.create_batch(schools, district=district)
    for school in rows:
        approved(roadmap_with(1, school=school), author=methodist, head=head)

    with django_assert_num_queries(2):
        found = selectors.approved_content(district=district, year=2020, schools=rows)
    assert len(found.roadmaps) == schools


def test_queue_says_what_changed_and_which_are_ones_own(roadmap, second_school, methodist, head):
    first = approved(roadmap, author=methodist, head=head)
    opened = services.roadmap_reopen(roadmap=first, by=methodist, seen=first.revision)
    rows = [SectionInput("", (MeasureInput("Новая мера", "май"),))]
    again = submitted(
        services.roadmap_save(roadmap=opened, sections=rows, seen=opened.revision, by=methodist), by=methodist
    )
    submitted(roadmap_with(1, school=second_school), by=methodist)
    submitted(ExclusionCaseFactory(school=again.school), by=methodist)

    queue = selectors.approval_queue(user=head)

    assert [(row.owner, row.changes, row.mine) for row in queue] == [
        ("МКОУ Своя СШ", "4\u00a0изменения", False),
        ("МКОУ Вторая СШ", "утверждается впервые", False),
        ("МКОУ Своя СШ", "утверждается впервые", False),
    ]
    assert {row.sent_by for row in queue} == {methodist.short_name}


@pytest.mark.parametrize("who", ["methodist", "stranger", "observer", "school_user", "admin"])
def test_queue_is_empty_for_all_but_heads(who, roadmap, second_methodist, request):
    submitted(roadmap, by=second_methodist)

    assert selectors.approval_queue(user=request.getfixturevalue(who)) == []


@pytest.mark.parametrize("roadmaps", [1, 10])
def test_queue_asks_the_same_for_any_length(roadmaps, district, methodist, head, django_assert_num_queries):
    for school in SchoolFactory.create_batch(roadmaps, district=district):
        submitted(roadmap_with(3, school=school), by=methodist)
    assert head.places

    with django_assert_num_queries(7):
        assert len(selectors.approval_queue(user=head)) == roadmaps


def test_list_counts_measures(roadmap, methodist):
    assert selectors.roadmap_list(user=methodist).get().measure_count == 2


def test_the_plan_of_the_district_stands_first_on_every_database(school, district, methodist, head):
    plans = [in_force(school=one, district=district, author=methodist, head=head) for one in (school, None)]

    found = selectors.plans_in_force(
        user=methodist, district=district, plan_year=plans[0][0].roadmap.plan_year
    )
    assert [plan.school for plan in found] == [None, school]


def test_list_has_the_plan_of_the_district_first(roadmap, district, methodist):
    plan = roadmap_with(1, school=None, district=district)

    assert list(selectors.roadmap_list(user=methodist, district=district, year=2020)) == [plan, roadmap]


def test_list_is_scoped(roadmap, district, school_user, stranger, observer):
    roadmap_with(1, school=None, district=district)

    assert selectors.roadmap_list(user=school_user).get() == roadmap
    assert not selectors.roadmap_list(user=stranger).exists()
    assert selectors.roadmap_list(user=observer).count() == 2
