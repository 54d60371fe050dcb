from django.db import models
from django.db.models import F, Q

from monitoring.enums import ParameterCode, Season
from monitoring.models.sitting import Subject
from monitoring.parameters import with_unit


class MarkScale(models.Model):
    """How primary points become a ВПР mark: the least points for «3», «4» and «5».

    A scale belongs to the programme that was checked: the autumn of 2020 was marked by the scale of
    the class before.
    """

    subject = models.ForeignKey(
        Subject, verbose_name="предмет", on_delete=models.PROTECT, related_name="mark_scales"
    )
    programme_grade = models.PositiveSmallIntegerField("программа класса")
    year = models.PositiveSmallIntegerField("год")
    season = models.CharField("время года", max_length=6, choices=Season, default=Season.SPRING)
    from3 = models.PositiveSmallIntegerField("«3» от")
    from4 = models.PositiveSmallIntegerField("«4» от")
    from5 = models.PositiveSmallIntegerField("«5» от")
    maximum = models.PositiveSmallIntegerField("наибольший балл")
    source = models.CharField("основание", max_length=300)
    edited_at = models.DateTimeField(
        "изменена администратором",
        null=True,
        editable=False,
        help_text="С этого времени поставляемый справочник её не перезаписывает",
    )

    class Meta:
        verbose_name = "шкала перевода"
        verbose_name_plural = "шкалы перевода"
        ordering = ["-year", "season", "subject__position", "programme_grade"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "programme_grade", "year", "season"], name="one_scale_of_a_work"
            ),
            models.CheckConstraint(
                name="a_scale_rises",
                condition=Q(from3__lt=F("from4"), from4__lt=F("from5"), from5__lte=F("maximum")),
            ),
        ]

    def __str__(self):
        return f"{self.subject}, программа {self.programme_grade} класса, {self.year}"


class Parameter(models.Model):
    """One number of our rules from a calendar year on; the newest one that has begun is in force."""

    code = models.CharField("параметр", max_length=40, choices=ParameterCode)
    value = models.DecimalField("значение", max_digits=8, decimal_places=3)
    valid_from = models.PositiveSmallIntegerField("действует с года")
    source = models.CharField("основание", max_length=300)

    class Meta:
        verbose_name = "параметр правил"
        verbose_name_plural = "параметры правил"
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_value_of_a_year"),
            models.CheckConstraint(name="a_parameter_is_not_negative", condition=Q(value__gte=0)),
        ]

    def __str__(self):
        return f"{self.get_code_display()} с {self.valid_from}: {with_unit(self.code, self.value)}"
