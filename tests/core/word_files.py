"""Word documents of the least parts: tables as rows of texts, with merged cells."""

import io
import zipfile
from xml.sax.saxutils import escape

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
PART = "word/document.xml"


def cell(text: str, *, span: int = 1, down: str = "") -> str:
    """A cell of paragraphs (a line of `text` each); `down` is «restart» or «continue»."""
    about = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    about += f'<w:vMerge w:val="{down}"/>' if down == "restart" else "<w:vMerge/>" if down else ""
    lines = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in text.split("\n"))
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{lines}</w:tc>"


def table(*rows: list[str]) -> str:
    """Rows of texts, or of what `cell` made."""
    made = "".join(
        f"<w:tr>{''.join(each if each.startswith('<w:tc') else cell(each) for each in row)}</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{made}</w:tbl>"


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def document(*body: str, before: str = "", **others: str) -> bytes:
    """The bytes of a docx file; `before` stands before the root, `others` are more parts by their names."""
    text = f"{before}<w:document {_W}><w:body>{''.join(body)}</w:body></w:document>"
    return packed({"[Content_Types].xml": _TYPES, PART: text} | others)


def packed(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()
