"""What is too large to be printed: a render takes as long as the document, and a worker has 300 seconds."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from reports.documents.blocks import Cell, Document, KeyValue, ListItem, Note, Paragraph, Table
from reports.render import RenderError

MAX_ROWS = 2_000
MAX_CELLS = 20_000
MAX_TEXT = 20_000
# Heads and headings are kept whole or repeated on every page, so they must leave room on it.
MAX_TITLE = 600
RUNNING = (Paragraph, ListItem, KeyValue, Note, Cell)
MAX_DOCUMENT_TEXT = 1_000_000


def check_limits(document: Document) -> None:
    """RenderError, in Russian, for the first limit that the document breaks."""
    tables = [node for node in _nodes(document) if isinstance(node, Table)]
    rows = sum(len(table.body) for table in tables)
    if rows > MAX_ROWS:
        raise RenderError(
            f"В документе {_number(rows)} строк таблиц, а напечатать можно не больше {_number(MAX_ROWS)}."
            " Разделите его: возьмите меньше школ или лет."
        )
    if sum(len(row) for table in tables for row in table.body) > MAX_CELLS:
        raise RenderError(f"В таблицах документа больше {_number(MAX_CELLS)} ячеек. Разделите документ.")
    _check_texts(document)


def _check_texts(document: Document) -> None:
    total = 0
    for node in _nodes(document):
        limit = MAX_TEXT if isinstance(node, RUNNING) else MAX_TITLE
        for text in _texts(node):
            total += len(text)
            if len(text) > limit:
                raise RenderError(
                    f"Текст «{text[:40]}…» слишком длинный: {_number(len(text))} знаков,"
                    f" а можно не больше {_number(limit)}. Сократите его."
                )
    if total > MAX_DOCUMENT_TEXT:
        raise RenderError(
            f"В документе больше {_number(MAX_DOCUMENT_TEXT)} знаков. Разделите его на несколько документов."
        )


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\u00a0")


def _nodes(node: Any) -> Iterator[Any]:
    """The node, its blocks, their blocks, and the cells of tables."""
    yield node
    children: Iterable[Any] = getattr(node, "blocks", None) or getattr(node, "items", None) or ()
    if isinstance(node, Table):
        children = [cell for rows in (node.head, node.body) for row in rows for cell in row]
    for child in children:
        yield from _nodes(child)


def _texts(node: Any) -> list[str]:
    return [text for each in fields(node) if isinstance(text := getattr(node, each.name), str)]
