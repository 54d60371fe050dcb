import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.core.scoping import ScopedQuerySet
from portal.notices.enums import LetterStatus


class LetterQuerySet(ScopedQuerySet):
    """Letters belong to no place: only who keeps the whole installation sees them."""


class Letter(models.Model):
    """One letter on its way to one person: the truth about it, while the queue only moves its number.

    The address is not here: it is read from the person at the moment of sending. A letter that is
    being sent is `waiting` and belongs to the worker that holds `token`, until `lease_until`.
    Without a mail server it ends as a file in a folder (`kept`), which nobody has been sent.
    `public_id` is its Message-ID, the same in every attempt, so that a mail server can tell a copy.
    """

    public_id = models.UUIDField("номер", default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кому", on_delete=models.CASCADE, related_name="letters"
    )
    subject = models.CharField("тема", max_length=200)
    body = models.TextField("текст", blank=True, help_text="Пока письмо не ушло")
    zone = models.CharField("часовой пояс", max_length=40)
    is_urgent = models.BooleanField("в любое время", default=False)
    status = models.CharField("состояние", max_length=10, choices=LetterStatus, default=LetterStatus.WAITING)
    due_at = models.DateTimeField("не раньше")
    attempts = models.PositiveSmallIntegerField("попыток", default=0)
    token = models.UUIDField("ключ работника", null=True, editable=False)
    lease_until = models.DateTimeField("занято до", null=True, editable=False)
    #: a worker vanished while it was sending; a second one that vanishes is the last
    was_interrupted = models.BooleanField("отправка обрывалась", default=False)
    error = models.TextField("почему не получилось", blank=True)
    created_at = models.DateTimeField("составлено", auto_now_add=True)
    sent_at = models.DateTimeField("отправлено или записано", null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "письмо"
        verbose_name_plural = "письма"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="sent_letter_has_a_time",
                condition=~Q(status__in=[LetterStatus.SENT, LetterStatus.KEPT]) | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="failed_letter_says_why", condition=~Q(status=LetterStatus.FAILED) | ~Q(error="")
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="letters_waiting", condition=Q(status=LetterStatus.WAITING)),
            models.Index(fields=["status", "-created_at"]),
        ]

    def __str__(self):
        return self.subject
