"""A plan as a table: sections, numbered measures, terms, who answers; and the plan as an appendix."""

from collections.abc import Sequence
from itertools import islice

from reports.documents.blocks import Block, Cell, HeadCell, Table
from roadmaps.content import RoadmapContent
from roadmaps.selectors import approved_plan
from schools.models import District

#: a field of MeasureContent and the head of its column
Column = tuple[str, str]
APPENDIX_COLUMNS: tuple[Column, ...] = (
    ("name", "Мероприятия"),
    ("term", "Срок"),
    ("responsible", "Ответственные"),
)


def plan_appendix(*, district: District, year: int) -> tuple[str, list[Block]] | None:
    """Title and blocks of the approved plan of an academic year; None where none is approved."""
    plan = approved_plan(district=district, year=year)
    if plan is None:
        return None
    table = plan_table(plan.content, APPENDIX_COLUMNS, caption=plan.content.title)
    return f"План мероприятий на {plan.year_words}", [table]


def plan_table(
    content: RoadmapContent, columns: Sequence[Column], *, caption: str, note: str = "", over: str = ""
) -> Table:
    """One row for a measure, a row across for a section; the first column is the number.

    `over` stands above the names of the columns: on every page, and in a workbook on top.
    """
    names = (HeadCell("№"), *(HeadCell(label) for _, label in columns))
    return Table(
        caption=caption,
        head=((HeadCell(over, colspan=len(names)),), names) if over else (names,),
        body=tuple(_rows(content, [name for name, _ in columns])),
        note=note,
    )


def _rows(content: RoadmapContent, names: Sequence[str]) -> list[tuple[Cell, ...]]:
    numbered = content.numbered()
    rows: list[tuple[Cell, ...]] = []
    for place, section in enumerate(content.sections, start=1):
        if section.title:
            rows.append((Cell.label(f"{place}. {section.title}", colspan=len(names) + 1),))
        rows += [
            (Cell.plain(number), *(Cell.plain(getattr(measure, name)) for name in names))
            for number, measure in islice(numbered, len(section.measures))
        ]
    return rows
