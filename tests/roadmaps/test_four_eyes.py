"""Nobody decides on a version in which he has a hand, whoever wrote after him and whoever sent it."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portal.accounts.enums import Role
from portal.core.errors import NotAllowed, PortalError
from portal.core.models import TextAuthor
from portal.core.workflow import steps_for
from portal.notices.models import Notice
from roadmaps import selectors, services
from roadmaps.models import Evidence, ExclusionCase, MeasureReport, Roadmap
from roadmaps.services import MeasureInput, ReportInput, SectionInput
from tests.factories.roadmaps import ExclusionCaseFactory, approved, in_force, roadmap_with
from tests.factories.schools import MembershipFactory

ORDER = services.Order("124", date(2020, 9, 1))


@pytest.fixture
def head(head, district):
    """In a small district the head writes too."""
    MembershipFactory(user=head, role=Role.METHODIST, district=district)
    return head


@pytest.fixture
def draft(district, methodist, head):
    """On a measure of the district's plan, on which methodists report and which they accept too."""
    (measure,) = in_force(school=None, district=district, author=methodist, head=head)
    return MeasureReport.objects.create(measure=measure, number=1)


def write(report, by, text):
    given = ReportInput("done", text, done_on=date(2021, 5, 20))
    return services.report_save(report=report, given=given, seen=report.revision, by=by)


def send(report, by):
    return services.report_submit(report=report, seen=report.revision, by=by)


def plan_written_by(*people, **fields) -> Roadmap:
    roadmap = roadmap_with(1, **fields)
    for by in people:
        sections = [SectionInput("Кадры", (MeasureInput(f"Курсы: {by}", "май"),))]
        roadmap = services.roadmap_save(roadmap=roadmap, sections=sections, seen=roadmap.revision, by=by)
    return services.roadmap_submit(roadmap=roadmap, seen=roadmap.revision, by=people[-1])


# --- Reports ------------------------------------------------------------------------------------------


def test_who_wrote_does_not_accept_though_another_one_wrote_last_and_sent(
    draft, methodist, second_methodist, head
):
    sent = send(write(write(draft, methodist, "Провели"), second_methodist, "Провели."), second_methodist)

    for by in (methodist, second_methodist):
        with pytest.raises(NotAllowed, match="Вы сами готовили"):
            services.report_accept(report=sent, seen=sent.revision, by=by)
        assert steps_for(sent, by) == []
        assert not selectors.reports_to_check(user=by).exists()
    assert selectors.reports_to_check(user=head).get() == sent
    assert services.report_accept(report=sent, seen=sent.revision, by=head).decided_by == head


def test_who_began_or_proved_a_report_does_not_accept_it(draft, methodist, second_methodist, head):
    begun = services.report_begin(measure=draft.measure, by=second_methodist)
    assert begun == draft  # found, not written
    services.evidence_add_link(report=begun, url="https://a.example", title="", by=second_methodist)
    services.evidence_remove(evidence=Evidence.objects.get(), by=second_methodist)
    sent = send(write(draft, methodist, "Провели."), methodist)

    with pytest.raises(NotAllowed):
        services.report_accept(report=sent, seen=sent.revision, by=second_methodist)


def test_who_only_opened_the_report_of_another_one_may_accept_it(draft, methodist, second_methodist):
    services.report_begin(measure=draft.measure, by=second_methodist)
    sent = send(write(draft, methodist, "Провели."), methodist)

    assert selectors.reports_to_check(user=second_methodist).get() == sent
    assert services.report_accept(report=sent, seen=sent.revision, by=second_methodist).status == "accepted"


def test_a_return_does_not_wash_the_hands_of_who_wrote_before_it(draft, methodist, second_methodist, head):
    sent = send(write(draft, methodist, "Провели"), methodist)
    back = services.report_return(report=sent, seen=sent.revision, by=head, remark="Сколько пришло?")
    again = send(write(back, second_methodist, "Провели, пришли 12."), second_methodist)

    with pytest.raises(NotAllowed):
        services.report_accept(report=again, seen=again.revision, by=methodist)
    done = services.report_accept(report=again, seen=again.revision, by=head)
    with pytest.raises(NotAllowed):
        services.report_return(report=done, seen=done.revision, by=methodist, remark="Нет")


