from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.notices.enums import NoticeKind
from portal.notices.models.letter import Letter


class Notice(models.Model):
    """One thing that one person was told of.

    `key` names the event, so that the same event told twice stays one notice; `about` names the
    thing. `mail_at` is the moment from which it may leave in a letter (None: never), `letter` the
    one in which it left.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кому", on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField("вид", max_length=10, choices=NoticeKind)
    title = models.CharField("о чём", max_length=200)
    text = models.TextField("подробности", blank=True)
    url = models.CharField("страница", max_length=300)
    key = models.CharField("событие", max_length=120)
    about = models.CharField("предмет", max_length=80, blank=True)
    zone = models.CharField("часовой пояс", max_length=40)
    created_at = models.DateTimeField("когда", auto_now_add=True)
    read_at = models.DateTimeField("прочитано", null=True)
    mail_at = models.DateTimeField("в письмо не раньше", null=True)
    letter = models.ForeignKey(
        Letter, verbose_name="письмо", null=True, on_delete=models.SET_NULL, related_name="notices"
    )

    class Meta:
        verbose_name = "уведомление"
        verbose_name_plural = "уведомления"
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_notice_of_an_event")]
        indexes = [
            models.Index(fields=["user", "-created_at"]),
            models.Index(fields=["user"], name="notices_unread", condition=Q(read_at=None)),
            models.Index(fields=["about"], name="notices_unread_about", condition=Q(read_at=None)),
            models.Index(
                fields=["mail_at"],
                name="notices_to_mail",
                condition=Q(letter=None, mail_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def clock(self) -> ZoneInfo:
        return ZoneInfo(self.zone)
