"""Pictures: looked at before they are decoded, and then written anew from their pixels alone."""

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from portal.core.attachments.words import MISMATCH, refusal
from portal.core.russian import number

#: beyond it a picture is not decoded: 120 MB of memory, and more than any scan or photo needs
MOST_PIXELS = 40_000_000
EXTENSIONS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
_SIGNATURES = {"jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n", "webp": b"RIFF"}
_DAMAGED = "Снимок повреждён или передан не до конца. Откройте его, сохраните заново и приложите снова."
#: what Pillow raises for files that were broken on purpose or by accident
_BROKEN = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    struct.error,
    EOFError,
    IndexError,
    KeyError,
)


def picture_anew(content: bytes, extension: str) -> bytes:
    """The same picture, upright, without a word beside its pixels: no place, no author, no hidden tail.

    Raises InvalidInput, keyed `file`, for what is no such picture, is damaged or has too many pixels.
    """
    if not content.startswith(_SIGNATURES[extension]):
        raise refusal(MISMATCH.format(extension))
    if extension == "webp":  # its decoder sets the canvas aside as soon as it is opened
        _check_size(*_webp_size(content))
    try:
        with _strictly():
            return _anew(content, EXTENSIONS[extension])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise refusal(_too_many(MOST_PIXELS)) from error
    except _BROKEN as error:
        raise refusal(_DAMAGED) from error


@contextmanager
def _strictly() -> Iterator[None]:
    """Pillow as it comes: WeasyPrint, in the same process, tells it to let broken pictures pass."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _anew(content: bytes, kind: str) -> bytes:
    with Image.open(io.BytesIO(content), formats=(kind,)) as image:
        _check_size(*image.size)
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
        image.info = {name: value for name, value in image.info.items() if name == "transparency"}
        bare = image.convert("RGB") if kind == "JPEG" and image.mode not in ("L", "RGB") else image
        out = io.BytesIO()
        bare.save(out, kind, exif=b"", icc_profile=None, **_quality(bare, kind))
    return out.getvalue()


def _quality(image: Image.Image, kind: str) -> dict[str, Any]:
    """A photo keeps the tables with which its camera packed it: neither worse nor twice as heavy."""
    if kind == "JPEG":
        return {"quality": "keep" if image.format == "JPEG" else 85}
    return {"quality": 80} if kind == "WEBP" else {}


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise refusal(_too_many(MOST_PIXELS, f"{width}×{height}"))


def _too_many(most: int, size: str = "") -> str:
    told = f": {size} точек" if size else ""
    limit = number(most // 1_000_000)
    return f"Снимок слишком велик{told}. Уменьшите его до {limit} млн точек и приложите снова."


def _webp_size(content: bytes) -> tuple[int, int]:
    """Width and height out of the first chunk (RFC 9649): lossy, lossless or extended."""
    kind, head = content[8:16], content[20:30]
    if len(head) == 10 and kind == b"WEBPVP8X":
        return _low(head[4:7]) + 1, _low(head[7:10]) + 1
    if len(head) == 10 and kind == b"WEBPVP8L" and head[0] == 0x2F:
        bits = _low(head[1:5])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if len(head) == 10 and kind == b"WEBPVP8 " and head[3:6] == b"\x9d\x01\x2a":
        return _low(head[6:8]) & 0x3FFF, _low(head[8:10]) & 0x3FFF
    raise refusal(MISMATCH.format("webp"))


def _low(data: bytes) -> int:
    return int.from_bytes(data, "little")
