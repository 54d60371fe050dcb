"""Files as browsers send them: real ones, broken ones and disguised ones."""

import io
import struct
import zipfile
import zlib

from PIL import Image

_FORMAT = "application/vnd.openxmlformats-officedocument."
DOCX_TYPE = f"{_FORMAT}wordprocessingml.document.main+xml"
OFFICE = {
    "docx": ("word/document.xml", DOCX_TYPE),
    "xlsx": ("xl/workbook.xml", f"{_FORMAT}spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{_FORMAT}presentationml.presentation.main+xml"),
}
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
)
_FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}


class Sent(io.BytesIO):
    """What a form gives: bytes with a name."""

    def __init__(self, name: str, content: bytes, *, is_too_large: bool = False):
        super().__init__(content)
        self.name, self.is_too_large = name, is_too_large


def sent(name: str, content: bytes, **more) -> Sent:
    return Sent(name, content, **more)


def office(kind: str, *, main: str = "", more: dict | None = None, method: int = zipfile.ZIP_STORED) -> bytes:
    """The smallest file with the parts of its kind, and `more` parts."""
    part, type_name = OFFICE[kind]
    types = f'<Types><Override PartName="/{part}" ContentType="{main or type_name}"/></Types>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in {"[Content_Types].xml": types, part: "<x/>", **(more or {})}.items():
            archive.writestr(name, content)
    return out.getvalue()


def picture(extension: str, *, mode: str = "RGB", side: int = 8) -> bytes:
    out = io.BytesIO()
    colour = (10, 20, 30, 40)[: len(mode)]
    Image.new(mode, (side, side), colour).save(out, _FORMATS[extension])
    return out.getvalue()


def jpeg_with_place(width: int, height: int) -> bytes:
    """A photo that tells where it was taken, and that its camera was turned."""
    image, out = Image.new("RGB", (width, height), "teal"), io.BytesIO()
    exif = image.getexif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 42.0, 30.0), 3: "E", 4: (44.0, 30.0, 0.0)})
    image.save(out, "JPEG", exif=exif, comment=b"here")
    return out.getvalue()


def png_header(width: int, height: int, pixels: bytes = b"") -> bytes:
    """A PNG whose header promises so many points, with `pixels` as its packed rows."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
