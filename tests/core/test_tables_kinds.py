"""What cells come as, from the programs that people have: xlsx of each kind of cell, and old xls."""

import base64
import datetime
import io
import zlib
from decimal import Decimal

import pytest

from portal.core.tables import RESULTS, read_book, read_table
from portal.core.workbooks import Workbook
from tests.core.hostile import book, sheet
from tests.core.test_tables_apart import is_table_or_refused

#: A hidden sheet and a visible one with a merged title in B2, written by xlwt; 5.6 KB unpacked.
XLS = (
    "c-rk)O-NKx6#nj;`({S*XU0ZLqiGVdvJm?NOPn#WW>Jc^>4%^+CBo1c+|;5hn`IERD%uFPXk$Nw75!kXS_DQdq9D+sRjZ(&h59<@"
    "%zHYH1rDU3yzk9D_nvdlx%a+%&$;)`dpjB&8@OLKjtoTM!IYH)Z<<U|%5j(gsNS-;=;VG%mWw5Y96v3j*TmEOH$GlNUhi=jxTjwd"
    "1-?)^hO=ny>F$gyA{t~2ZHmWGr!@JVfm@UcP%7gp5_(eT3ZZvJ_nFXokz5s8N4jI`C`Mz=l{K~>A2!ORu7Ie*BeD4;lC3DlYxd)d"
    "*HlW^#Gb_IwlhntBCPW;2wKv3XLo0U`9j=AF3{Lm)znmVgfNB>E%zXPSrOo;6W1dVSH8G%1(N@sE%*IH?x#h}lwUVA&<E>;VrNdG"
    "1pS&l!Kc>g-MU`y*A0|*=_FR+qbVD;T1)aM$)ltZ)wOy8y%PFf+2U25-l-#q>l#w2rgT6DF~=r?m`Jvfay`jvv=^$31UslItizh3"
    "Hb~~R^iVM*Emdn1Y9(cH-AZgO_a|FWVAd9tFM*jyv;&1w4oY|iXa*+k{CL;Y-V!@5l0G?hQis!eo(WjE#1>>+FkO?Pm1413=w)ej"
    "wUo<*hA4I@uV^W@3;X&-=Ze%;P(RxR?_(R%${VSi{NDOFoctQwMCGCQ`1#P#hu8qhX(l_!o}YefQCrl_8;mD0Cs+11_E~7@oGs07"
    "1njX}_6b~wNe*H{Fm+5DMHpsP+VW<w(6h=?)81{C=B)A?=!{uaG9O&?LO6rCAYFr4-;g(+tv@q=Db5gWhw~7pr#VfWY4`2PXzMw}"
    "rAOL&FcKnq%H-qi)kAK>H2g%hjEil#MNgXT1tS+)Y==j9H(5iRGY-Ctr4)S#EB<-D*{{iuC*?f&oAbDE;lhOr7cQ1F__|}rr2=xf"
    "Fzu_N&;G76NomUcOtNfo5Iywt(qGEG=%ze@b6NRM2~6d*rRHhld@p1iqTUneLc5HkD{KFytG-HqpLrVw{$B`X+y7KH<6PkW{{R9Z"
    "58?"
)


def old_book() -> bytes:
    return zlib.decompress(base64.b85decode(XLS))


def written(fill) -> list:
    """The sheets that come back of a book filled by `fill(book, sheet)`."""
    with Workbook() as out:
        fill(out, out.add_worksheet("Данные"))
    return read_book(io.BytesIO(out.content))


@pytest.mark.parametrize(
    ("value", "look", "cell"),
    [
        (5, None, 5),
        (-3.0, None, -3),
        (0.25, "0%", Decimal("0.25")),
        (1e-7, None, Decimal("1E-7")),
        (1e15, None, 10**15),
        (" СШ № 1 ", None, " СШ № 1 "),
        ("   ", None, None),
        ("340012", None, "340012"),
        (datetime.date(2021, 5, 20), "dd.mm.yyyy", "20.05.2021"),
        (44_336.4, "d mmm yyyy h:mm", "20.05.2021"),
        (datetime.time(9, 30), "hh:mm", "09:30"),
        (datetime.timedelta(hours=26, minutes=5), "[h]:mm", "26:05"),
        (True, None, "ИСТИНА"),
        (False, None, "ЛОЖЬ"),
    ],
)
def test_each_kind_of_cell(value, look, cell):
    def fill(out, page):
        page.write(0, 0, value, out.add_format({"num_format": look} if look else {}))
        page.write(0, 1, "конец")

    (found,) = written(fill)

    assert found.rows[0].cells == (cell, "конец")
    assert type(found.rows[0].cells[0]) is type(cell)