def test_a_report_is_not_told_to_who_has_written_in_it(draft, methodist, second_methodist, head):
    Notice.objects.all().delete()
    send(write(write(draft, methodist, "Провели"), second_methodist, "Провели."), second_methodist)

    assert [notice.user for notice in Notice.objects.filter(kind="submitted")] == [head]


# --- Plans and exclusion cases --------------------------------------------------------------------------


def test_a_head_who_wrote_in_a_plan_is_neither_asked_nor_let(school, methodist, head, deputy_head):
    sent = plan_written_by(head, methodist, school=school)

    with pytest.raises(NotAllowed):
        services.roadmap_approve(roadmap=sent, seen=sent.revision, by=head, order=ORDER)
    with pytest.raises(NotAllowed):
        services.roadmap_return(roadmap=sent, seen=sent.revision, by=head, remark="Нет")
    (row,) = selectors.approval_queue(user=head)
    assert (row.mine, row.waits_for) == (True, f"ваша: утвердит {deputy_head.short_name}")
    assert not selectors.waiting_for(user=head)[0].exists()
    assert selectors.waiting_for(user=deputy_head)[0].get() == sent
    assert [notice.user for notice in Notice.objects.filter(kind="submitted")] == [deputy_head]


def test_the_page_of_a_plan_says_why_its_former_writer_does_not_decide(
    client, school, methodist, head, deputy_head
):
    sent = plan_written_by(head, methodist, school=school)
    client.force_login(head)

    page = client.get(sent.get_absolute_url())
    assert page.context["own_text"]
    assert page.content.decode().count(f"Карта ждёт решения: {deputy_head.short_name}<") == 1


def test_the_hands_of_an_approved_version_are_free_for_the_next_one(school, methodist, head, deputy_head):
    first = plan_written_by(head, methodist, school=school)
    final = services.roadmap_approve(roadmap=first, seen=first.revision, by=deputy_head, order=ORDER)
    opened = services.roadmap_reopen(roadmap=final, seen=final.revision, by=methodist)
    second = services.roadmap_submit(roadmap=opened, seen=opened.revision, by=methodist)

    assert services.roadmap_approve(roadmap=second, seen=second.revision, by=head, order=ORDER).version == 2


def test_what_was_thrown_away_binds_nobody(school, methodist, head):
    final = approved(roadmap_with(1, school=school), author=methodist, head=head)
    opened = services.roadmap_reopen(roadmap=final, seen=final.revision, by=methodist)
    sections = [SectionInput("Кадры", (MeasureInput("Курсы", "май"),))]
    saved = services.roadmap_save(roadmap=opened, sections=sections, seen=opened.revision, by=head)
    back = services.roadmap_discard(roadmap=saved, seen=saved.revision, by=methodist)
    again = services.roadmap_reopen(roadmap=back, seen=back.revision, by=methodist)
    sent = services.roadmap_submit(roadmap=again, seen=again.revision, by=methodist)

    assert services.roadmap_approve(roadmap=sent, seen=sent.revision, by=head, order=ORDER).version == 2


def test_a_deleted_draft_leaves_no_authors(school, methodist):
    roadmap = services.roadmap_create(district=school.district, school=school, year=2021, by=methodist)
    assert TextAuthor.objects.get().person == methodist

    services.roadmap_delete(roadmap=roadmap, by=methodist, seen=roadmap.revision)
    assert not TextAuthor.objects.exists()


