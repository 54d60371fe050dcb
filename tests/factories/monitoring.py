import factory

from monitoring import models
from monitoring.enums import Exam, ResultStatus, Scale
from tests.factories.schools import SchoolFactory


class SubjectFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Subject
        django_get_or_create = ("code",)

    code = "rus"
    name = "Русский язык"
    short_name = "Рус. яз."
    is_core = True
    position = 1


class SittingFactory(factory.django.DjangoModelFactory):
    """By default the summary of ВПР in Russian over all classes."""

    class Meta:
        model = models.Sitting

    exam = Exam.VPR
    subject = factory.SubFactory(SubjectFactory)
    year = 2021
    scale = Scale.MARK


class ResultFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Result

    school = factory.SubFactory(SchoolFactory)
    district = factory.SelfAttribute("school.district")
    sitting = factory.SubFactory(SittingFactory)
    status = ResultStatus.VALUE
    mean_mark = factory.Maybe("is_mark", yes_declaration="3.5", no_declaration=None)

    class Params:
        is_mark = factory.LazyAttribute(lambda row: row.status == "value" and row.sitting.scale == "mark")
