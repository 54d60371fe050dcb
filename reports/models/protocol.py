import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import models

from portal.core.models import AppendOnlyError
from portal.core.scoping import ScopedQuerySet
from reports.models.meeting import Meeting


class ProtocolQuerySet(ScopedQuerySet):
    region_path = "meeting__district__region"
    district_path = "meeting__district"

    def update(self, **kwargs):
        raise AppendOnlyError

    def delete(self):
        raise AppendOnlyError


class Protocol(models.Model):
    """The minutes as they were finalised: the document's tree, frozen.

    `text` is the canonical JSON itself and not a JSON column: a database may write the same JSON
    in other bytes, and the SHA-256 speaks of bytes.
    """

    meeting = models.ForeignKey(
        Meeting, verbose_name="заседание", on_delete=models.PROTECT, related_name="protocols"
    )
    version = models.PositiveIntegerField("версия")
    text = models.TextField("дерево документа")
    sha256 = models.CharField("SHA-256", max_length=64)
    finalised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="утвердил", on_delete=models.PROTECT, related_name="+"
    )
    finalised_at = models.DateTimeField("утверждён", auto_now_add=True)

    objects = ProtocolQuerySet.as_manager()

    class Meta:
        verbose_name = "протокол"
        verbose_name_plural = "протоколы"
        ordering = ["meeting", "version"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "version"], name="one_protocol_of_a_version")
        ]

    def __str__(self):
        return f"{self.meeting}, версия {self.version}"

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError

    @property
    def tree(self) -> dict[str, Any]:
        """The tree as plain data, see reports.documents.serial."""
        return json.loads(self.text)

    @property
    def is_intact(self) -> bool:
        return hashlib.sha256(self.text.encode()).hexdigest() == self.sha256
