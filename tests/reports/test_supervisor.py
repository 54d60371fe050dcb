"""The one command of the embedded portal, with real processes."""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time

import psutil
import pytest

from portal.core import supervisor
from portal.core.errors import PortalError
from portal.core.management.commands import portal as command
from portal.core.supervisor import Child, GaveUp, Supervisor
from tests.installation import ROOT, Installation, wait_for

pytestmark = pytest.mark.slow

#: a district whose document takes seconds to lay out, and an order for it; prints the order's number
ORDER = """
from decimal import Decimal
from monitoring.enums import ResultStatus
from monitoring.models import Result, Sitting, Subject
from portal.accounts.enums import Role
from reports.services import run_request
from schools.models import School
from tests.factories.schools import DistrictFactory, SchoolFactory, person
district = DistrictFactory()
coordinator = person(Role.COORDINATOR, district=district)
schools = SchoolFactory.create_batch(250, district=district)
subject = Subject.objects.create(code="test", name="Проверочный", short_name="Пров.")
for year in (2019, 2020, 2021):
    for exam in ("vpr", "oge"):
        sitting = Sitting.objects.create(exam=exam, subject=subject, year=year, scale="mark")
        Result.objects.bulk_create(
            Result(school=school, district=district, sitting=sitting, status=ResultStatus.VALUE,
                   mean_mark=Decimal("3.5"), participants=10) for school in schools)
print(run_request(kind="dynamics", district=district, year=2021, by=coordinator).pk)
"""


@pytest.fixture
def installation(tmp_path):
    place = Installation(tmp_path / "data")
    yield place
    place.close()


def is_laid_out(installation, number):
    """The worker is in the middle of the PDF."""
    return lambda: installation.run_state(number)[:3:2] == ("running", 1)


def outcome(installation, number):
    def ask():
        state = installation.run_state(number)
        return state if state[0] in ("done", "failed") else None

    return ask


def test_killed_worker_document_is_built_once_and_stop_leaves_nothing(installation):
    installation.start()
    number = int(installation.python(ORDER))
    wait_for(is_laid_out(installation, number), 120, step=0.005)

    os.killpg(installation.child("celery").pid, signal.SIGKILL)
    killed_at = time.monotonic()
    status, attempts, _, file, sha256 = wait_for(outcome(installation, number), 75, step=0.2)

    seconds = time.monotonic() - killed_at
    sys.stdout.write(f"built {seconds:.1f} s after the kill\n")
    assert seconds <= 60
    assert (status, attempts) == ("done", 2)
    files = list((installation.folder / "files").iterdir())
    assert [path.name for path in files] == [file]
    assert hashlib.sha256(files[0].read_bytes()).hexdigest() == sha256
    seconds = installation.stop()
    sys.stdout.write(f"down in {seconds:.1f} s\n")
    assert seconds <= 15
    assert installation.processes() == []


def test_killed_supervisor_takes_everything_along(installation):
    installation.start()
    wait_for(lambda: len(installation.processes()) >= 7, 60)  # supervisor, 3 of the web, 4 of the worker

    installation.portal.kill()

    wait_for(lambda: not installation.processes(), 30)


def test_interrupt_in_the_middle_of_a_job_is_obeyed_and_the_job_comes_back(installation):
    installation.start()
    number = int(installation.python(ORDER))
    wait_for(is_laid_out(installation, number), 120, step=0.005)

    assert installation.stop(signal.SIGINT) <= 15
    assert installation.processes() == []

    installation.start()
    assert wait_for(outcome(installation, number), 60, step=0.2)[0] == "done"


def test_taken_port_and_unusable_folder_are_one_line_each(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = _portal(tmp_path / "data", port=taken.getsockname()[1])
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "уже держит другая программа" in refused.stderr

    refused = _portal(tmp_path / "data", port=0)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)


def test_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(PortalError, match="нельзя писать"):
        command.check_writable(tmp_path / "file")


def test_child_that_always_dies_is_given_up(monkeypatch, tmp_path):
    monkeypatch.setattr(supervisor, "QUICK_DEATHS_ALLOWED", 2)
    child = Child("web", [sys.executable, "-c", "raise SystemExit(3)"])
    other = Child("worker", [sys.executable, "-c", "import time; time.sleep(60)"])

    with pytest.raises(GaveUp, match="web"), _SignalsKept():
        Supervisor([child, other], tmp_path, on_tick=lambda: None).run()

    assert not psutil.pid_exists(other.process.pid) or not other.is_alive


class _SignalsKept:
    """A supervisor takes the process's signals; a test gives them back."""

    NUMBERS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

    def __enter__(self):
        self.kept = {number: signal.getsignal(number) for number in self.NUMBERS}

    def __exit__(self, *exc_info):
        for number, handler in self.kept.items():
            signal.signal(number, handler)


def _portal(folder, port: int) -> subprocess.CompletedProcess:
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", "portal", "--port", str(port)],
        cwd=ROOT, env={**os.environ, "PORTAL_DATA": str(folder)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
