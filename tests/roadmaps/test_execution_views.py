"""Pages of execution: what the head sees of all plans, filters, lists, calendar, picture, who has not reported."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core.models import AuditEvent, WorkflowEvent
from portal.notices.models import Notice
from roadmaps import services
from roadmaps.enums import RoadmapStatus
from roadmaps.models import MeasureReport
from tests.factories.roadmaps import (
    AcceptedReportFactory,
    MeasureInForceFactory,
    ResultLineFactory,
    RoadmapFactory,
    in_force,
    roadmap_with,
    submitted,
)
from tests.factories.schools import SchoolFactory

#: noon of 10 June 2021 in Volgograd: measures to 31 May are ten days late
NOW = datetime(2021, 6, 10, 9, 0, tzinfo=UTC)

PAGES = ("execution", "execution-totals", "measure-calendar", "not-reported")


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel(NOW, tick=False):
        yield


def page(client, name, **query):
    response = client.get(reverse(f"roadmaps:{name}"), {"year": "2020-2021", **query})
    assert response.status_code == 200
    return response


@pytest.fixture
def plans(district, school, second_school, methodist, head):
    """`school`: one measure is overdue, one done; `second_school`: one waits for its check, one is to come."""
    signed = {
        "submitted_by": methodist,
        "decided_by": head,
        "decided_at": NOW,
        "status": RoadmapStatus.IN_FORCE,
    }
    own, second = (RoadmapFactory(school=one, **signed) for one in (school, second_school))
    late = MeasureInForceFactory(roadmap=own, number="1.1", name="Просроченный семинар")
    done = MeasureInForceFactory(roadmap=own, number="2.1", section_place=2, section="Контроль")
    AcceptedReportFactory(measure=done)
    sent = MeasureInForceFactory(roadmap=second, number="1.1", name="Отправленный семинар")
    AcceptedReportFactory(
        measure=sent, status="submitted", submitted_by=methodist, decided_by=None, decided_at=None
    )
    ahead = MeasureInForceFactory(roadmap=second, number="1.10", ends_on=date(2021, 7, 31))
    return {"late": late, "done": done, "sent": sent, "ahead": ahead}


def shown(response):
    """The cells of the matrix: (school, number) → sign."""
    matrix = response.context["matrix"]
    return {
        (row.roadmap.owner_name, number): cell.mark.name
        for row in matrix.rows
        for number, cell in zip(matrix.numbers, row.cells, strict=True)
        if cell
    }


# --- Overview -------------------------------------------------------------------------------


def test_all_schools_and_measures_stand_in_one_table(client, head, plans):
    client.force_login(head)
    response = page(client, "execution")

    assert shown(response) == {
        ("МКОУ Своя СШ", "1.1"): "overdue",
        ("МКОУ Своя СШ", "2.1"): "done",
        ("МКОУ Вторая СШ", "1.1"): "review",
        ("МКОУ Вторая СШ", "1.10"): "todo",
    }
    assert response.context["matrix"].numbers == ["1.1", "1.10", "2.1"]
    text = response.content.decode()
    assert f'href="{plans["late"].get_absolute_url()}"' in text
    assert '<span class="visually-hidden">просрочена</span>' in text


def test_a_measure_of_a_plan_with_one_section_stands_under_no_section(client, head, plans):
    single = RoadmapFactory(school=SchoolFactory(district=head.places[0].district))
    MeasureInForceFactory(roadmap=single, number="2", section_place=1)
    client.force_login(head)

    response = page(client, "execution")
    matrix = response.context["matrix"]
    assert (matrix.sections, matrix.numbers) == ([(0, 1), (1, 2), (2, 1)], ["2", "1.1", "1.10", "2.1"])
    assert "Без раздела</abbr>" in response.content.decode()


def test_measures_without_a_section_are_called_alike_everywhere(client, head, plans):
    single = RoadmapFactory(school=SchoolFactory(district=head.places[0].district))
    bare = MeasureInForceFactory(roadmap=single, number="2", section="")
    client.force_login(head)

    text = page(client, "execution", section="Без раздела").content.decode()
    assert "Без раздела</abbr>" in text
    assert "<option selected>Без раздела</option>" in text
    assert (f"{bare.get_absolute_url()}\"" in text, f"{plans['late'].get_absolute_url()}\"" in text) == (
        True, False,
    )  # fmt: skip
    sections = page(client, "execution-totals").context["tables"][1]
    assert "Без раздела" in [name for name, *_ in sections.lines]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"only": "late"}, {"late"}),
        ({"only": "mine"}, {"sent"}),
        ({"only": "new"}, set()),
        ({"section": "КОНТРОЛЬ"}, {"done"}),
        ({"section": "Такого нет"}, {"late", "done", "sent", "ahead"}),
        ({"only": "никакие"}, {"late", "done", "sent", "ahead"}),
        ({"plan": "²"}, {"late", "done", "sent", "ahead"}),
        ({"plan": "999999"}, {"late", "done", "sent", "ahead"}),
    ],
)
def test_filters(client, head, plans, query, numbers):
    client.force_login(head)
    cells = [
        cell
        for row in page(client, "execution", **query).context["matrix"].rows
        for cell in row.cells
        if cell
    ]

    assert {cell.measure_id for cell in cells} == {plans[name].pk for name in numbers}


def test_filter_by_plan_keeps_the_totals_to_it(client, head, plans):
    client.force_login(head)
    response = page(client, "execution", plan=plans["late"].roadmap_id)

    assert {name for name, _ in shown(response)} == {"МКОУ Своя СШ"}
    assert response.context["totals"].measures == 2


def test_lists_say_what_is_late_what_waits_and_what_has_happened(client, head, methodist, school_user, plans):
    sent_plan = submitted(
        roadmap_with(1, school=SchoolFactory(district=head.places[0].district)), by=methodist
    )
    report = plans["sent"].reports.get()
    client.force_login(head)
    response = page(client, "execution")

    assert [(fact.measure, fact.days_late) for fact in response.context["late"]] == [(plans["late"], 10)]
    assert response.context["reports"] == [report]
    assert list(response.context["plans_to_approve"]) == [sent_plan]
    assert [(one.title, one.about) for one in response.context["news"]] == [
        ("Отправлено на утверждение", str(sent_plan))
    ]
    text = response.content.decode()
    assert f'href="{report.get_absolute_url()}"' in text
    assert "просрочена на 10&nbsp;дней" in text
    client.force_login(school_user)
    seen = page(client, "execution").context
    assert (seen["news"], seen["reports"], seen["decides"]) == ([], [], False)


def test_what_waits_and_what_is_new_name_their_year_beside_the_chosen_one(
    client, head, methodist, school, plans
):
    (older,) = in_force(school=school, year=2019, author=methodist, head=head)
    report = services.report_begin(measure=older, by=methodist)
    given = services.ReportInput("progress", "Начали.", done_on=None)
    saved = services.report_save(report=report, given=given, seen=report.revision, by=methodist)
    services.report_submit(report=saved, seen=saved.revision, by=methodist)
    client.force_login(head)

    response = page(client, "execution")
    line = f"МКОУ Своя СШ, 2019/20, 1. {older.name}"
    assert line in [one.about for one in response.context["news"]]
    assert f"Проверить отчёт: {line}" in response.content.decode()


def test_news_begin_at_midnight_of_yesterday_in_the_district(client, head, methodist, plans):
    client.force_login(head)
    sent = plans["sent"].reports.get()
    # 9 June begins in Volgograd at 21:00 of 8 June by UTC.
    for moment, is_news in (
        (datetime(2021, 6, 8, 20, 59, tzinfo=UTC), False),
        (datetime(2021, 6, 8, 21, tzinfo=UTC), True),
    ):
        with time_machine.travel(moment, tick=False):
            sent.refresh_from_db()
            services.report_return(report=sent, by=head, seen=sent.revision, remark="Нет списка участников")
        response = page(client, "execution", only="new")
        assert ([one.title for one in response.context["news"]] != []) == is_news
        assert (
            plans["sent"].pk
            in {cell.measure_id for row in response.context["matrix"].rows for cell in row.cells if cell}
        ) == is_news
        MeasureReport.objects.filter(pk=sent.pk).update(status="submitted")


def test_a_resumed_plan_is_no_plan_put_in_force(client, head, methodist, district):
    with time_machine.travel(NOW - timedelta(days=7), tick=False):
        (measure,) = in_force(school=SchoolFactory(district=district), author=methodist, head=head)
    roadmap = measure.roadmap
    paused = services.roadmap_pause(roadmap=roadmap, by=head, seen=roadmap.revision, remark="Ремонт школы")
    services.roadmap_put_in_force(roadmap=paused, by=head, seen=paused.revision)
    client.force_login(head)

    news = page(client, "execution").context["news"]
    assert [one.title for one in news] == ["Возобновлено", "Приостановлено"]


def test_more_news_than_are_told_are_all_marked(client, head, methodist, plans, monkeypatch):
    monkeypatch.setattr("roadmaps.selectors.news.MOST_NEWS", 1)
    waits = {"status": "submitted", "submitted_by": methodist, "decided_by": None, "decided_at": None}
    for name in ("late", "ahead"):
        AcceptedReportFactory(measure=plans[name], **waits)
    for report in MeasureReport.objects.filter(status="submitted"):
        services.report_return(report=report, by=head, seen=report.revision, remark="Нет списка участников")
    client.force_login(head)

    response = page(client, "execution", only="new")
    assert len(response.context["news"]) == 1
    marked = {cell.measure_id for row in response.context["matrix"].rows for cell in row.cells if cell}
    assert marked == {plans[name].pk for name in ("late", "ahead", "sent")}


def test_a_link_to_a_district_tells_its_time(client, observer, head, district, neighbour, plans):
    sent = plans["sent"].reports.get()
    services.report_return(report=sent, by=head, seen=sent.revision, remark="Нет списка участников")
    district.timezone = "Asia/Vladivostok"
    district.save()
    client.force_login(observer)
    session = client.session
    session["district"] = neighbour.code
    session.save()

    text = page(client, "execution", district=district.code).content.decode()
    assert "сегодня в 19:00" in text


def test_ones_own_report_waits_for_another(client, methodist, head, plans):
    client.force_login(methodist)

    assert page(client, "execution").context["reports"] == []


@pytest.mark.parametrize(
    ("who", "schools"),
    [
        ("school_user", {"МКОУ Своя СШ"}),
        ("curator", {"МКОУ Своя СШ"}),
        ("observer", {"МКОУ Своя СШ", "МКОУ Вторая СШ"}),
    ],
)
def test_everybody_sees_his_own_schools(client, who, schools, plans, request):
    client.force_login(request.getfixturevalue(who))
    for name in PAGES:
        text = page(client, name, month="2021-05").content.decode()
        # The second school owes nothing, so one of the pages does not name it to anybody.
        named = "МКОУ Вторая СШ" in schools and name != "not-reported"
        assert ("МКОУ Вторая СШ" in text) == named, name
    assert {name for name, _ in shown(page(client, "execution"))} == schools


@pytest.mark.parametrize("name", PAGES)
def test_another_district_is_404_and_an_empty_one_says_so(client, stranger, district, plans, name):
    client.force_login(stranger)

    assert client.get(reverse(f"roadmaps:{name}"), {"district": district.code}).status_code == 404
    assert "Просроченный семинар" not in page(client, name).content.decode()


def test_pages_ask_the_same_for_one_school_and_for_32(client, head, methodist, district):
    client.force_login(head)
    signed = {
        "submitted_by": methodist,
        "decided_by": head,
        "decided_at": NOW,
        "status": RoadmapStatus.IN_FORCE,
    }

    def another(school):
        roadmap = RoadmapFactory(school=school, **signed)
        sent, _, _ = MeasureInForceFactory.create_batch(3, roadmap=roadmap)
        report = AcceptedReportFactory(
            measure=sent, status="returned", submitted_by=methodist, decided_by=head
        )
        WorkflowEvent.objects.create(
            subject_type=report._meta.label_lower,
            subject_id=report.pk,
            actor=head,
            source="submitted",
            target="returned",
            version=1,
        )

    def asked():
        counts = {}
        for name in PAGES:
            page(client, name)
            with CaptureQueriesContext(connection) as found:
                page(client, name)
            counts[name] = len(found)
        return counts

    another(SchoolFactory(district=district))
    one = asked()
    for school in SchoolFactory.create_batch(31, district=district):
        another(school)
    assert asked() == one


# --- Totals ---------------------------------------------------------------------------------


def test_tables_of_totals_have_one_sum(client, head, plans):
    ResultLineFactory(report=plans["done"].reports.get(), quantity="2.5", unit="часа", what="консультаций")
    client.force_login(head)
    response = page(client, "execution-totals")

    for table in response.context["tables"]:
        sums = [sum(column) for column in zip(*(counts for _, counts, _ in table.lines), strict=True)]
        assert sums == table.sum[1], table.title
    plans_table, sections, months = response.context["tables"]
    assert [(name, counts[0]) for name, counts, _ in sections.lines] == [("Кадры", 3), ("Контроль", 1)]
    assert [name for name, *_ in months.lines] == ["май 2021", "июль 2021"]
    assert plans_table.heads == [
        "Мер", "Выполнено", "из них в срок", "с опозданием", "На проверке", "Просрочено", "Срок не наступил",
    ]  # fmt: skip
    text = re.sub(r"\s+", " ", response.content.decode())
    assert 'часа консультаций</th><td class="num">2,5</td><td class="num">1</td>' in text


# --- Calendar and picture -------------------------------------------------------------------


def test_calendar_of_a_month(client, head, plans):
    plans["ahead"].recurrence = "monthly"
    plans["ahead"].save()
    client.force_login(head)
    month = page(client, "measure-calendar", month="2021-05").context["month"]

    assert [(day.day.day, day.begin_count, day.end_count) for day in month.busy] == [(1, 4, 0), (31, 0, 3)]
    assert [group.repeats for group in month.recurring] == ["раз в месяц"]
    text = page(client, "measure-calendar", month="2021-05").content.decode()
    assert "month=2021-04" in text
    assert "month=2021-06" in text


@pytest.mark.parametrize("month", ["", "2021-13", "май", "0000-01", "9999-12"])
def test_calendar_opens_on_a_month_of_the_plan_whatever_is_asked(client, head, plans, month):
    client.force_login(head)

    assert page(client, "measure-calendar", month=month).context["month"].first == date(2021, 6, 1)


def test_picture_shows_terms_and_says_them(client, head, plans):
    MeasureInForceFactory(
        roadmap=plans["late"].roadmap, number="3.1", starts_on=None, ends_on=None, name="Без даты"
    )
    MeasureInForceFactory(roadmap=plans["late"].roadmap, number="3.2", starts_on=None, name="Только срок")
    client.force_login(head)
    response = client.get(reverse("roadmaps:picture", args=[plans["late"].roadmap_id]))

    picture = response.context["picture"]
    assert [(bar.label, bar.mark.name, bool(bar.width)) for bar in picture.bars] == [
        ("1.1. Просроченный семинар", "overdue", True),
        (f"2.1. {plans['done'].name}", "done", True),
        ("3.2. Только срок", "overdue", False),
    ]
    assert picture.bars[0].x < picture.bars[0].x + picture.bars[0].width <= picture.today_x
    assert [measure.name for measure, *_ in response.context["undated"]] == ["Без даты"]
    text = response.content.decode()
    assert "01.05.2021–31.05.2021 — просрочена" in text
    assert "просрочено 2" in picture.summary
    assert 'style="' not in text


# --- Who has not reported -------------------------------------------------------------------


def test_debts_name_schools_by_the_oldest(client, head, plans, second_school):
    older = MeasureInForceFactory(roadmap=plans["sent"].roadmap, number="1.2", ends_on=date(2021, 5, 20))
    client.force_login(head)
    debts = page(client, "not-reported").context["debts"]

    assert [
        (debt.roadmap.owner_name, len(debt.overdue), debt.oldest.measure, debt.rest.ahead) for debt in debts
    ] == [
        ("МКОУ Вторая СШ", 1, older, 1),
        ("МКОУ Своя СШ", 1, plans["late"], 0),
    ]


def test_a_measure_without_an_end_is_counted_as_in_the_totals(client, head, plans):
    MeasureInForceFactory(roadmap=plans["late"].roadmap, number="2.2", ends_on=None)
    client.force_login(head)

    (debt,) = page(client, "not-reported").context["debts"]
    whole = page(client, "execution-totals").context["totals"]
    assert (debt.rest.ahead, debt.rest.undated) == (0, 1)
    assert (whole.ahead, whole.undated) == (1, 1)  # that to come is of the other plan
    assert '<td class="num" data-label="Без срока">1</td>' in page(client, "not-reported").content.decode()


def test_the_rules_say_by_which_day_a_measure_is_in_time(client, head, plans):
    late = MeasureInForceFactory(roadmap=plans["late"].roadmap, number="2.2", ends_on=date(2021, 5, 31))
    AcceptedReportFactory(measure=late, began_on=date(2021, 5, 20), done_on=date(2021, 6, 1))
    client.force_login(head)

    response = page(client, "execution-totals")
    assert response.context["totals"].late == 1  # by its last day, though it began in time
    assert "«В срок» — по дню окончания из принятого отчёта «выполнено»" in response.content.decode()


def test_a_year_without_plans_is_not_one_in_which_all_have_reported(client, methodist, school):
    client.force_login(methodist)
    assert "Действующих карт на этот год нет" in page(client, "not-reported").content.decode()

    MeasureInForceFactory(roadmap__school=school, ends_on=None)
    assert "Все отчитались" in page(client, "not-reported").content.decode()


def test_reminder_goes_to_the_chosen_only(client, head, plans, school_user, second_school):
    MeasureInForceFactory(roadmap=plans["sent"].roadmap, number="1.2")
    client.force_login(head)
    response = client.post(
        reverse("roadmaps:remind"), {"plan": [plans["late"].roadmap_id, "чужая"]}, follow=True
    )

    assert [notice.user for notice in Notice.objects.filter(title__startswith="Ждём отчёт")] == [school_user]
    assert "Напомнили: МКОУ Своя СШ" in response.content.decode()
    again = client.post(reverse("roadmaps:remind"), {"plan": plans["late"].roadmap_id}, follow=True)
    assert "Сегодня уже напоминали: МКОУ Своя СШ" in again.content.decode()
    assert AuditEvent.objects.filter(action="execution.remind").count() == 1


def test_who_was_reminded_today_is_told_of_and_not_chosen_again(client, head, plans, school_user):
    MeasureInForceFactory(roadmap=plans["sent"].roadmap, number="1.2")
    client.force_login(head)
    client.post(reverse("roadmaps:remind"), {"plan": plans["late"].roadmap_id})

    text = page(client, "not-reported").content.decode()
    assert text.count("напомнили сегодня в 12:00") == 1
    assert re.findall(r'type="checkbox" name="plan" value="(\d+)" checked', text) == [
        str(plans["sent"].roadmap_id)
    ]
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        client.force_login(head)
        assert "напомнили" not in page(client, "not-reported").content.decode()


def test_when_all_were_reminded_today_there_is_no_button(client, head, plans, school_user):
    client.force_login(head)
    client.post(reverse("roadmaps:remind"), {"plan": plans["late"].roadmap_id})

    text = page(client, "not-reported").content.decode()
    assert "Всем уже напомнили, последний раз сегодня в 12:00." in text
    assert "Напомнить отмеченным" not in text
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        client.force_login(head)
        assert "Напомнить отмеченным" in page(client, "not-reported").content.decode()


def test_reminder_without_a_choice_says_what_to_do(client, head, plans):
    client.force_login(head)

    assert "Отметьте, кому напомнить" in client.post(reverse("roadmaps:remind"), follow=True).content.decode()
    assert not Notice.objects.exists()


@pytest.mark.parametrize("who", ["observer", "school_user", "coordinator"])
def test_who_may_not_accept_does_not_remind(client, who, plans, request):
    client.force_login(request.getfixturevalue(who))

    assert 'name="plan"' not in page(client, "not-reported").content.decode().replace(
        '<select class="form-select" name="plan"', ""
    )
    assert client.post(reverse("roadmaps:remind"), {"plan": plans["late"].roadmap_id}).status_code == 403
