"""A PostgreSQL and a Redis of our own in a temporary folder, for machines where none is running."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
# Speed for data that nobody needs tomorrow; the folder is removed at the end.
POSTGRES_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


class ServiceError(Exception):
    """A service cannot be had; the text is for the user."""


@contextmanager
def private_postgres() -> Iterator[int]:
    """Port of a PostgreSQL server that exists as long as the block runs."""
    programs, user = postgres_programs(), server_user()
    with server_folder(user) as folder:
        data, log, port = folder / "data", folder / "log", free_port()
        command([programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8",
                 "--locale=C.UTF-8", "--no-sync"], user=user)  # fmt: skip
        options = " ".join(f"-c {name}='{value}'" for name, value in POSTGRES_OPTIONS.items())
        control = [programs / "pg_ctl", "-D", data, "-w", "-t", START_SECONDS, "-l", log]
        command([*control, "-o", f"-p {port} {options}", "start"], user=user)
        try:
            yield port
        finally:
            command([*control, "-m", "immediate", "stop"], user=user)


@contextmanager
def private_redis() -> Iterator[int]:
    """Port of a Redis server that exists as long as the block runs."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        apt_install("проверки с Redis", "redis-server")
        program = "redis-server"
    with server_folder(None) as folder:
        port = free_port()
        words = [program, "--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder), "--save", ""]
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(words, stdout=log, stderr=log, start_new_session=True)
        try:
            wait_for_port(port)
            yield port
        finally:
            server.terminate()
            server.wait(START_SECONDS)


def postgres_programs() -> Path:
    """Folder of the newest installed server; Debian keeps it out of PATH."""
    if not (found := installed_postgres()):
        apt_install("проверки на PostgreSQL", "postgresql")
        found = installed_postgres()
    if not found:
        raise ServiceError("PostgreSQL поставлен, но программы initdb и pg_ctl не найдены.")
    return found[-1]


def installed_postgres() -> list[Path]:
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if in_path := shutil.which("initdb"):
        folders.append(Path(in_path).parent)
    return sorted(folders, key=lambda folder: folder.parent.name.zfill(3))


def server_user() -> str | None:
    """PostgreSQL refuses to run as root: then an unprivileged account runs it."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def server_folder(user: str | None) -> Iterator[Path]:
    """A folder that goes away afterwards: under PORTAL_DATA where the account of the server can enter it."""
    base = Path(os.environ.get("PORTAL_DATA") or ROOT / "var").resolve()
    base.mkdir(parents=True, exist_ok=True, mode=0o700)
    if user is not None and not all(path.stat().st_mode & 0o001 for path in (base, *base.parents)):
        base = Path(tempfile.gettempdir())
    with tempfile.TemporaryDirectory(prefix="portal-server-", dir=base) as folder:
        if user is not None:
            shutil.chown(folder, user)
        yield Path(folder)


def command(words: list[object], *, user: str | None) -> None:
    """Run a short command as `user`. Its output goes to a file: a server would keep a pipe open."""
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [str(word) for word in words], user=user, cwd="/", check=False, stdout=output, stderr=output
        )
        if done.returncode:
            output.seek(0)
            raise ServiceError(f"Не удалось выполнить {Path(str(words[0])).name}:\n{output.read().strip()}")


def apt_install(why: str, package: str) -> None:
    done = subprocess.run([ROOT / "tools" / "install.sh", "apt", why, package], check=False)
    if done.returncode:
        raise ServiceError(f"Без пакета {package} проверки не полны, поэтому они остановлены.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise ServiceError(f"Временный сервер не отвечает на порту {port}.")
