"""One process: what the engine writes at each turn. Threads and killed workers have files of their own."""

import errno
import hashlib
import stat
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.utils import timezone

from portal.core import leases, storage
from portal.core.errors import PortalError
from portal.core.models import AuditEvent
from reports import engine
from reports.enums import DocumentKind, OutputFormat, RunStatus
from reports.kinds import KINDS
from reports.models import ReportRun
from reports.services import files
from tests.factories.reports import ReportRunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(district, coordinator, small_kinds):
    return ReportRunFactory(district=district, requested_by=coordinator, format=OutputFormat.HTML)


@pytest.fixture
def sent(monkeypatch):
    numbers: list[int] = []
    monkeypatch.setattr(leases, "enqueue", lambda name, run_id: numbers.append(run_id))
    return numbers


def fresh(run):
    run.refresh_from_db()
    return run


def fail_in_builder(monkeypatch, error):
    def build(subject):
        raise error

    monkeypatch.setitem(KINDS, DocumentKind.DYNAMICS, replace(KINDS[DocumentKind.DYNAMICS], build=build))


def lose_worker(run):
    """As if the worker had died and its lease had run out."""
    ReportRun.objects.filter(pk=run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_build_publishes_a_private_file_and_finishes_the_run(run, files_dir):
    assert engine.build(run_id=run.pk)

    fresh(run)
    content = (files_dir / run.file).read_bytes()
    assert run.status == RunStatus.DONE
    assert (run.done, run.total, run.stage, run.error) == (3, 3, "", "")
    assert run.sha256 == hashlib.sha256(content).hexdigest()
    assert run.size == len(content)
    assert b"2021" in content
    assert stat.S_IMODE((files_dir / run.file).stat().st_mode) == 0o600
    assert AuditEvent.objects.filter(action="report.done", subject_id=run.pk).count() == 1


def test_pdf_comes_out_of_the_same_engine(run, files_dir):
    ReportRun.objects.filter(pk=run.pk).update(format=OutputFormat.PDF)

    engine.build(run_id=run.pk)

    assert (files_dir / fresh(run).file).read_bytes().startswith(b"%PDF-")


def test_second_delivery_does_nothing(run, small_kinds):
    assert engine.build(run_id=run.pk)
    first = fresh(run).file

    assert not engine.build(run_id=run.pk)

    assert len(small_kinds) == 1
    assert fresh(run).file == first
    assert run.attempts == 1


def test_running_run_is_not_claimed_before_its_lease_ends(run):
    assert leases.claim(ReportRun, run.pk)

    assert leases.claim(ReportRun, run.pk) is None

    lose_worker(run)
    assert leases.claim(ReportRun, run.pk)
    assert fresh(run).attempts == 2


def test_unknown_number_is_no_error():
    assert not engine.build(run_id=987654)


def test_worker_that_lost_its_run_changes_nothing(run, files_dir):
    old = leases.claim(ReportRun, run.pk)
    lose_worker(run)
    new = leases.claim(ReportRun, run.pk)

    leases.attempt(fresh(run), old, engine._work)

    fresh(run)
    assert (run.status, run.token, run.file) == (RunStatus.RUNNING, new, "")
    assert not files_dir.exists() or not list(files_dir.iterdir())


def test_worker_that_lost_its_run_at_the_last_step_removes_its_file(run, files_dir):
    old = leases.claim(ReportRun, run.pk)
    published = files.publish(run=run, token=old, content=b"old")
    lose_worker(run)
    new = leases.claim(ReportRun, run.pk)
    kept = files.publish(run=run, token=new, content=b"new")

    with pytest.raises(leases.LeaseLost):
        engine._finish(run, old, published)

    assert [path.name for path in files_dir.iterdir()] == [kept.name]


def test_files_of_dead_attempts_are_removed(run, files_dir):
    dead = leases.claim(ReportRun, run.pk)
    files.publish(run=run, token=dead, content=b"finished by nobody")
    (files_dir / f".{run.public_id}.{uuid4().hex}.html").write_bytes(b"half")
    (files_dir / f"{uuid4()}.{uuid4().hex}.html").write_bytes(b"another run")
    lose_worker(run)

    engine.build(run_id=run.pk)

    names = {path.name for path in files_dir.iterdir()}
    assert fresh(run).file in names
    assert len(names) == 2


def test_sweep_sends_what_was_queued_long_ago_and_only_once(run, sent):
    old = timezone.now() - timedelta(minutes=5)
    ReportRun.objects.filter(pk=run.pk).update(sent_at=old)

    assert engine.sweep() == [run.pk]
    assert engine.sweep() == []
    assert sent == [run.pk]


def test_sweep_leaves_fresh_and_living_runs_alone(run, district, coordinator, sent):
    running = ReportRunFactory(
        district=district,
        requested_by=coordinator,
        status=RunStatus.RUNNING,
        token=uuid4(),
        lease_until=timezone.now() + timedelta(seconds=5),
        sent_at=timezone.now() - timedelta(hours=1),
        attempts=1,
    )

    assert engine.sweep() == []
    assert fresh(running).status == RunStatus.RUNNING


def test_three_deaths_fail_the_run_with_a_reason(run, sent, files_dir, district, coordinator):
    other = ReportRunFactory(district=district, requested_by=coordinator, format=OutputFormat.HTML)
    for _ in range(leases.MAX_ATTEMPTS):
        token = leases.claim(ReportRun, run.pk)
        files.publish(run=run, token=token, content=b"never finished")
        lose_worker(run)

    engine.sweep()
    engine.build(run_id=other.pk)

    fresh(run)
    assert (run.status, run.attempts) == (RunStatus.FAILED, 3)
    assert "3 раза подряд" in run.error
    assert leases.claim(ReportRun, run.pk) is None
    assert fresh(other).status == RunStatus.DONE
    assert [path.name for path in files_dir.iterdir()] == [other.file]


def test_right_taken_away_before_the_build_fails_the_run(run, coordinator, small_kinds):
    coordinator.memberships.all().delete()

    engine.build(run_id=run.pk)

    assert fresh(run).status == RunStatus.FAILED
    assert "больше нет права" in run.error
    assert small_kinds == []


def test_refusal_of_a_document_is_the_reason_of_the_run(run, monkeypatch):
    fail_in_builder(monkeypatch, PortalError("Результатов за 2021 год пока нет."))

    engine.build(run_id=run.pk)

    assert (fresh(run).status, run.error) == (RunStatus.FAILED, "Результатов за 2021 год пока нет.")


def test_unexpected_error_is_logged_without_what_people_wrote(run, monkeypatch, caplog):
    fail_in_builder(monkeypatch, ValueError("Иванова Мария"))

    engine.build(run_id=run.pk)

    assert fresh(run).status == RunStatus.FAILED
    assert "ошибки в портале" in run.error
    assert "ValueError" in caplog.text
    assert "Иванова" not in caplog.text + run.error


def test_absent_database_leaves_the_run_to_the_sweeper(run, monkeypatch):
    fail_in_builder(monkeypatch, OperationalError("server closed the connection"))

    with pytest.raises(OperationalError):
        engine.build(run_id=run.pk)

    assert fresh(run).status == RunStatus.RUNNING


def test_full_disk_fails_the_run_and_leaves_no_half_file(run, monkeypatch, files_dir):
    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", full)

    engine.build(run_id=run.pk)

    assert (fresh(run).status, run.error) == (RunStatus.FAILED, files.NO_SPACE)
    assert list(files_dir.iterdir()) == []


def test_space_is_checked_before_writing(run, monkeypatch, files_dir):
    monkeypatch.setattr(storage.shutil, "disk_usage", lambda folder: type("Usage", (), {"free": 1000}))

    engine.build(run_id=run.pk)

    assert fresh(run).error == files.NO_SPACE
    assert list(files_dir.iterdir()) == []


def test_changed_file_is_not_given_out(run, files_dir):
    engine.build(run_id=run.pk)
    assert files.read_checked(run=fresh(run))

    (files_dir / run.file).write_bytes(b"tampered")
    with pytest.raises(storage.FileLost):
        files.read_checked(run=run)

    (files_dir / run.file).unlink()
    with pytest.raises(storage.FileLost):
        files.read_checked(run=run)
