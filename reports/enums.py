from django.db.models import TextChoices

#: how many years of results a table of dynamics compares, where nobody chose others
USUAL_YEARS = 3


class MeetingStatus(TextChoices):
    DRAFT = "draft", "Черновик"
    SUBMITTED = "submitted", "На утверждении"
    RETURNED = "returned", "На доработке"
    FINAL = "final", "Утверждён"


#: (from, to, permission, remark required, other person required, effect); see portal.core.workflow
MEETING_TRANSITIONS = (
    (MeetingStatus.DRAFT, MeetingStatus.SUBMITTED, "meeting.submit", False, False, "send"),
    (MeetingStatus.RETURNED, MeetingStatus.SUBMITTED, "meeting.submit", False, False, "send"),
    (MeetingStatus.SUBMITTED, MeetingStatus.RETURNED, "meeting.finalise", True, True, "decide"),
    (MeetingStatus.SUBMITTED, MeetingStatus.FINAL, "meeting.finalise", False, True, "decide"),
    # What was finalised stays as it was: opening it again begins the next version.
    (MeetingStatus.FINAL, MeetingStatus.DRAFT, "meeting.finalise", False, False, "reopen"),
)
MEETING_EDITABLE = frozenset({MeetingStatus.DRAFT, MeetingStatus.RETURNED})


class Vote(TextChoices):
    UNANIMOUS = "unanimous", "Единогласно"
    COUNTED = "counted", "С подсчётом голосов"


class DocumentKind(TextChoices):
    PROTOCOL = "protocol", "Протокол заседания"
    DYNAMICS = "dynamics", "Динамика результатов"
    ROADMAP = "roadmap", "Дорожная карта"
    DRAFT = "roadmap-draft", "Проект дорожной карты"
    EXECUTION = "roadmap-execution", "Исполнение дорожных карт"


class OutputFormat(TextChoices):
    PDF = "pdf", "PDF"
    HTML = "html", "HTML"
    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"
    JSON = "json", "JSON"


class RunStatus(TextChoices):
    """The words of portal.core.leases.RunStatus for a document."""

    QUEUED = "queued", "В очереди"
    RUNNING = "running", "Собирается"
    DONE = "done", "Готов"
    FAILED = "failed", "Не получилось"


RUN_ACTIVE = (RunStatus.QUEUED, RunStatus.RUNNING)
