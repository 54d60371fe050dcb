"""Several workers and several clicks at one moment: real threads, real row locks."""

import threading

import pytest

from portal.core import leases
from portal.core.heartbeat import Heartbeat
from reports import engine
from reports.enums import OutputFormat, RunStatus
from reports.models import ReportRun
from reports.services import run_request, runs
from tests.crowd import CROWD, at_once
from tests.factories.reports import ReportRunFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def run(district, coordinator, small_kinds):
    return ReportRunFactory(district=district, requested_by=coordinator, format=OutputFormat.HTML)


def test_one_of_many_claims_wins(run):
    assert len([token for token in at_once(lambda: leases.claim(ReportRun, run.pk)) if token]) == 1


def test_many_deliveries_build_one_document(run, small_kinds, files_dir):
    assert sorted(at_once(lambda: engine.build(run_id=run.pk))) == [False] * (CROWD - 1) + [True]

    run.refresh_from_db()
    assert (run.status, run.attempts, len(small_kinds)) == (RunStatus.DONE, 1, 1)
    assert [path.name for path in files_dir.iterdir()] == [run.file]


def test_many_clicks_order_one_run(district, coordinator, small_kinds, monkeypatch):
    sent = []
    monkeypatch.setattr(runs, "send", lambda run: sent.append(run.pk))

    ordered = at_once(lambda: run_request(kind="dynamics", district=district, year=2021, by=coordinator).pk)

    assert len(set(ordered)) == ReportRun.objects.count() == len(sent) == 1


def test_heartbeat_keeps_the_lease_and_stops_with_the_token(run, settings):
    settings.RUN_LEASE_SECONDS = 0.3
    token = leases.claim(ReportRun, run.pk)
    with Heartbeat(ReportRun, run.pk, token):
        threading.Event().wait(1)
        assert leases.claim(ReportRun, run.pk) is None
    threading.Event().wait(0.5)
    assert leases.claim(ReportRun, run.pk)
