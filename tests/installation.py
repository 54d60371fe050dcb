"""A portal of its own for one test: fresh database, fresh folder, real processes.

It uses the same engine and broker as the suite that runs it: SQLite with the file broker, or
what DATABASE_URL and CELERY_BROKER_URL name.
"""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psutil
import psycopg2
import redis
from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
#: databases of Redis that nothing else on a development machine uses: one for each process of the suite
REDIS_DATABASE = 13 - int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


def wait_for(condition, seconds: float, step: float = 0.05):
    """The first true answer of `condition`; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := condition():
            return answer
        time.sleep(step)
    raise AssertionError(f"nothing happened in {seconds} s")


class Installation:
    def __init__(self, folder: Path):
        self.folder = folder
        self.port = free_port()
        self.env = {**os.environ, "PORTAL_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "portal.settings"}
        self._postgres = _own_database(self.env)
        _own_queue(self.env)
        self.portal: psutil.Popen | None = None

    # --- The portal and its processes -------------------------------------------------------

    def start(self) -> None:
        self.portal = psutil.Popen(
            [sys.executable, "manage.py", "portal", "--port", str(self.port)],
            cwd=ROOT, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        wait_for(self._answers, 60)

    def stop(self, signum: int = signal.SIGTERM) -> float:
        """Seconds until the supervisor is gone."""
        began = time.monotonic()
        self.portal.send_signal(signum)
        self.portal.communicate(timeout=30)
        return time.monotonic() - began

    def processes(self) -> list[psutil.Process]:
        """Every living process that belongs to this folder, orphans included."""
        # It keeps what it saw at the last call, and would refuse to kill a newcomer that got an old number.
        psutil.process_iter.cache_clear()
        return [process for process in psutil.process_iter() if self._owns(process)]

    def child(self, word: str) -> psutil.Process:
        """The first process of the web server («gunicorn») or of the worker («celery»)."""
        return next(child for child in self.portal.children() if word in " ".join(child.cmdline()))

    def close(self) -> None:
        wait_for(self._is_wiped_out, 10)
        if self.portal is not None:
            self.portal.communicate(timeout=10)
        if self._postgres:
            _drop(*self._postgres)

    def _is_wiped_out(self) -> bool:
        """Nobody was left to kill: who was being born at the last look is seen at the next one."""
        living = self.processes()
        for process in living:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        return not living

    def _owns(self, process: psutil.Process) -> bool:
        try:
            zombie = process.status() == psutil.STATUS_ZOMBIE
            return not zombie and process.environ().get("PORTAL_DATA") == str(self.folder)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            return False

    def _answers(self) -> bool:
        assert self.portal.poll() is None, self.portal.stderr.read()
        with suppress(OSError):
            return self.get("readyz")["status"] == "ok"
        return False

    # --- Its data ----------------------------------------------------------------------------

    def get(self, path: str) -> dict:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=5) as answer:
            return json.load(answer)

    def python(self, code: str) -> str:
        """Run `code` in a process of the installation; what it printed comes back."""
        done = subprocess.run(  # noqa: S603 - the code is the test's own
            [sys.executable, "-c", f"import django; django.setup()\n{code}"],
            cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def run_state(self, number: int) -> tuple:
        """(status, attempts, done, file, sha256), asked without Django: quick enough to catch a worker."""
        sql = "SELECT status, attempts, done, file, sha256 FROM reports_reportrun WHERE id = ?"
        return self.rows(sql, number)[0]

    def rows(self, sql: str, *values) -> list[tuple]:
        """What the database itself says; `?` stands for a value. A process with Django takes a second."""
        if self._postgres:
            with closing(psycopg2.connect(self._postgres[1])) as link, link.cursor() as cursor:
                cursor.execute(sql.replace("?", "%s"), values)
                return cursor.fetchall()
        with closing(sqlite3.connect(self.folder / "portal.sqlite3", timeout=5)) as link:
            return link.execute(sql, values).fetchall()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _own_database(env: dict) -> tuple[str, str, str] | None:
    """With PostgreSQL: (address of the server's own database, of the new one, name of the new one)."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        env.pop("DATABASE_URL", None)
        return None
    base = urlsplit(os.environ["DATABASE_URL"])
    name = f"portal_{uuid4().hex[:12]}"
    server = base._replace(path="/postgres").geturl()
    own = base._replace(path=f"/{name}").geturl()
    _execute(server, f'CREATE DATABASE "{name}"')
    env["DATABASE_URL"] = own
    return server, own, name


def _drop(server: str, own: str, name: str) -> None:
    _execute(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _execute(address: str, sql: str) -> None:
    with closing(psycopg2.connect(address)) as link:
        link.autocommit = True
        with link.cursor() as cursor:
            cursor.execute(sql)


def _own_queue(env: dict) -> None:
    address = env.get("CELERY_BROKER_URL", "")
    if not address.startswith("redis"):
        return
    env["CELERY_BROKER_URL"] = own = urlsplit(address)._replace(path=f"/{REDIS_DATABASE}").geturl()
    with closing(redis.Redis.from_url(own)) as link:
        for pattern in ("portal*", "mail*", "unacked*", "_kombu*"):
            if keys := list(link.scan_iter(pattern)):
                link.delete(*keys)
