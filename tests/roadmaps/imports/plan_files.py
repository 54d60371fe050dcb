"""Plans as departments bring them: Word documents and workbooks of rows."""

import io
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import openpyxl

from roadmaps.imports import read_plan
from tests.core.word_files import cell, document, paragraph, table

DISTRICT_HEAD = ["№", "Мероприятия", "срок", "ответственные"]
KUZBASS_HEAD = [
    "№ п/п", "Наименование мероприятий", "Срок реализации", "Ответственный исполнитель", "Результат. Вид документа",
]  # fmt: skip
UNNUMBERED_HEAD = ["Мероприятие", "Срок", "Ответственный"]


def plan_document(*rows: list[str], head: Sequence[str] = DISTRICT_HEAD) -> bytes:
    """A document with a heading, a list of signs that is no plan, and the plan."""
    return document(
        paragraph("План мероприятий"),
        table(["Показатель", "Значение"], ["Доля школ", "10"]),
        table(list(head), *rows),
    )


def across(text: str, columns: int = 4) -> list[str]:
    """A row of one cell over all columns."""
    return [cell(text, span=columns)]


def plan_book(
    *rows: Sequence[object],
    head: Sequence[str] = KUZBASS_HEAD,
    merged: Sequence[str] = (),
    looks: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """A workbook with a title over its table; a date goes in as a date, `looks` are formats of cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "План"
    sheet.append(["План мероприятий («дорожная карта»)"])
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    for address, look in looks.items():
        sheet[address].number_format = look
    for address in merged:
        sheet.merge_cells(address)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rows_of(data: bytes, year: int = 2021, period: str = "academic"):
    return read_plan(io.BytesIO(data), year=year, period=period).rows


def brief(data: bytes) -> list[tuple[str, str, str, str, str]]:
    """Number, section, name, term and responsible of each measure."""
    return [
        (row.number, row.section, row.measure.name, row.measure.term, row.measure.responsible)
        for row in rows_of(data)
    ]
