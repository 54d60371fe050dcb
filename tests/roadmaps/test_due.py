"""Editions come into force on their day, in their district's zone, once, whoever has left meanwhile."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from portal.core.errors import InvalidInput, StaleRevision, TransitionRefused
from portal.core.models import AuditEvent
from portal.core.workflow import events_of
from roadmaps import services, tasks
from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.models import MeasureInForce, Roadmap
from roadmaps.selectors import timeline, today_in
from tests.factories.roadmaps import approved, roadmap_with, submitted

pytestmark = pytest.mark.django_db


DAY = date(2020, 10, 11)


@pytest.fixture(autouse=True)
def first_of_october():
    with time_machine.travel("2020-10-01 09:00:00+00:00"):
        yield


@pytest.fixture
def waiting(school, methodist, head):
    """Approved today, in force ten days from now."""
    return approve(roadmap_with(2, school=school), author=methodist, head=head, day=DAY)


def approve(roadmap, *, author, head, day):
    sent = submitted(roadmap, by=author)
    order = services.Order("124", today_in(roadmap.district))
    return services.roadmap_approve(roadmap=sent, by=head, seen=sent.revision, order=order, in_force_on=day)


def rewritten(roadmap, *, by):
    """The next version, with one measure fewer."""
    opened = services.roadmap_reopen(roadmap=roadmap, by=by, seen=roadmap.revision)
    kept = opened.sections.get().measures.first()
    rows = [SectionInput("", (MeasureInput(kept.name, kept.term, id=kept.pk),), id=kept.section_id)]
    return services.roadmap_save(roadmap=opened, sections=rows, seen=opened.revision, by=by)


def moment(day, hour=12):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def in_force():
    return MeasureInForce.objects.filter(removed_in=None).count()


def test_it_waits_for_its_day_and_comes_once(waiting, head):
    assert (waiting.status, in_force()) == ("approved", 0)
    assert services.put_due_in_force(now=moment(DAY - timedelta(days=1))) == 0
    assert services.put_due_in_force(now=moment(DAY)) == 1
    assert services.put_due_in_force(now=moment(DAY)) == 0

    waiting.refresh_from_db()
    event = events_of(waiting).last()
    assert (waiting.status, in_force()) == ("in_force", 2)
    assert (event.source, event.target, event.actor) == ("approved", "in_force", head)
    assert AuditEvent.objects.filter(action="workflow.in_force", subject_id=waiting.pk).count() == 1


def test_the_day_begins_by_the_clock_of_the_district(waiting, district):
    type(district).objects.filter(pk=district.pk).update(timezone="Asia/Kamchatka")
    eve = moment(DAY - timedelta(days=1), hour=13)  # already the next day there

    assert services.put_due_in_force(now=eve) == 1


def test_it_comes_even_if_who_approved_has_left(waiting, head):
    head.memberships.all().delete()

    assert services.put_due_in_force(now=moment(DAY)) == 1
    waiting.refresh_from_db()
    assert waiting.status == "in_force"


def test_the_school_is_told_that_it_may_report(waiting, school_user):
    services.put_due_in_force(now=moment(DAY))

    titles = school_user.notices.values_list("title", flat=True)
    assert [title.partition(":")[0] for title in titles] == ["Карта действует, можно отчитываться"]


def test_an_edition_without_a_day_came_with_its_approval(waiting):
    waiting.versions.update(in_force_on=None)
    tasks.put_due_in_force()

    waiting.refresh_from_db()
    assert waiting.status == "in_force"


def test_an_edition_reopened_before_its_day_still_comes_into_force(waiting, methodist):
    draft = rewritten(waiting, by=methodist)
    assert services.put_due_in_force(now=moment(DAY)) == 1
    assert services.put_due_in_force(now=moment(DAY)) == 0

    draft.refresh_from_db()
    assert (draft.status, draft.version, in_force()) == ("draft", 2, 2)
    assert timeline(draft)[0]["title"] == "Введено в действие"


def test_a_later_edition_waits_while_the_first_one_stays(waiting, methodist, head):
    later = DAY + timedelta(days=5)
    second = approve(rewritten(waiting, by=methodist), author=methodist, head=head, day=later)
    assert services.put_due_in_force(now=moment(DAY)) == 1
    second.refresh_from_db()
    assert (second.status, in_force()) == ("approved", 2)

    assert services.put_due_in_force(now=moment(later)) == 1
    second.refresh_from_db()
    assert (second.status, in_force()) == ("in_force", 1)


def test_what_came_with_its_approval_is_not_put_in_force_again(school, methodist, head):
    final = approved(roadmap_with(2, school=school), author=methodist, head=head)
    rewritten(final, by=methodist)
    # As migrated plans are: no step of that name in their history.
    events_of(final).filter(target="in_force").delete()

    assert services.put_due_in_force() == 0


def test_it_may_be_begun_early_and_then_says_since_when(waiting, head, district):
    begun = services.roadmap_put_in_force(roadmap=waiting, by=head, seen=waiting.revision)

    assert begun.versions.get().in_force_on == today_in(district)
    assert services.put_due_in_force(now=timezone.now() + timedelta(days=30)) == 0


@pytest.mark.parametrize(
    ("order_day", "in_force_on", "field"),
    [
        (date(2019, 1, 1), None, "order_date"),
        (date(2022, 1, 1), None, "order_date"),
        (date(2020, 9, 10), date(2022, 9, 1), "in_force_on"),
        (date(2020, 9, 10), date(2018, 9, 1), "in_force_on"),
    ],
)
def test_days_of_another_year_are_refused(order_day, in_force_on, field, school, methodist, head):
    sent = submitted(roadmap_with(1, school=school), by=methodist)

    with pytest.raises(InvalidInput) as refused:
        services.roadmap_approve(
            roadmap=sent, by=head, seen=sent.revision,
            order=services.Order("1", order_day), in_force_on=in_force_on,
        )  # fmt: skip
    assert list(refused.value.errors) == [field]
    assert Roadmap.objects.get().status == "submitted"


def test_an_order_of_a_day_far_ahead_is_a_slip_of_the_pen(school, methodist, head, district):
    sent = submitted(roadmap_with(1, school=school, year=2021), by=methodist)
    order = services.Order("1", today_in(district) + timedelta(days=40))

    with pytest.raises(InvalidInput, match="Проверьте дату приказа"):
        services.roadmap_approve(roadmap=sent, by=head, seen=sent.revision, order=order)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_clocks_at_once_put_it_in_force_once(waiting):
    start, moved = threading.Barrier(8), []

    def tick():
        try:
            start.wait()
            moved.append(services.put_due_in_force(now=moment(DAY)))
        finally:
            connection.close()

    threads = [threading.Thread(target=tick) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(moved) == [0] * 7 + [1]
    assert events_of(waiting).filter(target="in_force").count() == 1
    assert in_force() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_sixteen_approvals_at_once_one_wins(school, methodist, head, deputy_head):
    sent = submitted(roadmap_with(2, school=school), by=methodist)
    start, outcomes = threading.Barrier(16), []

    def decide(number, person):
        try:
            start.wait()
            order = services.Order(str(number), date(2020, 9, 1))
            services.roadmap_approve(roadmap=sent, by=person, seen=sent.revision, order=order)
            outcomes.append("won")
        except (TransitionRefused, StaleRevision):
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(n, (head, deputy_head)[n % 2])) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    roadmap = Roadmap.objects.get()
    assert sorted(outcomes) == ["refused"] * 15 + ["won"]
    assert (roadmap.status, roadmap.versions.count(), in_force()) == ("in_force", 1, 2)
