from django.db import models
from django.utils.functional import cached_property

from portal.core.scoping import ScopedQuerySet
from schools.enums import Programme, SchoolKind
from schools.models.ordering import OrderKeyField
from schools.models.place import District
from schools.naming import match_key


class SchoolQuerySet(ScopedQuerySet):
    region_path = "district__region"
    district_path = "district"
    school_path = "pk"


def _one_in_a_district(field: str, name: str, message: str) -> models.UniqueConstraint:
    """A value that no two schools of a district share; several may have none.

    The code of the error is the field, so that a form shows it there.
    """
    return models.UniqueConstraint(
        fields=["district", field],
        name=name,
        condition=~models.Q((field, "")),
        violation_error_code=field,
        violation_error_message=message,
    )


class School(models.Model):
    """A school of the register; other spellings of its name are its aliases."""

    district = models.ForeignKey(
        District, verbose_name="район", on_delete=models.PROTECT, related_name="schools"
    )
    short_name = models.CharField("краткое наименование", max_length=200)
    key = models.CharField("ключ сравнения", max_length=200, editable=False, db_index=True)
    order_key = OrderKeyField("ключ порядка", of="short_name")
    full_name = models.CharField("полное наименование", max_length=500, blank=True)
    kind = models.CharField("вид", max_length=10, choices=SchoolKind, blank=True)
    oo_code = models.CharField("код ОО", max_length=20, blank=True)
    fis_oko_login = models.CharField("логин ФИС ОКО", max_length=40, blank=True)
    growth_point_opened_on = models.DateField("«Точка роста» открыта", null=True, blank=True)
    is_active = models.BooleanField("действует", default=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = "школа"
        verbose_name_plural = "школы"
        ordering = ["order_key", "pk"]
        constraints = [
            _one_in_a_district(
                "short_name", "school_name_in_district", "Школа с таким названием в районе уже есть."
            ),
            _one_in_a_district(
                "oo_code", "school_code_in_district", "Этот код ОО уже есть у другой школы района."
            ),
            _one_in_a_district(
                "fis_oko_login", "school_login_in_district", "Этот логин уже есть у другой школы района."
            ),
        ]

    def __str__(self):
        return self.short_name

    def save(self, *args, update_fields=None, **kwargs):
        self.key = match_key(self.short_name)
        if update_fields is not None and "short_name" in update_fields:
            update_fields = {*update_fields, "key", "order_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def place_in_lists(self) -> tuple[str, int]:
        """For rows that the database has not put in order."""
        return self.order_key, self.pk

    def teaches(self, level: str, year: int) -> bool:
        """Whether the school taught `level` in the academic year that starts in `year`.

        A school about whose programmes nothing is known is taken to teach everything: a wrong
        «нет такой ступени» would hide a missing result.
        """
        return not self.taught or any(
            taught == level and (begin or year) <= year <= (end or year) for taught, begin, end in self.taught
        )

    @cached_property
    def taught(self) -> list[tuple[str, int | None, int | None]]:
        """(level, from, to) of its programmes; `with_taught` fills it for many schools at once."""
        return [(row.level, row.from_year, row.to_year) for row in self.programmes.all()]


class SchoolAlias(models.Model):
    """Another spelling under which files and papers know the school."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField("другое название", max_length=500)
    key = models.CharField("ключ сравнения", max_length=500, editable=False, db_index=True)

    class Meta:
        verbose_name = "другое название"
        verbose_name_plural = "другие названия"
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="one_alias_of_a_school")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.key = match_key(self.name)
        super().save(*args, **kwargs)


class SchoolProgramme(models.Model):
    """A level taught from one academic year to another; an empty end is open."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="programmes")
    level = models.CharField("уровень", max_length=3, choices=Programme)
    from_year = models.PositiveSmallIntegerField("с учебного года", null=True, blank=True)
    to_year = models.PositiveSmallIntegerField("по учебный год", null=True, blank=True)

    class Meta:
        verbose_name = "уровень образования"
        verbose_name_plural = "уровни образования"
        ordering = ["level", "from_year"]
        constraints = [
            models.CheckConstraint(
                name="programme_ends_after_it_begins",
                condition=models.Q(from_year__isnull=True)
                | models.Q(to_year__isnull=True)
                | models.Q(to_year__gte=models.F("from_year")),
            )
        ]

    def __str__(self):
        return self.get_level_display()

    def covers(self, year: int) -> bool:
        return (self.from_year or year) <= year <= (self.to_year or year)
