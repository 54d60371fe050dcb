from django.db import models
from django.urls import reverse

from portal.core.russian import date_ru
from portal.core.scoping import ScopedQuerySet
from portal.core.workflow import WorkflowModel, workflow_constraints
from reports.enums import MEETING_EDITABLE, MEETING_TRANSITIONS, MeetingStatus, Vote
from schools.models import District


class MeetingQuerySet(ScopedQuerySet):
    region_path = "district__region"
    district_path = "district"


class Meeting(WorkflowModel):
    """A sitting of a working group; its minutes are the protocol.

    Names are kept as they are printed: in the right case, initials first.
    """

    TRANSITIONS = MEETING_TRANSITIONS

    district = models.ForeignKey(
        District, verbose_name="район", on_delete=models.PROTECT, related_name="meetings"
    )
    status = models.CharField("состояние", max_length=10, choices=MeetingStatus, default=MeetingStatus.DRAFT)
    date = models.DateField("дата заседания")
    number = models.CharField("номер протокола", max_length=20, blank=True)
    body = models.CharField("чьё заседание", max_length=500)
    place = models.CharField("место", max_length=200, blank=True)
    chair_post = models.CharField("должность председателя", max_length=150, blank=True)
    chair_name = models.CharField("председатель", max_length=100)
    secretary_name = models.CharField("секретарь", max_length=100, blank=True)
    present = models.TextField("присутствовали", blank=True)
    vote = models.CharField("голосование", max_length=10, choices=Vote, default=Vote.UNANIMOUS)
    votes_for = models.PositiveSmallIntegerField("за", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField("против", null=True, blank=True)
    votes_abstained = models.PositiveSmallIntegerField("воздержались", null=True, blank=True)
    saved_at = models.DateTimeField("сохранено", null=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "заседание"
        verbose_name_plural = "заседания"
        ordering = ["-date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "date", "body"], name="one_meeting_of_a_body_and_day"
            ),
            models.CheckConstraint(
                name="votes_are_counted_or_unanimous",
                condition=models.Q(vote=Vote.COUNTED, votes_for__isnull=False)
                | models.Q(vote=Vote.UNANIMOUS, votes_for=None, votes_against=None, votes_abstained=None),
            ),
            *workflow_constraints("meeting", MeetingStatus.FINAL),
        ]

    def __str__(self):
        number = f" № {self.number}" if self.number else ""
        return f"Протокол от {date_ru(self.date)}{number}"

    def get_absolute_url(self):
        return reverse("reports:meeting", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.status in MEETING_EDITABLE

    @property
    def is_final(self) -> bool:
        return self.status == MeetingStatus.FINAL


class MeetingPart(models.Model):
    """A numbered line of the minutes; `position` counts from 1."""

    position = models.PositiveSmallIntegerField("порядок")

    class Meta:
        abstract = True
        ordering = ["position"]


class AgendaItem(MeetingPart):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    topic = models.TextField("вопрос повестки")

    class Meta(MeetingPart.Meta):
        verbose_name = "вопрос повестки"
        verbose_name_plural = "повестка дня"
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="agenda_position")]

    def __str__(self):
        return self.topic


class Speech(MeetingPart):
    """«Слушали: методиста И. О. Фамилию по вопросу … (Приложение 1)»."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="speeches")
    speaker = models.CharField("кого слушали", max_length=200)
    topic = models.TextField("по вопросу")
    appendix = models.PositiveSmallIntegerField("приложение", null=True, blank=True)

    class Meta(MeetingPart.Meta):
        verbose_name = "выступление"
        verbose_name_plural = "слушали"
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="speech_position")]

    def __str__(self):
        return f"{self.speaker}: {self.topic}"


class Decision(MeetingPart):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    text = models.TextField("решение")

    class Meta(MeetingPart.Meta):
        verbose_name = "решение"
        verbose_name_plural = "постановили"
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="decision_position")]

    def __str__(self):
        return self.text
