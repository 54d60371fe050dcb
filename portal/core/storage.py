"""Files that the portal keeps: whole or absent, readable by the portal alone, known by their SHA-256."""

import errno
import hashlib
import logging
import os
import shutil
from pathlib import Path

from portal.core.errors import PortalError

logger = logging.getLogger("portal.files")

#: what must stay free after a file is written, bytes
RESERVE = 20 * 1024 * 1024
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class NoSpace(PortalError):
    """The disk is full; nothing was written."""

    http_status = 507


class FileLost(PortalError):
    """A kept file is gone or is no longer the one that was written."""

    http_status = 410


def file_write(path: Path, content: bytes, *, no_space: str) -> str:
    """Write a draft beside `path`, fsync, rename; the SHA-256 of what was written comes back.

    Raises NoSpace with the sentence `no_space` where the disk is full; no draft is left behind.
    """
    folder = path.parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if shutil.disk_usage(folder).free < len(content) + RESERVE:
        raise NoSpace(no_space)
    draft = folder / f".{path.name}"
    try:
        _write_synced(draft, content)
        draft.replace(path)
        _sync_folder(folder)
    except OSError as error:
        draft.unlink(missing_ok=True)
        if error.errno in _FULL:
            raise NoSpace(no_space) from error
        raise
    return hashlib.sha256(content).hexdigest()


def file_read(path: Path, *, sha256: str, noun: str) -> bytes:
    """The bytes that were written. Raises FileLost, naming the file `noun`, if they are gone or changed."""
    try:
        content = path.read_bytes()
    except OSError as error:
        logger.warning("the file %s cannot be read: %s", path.name, error.strerror)
        raise FileLost(f"{noun} не найден на сервере.") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        logger.warning("the file %s does not match its SHA-256", path.name)
        raise FileLost(f"{noun} на сервере изменён: его контрольная сумма не совпадает.")
    return content


def _write_synced(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Without it a power cut can undo the rename after the file is called written."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
