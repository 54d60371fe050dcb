from django.db import models
from django.db.models import Q

from monitoring.models.sitting import Sitting
from portal.core.scoping import ScopedQuerySet
from schools.models import District, School


class OfSchoolQuerySet(ScopedQuerySet):
    region_path = "district__region"
    district_path = "district"
    school_path = "school"


class JournalComparison(models.Model):
    """How many pupils got less, the same or more at a ВПР than in the journal («Сравнение отметок»)."""

    school = models.ForeignKey(  # the unique key begins with it
        School, verbose_name="школа", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    district = models.ForeignKey(District, verbose_name="район", on_delete=models.PROTECT, related_name="+")
    sitting = models.ForeignKey(
        Sitting, verbose_name="процедура", on_delete=models.PROTECT, related_name="journals"
    )
    participants = models.PositiveIntegerField("участников")
    lowered = models.PositiveIntegerField("понизили")
    confirmed = models.PositiveIntegerField("подтвердили")
    raised = models.PositiveIntegerField("повысили")
    source = models.CharField("источник", max_length=200, blank=True)

    objects = OfSchoolQuerySet.as_manager()

    class Meta:
        verbose_name = "сравнение с журналом"
        verbose_name_plural = "сравнения с журналом"
        constraints = [
            models.UniqueConstraint(fields=["school", "sitting"], name="one_comparison_of_a_sitting")
        ]

    def __str__(self):
        return f"{self.school}, {self.sitting}: {self.lowered}/{self.confirmed}/{self.raised}"


class BiasMarkers(models.Model):
    """Official signs of biased ВПР of one school and year: classes 4 and 5, Russian and mathematics.

    Null: the list says nothing of that work. Counted 0–4, as regions publish it.
    """

    school = models.ForeignKey(  # the unique key begins with it
        School, verbose_name="школа", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    district = models.ForeignKey(District, verbose_name="район", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("год")
    rus4 = models.BooleanField("русский язык, 4 класс", null=True)
    math4 = models.BooleanField("математика, 4 класс", null=True)
    rus5 = models.BooleanField("русский язык, 5 класс", null=True)
    math5 = models.BooleanField("математика, 5 класс", null=True)
    count = models.PositiveSmallIntegerField("маркеров")
    source = models.CharField("источник", max_length=200, blank=True)

    objects = OfSchoolQuerySet.as_manager()

    class Meta:
        verbose_name = "маркеры необъективности"
        verbose_name_plural = "маркеры необъективности"
        constraints = [
            models.UniqueConstraint(fields=["school", "year"], name="one_count_of_markers_a_year"),
            models.CheckConstraint(name="no_more_than_four_markers", condition=Q(count__lte=4)),
        ]

    def __str__(self):
        return f"{self.school}, {self.year}: {self.count}"
