"""The one command of the embedded portal: web pages and worker, kept running together."""

import logging
import os
import socket
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandParser
from django.db import connections

from portal.core.commands import PortalCommand
from portal.core.errors import PortalError
from portal.core.oserrors import reason
from portal.core.supervisor import Child, GaveUp, Supervisor

HOST = "127.0.0.1"


class Command(PortalCommand):
    help = "Запускает портал: страницы и сборку документов. Остановка — Ctrl+C."
    log_level = logging.INFO  # it goes on running, and its log is read

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="порт на этом компьютере (8000)")

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        os.umask(0o077)  # database, queue and documents are nobody else's
        check_writable(Path(settings.DATA_DIR))
        check_port(port)
        prepare_database()
        os.environ.setdefault("PORTAL_URL", f"http://{HOST}:{port}")  # for links of letters
        self._announced = False
        children = [Child("web", web_command(port)), Child("worker", worker_command())]
        try:
            Supervisor(children, Path(settings.BASE_DIR), on_tick=lambda: self._announce(port)).run()
        except GaveUp as error:
            raise PortalError(
                f"Часть портала «{error}» не запускается: причина написана выше. Портал остановлен."
            ) from error

    def _announce(self, port: int) -> None:
        """The address is printed once, when it answers."""
        if not self._announced and _is_open(port):
            self.stdout.write(f"Портал открыт: http://{HOST}:{port}/")
            self.stdout.flush()
            self._announced = True


def check_writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"1")
            probe.flush()
    except OSError as error:
        raise PortalError(
            f"В папку данных {folder} нельзя писать ({reason(error)}). "
            "Дайте на неё право записи или укажите другую папку в PORTAL_DATA."
        ) from error


def check_port(port: int) -> None:
    if not 1 <= port <= 65535:
        raise PortalError(f"Порта {port} не бывает. Укажите число от 1 до 65535: --port 8000.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PortalError(
                f"Порт {port} занять нельзя ({reason(error)}). "
                f"Остановите ту программу или укажите другой порт: --port {port % 65535 + 1}."
            ) from error


def prepare_database() -> None:
    try:
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        connections.close_all()


def web_command(port: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "portal.wsgi:application",
        "--config", "python:portal.core.webserver",
        "--bind", f"{HOST}:{port}", "--workers", "2", "--timeout", "60", "--graceful-timeout", "8",
        "--max-requests", "2000", "--max-requests-jitter", "200",
        "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """A worker of two processes with the clock of the sweeper inside.

    Workers of the file broker have nobody to gossip with, and nobody asks them anything.
    """
    command = [
        # In a container or a demonstration root is usual, and nothing but our own JSON is unpacked.
        sys.executable, "-W", "ignore:You're running the worker with superuser privileges",
        "-m", "celery", "--app", "portal", "--quiet", "worker",
        "--concurrency", "2", "--loglevel", "WARNING",
        "--beat", "--schedule", str(Path(settings.DATA_DIR) / "beat"),
    ]  # fmt: skip
    if settings.CELERY_BROKER_URL.startswith("portalfs"):
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        command += ["--", "worker_enable_remote_control=no"]
    return command


def _is_open(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), timeout=0.2):
        return True
    return False
