import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from monitoring.enums import BatchState
from monitoring.models.sitting import Sitting
from portal.core.scoping import ScopedQuerySet
from schools.models import District, School


class ImportBatchQuerySet(ScopedQuerySet):
    region_path = "district__region"
    district_path = "district"


class ImportBatch(models.Model):
    """One file that somebody brought: what was read, what was answered, and what became of it.

    `parsed` holds counts by school and sitting, never the file and never a person. `digest` is the
    SHA-256 of that content, so the same protocol in another encoding is the same batch.
    """

    public_id = models.UUIDField("номер", default=uuid.uuid4, unique=True, editable=False)
    district = models.ForeignKey(
        District, verbose_name="район", on_delete=models.PROTECT, related_name="import_batches"
    )
    file_name = models.CharField("файл", max_length=200)
    format = models.CharField("вид файла", max_length=40)
    digest = models.CharField("отпечаток", max_length=64, db_index=True)
    state = models.CharField("состояние", max_length=10, choices=BatchState, default=BatchState.PREVIEW)
    parsed = models.JSONField("прочитано", default=dict, encoder=DjangoJSONEncoder)
    answers = models.JSONField("ответы о школах", default=dict, blank=True)
    summary = models.JSONField("итог", default=dict, blank=True, encoder=DjangoJSONEncoder)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="загрузил",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField("загружен", auto_now_add=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="применил",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    applied_at = models.DateTimeField("применён", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="отменил",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    undone_at = models.DateTimeField("отменён", null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "импорт"
        verbose_name_plural = "импорты"
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.file_name}, {self.get_state_display()}"


class ImportChange(models.Model):
    """One row that an import wrote, as it was and as it became: what «Отменить импорт» goes back to."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField("что", max_length=10)
    # Asked by the batch alone, and written by tens of thousands.
    school = models.ForeignKey(School, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    sitting = models.ForeignKey(
        Sitting, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    before = models.JSONField("было", null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField("стало", null=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = "изменение импорта"
        verbose_name_plural = "изменения импорта"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.batch_id}: {self.kind}"
