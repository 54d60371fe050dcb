"""Keeps a few child processes running, and ends them all with itself."""

import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from portal.core.processes import die_with_parent

logger = logging.getLogger("portal.supervisor")

QUICK_DEATH_SECONDS = 10
QUICK_DEATHS_ALLOWED = 6
#: a stop: politely, then at once, then by the kernel; 15 seconds are promised
GRACE_SECONDS = 10
HARD_SECONDS = 2
_TICK = 0.2


class GaveUp(Exception):
    """A child died at every start; `str(error)` is its name."""


@dataclass
class Child:
    """One command in a process group of its own."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    started_at: float = 0.0
    start_after: float = 0.0
    quick_deaths: int = 0

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self, cwd: Path) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - the command is ours, no shell
            self.command,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_quit_with_supervisor,
        )

    def signal(self, signum: int) -> None:
        """To the first process of the group: it ends its own children in order."""
        if self.is_alive and self.process:
            self.process.send_signal(signum)

    def wipe_out(self) -> None:
        """No process of the group survives, not even one whose parent died before."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def bury(self, now: float) -> None:
        """After a death: clear the group and set the time of the next start, later after each quick death."""
        quick = now - self.started_at < QUICK_DEATH_SECONDS
        self.quick_deaths = self.quick_deaths + 1 if quick else 0
        self.wipe_out()
        self.process = None
        if self.quick_deaths >= QUICK_DEATHS_ALLOWED:
            raise GaveUp(self.name)
        self.start_after = now + (0.5 * 2**self.quick_deaths if quick else 0)


class Supervisor:
    """Runs until SIGTERM, SIGINT or SIGHUP; `on_tick` is called a few times a second."""

    def __init__(self, children: list[Child], cwd: Path, on_tick: Callable[[], None]):
        self._children, self._cwd, self._on_tick = children, cwd, on_tick
        self._stopping = False

    def run(self) -> None:
        """Raises GaveUp when a child cannot be kept running; nothing is left behind in any case."""
        for signum in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(signum, self._stop)
        try:
            while not self._stopping:
                self._keep()
                self._on_tick()
                time.sleep(_TICK)
        finally:
            self._end_all()

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _keep(self) -> None:
        now = time.monotonic()
        for child in self._children:
            if child.is_alive:
                continue
            if child.process is not None:
                logger.warning("%s died with code %s", child.name, child.process.returncode)
                child.bury(now)
            if now >= child.start_after:
                child.start(self._cwd)

    def _end_all(self) -> None:
        for signum, seconds in ((signal.SIGTERM, GRACE_SECONDS), (signal.SIGQUIT, HARD_SECONDS)):
            for child in self._children:
                child.signal(signum)
            if self._wait(seconds):
                break
        for child in self._children:
            child.wipe_out()

    def _wait(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while any(child.is_alive for child in self._children):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True


def _quit_with_supervisor() -> None:
    """Runs in the child before its command: a supervisor that is killed takes its children along."""
    die_with_parent(signal.SIGQUIT)
