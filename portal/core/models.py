"""What every app writes: the trail of deeds and the events of workflows."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class WorkflowEvent(models.Model):
    """One step of one object's workflow: who, when, from, to, and the remark."""

    subject_type = models.CharField("вид", max_length=60)
    subject_id = models.BigIntegerField("номер")
    at = models.DateTimeField("когда", auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="кто", on_delete=models.PROTECT)
    source = models.CharField("из", max_length=20)
    target = models.CharField("в", max_length=20)
    remark = models.TextField("замечание", blank=True)
    version = models.PositiveIntegerField("версия")

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}: {self.source} → {self.target}"


class TextAuthor(models.Model):
    """Who has a hand in one version of a text: whoever wrote in it or sent it."""

    subject_type = models.CharField("вид", max_length=60)
    subject_id = models.BigIntegerField("номер")
    version = models.PositiveIntegerField("версия")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="кто", on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "version", "person"], name="author_named_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}, {self.version}: {self.person_id}"


class AppendOnlyError(TypeError):
    """The trail is written once and never changed."""


class AuditQuerySet(models.QuerySet):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        raise AppendOnlyError


class AuditEvent(models.Model):
    """One deed. It holds no foreign keys, so that it outlives what it speaks of."""

    at = models.DateTimeField("когда", auto_now_add=True, db_index=True)
    actor_id = models.BigIntegerField("кто (номер)", null=True)
    action = models.CharField("действие", max_length=60)
    subject_type = models.CharField("вид", max_length=60)
    subject_id = models.BigIntegerField("номер", null=True)
    district_id = models.BigIntegerField("район (номер)", null=True)
    data = models.JSONField("подробности", default=dict, encoder=DjangoJSONEncoder)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_type} {self.subject_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError
