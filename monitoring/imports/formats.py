"""The readers of files and the one door to them: the content says which of them a file is for."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Protocol

from monitoring.imports import (
    fis_oko_journal,
    fis_oko_marks,
    flat_bias,
    flat_marks,
    own_book,
    ris_ege,
    ris_ege_appeals,
    ris_oge,
    ris_oge_appeals,
    vpr_form,
)
from monitoring.imports._beside import own_tables
from monitoring.imports.parsed import ParsedFile
from monitoring.imports.reference import Reference
from portal.core.collector import collector_off
from portal.core.tables import MEGABYTE, Limits, Sheet, UnreadableTable, read_book

logger = logging.getLogger("monitoring.imports")

#: what the largest table of a region needs
LIMITS = Limits(
    file_bytes=20 * MEGABYTE, unpacked_bytes=200 * MEGABYTE, marks=8_000_000, rows=100_000, columns=300
)


class Reader(Protocol):
    """A module of this package that reads one format; ORIGIN says where people get such a file."""

    FORMAT: str
    LABEL: str
    ORIGIN: str

    def recognise(self, sheets: Sequence[Sheet]) -> bool: ...

    def read(self, sheets: Sequence[Sheet], *, file_name: str, reference: Reference) -> ParsedFile: ...


#: the first that recognises a file reads it: narrow heads stand before wide ones
READERS: tuple[Reader, ...] = (
    own_book,
    ris_ege_appeals,
    ris_oge_appeals,
    ris_ege,
    ris_oge,
    fis_oko_journal,
    fis_oko_marks,
    vpr_form,
    flat_bias,
    flat_marks,
)


def label_of(code: str) -> str:
    """The name of a format for people; the code itself for one that is read no more."""
    return next((reader.LABEL for reader in READERS if code == reader.FORMAT), code)


def labels_by_origin() -> dict[str, list[str]]:
    """Who hands out which files, for people."""
    found: dict[str, list[str]] = {}
    for reader in reversed(READERS):
        found.setdefault(reader.ORIGIN, []).append(reader.LABEL)
    return found


def recognised(sheets: Sequence[Sheet]) -> Reader | None:
    """The first reader that knows this content."""
    return next((reader for reader in READERS if reader.recognise(sheets)), None)


@collector_off()
def read_file(source: Path | str | BinaryIO, *, file_name: str) -> ParsedFile:
    """The counts of a file. Raises UnreadableTable with a sentence for people, and nothing else.

    Files hold names of pupils: whatever a reader stumbles on, its message and its values go no further.
    """
    sheets, reference = read_book(source, limits=LIMITS), Reference.load()
    try:
        reader = recognised(sheets)
        if reader is not None:
            return _read(reader, sheets, clean_name(file_name), reference)
    except UnreadableTable:
        raise
    except Exception as error:
        logger.error("a reader failed: %s", type(error).__name__)
        raise UnreadableTable(_FAILED) from None
    raise UnreadableTable(_UNKNOWN)


def _read(reader: Reader, sheets: Sequence[Sheet], file_name: str, reference: Reference) -> ParsedFile:
    """One kind of table, the others told; our own book tells of its sheets itself."""
    if reader is own_book:
        return reader.read(sheets, file_name=file_name, reference=reference)
    sheets, beside = own_tables(sheets, reader, READERS)
    parsed = reader.read(sheets, file_name=file_name, reference=reference)
    return replace(parsed, problems=(*beside, *parsed.problems))


_FAILED = (
    "Файл узнан, но прочитать его не удалось: в нём неожиданная разметка. Скачайте файл заново "
    "и загрузите без правок или внесите данные вручную."
)


_UNKNOWN = (
    "Файл не узнан: в нём нет знакомых заголовков столбцов. Загрузите файл так, как скачали, или перенесите "
    "числа в таблицу района, скачанную из портала."
)


def clean_name(name: str) -> str:
    """The name of a file without its folder and without signs that do not print, as long as its column."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return " ".join("".join(sign for sign in last if sign.isprintable()).split())[:200] or "без имени"
