from datetime import date

import pytest
from django.urls import reverse

from portal.core.panels import my_day, school_case
from roadmaps import panels, services
from tests.factories.roadmaps import ExclusionCaseFactory, approved, roadmap_with, submitted
from tests.factories.schools import SchoolFactory


def day(user):
    return [*panels.texts_to_mend_and_finish(user=user), *panels.texts_to_decide(user=user)]


def case(user, school, year=2020):
    return {task.title: task for task in panels.year_of_the_school(user=user, school=school, year=year)}


def test_providers_are_registered():
    assert panels.texts_to_decide in my_day._providers
    assert panels.texts_to_mend_and_finish in my_day._providers
    assert panels.year_of_the_school in school_case._providers


def test_methodist_sees_returns_with_their_remark_before_drafts(school, second_school, methodist, head):
    roadmap_with(1, school=second_school)
    sent = submitted(roadmap_with(1, school=school), by=methodist)
    services.roadmap_return(roadmap=sent, by=head, seen=sent.revision, remark="Нет срока у меры 2.1")

    returned, draft = day(methodist)

    assert (returned.state, returned.label) == ("returned", "возвращена")
    assert "Нет срока у меры 2.1" in returned.hint
    assert head.short_name in returned.hint
    assert returned.url == sent.get_absolute_url()
    assert (draft.state, draft.title) == ("progress", "Закончить карту: МКОУ Вторая СШ, 2020/21")


def test_head_sees_what_waits_for_him(school, methodist, head):
    sent = submitted(roadmap_with(1, school=school), by=methodist)

    (task,) = day(head)

    assert (task.title, task.state) == ("Утвердить карту: МКОУ Своя СШ, 2020/21", "review")
    assert task.url == sent.get_absolute_url()


@pytest.mark.parametrize("who", ["stranger", "observer", "school_user", "coordinator", "admin"])
def test_nothing_waits_for_the_others(who, school, second_school, methodist, request):
    submitted(roadmap_with(1, school=school), by=methodist)
    roadmap_with(1, school=second_school)

    assert day(request.getfixturevalue(who)) == []


def test_long_lists_end_with_one_link(district, methodist):
    for school in SchoolFactory.create_batch(12, district=district):
        roadmap_with(1, school=school)

    tasks = day(methodist)
    assert len(tasks) == 11
    assert tasks[-1].url.startswith(reverse("roadmaps:list"))


@pytest.mark.parametrize("roadmaps", [1, 9])
def test_day_asks_the_same_for_any_number(roadmaps, district, methodist, head, django_assert_num_queries):
    for school in SchoolFactory.create_batch(roadmaps, district=district):
        sent = submitted(roadmap_with(1, school=school), by=methodist)
        services.roadmap_return(roadmap=sent, by=head, seen=sent.revision, remark="Ещё раз")
    methodist.__dict__.pop("places", None)

    with django_assert_num_queries(6):
        assert len(day(methodist)) == roadmaps


def test_case_of_a_school_without_a_roadmap(school, methodist, school_user):
    tasks = case(methodist, school)

    assert [(task.phase, task.state) for task in tasks.values()] == [
        ("Дорожная карта", "todo"),
        ("Дорожная карта", "blocked"),
        ("Итог", "blocked"),
    ]
    assert f"school={school.pk}" in tasks["План мер"].url
    assert tasks["Обоснование исключения из перечня"].label == "пока нельзя"
    assert case(school_user, school)["План мер"].url == ""


def test_case_counts_execution_by_accepted_reports(school, methodist, head, school_user):
    roadmap = roadmap_with(3, school=school)
    assert case(methodist, school)["Исполнение"].hint == "карта ещё не действует"
    approved(roadmap, author=methodist, head=head)
    first, second, _ = roadmap.in_force.all()
    for measure in (first, second):
        report = services.report_begin(measure=measure, by=school_user)
        given = services.ReportInput("done", "Обучены трое.", done_on=date(2021, 5, 20))
        saved = services.report_save(report=report, given=given, seen=report.revision, by=school_user)
        sent = services.report_submit(report=saved, seen=saved.revision, by=school_user)
    services.report_accept(report=sent, seen=sent.revision, by=head)

    task = case(methodist, school)["Исполнение"]

    assert task.hint == "3\xa0меры: выполнено 1, на проверке 1, просрочено 1"
    assert (task.state, task.url) == ("overdue", f"{reverse('roadmaps:measures')}?plan={roadmap.pk}")


def test_case_opens_the_exclusion_once_the_roadmap_is_approved(school, methodist, head, school_user):
    approved(roadmap_with(1, school=school), author=methodist, head=head)

    title = "Обоснование исключения из перечня"
    assert case(methodist, school)["План мер"].label == "действует"
    assert case(methodist, school)[title].url == reverse("roadmaps:exclusion-create", args=[school.pk, 2020])
    assert case(school_user, school)[title].url == ""
    made = ExclusionCaseFactory(school=school)
    assert case(school_user, school)[title].url == made.get_absolute_url()


def test_case_tells_a_stranger_nothing(school, stranger):
    assert case(stranger, school) == {}
