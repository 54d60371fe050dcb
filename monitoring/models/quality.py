from django.conf import settings
from django.db import models
from django.db.models import Q

from monitoring.models.journal import OfSchoolQuerySet
from monitoring.models.sitting import Sitting
from portal.core.scoping import ScopedQuerySet
from schools.models import District, School


class Waiver(models.Model):
    """One finding that a person has looked at and accepts, with the reason.

    It holds for the numbers that were seen: `fingerprint` is of the cells of the finding, and when they
    change the finding is open again. Without a school the finding is of the whole sitting.
    """

    district = models.ForeignKey(District, verbose_name="район", on_delete=models.PROTECT, related_name="+")
    rule = models.CharField("правило", max_length=40)
    school = models.ForeignKey(
        School, verbose_name="школа", null=True, on_delete=models.PROTECT, related_name="+"
    )
    sitting = models.ForeignKey(
        Sitting, verbose_name="процедура", null=True, on_delete=models.PROTECT, related_name="+"
    )
    year = models.PositiveSmallIntegerField("год")
    fingerprint = models.CharField("отпечаток чисел", max_length=64)
    reason = models.TextField("причина", max_length=1000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кто", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("когда", auto_now_add=True)

    objects = OfSchoolQuerySet.as_manager()

    class Meta:
        verbose_name = "принятое замечание"
        verbose_name_plural = "принятые замечания"
        constraints = [
            models.UniqueConstraint(
                fields=["district", "rule", "year", "fingerprint"], name="one_waiver_of_a_finding"
            ),
            models.CheckConstraint(name="a_waiver_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.rule}, {self.school or self.district}, {self.year}"


class OfDistrictQuerySet(ScopedQuerySet):
    region_path = "district__region"
    district_path = "district"


class Conclusion(models.Model):
    """What a person made of one draft sentence: another wording, or nothing at all.

    `key` names the rule and the cells; `fingerprint` is of their numbers: a sentence that was edited
    while other numbers stood there is shown as out of date, never printed silently.
    """

    district = models.ForeignKey(District, verbose_name="район", on_delete=models.PROTECT, related_name="+")
    key = models.CharField("о чём", max_length=200)
    fingerprint = models.CharField("отпечаток чисел", max_length=64)
    text = models.TextField("текст", max_length=2000, blank=True)
    is_dropped = models.BooleanField("не печатать", default=False)
    revision = models.PositiveIntegerField("ревизия", default=1)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кто", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("когда", auto_now=True)

    objects = OfDistrictQuerySet.as_manager()

    class Meta:
        verbose_name = "вывод"
        verbose_name_plural = "выводы"
        constraints = [models.UniqueConstraint(fields=["district", "key"], name="one_conclusion_of_a_key")]

    def __str__(self):
        return self.text or self.key
