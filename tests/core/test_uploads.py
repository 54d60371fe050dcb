"""Sent files stay in memory; one that is too large is told of and not lost."""

import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse

from portal.core import uploads
from portal.core.tables import RESULTS, UnreadableTable, read_book


@pytest.fixture(autouse=True)
def no_disk(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a temporary file was asked for")

    for name in ("mkstemp", "NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)


def sent(*contents: bytes):
    """The files as a view finds them."""
    files = {f"f{n}": SimpleUploadedFile(f"f{n}.csv", content) for n, content in enumerate(contents)}
    return list(RequestFactory().post("/", files).FILES.values())


def test_a_file_larger_than_djangos_own_limit_stays_in_memory():
    content = "Школа;Код\n".encode() + b"a;1\n" * 1_000_000

    (file,) = sent(content)

    assert (file.size, file.read() == content, file.is_too_large) == (len(content), True, False)


def test_a_file_that_is_too_large_is_refused_by_name(monkeypatch):
    monkeypatch.setattr(uploads, "FILE_BYTES", 100_000)

    large, small = sent(b"a;b\n" * 50_000, b"a;b\n")

    assert (large.name, large.size, large.is_too_large, large.read()) == ("f0.csv", 200_000, True, b"")
    with pytest.raises(UnreadableTable, match="больше 20 МБ"):
        read_book(large, limits=RESULTS)
    assert len(read_book(small, limits=RESULTS)) == 1


def test_files_of_one_request_share_their_room(monkeypatch):
    monkeypatch.setattr(uploads, "REQUEST_BYTES", 250)

    assert [file.is_too_large for file in sent(b"x" * 200, b"x" * 200, b"x" * 50)] == [False, True, False]


def test_an_empty_file_is_an_empty_file():
    (file,) = sent(b"")

    assert (file.size, file.is_too_large) == (0, False)


def test_the_form_tells_of_a_file_that_is_too_large(client, methodist, monkeypatch):
    """Over HTTP: the page comes back with the sentence at its field."""
    monkeypatch.setattr(uploads, "FILE_BYTES", 1_000)
    client.force_login(methodist)

    page = client.post(reverse("schools:register"), {"file": SimpleUploadedFile("r.csv", b"a;b\n" * 1_000)})

    assert ["Файл больше 5 МБ" in error for error in page.context["form"].errors["file"]] == [True]
