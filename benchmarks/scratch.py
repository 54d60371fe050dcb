"""A portal of its own for each benchmark: a temporary folder of data and a database that is dropped."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import django
import psycopg2

LOOPBACK = "postgres://postgres@127.0.0.1:5432/postgres"


@contextmanager
def embedded_portal() -> Iterator[None]:
    """SQLite and the file broker, whatever the environment names."""
    for name in ("DATABASE_URL", "CELERY_BROKER_URL"):
        os.environ.pop(name, None)
    with _data_folder():
        yield


@contextmanager
def postgres_portal(database: str) -> Iterator[None]:
    """A database of this name on the server of DATABASE_URL, or else of this machine."""
    server = os.environ.get("DATABASE_URL") or LOOPBACK
    _statement(server, f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
    _statement(server, f"CREATE DATABASE {database} TEMPLATE template0 ENCODING 'UTF8'")
    os.environ["DATABASE_URL"] = urlsplit(server)._replace(path=f"/{database}").geturl()
    try:
        with _data_folder():
            yield
    finally:
        _statement(server, f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


@contextmanager
def _data_folder() -> Iterator[None]:
    for name in ("PORTAL_SECRET_KEY", "PORTAL_HOSTS", "PORTAL_DEMO"):
        os.environ.pop(name, None)  # the demonstration data are refused where real people work
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        os.environ |= {"PORTAL_DATA": folder, "DJANGO_SETTINGS_MODULE": "portal.settings"}
        django.setup()
        try:
            yield
        finally:
            django.db.connections.close_all()


def _statement(server: str, sql: str) -> None:
    connection = psycopg2.connect(server)
    connection.autocommit = True  # databases are made and dropped outside transactions
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
    finally:
        connection.close()
