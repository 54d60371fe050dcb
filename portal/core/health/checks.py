"""Whether this process can do its work: each check is silent or raises."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.celery import app


class NotReady(Exception):
    """A check that failed without an error of its own."""


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def migrations() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady


def volume() -> None:
    folder = Path(settings.DATA_DIR)
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(b"1")
        probe.flush()


def broker() -> None:
    options = {**settings.CELERY_BROKER_TRANSPORT_OPTIONS, "socket_connect_timeout": 1, "socket_timeout": 1}
    with app.connection_for_write(transport_options=options, connect_timeout=1) as link:
        link.ensure_connection(max_retries=0, timeout=1)
        link.default_channel  # noqa: B018 - opening it speaks to the broker


CHECKS: dict[str, Callable[[], None]] = {
    "database": database,
    "migrations": migrations,
    "volume": volume,
    "broker": broker,
}
