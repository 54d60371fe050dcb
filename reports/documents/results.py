"""Tables of results: how a cell is printed, and the merged heads of the protocol's Блок 1."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from monitoring.enums import STATUS_LEGEND, STATUS_MARKS, Exam, Level, ResultStatus, Season
from monitoring.selectors import Cell as Result
from monitoring.selectors import Column, DynamicsTable, Shown
from monitoring.table_heads import exam_label, names_exams, subject_label
from portal.core.russian import number
from reports.documents.blocks import Cell, HeadCell, Table

NAME_HEAD = "Наименование ОО"
#: Results that one printed column holds: base and profile mathematics of one year, else one.
Printed = tuple[int, ...]


def result_cell(result: Result, mark: str = "") -> Cell:
    """A mean as printed, with `mark` behind it, or the sign that says why there is none."""
    if result.value is not None:
        return Cell.number(result.value, f"{number(result.value)}{mark}")
    return Cell.missing(result.status, mark_of(result.status))


def mark_of(status: str) -> str:
    """The sign that is printed where there is no number."""
    return STATUS_MARKS[ResultStatus(status)]


def legend(results: Iterable[Result | Shown]) -> list[str]:
    """What the signs in use mean: «–» — экзамен не проводился."""
    used = {result.status for result in results if result.value is None}
    return [
        f"«{STATUS_MARKS[status]}» — {STATUS_LEGEND[status]}" for status in STATUS_LEGEND if status in used
    ]


def school_table(*, table: DynamicsTable, exam: Exam, caption: str) -> Table:
    """The protocol's table of one exam: schools down, years and subjects across."""
    printed = _printed_columns(table.columns)
    body = [
        (
            Cell.label(f"{index}. {row.school.short_name}"),
            *(_printed_cell(row.cells, columns) for columns in printed),
        )
        for index, row in enumerate(table.rows, start=1)
    ]
    notes = legend(cell for row in table.rows for cell in row.cells)
    notes += _season_notes(table.columns)
    if any(_is_base_alone(row.cells, columns) for row in table.rows for columns in printed):
        notes.append("одно число в графе «баз./проф.» — базовый уровень")
    return Table(
        caption=caption,
        head=tuple(tuple(row) for row in _heads(table.columns, printed, exam)),
        body=tuple(body),
        note=f"{'; '.join(notes)}." if notes else "",
    )


def _printed_columns(columns: Sequence[Column]) -> list[Printed]:
    """Indexes of the results of each printed column."""
    keyed = groupby(range(len(columns)), key=lambda index: _place(columns[index]))
    return [tuple(indexes) for _, indexes in keyed]


def _place(column: Column) -> tuple:
    sitting = column.sitting
    grade = sitting.grade if sitting.exam == Exam.VPR else None
    return (sitting.year, sitting.season, sitting.exam, sitting.subject_id, grade)


def _printed_cell(results: Sequence[Result], columns: Printed) -> Cell:
    parts = [results[index] for index in columns]
    valued = [part for part in parts if part.value is not None]
    if len(parts) == 1 or not valued:
        return result_cell(parts[0])
    if len(valued) == len(parts):
        return Cell.combined(" / ".join(number(part.value) for part in parts))
    # Base alone prints as departments print it, a profile score alone must not be taken for a mark.
    only = valued[0]
    return (
        result_cell(only) if only is parts[0] else Cell.number(only.value or 0, f"– / {number(only.value)}")
    )


def _is_base_alone(results: Sequence[Result], columns: Printed) -> bool:
    return len(columns) > 1 and [results[index].value is not None for index in columns] == [True, False]


def _heads(columns: Sequence[Column], printed: list[Printed], exam: Exam) -> list[list[HeadCell]]:
    firsts = [columns[indexes[0]] for indexes in printed]
    rows = [
        _merged(firsts, lambda column: (column.sitting.year,), lambda column: f"{column.sitting.year} год")
    ]
    if names_exams(firsts):
        rows.append(_merged(firsts, lambda column: (column.sitting.year, exam_label(column)), exam_label))
    rows.append([HeadCell(_printed_subject([columns[index] for index in indexes])) for indexes in printed])
    what = "средняя отметка по предмету в школе"
    if exam == Exam.EGE:
        what = "средний балл; база и ГВЭ — средняя отметка"
    title = [
        HeadCell(NAME_HEAD, rowspan=len(rows) + 1),
        HeadCell(f"Результаты {exam.label} ({what})", colspan=len(printed)),
    ]
    return [title, *rows]


def _merged(columns: Sequence[Column], key, text) -> list[HeadCell]:
    groups = [list(group) for _, group in groupby(columns, key=key)]
    return [HeadCell(text(group[0]), colspan=len(group)) for group in groups]


def _printed_subject(columns: list[Column]) -> str:
    if len(columns) > 1:
        return f"{columns[0].sitting.subject.short_name} (баз./проф.)"
    return subject_label(columns[0])


def _season_notes(columns: Sequence[Column]) -> list[str]:
    years = sorted(
        {
            column.sitting.year
            for column in columns
            if column.sitting.season == Season.AUTUMN and column.sitting.is_held and not column.window
        }
    )
    return [f"ВПР {year} года проходили осенью" for year in years]


def series_name(columns: Sequence[Column]) -> str:
    """«ОГЭ, Математика, 9 класс», «ЕГЭ, Математика, профильная, 11 класс» of one series.

    In the autumn of 2020 a class wrote by the programme of the class before: such a series is named after
    the programme, and the class stands beside the year.
    """
    sitting = columns[0].sitting
    parts = [sitting.get_exam_display(), sitting.subject.name]
    if sitting.level:
        parts.append(Level(sitting.level).label)
    if sitting.exam == Exam.VPR:
        labels = {column.sitting.grade_label for column in columns}
        parts.append(labels.pop() if len(labels) == 1 else f"программа {sitting.programme_grade} класса")
    elif sitting.grade:
        parts.append(f"{sitting.grade} класс")
    return ", ".join(parts)
