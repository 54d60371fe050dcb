"""What every approved edition keeps: its text, its check sum, who approved it and when."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class ApprovedVersion(models.Model):
    """A frozen edition. `sha256` is taken of the canonical JSON of `content` (roadmaps.content)."""

    number = models.PositiveIntegerField("версия")
    content = models.JSONField("содержание", encoder=DjangoJSONEncoder)
    sha256 = models.CharField("контрольная сумма", max_length=64)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="утвердил", on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField("утверждено")

    class Meta:
        abstract = True
        ordering = ["-number"]
