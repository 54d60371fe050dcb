"""The door for tables: what is read, and what is refused in one sentence."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook

from portal.core.tables import Limits, Row, UnreadableTable, cell_text, find_header, read_table

COLUMNS = {"name": ("Краткое наименование",), "code": ("Код ОО", "Код школы")}


def book(rows, *, before_save=None) -> bytes:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    if before_save:
        before_save(workbook)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def repacked(data: bytes, *, without=(), extra=None, replace=None) -> bytes:
    """The same book with parts left out, added or with their text changed."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for entry in source.infolist():
            if entry.filename in without:
                continue
            content = source.read(entry)
            if replace and entry.filename == replace[0]:
                content = content.replace(replace[1], replace[2])
            out.writestr(entry.filename, content)
        for name, content in (extra or {}).items():
            out.writestr(name, content)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
PLAIN = book([["Школа", "Код"], ["СШ № 1", 340012]])


def test_xlsx_gives_text_numbers_and_dates():
    rows = read_table(io.BytesIO(book([["a", 5, 5.0, 3.45, None, date(2021, 5, 20), True]])))

    assert rows == [Row(1, ("a", 5, 5, Decimal("3.45"), None, "20.05.2021", "ИСТИНА"))]


def test_empty_rows_keep_the_numbers_of_the_others():
    rows = read_table(io.BytesIO(book([[None], ["a"], ["  "], [], ["b"]])))

    assert [(row.number, row.text(0), row.address(0)) for row in rows] == [(2, "a", "A2"), (5, "b", "A5")]


def test_address_of_a_far_column():
    assert Row(7, ()).address(27) == "AB7"


def test_hidden_and_empty_sheets_are_passed_over():
    def add_sheets(workbook):
        workbook.active.sheet_state = "hidden"
        workbook.create_sheet("Пустой")
        workbook.create_sheet("Школы").append(["нужное"])

    rows = read_table(io.BytesIO(book([["скрытое"]], before_save=add_sheets)))

    assert [row.text(0) for row in rows] == ["нужное"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_csv_in_the_encodings_and_signs_that_people_have(encoding, sign):
    text = sign.join(["Школа", "Уровни"]) + "\r\n" + sign.join(["СШ", '"НОО, ООО; СОО"']) + "\r\n"

    rows = read_table(io.BytesIO(text.encode(encoding)))

    assert [row.cells for row in rows] == [("Школа", "Уровни"), ("СШ", "НОО, ООО; СОО")]


@pytest.mark.parametrize(("sign", "encoding"), [("\t", "utf-16"), (",", "utf-8"), (";", "cp1251")])
def test_csv_with_lines_above_its_table(sign, encoding):
    """A report has its name, subject and year there: uncut lines outnumber neither sign."""
    above = ["Статистика по отметкам", "ВПР 2023. 8 класс", "Предмет: Математика", "Дата: 30.05.2023"]
    table = [["Группы участников", "Кол-во участников", "2"], ["Вся выборка", "14", '"9,5"']]
    text = "\r\n".join([*above, *(sign.join(row) for row in table)])
    rows = read_table(io.BytesIO(text.encode(encoding)))

    assert rows[-2].cells == ("Группы участников", "Кол-во участников", "2")
    assert rows[-1].cells == ("Вся выборка", "14", "9,5")


@pytest.mark.parametrize("name", ["выгрузка.xlsx", "выгрузка.XLS"])
def test_csv_under_the_name_of_a_book_is_read_by_its_content(tmp_path, name):
    path = tmp_path / name
    path.write_bytes("Код;Школа\n1;СШ № 1".encode("cp1251"))

    assert [row.cells for row in read_table(path)] == [("Код", "Школа"), ("1", "СШ № 1")]


@pytest.mark.parametrize("content", [b"no columns here\n", b"<html><table>", b"\x00\x01;\x02"])
def test_what_is_no_table_under_the_name_of_a_book_is_broken(tmp_path, content):
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)

    with pytest.raises(UnreadableTable, match="повреждён"):
        read_table(path)


def test_csv_commas_inside_do_not_make_columns():
    text = "Школа;Код;Уровни\nСШ № 1;1;НОО, ООО, СОО\nСШ № 2;2;НОО, ООО, СОО\n"

    assert [len(row.cells) for row in read_table(io.BytesIO(text.encode()))] == [3, 3, 3]


def test_csv_of_one_column():
    assert [row.cells for row in read_table(io.BytesIO("Школа\nСШ\n".encode()))] == [("Школа",), ("СШ",)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (340012, "340012"),
        (Decimal("340012.0"), "340012"),
        (Decimal("1E+2"), "100"),
        (" a\n b ", "a b"),
        (None, ""),
    ],
)
def test_cell_text(value, text):
    assert cell_text(value) == text


def entities(data: bytes) -> bytes:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet'
    return repacked(data, replace=(SHEET, b"<worksheet", bomb))


