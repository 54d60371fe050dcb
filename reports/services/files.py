"""Finished documents on the disk.

A file's name holds the run and the attempt that made it, so that two attempts never share one.
"""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from portal.core.storage import FileLost, file_read, file_write
from reports.models import ReportRun

NO_SPACE = "На диске сервера нет места для документа. Сообщите администратору и закажите документ снова."


@dataclass(frozen=True, slots=True)
class Published:
    """`name` is relative to FILES_DIR, `size` in bytes."""

    name: str
    sha256: str
    size: int


def publish(*, run: ReportRun, token: UUID, content: bytes) -> Published:
    """Write the file of this attempt. Raises NoSpace when the disk is full; no draft is left behind."""
    name = f"{run.public_id}.{token.hex}.{run.format}"
    sha256 = file_write(Path(settings.FILES_DIR) / name, content, no_space=NO_SPACE)
    return Published(name=name, sha256=sha256, size=len(content))


def read_checked(*, run: ReportRun) -> bytes:
    """The bytes of a finished document. Raises FileLost if they are gone or changed."""
    return file_read(Path(settings.FILES_DIR) / run.file, sha256=run.sha256, noun="Файл документа")


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
