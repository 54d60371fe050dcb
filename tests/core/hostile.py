"""Files that attack whoever reads them, made small and at once; for the tests and for benchmarks/tables.py."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable

SHEET = "xl/worksheets/sheet1.xml"
GIGABYTE = 1024**3
#: Stands in every hostile file that can hold a text; no message and no log may repeat it.
NAME = "Завьялова Снежана"

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_FRAME = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/{SHEET}" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Лист1" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}
_BEGIN = f'<worksheet xmlns="{_MAIN}"><sheetData>'
_END = "</sheetData></worksheet>"
_ROW = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{NAME}</t></is></c></row>'


def sheet(rows: str, *, before: str = "") -> str:
    """The XML of a sheet with one named row and `rows` after it."""
    return before + _BEGIN + _ROW + rows + _END


def book(sheet_xml: str | bytes, **others: str | bytes) -> bytes:
    """A workbook of the least parts; `others` go by their names with «/» as «__» and «.» as «_dot_»."""
    parts: dict[str, str | bytes] = {**_FRAME, SHEET: sheet_xml}
    parts |= {name.replace("__", "/").replace("_dot_", "."): text for name, text in others.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def bomb(before: str, block: bytes, after: str, *, total: int, declared: int | None = None) -> bytes:
    """A workbook whose sheet unpacks to `total` bytes of repeated `block`, and says `declared`."""
    repeats = total // len(block)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    head = packer.compress(before.encode()) + packer.flush(zlib.Z_FULL_FLUSH)
    body = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    tail = packer.compress(after.encode()) + packer.flush()
    size = len(before.encode()) + repeats * len(block) + len(after.encode())
    members = [(name, *_packed(text.encode())) for name, text in _FRAME.items()]
    members.append((SHEET, head + body * repeats + tail, min(declared or size, 0xFFFFFFFE)))
    return _zipped(members)


def _packed(content: bytes) -> tuple[bytes, int]:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush(), len(content)


def _zipped(members: Iterable[tuple[str, bytes, int]]) -> bytes:
    """A zip file that says what it is told to say; checksums are left at nought."""
    out, entries = io.BytesIO(), []
    for name, packed, size in members:
        common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, 0, len(packed), size, len(name), 0)
        at = out.tell()
        out.write(b"PK\x03\x04" + common + name.encode() + packed)
        entries.append(b"PK\x01\x02\x14\x00" + common + struct.pack("<HHHII", 0, 0, 0, 0, at) + name.encode())
    count, listed = len(entries), b"".join(entries)
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(listed), out.tell(), 0)
    return out.getvalue() + listed + end


def _text_bomb(declared: int | None = None) -> bytes:
    text = _BEGIN + '<row r="1"><c r="A1" t="inlineStr"><is><t>'
    return bomb(text, b"x" * 2**24, "</t></is></c></row>" + _END, total=4 * GIGABYTE, declared=declared)


def _row_bomb(declared: int | None = None) -> bytes:
    rows = b'<row><c t="n"><v>1</v></c></row>' * 2**18
    return bomb(_BEGIN, rows, _END, total=4 * GIGABYTE, declared=declared)


def _styled(rows: int, columns: int) -> bytes:
    """Empty cells with a style and an address each, as a program writes them that coloured the sheet."""
    letters = [chr(ord("A") + column) for column in range(columns)]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _FRAME.items():
            archive.writestr(name, text)
        with archive.open(SHEET, "w", force_zip64=True) as out:
            out.write((_BEGIN + _ROW).encode())
            for row in range(2, rows + 1):
                cells = "".join(f'<c r="{letter}{row}" s="1"/>' for letter in letters)
                out.write(f'<row r="{row}">{cells}</row>'.encode())
            out.write(_END.encode())
    return stream.getvalue()


def _far(cell: str, row: str = '<row r="1048576">') -> bytes:
    return book(sheet(f"{row}{cell}</row>"))


_ENTITY = sheet("", before='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>').replace(NAME, "&e;")
_LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'ха'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    + f']>{_BEGIN}<row r="1"><c r="A1" t="inlineStr"><is><t>&a11;</t></is></c></row>{_END}'
)
_PREFIXED = sheet('<z:row r="1048576"><z:c r="XFD1048576"><z:v>1</z:v></z:c></z:row>').replace(
    "<worksheet ", f'<worksheet xmlns:z="{_MAIN}" '
)
_HONEST = book(sheet(""))


def _shared_text() -> bytes:
    """One long text that two hundred thousand cells refer to."""
    strings = f'<sst xmlns="{_MAIN}"><si><t>{"ж" * 30_000}</t></si></sst>'
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c><c r="B{n}" t="s"><v>0</v></c></row>'
        for n in range(2, 90_001)
    )
    return book(sheet(rows), xl__sharedStrings_dot_xml=strings)


def _encrypted_entry() -> bytes:
    data = bytearray(_HONEST)
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _slippery() -> bytes:
    stream = io.BytesIO(_HONEST)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("../../../tmp/portal-slip.xml", "<x/>")
    return stream.getvalue()


def _twice() -> bytes:
    """Two sheets of one name: an innocent one for the guard, another for the reader."""
    members = [(name, *_packed(text.encode())) for name, text in _FRAME.items()]
    sheets = [sheet(""), sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')]
    return _zipped([*members, *((SHEET, *_packed(text.encode())) for text in sheets)])


def _many_entries() -> bytes:
    return _zipped([(f"xl/{n}.xml", b"", 0) for n in range(60_000)])


#: by name; each call makes the bytes
FILES: dict[str, Callable[[], bytes]] = {
    "text bomb of 4 GiB": _text_bomb,
    "text bomb that says 1 MB": lambda: _text_bomb(1_000_000),
    "row bomb of 4 GiB": _row_bomb,
    "row bomb that says 1 MB": lambda: _row_bomb(1_000_000),
    "1,048,576 × 15 empty styled cells": lambda: _styled(1_048_576, 15),
    "empty styled cells within the size": lambda: _styled(150_000, 15),
    "A1 and XFD1048576": lambda: _far('<c r="XFD1048576"><v>1</v></c>'),
    "a far cell without an address": lambda: _far("<c><v>1</v></c>"),
    "a far cell with a coded address": lambda: _far('<c r="&#88;FD1048576"><v>1</v></c>'),
    "a far cell in small letters": lambda: _far("<c s='0' r='xfd9'><v>1</v></c>", "<row>"),
    "a far cell under a prefix": lambda: book(_PREFIXED),
    "two corners of the largest table": lambda: _far('<c r="KN100000"><v>1</v></c>', '<row r="100000">'),
    "a long text in many cells": _shared_text,
    "external entity": lambda: book(_ENTITY),
    "billion laughs": lambda: book(_LAUGHS),
    "billion laughs in texts": lambda: book(sheet(""), xl__sharedStrings_dot_xml=_LAUGHS),
    "UTF-16": lambda: book(sheet("").encode("utf-16")),
    "zip slip": _slippery,
    "a sheet twice": _twice,
    "zip in a zip": lambda: _zipped([("xl/workbook.xlsx", *_packed(_HONEST))]),
    "60,000 members": _many_entries,
    "encrypted member": _encrypted_entry,
    "encrypted book": lambda: (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 99
    ),
    "macros": lambda: book(sheet(""), xl__vbaProject_dot_bin=b"x"),
    "external links": lambda: book(sheet(""), xl__externalLinks__externalLink1_dot_xml="<x/>"),
    "half a book": lambda: _HONEST[: len(_HONEST) // 2],
    "garbage after the mark of xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 400,
    "nothing": lambda: b"",
    "png": lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 500,
    "pdf": lambda: b"%PDF-1.7\n" + NAME.encode(),
    "html": lambda: f"<html><table><tr><td>{NAME}</td></tr></table></html>".encode(),
    "csv with NUL": lambda: f"Школа;Код\n{NAME}\0;1\n".encode(),
    "csv of one line of 20 MB": lambda: b"x" * (20 * 2**20 - 1),
    "csv of one line of 20 MB of separators": lambda: b";" * (20 * 2**20 - 1),
    "csv of a million empty lines": lambda: b"\n" * 1_000_000,
    "csv of twenty million empty lines": lambda: b"\n" * (20 * 2**20),
    "csv of ten million small cells": lambda: (b"1;" * 199 + b"1\n") * 50_000,
    "csv of an open quote": lambda: b'a;b\n"' + b"x;\n" * 5_000_000,
}
