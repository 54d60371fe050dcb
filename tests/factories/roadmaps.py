import uuid
from datetime import UTC, date, datetime

import factory
from django.utils import timezone

from portal.core.workflow import WorkflowModel
from roadmaps import models, services
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolFactory


class RoadmapFactory(factory.django.DjangoModelFactory):
    """A draft of a school for 2020/21; `school=None, district=...` is the plan of a district."""

    class Meta:
        model = models.Roadmap

    school = factory.SubFactory(SchoolFactory)
    district = factory.LazyAttribute(lambda row: row.school.district)
    year = 2020
    title = factory.LazyAttribute(lambda row: f"Дорожная карта {row.school or row.district}")


class SectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Section

    roadmap = factory.SubFactory(RoadmapFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Раздел {n}")


class MeasureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Measure

    section = factory.SubFactory(SectionFactory)
    position = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Семинар для учителей {n}")
    term = "май 2021"
    starts_on = date(2021, 5, 1)
    ends_on = date(2021, 5, 31)
    responsible = "заместитель директора"


class RiskFactorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.RiskFactor

    code = factory.Sequence(lambda n: f"risk-{n}")
    name = factory.Sequence(lambda n: f"Фактор {n}")
    position = factory.Sequence(lambda n: n + 1)


class ExclusionCaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ExclusionCase

    school = factory.SubFactory(SchoolFactory)
    district = factory.LazyAttribute(lambda row: row.school.district)
    year = 2020
    grounds = "Результаты ВПР устойчивы три года.\nПедагоги прошли курсы."
    conclusion = "Школу можно исключить из перечня."


class MeasureInForceFactory(factory.django.DjangoModelFactory):
    """A measure of a plan in force, without the approval that makes one: see `in_force`."""

    class Meta:
        model = models.MeasureInForce

    roadmap = factory.SubFactory(RoadmapFactory)
    measure_id = factory.Sequence(lambda n: 10_000 + n)
    position = factory.Sequence(lambda n: n + 1)
    number = factory.LazyAttribute(lambda row: str(row.position))
    section = "Кадры"
    name = factory.Sequence(lambda n: f"Семинар для учителей {n}")
    form = "семинар"
    term = "май 2021"
    starts_on = date(2021, 5, 1)
    ends_on = date(2021, 5, 31)


class MeasureReportFactory(factory.django.DjangoModelFactory):
    """A draft, the first of its measure; a decided state needs its people, so services make those."""

    class Meta:
        model = models.MeasureReport

    measure = factory.SubFactory(MeasureInForceFactory)
    number = 1
    saved_at = factory.LazyFunction(timezone.now)


class AcceptedReportFactory(MeasureReportFactory):
    """The measure was carried out on 20 May 2021, and another person has accepted the report."""

    status = "accepted"
    outcome = "done"
    text = "Проведено."
    done_on = date(2021, 5, 20)
    submitted_by = factory.SubFactory(UserFactory)
    submitted_at = datetime(2021, 5, 21, 9, tzinfo=UTC)
    decided_by = factory.SubFactory(UserFactory)
    decided_at = datetime(2021, 5, 22, 9, tzinfo=UTC)


class ResultLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ResultLine

    report = factory.SubFactory(AcceptedReportFactory)
    position = 1
    quantity = 3
    unit = "педагога"
    what = "получили удостоверение"


class EvidenceFactory(factory.django.DjangoModelFactory):
    """A row of a file that was never written: who asks for it is told that it is gone."""

    class Meta:
        model = models.Evidence

    report = factory.SubFactory(MeasureReportFactory)
    kind = "file"
    title = "Справка.pdf"
    file = factory.LazyAttribute(lambda row: f"evidence/{row.public_id}")
    public_id = factory.LazyFunction(uuid.uuid4)
    extension = "pdf"
    size = 100
    sha256 = "0" * 64


def in_force(measures: int = 1, *, author, head, **fields) -> list[models.MeasureInForce]:
    """The measures of an approved plan of so many measures."""
    roadmap = approved(roadmap_with(measures, **fields), author=author, head=head)
    return list(roadmap.in_force.all())


def roadmap_with(measures: int = 1, **fields) -> models.Roadmap:
    """A draft with one section of so many measures."""
    roadmap = RoadmapFactory(**fields)
    section = SectionFactory(roadmap=roadmap, position=1)
    MeasureFactory.create_batch(measures, section=section)
    return roadmap


def submitted(obj: WorkflowModel, *, by) -> WorkflowModel:
    """The same row after its author sent it, by the service that pages call."""
    send = services.roadmap_submit if isinstance(obj, models.Roadmap) else services.exclusion_submit
    name = "roadmap" if isinstance(obj, models.Roadmap) else "case"
    return send(**{name: obj}, by=by, seen=obj.revision)


def approved(obj: WorkflowModel, *, author, head) -> WorkflowModel:
    """The same row sent by `author` and approved by `head`; a roadmap is then in force since its first day."""
    sent = submitted(obj, by=author)
    if isinstance(sent, models.Roadmap):
        order = services.Order("124", sent.days[0])
        return services.roadmap_approve(roadmap=sent, by=head, seen=sent.revision, order=order)
    return services.exclusion_approve(case=sent, by=head, seen=sent.revision)
