from reports.views.documents import DocumentView
from reports.views.dynamics import DynamicsFileView
from reports.views.meeting_edit import MeetingCreateView, MeetingEditView
from reports.views.meetings import (
    MeetingFinaliseView,
    MeetingListView,
    MeetingPreviewView,
    MeetingReopenView,
    MeetingReturnView,
    MeetingSubmitView,
    MeetingView,
)
from reports.views.runs import RunFileView, RunListView, RunOrderView, RunProgressView, RunView

__all__ = [
    "DocumentView",
    "DynamicsFileView",
    "MeetingCreateView",
    "MeetingEditView",
    "MeetingFinaliseView",
    "MeetingListView",
    "MeetingPreviewView",
    "MeetingReopenView",
    "MeetingReturnView",
    "MeetingSubmitView",
    "MeetingView",
    "RunFileView",
    "RunListView",
    "RunOrderView",
    "RunProgressView",
    "RunView",
]
