"""What people attach: each wrong kind is refused in words, and what is taken holds no more than it shows."""

import io
import zipfile
import zlib

import pytest
from PIL import Image, ImageFile

from portal.core.attachments import CONTENT_TYPES, attachment_checked
from portal.core.attachments.images import MOST_PIXELS
from portal.core.errors import InvalidInput
from portal.core.uploads import FILE_BYTES
from tests.core.sent_files import DOCX_TYPE, OFFICE, PDF, jpeg_with_place, office, picture, png_header, sent


def refused(name: str, content: bytes, **more) -> str:
    with pytest.raises(InvalidInput) as caught:
        attachment_checked(sent(name, content, **more))
    assert list(caught.value.errors) == ["file"]
    return str(caught.value)


# --- What is taken ----------------------------------------------------------------------------


@pytest.mark.parametrize("extension", sorted(CONTENT_TYPES))
def test_every_allowed_kind_is_taken(extension):
    content = {"pdf": PDF, **{kind: office(kind) for kind in OFFICE}}.get(extension) or picture(extension)

    kept = attachment_checked(sent(f"Справка.{extension}", content))

    assert (kept.name, kept.extension) == (f"Справка.{extension}", extension)
    if extension in ("pdf", *OFFICE):
        assert kept.content == content


@pytest.mark.parametrize(
    ("sent_as", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\x\\evil.pdf", "evil.pdf"),
        ("...pdf", "Файл.pdf"),
        (".pdf", "Файл.pdf"),
        ("при\x00каз.pdf", "приказ.pdf"),
        ("приказ\r\nSet-Cookie: x.pdf", "приказ Set-Cookie: x.pdf"),
        ("приказ\u202egpj.pdf", "приказgpj.pdf"),
        ("👩\u200d🏫 урок.PDF", "👩\u200d🏫 урок.pdf"),
        ("а" * 300 + ".pdf", "а" * 116 + ".pdf"),
        ("фото.от.20.05.pdf", "фото.от.20.05.pdf"),
        ("план %22А%22%0D%0Aна 100%25 %2F.pdf", 'план "А" на 100%25 %2F.pdf'),
    ],
)
def test_the_shown_name_is_ours(sent_as, shown):
    assert attachment_checked(sent(sent_as, PDF)).name == shown


def test_a_photo_loses_its_place_and_stays_upright():
    """Orientation 6: the camera was turned; without its note the picture itself must be turned."""
    original = jpeg_with_place(60, 40)
    assert b"Exif" in original

    kept = attachment_checked(sent("Фото.JPEG", original))

    with Image.open(io.BytesIO(kept.content)) as image:
        assert (dict(image.getexif()), image.size, image.format) == ({}, (40, 60), "JPEG")
    assert kept.extension == "jpg"
    assert b"Exif" not in kept.content


def test_a_photo_is_neither_spoilt_nor_made_heavier():
    out = io.BytesIO()
    Image.effect_noise((200, 200), 60).convert("RGB").save(out, "JPEG", quality=40)

    kept = attachment_checked(sent("Фото.jpg", out.getvalue()))

    assert len(kept.content) < 1.05 * len(out.getvalue())
    with Image.open(io.BytesIO(kept.content)) as now, Image.open(out) as before:
        assert now.quantization == before.quantization


@pytest.mark.parametrize("extension", ["jpg", "png", "webp"])
def test_what_hangs_behind_a_picture_is_gone(extension):
    tail = b"PK\x03\x04<script>alert(1)</script>"

    assert b"script" not in attachment_checked(sent(f"a.{extension}", picture(extension) + tail)).content


def test_transparency_and_grey_survive():
    kept = attachment_checked(sent("a.png", picture("png", mode="RGBA")))
    with Image.open(io.BytesIO(kept.content)) as image:
        assert (image.mode, image.getpixel((0, 0))) == ("RGBA", (10, 20, 30, 40))


