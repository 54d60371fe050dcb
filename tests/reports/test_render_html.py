"""The HTML of a document: everything escaped, and built so that a screen reader can walk it."""

import re
from html.parser import HTMLParser

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from reports.documents.blocks import (
    Appendix,
    Cell,
    Document,
    HeadCell,
    Heading,
    KeyValue,
    Letterhead,
    ListBlock,
    Note,
    Paragraph,
    Signature,
    Table,
)
from reports.render.html import render_blocks, render_html
from reports.render.table_look import WHOLE_TABLE, table_look
from tests.reports.sample import sample_protocol

PAYLOAD = (
    "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}{% now 'Y' %}</style>&amp;&#60;"
)


def everywhere(text: str) -> Document:
    """A document that has `text` at every place that takes a text."""
    table = Table(
        text,
        ((HeadCell(text), HeadCell(text)),),
        ((Cell.label(text), Cell.missing("no_data", text)), (Cell.plain(text), Cell.number(1, text))),
        note=text,
    )
    blocks = (
        Letterhead(text),
        Heading(text, level=1),
        Paragraph(text),
        KeyValue(text, text),
        ListBlock((text,), ordered=True, title=text),
        ListBlock((text,)),
        table,
        Note(text),
        Signature(text, text),
    )
    return Document(text, (*blocks, Appendix(1, text, text, (Paragraph(text), table))))


class Page(HTMLParser):
    """Tags with their attributes, and the text outside <style>."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._open = tag

    def handle_data(self, data):
        if self._open != "style":
            self.text += data

    def handle_endtag(self, tag):
        self._open = ""

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag == name]


@pytest.mark.parametrize("render", [render_html, render_blocks])
@pytest.mark.parametrize("kind", [str, SafeString])
def test_text_is_never_markup(render, kind):
    page = Page(render(everywhere(kind(PAYLOAD))))
    assert page.text.count(PAYLOAD) >= 20
    assert not page.all("script") + page.all("img")
    for _, attrs in page.tags:
        assert not [name for name in attrs if name.startswith("on") or name in ("src", "href", "style")]


def test_page_has_language_title_and_one_first_heading():
    page = Page(render_html(sample_protocol()))
    assert page.all("html") == [{"lang": "ru"}]
    assert len(page.all("title")) == len(page.all("h1")) == len(page.all("main")) == 1
    assert "Протокол заседания рабочей группы от 20.05.2021 № 1" in page.text


def test_part_of_a_page_leaves_the_first_heading_to_the_page():
    page = Page(render_blocks(sample_protocol()))
    assert not page.all("h1") + page.all("style") + page.all("html")
    assert page.tags[0] == ("article", {"class": "doc", "lang": "ru"})
    assert [attrs["class"] for attrs in page.all("h2")] == ["doc-heading doc-h1 doc-center"]


def test_part_of_a_page_can_be_scrolled_by_keyboard():
    regions = [attrs for attrs in Page(render_blocks(sample_protocol())).all("div") if "role" in attrs]
    assert len(regions) == 9
    assert all(region["tabindex"] == "0" and region["aria-label"] for region in regions)


def test_tables_have_captions_scopes_and_columns():
    page = Page(render_html(sample_protocol()))
    tables = len(page.all("table"))
    assert tables == len(page.all("caption")) == len(page.all("colgroup")) == len(page.all("thead"))
    scopes = [attrs["scope"] for attrs in page.all("th")]
    assert {"col", "colgroup", "row"} == set(scopes)
    assert all(re.fullmatch(r"[1-9]\d?%", attrs["width"] or "") for attrs in page.all("col"))


def test_every_class_is_ours():
    page = Page(render_blocks(sample_protocol()))
    classes = {name for _, attrs in page.tags for name in (attrs.get("class") or "").split()}
    assert all(name == "doc" or name.startswith("doc-") for name in classes)


def test_landscape_is_a_matter_of_the_page():
    wide = Appendix(1, "Приложение 1", "Свод", (Paragraph("а"),), landscape=True)
    page = Page(render_html(Document("т", (Heading("П", level=1), wide))))
    assert page.all("section") == [{"class": "doc-appendix doc-landscape"}]
    assert page.all("main") == [{"class": "doc"}]


# --- How a table is laid --------------------------------------------------------------------


def two_columns(*rows: tuple[str, str], **more) -> Table:
    body = tuple((Cell.label(left), Cell.plain(right)) for left, right in rows)
    return Table("Таблица", ((HeadCell("Критерий"), HeadCell("Показатель")),), body, **more)


def test_given_widths_are_kept():
    assert table_look(two_columns(("а", "б"), widths=(30, 70)), landscape=False).widths == (30, 70)


def test_longer_texts_get_wider_columns():
    narrow, wide = table_look(two_columns(("а", "слово " * 100)), landscape=False).widths
    assert wide > 2 * narrow


def test_columns_of_numbers_are_alike():
    head = (
        HeadCell("Наименование ОО"),
        HeadCell("Рус. яз."),
        HeadCell("Матем. (баз. / проф.)"),
        HeadCell("Физика"),
    )
    row = (
        Cell.label("МКОУ Красноярская СШ"),
        Cell.number(3, "3"),
        Cell.combined("3,2 / 50"),
        Cell.missing("no_data"),
    )
    widths = table_look(Table("Таблица", (head,), (row,)), landscape=False).widths
    assert max(widths[1:]) - min(widths[1:]) <= 1
    assert widths[0] > widths[1]


@given(
    st.lists(
        st.lists(st.text("аб ", min_size=1, max_size=400), min_size=40, max_size=40), min_size=1, max_size=3
    ),
    st.integers(1, 40),
    st.booleans(),
)
def test_widths_are_always_whole_percents_of_the_page(texts, columns, landscape):
    head = tuple(HeadCell(f"Столбец {number}") for number in range(columns))
    body = tuple(tuple(Cell.plain(text) for text in row[:columns]) for row in texts)
    widths = table_look(Table("Таблица", (head,), body), landscape=landscape).widths
    assert sum(widths) == 100
    assert min(widths) >= 1


def test_print_is_smaller_where_columns_are_many():
    def size(columns: int, *, landscape: bool = False) -> str:
        head = tuple(HeadCell(str(number)) for number in range(columns))
        table = Table("Таблица", (head,), (tuple(Cell.number(1, "1") for _ in head),))
        return table_look(table, landscape=landscape).size

    assert [size(6), size(7), size(11)] == ["normal", "small", "tiny"]
    assert [size(n, landscape=True) for n in (7, 8, 10)] == ["normal", "small", "tiny"]


def test_short_table_stays_whole_and_a_long_row_may_break():
    short = table_look(two_columns(*[("а", "б")] * 5), landscape=False)
    long = table_look(two_columns(("а", "слово " * 400), *[("а", "б")] * WHOLE_TABLE), landscape=False)
    assert (short.is_whole, long.is_whole) == (True, False)
    assert [row.is_tall for row in long.rows[:2]] == [True, False]


def test_merged_rows_stay_together():
    table = Table(
        "Таблица",
        ((HeadCell("А"), HeadCell("Б")),),
        (
            (Cell.label("Раздел", colspan=2),),
            (Cell.label("а", rowspan=3), Cell.plain("1")),
            (Cell.plain("2"),),
            (Cell.plain("3"),),
            (Cell.label("б"), Cell.plain("4")),
        ),
    )
    assert [row.is_joined for row in table_look(table, landscape=False).rows] == [
        True,
        True,
        True,
        False,
        False,
    ]
