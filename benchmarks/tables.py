"""Tables in and out: the guarded reader and our writer beside openpyxl, then files that attack.

The reader's side holds the start of its process, the guard, and the rows with Decimals and addresses;
openpyxl gives bare values. Both have read the same cells, and both writers' files the same values,
before the clocks start.
"""

import argparse
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import openpyxl

from benchmarks.measure import Contender, Target, interleaved, report
from benchmarks.tables_probe import COLUMNS, ROWS, WRITERS
from portal.core.tables import RESULTS, read_book
from portal.core.workbooks import Workbook
from tests.core.hostile import FILES

READER, READER_RIVAL = "read_book: guard, process of its own, rows", "openpyxl read_only: values"
WRITER, WRITER_RIVAL = "our Workbook, rows on disk", "openpyxl write_only"
ROUNDS = 5
SECONDS, MEBIBYTES = 2.0, 300
_HONEST = "(an honest table of 50,000 rows)"


def main(options: argparse.Namespace) -> int:
    rounds = options.rounds or ROUNDS
    data = _shared_strings()
    _agree(data)
    reading = interleaved(
        [
            Contender(READER, lambda _: read_book(io.BytesIO(data), limits=RESULTS)),
            Contender(READER_RIVAL, lambda _: list(_openpyxl_rows(data))),
        ],
        rounds=rounds,
    )
    writing = interleaved(
        [
            Contender(WRITER, lambda _: WRITERS["ours"]()),
            Contender(WRITER_RIVAL, lambda _: WRITERS["openpyxl"]()),
        ],
        rounds=rounds,
    )
    size = f"{ROWS} × {COLUMNS}"
    return max(
        report(f"tables: reading {size}", reading, [Target(READER_RIVAL, READER, 3.5, at_least=True)]),
        report(f"tables: writing {size}", writing, [Target(WRITER_RIVAL, WRITER, 1.3, at_least=True)]),
        _memory_of_writing(min(rounds, 3)),
        _hostile(data),
    )


def _shared_strings() -> bytes:
    """The workbook as Excel writes it, with each text once."""
    stream = io.BytesIO(WRITERS["openpyxl"]())
    with Workbook() as book:
        sheet = book.add_worksheet("Данные")
        for number, row in enumerate(_openpyxl_rows(stream.getvalue())):
            sheet.write_row(number, 0, row)
    return book.content


def _openpyxl_rows(data: bytes) -> Iterator[tuple]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    yield from book.worksheets[0].iter_rows(values_only=True)
    book.close()


def _agree(data: bytes) -> None:
    expected = [
        tuple(Decimal(repr(cell)) if isinstance(cell, float) else cell for cell in row)
        for row in _openpyxl_rows(data)
    ]
    for book in (data, *(write() for write in WRITERS.values())):
        if [row.cells for row in read_book(io.BytesIO(book), limits=RESULTS)[0].rows] != expected:
            raise RuntimeError("the contenders do not agree about the cells")


def _memory_of_writing(rounds: int) -> int:
    peaks = {name: [_probe("write", name)["peak"] for _ in range(rounds)] for name in WRITERS}
    ours, theirs = median(peaks["ours"]), median(peaks["openpyxl"])
    met = ours <= theirs
    print(f"  peak of a process that writes: {ours} MiB, openpyxl {theirs} MiB: {'met' if met else 'MISSED'}")
    return 0 if met else 1


def _hostile(honest: bytes) -> int:
    """Each file in a fresh process; its peak and that of the reader it started."""
    print(f"\ntables: hostile files, each refused in ≤ {SECONDS:.0f} s and ≤ {MEBIBYTES} MiB")
    missed = 0
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        for name, make in {_HONEST: lambda: honest, **FILES}.items():
            path.write_bytes(make())
            found = _probe("read", str(path))
            was_read = found["answer"].endswith("rows")
            within = found["seconds"] <= SECONDS and max(found["peak"], found["child"]) <= MEBIBYTES
            met = was_read if name == _HONEST else within and not was_read
            verdict = "met" if met else "MISSED"
            missed += verdict == "MISSED"
            print(
                f"  {name:<42} {found['seconds']:6.2f} s  {found['peak']:4} MiB,"
                f" reader {found['child']:4} MiB  {verdict}: {found['answer'][:60]}"
            )
    return 1 if missed else 0


def _probe(*arguments: str) -> dict:
    command = [sys.executable, "-m", "benchmarks.tables_probe", *arguments]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    sys.exit(main(argparse.Namespace(rounds=None)))
