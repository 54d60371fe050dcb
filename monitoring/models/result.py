from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from monitoring.enums import ResultStatus, Scale
from monitoring.models.sitting import Sitting
from portal.core.scoping import ScopedQuerySet
from schools.models import District, School


class ResultQuerySet(ScopedQuerySet):
    region_path = "district__region"
    district_path = "district"
    school_path = "school"


class Result(models.Model):
    """What one school showed at one sitting: a number, or the reason why there is none.

    `district` is the district of the result's year and stays when the school moves. Participants
    are unknown where the source gives a mean alone. A mark and a score never share a column.
    """

    # Without indexes of their own: those of two columns begin with these, and nothing is asked by people.
    school = models.ForeignKey(
        School, verbose_name="школа", on_delete=models.PROTECT, related_name="results", db_index=False
    )
    district = models.ForeignKey(
        District, verbose_name="район", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sitting = models.ForeignKey(
        Sitting, verbose_name="процедура", on_delete=models.PROTECT, related_name="results"
    )
    status = models.CharField("состояние", max_length=15, choices=ResultStatus)
    mean_mark = models.DecimalField("средняя отметка", max_digits=4, decimal_places=2, null=True, blank=True)
    mean_score = models.DecimalField("средний балл", max_digits=5, decimal_places=2, null=True, blank=True)
    participants = models.PositiveIntegerField("участников", null=True, blank=True)
    n2 = models.PositiveIntegerField("отметок «2»", null=True, blank=True)
    n3 = models.PositiveIntegerField("отметок «3»", null=True, blank=True)
    n4 = models.PositiveIntegerField("отметок «4»", null=True, blank=True)
    n5 = models.PositiveIntegerField("отметок «5»", null=True, blank=True)
    score_sum = models.PositiveIntegerField("сумма баллов", null=True, blank=True)
    below_minimum = models.PositiveIntegerField("ниже минимума", null=True, blank=True)
    remark = models.CharField("примечание", max_length=500, blank=True)
    source = models.CharField("источник", max_length=200, blank=True)
    revision = models.PositiveIntegerField("ревизия", default=1)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="изменил",
        null=True,
        db_index=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    updated_at = models.DateTimeField("изменено", auto_now=True)

    # Asked by the result alone.
    history = HistoricalRecords(excluded_fields=["district"], no_db_index=["school", "sitting", "updated_by"])
    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = "результат"
        verbose_name_plural = "результаты"
        constraints = [
            models.UniqueConstraint(fields=["school", "sitting"], name="one_result_of_a_sitting"),
            models.CheckConstraint(
                name="value_is_one_number_and_only_with_its_status",
                condition=Q(status=ResultStatus.VALUE, mean_mark__isnull=False, mean_score__isnull=True)
                | Q(status=ResultStatus.VALUE, mean_mark__isnull=True, mean_score__isnull=False)
                | (~Q(status=ResultStatus.VALUE) & Q(mean_mark__isnull=True, mean_score__isnull=True)),
            ),
            models.CheckConstraint(
                name="participants_of_a_value_are_not_nobody",
                condition=~Q(status=ResultStatus.VALUE)
                | Q(participants__isnull=True)
                | Q(participants__gt=0),
            ),
            models.CheckConstraint(
                name="mark_within_its_scale",
                condition=Q(mean_mark__isnull=True) | Q(mean_mark__gte=2, mean_mark__lte=5),
            ),
            models.CheckConstraint(
                name="score_within_its_scale",
                condition=Q(mean_score__isnull=True) | Q(mean_score__gte=0, mean_score__lte=100),
            ),
            models.CheckConstraint(
                name="not_more_below_minimum_than_participants",
                condition=Q(below_minimum__isnull=True)
                | Q(participants__isnull=True)
                | Q(below_minimum__lte=F("participants")),
            ),
        ]
        indexes = [models.Index(fields=["district", "sitting"], name="result_of_district_sitting")]

    def __str__(self):
        shown = self.get_status_display() if self.value is None else self.value
        return f"{self.school}, {self.sitting}: {shown}"

    @property
    def value(self) -> Decimal | None:
        """The mean on the sitting's own scale."""
        return self.mean_mark if self.mean_score is None else self.mean_score

    def set_value(self, value: Decimal | None) -> None:
        """Put the mean into the column of the sitting's scale and empty the other one."""
        marked = self.sitting.scale == Scale.MARK
        self.mean_mark = value if marked else None
        self.mean_score = None if marked else value