def test_an_exclusion_case_too(school, methodist, head, deputy_head):
    approved(roadmap_with(1, school=school), author=methodist, head=deputy_head)
    case = ExclusionCaseFactory(school=school)
    for by in (head, methodist):
        case = services.exclusion_save(
            case=case, grounds=f"{by}", conclusion="Исключить.", seen=case.revision, by=by
        )
    sent = services.exclusion_submit(case=case, seen=case.revision, by=methodist)

    with pytest.raises(NotAllowed):
        services.exclusion_approve(case=sent, seen=sent.revision, by=head)
    assert not selectors.waiting_for(user=head)[1].exists()
    assert selectors.waiting_for(user=deputy_head)[1].get() == ExclusionCase.objects.get()
    assert services.exclusion_approve(case=sent, seen=sent.revision, by=deputy_head).status == "approved"


# --- Any walk -------------------------------------------------------------------------------------------


def walk_step(name, report, by, *, number):
    common = {"report": report, "seen": report.revision, "by": by}
    if name == "write":
        write(report, by, f"Текст {number}")
    elif name == "prove":
        services.evidence_add_link(report=report, url=f"https://a.example/{number}", title="", by=by)
    elif name == "unprove":
        services.evidence_remove(evidence=report.evidence.get(), by=by)
    elif name == "return":
        services.report_return(**common, remark="Нет")
    else:
        getattr(services, f"report_{name}")(**common)


WRITING = ("write", "prove", "unprove", "submit")
STEPS = st.lists(st.tuples(st.sampled_from((*WRITING, "accept", "return")), st.integers(0, 2)), max_size=16)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
@example(steps=[("write", 0), ("write", 1), ("submit", 1), ("accept", 0)])
@example(steps=[("write", 0), ("prove", 1), ("submit", 0), ("accept", 1), ("accept", 2), ("return", 1)])
@example(steps=[("write", 0), ("submit", 1), ("return", 2), ("submit", 0), ("accept", 1)])
def test_no_walk_leads_to_a_decision_by_a_hand_in_the_report(steps, draft, methodist, second_methodist, head):
    people = [methodist, second_methodist, head]
    with transaction.atomic():
        hands, report = set(), draft
        for number, (name, who) in enumerate(steps):
            report = MeasureReport.objects.get(pk=draft.pk)
            try:
                walk_step(name, report, people[who], number=number)
            except (PortalError, Evidence.DoesNotExist, Evidence.MultipleObjectsReturned):
                continue
            if name in WRITING:
                hands.add(people[who].pk)
            else:
                assert people[who].pk not in hands
        assert stored() == named_again()
        transaction.set_rollback(True)


def stored() -> set[tuple]:
    return set(TextAuthor.objects.values_list("subject_type", "subject_id", "version", "person_id"))


def named_again() -> set[tuple]:
    """As the migration finds them in the trail of an installation that has not kept them."""
    TextAuthor.objects.all().delete()
    import_module("portal.core.migrations.0002_authors_of_versions").name_authors(apps, None)
    return stored()


def test_the_trail_tells_the_authors_of_every_version(school, methodist, second_methodist, head, deputy_head):
    first = plan_written_by(head, methodist, school=school)
    final = services.roadmap_approve(roadmap=first, seen=first.revision, by=deputy_head, order=ORDER)
    opened = services.roadmap_reopen(roadmap=final, seen=final.revision, by=methodist)
    sent = services.roadmap_submit(roadmap=opened, seen=opened.revision, by=second_methodist)
    services.roadmap_pause(roadmap=sent, seen=sent.revision, by=head, remark="Ремонт")
    paused = Roadmap.objects.get()
    going = services.roadmap_put_in_force(roadmap=paused, seen=paused.revision, by=head)
    services.roadmap_reopen(roadmap=going, seen=going.revision, by=methodist)
    opened = Roadmap.objects.get()
    services.roadmap_submit(roadmap=opened, seen=opened.revision, by=methodist)

    kept = stored()
    assert {row[2:] for row in kept} == {(1, head.pk), (1, methodist.pk), (2, methodist.pk)}
    assert named_again() == kept
