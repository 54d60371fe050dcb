"""Files of Word, Excel and PowerPoint: archives with the right parts, without macros, not made to burst."""

from portal.core.attachments.words import MACROS, MISMATCH, refusal
from portal.core.tables.apart.archive import Part, parts_of, unpacked
from portal.core.tables.apart.bounds import Bounds, Refused

_TYPES = "[Content_Types].xml"
_LONGEST_TYPES = 1024 * 1024
_BOUNDS = Bounds(
    entries=3000, unpacked_bytes=300 * 1024 * 1024, ratio=200, marks=0, cells=0, rows=0, columns=0, memory=0
)
_FORMAT = b"application/vnd.openxmlformats-officedocument."
#: the part that makes the file what it is, and how the table of contents calls it
_MAIN = {
    "docx": ("word/document.xml", _FORMAT + b"wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", _FORMAT + b"spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", _FORMAT + b"presentationml.presentation.main+xml"),
}
_SENTENCES = {
    "packed": "Файл слишком велик в развёрнутом виде. Сохраните его как pdf и приложите снова.",
    "password": "Файл защищён паролем. Сохраните его без пароля и приложите снова.",
    "macros": MACROS,
    "links": "Книга ссылается на другие файлы. Замените формулы значениями или сохраните её как pdf.",
}
_ARCHIVE, _OLD_OR_LOCKED = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def check_office(content: bytes, extension: str) -> None:
    """Raise InvalidInput unless the file is what its ending says; next to nothing of it is unpacked."""
    if content.startswith(_OLD_OR_LOCKED):
        raise refusal(f"Файл защищён паролем или старого образца. Сохраните его без пароля как {extension}.")
    if not content.startswith(_ARCHIVE):
        raise refusal(MISMATCH.format(extension))
    part, type_name = _MAIN[extension]
    try:
        parts = parts_of(content, _BOUNDS, required=frozenset({_TYPES.lower(), part}))
        types = _types(content, parts)
    except Refused as refused:
        raise refusal(_SENTENCES.get(refused.code, MISMATCH.format(extension))) from refused
    if b"macroenabled" in types.lower():
        raise refusal(MACROS)
    if type_name not in types:
        raise refusal(MISMATCH.format(extension))


def _types(content: bytes, parts: list[Part]) -> bytes:
    part = next((part for part in parts if part.name == _TYPES), None)
    if part is None or part.size > _LONGEST_TYPES:
        raise Refused("broken")
    return b"".join(unpacked(content, part))
