"""The door out: no text becomes a formula, no number becomes text, nothing stays on the disk."""

import csv
import io
import tempfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.tables import read_table
from portal.core.workbooks import Workbook, csv_bytes, sheet_title

HOSTILE = [
    "=1+1",
    "{=1+1}",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "http://x.ru",
    "007",
    "1e5",
    "＝1",
    "mailto:a@b.ru",
]


def written(values, **options) -> bytes:
    with Workbook(**options) as book:
        sheet = book.add_worksheet("Лист")
        for row, value in enumerate(values):
            sheet.write(row, 0, value)
    return book.content


@pytest.mark.parametrize("options", [{}, {"constant_memory": True}])
def test_no_text_becomes_anything_else(options):
    cells = openpyxl.load_workbook(io.BytesIO(written(HOSTILE, **options))).active["A"]

    assert [cell.data_type for cell in cells] == ["s"] * len(HOSTILE)
    assert [cell.value for cell in cells if "\r" not in cell.value and "_x000D_" not in cell.value] == [
        text for text in HOSTILE if "\r" not in text
    ]
    assert not any(cell.hyperlink for cell in cells)


@pytest.mark.parametrize("options", [{}, {"constant_memory": True}])
def test_what_goes_out_comes_in(options):
    values = ["Школа", 340012, Decimal("3.45"), Decimal("-0.5"), "«ё» & <b>"]

    assert [row.cells[0] for row in read_table(io.BytesIO(written(values, **options)))] == values


def test_a_formula_of_our_own_is_written_when_asked_for():
    with Workbook() as book:
        book.add_worksheet().write_formula(0, 0, "=1+1")

    assert openpyxl.load_workbook(io.BytesIO(book.content)).active["A1"].data_type == "f"


def test_an_unfinished_book_gives_nothing():
    with Workbook() as book:
        book.add_worksheet()
        with pytest.raises(ValueError, match="not finished"):
            assert book.content


@pytest.mark.parametrize("options", [{}, {"constant_memory": True}])
@pytest.mark.parametrize("fails", [False, True])
def test_nothing_stays_on_the_disk(options, fails, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def write():
        with Workbook(**options) as book:
            sheet = book.add_worksheet()
            for row in range(100):
                sheet.write(row, 0, "текст")
            if fails:
                raise LookupError

    if fails:
        with pytest.raises(LookupError):
            write()
    else:
        write()
    assert not list(tmp_path.iterdir())


def test_in_memory_no_file_is_made_at_all(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a temporary file was asked for")

    for name in ("mkstemp", "mkdtemp", "NamedTemporaryFile", "TemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)

    assert written(["a"]).startswith(b"PK")


@pytest.mark.parametrize(
    ("text", "taken", "title"),
    [
        ("Русский язык", (), "Русский язык"),
        ("ОГЭ/ЕГЭ: [2021]*?\\", (), "ОГЭ-ЕГЭ- -2021----"),
        ("", (), "Лист"),
        ("'", (), "Лист"),
        ("о" * 40, (), "о" * 31),
        ("о" * 30 + "'x", (), "о" * 30),
        ("Химия", ("химия",), "Химия (2)"),
        ("о" * 40, ("о" * 31,), "о" * 27 + " (2)"),
    ],
)
def test_titles_of_sheets(text, taken, title):
    assert sheet_title(text, taken=taken) == title


@given(st.text())
def test_any_title_is_accepted(text):
    title = sheet_title(text)

    with Workbook() as book:
        book.add_worksheet(title)
    assert 0 < len(title) <= 31


def test_csv_is_what_excel_in_russian_opens():
    data = csv_bytes([["Школа", 'в "Дон"; новая', -3], [Decimal("-0.50"), None, ""]])

    assert data.decode() == '\ufeff"Школа";"в ""Дон""; новая";-3\r\n-0,50;;""\r\n'


@pytest.mark.parametrize("text", ["=1+1", "+7 900", "-1", "@a", "\t=1", "\r=1", "\n=1", "  =1", "＝1"])
def test_csv_disarms_texts(text):
    assert csv_bytes([[text]]).decode() == f'\ufeff"\'{text}"\r\n'


@pytest.mark.parametrize("text", ["a=b", "№ 1", "−0,5", "п.п.", "'"])
def test_csv_leaves_harmless_texts_alone(text):
    assert csv_bytes([[text]]).decode() == f'\ufeff"{text}"\r\n'


@pytest.mark.parametrize("value", [1.5, True])
def test_csv_takes_no_floats(value):
    with pytest.raises(TypeError):
        csv_bytes([[value]])


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_csv_takes_no_number_that_is_none(value):
    with pytest.raises(ValueError, match="not finite"):
        csv_bytes([[Decimal(value)]])


@given(st.lists(st.text(alphabet='аб"; ,\n=', max_size=9), min_size=1, max_size=5))
def test_csv_is_read_back_by_any_reader(row):
    text = csv_bytes([row]).decode("utf-8-sig")

    (found,) = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)

    assert [cell.removeprefix("'") for cell in found] == row
