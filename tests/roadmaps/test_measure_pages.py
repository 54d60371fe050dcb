"""Measures in force on pages: the list of work, one measure, what waits for checking, «Мой день»."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core.panels import my_day
from roadmaps import execution_panels, services
from roadmaps.measure_list import measure_groups, totals_line
from roadmaps.models import MeasureInForce, Roadmap
from roadmaps.selectors import in_force as in_force_rows
from roadmaps.selectors import measure_facts
from roadmaps.services import ReportInput
from roadmaps.totals import Totals
from tests.factories.roadmaps import MeasureInForceFactory, RoadmapFactory, in_force
from tests.factories.schools import SchoolFactory

NOON = datetime(2021, 5, 20, 9, 0, tzinfo=UTC)
TODAY = NOON.date()


@pytest.fixture
def plan(school, methodist, head):
    (measure,) = in_force(school=school, author=methodist, head=head)
    return measure.roadmap


def reported(measure, by, outcome="done", done_on=date(2021, 5, 19)):
    report = services.report_begin(measure=measure, by=by)
    given = ReportInput(outcome, "Провели.", done_on=done_on)
    saved = services.report_save(report=report, given=given, seen=report.revision, by=by)
    return services.report_submit(report=saved, seen=saved.revision, by=by)


def accepted(report, by):
    return services.report_accept(report=report, seen=report.revision, by=by)


def returned(report, by):
    return services.report_return(report=report, seen=report.revision, by=by, remark="Сколько пришло?")


def extra(plan, number, starts_on, ends_on):
    return MeasureInForceFactory(
        roadmap=plan, number=number, name=f"Дело {number}", starts_on=starts_on, ends_on=ends_on
    )


def facts_of(plan):
    return measure_facts(measures=in_force_rows(MeasureInForce.objects.filter(roadmap=plan)), today=TODAY)


def queries(client, address: str) -> int:
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def day(user):
    return [*execution_panels.reports_to_write(user=user), *execution_panels.reports_to_decide(user=user)]


@pytest.fixture
def busy_plan(plan, school_user, methodist):
    """One measure of every kind; today is 20.05.2021."""
    with time_machine.travel(NOON, tick=False):
        extra(plan, "2", date(2021, 4, 1), date(2021, 4, 30))
        extra(plan, "3", date(2021, 6, 1), date(2021, 6, 30))
        returned(reported(extra(plan, "4", date(2021, 4, 1), date(2021, 5, 19)), school_user), methodist)
        reported(extra(plan, "5", None, None), school_user)
        accepted(reported(extra(plan, "6", date(2021, 5, 1), date(2021, 5, 31)), school_user), methodist)
        late = reported(extra(plan, "7", date(2021, 4, 1), date(2021, 4, 30)), school_user)
        accepted(late, methodist)
        accepted(reported(extra(plan, "8", None, date(2021, 5, 31)), school_user, "failed", None), methodist)
        extra(plan, "9", date(2021, 5, 1), date(2021, 5, 20))
        services.report_begin(measure=extra(plan, "10", date(2021, 5, 1), date(2021, 5, 25)), by=school_user)
    MeasureInForceFactory(roadmap=plan, number="99", removed_in=2)
    return plan


# --- The list ---------------------------------------------------------------------------------


def test_measures_stand_by_what_is_to_be_done(busy_plan):
    groups = measure_groups(facts_of(busy_plan), writes=True)

    assert [(group.title, [row.measure.number for row in group.rows]) for group in groups] == [
        ("Вернули на доработку", ["4"]),
        ("Просрочено", ["2"]),
        ("Сейчас", ["9", "10", "1"]),
        ("Скоро", ["3"]),
        ("На проверке", ["5"]),
        ("Не выполнено", ["8"]),
        ("Выполнено", ["7", "6"]),
    ]
    told = {row.measure.number: (row.note, row.todo) for group in groups for row in group.rows}
    assert told == {
        "1": ("до конца срока 11\xa0дней", "отчитаться, когда сделано"),
        "2": ("просрочено на 20\xa0дней", "отчитаться"),
        "3": ("начнётся 01.06.2021", ""),
        "4": ("просрочено на 1\xa0день", "исправить отчёт"),
        "5": ("", ""),
        "6": ("", ""),
        "7": ("", ""),
        "8": ("", ""),
        "9": ("последний день", "отчитаться, когда сделано"),
        "10": ("до конца срока 5\xa0дней", "продолжить отчёт"),
    }


def test_totals_count_a_measure_once_as_execution_does(busy_plan, school_user, methodist, head):
    in_term = extra(busy_plan, "11", date(2021, 5, 1), date(2021, 5, 31))
    returned(reported(in_term, school_user), methodist)
    line = (
        "11\xa0мер: выполнено 2, на проверке 1, возвращено на доработку 1, "
        "просрочено 2, из них возвращено на доработку 1, не выполнено 1"
    )
    assert totals_line(facts_of(busy_plan)) == line

    with time_machine.travel(NOON, tick=False):
        services.roadmap_pause(roadmap=busy_plan, by=head, seen=busy_plan.revision, remark="Ремонт")
    assert totals_line(facts_of(busy_plan)) == line
    assert totals_line([]) == "0\xa0мер, отчётов пока нет"


def test_a_paused_plan_counts_overdue_as_the_totals_of_the_district_do(busy_plan, head):
    with time_machine.travel(NOON, tick=False):
        services.roadmap_pause(roadmap=busy_plan, by=head, seen=busy_plan.revision, remark="Ремонт школы")
        facts = facts_of(busy_plan)
        task = execution_panels.execution_task(Roadmap.objects.get(pk=busy_plan.pk))
    assert Totals.of(facts).overdue == 2
    assert ", просрочено 2, " in totals_line(facts)
    assert (task.state, task.hint) == ("overdue", totals_line(facts))


def test_the_school_reads_its_list(client, busy_plan, school_user, second_school, methodist, head):
    in_force(school=second_school, author=methodist, head=head)
    client.force_login(school_user)
    with time_machine.travel(NOON, tick=False):
        page = client.get(reverse("roadmaps:measures"), {"year": "2020"})

    assert page.context["plan"] == busy_plan
    assert page.context["plans"] == [busy_plan]
    assert "отчитаться, когда сделано" in page.content.decode()


def test_a_link_names_the_plan_of_any_year_and_never_a_foreign_one(
    client, plan, methodist, head, district, neighbour_school, stranger
):
    own = in_force(school=None, district=district, author=methodist, head=head)[0].roadmap
    client.force_login(methodist)

    page = client.get(reverse("roadmaps:measures"), {"plan": own.pk})
    assert (page.context["plan"], page.context["plans"]) == (own, [own, plan])
    assert client.get(reverse("roadmaps:measures"), {"plan": plan.pk}).context["plan"] == plan
    client.force_login(stranger)
    assert client.get(reverse("roadmaps:measures"), {"plan": plan.pk}).status_code == 404
    assert "Действующих карт на этот год нет" in client.get(reverse("roadmaps:measures")).content.decode()


def test_years_of_plans_can_be_chosen_as_on_execution(client, plan, school_user, methodist, head):
    earlier = in_force(school=plan.school, year=2019, author=methodist, head=head)[0].roadmap
    client.force_login(school_user)

    page = client.get(reverse("roadmaps:measures"), {"year": "2019-2020"})
    assert (page.context["plan"], page.context["plans"]) == (earlier, [earlier])
    assert f'href="?district={plan.district.code}&amp;year=2020-2021"' in page.content.decode()
    named = client.get(reverse("roadmaps:measures"), {"plan": plan.pk, "year": "2019-2020"})
    assert (named.context["plan"], named.context["plan_year"]) == (plan, plan.plan_year)


def test_the_page_of_a_plan_leads_to_its_measures(client, plan, school_user):
    client.force_login(school_user)

    assert (
        f"{reverse('roadmaps:measures')}?plan={plan.pk}"
        in client.get(plan.get_absolute_url()).content.decode()
    )


def test_a_paused_plan_says_so_and_asks_for_nothing(client, plan, head, school_user):
    services.roadmap_pause(roadmap=plan, by=head, seen=plan.revision, remark="Ремонт")
    client.force_login(school_user)

    page = client.get(reverse("roadmaps:measures"), {"plan": plan.pk}).content.decode()

    assert "Карта приостановлена" in page
    assert "«Ремонт»" in page
    assert "отчитаться" not in page
    assert day(school_user) == []


def test_the_list_asks_the_same_for_60_measures_and_20_plans(
    client, plan, methodist, head, district, school_user
):
    client.force_login(methodist)
    address = f"{reverse('roadmaps:measures')}?plan={plan.pk}"
    reported(plan.in_force.get(), school_user)
    one = queries(client, address)
    for measure in MeasureInForceFactory.create_batch(59, roadmap=plan):
        services.report_begin(measure=measure, by=school_user)
    for school in SchoolFactory.create_batch(19, district=district):
        MeasureInForceFactory(roadmap__school=school)

    assert queries(client, address) == one


# --- One measure ------------------------------------------------------------------------------


def step_of(client, measure, user):
    client.force_login(user)
    step = client.get(measure.get_absolute_url()).context["step"]
    return step and (step.label, step.report and step.report.number)


def test_a_measure_offers_the_one_next_step(client, plan, school_user, curator, methodist, observer):
    measure = plan.in_force.get()
    assert step_of(client, measure, school_user) == ("Начать отчёт", None)
    services.report_begin(measure=measure, by=school_user)
    assert step_of(client, measure, school_user) == ("Продолжить отчёт", 1)
    assert step_of(client, measure, curator) is None
    waiting = reported(measure, school_user)
    assert step_of(client, measure, school_user) is None
    assert step_of(client, measure, curator) == ("Проверить отчёт", 1)
    assert step_of(client, measure, observer) is None
    back = returned(waiting, curator)
    assert step_of(client, measure, school_user) == ("Исправить отчёт", 1)
    again = services.report_submit(report=back, seen=back.revision, by=school_user)
    accepted(again, methodist)
    assert step_of(client, measure, school_user) == ("Написать ещё один отчёт", None)
    assert step_of(client, measure, curator) is None


def test_a_measure_tells_its_story(client, plan, school_user, curator):
    returned(reported(plan.in_force.get(), school_user), curator)
    client.force_login(curator)

    page = client.get(plan.in_force.get().get_absolute_url())

    assert [(event["title"], event["remark"]) for event in page.context["events"]] == [
        ("Отчёт 1: возвращён на доработку", "Сколько пришло?"),
        ("Отчёт 1: отправлен на проверку", ""),
    ]
    assert page.context["fact"].state == "returned"


def test_a_removed_measure_is_read_and_says_why(client, plan, school_user):
    measure = plan.in_force.get()
    services.report_begin(measure=measure, by=school_user)
    MeasureInForce.objects.update(removed_in=3)
    client.force_login(school_user)

    page = client.get(measure.get_absolute_url())

    assert "снята версией 3" in page.content.decode()
    assert page.context["step"] is None
    assert day(school_user) == []


def test_a_measure_asks_the_same_for_many_reports(client, plan, school_user, methodist):
    measure = plan.in_force.get()
    client.force_login(methodist)
    accepted(reported(measure, school_user), methodist)
    one = queries(client, measure.get_absolute_url())
    for _ in range(4):
        accepted(reported(measure, school_user), methodist)

    assert queries(client, measure.get_absolute_url()) == one


# --- What waits -------------------------------------------------------------------------------


def test_the_checker_sees_what_waits_with_its_places(client, plan, school_user, curator):
    client.force_login(curator)
    assert "Проверять нечего" in client.get(reverse("roadmaps:checks")).content.decode()
    reported(plan.in_force.get(), school_user)

    page = client.get(reverse("roadmaps:checks"))
    assert "МКОУ Своя СШ, 2020/21" in page.content.decode()
    client.force_login(school_user)
    assert client.get(reverse("roadmaps:checks")).status_code == 403


def test_checks_ask_the_same_for_many(client, plan, school_user, head):
    client.force_login(head)
    reported(plan.in_force.get(), school_user)
    one = queries(client, reverse("roadmaps:checks"))
    for measure in MeasureInForceFactory.create_batch(9, roadmap=plan):
        reported(measure, school_user)

    assert queries(client, reverse("roadmaps:checks")) == one


def test_day_of_the_school(busy_plan, school_user):
    with time_machine.travel(NOON, tick=False):
        back, late, now = day(school_user)

    assert (back.title, back.state) == ("Исправить отчёт: мера 4, МКОУ Своя СШ, 2020/21", "returned")
    assert "«Сколько пришло?»" in back.hint
    assert (late.title, late.state) == ("Отчитаться, срок прошёл: 2\xa0меры", "overdue")
    assert late.hint == "раньше всех — 30.04.2021, мера 2, МКОУ Своя СШ, 2020/21"
    assert (now.title, now.url) == (
        "Отчитаться, когда сделано: 3\xa0меры",
        f"{reverse('roadmaps:owed')}#now",
    )


def test_day_of_the_checker(busy_plan, curator, methodist):
    for who in (curator, methodist):
        (task,) = day(who)
        assert (task.title, task.url) == ("Проверить исполнение: 1", reverse("roadmaps:checks"))


@pytest.mark.parametrize("who", ["stranger", "observer", "coordinator", "admin"])
def test_nothing_waits_for_the_others(who, busy_plan, request):
    assert day(request.getfixturevalue(who)) == []


def test_the_methodist_owes_for_the_district_and_for_schools_without_people(plan, methodist, head, district):
    """`plan` is of a school without people; a plan of the district stands beside it."""
    in_force(school=None, district=district, author=methodist, head=head)

    (late,) = day(methodist)
    assert late.title == "Отчитаться, срок прошёл: 2\xa0меры"


def test_every_measure_that_the_day_counts_is_on_its_page(client, plan, methodist, head, district):
    """Plans of two owners and of two years; one list holds them, the nearest term first."""
    in_force(school=None, district=district, author=methodist, head=head)
    in_force(school=plan.school, year=2019, author=methodist, head=head)
    MeasureInForceFactory(roadmap=plan, number="2", ends_on=None)
    MeasureInForceFactory(roadmap=plan, number="3", starts_on=date(2090, 1, 1), ends_on=None)
    client.force_login(methodist)

    late, now = day(methodist)
    parts = client.get(late.url.partition("#")[0]).context["parts"]
    assert (late.title, now.title) == (
        "Отчитаться, срок прошёл: 3\xa0меры",
        "Отчитаться, когда сделано: 1\xa0мера",
    )
    assert [(f"{reverse('roadmaps:owed')}#{key}", count) for key, _, count, _ in parts] == [
        (late.url, 3),
        (now.url, 1),
    ]
    told = [[(str(one), [row.measure.number for row in rows]) for one, rows in part[-1]] for part in parts]
    assert sorted(told[0]) == [
        ("МКОУ Своя СШ, 2019/20", ["1"]),
        ("МКОУ Своя СШ, 2020/21", ["1"]),
        ("План района: Свой район, 2020/21", ["1"]),
    ]
    assert told[1] == [("МКОУ Своя СШ, 2020/21", ["2"])]


def test_the_page_of_what_is_owed_asks_the_same_for_any_number_of_plans(client, methodist, district):
    client.force_login(methodist)
    MeasureInForceFactory(roadmap__school=SchoolFactory(district=district))
    one = queries(client, reverse("roadmaps:owed"))
    for school in SchoolFactory.create_batch(6, district=district):
        MeasureInForceFactory.create_batch(3, roadmap=RoadmapFactory(school=school))

    assert queries(client, reverse("roadmaps:owed")) == one


def test_day_asks_the_same_for_any_number_of_plans(district, methodist, head, django_assert_num_queries):
    for school in SchoolFactory.create_batch(6, district=district):
        MeasureInForceFactory.create_batch(3, roadmap=RoadmapFactory(school=school))
    assert methodist.places

    with django_assert_num_queries(4):
        assert [task.url for task in day(methodist)] == [f"{reverse('roadmaps:owed')}#late"]


def test_providers_are_registered():
    assert execution_panels.reports_to_write in my_day._providers
    assert execution_panels.reports_to_decide in my_day._providers
