"""The other end of the pipe: a workbook comes in, lines of JSON go out.

Out: {"sheet": title}, then batches [[number, [cell, …]], …], at last {"done": true}; or, at any
moment, {"refused": code}. Whoever dies before has said enough. Where documents are allowed, each
{"sheet"} also tells "merged" cells and "dates", the places of cells that are dates and not texts, with
what their formats show of them; that of a document has the text "above" the table, and the cells that
"hold" another one.
"""

import gc
import io
import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from .archive import EITHER, Part, document_of, parts_of
from .bounds import Bounds, Refused
from .cells import Line, dates_of, lines_of, merged_of
from .document import tables_of
from .formats import Formats
from .scan import scan

_BATCH = 500
_LONGEST_LINE = 16 * 1024 * 1024
_ZIP = b"PK\x03\x04"
#: processor seconds for reading the input and looking through it
_FIRST_SECONDS = 12
_MARKS_A_SECOND = 500_000
_XLS_BYTES_A_SECOND = 4 * 1024 * 1024
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def main(bounds: Bounds, size: int) -> None:
    """Read `size` bytes of a workbook from the standard input."""
    _shut_in(bounds.memory)
    try:
        data = _input(size)
        for answer in _answers(data, bounds):
            _tell(answer)
        _tell({"done": True})
    except Refused as refused:
        _tell({"refused": refused.code})
    except MemoryError:
        os._exit(1)  # nothing may be left to build a message of
    except BaseException as error:  # the reader's own panics are no Exception
        _tell({"refused": "password" if type(error).__name__ == "PasswordError" else "broken"})


def _shut_in(memory: int) -> None:
    """No more memory, no file, no core dump with what was in it; a clock for the processor's time."""
    gc.disable()  # a short life, and nothing here refers to itself
    for what, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(what, (limit, limit))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    _allow(_FIRST_SECONDS)


def _allow(seconds: int) -> None:
    """So much processor time from now on."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(usage.ru_utime + usage.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + 1 + seconds, resource.RLIM_INFINITY))


def _input(size: int) -> bytes:
    """The whole file, in one piece of memory."""
    data = sys.stdin.buffer.read(size)
    if len(data) < size:
        raise Refused("failed")
    return data


def _answers(data: bytes, bounds: Bounds) -> Iterator[Any]:
    parts: list[Part] = []
    if data.startswith(_ZIP):
        parts = parts_of(data, bounds, required=EITHER) if bounds.documents else parts_of(data, bounds)
        if bounds.documents and (document := document_of(parts)):
            yield from _tables(data, document, bounds)
            return
        tally = scan(data, parts, bounds)
        passes = 2 if bounds.documents else 1  # the second one reads formats
        _allow(2 + passes * tally.marks // _MARKS_A_SECOND)
    else:
        if _ENCRYPTED_PACKAGE in data:
            raise Refused("password")
        _allow(2 + len(data) // _XLS_BYTES_A_SECOND)
    yield from _sheets(data, parts, bounds)


def _tables(data: bytes, document: Part, bounds: Bounds) -> Iterator[Any]:
    cells = 0
    for number, table in enumerate(tables_of(data, document, bounds), start=1):
        cells += sum(len(line) for _, line in table.lines)
        if cells > bounds.cells:
            raise Refused("large")
        about = {"merged": table.merged, "above": table.above, "holds": table.holds}
        yield {"sheet": f"Таблица {number}"} | about
        yield from _batches(iter(table.lines))


def _sheets(data: bytes, parts: list[Part], bounds: Bounds) -> Iterator[Any]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    formats = Formats(data, parts) if bounds.documents else None
    del data  # the book has a copy of its own
    cells = 0
    for about in book.sheets_metadata:
        if about.visible != SheetVisibleEnum.Visible or about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        yield {"sheet": about.name} | (_about(about.name, sheet, formats, bounds) if formats else {})
        for batch in _batches(lines_of(sheet, bounds)):
            cells += sum(len(line) for _, line in batch)
            if cells > bounds.cells:
                raise Refused("large")
            yield batch


def _about(name: str, sheet: Any, formats: Formats, bounds: Bounds) -> dict[str, Any]:
    dates = dates_of(sheet, bounds)
    looks = formats.looks_of(name, dates) if dates else []
    told = [[*cell, look] for cell, look in zip(dates, looks, strict=True)]
    return {"merged": merged_of(sheet, bounds), "dates": told}


def _batches(lines: Iterator[Line]) -> Iterator[list[Line]]:
    while batch := list(islice(lines, _BATCH)):
        yield batch


def _tell(answer: Any) -> None:
    line = json.dumps(answer, ensure_ascii=False, separators=(",", ":"), check_circular=False).encode()
    if len(line) > _LONGEST_LINE:
        raise Refused("large")
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()
