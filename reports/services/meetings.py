"""Writing the minutes, and the way from a draft to a frozen protocol."""

from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.authors import author_add
from portal.core.errors import InvalidInput
from portal.core.rights import require
from portal.core.workflow import lock_for_edit, transition
from reports.enums import MEETING_EDITABLE, MeetingStatus
from reports.models import AgendaItem, Decision, Meeting, Protocol, Speech
from reports.selectors import meeting_with_parts
from reports.services.content import MeetingInput, check_complete, check_content, cleaned
from reports.services.protocols import protocol_freeze
from schools.models import District

_TWICE = "Заседание этой группы в этот день уже записано. Откройте его в списке или исправьте дату."


@transaction.atomic
def meeting_create(*, district: District, content: MeetingInput, by: User) -> Meeting:
    """Write the minutes of a new meeting as a draft.

    Raises NotAllowed or InvalidInput (see reports.services.content); nothing is then written.
    """
    require(District.objects.all(), pk=district.pk, by=by, permission=Permission.MEETING_EDIT)
    content = cleaned(content)
    check_content(content)
    meeting = Meeting(district=district, edited_by=by)
    _write(meeting, content)
    author_add(meeting, by)
    audit_record(action="meeting.create", subject=meeting, by=by, after=asdict(content))
    return meeting


@transaction.atomic
def meeting_save(*, meeting: Meeting, content: MeetingInput, by: User, seen: int) -> Meeting:
    """Replace the text of a draft by `content`, typed by a person who saw revision `seen`.

    Raises NotAllowed, StaleRevision, TransitionRefused or InvalidInput; nothing is then written.
    """
    require(Meeting.objects.all(), pk=meeting.pk, by=by, permission=Permission.MEETING_EDIT)
    locked = lock_for_edit(meeting, by=by, seen=seen, editable=MEETING_EDITABLE)
    content = cleaned(content)
    check_content(content)
    _write(locked, content)
    audit_record(action="meeting.edit", subject=locked, by=by, after=asdict(content))
    return locked


@transaction.atomic
def meeting_submit(*, meeting: Meeting, by: User, seen: int) -> Meeting:
    """Send the minutes to the head; without an agenda or decisions it is refused."""
    moved = transition(obj=meeting, target=MeetingStatus.SUBMITTED, by=by, seen=seen)
    check_complete(moved)
    return moved


def meeting_return(*, meeting: Meeting, by: User, seen: int, remark: str) -> Meeting:
    """Send the minutes back; the remark is required."""
    return transition(obj=meeting, target=MeetingStatus.RETURNED, by=by, seen=seen, remark=remark)


@transaction.atomic
def meeting_finalise(*, meeting: Meeting, by: User, seen: int) -> Protocol:
    """Finalise the minutes and freeze their document in one transaction."""
    moved = transition(obj=meeting, target=MeetingStatus.FINAL, by=by, seen=seen)
    return protocol_freeze(meeting=meeting_with_parts().get(pk=moved.pk), by=by)


def meeting_reopen(*, meeting: Meeting, by: User, seen: int) -> Meeting:
    """Begin the next version; the frozen protocol of the last one stays."""
    return transition(obj=meeting, target=MeetingStatus.DRAFT, by=by, seen=seen)


def _write(meeting: Meeting, content: MeetingInput) -> None:
    for name, text in content.fields().items():
        setattr(meeting, name, text)
    meeting.saved_at = timezone.now()
    try:
        with transaction.atomic():
            meeting.save()
    except IntegrityError as error:
        raise InvalidInput({"date": _TWICE}) from error
    _replace_parts(meeting, content)


def _replace_parts(meeting: Meeting, content: MeetingInput) -> None:
    for part in (AgendaItem, Speech, Decision):
        part.objects.filter(meeting=meeting).delete()
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=number, topic=topic)
        for number, topic in enumerate(content.agenda, start=1)
    )
    Speech.objects.bulk_create(
        Speech(
            meeting=meeting,
            position=number,
            speaker=speech.speaker,
            topic=speech.topic,
            appendix=speech.appendix,
        )
        for number, speech in enumerate(content.speeches, start=1)
    )
    Decision.objects.bulk_create(
        Decision(meeting=meeting, position=number, text=text)
        for number, text in enumerate(content.decisions, start=1)
    )
