"""The zip file round a workbook: its table of contents, and its parts unpacked under control."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from .bounds import Bounds, Refused

#: bytes of a part that are looked at at once
CHUNK = 128 * 1024
_INPUT = 64 * 1024
_LOCAL = struct.Struct("<4s22xHH")
_ENTRY_SIGNATURE = b"PK\x01\x02"
_BOOK = frozenset({"[content_types].xml", "xl/workbook.xml"})


class Part(NamedTuple):
    """One member: where its packed bytes lie, and what size the table of contents promises."""

    name: str
    at: int
    packed: int
    size: int
    deflated: bool


def parts_of(data: bytes, bounds: Bounds, *, required: frozenset[str] = _BOOK) -> list[Part]:
    """The members of an office file that may be unpacked, among them those `required` (in lower case).

    Raises Refused; nothing is unpacked yet.
    """
    if data.count(_ENTRY_SIGNATURE) > bounds.entries:  # before zipfile makes an object of each
        raise Refused("packed")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused("broken") from error
    _refuse_sizes(entries, len(data), bounds)
    _refuse_kinds(entries, required)
    return [_part(data, entry) for entry in entries]


def _refuse_sizes(entries: list[zipfile.ZipInfo], length: int, bounds: Bounds) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if packed > length:  # members that overlap
        raise Refused("broken")
    if unpacked > bounds.unpacked_bytes or unpacked > bounds.ratio * (packed or 1):
        raise Refused("packed")


def _refuse_kinds(entries: list[zipfile.ZipInfo], required: frozenset[str]) -> None:
    if any(entry.flag_bits & 0x41 for entry in entries):
        raise Refused("password")
    names = [entry.filename.lower() for entry in entries]
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Refused("macros")
    if any("/externallinks/" in name for name in names):
        raise Refused("links")
    # Two members of one name: which of them the reader takes is not for a guard to guess.
    honest = len(set(names)) == len(names) and required <= set(names)
    if not honest or any(map(_is_slippery, names)):
        raise Refused("broken")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Refused("broken")


def _is_slippery(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _part(data: bytes, entry: zipfile.ZipInfo) -> Part:
    head = data[entry.header_offset : entry.header_offset + _LOCAL.size]
    if entry.header_offset < 0 or len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
        raise Refused("broken")
    _, name_length, extra_length = _LOCAL.unpack(head)
    at = entry.header_offset + _LOCAL.size + name_length + extra_length
    if at + entry.compress_size > len(data):
        raise Refused("broken")
    deflated = entry.compress_type == zipfile.ZIP_DEFLATED
    return Part(entry.filename, at, entry.compress_size, entry.file_size, deflated)


def unpacked(data: bytes, part: Part) -> Iterator[bytes]:
    """The bytes of a part, piece by piece. Raises Refused where they are not as many as was promised."""
    total = 0
    try:
        for chunk in _inflated(data, part) if part.deflated else _stored(data, part):
            total += len(chunk)
            if total > part.size:
                raise Refused("packed")
            yield chunk
    except zlib.error as error:
        raise Refused("broken") from error
    if total != part.size:
        raise Refused("broken")


def _stored(data: bytes, part: Part) -> Iterator[bytes]:
    for at in range(part.at, part.at + part.packed, CHUNK):
        yield data[at : min(at + CHUNK, part.at + part.packed)]


def _inflated(data: bytes, part: Part) -> Iterator[bytes]:
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(part.at, part.at + part.packed, _INPUT):
        waiting = data[at : min(at + _INPUT, part.at + part.packed)]
        while waiting and not stream.eof:
            if chunk := stream.decompress(waiting, CHUNK):
                yield chunk
            waiting = stream.unconsumed_tail
    if rest := stream.flush():
        yield rest
    if not stream.eof:
        raise Refused("broken")
