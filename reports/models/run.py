import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from monitoring.enums import EXAM_CHOICES
from portal.core import leases
from portal.core.scoping import ScopedQuerySet
from reports.enums import RUN_ACTIVE, USUAL_YEARS, DocumentKind, OutputFormat, RunStatus
from reports.models.meeting import Meeting
from reports.models.protocol import Protocol
from schools.models import District, School


class ReportRunQuerySet(ScopedQuerySet):
    region_path = "district__region"
    district_path = "district"


class ReportRun(leases.Run):
    """One order of one document. `fingerprint` names what was ordered by whom: of equal orders only one
    is under way at a time.
    """

    TASK, ACTION = "reports.build", "report"
    UNKNOWN = (
        "Документ собрать не удалось из-за ошибки в портале. Она записана в журнал; "
        "сообщите администратору время заказа."
    )
    GIVEN_UP = (
        f"Сборка обрывалась {leases.MAX_ATTEMPTS} раза подряд: работа сервера прерывалась или документ "
        "слишком велик. Закажите документ снова; если не поможет, сообщите администратору."
    )

    public_id = models.UUIDField("номер", default=uuid.uuid4, unique=True, editable=False)
    district = models.ForeignKey(
        District, verbose_name="район", on_delete=models.PROTECT, related_name="runs"
    )
    school = models.ForeignKey(
        School, verbose_name="школа", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("документ", max_length=20, choices=DocumentKind)
    year = models.PositiveSmallIntegerField("год")
    first_year = models.PositiveSmallIntegerField("первый год", null=True, blank=True)
    exam = models.CharField(
        "экзамен",
        max_length=5,
        blank=True,
        choices=[(code, name) for code, (name, _) in EXAM_CHOICES.items()],
        help_text="Пусто — все",
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name="заседание",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="runs",
    )
    protocol = models.ForeignKey(
        Protocol,
        verbose_name="протокол",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="runs",
    )
    format = models.CharField("вид файла", max_length=10, choices=OutputFormat, default=OutputFormat.PDF)
    fingerprint = models.CharField("что заказано", max_length=64, editable=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="заказал", on_delete=models.PROTECT, related_name="+"
    )

    status = models.CharField("состояние", max_length=10, choices=RunStatus, default=RunStatus.QUEUED)
    done = models.PositiveSmallIntegerField("сделано", default=0)
    total = models.PositiveSmallIntegerField("всего", default=3)

    file = models.CharField("файл", max_length=200, blank=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.PositiveIntegerField("размер, байт", null=True)

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "сборка документа"
        verbose_name_plural = "сборки документов"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"], name="one_active_run_of_an_order", condition=Q(status__in=RUN_ACTIVE)
            ),
            models.CheckConstraint(name="running_run_has_a_worker", condition=leases.HAS_A_WORKER),
            models.CheckConstraint(
                name="done_run_has_a_file",
                condition=~Q(status=RunStatus.DONE) | ~(Q(file="") | Q(sha256="") | Q(size=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["district", "-created_at"]),
            models.Index(fields=["status", "sent_at"]),
        ]

    def __str__(self):
        return f"{self.title}, {self.get_format_display()}"

    @property
    def title(self) -> str:
        """«Протокол от 20.05.2021 № 1», «Динамика результатов: ВПР, 2021», «Дорожная карта: СШ 1, 2021»."""
        if self.meeting_id:
            return str(self.meeting)
        exam = f": {self.get_exam_display()}" if self.exam else ""
        first = self.first_year or self._usual_first
        years = str(self.year) if first == self.year else f"{first}–{self.year}"
        school = f": {self.school}" if self.school_id else ""
        return f"{self.get_kind_display()}{exam}{school}, {years}"

    @property
    def _usual_first(self) -> int:
        return self.year - USUAL_YEARS + 1 if self.kind == DocumentKind.DYNAMICS else self.year
