"""The same documents through the queue with one and with two processes of a worker.

The clock runs from the first message to the last finished run, so the queue and the database are in it;
the start of the worker is not.
"""

import argparse
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import redis
from django.conf import settings
from django.db import connection
from django.utils import timezone

from benchmarks import demo
from benchmarks.measure import Target, Times, report
from portal.core.jobs import enqueue
from portal.core.management.commands.portal import worker_command
from reports.enums import RUN_ACTIVE, RunStatus
from reports.models import Meeting, ReportRun

ONE, TWO = "one process", "two processes"
ROUNDS = 3
PATIENCE = 300


def main(options: argparse.Namespace) -> int:
    with _empty_broker():
        demo.load()
        meeting = demo.finalised_meeting()
        times: Times = {ONE: [], TWO: []}
        for number in range(options.rounds or ROUNDS):
            for name, processes in ((ONE, 1), (TWO, 2))[:: 1 if number % 2 == 0 else -1]:
                times[name].append(_round(meeting, processes, options.runs))
    title = f"workers: {options.runs} protocols, {connection.vendor} and {settings.CELERY_BROKER_URL}"
    return report(title, times, [Target(ONE, TWO, 1.60, at_least=True)])


def _round(meeting: Meeting, processes: int, runs: int) -> float:
    with _worker(processes):
        _built(meeting, 2 * processes)  # every process has loaded its fonts by then
        return _built(meeting, runs)


def _built(meeting: Meeting, number: int) -> float:
    """Seconds from the first message to the end of the last run, by the clock of the rows."""
    keys = [demo.queued_run(meeting).pk for _ in range(number)]
    begin, deadline = timezone.now(), time.monotonic() + PATIENCE
    for key in keys:
        enqueue(ReportRun.TASK, run_id=key)
    runs = ReportRun.objects.filter(pk__in=keys)
    while runs.filter(status__in=RUN_ACTIVE).exists():
        if time.monotonic() > deadline:
            raise RuntimeError(f"the worker has not finished after {PATIENCE} s")
        time.sleep(0.1)
    if failed := runs.exclude(status=RunStatus.DONE).first():
        raise RuntimeError(failed.error)
    return (max(run.finished_at for run in runs) - begin).total_seconds()


@contextmanager
def _worker(processes: int) -> Iterator[None]:
    """The worker that the portal itself starts, with another number of processes."""
    command = worker_command()
    command[command.index("--concurrency") + 1] = str(processes)
    worker = subprocess.Popen(
        command, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(20)
        finally:
            _kill_group(worker.pid)


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


@contextmanager
def _empty_broker() -> Iterator[None]:
    """A Redis database is used only if it is empty, because it is emptied again at the end."""
    if not settings.CELERY_BROKER_URL.startswith("redis"):
        yield
        return
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as client:
        if client.dbsize():
            raise SystemExit("В базе Redis из CELERY_BROKER_URL есть данные. Укажите пустую: …/15")
        try:
            yield
        finally:
            client.flushdb()
