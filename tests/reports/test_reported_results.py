"""Блок 2 of the report: what schools reported stands where the plan itself says nothing, once it is accepted."""

from datetime import date
from decimal import Decimal

import pytest

from reports.documents.blocks import Table
from reports.documents.report import report_blocks
from roadmaps import services
from roadmaps.models import Measure
from roadmaps.services import LineInput, ReportInput
from tests.factories.monitoring import ResultFactory
from tests.factories.roadmaps import MeasureFactory, RoadmapFactory, SectionFactory, approved, roadmap_with
from tests.factories.schools import SupportListEntryFactory


@pytest.fixture
def measures(district, school, methodist, head):
    """Two measures in force; the result of the first one stands in the approved text."""
    SupportListEntryFactory(school=school, support_list__district=district)
    ResultFactory(school=school, participants=20)
    roadmap = roadmap_with(2, school=school)
    first = Measure.objects.first()
    first.result = "Записано в плане."
    first.save()
    return list(approved(roadmap, author=methodist, head=head).in_force.all())


def reported(measure, by, text):
    report = services.report_begin(measure=measure, by=by)
    lines = (LineInput(Decimal(3), "педагога", "обучены"),)
    given = ReportInput("done", text, done_on=date(2021, 5, 20), lines=lines)
    saved = services.report_save(report=report, given=given, seen=report.revision, by=by)
    return services.report_submit(report=saved, seen=saved.revision, by=by)


def measure_rows(district):
    (table,) = [
        block
        for block in report_blocks(district=district, year=2020)
        if isinstance(block, Table) and block.caption.startswith("Мероприятия")
    ]
    return table.body


def results(district) -> list[str]:
    return [row[2].text for row in measure_rows(district)]


def test_measures_above_the_first_section_stand_under_no_empty_heading(district, school, methodist, head):
    SupportListEntryFactory(school=school, support_list__district=district)
    ResultFactory(school=school, participants=20)
    roadmap = RoadmapFactory(school=school)
    for position, title in enumerate(["", "Кадры"], start=1):
        MeasureFactory(section=SectionFactory(roadmap=roadmap, position=position, title=title))
    approved(roadmap, author=methodist, head=head)

    assert [row[0].text for row in measure_rows(district) if len(row) == 1] == ["Кадры"]


def test_accepted_reports_fill_what_the_plan_leaves_open(district, measures, school_user, methodist):
    sent = [reported(measure, school_user, f"Отчёт {measure.number}.") for measure in measures]
    before = results(district)
    for report in sent:
        services.report_accept(report=report, seen=report.revision, by=methodist)

    assert before[0] == "Записано в плане."
    assert "Отчёт" not in before[1]
    assert results(district) == ["Записано в плане.", "Отчёт 2.\n3 педагога обучены"]
