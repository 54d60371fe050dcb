from django.db import models

from monitoring.models.sitting import Sitting
from portal.core.scoping import ScopedQuerySet
from schools.models import District, Region


class Summary(models.Model):
    """The sums of one place and sitting, written together with the results that they sum up.

    `weighted_sum` is the exact Σ of marks or scores (`points_of`) over the schools that have a mean and
    its participants (`counted` of the `valued`); marks are summed over schools with all four. A ВПР over
    all classes also counts the schools that entered their classes alone.
    """

    sitting = models.ForeignKey(Sitting, verbose_name="процедура", on_delete=models.CASCADE, related_name="+")
    valued = models.PositiveIntegerField("школ с результатом", default=0)
    counted = models.PositiveIntegerField("из них с числом участников", default=0)
    participants = models.PositiveIntegerField("участников", default=0)
    weighted_sum = models.DecimalField("сумма средних", max_digits=14, decimal_places=2, default=0)
    marked = models.PositiveIntegerField("отметок", default=0)
    n2 = models.PositiveIntegerField("отметок «2»", default=0)
    n3 = models.PositiveIntegerField("отметок «3»", default=0)
    n4 = models.PositiveIntegerField("отметок «4»", default=0)
    n5 = models.PositiveIntegerField("отметок «5»", default=0)
    judged = models.PositiveIntegerField("участников с известной границей", default=0)
    below_minimum = models.PositiveIntegerField("ниже минимума", default=0)

    class Meta:
        abstract = True


class DistrictSummaryQuerySet(ScopedQuerySet):
    region_path = "district__region"
    district_path = "district"


class DistrictSummary(Summary):
    """The sums of one district, from which tables of a region are made."""

    district = models.ForeignKey(  # both begin an index of two columns
        District, verbose_name="район", on_delete=models.CASCADE, related_name="summaries", db_index=False
    )
    sitting = models.ForeignKey(
        Sitting, verbose_name="процедура", on_delete=models.CASCADE, related_name="summaries", db_index=False
    )

    objects = DistrictSummaryQuerySet.as_manager()

    class Meta:
        verbose_name = "итог района"
        verbose_name_plural = "итоги районов"
        constraints = [
            models.UniqueConstraint(fields=["district", "sitting"], name="one_summary_of_a_district")
        ]
        indexes = [models.Index(fields=["sitting", "district"], name="summary_by_sitting")]

    def __str__(self):
        return f"{self.district}, {self.sitting}"


class RegionSummaryQuerySet(ScopedQuerySet):
    region_path = "region"


class RegionSummary(Summary):
    """The sums of one region out of those of its districts: the country has too many districts for a page."""

    region = models.ForeignKey(  # the unique key begins with it
        Region, verbose_name="регион", on_delete=models.CASCADE, related_name="+", db_index=False
    )

    objects = RegionSummaryQuerySet.as_manager()

    class Meta:
        verbose_name = "итог региона"
        verbose_name_plural = "итоги регионов"
        constraints = [models.UniqueConstraint(fields=["region", "sitting"], name="one_summary_of_a_region")]

    def __str__(self):
        return f"{self.region}, {self.sitting}"
