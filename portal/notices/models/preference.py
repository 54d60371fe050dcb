from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.notices.enums import URGENT, Delivery, NoticeKind


class Preference(models.Model):
    """How one person wants to be told of one kind; without a row the default of the kind stands."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences"
    )
    kind = models.CharField("вид", max_length=10, choices=NoticeKind)
    delivery = models.CharField("как сообщать", max_length=10, choices=Delivery)

    class Meta:
        verbose_name = "как сообщать"
        verbose_name_plural = "как сообщать"
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="one_preference_of_a_kind"),
            models.CheckConstraint(name="returns_are_not_thinned_out", condition=~Q(kind=URGENT)),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.get_delivery_display()}"
