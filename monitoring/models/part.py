from django.db import models
from django.db.models import Q

from monitoring.models.batch import ImportBatch
from monitoring.models.sitting import Sitting
from schools.models import School


class ResultPart(models.Model):
    """What one day of a sitting gave to a school's result: main day, reserve day, each from its own file.

    The imported result is the sum of its parts, so a protocol replaces only the counts of its own date.
    `appeals` are the applied changes as [[before, after, how many, day], …] without anything about persons:
    by them the same appeals are known again. The day is that of the change, absent where no file told it.
    """

    school = models.ForeignKey(School, verbose_name="школа", on_delete=models.CASCADE, related_name="+")
    sitting = models.ForeignKey(
        Sitting, verbose_name="процедура", on_delete=models.PROTECT, related_name="parts"
    )
    date = models.DateField("дата", null=True, blank=True)
    participants = models.PositiveIntegerField("участников")
    n2 = models.PositiveIntegerField("отметок «2»", null=True, blank=True)
    n3 = models.PositiveIntegerField("отметок «3»", null=True, blank=True)
    n4 = models.PositiveIntegerField("отметок «4»", null=True, blank=True)
    n5 = models.PositiveIntegerField("отметок «5»", null=True, blank=True)
    score_sum = models.PositiveIntegerField("сумма баллов", null=True, blank=True)
    below_minimum = models.PositiveIntegerField("ниже минимума", null=True, blank=True)
    minimum = models.PositiveSmallIntegerField("граница файла", null=True, blank=True)
    appeals = models.JSONField("учтённые апелляции", default=list, blank=True)
    batch = models.ForeignKey(ImportBatch, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "часть результата"
        verbose_name_plural = "части результатов"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "sitting", "date"],
                name="one_part_of_a_day",
                condition=Q(date__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["school", "sitting"], name="one_part_without_a_day", condition=Q(date__isnull=True)
            ),
        ]

    def __str__(self):
        return f"{self.school}, {self.sitting}, {self.date or 'без даты'}: {self.participants}"
