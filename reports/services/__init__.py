from reports.services.content import MeetingInput, SpeechInput
from reports.services.meetings import (
    meeting_create,
    meeting_finalise,
    meeting_reopen,
    meeting_return,
    meeting_save,
    meeting_submit,
)
from reports.services.printing import document_for, frozen_document, meeting_document, print_document
from reports.services.runs import run_request

__all__ = [
    "MeetingInput",
    "SpeechInput",
    "document_for",
    "frozen_document",
    "meeting_create",
    "meeting_document",
    "meeting_finalise",
    "meeting_reopen",
    "meeting_return",
    "meeting_save",
    "meeting_submit",
    "print_document",
    "run_request",
]
