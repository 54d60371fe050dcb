"""ФИС ОКО, «Статистика по отметкам»: percents of marks by groups from the whole sample down to schools."""

from collections.abc import Sequence

from monitoring.imports._fis_oko_report import Report, school_rows
from monitoring.imports._fis_oko_rows import (
    GROUPS,
    MARK_COLUMNS,
    MARKS,
    MEAN,
    OTHER_NUMBER,
    PARTICIPANTS,
    SCHOOLS_COUNT,
    marks_of_percents,
    participants_of,
    school_ref,
)
from monitoring.imports.layout import Table, has_columns
from monitoring.imports.numbers import amount
from monitoring.imports.parsed import ParsedFile, ParsedRow, SittingRef
from monitoring.imports.reference import Reference
from portal.core.tables import Row, Sheet

FORMAT = "fis-oko-marks"
LABEL = "Статистика по отметкам (ФИС ОКО)"
ORIGIN = "Личный кабинет ФИС ОКО, раздел «Аналитика»"
_COLUMNS = {
    "group": GROUPS, "schools": SCHOOLS_COUNT, "participants": PARTICIPANTS,
    **MARK_COLUMNS, "mean_mark": MEAN,
}  # fmt: skip
_REQUIRED = ("group", "participants", *MARKS)


def recognise(sheets: Sequence[Sheet]) -> bool:
    """By its columns. Tables of primary scores and of tasks have more numbers in the head than 2 to 5."""
    return has_columns(sheets, _COLUMNS, _REQUIRED, without=OTHER_NUMBER)


def read(sheets: Sequence[Sheet], *, file_name: str, reference: Reference) -> ParsedFile:
    """Rows of schools with participants and counts computed of percents.

    Raises UnreadableTable where no sheet holds such a table.
    """
    report = Report.of(file_name, reference)
    for table, sitting in report.tables(sheets, _COLUMNS, required=_REQUIRED, label=LABEL):
        _read_table(report, table, sitting)
    return report.file(FORMAT, LABEL)


def _is_data(table: Table, row: Row) -> bool:
    """A row with numbers, even without its participants; a line of text under the table has none."""
    if table.cell(row, "participants") is not None:
        return True
    return any(amount(cell) is not None for cell in table.cells(row, ("schools", *MARKS, "mean_mark")))


def _read_table(report: Report, table: Table, sitting: SittingRef) -> None:
    for row, place in school_rows(table, [row for row in table.body if _is_data(table, row)]):
        participants, problems = participants_of(table, row)
        report.gathered.problems.extend(problems)
        if participants is None:
            continue
        found = marks_of_percents(table, row, participants)
        report.gathered.problems.extend(found.problems)
        report.gathered.rows.append(
            ParsedRow(
                kind="result",
                school=school_ref(table.text(row, "group"), municipality=place.municipality),
                sitting=sitting,
                numbers=found.numbers,
                address=table.address(row, "group"),
                addresses={key: table.address(row, key) for key in found.numbers},
                status=found.status,
                computed=found.computed,
            )
        )
