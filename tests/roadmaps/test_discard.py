"""A next version is thrown away, by itself or because its plan is stopped: the approved one stands again."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from portal.core.errors import NotAllowed, PortalError, StaleRevision, TransitionRefused
from portal.core.models import AuditEvent, WorkflowEvent
from portal.core.workflow import events_of, steps_for
from roadmaps import services
from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.models import Measure, MeasureInForce, RiskFactor, Section
from roadmaps.selectors import measure_facts, timeline
from tests.factories.roadmaps import RiskFactorFactory, approved, roadmap_with, submitted
from tests.roadmaps.discarding import discard, people, rewritten, text


@pytest.fixture
def live(school, methodist, head):
    """In force: two measures in one section, the first of which works on a risk."""
    roadmap = roadmap_with(2, school=school, edited_by=methodist)
    Measure.objects.order_by("pk").first().delete()  # numbers that differ from places
    first = Measure.objects.get()
    first.pk, first.name, first.risk_factor = None, "Курсы", RiskFactorFactory(name="Кадры")
    first.position = first.position + 1
    first.save()
    return approved(roadmap, author=methodist, head=head)


def test_the_approved_text_stands_again_row_by_row(live, methodist, head):
    before, rows = text(live), set(Measure.objects.values_list("pk", flat=True))
    draft = rewritten(live, by=methodist)
    assert text(draft) != before
    again = discard(draft, methodist)

    assert (again.status, again.version, people(again)) == ("in_force", 1, (methodist, head, methodist))
    assert text(again) == before == live.versions.get().content
    assert set(Measure.objects.values_list("pk", flat=True)) == rows
    assert Section.objects.count() == 1
    assert again.decided_at == events_of(live).get(target="approved").at


def test_reports_and_measures_in_force_are_not_touched(live, methodist, school_user):
    measure = live.in_force.first()
    report = services.report_begin(measure=measure, by=school_user)
    facts, before = (
        list(MeasureInForce.objects.values()),
        measure_facts(measures=live.in_force.all(), today=date(2021, 5, 20)),
    )
    discard(rewritten(live, by=methodist), methodist)

    assert list(MeasureInForce.objects.values()) == facts
    assert measure_facts(measures=live.in_force.all(), today=date(2021, 5, 20)) == before
    report.refresh_from_db()
    assert (report.status, report.revision) == ("draft", 1)


def test_the_next_version_begins_where_the_approved_one_is(live, methodist, head):
    again = discard(rewritten(live, by=methodist), methodist)
    second = approved(rewritten(again, by=methodist), author=methodist, head=head)

    assert (second.status, second.version, second.versions.count()) == ("in_force", 2, 2)
    third = discard(rewritten(second, by=methodist, title="Третье"), methodist)
    assert (third.version, text(third)["title"]) == (2, "Другое название")
    assert people(third) == (methodist, head, methodist)


def test_a_returned_version_is_thrown_away_too(live, methodist, head):
    sent = submitted(rewritten(live, by=methodist), by=methodist)
    back = services.roadmap_return(roadmap=sent, by=head, seen=sent.revision, remark="Не сейчас")

    again = discard(back, methodist)
    assert (again.status, again.version, people(again)) == ("in_force", 1, (methodist, head, methodist))


def test_what_was_thrown_away_stays_in_the_trail_and_in_the_history(live, methodist):
    draft = rewritten(live, by=methodist)
    lost = text(draft)
    discard(draft, methodist)

    deed = AuditEvent.objects.get(action="roadmap.discard")
    event = events_of(live).last()
    assert (deed.actor_id, deed.data["version"], deed.data["event"]) == (methodist.pk, 2, event.pk)
    assert deed.data["content"]["title"] == "Другое название"
    assert [section["title"] for section in deed.data["content"]["sections"]] == ["Новый раздел", "Ещё один"]
    assert len(lost["sections"]) == 2
    assert (event.source, event.target, event.version, event.actor) == ("draft", "discarded", 2, methodist)
    assert [row["title"] for row in timeline(live)[:2]] == ["Отказались от версии 2", "Открыта версия 2"]


def test_a_second_click_is_refused_and_writes_nothing(live, methodist):
    draft = rewritten(live, by=methodist)
    discard(draft, methodist)
    before = AuditEvent.objects.count(), WorkflowEvent.objects.count()

    with pytest.raises(TransitionRefused):
        services.roadmap_discard(roadmap=draft, by=methodist, seen=draft.revision)
    assert (AuditEvent.objects.count(), WorkflowEvent.objects.count()) == before


def test_what_somebody_wrote_meanwhile_is_not_thrown_away_unseen(live, methodist, second_methodist):
    draft = rewritten(live, by=methodist)
    services.roadmap_save(
        roadmap=draft, sections=[SectionInput("", (MeasureInput("Моё", "май"),))], seen=draft.revision,
        by=second_methodist,
    )  # fmt: skip

    with pytest.raises(StaleRevision):
        discard(draft, methodist)
    assert text(draft)["sections"][0]["measures"][0]["name"] == "Моё"


@pytest.mark.parametrize("who", ["head", "school_user", "observer", "coordinator", "stranger", "admin"])
def test_only_who_may_write_throws_away(who, live, methodist, request):
    draft = rewritten(live, by=methodist)

    with pytest.raises(NotAllowed):
        discard(draft, request.getfixturevalue(who))


@pytest.mark.parametrize("state", ["first", "submitted", "in_force"])
def test_what_is_no_next_draft_is_not_thrown_away(state, live, second_school, methodist):
    plan = {
        "first": lambda: roadmap_with(1, school=second_school),
        "submitted": lambda: submitted(rewritten(live, by=methodist), by=methodist),
        "in_force": lambda: live,
    }[state]()

    with pytest.raises(TransitionRefused):
        discard(plan, methodist)
    assert "discarded" not in {step.target for step in steps_for(plan, methodist)}


def test_a_risk_that_was_renamed_meanwhile_comes_back(live, methodist):
    risk = RiskFactor.objects.get()
    draft = rewritten(live, by=methodist)
    RiskFactor.objects.update(name="Нехватка кадров")
    discard(draft, methodist)

    assert list(Measure.objects.exclude(risk_factor=None).values_list("name", "risk_factor")) == [
        ("Курсы", risk.pk)
    ]


def test_the_author_of_the_approved_text_is_remembered(live, methodist, second_methodist):
    """Who wrote only in what was thrown away has not written the text; who wrote the text still has."""
    again = discard(rewritten(live, by=second_methodist), second_methodist)
    assert again.edited_by == methodist

    opened = services.roadmap_reopen(roadmap=again, by=second_methodist, seen=again.revision)
    assert discard(opened, second_methodist).edited_by == methodist


def test_an_edition_that_waits_for_its_day_waits_again(school, methodist, head):
    with time_machine.travel("2020-10-01 09:00:00+00:00"):
        sent = submitted(roadmap_with(2, school=school), by=methodist)
        order, day = services.Order("124", date(2020, 10, 1)), date(2020, 10, 10)
        ahead = services.roadmap_approve(
            roadmap=sent, by=head, seen=sent.revision, order=order, in_force_on=day
        )
        again = discard(rewritten(ahead, by=methodist), methodist)
        assert (again.status, again.version) == ("approved", 1)

        second = rewritten(again, by=methodist)
        noon = datetime(2020, 10, 10, 12, tzinfo=UTC)
        assert services.put_due_in_force(now=noon) == 1
        assert discard(second, methodist).status == "in_force"
        assert services.put_due_in_force(now=noon + timedelta(days=1)) == 0


def test_a_plan_whose_history_knows_no_beginning_is_in_force_again(live, methodist):
    """As migrated plans are."""
    events_of(live).filter(target="in_force").delete()

    assert discard(rewritten(live, by=methodist), methodist).status == "in_force"


# --- A plan is stopped while its next version is written --------------------------------------------


def under_way(live, state, methodist, head):
    draft = rewritten(live, by=methodist)
    if state == "draft":
        return draft
    sent = submitted(draft, by=methodist)
    if state == "submitted":
        return sent
    return services.roadmap_return(roadmap=sent, by=head, seen=sent.revision, remark="Не так")


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
@pytest.mark.parametrize("target", ["paused", "closed"])
def test_a_plan_is_stopped_and_what_was_being_written_ends(state, target, live, methodist, head):
    before = text(live)
    plan = under_way(live, state, methodist, head)
    assert target in {step.target for step in steps_for(plan, head)}
    stop = services.roadmap_pause if target == "paused" else services.roadmap_close
    still = stop(roadmap=plan, by=head, seen=plan.revision, remark="Ремонт школы")

    assert (still.status, still.version, text(still)) == (target, 1, before)
    assert people(still) == (methodist, head, methodist)
    assert [(row["title"], row["remark"]) for row in timeline(still)[:2]] == [
        ({"paused": "Приостановлено", "closed": "Закрыто"}[target], "Ремонт школы"),
        ("Отказались от версии 2", ""),
    ]
    assert AuditEvent.objects.filter(action="roadmap.discard", actor_id=head.pk).count() == 1
    with pytest.raises(TransitionRefused):
        services.roadmap_save(roadmap=still, sections=[], seen=still.revision, by=methodist)
    again = services.roadmap_put_in_force(roadmap=still, by=head, seen=still.revision, remark="Готово")
    assert (again.status, MeasureInForce.objects.filter(removed_in=None).count()) == ("in_force", 2)


def test_stopping_asks_for_its_reason_and_the_head_alone(live, methodist, head):
    draft = rewritten(live, by=methodist)
    lost = text(draft)

    with pytest.raises(PortalError):
        services.roadmap_pause(roadmap=draft, by=head, seen=draft.revision, remark=" ")
    with pytest.raises(NotAllowed):
        services.roadmap_pause(roadmap=draft, by=methodist, seen=draft.revision, remark="Ремонт")
    assert text(draft) == lost
    assert not AuditEvent.objects.filter(action="roadmap.discard").exists()


def test_a_first_version_and_one_that_waits_for_its_day_cannot_be_stopped(school, methodist, head):
    first = submitted(roadmap_with(1, school=school), by=methodist)
    assert {"paused", "closed"}.isdisjoint(step.target for step in steps_for(first, head))
    with time_machine.travel("2020-10-01 09:00:00+00:00"):
        ahead = services.roadmap_approve(
            roadmap=first, by=head, seen=first.revision, order=services.Order("1", date(2020, 10, 1)),
            in_force_on=date(2020, 10, 10),
        )  # fmt: skip
    draft = rewritten(ahead, by=methodist)
    with pytest.raises(TransitionRefused):
        services.roadmap_pause(roadmap=draft, by=head, seen=draft.revision, remark="Ремонт")


def test_the_author_is_told_that_his_version_has_ended(live, head, second_methodist):
    draft = rewritten(live, by=second_methodist)
    services.roadmap_pause(roadmap=draft, by=head, seen=draft.revision, remark="Ремонт школы")

    titles = [row.title for row in second_methodist.notices.order_by("pk")]
    assert [title.partition(":")[0] for title in titles] == [
        "От новой версии карты отказались", "Карту приостановили",
    ]  # fmt: skip
