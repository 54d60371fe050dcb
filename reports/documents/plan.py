"""The district's plan as an appendix: sections, numbered measures, terms, who answers."""

from itertools import islice

from reports.documents.blocks import Block, Cell, HeadCell, Table
from roadmaps.content import RoadmapContent
from roadmaps.selectors import approved_plan
from schools.models import District


def plan_blocks(*, district: District, year: int) -> list[Block]:
    """The approved plan of an academic year; nothing where none is approved."""
    plan = approved_plan(district=district, year=year)
    return [_table(plan.content)] if plan else []


def _table(content: RoadmapContent) -> Table:
    return Table(
        caption=content.title,
        head=((HeadCell("№"), HeadCell("Мероприятия"), HeadCell("Срок"), HeadCell("Ответственные")),),
        body=tuple(_rows(content)),
    )


def _rows(content: RoadmapContent) -> list[tuple[Cell, ...]]:
    numbered = content.numbered()
    rows: list[tuple[Cell, ...]] = []
    for place, section in enumerate(content.sections, start=1):
        rows.append((Cell.label(f"{place}. {section.title}", colspan=4),))
        rows += [
            (
                Cell.plain(number),
                Cell.plain(measure.name),
                Cell.plain(measure.term),
                Cell.plain(measure.responsible),
            )
            for number, measure in islice(numbered, len(section.measures))
        ]
    return rows