HOSTILE = {
    "nothing": b"",
    "only blanks": b"\n \n;;\n",
    "empty book": book([]),
    "binary": bytes(range(256)),
    "old excel or password": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "html": "<html><table><tr><td>Школа</td></tr></table></html>".encode(),
    "pdf": b"%PDF-1.7 text",
    "truncated": PLAIN[: len(PLAIN) // 2],
    "a zip of something else": repacked(PLAIN, without=["xl/workbook.xml"]),
    "without a sheet": repacked(PLAIN, without=[SHEET]),
    "macros": repacked(PLAIN, extra={"xl/vbaProject.bin": b"x"}),
    "external links": repacked(PLAIN, extra={"xl/externalLinks/externalLink1.xml": b"<x/>"}),
    "many entries": repacked(PLAIN, extra={f"xl/x{n}.xml": b"" for n in range(300)}),
    "bomb": repacked(PLAIN, extra={"xl/media/zeros": b"\0" * (40 * 1024 * 1024)}),
    "ratio": repacked(PLAIN, extra={"xl/media/zeros": b"\0" * (5 * 1024 * 1024)}),
    "entities": entities(PLAIN),
    "no xml": repacked(PLAIN, replace=(SHEET, b"<sheetData>", b"<sheetData")),
    "bad reference": repacked(PLAIN, replace=(SHEET, b'r="A1"', b'r="?"')),
    "too many rows": book([["x"]] * 5_001),
    "too many columns": book([["x"] * 61]),
    "short quote never closed": b'a;b\n"x;y\n1;2\n',
    "quote never closed": b'a;b\n"' + b"x" * 140_000,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_get_one_sentence(data):
    with pytest.raises(UnreadableTable, match=r"^[А-ЯЁ][^\n]+\.$"):
        read_table(io.BytesIO(data))


def test_lying_size_is_refused():
    data = bytearray(repacked(PLAIN, extra={"xl/big": b"x" * 1000}))
    at = data.rfind((1000).to_bytes(4, "little"))
    data[at : at + 4] = (10).to_bytes(4, "little")
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        assert archive.getinfo("xl/big").file_size == 10

    with pytest.raises(UnreadableTable):
        read_table(io.BytesIO(bytes(data)))


def test_a_row_of_half_a_million_cells_is_refused_before_it_is_parsed():
    cells = b'<row r="3">' + b"<c/>" * 900_000 + b"</row></sheetData>"
    data = repacked(PLAIN, replace=(SHEET, b"</sheetData>", cells))

    with pytest.raises(UnreadableTable):
        read_table(io.BytesIO(data), limits=Limits(ratio=10_000))


def test_encrypted_entry_is_refused():
    data = bytearray(PLAIN)
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1

    with pytest.raises(UnreadableTable, match="паролем"):
        read_table(io.BytesIO(bytes(data)))


def test_a_far_cell_is_refused():
    """One real cell at the end of the sheet, size not declared: what lies between is never filled in."""
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    data = repacked(PLAIN, replace=(SHEET, b"</sheetData>", far))

    with pytest.raises(UnreadableTable, match="удалите пустые строки"):
        read_table(io.BytesIO(data))


def test_a_far_row_without_cells_is_no_harm():
    """LibreOffice ends its sheets with such rows."""
    far = b'<row r="1048576" ht="12.8"></row></sheetData>'
    data = repacked(PLAIN, replace=(SHEET, b"</sheetData>", far))

    assert len(read_table(io.BytesIO(data))) == 2


def test_a_declared_size_that_is_too_large_is_not_believed():
    data = repacked(PLAIN, replace=(SHEET, b'ref="A1:B2"', b'ref="A1:XFD1048576"'))

    assert len(read_table(io.BytesIO(data))) == 2


def test_a_declared_size_that_is_too_small_hides_nothing():
    data = repacked(PLAIN, replace=(SHEET, b'ref="A1:B2"', b'ref="A1"'))

    assert len(read_table(io.BytesIO(data))) == 2


def test_a_kind_of_file_that_nobody_hands_out_is_refused_by_its_name(tmp_path):
    (tmp_path / "a.ods").write_bytes(PLAIN)

    with pytest.raises(UnreadableTable, match="Нужна книга"):
        read_table(tmp_path / "a.ods")


@pytest.mark.parametrize("name", ["absent.xlsx", "."])
def test_a_path_that_cannot_be_read(tmp_path, name):
    with pytest.raises(UnreadableTable, match="прочитать нельзя"):
        read_table(str(tmp_path / name))


def test_size_is_measured_before_reading():
    with pytest.raises(UnreadableTable, match="больше 0 МБ"):
        read_table(io.BytesIO(b"x" * 11), limits=Limits(file_bytes=10))


# --- header -----------------------------------------------------------------------------------


def test_header_is_found_below_a_title_and_in_any_order():
    rows = [Row(1, ("Реестр школ",)), Row(3, ("Код\nшколы:", " КРАТКОЕ  наименование * "))]

    header = find_header(rows, COLUMNS, required=["name"])

    assert (header.row, header.columns) == (3, {"code": 0, "name": 1})


def test_header_forgives_latin_letters_in_russian_words():
    rows = [Row(1, ("Kpaткoe нaимeнoвaниe",))]

    assert find_header(rows, COLUMNS, required=["name"]).get("name") == 0


def test_missing_columns_are_named():
    with pytest.raises(UnreadableTable, match="«Краткое наименование»"):
        find_header([Row(1, ("Код ОО",))], COLUMNS, required=["name"])


def test_a_column_that_stands_twice_is_named_with_its_places():
    rows = [Row(2, ("Краткое наименование", "Код ОО", "Код школы"))]

    with pytest.raises(UnreadableTable, match="B2 и C2"):
        find_header(rows, COLUMNS, required=["name"])
