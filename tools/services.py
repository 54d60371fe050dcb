"""PostgreSQL and Redis for tests and benchmarks; `services.py COMMAND…` runs a command with both.

Each is taken from the environment (TEST_DATABASE_URL, TEST_BROKER_URL), else from loopback, else a server of
our own is started in a temporary folder, after apt has brought it if need be. Only what was started here is
stopped here. A service that cannot be had is an error and never a reason to test less.
"""

import getpass
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg2
import redis
from private_servers import ROOT, ServiceError, private_postgres, private_redis

OLDEST_POSTGRES = 140000  # Django 5.2 speaks to 14 and newer
LOOPBACK = "127.0.0.1"
POSTGRES_PORT = int(os.environ.get("TEST_POSTGRES_PORT", "5432"))
REDIS_PORT = int(os.environ.get("TEST_REDIS_PORT", "6379"))


@contextmanager
def services() -> Iterator[dict[str, str]]:
    """Both services as the environment variables that switch the portal to them."""
    with ExitStack() as stack:
        database = stack.enter_context(postgres())
        broker = stack.enter_context(broker_server())
        yield {"DATABASE_URL": database, "CELERY_BROKER_URL": broker}


@contextmanager
def postgres() -> Iterator[str]:
    if given := os.environ.get("TEST_DATABASE_URL"):
        if problem := connection_problem(given):
            raise ServiceError(f"PostgreSQL из TEST_DATABASE_URL не отвечает: {problem}")
        tell("PostgreSQL", "из TEST_DATABASE_URL")
        yield given
    elif server := loopback_postgres():
        tell("PostgreSQL", f"на этой машине, порт {POSTGRES_PORT}")
        yield with_database(server)
    else:
        with private_postgres() as port:
            tell("PostgreSQL", f"свой, временный, порт {port}")
            yield with_database(f"postgres://postgres@{LOOPBACK}:{port}")


def loopback_postgres() -> str | None:
    """Address of a server that lets us in without a password and lets us create databases."""
    for user in dict.fromkeys(("postgres", getpass.getuser())):
        server = f"postgres://{user}@{LOOPBACK}:{POSTGRES_PORT}"
        if not connection_problem(f"{server}/postgres"):
            return server
    return None


def connection_problem(url: str) -> str:
    """Why this server cannot be used, in one line; empty if it can."""
    try:
        connection = psycopg2.connect(url, connect_timeout=5)
    except psycopg2.Error as error:
        return str(error).strip().splitlines()[0]
    try:
        if connection.server_version < OLDEST_POSTGRES:
            return f"нужен PostgreSQL 14 или новее, а это {connection.server_version // 10000}"
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
            return "" if cursor.fetchone()[0] else "нет права создавать базы данных"
    finally:
        connection.close()


def with_database(server: str) -> str:
    """Address of this checkout's own database, created if it is missing."""
    name = "portal_" + hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
    connection = psycopg2.connect(f"{server}/postgres")
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    finally:
        connection.close()
    return f"{server}/{name}"


@contextmanager
def broker_server() -> Iterator[str]:
    if given := os.environ.get("TEST_BROKER_URL"):
        with redis.Redis.from_url(given) as client:
            if not answers(client):
                raise ServiceError("Redis из TEST_BROKER_URL не отвечает.")
        tell("Redis", "из TEST_BROKER_URL")
        yield given
    elif (database := empty_redis_database()) is not None:
        tell("Redis", f"на этой машине, порт {REDIS_PORT}, база {database}")
        yield f"redis://{LOOPBACK}:{REDIS_PORT}/{database}"
    else:
        with private_redis() as port:
            tell("Redis", f"свой, временный, порт {port}")
            yield f"redis://{LOOPBACK}:{port}/0"


def empty_redis_database() -> int | None:
    """Number of a database on loopback that holds nothing, so that no one's data can be touched."""
    for number in range(15, 0, -1):
        with redis.Redis(host=LOOPBACK, port=REDIS_PORT, db=number, socket_timeout=5) as client:
            if not answers(client):
                return None
            if client.dbsize() == 0:
                return number
    return None


def answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except (redis.RedisError, OSError):
        return False


def tell(name: str, text: str) -> None:
    print(f"→ {name}: {text}", file=sys.stderr, flush=True)


def main(command: list[str]) -> int:
    # Ended from outside, we still have to stop what we started: turn the signal into an exception.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        with services() as environment:
            return subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False).returncode
    except ServiceError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
