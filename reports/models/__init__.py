from reports.models.meeting import AgendaItem, Decision, Meeting, Speech
from reports.models.protocol import Protocol
from reports.models.run import ReportRun

__all__ = ["AgendaItem", "Decision", "Meeting", "Protocol", "ReportRun", "Speech"]
