from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from portal.accounts.models import User
from portal.core.scoping import ScopedQuerySet
from portal.core.workflow import WorkflowModel, workflow_constraints
from roadmaps.enums import (
    DECIDED,
    EDITABLE,
    FROZEN,
    ROADMAP_TRANSITIONS,
    PlanPeriod,
    Recurrence,
    RoadmapStatus,
)
from roadmaps.models.approved import ApprovedVersion
from roadmaps.models.plan_year import PlanYear
from roadmaps.models.risk import RiskFactor
from schools.models import District, LegalAct, School


class RoadmapQuerySet(ScopedQuerySet):
    region_path = "district__region"
    district_path = "district"
    school_path = "school"

    def with_places(self) -> Self:
        return self.select_related("district", "school", "submitted_by", "decided_by", "edited_by")

    def of_academic_year(self, year: int) -> Self:
        """The plan of an academic year stands first, then that of the calendar year in which it ends."""
        academic = Q(year=year, period=PlanPeriod.ACADEMIC)
        return self.filter(academic | Q(year=year + 1, period=PlanPeriod.CALENDAR)).order_by("year", "pk")

    def with_editions(self) -> Self:
        """With the approved editions, newest first, and the orders and people that stand behind them."""
        versions = RoadmapVersion.objects.select_related("approved_by", "act")
        return self.with_places().prefetch_related(models.Prefetch("versions", versions))

    def with_content(self) -> Self:
        """All that a page or a snapshot reads, in a constant number of queries."""
        return self.with_editions().prefetch_related("sections__measures__risk_factor")


class Roadmap(WorkflowModel):
    """The measures of one school for one plan year; without a school, the plan of the district.

    `year` is the year in which the plan year begins: 2020 for 2020/21 and for a plan of the
    calendar year 2020; `period` tells which of the two it is.
    """

    TRANSITIONS = ROADMAP_TRANSITIONS

    district = models.ForeignKey(
        District, verbose_name="район", on_delete=models.PROTECT, related_name="roadmaps"
    )
    school = models.ForeignKey(
        School, verbose_name="школа", null=True, blank=True, on_delete=models.PROTECT, related_name="roadmaps"
    )
    year = models.PositiveSmallIntegerField("год плана", help_text="Год начала: 2020 для 2020/21")
    period = models.CharField("на какой год", max_length=8, choices=PlanPeriod, default=PlanPeriod.ACADEMIC)
    title = models.CharField("название", max_length=300)
    status = models.CharField("состояние", max_length=10, choices=RoadmapStatus, default=RoadmapStatus.DRAFT)

    objects = RoadmapQuerySet.as_manager()

    class Meta:
        verbose_name = "дорожная карта"
        verbose_name_plural = "дорожные карты"
        ordering = ["-year", models.F("school__order_key").asc(nulls_first=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year", "period"], name="one_roadmap_of_a_school_and_year"
            ),
            models.UniqueConstraint(
                fields=["district", "year", "period"],
                name="one_plan_of_a_district_and_year",
                condition=Q(school=None),
            ),
            *workflow_constraints("roadmap", *DECIDED),
        ]

    def __str__(self) -> str:
        return f"{self.owner_name}, {self.year_name}"

    def get_absolute_url(self) -> str:
        return reverse("roadmaps:detail", args=[self.pk])

    @property
    def owner_name(self) -> str:
        """Whose plan it is, as a reader would say it."""
        return str(self.school or f"План района: {self.district}")

    @property
    def plan_year(self) -> PlanYear:
        return PlanYear(self.year, self.period)

    @property
    def year_name(self) -> str:
        """«2020/21», or «2020» for a plan of a calendar year."""
        return str(self.plan_year)

    @property
    def academic_year(self) -> int:
        """The academic year of the plan; that of a calendar plan is the one that ends in its year."""
        return self.year if self.period == PlanPeriod.ACADEMIC else self.year - 1

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the plan year."""
        return self.plan_year.days

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def is_frozen(self) -> bool:
        """Paused or closed: everything can be read and nothing written."""
        return self.status in FROZEN

    @property
    def last_version(self) -> "RoadmapVersion | None":
        """The edition that was approved last; it stays in force while the next one is written."""
        return next(iter(self.versions.all()), None)

    def edition_on(self, day: date) -> "RoadmapVersion | None":
        """The edition in force on `day`; where none has begun yet, the one that was approved last."""
        editions = list(self.versions.all())
        begun = [row for row in editions if row.in_force_on is None or row.in_force_on <= day]
        return next(iter(begun or editions), None)


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
    """One measure of the text. The wording of its term is kept as written, the dates stand beside it."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="measures")
    position = models.PositiveSmallIntegerField("порядок")
    name = models.TextField("мероприятие", blank=True)
    form = models.CharField("форма проведения", max_length=120, blank=True)
    term = models.CharField("срок", max_length=200, blank=True)
    starts_on = models.DateField("начало", null=True, blank=True)
    ends_on = models.DateField("окончание", null=True, blank=True)
    recurrence = models.CharField("повторение", max_length=12, choices=Recurrence, blank=True)
    #: for which the days were typed, while nobody has said whether they hold for the wording that came after
    earlier_term = models.CharField("прежний срок", max_length=200, blank=True)
    responsible = models.TextField("ответственный", blank=True)
    expected = models.TextField("ожидаемый результат", blank=True)
    addressee = models.CharField("для кого", max_length=200, blank=True)
    risk_factor = models.ForeignKey(
        RiskFactor,
        verbose_name="фактор риска",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    indicator = models.CharField("показатель", max_length=300, blank=True)
    resources = models.CharField("ресурсы", max_length=500, blank=True)
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
    """An approved edition of a roadmap, with the order by which it was approved."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.PROTECT, related_name="versions")
    act = models.ForeignKey(
        LegalAct, verbose_name="приказ", null=True, on_delete=models.PROTECT, related_name="+"
    )
    in_force_on = models.DateField("действует с", null=True)

    objects = RoadmapVersionQuerySet.as_manager()

    class Meta(ApprovedVersion.Meta):
        verbose_name = "утверждённая версия карты"
        verbose_name_plural = "утверждённые версии карт"
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "number"], name="one_roadmap_version_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.roadmap}, версия {self.number}"
