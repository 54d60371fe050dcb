from typing import Self

from django.db import models
from django.urls import reverse

from portal.core.russian import academic_year
from portal.core.scoping import ScopedQuerySet
from portal.core.workflow import WorkflowModel, workflow_constraints
from roadmaps.enums import EDITABLE, EXCLUSION_TRANSITIONS, ExclusionStatus
from roadmaps.models.approved import ApprovedVersion
from schools.models import District, School


class ExclusionQuerySet(ScopedQuerySet):
    region_path = "district__region"
    district_path = "district"
    school_path = "school"

    def with_places(self) -> Self:
        return self.select_related("district", "school", "submitted_by", "decided_by", "edited_by")


class ExclusionCase(WorkflowModel):
    """Why a school may leave the support list after a year; one ground stands on one line."""

    TRANSITIONS = EXCLUSION_TRANSITIONS

    district = models.ForeignKey(
        District, verbose_name="район", on_delete=models.PROTECT, related_name="exclusion_cases"
    )
    school = models.ForeignKey(
        School, verbose_name="школа", on_delete=models.PROTECT, related_name="exclusion_cases"
    )
    year = models.PositiveSmallIntegerField("учебный год", help_text="Год начала: 2020 для 2020/21")
    grounds = models.TextField("основания", blank=True)
    conclusion = models.TextField("вывод", blank=True)
    status = models.CharField(
        "состояние", max_length=10, choices=ExclusionStatus, default=ExclusionStatus.DRAFT
    )

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        verbose_name = "обоснование исключения"
        verbose_name_plural = "обоснования исключения"
        ordering = ["-year", "school"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year"], name="one_exclusion_case_of_a_school_and_year"
            ),
            *workflow_constraints("exclusion", ExclusionStatus.APPROVED),
        ]

    def __str__(self) -> str:
        return f"{self.school}, {academic_year(self.year)}"

    def get_absolute_url(self) -> str:
        return reverse("roadmaps:exclusion-detail", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def ground_lines(self) -> list[str]:
        return [line.strip() for line in self.grounds.splitlines() if line.strip()]

    @property
    def last_version(self) -> "ExclusionVersion | None":
        return next(iter(self.versions.all()), None)


class ExclusionVersionQuerySet(ScopedQuerySet):
    region_path = "case__district__region"
    district_path = "case__district"
    school_path = "case__school"


class ExclusionVersion(ApprovedVersion):
    """An approved edition of an exclusion case; it stays in force while the next one is written."""

    case = models.ForeignKey(ExclusionCase, on_delete=models.PROTECT, related_name="versions")

    objects = ExclusionVersionQuerySet.as_manager()

    class Meta(ApprovedVersion.Meta):
        verbose_name = "утверждённое обоснование"
        verbose_name_plural = "утверждённые обоснования"
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_exclusion_version_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.case}, версия {self.number}"
