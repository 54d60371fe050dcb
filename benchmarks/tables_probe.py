"""`python -m benchmarks.tables_probe read FILE | write NAME`: one job in a fresh process, figures as JSON.

Peak memory belongs to a process, so each job has its own and loads only its own library.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from time import perf_counter

ROWS, COLUMNS = 50_000, 15
_SUBJECTS = ("Русский язык", "Математика", "Физика", "Химия")


def rows(number: int = ROWS) -> Iterator[list[str | int | float]]:
    """Results of schools: names and logins that repeat, counts, one mean a row."""
    for row in range(number):
        counts = [2 + (row * step) % 197 for step in range(3, 3 + COLUMNS - 5)]
        names = [
            f"Школа № {row % 1999}",
            _SUBJECTS[row % 4],
            f"sch{340_000 + row % 2999}",
            f"Район {row % 33}",
        ]
        yield [*names, *counts, 2 + row % 301 / 100]


def ours() -> bytes:
    workbooks = import_module("portal.core.workbooks")
    with workbooks.Workbook(constant_memory=True) as book:
        sheet = book.add_worksheet("Данные")
        for number, row in enumerate(rows()):
            sheet.write_row(number, 0, row)
    return book.content


def openpyxl() -> bytes:
    book, stream = import_module("openpyxl").Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("Данные")
    for row in rows():
        sheet.append(row)
    book.save(stream)
    return stream.getvalue()


WRITERS = {"ours": ours, "openpyxl": openpyxl}


def _peak() -> int:
    """MiB at the highest, of this process alone: what the one before it had does not count."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) // 1024


def _read(path: str) -> dict[str, object]:
    tables = import_module("portal.core.tables")
    begin = perf_counter()
    try:
        answer = f"{len(tables.read_book(path, limits=tables.RESULTS)[0].rows)} rows"
    except tables.UnreadableTable as error:
        answer = str(error)
    seconds = perf_counter() - begin
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return {"seconds": seconds, "peak": _peak(), "child": child, "answer": answer}


def _write(name: str) -> dict[str, object]:
    begin = perf_counter()
    size = len(WRITERS[name]())
    return {"seconds": perf_counter() - begin, "peak": _peak(), "answer": f"{size} bytes"}


if __name__ == "__main__":
    print(json.dumps({"read": _read, "write": _write}[sys.argv[1]](sys.argv[2])))
