from datetime import date

import factory
from django.utils import timezone

from reports import models
from reports.enums import DocumentKind
from tests.factories.schools import DistrictFactory


class MeetingFactory(factory.django.DjangoModelFactory):
    """A draft without any line; AgendaItemFactory and the others add them."""

    class Meta:
        model = models.Meeting

    district = factory.SubFactory(DistrictFactory)
    date = date(2021, 5, 20)
    number = factory.Sequence(lambda n: str(n + 1))
    body = factory.Sequence(lambda n: f"Заседание проверочной группы {n}")
    chair_post = "Председатель"
    chair_name = "И. О. Проверяев"
    saved_at = factory.LazyFunction(timezone.now)


class AgendaItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.LazyAttribute(lambda row: row.meeting.agenda.count() + 1)
    topic = factory.Sequence(lambda n: f"О вопросе {n}")


class SpeechFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Speech

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.LazyAttribute(lambda row: row.meeting.speeches.count() + 1)
    speaker = "методиста И. О. Докладчикову"
    topic = "О результатах мониторинга"
    appendix = 1


class DecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Decision

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.LazyAttribute(lambda row: row.meeting.decisions.count() + 1)
    text = factory.Sequence(lambda n: f"Принять решение {n}.")


class ReportRunFactory(factory.django.DjangoModelFactory):
    """A queued order of dynamics, sent just now."""

    class Meta:
        model = models.ReportRun

    district = factory.SubFactory(DistrictFactory)
    kind = DocumentKind.DYNAMICS
    year = 2021
    fingerprint = factory.Sequence(lambda n: f"{n:064d}")
    sent_at = factory.LazyFunction(timezone.now)


def full_meeting(**fields) -> models.Meeting:
    """A draft with an agenda, a speech and a decision: ready to be sent."""
    meeting = MeetingFactory(**fields)
    AgendaItemFactory(meeting=meeting)
    SpeechFactory(meeting=meeting)
    DecisionFactory(meeting=meeting)
    return meeting
