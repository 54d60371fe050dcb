"""Files as ФИС ОКО and regions write them, and the shipped dictionaries without a database."""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from openpyxl import Workbook

from monitoring.imports.parsed import ParsedFile, ParsedRow
from monitoring.imports.reference import Reference, sitting_key, subject_key
from monitoring.models import MarkScale, Subject
from monitoring.services import reference as loading
from portal.core.tables import Sheet, read_book

FOLDER = Path(__file__).parents[3] / "fixtures" / "reference"


@cache
def reference() -> Reference:
    """What `Reference.load` gives after `reference_load`, built of the same files."""
    loaded = Reference()
    subjects = {}
    for row in loading._rows(FOLDER / "subjects.csv"):
        subject = subjects[row["code"]] = Subject(
            code=row["code"], name=row["name"], short_name=row["short_name"]
        )
        loaded.names[subject.code] = subject.name
        for name in (subject.name, subject.short_name):
            loaded.subjects[subject_key(name)] = subject.code
    sources = loading.json.loads((FOLDER / "sources.json").read_text(encoding="utf-8"))
    for row in loading._rows(FOLDER / "sittings.csv"):
        sitting = loading._sitting(row, subjects[row["subject"]], sources)
        loaded.sittings[sitting_key(sitting)] = sitting
    for row in loading._rows(FOLDER / "mark_scales.csv"):
        borders = {name: int(row[name]) for name in ("from3", "from4", "from5", "maximum")}
        key = (row["subject"], int(row["programme_grade"]), int(row["year"]), row["season"])
        loaded.scales[key] = MarkScale(subject=subjects[row["subject"]], **borders)
    return loaded


def book(
    *sheets: Sequence[Sequence[object]], titles: Sequence[str] = (), merged: Sequence[str] = ()
) -> list[Sheet]:
    """An xlsx file with these rows on its sheets, written and read again."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for number, rows in enumerate(sheets):
        sheet = workbook.create_sheet(titles[number] if number < len(titles) else f"Лист{number + 1}")
        for row in rows:
            sheet.append(list(row))
        for cells in merged if number == 0 else ():
            sheet.merge_cells(cells)
    stream = io.BytesIO()
    workbook.save(stream)
    stream.seek(0)
    return read_book(stream)


def csv_book(
    rows: Sequence[Sequence[object]], *, encoding: str = "utf-8-sig", sign: str = ";"
) -> list[Sheet]:
    lines = [sign.join("" if cell is None else str(cell) for cell in row) for row in rows]
    return read_book(io.BytesIO("\r\n".join(lines).encode(encoding)))


def kinds(parsed: ParsedFile) -> list[tuple[str, str]]:
    return [(problem.kind, problem.address) for problem in parsed.problems]


def by_school(parsed: ParsedFile) -> dict[str, ParsedRow]:
    return {row.school.login or row.school.name: row for row in parsed.rows}


def counts(row: ParsedRow) -> tuple[object, ...]:
    return tuple(row.numbers.get(key) for key in ("participants", "n2", "n3", "n4", "n5"))
