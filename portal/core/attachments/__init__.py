"""The door through which proofs come in: files that people attach, checked by name, signature and inside.

    kept = attachment_checked(file)      # an uploaded file (portal.core.uploads.KeptFile)
    kept.name, kept.extension, kept.content

What is not on the list is refused; pictures are written anew, so that neither the place where a photo was
taken nor anything hidden behind it stays. No message holds a word of the file beyond its own ending.
"""

from dataclasses import dataclass
from typing import BinaryIO, Protocol

from portal.core.attachments.images import EXTENSIONS as IMAGES
from portal.core.attachments.images import picture_anew
from portal.core.attachments.names import extension_of, shown_name
from portal.core.attachments.office import check_office
from portal.core.attachments.words import ALLOWED, HEAVY, MISMATCH, refusal, refusal_of_kind
from portal.core.uploads import FILE_BYTES

#: what the browser is told; nothing that a sender claims is believed
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_PDF_TAIL = 2048

__all__ = ("ALLOWED", "CONTENT_TYPES", "Attachment", "attachment_checked", "shown_name")


class SentFile(Protocol):
    """What is asked of an upload; `is_too_large` ones were let go while they came."""

    name: str | None
    size: int | None

    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file fit to be kept. `extension` is a key of CONTENT_TYPES and ends `name`, which people see."""

    name: str
    extension: str
    content: bytes


def attachment_checked(file: SentFile | BinaryIO) -> Attachment:
    """The file as it may be kept. Raises InvalidInput, keyed `file`, with what to do instead."""
    raw = str(getattr(file, "name", "") or "")
    extension = extension_of(raw)
    if extension not in CONTENT_TYPES:
        raise refusal_of_kind(raw)
    if getattr(file, "is_too_large", False):
        raise refusal(HEAVY)
    content = file.read(FILE_BYTES + 1)
    if not content:
        raise refusal(
            "Файл пуст (0 байт). Откройте его у себя на компьютере, сохраните заново и приложите снова."
        )
    if len(content) > FILE_BYTES:
        raise refusal(HEAVY)
    return Attachment(shown_name(raw, extension), extension, _fit(content, extension))


def _fit(content: bytes, extension: str) -> bytes:
    if extension in IMAGES:
        return picture_anew(content, extension)
    if extension == "pdf":
        _check_pdf(content)
    else:
        check_office(content, extension)
    return content


def _check_pdf(content: bytes) -> None:
    if not content.startswith(b"%PDF-"):
        raise refusal(MISMATCH.format("pdf"))
    tail = content[-_PDF_TAIL:]
    if b"%%EOF" not in tail or b"startxref" not in tail:
        raise refusal(
            "Файл pdf повреждён или передан не до конца. Откройте его, сохраните заново и приложите снова."
        )
