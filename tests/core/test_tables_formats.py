"""What the cells of a workbook show of their dates: their number formats decide."""

import io
from datetime import date

import openpyxl
import pytest

from portal.core.tables import PLAN, read_book
from portal.core.tables.apart.formats import look_of
from tests.core import hostile


@pytest.mark.parametrize(
    ("code", "look"),
    [
        ("dd.mm.yyyy", "day"), ("DD.MM.YY", "day"), ("d mmmm yyyy", "day"), ("d-mmm", "day"),
        ("[$-FC19]dd\\ mmmm\\ yyyy\\ \\г\\.;@", "day"), ("dd.mm.yyyy hh:mm", "day"), ("mm-dd-yy", "day"),
        ("mmm-yy", "month of a year"), ("[$-419]mmmm\\ yyyy;@", "month of a year"), ("[Red]mm.yyyy", "month of a year"),
        ("mmmm", "month"), ("mmm", "month"), ('mmmm" дня"', "month"),
        ("yyyy", "year"), ('yyyy" год"', "year"),
        ("h:mm", ""), ("mm:ss", ""), ("[h]:mm", ""), ("General", ""), ('"сентябрь"', ""), ("", ""),
    ],
)  # fmt: skip
def test_a_format_shows_a_day_or_a_month_or_a_year(code, look):
    assert look_of(code) == look


def test_each_date_tells_what_its_cell_shows():
    book = openpyxl.Workbook()
    book.active.title = "Пустой"
    sheet = book.create_sheet("План «А»")
    for row, look in enumerate(("dd.mm.yy", "mmm-yy", "mmmm"), start=2):
        cell = sheet.cell(row, 3, date(2022, 5, 20))
        cell.number_format = look
    sheet["A2"] = "20.05.2022"
    stream = io.BytesIO()
    book.save(stream)

    (read,) = read_book(io.BytesIO(stream.getvalue()), limits=PLAN)
    assert read.dates == {(2, 2): "day", (3, 2): "month of a year", (4, 2): "month"}
    assert [row.text(2) for row in read.rows] == ["20.05.2022"] * 3
    assert read_book(io.BytesIO(stream.getvalue()))[0].dates == {}


@pytest.mark.parametrize(
    "styles",
    [
        "",
        "<styleSheet><x a='&nbsp;'/></styleSheet>",
        "<styleSheet><cellXfs><xf numFmtId='x'/></cellXfs></styleSheet>",
    ],
)
@pytest.mark.parametrize("style", ["", " s='7'", " s='x'"])
def test_a_date_without_a_readable_format_tells_none(styles, style):
    rows = f'<row r="2"><c r="A2"{style} t="d"><v>2021-09-01</v></c></row>'
    data = hostile.book(hostile.sheet(rows), **({"xl__styles_dot_xml": styles} if styles else {}))

    assert read_book(io.BytesIO(data), limits=PLAN)[0].dates == {(2, 0): ""}
