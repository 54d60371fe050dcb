from decimal import Decimal

from django.db import models

from monitoring.enums import EXAM_PROGRAMME, SCALE_BOUNDS, Exam, Level, Scale, Season
from schools.enums import Programme
from schools.models import School


class Subject(models.Model):
    code = models.SlugField("код", max_length=10, unique=True)
    name = models.CharField("предмет", max_length=60)
    short_name = models.CharField("сокращение", max_length=20)
    is_core = models.BooleanField("обязательный", default=False)
    position = models.PositiveSmallIntegerField("порядок", default=0)

    class Meta:
        verbose_name = "предмет"
        verbose_name_plural = "предметы"
        ordering = ["position", "name"]

    def __str__(self):
        return self.name


class SittingQuerySet(models.QuerySet):
    def in_order(self):
        """As tables print them: all classes of a school before single ones, on every database."""
        return self.select_related("subject").order_by(
            "exam",
            "year",
            "-season",  # spring before autumn: in the alphabet they stand the other way round
            "subject__position",
            "subject__name",
            "level",
            models.F("grade").asc(nulls_first=True),
        )


class Sitting(models.Model):
    """One line of the exam calendar: what was written in one calendar year.

    `grade` is the class that wrote, `programme_grade` the class whose programme was checked (they
    differed in autumn 2020). A sitting without a grade is a summary over all classes of a school,
    as departments report ВПР.
    """

    exam = models.CharField("процедура", max_length=5, choices=Exam)
    subject = models.ForeignKey(
        Subject, verbose_name="предмет", on_delete=models.PROTECT, related_name="sittings"
    )
    level = models.CharField("уровень", max_length=7, choices=Level, blank=True, default="")
    year = models.PositiveSmallIntegerField("год")
    season = models.CharField("время года", max_length=6, choices=Season, default=Season.SPRING)
    grade = models.PositiveSmallIntegerField("класс", null=True, blank=True)
    programme_grade = models.PositiveSmallIntegerField("по программе класса", null=True, blank=True)
    scale = models.CharField("шкала", max_length=5, choices=Scale)
    minimum = models.DecimalField("минимальный балл", max_digits=5, decimal_places=2, null=True, blank=True)
    entry_minimum = models.DecimalField(
        "минимальный балл для поступления", max_digits=5, decimal_places=2, null=True, blank=True
    )
    is_held = models.BooleanField("проводилась", default=True)
    is_general = models.BooleanField(
        "для всех выпускников", default=True, help_text="Нет: только для отдельных категорий обучающихся"
    )
    source = models.CharField("источник", max_length=300, blank=True)
    edited_at = models.DateTimeField(
        "изменена администратором",
        null=True,
        editable=False,
        help_text="С этого времени поставляемый справочник её не перезаписывает",
    )

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = "оценочная процедура"
        verbose_name_plural = "календарь оценочных процедур"
        constraints = [
            models.UniqueConstraint(
                fields=["exam", "subject", "level", "year", "season", "grade", "programme_grade"],
                name="one_sitting",
                condition=models.Q(grade__isnull=False, programme_grade__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["exam", "subject", "level", "year", "season", "grade"],
                name="one_sitting_of_a_grade",
                condition=models.Q(grade__isnull=False, programme_grade__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["exam", "subject", "level", "year", "season"],
                name="one_summary_sitting",
                condition=models.Q(grade__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["exam", "year"])]

    def __str__(self):
        season = f", {self.get_season_display()}" if self.season == Season.AUTUMN else ""
        return f"{self.get_exam_display()} {self.year}{season}, {self.label}"

    @property
    def is_summary(self) -> bool:
        return self.grade is None

    @property
    def label(self) -> str:
        """«Математика, профильная», «Русский язык, 5 класс (по программе 4 класса)»."""
        parts = [self.subject.name]
        if self.level:
            parts.append(self.get_level_display())
        if self.exam == Exam.VPR:
            parts.append(self.grade_label)
        return ", ".join(parts)

    @property
    def grade_label(self) -> str:
        if self.grade is None:
            return "все классы"
        if self.programme_grade and self.programme_grade != self.grade:
            return f"{self.grade} класс (по программе {self.programme_grade} класса)"
        return f"{self.grade} класс"

    @property
    def is_obligatory(self) -> bool:
        """Whether every school that teaches the class owes its result."""
        return self.is_held and self.is_general and self.subject.is_core

    @property
    def programme(self) -> str | None:
        """The level of general education to which the class belongs; None for a summary over all classes."""
        if exam := EXAM_PROGRAMME.get(Exam(self.exam)):
            return exam
        if self.grade is None:
            return None
        return Programme.NOO if self.grade <= 4 else Programme.OOO if self.grade <= 9 else Programme.SOO

    def concerns(self, school: School) -> bool:
        """Whether the school taught the level of the class in that academic year, as far as is known."""
        began = self.year if self.season == Season.AUTUMN else self.year - 1
        return self.programme is None or school.teaches(self.programme, began)

    @property
    def lower_minimum(self) -> Decimal | None:
        """Who is below it has not passed: the lower of the year's minimums (русский язык: 24, not 36)."""
        return min((each for each in (self.minimum, self.entry_minimum) if each is not None), default=None)

    @property
    def bounds(self) -> tuple[int, int]:
        """The lowest and the highest possible mean on this sitting's scale."""
        return SCALE_BOUNDS[Scale(self.scale)]
