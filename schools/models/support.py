from django.db import models

from portal.core.russian import academic_year, bare_number, date_ru
from portal.core.scoping import ScopedQuerySet
from schools.enums import ActKind, ListKind, ListLevel
from schools.models.place import District
from schools.models.school import School


class LegalActQuerySet(ScopedQuerySet):
    region_path = "district__region"
    district_path = "district"


class LegalAct(models.Model):
    """An order or a letter on which a list, a plan or a check rests."""

    district = models.ForeignKey(
        District, verbose_name="район", on_delete=models.PROTECT, related_name="legal_acts"
    )
    kind = models.CharField("вид", max_length=10, choices=ActKind)
    number = models.CharField("номер", max_length=40, blank=True)
    date = models.DateField("дата")
    issuer = models.CharField("кто издал", max_length=300)
    title = models.CharField("о чём", max_length=500, blank=True)

    objects = LegalActQuerySet.as_manager()

    class Meta:
        verbose_name = "правовой акт"
        verbose_name_plural = "правовые акты"
        ordering = ["-date", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "kind", "number", "date", "issuer"], name="one_legal_act"
            )
        ]

    def __str__(self):
        number = f" № {self.bare_number}" if self.number else ""
        return f"{self.get_kind_display()} от {date_ru(self.date)}{number}"

    @property
    def bare_number(self) -> str:
        """As it is printed behind «№»: acts entered with the sign are printed like the others."""
        return bare_number(self.number, self.date)


class SupportListQuerySet(ScopedQuerySet):
    region_path = "district__region"
    district_path = "district"
    school_path = "entries__school"

    def permitted(self, user, permission: str):
        return super().permitted(user, permission).distinct()


class SupportList(models.Model):
    """The part of an official list that concerns one district; it comes from a legal act."""

    district = models.ForeignKey(
        District, verbose_name="район", on_delete=models.PROTECT, related_name="support_lists"
    )
    kind = models.CharField("перечень", max_length=10, choices=ListKind)
    level = models.CharField("уровень", max_length=10, choices=ListLevel)
    year = models.PositiveSmallIntegerField("учебный год", help_text="Год начала: 2020 для 2020/21")
    legal_act = models.ForeignKey(
        LegalAct, verbose_name="основание", on_delete=models.PROTECT, related_name="lists"
    )

    objects = SupportListQuerySet.as_manager()

    class Meta:
        verbose_name = "перечень"
        verbose_name_plural = "перечни"
        ordering = ["-year", "kind", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "kind", "level", "year"], name="one_list_of_a_kind_and_year"
            )
        ]

    def __str__(self):
        return f"Перечень {self.get_kind_display()}, {self.get_level_display()}, {academic_year(self.year)}"


class SupportListEntry(models.Model):
    support_list = models.ForeignKey(SupportList, on_delete=models.CASCADE, related_name="entries")
    school = models.ForeignKey(
        School, verbose_name="школа", on_delete=models.PROTECT, related_name="list_entries"
    )

    class Meta:
        verbose_name = "школа перечня"
        verbose_name_plural = "школы перечня"
        ordering = ["school"]
        constraints = [
            models.UniqueConstraint(fields=["support_list", "school"], name="school_stands_once_in_a_list")
        ]

    def __str__(self):
        return str(self.school)
