"""Files of proofs that no row names: a process died between the file and its row, or after the row was gone.

A file that is wrongly taken is gone for ever, one that is left costs some place on the disk: in doubt it
stays.
"""

import logging
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from roadmaps.models import Evidence
from roadmaps.services.evidence import FOLDER

logger = logging.getLogger("portal.files")

#: No upload takes so long. It counts from the day when the file came to this disk, so that files out of a
#: backup, whose own days are old, have time for their database to come after them.
SAFE_AGE = timedelta(days=30)
#: what `evidence_add_file` writes: a file, or a draft of it that was never renamed
_OURS = re.compile(r"\.?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def evidence_sweep(*, now: datetime | None = None) -> int:
    """Delete old files that no row names; how many.

    Where more would go than stay, this is not the database of these files, and nothing is touched.
    """
    before = (now or timezone.now()) - SAFE_AGE
    # Files first: a row that is written from here on names a file that is younger than these.
    old = dict(_old_files(Path(settings.FILES_DIR) / FOLDER, before))
    named = set(Evidence.objects.exclude(file="").values_list("file", flat=True).iterator())
    lost = [path for name, path in old.items() if name not in named]
    if len(lost) > len(named):
        logger.error("%d files of proofs, and rows for %d only: nothing is deleted", len(lost), len(named))
        return 0
    for path in lost:
        path.unlink(missing_ok=True)
        logger.info("the file %s was named by no row and is deleted", path.name)
    return len(lost)


def _old_files(folder: Path, before: datetime) -> Iterator[tuple[str, Path]]:
    """The files that came to `folder` before, by the name that a row would have for them."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if not _OURS.fullmatch(path.name) or path.is_symlink() or not path.is_file():
            continue
        if path.stat().st_ctime < before.timestamp():
            yield f"{FOLDER}/{path.name}", path
