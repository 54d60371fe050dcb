"""What people are told of, how a letter fares, and how each person wants to be told."""

from django.db.models import TextChoices


class NoticeKind(TextChoices):
    """In the order in which a letter lists them: what must be mended first, decisions last."""

    RETURNED = "returned", "Вернули на доработку"
    REMINDER = "reminder", "Напоминания о сроках"
    SUBMITTED = "submitted", "Прислали на решение"
    DECIDED = "decided", "Решения и изменения"


class Delivery(TextChoices):
    AT_ONCE = "at_once", "письмом сразу"
    DIGEST = "digest", "одним письмом утром"
    PORTAL = "portal", "только на портале"


class LetterStatus(TextChoices):
    WAITING = "waiting", "ждёт отправки"
    SENT = "sent", "отправлено"
    KEPT = "kept", "записано в папку"
    FAILED = "failed", "не отправлено"
    CANCELLED = "cancelled", "отменено"


#: sent at any hour, and nobody can choose otherwise: the work waits for exactly this person
URGENT = NoticeKind.RETURNED

#: what asks its reader for a deed: once that is done, there is nothing left to read
ASKING = (NoticeKind.RETURNED, NoticeKind.REMINDER, NoticeKind.SUBMITTED)

DEFAULT_DELIVERY = {
    NoticeKind.RETURNED: Delivery.AT_ONCE,
    NoticeKind.REMINDER: Delivery.AT_ONCE,
    NoticeKind.SUBMITTED: Delivery.DIGEST,
    NoticeKind.DECIDED: Delivery.DIGEST,
}
