"""Finished documents on the disk: whole or absent, readable by the portal alone.

A file's name holds the run and the attempt that made it, so that two attempts never share one.
"""

import errno
import hashlib
import logging
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from portal.core.errors import PortalError
from reports.models import ReportRun

logger = logging.getLogger("portal.files")

#: what must stay free after a document is written, bytes
RESERVE = 20 * 1024 * 1024
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_SPACE = "На диске сервера нет места для документа. Сообщите администратору и закажите документ снова."


class FileLost(PortalError):
    """The file of a finished run is gone or is no longer the one that was made."""

    http_status = 410


@dataclass(frozen=True, slots=True)
class Published:
    """`name` is relative to FILES_DIR, `size` in bytes."""

    name: str
    sha256: str
    size: int


def publish(*, run: ReportRun, token: UUID, content: bytes) -> Published:
    """Write the file of this attempt: a draft beside it, fsync, rename.

    Raises PortalError when the disk is full; no draft is left behind.
    """
    folder = _folder()
    _check_space(folder, len(content))
    name = f"{run.public_id}.{token.hex}.{run.format}"
    draft = folder / f".{name}"
    try:
        _write_synced(draft, content)
        draft.replace(folder / name)
        _sync_folder(folder)
    except OSError as error:
        draft.unlink(missing_ok=True)
        if error.errno in _FULL:
            raise PortalError(NO_SPACE) from error
        raise
    return Published(name=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content))


def read_checked(*, run: ReportRun) -> bytes:
    """The bytes of a finished document. Raises FileLost if they are gone or changed."""
    try:
        content = (Path(settings.FILES_DIR) / run.file).read_bytes()
    except OSError as error:
        logger.warning("the file of run %s cannot be read: %s", run.public_id, error.strerror)
        raise FileLost("Файл документа не найден на сервере.") from error
    if hashlib.sha256(content).hexdigest() != run.sha256:
        logger.warning("the file of run %s does not match its SHA-256", run.public_id)
        raise FileLost("Файл документа на сервере изменён: его контрольная сумма не совпадает.")
    return content


def is_intact(*, run: ReportRun) -> bool:
    try:
        read_checked(run=run)
    except FileLost:
        return False
    return True


def remove_attempts(*, run: ReportRun, keep: str = "") -> None:
    """Remove what other attempts of the run left: drafts and files that nobody finished."""
    folder = Path(settings.FILES_DIR)
    for pattern in (f"{run.public_id}.*", f".{run.public_id}.*"):
        for path in folder.glob(pattern):
            if path.name != keep:
                path.unlink(missing_ok=True)


def _folder() -> Path:
    folder = Path(settings.FILES_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _check_space(folder: Path, size: int) -> None:
    if shutil.disk_usage(folder).free < size + RESERVE:
        raise PortalError(NO_SPACE)


def _write_synced(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Without it a power cut can undo the rename after the run is called done."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