# --- What is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("приказ.pdf.exe", PDF, "Файл .exe приложить нельзя"),
        ("приказ.pdf", b"MZ\x90\x00" + b"\x00" * 200, "не то, что обещает его имя (.pdf)"),
        ("рисунок.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Файл .svg приложить нельзя"),
        ("страница.html", b"<html></html>", "Файл .html приложить нельзя"),
        ("фото.jpg", b"<html><script>1</script></html>", "не то, что обещает его имя (.jpg)"),
        ("фото.png", picture("jpg"), "не то, что обещает его имя (.png)"),
        ("фото.webp", b"RIFF\x00\x00\x00\x00AVI LIST" + b"\x00" * 40, "не то, что обещает его имя (.webp)"),
        ("фото.heic", b"\x00" * 50, "Сохраните снимок как jpg"),
        ("архив.zip", office("docx"), "Архивы не принимаются"),
        ("книга.xlsm", office("xlsx"), "макросы"),
        ("письмо.doc", b"\xd0\xcf\x11\xe0" * 9, "старого образца"),
        ("без расширения", PDF, "нет расширения"),
        ("приказ.pdf\u202e", b"", "Файл пуст"),
        ("приказ.pdf", b"", "Файл пуст (0 байт)"),
        ("приказ.pdf", PDF[:-20], "повреждён"),
        ("приказ.docx", PDF, "не то, что обещает его имя (.docx)"),
        ("приказ.docx", office("xlsx"), "не то, что обещает его имя (.docx)"),
        ("приказ.docx", b"\xd0\xcf\x11\xe0" * 9, "защищён паролем или старого образца"),
        ("приказ.docx", office("docx")[:-40], "не то, что обещает его имя (.docx)"),
    ],
)  # fmt: skip
def test_a_wrong_kind_is_refused_in_words(name, content, words):
    assert words in refused(name, content)


def test_macros_hide_in_no_office_file():
    hidden = office("docx", more={"word/vbaProject.bin": b"x"})
    renamed = office("docx", main=DOCX_TYPE.replace("document.main", "document.macroEnabled.main"))

    assert "макросы" in refused("приказ.docx", hidden)
    assert "макросы" in refused("приказ.docx", renamed)


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "word\\evil.xml"])
def test_parts_that_climb_out_are_refused(name):
    assert "не то, что обещает" in refused("приказ.docx", office("docx", more={name: b"x"}))


def test_a_packed_bomb_is_not_unpacked():
    bomb = office("docx", more={"word/media/a.bin": b"\x00" * 60_000_000}, method=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 200_000

    assert "слишком велик в развёрнутом виде" in refused("приказ.docx", bomb)


def test_a_picture_bomb_is_refused_by_its_header():
    """30 000 × 30 000 points would take 2.7 GB; the file has 60 bytes."""
    assert "Уменьшите его до 40 млн точек" in refused("фото.png", png_header(30_000, 30_000))
    assert "10000×5000" in refused("фото.png", png_header(10_000, 5_000))
    wide = b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x10\x00\x00\x00" + b"\xff\x3f\x00" * 2
    assert "16384×16384" in refused("фото.webp", wide + b"\x00" * 20)


def test_a_picture_that_breaks_off_is_refused(monkeypatch):
    """Also in a process where WeasyPrint has told Pillow to let such pictures pass."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    for extension in ("jpg", "png", "webp"):
        whole = picture(extension, side=64)
        assert "повреждён" in refused(f"фото.{extension}", whole[: len(whole) // 2])
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_a_lying_picture_is_refused():
    """A header of a small picture before pixels of a large one."""
    lying = png_header(8, 8, pixels=zlib.compress(b"\x00" * 5_000_000))

    kept_or_refused = attachment_or_none("фото.png", lying)

    assert kept_or_refused is None or len(kept_or_refused) < 10_000


def attachment_or_none(name: str, content: bytes) -> bytes | None:
    try:
        return attachment_checked(sent(name, content)).content
    except InvalidInput:
        return None


def test_too_large_is_told_whether_it_was_kept_or_let_go():
    assert "больше 20 МБ" in refused("приказ.pdf", PDF + b"\x00" * FILE_BYTES)
    assert "больше 20 МБ" in refused("приказ.pdf", b"", is_too_large=True)


def test_the_limit_of_points_leaves_room_for_real_photos_and_scans():
    assert MOST_PIXELS > 4961 * 7016  # A4 at 600 dots an inch
