from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.accounts.enums import Role
from schools.models.place import District, Region
from schools.models.school import School

_AT_SCHOOL = [Role.SCHOOL, Role.CURATOR]
_AT_DISTRICT = [Role.METHODIST, Role.HEAD, Role.COORDINATOR]


class Membership(models.Model):
    """A role of a person in one place: a region, a district, a school, or the installation."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField("роль", max_length=12, choices=Role)
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.CASCADE, related_name="memberships"
    )
    district = models.ForeignKey(
        District, null=True, blank=True, on_delete=models.CASCADE, related_name="memberships"
    )
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.CASCADE, related_name="memberships"
    )

    class Meta:
        verbose_name = "роль"
        verbose_name_plural = "роли"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="role_has_its_kind_of_place",
                condition=Q(role__in=_AT_SCHOOL, region=None, district=None, school__isnull=False)
                | Q(role__in=_AT_DISTRICT, region=None, district__isnull=False, school=None)
                | Q(role=Role.OBSERVER, region__isnull=False, district=None, school=None)
                | Q(role=Role.ADMIN, region=None, district=None, school=None),
            ),
            models.UniqueConstraint(fields=["user", "role", "region"], name="one_role_in_a_region"),
            models.UniqueConstraint(fields=["user", "role", "district"], name="one_role_in_a_district"),
            models.UniqueConstraint(fields=["user", "role", "school"], name="one_role_in_a_school"),
            models.UniqueConstraint(fields=["user"], name="administrator_once", condition=Q(role=Role.ADMIN)),
        ]

    def __str__(self):
        return f"{self.get_role_display()}: {self.place_name}"

    @property
    def place_key(self) -> tuple[str | None, int | None]:
        """Which kind of place it is and its number; (None, None) for the whole installation."""
        for kind in ("region", "district", "school"):
            if (place_id := getattr(self, f"{kind}_id")) is not None:
                return kind, place_id
        return None, None

    @property
    def place_name(self) -> str:
        return str(self.school or self.district or self.region or "вся установка")
