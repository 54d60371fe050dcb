import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.core.scoping import ScopedQuerySet
from roadmaps.enums import EvidenceKind
from roadmaps.models.execution import MeasureReport


class EvidenceQuerySet(ScopedQuerySet):
    region_path = "report__measure__roadmap__district__region"
    district_path = "report__measure__roadmap__district"
    school_path = "report__measure__roadmap__school"


class Evidence(models.Model):
    """A file or a link that proves a report. The name on disk is our own, `title` is what people see."""

    report = models.ForeignKey(MeasureReport, on_delete=models.PROTECT, related_name="evidence")
    public_id = models.UUIDField("номер", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("вид", max_length=4, choices=EvidenceKind)
    title = models.CharField("название", max_length=200)
    url = models.URLField("адрес", max_length=1000, blank=True)
    file = models.CharField("файл", max_length=200, blank=True, editable=False)
    extension = models.CharField("тип файла", max_length=5, blank=True)
    size = models.PositiveIntegerField("размер, байт", null=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="добавил", on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField("добавлено", auto_now_add=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "подтверждающий материал"
        verbose_name_plural = "подтверждающие материалы"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_is_a_file_or_a_link",
                condition=(
                    Q(kind=EvidenceKind.FILE, url="", size__isnull=False) & ~Q(file="") & ~Q(sha256="")
                )
                | (Q(kind=EvidenceKind.LINK, file="", size=None) & ~Q(url="")),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def host(self) -> str:
        """Where a link leads, for the eye of who is about to follow it."""
        return urlsplit(self.url).hostname or ""
