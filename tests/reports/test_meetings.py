"""The way of the minutes: written, sent, returned, finalised, frozen."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from portal.core.errors import InvalidInput, NotAllowed, PortalError, StaleRevision, TransitionRefused
from portal.core.models import AppendOnlyError, AuditEvent
from portal.core.workflow import events_of, transition
from portal.notices.models import Notice
from reports import services
from reports.enums import MeetingStatus, Vote
from reports.models import Meeting, Protocol
from tests.factories.reports import MeetingFactory, full_meeting

pytestmark = pytest.mark.django_db

CONTENT = services.MeetingInput(
    date=date(2021, 5, 20),
    number="1",
    body="Заседание проверочной рабочей группы",
    chair_name="И. О. Проверяев",
    agenda=("О результатах", "О мерах"),
    speeches=(
        services.SpeechInput(speaker="методиста И. О. Докладчикову", topic="О результатах", appendix=1),
    ),
    decisions=("Принять к сведению.",),
)


@pytest.fixture
def submitted(district, methodist):
    meeting = full_meeting(district=district)
    return services.meeting_submit(meeting=meeting, by=methodist, seen=meeting.revision)


def errors_of(content, district, methodist) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refusal:
        services.meeting_create(district=district, content=content, by=methodist)
    assert not Meeting.objects.exists()
    return refusal.value.errors


def test_meeting_is_written_with_its_lists_in_order(district, methodist):
    meeting = services.meeting_create(district=district, content=CONTENT, by=methodist)

    assert [(item.position, item.topic) for item in meeting.agenda.all()] == [
        (1, "О результатах"),
        (2, "О мерах"),
    ]
    assert meeting.speeches.get().appendix == 1
    assert meeting.decisions.get().text == "Принять к сведению."
    assert (meeting.status, meeting.edited_by) == (MeetingStatus.DRAFT, methodist)
    assert AuditEvent.objects.filter(action="meeting.create", subject_id=meeting.pk).count() == 1


def test_save_replaces_the_lists_and_counts_the_revision(district, methodist):
    meeting = services.meeting_create(district=district, content=CONTENT, by=methodist)
    seen = meeting.revision

    saved = services.meeting_save(
        meeting=meeting, content=replace(CONTENT, agenda=("Одно",), decisions=()), by=methodist, seen=seen
    )

    assert saved.revision == seen + 1
    assert [item.topic for item in meeting.agenda.all()] == ["Одно"]
    assert not meeting.decisions.exists()


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"agenda": ()}, "agenda"),
        ({"agenda": ("\u200b ",)}, "agenda"),
        ({"body": " "}, "body"),
        ({"chair_name": ""}, "chair_name"),
        ({"date": date(1821, 5, 20)}, "date"),
        ({"speeches": (services.SpeechInput(speaker="", topic="О мерах"),)}, "speeches-0-speaker"),
        ({"speeches": (services.SpeechInput(speaker="методиста", topic=" "),)}, "speeches-0-topic"),
        ({"vote": Vote.COUNTED}, "votes_for"),
        ({"vote": Vote.COUNTED, "votes_for": 2, "votes_against": 3}, "votes_for"),
    ],
)
def test_what_is_wrong_is_refused_at_its_place(district, methodist, change, place):
    assert list(errors_of(replace(CONTENT, **change), district, methodist)) == [place]


def test_second_meeting_of_a_day_and_body_is_refused_at_the_date(district, methodist):
    services.meeting_create(district=district, content=CONTENT, by=methodist)

    with pytest.raises(InvalidInput) as refusal:
        services.meeting_create(district=district, content=CONTENT, by=methodist)

    assert list(refusal.value.errors) == ["date"]
    assert Meeting.objects.count() == 1


def test_votes_beside_unanimous_are_asked_about_and_not_dropped(district, methodist):
    with pytest.raises(InvalidInput) as refusal:
        services.meeting_create(
            district=district, content=replace(CONTENT, votes_for=5, votes_against=1), by=methodist
        )

    assert list(refusal.value.errors) == ["votes_for"]


def test_foreign_methodist_neither_creates_nor_saves(district, stranger, methodist):
    with pytest.raises(NotAllowed):
        services.meeting_create(district=district, content=CONTENT, by=stranger)
    meeting = services.meeting_create(district=district, content=CONTENT, by=methodist)
    with pytest.raises(NotAllowed):
        services.meeting_save(meeting=meeting, content=CONTENT, by=stranger, seen=meeting.revision)


def test_save_over_somebody_elses_change_is_refused(district, methodist, second_methodist):
    meeting = services.meeting_create(district=district, content=CONTENT, by=methodist)
    seen = meeting.revision
    services.meeting_save(meeting=meeting, content=CONTENT, by=second_methodist, seen=seen)

    with pytest.raises(StaleRevision):
        services.meeting_save(meeting=meeting, content=replace(CONTENT, number="9"), by=methodist, seen=seen)

    meeting.refresh_from_db()
    assert meeting.number == "1"


def test_sent_protocol_cannot_be_edited(submitted, methodist):
    with pytest.raises(TransitionRefused):
        services.meeting_save(meeting=submitted, content=CONTENT, by=methodist, seen=submitted.revision)


def test_protocol_without_decisions_is_not_sent(district, methodist):
    meeting = services.meeting_create(district=district, content=replace(CONTENT, decisions=()), by=methodist)

    with pytest.raises(InvalidInput) as refusal:
        services.meeting_submit(meeting=meeting, by=methodist, seen=meeting.revision)

    assert list(refusal.value.errors) == ["decisions"]
    meeting.refresh_from_db()
    assert meeting.status == MeetingStatus.DRAFT
    assert not events_of(meeting)


def test_return_needs_a_remark(submitted, head):
    with pytest.raises(InvalidInput):
        services.meeting_return(meeting=submitted, by=head, seen=submitted.revision, remark=" ")

    returned = services.meeting_return(
        meeting=submitted, by=head, seen=submitted.revision, remark="Нет сроков."
    )
    assert returned.status == MeetingStatus.RETURNED
    assert events_of(returned).last().remark == "Нет сроков."


def test_nobody_finalises_what_he_sent(submitted, methodist, head, small_kinds):
    Meeting.objects.filter(pk=submitted.pk).update(submitted_by=head)

    with pytest.raises(NotAllowed):
        services.meeting_finalise(meeting=submitted, by=head, seen=submitted.revision)
    with pytest.raises(NotAllowed):
        services.meeting_finalise(meeting=submitted, by=methodist, seen=submitted.revision)
    assert not Protocol.objects.exists()


def test_finalised_protocol_is_frozen_with_its_digest(submitted, head, small_kinds):
    protocol = services.meeting_finalise(meeting=submitted, by=head, seen=submitted.revision)
    meeting = protocol.meeting
    meeting.agenda.update(topic="Подмена")

    document = services.meeting_document(meeting=Meeting.objects.get(pk=meeting.pk))

    assert protocol.is_intact
    assert "Подмена" not in document.title
    assert len(small_kinds) == 1
    for change in (protocol.save, protocol.delete, Protocol.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            change()


def test_changed_bytes_are_not_printed(submitted, head, small_kinds):
    protocol = services.meeting_finalise(meeting=submitted, by=head, seen=submitted.revision)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reports_protocol SET text = replace(text, 'Проверочный', 'Подменный')")

    with pytest.raises(PortalError, match="контрольной суммой"):
        services.meeting_document(meeting=Meeting.objects.get(pk=protocol.meeting_id))


def test_document_that_cannot_be_built_leaves_the_protocol_unfinalised(submitted, head):
    """The district has no results and no support list."""
    with pytest.raises(PortalError):
        services.meeting_finalise(meeting=submitted, by=head, seen=submitted.revision)

    submitted.refresh_from_db()
    assert submitted.status == MeetingStatus.SUBMITTED
    assert not Protocol.objects.exists()


def test_reopened_protocol_becomes_the_next_version(submitted, head, methodist, small_kinds):
    first = services.meeting_finalise(meeting=submitted, by=head, seen=submitted.revision)
    meeting = Meeting.objects.get(pk=submitted.pk)
    meeting = services.meeting_reopen(meeting=meeting, by=head, seen=meeting.revision)
    meeting = services.meeting_save(meeting=meeting, content=CONTENT, by=methodist, seen=meeting.revision)
    meeting = services.meeting_submit(meeting=meeting, by=methodist, seen=meeting.revision)

    second = services.meeting_finalise(meeting=meeting, by=head, seen=meeting.revision)

    assert (first.version, second.version) == (1, 2)
    assert first.sha256 != second.sha256
    first.refresh_from_db()
    assert first.is_intact


def test_second_click_of_a_head_is_refused(submitted, head, deputy_head, small_kinds):
    seen = submitted.revision
    services.meeting_finalise(meeting=submitted, by=head, seen=seen)

    with pytest.raises(TransitionRefused):
        services.meeting_finalise(meeting=submitted, by=deputy_head, seen=seen)
    assert Protocol.objects.count() == 1


def test_meeting_of_the_year_is_the_finalised_one(submitted, head, district, small_kinds):
    services.meeting_finalise(meeting=submitted, by=head, seen=submitted.revision)
    MeetingFactory(district=district, date=date(2021, 12, 1))

    document = services.document_for(kind="protocol", district=district, year=2021)

    assert document.title.startswith("Свой район")
    with pytest.raises(InvalidInput, match="Заседаний за 2019 год нет"):
        services.document_for(kind="protocol", district=district, year=2019)


# --- Who is told ----------------------------------------------------------------------------------


def test_minutes_are_told_to_heads_and_then_to_their_author(head, stranger, observer, methodist, submitted):
    back = services.meeting_return(meeting=submitted, by=head, seen=submitted.revision, remark="Нет решения")
    sent = services.meeting_submit(meeting=back, by=methodist, seen=back.revision)
    transition(obj=sent, target=MeetingStatus.FINAL, by=head, seen=sent.revision)

    told = Notice.objects.order_by("pk").values_list("user", "kind", "title", "url")
    url = f"/reports/meetings/{sent.pk}/"
    assert list(told) == [
        (head.pk, "submitted", f"Прислали на утверждение: {sent}", url),
        (methodist.pk, "returned", f"Вернули на доработку: {sent}", url),
        (head.pk, "submitted", f"Прислали на утверждение: {sent}", url),
        (methodist.pk, "decided", f"Утвердили: {sent}", url),
    ]
    assert "Нет решения" in Notice.objects.get(kind="returned").text
