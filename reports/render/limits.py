"""What is too large to be printed: a render takes as long as the document, and a worker has 300 seconds."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from reports.documents.blocks import Cell, Document, KeyValue, ListItem, Note, Paragraph, Table
from reports.documents.node import Node
from reports.render import RenderError
from reports.render.table_look import table_look

MAX_ROWS = 2_000
# Lines of print in all texts and cells; a line costs one to two milliseconds.
MAX_LINES = 40_000
LINE = 70
MAX_TEXT = 20_000
# Heads and headings are kept whole or repeated on every page, so they must leave room on it.
MAX_TITLE = 600
RUNNING = (Paragraph, ListItem, KeyValue, Note, Cell)
# The time to break a word grows with the square of its length.
_LONG_WORD = re.compile(r"\S{1001}")


def check_limits(document: Document) -> None:
    """RenderError, in Russian, for the first limit that the document breaks."""
    nodes = list(_nodes(document))
    tables = [node for node in nodes if isinstance(node, Table)]
    _check("строк таблиц", sum(len(table.body) for table in tables), MAX_ROWS)
    lines = sum(table_look(table, landscape=False).lines for table in tables)
    for node in nodes:
        limit = MAX_TEXT if isinstance(node, RUNNING) else MAX_TITLE
        for text in _texts(node):
            _check_text(text, limit)
            if not isinstance(node, Cell):
                lines += 1 + text.count("\n") + len(text) // LINE
    _check("строк печати", lines, MAX_LINES)


def _check(what: str, count: int, limit: int) -> None:
    if count > limit:
        raise RenderError(
            f"В документе {_number(count)} {what}, а напечатать можно не больше {_number(limit)}."
            " Разделите его: возьмите меньше школ или лет, сократите тексты."
        )


def _check_text(text: str, limit: int) -> None:
    if len(text) > limit:
        raise RenderError(
            f"Текст «{text[:40]}…» слишком длинный: {_number(len(text))} знаков,"
            f" а можно не больше {_number(limit)}. Сократите его."
        )
    if word := _LONG_WORD.search(text):
        raise RenderError(
            f"Слово «{word[0][:40]}…» длиннее 1000 знаков: похоже, в текст попали данные. Исправьте его."
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


def _texts(node: Node) -> list[str]:
    return [text for text in vars(node).values() if isinstance(text, str)]
