"""States of roadmaps, reports and exclusion cases, and the steps between them as plain rows.

A row is (from, to, permission, remark required, other person required, effect); see portal.core.workflow.
"""

from django.db.models import TextChoices


class PlanPeriod(TextChoices):
    """Which twelve months a plan covers: 01.09–31.08, or 01.01–31.12."""

    ACADEMIC = "academic", "учебный год"
    CALENDAR = "calendar", "календарный год"


class Recurrence(TextChoices):
    """How often a measure comes back; an empty string is once."""

    WEEKLY = "weekly", "раз в неделю"
    MONTHLY = "monthly", "раз в месяц"
    QUARTERLY = "quarterly", "раз в квартал"
    HALF_YEARLY = "half_yearly", "раз в полугодие"
    YEARLY = "yearly", "раз в год"
    CUSTOM = "custom", "с повторением"


class RoadmapStatus(TextChoices):
    DRAFT = "draft", "черновик"
    SUBMITTED = "submitted", "на утверждении"
    RETURNED = "returned", "возвращена"
    APPROVED = "approved", "утверждена"
    IN_FORCE = "in_force", "действует"
    PAUSED = "paused", "приостановлена"
    CLOSED = "closed", "закрыта"


class ReportStatus(TextChoices):
    """Where a report on a measure stands."""

    DRAFT = "draft", "черновик"
    SUBMITTED = "submitted", "на проверке"
    RETURNED = "returned", "возвращён"
    ACCEPTED = "accepted", "принят"


class Outcome(TextChoices):
    """What a report says of its measure."""

    DONE = "done", "выполнено"
    PARTIAL = "partial", "выполнено частично"
    PROGRESS = "progress", "выполняется"
    FAILED = "failed", "не выполнено"


class MeasureState(TextChoices):
    """Where a measure in force stands on a day; computed by roadmaps.execution, never stored."""

    AHEAD = "ahead", "ещё не началась"
    TODO = "todo", "не начата"
    PROGRESS = "progress", "в работе"
    REVIEW = "review", "на проверке"
    RETURNED = "returned", "отчёт возвращён"
    OVERDUE = "overdue", "просрочена"
    DONE = "done", "выполнена"
    DONE_LATE = "done_late", "выполнена с опозданием"
    FAILED = "failed", "не выполнена"


class Counted(TextChoices):
    """As what a measure is counted in totals: each in exactly one of these; see roadmaps.execution."""

    IN_TIME = "in_time", "выполнено в срок"
    LATE = "late", "выполнено с опозданием"
    #: carried out, but the term has no end or the report no day to compare it with
    DONE = "done", "выполнено, срок сравнить не с чем"
    REVIEW = "review", "отчёт на проверке"
    OVERDUE = "overdue", "просрочено"
    FAILED = "failed", "не выполнено"
    AHEAD = "ahead", "срок не наступил"
    UNDATED = "undated", "без срока"
    STOPPED = "stopped", "карта остановлена"


class EvidenceKind(TextChoices):
    FILE = "file", "файл"
    LINK = "link", "ссылка"


class ExclusionStatus(TextChoices):
    DRAFT = "draft", "черновик"
    SUBMITTED = "submitted", "на утверждении"
    RETURNED = "returned", "возвращено"
    APPROVED = "approved", "утверждено"


#: the states in which a text may be changed; an approved one is opened again as the next version
EDITABLE = frozenset({"draft", "returned"})
#: the states of a roadmap that rest on a decision of the head
DECIDED = ("approved", "in_force", "paused", "closed")
#: the states in which nothing may be written, neither the text nor reports
FROZEN = frozenset({"paused", "closed"})
#: a report that is still being written or read
OPEN_REPORT = ("draft", "submitted", "returned")

ROADMAP_TRANSITIONS = (
    ("draft", "submitted", "roadmap.submit", False, False, "send"),
    ("returned", "submitted", "roadmap.submit", False, False, "send"),
    ("submitted", "returned", "roadmap.approve", True, True, "decide"),
    ("submitted", "approved", "roadmap.approve", False, True, "decide"),
    ("approved", "in_force", "roadmap.approve", False, False, "keep"),
    ("approved", "draft", "roadmap.edit", False, False, "reopen"),
    ("in_force", "draft", "roadmap.edit", False, False, "reopen"),
    ("in_force", "paused", "roadmap.approve", True, False, "keep"),
    ("paused", "in_force", "roadmap.approve", False, False, "keep"),
    ("in_force", "closed", "roadmap.approve", True, False, "keep"),
    ("paused", "closed", "roadmap.approve", True, False, "keep"),
    # Closed by mistake: a head takes it back, and says why.
    ("closed", "in_force", "roadmap.approve", True, False, "keep"),
    # The version under way is thrown away, and the one before it stands again.
    ("draft", "discarded", "roadmap.edit", False, False, "discard"),
    ("returned", "discarded", "roadmap.edit", False, False, "discard"),
    # A plan in force is stopped whatever is being written meanwhile: that ends with it.
    *(
        (source, target, "roadmap.approve", True, False, "discard")
        for target in ("paused", "closed")
        for source in ("draft", "returned", "submitted")
    ),
)

REPORT_TRANSITIONS = (
    ("draft", "submitted", "execution.report", False, False, "send"),
    ("returned", "submitted", "execution.report", False, False, "send"),
    ("submitted", "returned", "execution.accept", True, True, "decide"),
    ("submitted", "accepted", "execution.accept", False, True, "decide"),
    # A mistake seen after acceptance: the report goes back and must be sent again.
    ("accepted", "returned", "execution.accept", True, True, "decide"),
)

EXCLUSION_TRANSITIONS = (
    ("draft", "submitted", "exclusion.submit", False, False, "send"),
    ("returned", "submitted", "exclusion.submit", False, False, "send"),
    ("submitted", "returned", "exclusion.approve", True, True, "decide"),
    ("submitted", "approved", "exclusion.approve", False, True, "decide"),
    ("approved", "draft", "exclusion.edit", False, False, "reopen"),
)

#: what a step is called in the history; by the state to which it led
EVENT_TITLES = {
    "submitted": "Отправлено на утверждение",
    "returned": "Возвращено на доработку",
    "approved": "Утверждено",
    "draft": "Открыта новая версия",
    "in_force": "Введено в действие",
    "paused": "Приостановлено",
    "closed": "Закрыто",
    "accepted": "Принято",
    "discarded": "Отказались от новой версии",
}

#: the same where the way matters: by the states from and to
EVENT_TITLES_OF_STEP = {
    ("paused", "in_force"): "Возобновлено",
    ("closed", "in_force"): "Открыто снова",
}

#: the same for a report on a measure
REPORT_EVENT_TITLES = {
    "submitted": "Отправлен на проверку",
    "returned": "Возвращён на доработку",
    "accepted": "Принят",
}
