from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from portal.accounts.models import User
from portal.core.russian import academic_year
from portal.core.scoping import ScopedQuerySet
from portal.core.workflow import WorkflowModel, workflow_constraints
from roadmaps.enums import EDITABLE, ROADMAP_TRANSITIONS, RoadmapStatus
from roadmaps.models.approved import ApprovedVersion
from schools.models import District, School


class RoadmapQuerySet(ScopedQuerySet):
    region_path = "district__region"
    district_path = "district"
    school_path = "school"

    def with_places(self) -> Self:
        return self.select_related("district", "school", "submitted_by", "decided_by", "edited_by")

    def with_content(self) -> Self:
        """All that a page or a snapshot reads, in a constant number of queries."""
        return self.with_places().prefetch_related("sections__measures", "versions__approved_by")


class Roadmap(WorkflowModel):
    """The measures of one school for one academic year; without a school, the plan of the district."""

    TRANSITIONS = ROADMAP_TRANSITIONS
    DECIDED = RoadmapStatus.APPROVED

    district = models.ForeignKey(
        District, verbose_name="район", on_delete=models.PROTECT, related_name="roadmaps"
    )
    school = models.ForeignKey(
        School, verbose_name="школа", null=True, blank=True, on_delete=models.PROTECT, related_name="roadmaps"
    )
    year = models.PositiveSmallIntegerField("учебный год", help_text="Год начала: 2020 для 2020/21")
    title = models.CharField("название", max_length=300)
    status = models.CharField("состояние", max_length=10, choices=RoadmapStatus, default=RoadmapStatus.DRAFT)

    objects = RoadmapQuerySet.as_manager()

    class Meta:
        verbose_name = "дорожная карта"
        verbose_name_plural = "дорожные карты"
        ordering = ["-year", "school__short_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "year"], name="one_roadmap_of_a_school_and_year"),
            models.UniqueConstraint(
                fields=["district", "year"], name="one_plan_of_a_district_and_year", condition=Q(school=None)
            ),
            *workflow_constraints("roadmap", RoadmapStatus.APPROVED),
        ]

    def __str__(self) -> str:
        return f"{self.owner_name}, {academic_year(self.year)}"

    def get_absolute_url(self) -> str:
        return reverse("roadmaps:detail", args=[self.pk])

    @property
    def owner_name(self) -> str:
        """Whose plan it is, as a reader would say it."""
        return str(self.school or f"План района: {self.district}")

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def last_version(self) -> "RoadmapVersion | None":
        """The edition that was approved last; it stays in force while the next one is written."""
        return next(iter(self.versions.all()), None)


class Section(models.Model):
    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField("порядок")
    title = models.CharField("название раздела", max_length=300, blank=True)

    class Meta:
        verbose_name = "раздел"
        verbose_name_plural = "разделы"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title or f"раздел {self.position}"


def actor_of(instance: models.Model, **_kwargs: object) -> object:
    """The actor that the service names; the signed-in person of a request may be another one."""
    return getattr(instance, "changed_by", None)


class Measure(models.Model):
    """One measure. The wording of its term is kept as written, the dates stand beside it."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="measures")
    position = models.PositiveSmallIntegerField("порядок")
    name = models.TextField("мероприятие и форма проведения", blank=True)
    term = models.CharField("срок", max_length=200, blank=True)
    starts_on = models.DateField("начало", null=True, blank=True)
    ends_on = models.DateField("окончание", null=True, blank=True)
    responsible = models.CharField("ответственный", max_length=300, blank=True)
    result = models.TextField("результат", blank=True)

    #: the actor of the write that is under way; not a column
    changed_by: User | None = None

    history = HistoricalRecords(get_user=actor_of)

    class Meta:
        verbose_name = "мера"
        verbose_name_plural = "меры"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="measure_ends_after_it_begins",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        return self.name[:80]


class RoadmapVersionQuerySet(ScopedQuerySet):
    region_path = "roadmap__district__region"
    district_path = "roadmap__district"
    school_path = "roadmap__school"


class RoadmapVersion(ApprovedVersion):
    """An approved edition of a roadmap; the protocol prints these and nothing else."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.PROTECT, related_name="versions")

    objects = RoadmapVersionQuerySet.as_manager()

    class Meta(ApprovedVersion.Meta):
        verbose_name = "утверждённая версия карты"
        verbose_name_plural = "утверждённые версии карт"
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "number"], name="one_roadmap_version_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.roadmap}, версия {self.number}"
