"""Merged heads of a dynamics table: the same plan for the page and for printed documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from monitoring.enums import Exam
from monitoring.selectors import Column, DynamicsTable, MeasuredTable


@dataclass(frozen=True, slots=True)
class Head:
    text: str
    colspan: int = 1
    opens_group: bool = False


def year_label(column: Column) -> str:
    return f"{column.sitting.year} год"


def exam_label(column: Column) -> str:
    """«ЕГЭ», «ГВЭ»: in a table of one class the class needs no saying. «ВПР, весна 2022» of two windows."""
    if column.window:
        return f"{column.sitting.get_exam_display()}, {column.window} {column.sitting.year}"
    return series_exam(column)


def series_exam(column: Column) -> str:
    """The same over all years, whose windows it does not tell."""
    return {Exam.GVE9: "ГВЭ", Exam.GVE11: "ГВЭ"}.get(
        Exam(column.sitting.exam), column.sitting.get_exam_display()
    )


def subject_label(column: Column) -> str:
    """«Рус. яз.», «Матем. проф.», «Матем., 5 кл.»."""
    sitting = column.sitting
    text = sitting.subject.short_name
    if sitting.level:
        text += " баз." if sitting.level == "base" else " проф."
    if sitting.exam == Exam.VPR and sitting.grade:
        text += f", {sitting.grade} кл."
    return text


def head_rows(table: DynamicsTable | MeasuredTable) -> list[list[Head]]:
    """Rows of heads above the columns: years, exams where there are several or two windows, subjects."""
    columns, starts = table.columns, group_starts(table.columns)
    rows = [_grouped(columns, [year_label], starts)]
    if names_exams(columns):
        rows.append(_grouped(columns, [year_label, exam_label], starts))
    rows.append([Head(subject_label(column), 1, place in starts) for place, column in enumerate(columns)])
    return rows


def names_exams(columns: Sequence[Column]) -> bool:
    """Whether a table tells the exams above its subjects: there are several, or a window has to be named."""
    return len({exam_label(column) for column in columns}) > 1 or any(column.window for column in columns)


def group_starts(columns: Sequence[Column]) -> set[int]:
    """The places where a line is drawn: before each year, and before the second window of a year."""
    groups = [(column.sitting.year, column.window) for column in columns]
    return {place for place, group in enumerate(groups) if place == 0 or groups[place - 1] != group}


def _grouped(columns: Sequence[Column], labels: list, starts: set[int]) -> list[Head]:
    heads, place = [], 0
    for key, group in groupby(columns, key=lambda column: tuple(label(column) for label in labels)):
        span = len(list(group))
        heads.append(Head(key[-1], span, place in starts))
        place += span
    return heads
