"""Tables of a document as they lie in a spreadsheet: side by side where they speak of the same rows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.documents.blocks import Appendix, Block, Document, Heading, Table
from reports.documents.grid import placed


@dataclass(frozen=True)
class Sheet:
    """Tables with the same heads of rows, which a spreadsheet shows as one wide table."""

    title: str
    tables: tuple[Table, ...]


def sheets_of(document: Document) -> list[Sheet]:
    """The document's tables in order; those under one heading that have the same rows stand together."""
    sheets: list[Sheet] = []
    for heading, table in _under_headings(document.blocks, document.title):
        last = sheets[-1] if sheets else None
        if last is not None and last.title == heading and _fits(last.tables[0], table):
            sheets[-1] = Sheet(heading, (*last.tables, table))
        else:
            sheets.append(Sheet(heading, (table,)))
    many = Counter(sheet.title for sheet in sheets)
    return [_named_by_content(sheet) if many[sheet.title] > 1 else sheet for sheet in sheets]


def _named_by_content(sheet: Sheet) -> Sheet:
    """One of several sheets under a heading goes by the caption of its table."""
    return Sheet(sheet.tables[0].caption or sheet.title, sheet.tables)


def wide_sheets(document: Document) -> list[Sheet]:
    """The same across headings: as few tables as the rows allow, in order of their first part."""
    wide: list[Sheet] = []
    for sheet in sheets_of(document):
        place = next((n for n, other in enumerate(wide) if _fits(other.tables[0], sheet.tables[0])), None)
        if place is None:
            wide.append(sheet)
        else:
            wide[place] = Sheet(document.title, (*wide[place].tables, *sheet.tables))
    return wide


def column_names(table: Table) -> list[str]:
    """The heads above each column joined into one: «ОГЭ, Математика, 2021: Средняя отметка»."""
    above: list[list[str]] = [[] for _ in range(table.columns)]
    for _, column, head in placed(table.head):
        for covered in above[column : column + head.colspan]:
            covered.append(head.text.replace("\n", " "))
    return [f"{', '.join(texts[:-1])}: {texts[-1]}" if len(texts) > 1 else texts[0] for texts in above]


def _under_headings(blocks: Sequence[Block], heading: str) -> Iterator[tuple[str, Table]]:
    for block in blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Table):
            yield heading, block
        elif isinstance(block, Appendix):
            yield from _under_headings(block.blocks, block.title)


def _fits(first: Table, other: Table) -> bool:
    """Whether they have the same heads of rows and heads of columns of the same height; plain rows only."""
    return len(first.head) == len(other.head) and _labels(first) == _labels(other) is not None


def _labels(table: Table) -> list[str] | None:
    """Texts of the first column, or None where cells are merged and nothing may be put beside them."""
    plain = all(cell.colspan == cell.rowspan == 1 for row in table.body for cell in row)
    if not plain or not all(row[0].is_label for row in table.body):
        return None
    return [row[0].text for row in table.body]
