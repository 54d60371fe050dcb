import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models

from portal.core.scoping import ScopedQuerySet
from schools.models.ordering import OrderKeyField


def validate_zone(name: str) -> None:
    """A place has a zone by name, never an offset: Volgograd has changed its offset twice since 2018."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError("Такого часового пояса нет. Пример: Europe/Volgograd.")


class Region(models.Model):
    name = models.CharField("название", max_length=120, unique=True)

    class Meta:
        verbose_name = "регион"
        verbose_name_plural = "регионы"
        ordering = ["name"]

    def __str__(self):
        return self.name


class DistrictQuerySet(ScopedQuerySet):
    region_path = "region"
    district_path = "pk"
    school_path = "schools"

    def permitted(self, user, permission: str):
        # A person of two schools reaches their district by both.
        return super().permitted(user, permission).distinct()


class District(models.Model):
    """A municipal district or okrug: the tenant. Its department prints the documents."""

    region = models.ForeignKey(
        Region, verbose_name="регион", on_delete=models.PROTECT, related_name="districts"
    )
    code = models.SlugField("код", max_length=40, unique=True)
    name = models.CharField("название", max_length=120, help_text="Котельниковский район")
    order_key = OrderKeyField("ключ порядка", of="name")
    full_name = models.CharField("полное название", max_length=200)
    genitive = models.CharField(
        "родительный падеж", max_length=200, help_text="Котельниковского муниципального района"
    )
    department = models.CharField(
        "отдел образования", max_length=300, help_text="Как печатается в шапке документа"
    )
    timezone = models.CharField(
        "часовой пояс", max_length=40, default="Europe/Moscow", validators=[validate_zone]
    )

    objects = DistrictQuerySet.as_manager()

    class Meta:
        verbose_name = "район"
        verbose_name_plural = "районы"
        ordering = ["order_key", "pk"]

    def __str__(self):
        return self.name

    def save(self, *args, update_fields=None, **kwargs):
        if update_fields is not None and "name" in update_fields:
            update_fields = {*update_fields, "order_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.timezone)
