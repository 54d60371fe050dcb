from django.conf import settings
from django.db import models
from django.db.models import Q

from monitoring.enums import ImportDeed
from monitoring.models.batch import ImportBatch
from portal.core import leases


class ImportRun(leases.Run):
    """One order to apply a large import or to take it back, as `requested_by` confirmed it.

    `seen` is the digest of the plan that was shown, `accepted` the codes of what was chosen (null: all).
    """

    TASK, ACTION = "monitoring.import_run", "import"
    UNKNOWN = (
        "Ничего не записано: в портале произошла ошибка. Она записана в журнал; попробуйте ещё раз или "
        "сообщите администратору время."
    )
    GIVEN_UP = (
        f"Ничего не записано: работа сервера прерывалась {leases.MAX_ATTEMPTS} раза подряд. Попробуйте ещё "
        "раз; если не поможет, сообщите администратору."
    )

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="runs")
    deed = models.CharField("что сделать", max_length=10, choices=ImportDeed)
    seen = models.CharField("что было показано", max_length=64, blank=True)
    accepted = models.JSONField("что выбрано", null=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="подтвердил", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "работа над импортом"
        verbose_name_plural = "работы над импортами"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch"], name="one_active_run_of_an_import", condition=Q(status__in=leases.ACTIVE)
            ),
            models.CheckConstraint(name="running_import_has_a_worker", condition=leases.HAS_A_WORKER),
        ]

    def __str__(self) -> str:
        return f"{self.get_deed_display()}: {self.batch.file_name}"

    @property
    def district_id(self) -> int:
        return self.batch.district_id
