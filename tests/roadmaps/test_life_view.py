"""The page of a plan through its whole life: what may be done, what is said, what is refused and how."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from portal.core.errors import TransitionRefused
from portal.core.workflow_effects import DISCARDED
from roadmaps import services
from roadmaps.enums import ROADMAP_TRANSITIONS, RoadmapStatus
from roadmaps.models import RoadmapVersion
from roadmaps.selectors import freeze_reason, timeline, today_in
from roadmaps.views.roadmaps import RoadmapPage
from tests.factories.roadmaps import RoadmapFactory, approved, roadmap_with, submitted


@pytest.fixture
def roadmap(school, methodist):
    return roadmap_with(2, school=school, edited_by=methodist)


@pytest.fixture
def in_force(roadmap, methodist, head):
    return approved(roadmap, author=methodist, head=head)


@pytest.fixture
def paused(in_force, head):
    return services.roadmap_pause(roadmap=in_force, by=head, seen=in_force.revision, remark="Ремонт школы")


def page(client, roadmap, who):
    client.force_login(who)
    return client.get(roadmap.get_absolute_url()).content.decode()


def step(client, roadmap, target, **fields):
    address = reverse("roadmaps:transition", args=[roadmap.pk])
    return client.post(address, {"target": target, "seen": roadmap.revision} | fields)


def buttons(client, roadmap, who) -> list[str]:
    client.force_login(who)
    context = client.get(roadmap.get_absolute_url()).context
    return [button.words.label for button in context["steps"]]


def test_every_step_of_the_table_has_its_words_and_a_state_one_primary_at_most():
    words = RoadmapPage().words_of
    primary = dict.fromkeys(RoadmapStatus.values, 0)
    for source, target, _, remark, *_ in ROADMAP_TRANSITIONS:
        if target == DISCARDED:  # asked on a page of its own
            continue
        found = words(source, target)
        assert found, (source, target)
        assert bool(found.remark) == remark, (source, target)
        primary[source] += found.primary
    assert max(primary.values()) == 1


def test_each_state_offers_its_own_steps(client, roadmap, methodist, head):
    assert buttons(client, roadmap, methodist) == ["Отправить на утверждение"]
    sent = submitted(roadmap, by=methodist)
    assert buttons(client, sent, head) == ["Утвердить карту", "Вернуть на доработку"]
    order = services.Order("124", date(2020, 9, 1))
    live = services.roadmap_approve(roadmap=sent, by=head, seen=sent.revision, order=order)
    assert buttons(client, live, head) == ["Приостановить карту", "Закрыть карту"]
    assert buttons(client, live, methodist) == ["Открыть новую версию"]
    still = services.roadmap_pause(roadmap=live, by=head, seen=live.revision, remark="Ремонт")
    assert buttons(client, still, head) == ["Возобновить карту", "Закрыть карту"]
    shut = services.roadmap_close(roadmap=still, by=head, seen=still.revision, remark="Год закончен")
    assert buttons(client, shut, head) == ["Открыть карту снова"]
    assert buttons(client, shut, methodist) == []


def test_the_history_says_resumed_and_opened_again(client, paused, head):
    live = services.roadmap_put_in_force(roadmap=paused, by=head, seen=paused.revision)
    shut = services.roadmap_close(roadmap=live, by=head, seen=live.revision, remark="Год закончен")
    services.roadmap_put_in_force(roadmap=shut, by=head, seen=shut.revision, remark="Закрыли рано")

    assert [event["title"] for event in timeline(paused)[:4]] == [
        "Открыто снова", "Закрыто", "Возобновлено", "Приостановлено",
    ]  # fmt: skip
    assert "«Закрыли рано»" in page(client, paused, head)


@pytest.mark.parametrize("who", ["school_user", "methodist", "observer", "head"])
def test_a_paused_plan_says_to_all_who_stopped_it_and_why(who, client, paused, request):
    shown = page(client, paused, request.getfixturevalue(who))

    assert "Карта приостановлена: её можно читать, но не менять." in shown
    assert "Начальников" in shown
    assert "«Ремонт школы»" in shown


def test_pages_of_reports_say_the_same(client, in_force, school_user, head):
    measure = in_force.in_force.first()
    report = services.report_begin(measure=measure, by=school_user)
    services.roadmap_pause(roadmap=in_force, by=head, seen=in_force.revision, remark="Ремонт школы")
    client.force_login(school_user)

    plan = f"{reverse('roadmaps:measures')}?plan={in_force.pk}"
    for address in (plan, measure.get_absolute_url(), report.get_absolute_url()):
        assert client.get(address).content.decode().count("«Ремонт школы»") == 1, address
    with pytest.raises(TransitionRefused):
        services.report_submit(report=report, seen=report.revision, by=school_user)


def test_the_reason_is_that_of_the_last_stop(paused, head, django_assert_num_queries):
    shut = services.roadmap_close(roadmap=paused, by=head, seen=paused.revision, remark="Школу закрыли")

    with django_assert_num_queries(1):
        reason = freeze_reason(shut)
    assert (reason["title"], reason["remark"]) == ("Карта закрыта", "Школу закрыли")


def test_an_open_plan_has_no_banner_and_asks_nothing(in_force, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert freeze_reason(in_force) is None


@pytest.mark.parametrize("state", ["paused", "closed"])
def test_a_stopped_plan_is_neither_edited_nor_opened_anew(state, client, in_force, methodist, head):
    stop = services.roadmap_pause if state == "paused" else services.roadmap_close
    still = stop(roadmap=in_force, by=head, seen=in_force.revision, remark="Пока так")

    with pytest.raises(TransitionRefused):
        services.roadmap_save(roadmap=still, sections=[], seen=still.revision, by=methodist)
    with pytest.raises(TransitionRefused):
        services.roadmap_reopen(roadmap=still, by=methodist, seen=still.revision)
    client.force_login(methodist)
    assert client.get(reverse("roadmaps:edit", args=[still.pk])).status_code == 302
    still.refresh_from_db()
    assert still.status == state


@pytest.mark.parametrize(
    ("target", "label", "words"),
    [
        ("paused", "Почему приостанавливаете", "Напишите, почему карту приостанавливают."),
        ("closed", "Почему закрываете", "Напишите, почему карту закрывают."),
    ],
)
def test_a_missing_reason_is_asked_at_its_field_by_its_name(target, label, words, client, in_force, head):
    client.force_login(head)
    shown = step(client, in_force, target, remark=" ").content.decode()

    assert f'<label class="form-label" for="{target}-remark">{label}</label>' in shown
    assert "Замечание" not in shown
    assert f'href="#{target}-remark"' in shown
    assert f'id="{target}-remark_error"><p>{words}' in shown
    in_force.refresh_from_db()
    assert in_force.status == "in_force"


def test_only_the_refused_step_stands_open_with_what_was_typed(client, roadmap, methodist, head):
    sent = submitted(roadmap, by=methodist)
    client.force_login(head)
    answer = step(client, sent, "approved", order_number="124", order_date="31.02.2021")

    assert [(button.target, button.is_open) for button in answer.context["steps"]] == [
        ("approved", True), ("returned", False),
    ]  # fmt: skip
    shown = answer.content.decode()
    assert 'value="124"' in shown
    assert "Такой даты нет" in shown
    assert 'aria-invalid="true"' in shown


def test_the_facts_of_approval_are_those_on_paper(client, in_force, methodist):
    shown = page(client, in_force, methodist).replace("\xa0", " ")
    assert "утверждена приказом от 01.09.2020 № 124, действует с 01.09.2020" in shown

    RoadmapVersion.objects.update(act=None, in_force_on=None)
    shown = page(client, in_force, methodist)
    assert "приказом" not in shown.partition("Утверждённые версии")[2].partition("</section>")[0]


def test_a_plan_approved_ahead_says_when_it_begins(client, school, methodist, head, district):
    today = today_in(district)
    roadmap = roadmap_with(1, school=school, year=today.year, period="calendar")
    sent = submitted(roadmap, by=methodist)
    day = min(today + timedelta(days=3), date(today.year, 12, 31))
    ahead = services.roadmap_approve(
        roadmap=sent, by=head, seen=sent.revision, order=services.Order("7", today), in_force_on=day
    )
    if ahead.status == "approved":  # on the last day of a year nothing is ahead
        assert f"вступит в силу {day:%d.%m.%Y}" in page(client, ahead, methodist)
        assert buttons(client, ahead, head) == ["Ввести в действие сегодня"]


def test_who_waits_is_told_for_whom(client, roadmap, methodist, head, deputy_head):
    sent = submitted(roadmap, by=methodist)

    assert "Карта ждёт решения: Заместителев" in page(client, sent, methodist)
    assert "Карта ждёт решения" not in page(client, sent, head)


def test_a_plan_that_nobody_may_approve_says_so(client, roadmap, methodist):
    sent = submitted(roadmap, by=methodist)

    assert "Утвердить карту некому" in page(client, sent, methodist)


@pytest.mark.parametrize(("who", "may"), [("methodist", True), ("head", True), ("school_user", False)])
def test_the_approved_plan_is_printed_by_those_who_build_documents(who, may, client, in_force, request):
    shown = page(client, in_force, request.getfixturevalue(who))

    assert (f'action="{reverse("reports:run-new")}"' in shown) == may
    assert ('name="plan_year" value="2020-2021"' in shown) == may


def printed(client, roadmap, who) -> list[str]:
    """The kinds of documents that the page offers to print."""
    return re.findall(r'name="kind" value="([^"]+)"', page(client, roadmap, who))


def test_what_is_not_approved_is_printed_as_a_draft(client, roadmap, methodist, head, school_user):
    assert printed(client, roadmap, methodist) == ["roadmap-draft"]
    assert printed(client, roadmap, school_user) == []
    live = approved(roadmap, author=methodist, head=head)
    assert printed(client, live, methodist) == ["roadmap"]
    services.roadmap_reopen(roadmap=live, by=methodist, seen=live.revision)
    assert printed(client, live, head) == ["roadmap", "roadmap-draft"]


def test_an_empty_plan_has_nothing_to_print_and_nothing_to_send(client, school, methodist):
    empty = RoadmapFactory(school=school)

    assert printed(client, empty, methodist) == []
    assert buttons(client, empty, methodist) == []
    assert "Удалить черновик…" in page(client, empty, methodist)


@pytest.mark.parametrize("who", ["school_user", "methodist", "head", "observer"])
def test_over_a_new_version_it_says_which_one_is_followed(who, client, in_force, methodist, request):
    reader = request.getfixturevalue(who)
    assert "её ещё не утвердили" not in page(client, in_force, reader)
    services.roadmap_reopen(roadmap=in_force, by=methodist, seen=in_force.revision)
    shown = page(client, in_force, reader).replace("\xa0", " ")
    note = shown.partition("Ниже — версия 2, её ещё не утвердили.")[2].partition("</p>")[0]

    assert timeline(in_force)[0]["title"] == "Открыта версия 2"
    address = reverse("roadmaps:version", args=[in_force.pk, 1])
    assert note.strip() == (
        f'<a href="{address}">Версия 1</a> в силе: утверждена приказом от 01.09.2020 № 124, '
        "действует с 01.09.2020."
    )


def test_measures_without_days_are_named_until_the_plan_is_approved(client, roadmap, methodist, head):
    first, second = roadmap.sections.get().measures.all()
    words = "не напомнит"
    assert words not in page(client, roadmap, methodist)
    for measures, shown in (
        ([first], "У меры 1 даты не определены: портал о ней не напомнит и не назовёт её просроченной."),
        (
            [first, second],
            "У мер 1, 2 даты не определены: портал о них не напомнит и не назовёт их просроченными.",
        ),
    ):
        for measure in measures:
            measure.term, measure.starts_on, measure.ends_on = "по итогам ВПР", None, None
            measure.save()
        assert shown in page(client, roadmap, methodist)

    sent = submitted(roadmap, by=methodist)
    assert words in page(client, sent, head)
    order = services.Order("124", date(2020, 9, 1))
    live = services.roadmap_approve(roadmap=sent, by=head, seen=sent.revision, order=order)
    assert words not in page(client, live, methodist)
