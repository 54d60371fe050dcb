"""Carrying out a plan: its measures in force, reports on them, countable results."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from portal.core.russian import number
from portal.core.scoping import ScopedQuerySet
from portal.core.workflow import WorkflowModel, workflow_constraints
from roadmaps.enums import OPEN_REPORT, REPORT_TRANSITIONS, Outcome, Recurrence, ReportStatus
from roadmaps.models.roadmap import Roadmap

#: what stands where sections are named and a plan has none
NO_SECTION = "Без раздела"


class MeasureInForceQuerySet(ScopedQuerySet):
    region_path = "roadmap__district__region"
    district_path = "roadmap__district"
    school_path = "roadmap__school"


class MeasureInForce(models.Model):
    """A measure as it was approved last; reports are written on this row, never on the draft.

    The row outlives editions: the next approved one writes its wording over it, and where that one
    no longer has the measure, `removed_in` names the version. `measure_id` is the number of the
    measure in the text (MeasureContent.id), without a foreign key: the draft may drop the row.
    """

    roadmap = models.ForeignKey(Roadmap, on_delete=models.PROTECT, related_name="in_force")
    measure_id = models.BigIntegerField("номер меры в тексте")
    position = models.PositiveSmallIntegerField("порядок в плане")
    number = models.CharField("номер", max_length=10)
    section_place = models.PositiveSmallIntegerField("номер раздела", default=1)
    section = models.CharField("раздел", max_length=300, blank=True)
    name = models.TextField("мероприятие")
    form = models.CharField("форма проведения", max_length=120, blank=True)
    term = models.CharField("срок", max_length=200, blank=True)
    starts_on = models.DateField("начало", null=True)
    ends_on = models.DateField("окончание", null=True)
    recurrence = models.CharField("повторение", max_length=12, choices=Recurrence, blank=True)
    responsible = models.TextField("ответственный", blank=True)
    expected = models.TextField("ожидаемый результат", blank=True)
    removed_in = models.PositiveIntegerField("снята версией", null=True)

    objects = MeasureInForceQuerySet.as_manager()

    class Meta:
        verbose_name = "мера в силе"
        verbose_name_plural = "меры в силе"
        ordering = ["roadmap", "position"]
        constraints = [models.UniqueConstraint(fields=["roadmap", "measure_id"], name="one_measure_in_force")]
        indexes = [models.Index(fields=["ends_on"])]

    def __str__(self) -> str:
        return f"{self.number}. {self.name[:80]}"

    def get_absolute_url(self) -> str:
        return reverse("roadmaps:measure", args=[self.pk])

    @property
    def section_name(self) -> str:
        """Its section, as pages of several plans name it."""
        return self.section or NO_SECTION


class MeasureReportQuerySet(ScopedQuerySet):
    region_path = "measure__roadmap__district__region"
    district_path = "measure__roadmap__district"
    school_path = "measure__roadmap__school"


class MeasureReport(WorkflowModel):
    """What was done on a measure, by its school, or by the department for the plan of the district.

    An accepted report is not changed: what is done later is the next report of the measure, so a
    measure has one open report at most.
    """

    TRANSITIONS = REPORT_TRANSITIONS

    measure = models.ForeignKey(
        MeasureInForce, verbose_name="мера", on_delete=models.PROTECT, related_name="reports"
    )
    number = models.PositiveSmallIntegerField("номер отчёта")
    status = models.CharField("состояние", max_length=10, choices=ReportStatus, default=ReportStatus.DRAFT)
    outcome = models.CharField("исполнение", max_length=10, choices=Outcome, blank=True)
    text = models.TextField("что сделано", blank=True)
    began_on = models.DateField("начато", null=True, blank=True)
    done_on = models.DateField("проведено", null=True, blank=True)
    saved_at = models.DateTimeField("сохранено", null=True)

    objects = MeasureReportQuerySet.as_manager()

    class Meta:
        verbose_name = "отчёт о мере"
        verbose_name_plural = "отчёты о мерах"
        ordering = ["measure", "number"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "number"], name="one_report_of_a_number"),
            models.UniqueConstraint(
                fields=["measure"], name="one_open_report_of_a_measure", condition=Q(status__in=OPEN_REPORT)
            ),
            models.CheckConstraint(
                name="report_ends_after_it_begins",
                condition=Q(began_on=None) | Q(done_on=None) | Q(done_on__gte=F("began_on")),
            ),
            *workflow_constraints("report", ReportStatus.ACCEPTED),
        ]

    def __str__(self) -> str:
        return f"Отчёт {self.number} о мере {self.measure.number}"

    def get_absolute_url(self) -> str:
        return reverse("roadmaps:report", args=[self.pk])

    @property
    def state(self) -> str:
        """Its status in a word: what was sent before its measure was removed waits for nobody any more."""
        if self.status == ReportStatus.SUBMITTED and self.measure.removed_in is not None:
            return "не проверен"
        return self.get_status_display()

    @property
    def district_id(self) -> int:
        """For the trail of deeds."""
        return self.measure.roadmap.district_id


class ResultLine(models.Model):
    """A countable result: 3 (quantity) педагога (unit) прошли курсы (what)."""

    report = models.ForeignKey(MeasureReport, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField("порядок")
    #: a draft may lack either; a report that is sent has both
    quantity = models.DecimalField("сколько", max_digits=9, decimal_places=2, null=True, blank=True)
    unit = models.CharField("кого или чего", max_length=60, blank=True)
    what = models.CharField("что сделано", max_length=200, blank=True)

    class Meta:
        verbose_name = "результат в числах"
        verbose_name_plural = "результаты в числах"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(name="result_line_is_not_negative", condition=Q(quantity__gte=0))
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (number(self.quantity), self.unit, self.what) if part)
