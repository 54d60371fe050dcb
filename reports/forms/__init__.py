from reports.forms.meeting import LIST_NAMES, MeetingSheet
from reports.forms.run import RunForm

__all__ = ["LIST_NAMES", "MeetingSheet", "RunForm"]
