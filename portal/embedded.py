"""What stands in for outside servers when no environment variable names one."""

import os
import secrets
import warnings
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from portal.core.oserrors import reason

LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]


def data_folder(name: str) -> Path:
    """The folder of everything that the portal writes, made if it is not there."""
    path = Path(name).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ImproperlyConfigured(
            f"Папку данных {path} создать нельзя: {reason(error)}. Укажите другую в PORTAL_DATA."
        ) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"В папку данных {path} нельзя писать. Укажите другую в PORTAL_DATA.")
    return path


def database(env: Env, data_dir: Path) -> dict:
    """The database that DATABASE_URL names, else a file of our own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # an unknown address is refused below, in Russian
        address = env.str("DATABASE_URL", default="") or f"sqlite:///{data_dir / 'portal.sqlite3'}"
        found = env.db_url_config(address)
    if not (found.get("ENGINE", "").endswith((".sqlite3", ".postgresql")) and found["NAME"]):
        raise ImproperlyConfigured(
            "DATABASE_URL не понят: нужен адрес вида postgres://имя:пароль@сервер:5432/база."
        )
    return found


def mail(address: str, data_dir: Path) -> dict:
    """Settings of the mail server that EMAIL_URL names, else of a folder of letters."""
    if not address.strip():
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(data_dir / "mail"),
        }
    with suppress(ImproperlyConfigured, ValueError):
        found = Env.email_url_config(address.strip())
        if found["EMAIL_BACKEND"].endswith("smtp.EmailBackend") and found["EMAIL_HOST"]:
            return {name: value for name, value in found.items() if name != "EMAIL_FILE_PATH"}
    raise ImproperlyConfigured(
        "EMAIL_URL не понят: нужен адрес вида smtp+tls://имя:пароль@сервер:587, smtp+ssl://…:465 или smtp://…:25."
    )


def embedded_secret_key(data_dir: Path) -> str:
    """The key of this installation, made at the first start and kept beside its data."""
    path = data_dir / "secret_key"
    if path.exists():
        return path.read_text().strip()
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(draft, "w", opener=_private) as file:
            file.write(secrets.token_urlsafe(64))
        path.hardlink_to(draft)  # whole or not at all, and never over another's
    except FileExistsError:
        pass  # another process of the same start was quicker: its key is ours too
    finally:
        draft.unlink(missing_ok=True)
    return path.read_text().strip()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def sqlite_options() -> dict:
    """Write-ahead log and immediate transactions: readers and one writer do not wait for each other."""
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }


def embedded_broker(data_dir: Path) -> dict:
    """Folders of the file-system broker; a message is a job's number only."""
    queue, control = data_dir / "queue" / "messages", data_dir / "queue" / "control"
    for folder in (queue, control):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return {
        "data_folder_in": str(queue),
        "data_folder_out": str(queue),
        "control_folder": str(control),
        "store_processed": False,
        "polling_interval": 0.2,
    }
