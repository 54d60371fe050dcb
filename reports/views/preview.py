"""What the pages of one meeting show, put together in one place."""

from typing import Any

from portal.accounts.enums import Permission
from portal.core.authors import is_own
from portal.core.errors import PortalError
from portal.core.russian import when
from portal.core.workflow import events_of, last_remark, steps_for
from reports.enums import MeetingStatus
from reports.models import Meeting
from reports.render.html import render_blocks
from reports.selectors import protocol_in_force
from reports.services import meeting_document

_EVENTS = {
    MeetingStatus.SUBMITTED: "Отправлен на утверждение",
    MeetingStatus.RETURNED: "Возвращён на доработку",
    MeetingStatus.FINAL: "Утверждён",
    MeetingStatus.DRAFT: "Открыта новая версия",
}


def preview(meeting: Meeting) -> dict[str, Any]:
    """The document as it will be printed, or the sentence that says why it cannot be."""
    try:
        return {"document": render_blocks(meeting_document(meeting=meeting)), "document_error": ""}
    except PortalError as error:
        return {"document": "", "document_error": str(error)}


def meeting_context(meeting: Meeting, user) -> dict[str, Any]:
    """Document, state, the steps that `user` may take now, and what has happened."""
    rights = (Permission.MEETING_EDIT, Permission.REPORT_BUILD)
    may_edit, may_build = (
        Meeting.objects.permitted(user, right).filter(pk=meeting.pk).exists() for right in rights
    )
    return {
        "meeting": meeting,
        "may_edit": may_edit and meeting.is_editable,
        "may_build": may_build and meeting.is_final,
        "steps": {step.target for step in steps_for(meeting, user)},
        "own_text": _waits_for_another(meeting, user),
        "protocol": protocol_in_force(meeting=meeting),
        "remark": last_remark(meeting) if meeting.status == MeetingStatus.RETURNED else None,
        "events": _timeline(meeting),
        **preview(meeting),
    }


def _waits_for_another(meeting: Meeting, user) -> bool:
    """Whether the person could decide, were he not the one who wrote or sent the minutes."""
    waits = meeting.status == MeetingStatus.SUBMITTED and user.may(Permission.MEETING_FINALISE)
    return waits and is_own(meeting, user)


def _timeline(meeting: Meeting) -> list[dict[str, str]]:
    return [
        {
            "title": _EVENTS[MeetingStatus(event.target)],
            "who": event.actor.short_name,
            "when": when(event.at),
            "remark": event.remark,
        }
        for event in reversed(events_of(meeting))
    ]
