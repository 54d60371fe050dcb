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
    columns = table.columns
    rows = [_grouped(columns, [year_label])]
    if names_exams(columns):
        rows.append(_grouped(columns, [year_label, exam_label]))
    starts = _year_starts(columns)
    labels = [subject_label(column) for column in columns]
    rows.append([Head(label, 1, index in starts) for index, label in enumerate(labels)])
    return rows


def names_exams(columns: Sequence[Column]) -> bool:
    """Whether a table tells the exams above its subjects: there are several, or a window has to be named."""
    return len({exam_label(column) for column in columns}) > 1 or any(column.window for column in columns)


def _grouped(columns: list[Column], labels: list) -> list[Head]:
    heads, year = [], None
    for key, group in groupby(columns, key=lambda column: tuple(label(column) for label in labels)):
        heads.append(Head(key[-1], len(list(group)), key[0] != year))
        year = key[0]
    return heads


def _year_starts(columns: list[Column]) -> set[int]:
    return {
        index
        for index, column in enumerate(columns)
        if index == 0 or columns[index - 1].sitting.year != column.sitting.year
    }
