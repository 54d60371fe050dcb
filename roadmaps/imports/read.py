"""Rows of a plan out of the tables of a file, one table after the other."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO, NamedTuple

from portal.core.tables import PLAN, Row, Sheet, column_letters, read_book
from roadmaps.imports.columns import Head, head_of, not_a_plan
from roadmaps.imports.headings import Headings, is_numbered, plain_title
from roadmaps.imports.reading import RawMeasure, Reading
from roadmaps.imports.rows import NUMBER, filled_texts, is_count
from roadmaps.terms import names_a_time


class ReadTable(NamedTuple):
    """What the tables of a file say, and what has no place in a plan.

    `ignored` are heads of columns, `left_out` titles of tables, `bare` headings without measures,
    `above` is the text over the first table of the plan, `nested` are cells with a table within, `signed`
    are the signatures under a table.
    """

    measures: list[RawMeasure]
    ignored: list[str]
    left_out: list[str]
    bare: list[str]
    above: str
    nested: list[str]
    signed: list[str]


def read_measures(source: Path | str | BinaryIO) -> ReadTable:
    """The measures of all tables of a file that are a plan. Raises UnreadableTable."""
    sheets = read_book(source, limits=PLAN)
    plans = list(_plans(sheets))
    if not plans:
        raise not_a_plan()
    measures: list[RawMeasure] = []
    captions = sum(bool(begins and sheet.caption) for sheet, _, begins in plans)
    headings, ends, signed = Headings(), [], []
    for (sheet, head, begins), after in zip_longest(plans, plans[1:]):
        title = _name_of(sheet, many=(captions if begins else 0) > 1 if sheet.of_document else len(plans) > 1)
        if title or not sheet.of_document:  # a table without a heading goes on under the last one
            headings.restart(title)
        goes_on = after is not None and not after[-1]
        reading = Reading(sheet, head, begins=begins, goes_on=goes_on, headings=headings, measures=measures)
        reading.read()
        ends += reading.left_out
        signed += reading.signed
    ignored = dict.fromkeys(name for _, head, _ in plans for name in head.ignored)
    left_out = [*_left_out(sheets, [sheet for sheet, _, _ in plans]), *ends]
    nested = [
        f"{sheet.title}!{column_letters(column)}{row}" for sheet, _, _ in plans for row, column in sheet.holds
    ]
    return ReadTable(
        measures, list(ignored), left_out, headings.bare, _above(sheets, plans[0]), nested, signed
    )


def _left_out(sheets: Sequence[Sheet], read: Sequence[Sheet]) -> Iterator[str]:
    """Tables that may be the rest of a plan: a person should know that they were not read."""
    is_after = False
    for sheet in sheets:
        is_after = is_after or sheet in read
        wide = [row for row in sheet.rows if len(filled_texts(row)) > 2]
        if sheet not in read and len(wide) > (0 if is_after else 1):
            yield sheet.caption or sheet.title


def _above(sheets: Sequence[Sheet], plan: tuple[Sheet, Head, bool]) -> str:
    sheet, head, _ = plan
    before = sheets[: sheets.index(sheet) + 1]
    rows = [filled_texts(row) for row in sheet.rows if row.number < head.row]
    return "\n".join([sheet.title, *(each.above or "" for each in before), *map(" ".join, rows)])


def _plans(sheets: Sequence[Sheet]) -> Iterator[tuple[Sheet, Head, bool]]:
    """The sheets that are a plan with their heads; False marks the rest of the one before."""
    head: Head | None = None
    for sheet in sheets:
        own = head_of(sheet)
        goes_on = head is not None and _goes_on(sheet, head, until=own)
        head = head if goes_on else own
        if head:
            yield sheet, head, not goes_on


def _name_of(sheet: Sheet, *, many: bool) -> str:
    """One of many sheets is a section of its own, and so is a table under a heading of its own."""
    title = sheet.caption if sheet.of_document else sheet.title
    plain = plain_title(title)
    return plain if many or (sheet.of_document and plain != title) else ""


def _goes_on(sheet: Sheet, head: Head, *, until: Head | None) -> bool:
    """Whether a table is the rest of the one before it, cut at the end of a page.

    A head of its own (`until`) may be that of the page after: only the rows above it tell.
    """
    above = [row for row in sheet.rows if until is None or row.number < until.row]
    if max((len(row.cells) for row in above), default=0) > len(head.texts):
        return False
    rows = [row for row in above if not (is_count(row) or _is_title(row, head))]
    if not rows:  # a section at the end of a page, or nothing but a title
        titles = [" ".join(filled_texts(row)) for row in above if not is_count(row)]
        return until is not None and sheet.of_document and any(map(is_numbered, titles))
    if sheet.caption and not is_numbered(sheet.caption) and rows[0].text(0).rstrip(".)") == "1":
        return False  # a list of its own under words of its own: «С планом ознакомлены»
    numbered = [row for row in rows if NUMBER.fullmatch(row.text(head.columns.get("number")))]
    if "number" not in head.columns or rows[0] in numbered:
        return any(names_a_time(row.text(head.columns["term"])) for row in numbered or rows)
    return not (rows[0].text(0) or rows[0].text(head.columns["number"]))  # the rest of a row cut in two


def _is_title(row: Row, head: Head) -> bool:
    """A section, in one cell or behind its number."""
    filled = [at for at in range(len(row.cells)) if row.text(at)]
    return filled in ([0], [head.columns.get("number"), head.columns["name"]])
