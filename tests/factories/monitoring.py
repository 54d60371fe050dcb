import factory

from monitoring import models
from monitoring.enums import Exam, ResultStatus, Scale
from tests.factories.schools import DistrictFactory, SchoolFactory


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


class ImportBatchFactory(factory.django.DjangoModelFactory):
    """A preview of a file in which nothing was found."""

    class Meta:
        model = models.ImportBatch

    district = factory.SubFactory(DistrictFactory)
    file_name = "marks.xlsx"
    format = "flat-marks"
    digest = factory.Sequence(lambda n: f"{n:064d}")
    parsed = factory.LazyFunction(
        lambda: {
            "format": "flat-marks",
            "rows_read": 0,
            "facts": [],
            "problems": [],
            "schools": [],
            "sittings": [],
            "shapes": [],
            "rows": [],
        }
    )


class MarkScaleFactory(factory.django.DjangoModelFactory):
    """By default that of Russian in class 5."""

    class Meta:
        model = models.MarkScale
        django_get_or_create = ("subject", "programme_grade", "year", "season")

    subject = factory.SubFactory(SubjectFactory)
    programme_grade = 5
    year = 2021
    season = "spring"
    from3, from4, from5, maximum = 18, 29, 39, 45
    source = "Письмо о проведении ВПР"
