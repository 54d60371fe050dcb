"""What proves a report: files of the portal's own making up and links; only while the report is written."""

import uuid
from functools import partial
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from portal.accounts.models import User
from portal.core.attachments import Attachment, SentFile, attachment_checked
from portal.core.audit import audit_record
from portal.core.authors import text_written
from portal.core.errors import InvalidInput
from portal.core.russian import number
from portal.core.storage import file_read, file_write
from roadmaps.enums import EvidenceKind
from roadmaps.models import Evidence, MeasureReport, Roadmap
from roadmaps.services.reports import hold_open
from schools.models import District, School

MOST_PROOFS = 30
_LONGEST_LINK, _LONGEST_TITLE = 1000, 200
_MEGABYTE = 1024 * 1024
_NO_SPACE = "На диске сервера нет места. Файл не приложен, текст отчёта сохранён. Сообщите администратору."
FOLDER = "evidence"


def evidence_add_file(*, report: MeasureReport, file: SentFile | BinaryIO, by: User) -> Evidence:
    """Check a sent file and keep it; the same file of the same report again is the one that is there.

    Raises InvalidInput keyed `file`, NoSpace, TransitionRefused or NotAllowed; nothing is then kept.
    """
    kept = attachment_checked(file)  # before any lock: it takes the time that a picture takes
    public_id = uuid.uuid4()
    path = _folder() / str(public_id)
    sha256 = file_write(path, kept.content, no_space=_NO_SPACE)
    try:
        row = _file_row(report, kept, public_id, sha256, by)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    if row.public_id != public_id:
        path.unlink(missing_ok=True)
    return row


@transaction.atomic
def _file_row(
    report: MeasureReport, kept: Attachment, public_id: uuid.UUID, sha256: str, by: User
) -> Evidence:
    held, current = hold_open(report, by)
    if same := current.evidence.filter(sha256=sha256).first():
        return same
    _check_number(current)
    _check_quota(held.roadmap, len(kept.content))
    return _write(
        Evidence(
            report=current,
            public_id=public_id,
            kind=EvidenceKind.FILE,
            title=kept.name,
            file=f"{FOLDER}/{public_id}",
            extension=kept.extension,
            size=len(kept.content),
            sha256=sha256,
        ),
        by,
    )


@transaction.atomic
def evidence_add_link(*, report: MeasureReport, url: str, title: str, by: User) -> Evidence:
    """Keep a link to an open page; the same link again is the one that is there. Raises as for a file."""
    address = checked_link(url)
    words = " ".join(title.split())
    if len(words) > _LONGEST_TITLE:
        raise InvalidInput({"link_title": f"Не больше {_LONGEST_TITLE} знаков."})
    _, current = hold_open(report, by)
    if same := current.evidence.filter(url=address).first():
        return same
    _check_number(current)
    link = Evidence(
        report=current,
        kind=EvidenceKind.LINK,
        title=words or urlsplit(address).hostname or address,
        url=address,
    )
    return _write(link, by)


def _write(row: Evidence, by: User) -> Evidence:
    """Who proves a report has a hand in it: he is not the one who accepts it."""
    row.added_by = by
    row.save()
    text_written(row.report, by)
    audit_record(
        action="report.evidence_add", subject=row.report, by=by, evidence=row.pk, kind=row.kind, size=row.size
    )
    return row


@transaction.atomic
def evidence_remove(*, evidence: Evidence, by: User) -> None:
    """Take a proof out of a report that is being written; its file goes once that is certain."""
    _, current = hold_open(evidence.report, by)
    found = current.evidence.filter(pk=evidence.pk).first()
    if found is None:
        return  # the second click
    pk, name = found.pk, found.file
    found.delete()
    text_written(current, by)
    audit_record(action="report.evidence_remove", subject=current, by=by, evidence=pk)
    if name:
        transaction.on_commit(partial((Path(settings.FILES_DIR) / name).unlink, missing_ok=True))


def evidence_read(evidence: Evidence) -> bytes:
    """The bytes of a file. Raises FileLost if they are gone or are not those that were checked."""
    return file_read(Path(settings.FILES_DIR) / evidence.file, sha256=evidence.sha256, noun="Файл")


def checked_link(url: str) -> str:
    """The address as it may be opened by a reader. Raises InvalidInput keyed `link`."""
    address = url.strip()
    if len(address) > _LONGEST_LINK:
        raise InvalidInput({"link": f"Ссылка длиннее {_LONGEST_LINK} знаков. Возьмите короткую."})
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port  # a wrong port or a broken bracket raises
    except ValueError:
        host, parts = None, urlsplit("")
    if (
        parts.scheme not in ("http", "https")
        or not host
        or any(sign.isspace() or not sign.isprintable() for sign in address)
    ):
        raise InvalidInput({"link": "Ссылка должна начинаться с https:// или http:// и вести на страницу."})
    if parts.username is not None or parts.password is not None:
        raise InvalidInput({"link": "В ссылке есть логин или пароль. Уберите их: её увидят другие."})
    return address


def _check_number(report: MeasureReport) -> None:
    if report.evidence.count() >= MOST_PROOFS:
        raise InvalidInput({"file": f"У одного отчёта не больше {MOST_PROOFS} материалов. Удалите лишние."})


def _check_quota(roadmap: Roadmap, size: int) -> None:
    """What one school (or the district itself) may keep; its row is locked, so that two uploads count."""
    if roadmap.school_id is None:
        District.objects.select_for_update().get(pk=roadmap.district_id)
    else:
        School.objects.select_for_update().get(pk=roadmap.school_id)
    rows = Evidence.objects.filter(
        report__measure__roadmap__district=roadmap.district_id,
        report__measure__roadmap__school=roadmap.school_id,
    )
    used = rows.aggregate(used=Sum("size"))["used"] or 0
    if used + size > settings.EVIDENCE_QUOTA:
        quota = number(settings.EVIDENCE_QUOTA // _MEGABYTE)
        left = number(max(settings.EVIDENCE_QUOTA - used, 0) // _MEGABYTE)
        text = f"Место для материалов кончается: всего {quota} МБ, осталось {left} МБ."
        raise InvalidInput({"file": f"{text} Уменьшите файл, удалите лишнее или приложите ссылку."})


def _folder() -> Path:
    return Path(settings.FILES_DIR) / FOLDER
