"""One writer of statuses: table, lock, four eyes, remark, trail. Meetings stand in for every workflow."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from portal.core import workflow
from portal.core.errors import InvalidInput, NotAllowed, StaleRevision, TransitionRefused
from portal.core.models import AppendOnlyError, AuditEvent, WorkflowEvent
from portal.core.workflow import events_of, lock_for_edit, steps_for
from portal.core.workflow import transition as step
from reports.models import Meeting
from tests.factories.reports import full_meeting


@pytest.fixture
def draft(district):
    return full_meeting(district=district)


@pytest.fixture
def submitted(draft, methodist):
    return step(obj=draft, target="submitted", by=methodist, seen=draft.revision)


def test_a_step_writes_status_person_event_and_trail_together(draft, methodist):
    moved = step(obj=draft, target="submitted", by=methodist, seen=1)

    assert (moved.status, moved.submitted_by, moved.revision) == ("submitted", methodist, 2)
    event = events_of(draft).get()
    assert (event.actor, event.source, event.target, event.version) == (methodist, "draft", "submitted", 1)
    assert AuditEvent.objects.filter(action="workflow.submitted", subject_id=draft.pk).count() == 1


@pytest.mark.parametrize("target", ["final", "returned", "draft", "nonsense"])
def test_a_step_that_the_table_lacks_is_refused(draft, methodist, target):
    with pytest.raises(TransitionRefused):
        step(obj=draft, target=target, by=methodist, seen=1)
    assert not WorkflowEvent.objects.exists()


def test_what_changed_meanwhile_cannot_be_decided(submitted, head):
    with pytest.raises(StaleRevision):
        step(obj=submitted, target="final", by=head, seen=submitted.revision - 1)


def test_a_second_click_is_refused_and_writes_nothing(submitted, head):
    step(obj=submitted, target="final", by=head, seen=submitted.revision)
    before = WorkflowEvent.objects.count()
    with pytest.raises(TransitionRefused):
        step(obj=submitted, target="final", by=head, seen=submitted.revision)
    assert WorkflowEvent.objects.count() == before


@pytest.mark.parametrize("who", ["methodist", "coordinator", "observer", "admin", "stranger", "school_user"])
def test_only_the_head_decides(request, submitted, who):
    with pytest.raises(NotAllowed):
        step(obj=submitted, target="final", by=request.getfixturevalue(who), seen=submitted.revision)


def test_a_return_needs_a_remark(submitted, head):
    with pytest.raises(InvalidInput) as refusal:
        step(obj=submitted, target="returned", by=head, seen=submitted.revision, remark="  ")
    assert "remark" in refusal.value.errors
    assert Meeting.objects.get().status == "submitted"


def test_who_edited_does_not_decide(draft, methodist, head, deputy_head):
    edited = lock_for_edit(draft, by=head, seen=1, editable={"draft"})
    edited = lock_for_edit(edited, by=methodist, seen=edited.revision, editable={"draft"})
    sent = step(obj=edited, target="submitted", by=methodist, seen=edited.revision)

    with pytest.raises(NotAllowed, match="другой руководитель"):
        step(obj=sent, target="final", by=head, seen=sent.revision)
    assert steps_for(sent, head) == []
    assert step(obj=sent, target="final", by=deputy_head, seen=sent.revision).decided_by == deputy_head


def test_the_database_itself_refuses_one_pair_of_eyes(submitted, methodist):
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=submitted.pk).update(
            status="final", decided_by=methodist, decided_at="2021-05-20T00:00Z"
        )


def test_an_edit_needs_an_editable_state_and_the_last_revision(submitted, methodist):
    with pytest.raises(TransitionRefused):
        lock_for_edit(submitted, by=methodist, seen=submitted.revision, editable={"draft"})
    with pytest.raises(StaleRevision):
        lock_for_edit(submitted, by=methodist, seen=1, editable={"submitted"})


def test_reopening_begins_the_next_version(submitted, head, deputy_head):
    final = step(obj=submitted, target="final", by=head, seen=submitted.revision)
    opened = step(obj=final, target="draft", by=deputy_head, seen=final.revision)

    assert (opened.status, opened.version, opened.submitted_by, opened.decided_by) == ("draft", 2, None, None)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_sixteen_heads_at_once_one_wins(district, methodist, head, deputy_head):
    sent = full_meeting(district=district)
    sent = step(obj=sent, target="submitted", by=methodist, seen=1)
    start, outcomes = threading.Barrier(16), []

    def decide(person):
        try:
            start.wait()
            step(obj=sent, target="final", by=person, seen=sent.revision)
            outcomes.append("won")
        except (TransitionRefused, StaleRevision):
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=[(head, deputy_head)[n % 2]]) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["refused"] * 15 + ["won"]
    assert WorkflowEvent.objects.filter(target="final").count() == 1


def test_the_trail_is_written_once(submitted):
    event = AuditEvent.objects.first()
    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        event.delete()
    with pytest.raises(AppendOnlyError):
        AuditEvent.objects.update(action="x")
    with pytest.raises(AppendOnlyError):
        AuditEvent.objects.all().delete()


def test_who_listens_is_told_within_the_step_and_can_undo_it(draft, methodist, monkeypatch):
    heard = []

    def listen(**step):
        heard.append(step)
        Meeting.objects.filter(pk=draft.pk).update(place="услышано")
        if len(heard) > 1:
            raise InvalidInput({"": "нельзя"})

    monkeypatch.setitem(workflow._receivers, Meeting, [])
    assert workflow.on_transition(Meeting)(listen) is listen
    sent = step(obj=draft, target="submitted", by=methodist, seen=1, remark=" готово ")

    assert heard == [{"obj": sent, "step": heard[0]["step"], "by": methodist, "remark": "готово"}]
    assert heard[0]["step"][:2] == ("draft", "submitted")
    draft.refresh_from_db()
    assert draft.place == "услышано"

    other = full_meeting(district=draft.district)
    with pytest.raises(InvalidInput):
        step(obj=other, target="submitted", by=methodist, seen=1)
    other.refresh_from_db()
    assert (other.status, len(heard), events_of(other).count()) == ("draft", 2, 0)
