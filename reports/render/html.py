"""A document as HTML: one markup, in classes `doc-…`, for the page of its own, a part of a page and the PDF.

Only templates write markup, and they escape every text. Of the document nothing but checked numbers and
words from closed lists reaches an attribute that means something to a renderer.
"""

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from reports.documents.blocks import Appendix, Block, Document, Table
from reports.render.table_look import table_look


def render_html(document: Document) -> str:
    """A whole page that needs no other file: the HTML twin of the PDF, and what the PDF is made of."""
    return _rendered("print/document.html", document, shift=0)


def render_blocks(document: Document) -> SafeString:
    """The same blocks for a place inside a page of the portal; needs `css/document.css`.

    Headings go down one level, as the page has its own first one, and wide tables scroll by themselves.
    """
    return _rendered("print/_embedded.html", document, shift=1)


def _rendered(template: str, document: Document, *, shift: int) -> SafeString:
    context = {"document": document, "parts": _parts(document.blocks, document.landscape), "shift": shift}
    return render_to_string(template, context)


def _parts(blocks: Sequence[Block], landscape: bool) -> list[dict[str, Any]]:
    """Each block with its template; an appendix with its own parts, a table with its look."""
    parts = []
    for block in blocks:
        part: dict[str, Any] = {"template": f"print/_{block.type}.html", "block": block}
        if isinstance(block, Appendix):
            part["parts"] = _parts(block.blocks, landscape or block.landscape)
        elif isinstance(block, Table):
            part["look"] = table_look(block, landscape=landscape)
        parts.append(part)
    return parts
