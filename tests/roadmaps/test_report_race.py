"""Many hands on one measure at one moment: real threads, real row locks."""

import pytest

from portal.accounts.enums import Role
from portal.core.errors import PortalError
from roadmaps import services
from roadmaps.models import Evidence, MeasureReport
from tests.core.sent_files import PDF, sent
from tests.factories.roadmaps import in_force
from tests.factories.schools import person
from tests.monitoring.test_grid_race import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CROWD = 6


def test_many_clicks_begin_one_report_and_one_decision_wins(district, school, methodist, head):
    (measure,) = in_force(school=school, author=methodist, head=head)
    writers = [person(Role.SCHOOL, school=school) for _ in range(CROWD)]
    begun = at_once([lambda by=by: services.report_begin(measure=measure, by=by).pk for by in writers])
    assert len(set(begun)) == 1

    report = MeasureReport.objects.get()
    given = services.ReportInput("failed", "Не успели.")
    saved = services.report_save(report=report, given=given, seen=1, by=writers[0])
    waiting = services.report_submit(report=saved, seen=saved.revision, by=writers[0])
    heads = [person(Role.HEAD, district=district) for _ in range(CROWD)]

    def decide(by):
        try:
            services.report_accept(report=waiting, seen=waiting.revision, by=by)
        except PortalError as error:
            return error.http_status
        return 200

    assert sorted(at_once([lambda by=by: decide(by) for by in heads])) == [200] + [409] * (CROWD - 1)


def test_uploads_at_once_do_not_pass_the_quota(school, methodist, head, settings):
    settings.EVIDENCE_QUOTA = 2 * (len(PDF) + 1)
    measures = in_force(CROWD, school=school, author=methodist, head=head)
    writer = person(Role.SCHOOL, school=school)
    reports = [services.report_begin(measure=measure, by=writer) for measure in measures]

    def add(place, report):
        try:
            file = sent("a.pdf", PDF + str(place).encode())
            services.evidence_add_file(report=report, file=file, by=writer)
        except PortalError:
            return "refused"
        return "kept"

    deeds = [lambda place=place, report=report: add(place, report) for place, report in enumerate(reports)]

    assert sorted(at_once(deeds)) == ["kept"] * 2 + ["refused"] * (CROWD - 2)
    assert len(list((settings.FILES_DIR / "evidence").iterdir())) == Evidence.objects.count() == 2