def test_formulas_give_the_value_that_the_file_keeps():
    def fill(_, page):
        page.write_formula(0, 0, "=1+1", None, 2)
        page.write_formula(0, 1, '="а"', None, "а")
        page.write_formula(0, 2, "=B7/3", None, 3.5)

    assert written(fill)[0].rows[0].cells == (2, "а", Decimal("3.5"))


def test_an_error_of_a_formula_is_a_missing_value_and_never_a_zero():
    def fill(_, page):
        page.write_formula(0, 0, "=1/0", None, "#DIV/0!")
        page.write(0, 1, 1)

    assert written(fill)[0].rows[0].cells == (None, 1)


def test_a_table_that_begins_far_from_the_corner_keeps_its_addresses():
    def fill(_, page):
        page.write(6, 3, "Школа")
        page.write(8, 5, 7)

    (found,) = written(fill)

    assert [row.number for row in found.rows] == [7, 9]
    assert found.address(found.rows[0], 3) == "Данные!D7"
    assert found.rows[1].cells == (None, None, None, None, None, 7)


def test_a_merged_cell_has_its_value_at_the_top_left():
    def fill(out, page):
        page.merge_range(1, 1, 2, 3, "Итого")
        page.write(2, 4, 1)

    (found,) = written(fill)

    assert [row.cells for row in found.rows] == [(None, "Итого"), (None, None, None, None, 1)]


def test_only_visible_sheets_with_cells_are_read():
    def fill(out, page):
        page.write(0, 0, "первый")
        for title, hide in (("скрытый", "hide"), ("совсем скрытый", "very_hidden")):
            other = out.add_worksheet(title)
            other.write(0, 0, "тайна")
            getattr(other, hide)()
        out.add_worksheet("пустой")
        chart = out.add_chart({"type": "line"})
        chart.add_series({"values": "=Данные!$A$1:$A$2"})
        out.add_chartsheet("диаграмма").set_chart(chart)
        out.add_worksheet("последний").write(0, 0, "второй")

    assert [(found.title, found.rows[0].text(0)) for found in written(fill)] == [
        ("Данные", "первый"),
        ("последний", "второй"),
    ]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" t="inlineStr"><is><t>При</t></is></c>',
        '<c t="inlineStr"><is><r><t>П</t></r><r><t>ри</t></r></is></c>',
        "<c r='A1' t='str'><f>X()</f><v>При</v></c>",
        '<c t="inlineStr" r="A1"><is><t><![CDATA[При]]></t></is></c>',
    ],
)
def test_cells_as_other_programs_write_them(cell):
    (row,) = read_table(
        io.BytesIO(
            book(sheet("").replace('<row r="1">', f'<row r="1">{cell}<!--').replace("</row>", "--></row>"))
        )
    )

    assert row.cells == ("При",)


def test_old_excel():
    (found,) = read_book(io.BytesIO(old_book()))

    assert found.title == "Протокол"
    assert [(row.number, row.cells) for row in found.rows] == [
        (2, (None, "Протокол проверки")),
        (3, (None, "Код ОО", "Балл", "Дата", "Зачёт")),
        (4, (None, 340012, Decimal("3.45"), "20.05.2021", "ИСТИНА")),
        (5, (None, 340013)),
    ]


@pytest.mark.parametrize("name", ["protocol.xls", "protocol.xlsx", "protocol"])
def test_the_content_says_what_a_book_is(tmp_path, name):
    (tmp_path / name).write_bytes(old_book())

    assert len(read_table(tmp_path / name)) == 4


@pytest.mark.parametrize("at", range(100, 5_600, 500))
@pytest.mark.parametrize("noise", [b"", b"\xff" * 40])
def test_a_spoilt_old_book_is_a_table_or_a_sentence(at, noise):
    rest = old_book()[at + 40 :] if noise else b""

    assert is_table_or_refused(old_book()[:at] + noise + rest)


def test_the_largest_tables_are_read_whole():
    def fill(_, page):
        for row in range(50_000):
            page.write_row(row, 0, (f"Школа {row % 999}", row, row / 8, *range(12)))

    with Workbook(constant_memory=True) as out:
        fill(out, out.add_worksheet())
    (found,) = read_book(io.BytesIO(out.content), limits=RESULTS)

    assert len(found.rows) == 50_000
    assert found.rows[-1].cells == ("Школа 49", 49_999, Decimal("6249.875"), *range(12))
