"""A wrong tree cannot be built, and a right one comes back from JSON as it was."""

import json
from decimal import Decimal

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from reports.documents.blocks import (
    MISSING,
    VALUE,
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
from reports.documents.node import clean_text
from reports.documents.serial import canonical, digest, from_json, to_json
from tests.reports.sample import sample_protocol

TITLE = Heading("ПРОТОКОЛ", level=1)


def table(head, body, **more) -> Table:
    return Table("Таблица", head, body, **more)


# --- Texts --------------------------------------------------------------------------------


def test_text_keeps_only_what_a_printer_prints():
    assert clean_text("  а\x00б\u202eв\u00ad\ufeff\tг\r\nд\ud800 ") == "абв г\nд"


def test_letters_in_two_parts_become_one():
    assert clean_text("и\u0306") == "й"


def test_safe_string_does_not_stay_safe():
    assert type(Paragraph(SafeString("<b>")).text) is str


@pytest.mark.parametrize(
    "build",
    [
        lambda: Paragraph(""),
        lambda: Paragraph("\u200b \n"),
        lambda: Signature("Председатель", ""),
        lambda: KeyValue("", "20"),
        lambda: HeadCell(""),
        lambda: Cell(""),
        lambda: Appendix(1, "Приложение 1", "", (Paragraph("а"),)),
        lambda: ListBlock(()),
        lambda: ListBlock(("а", " ")),
    ],
)
def test_empty_text_is_refused(build):
    with pytest.raises(ValueError, match=r"empty|at least one"):
        build()


@pytest.mark.parametrize("build", [lambda: Paragraph(5), lambda: ListBlock("абв"), lambda: Cell.plain(None)])
def test_other_things_than_texts_are_refused(build):
    with pytest.raises(TypeError):
        build()


# --- Cells --------------------------------------------------------------------------------


@pytest.mark.parametrize("status", MISSING)
def test_missing_cell_has_a_mark_and_no_value(status):
    cell = Cell.missing(status)
    assert (cell.value, cell.text, cell.status) == (None, "–", status)


@pytest.mark.parametrize("text", ["0", "0,0", "3.5", "−1", ""])
def test_missing_cell_is_never_printed_as_a_number(text):
    with pytest.raises(ValueError, match=r"never printed|is empty"):
        Cell.missing("not_held", text)


@pytest.mark.parametrize(
    "build",
    [
        lambda: Cell("3", value=3, status="not_held"),
        lambda: Cell("3", value=3),
        lambda: Cell("3", status=VALUE),
        lambda: Cell("–", status="unknown"),
        lambda: Cell("3", value=3, status=VALUE, is_label=True),
        lambda: Cell.number(Decimal("NaN"), "NaN"),
        lambda: Cell.number(Decimal(1) / Decimal(3), "0,33"),
        lambda: Cell.number(10**15, "много"),
    ],
)
def test_cell_that_contradicts_itself_is_refused(build):
    with pytest.raises(ValueError):  # noqa: PT011 - each of them has its own sentence
        build()


@pytest.mark.parametrize("value", [3.5, True, "3"])
def test_value_is_a_decimal_or_an_int(value):
    with pytest.raises(TypeError, match="Decimal or an int"):
        Cell("3", value=value, status=VALUE)


def test_two_results_in_one_cell_have_no_single_value():
    cell = Cell.combined("3,2 / 50")
    assert (cell.value, cell.status) == (None, VALUE)


def test_one_number_is_kept_in_one_way():
    assert str(Cell.number(Decimal("3.40"), "3,4").value) == "3.4"
    assert Cell.number(Decimal("4.0"), "4,0").value is not None
    assert type(Cell.number(Decimal("4.0"), "4,0").value) is int


def test_empty_plain_cell_is_printed_as_a_dash():
    assert Cell.plain(" ").text == "—"


# --- Tables -------------------------------------------------------------------------------

ONE = ((HeadCell("А"), HeadCell("Б")),)
ROW = (Cell.label("а"), Cell.plain("б"))


@pytest.mark.parametrize(
    ("head", "body", "message"),
    [
        ((), (ROW,), "at least one row"),
        (ONE, (), "at least one row"),
        (ONE, (ROW, (Cell.label("а"),)), "does not fill"),
        (ONE, (ROW, (*ROW, Cell.plain("в"))), "is wider"),
        (ONE, ((Cell.label("а", rowspan=2), Cell.plain("б")), ROW), "is wider"),
        (ONE, ((Cell.label("а", rowspan=2), Cell.plain("б")),), "below the last row"),
        (ONE, ((Cell.label("а", rowspan=2), Cell.plain("б", rowspan=2)), ()), "does not fill"),
        (ONE, ((Cell.label("а", colspan=0), *ROW),), "at least one row and one column"),
        (ONE, ((Cell.label("а"),),), "differ in their columns"),
        ((ONE[0], (HeadCell("В", colspan=3),)), (ROW,), "is wider"),
        (((HeadCell("А", colspan=100_000),),), ((Cell.label("а", colspan=100_000),),), "1 to 40 columns"),
    ],
)
def test_table_fills_its_grid_exactly(head, body, message):
    with pytest.raises(ValueError, match=message):
        table(head, body)


def test_merged_cells_may_fill_the_grid():
    merged = table(
        ((HeadCell("А", rowspan=2), HeadCell("Б", colspan=2)), (HeadCell("В"), HeadCell("Г"))),
        ((Cell.label("а", rowspan=2), Cell.plain("б"), Cell.plain("в")), (Cell.plain("г", colspan=2),)),
    )
    assert merged.columns == 3


@pytest.mark.parametrize("widths", [(50,), (60, 60), (100, 0), (30, 30, 40)])
def test_widths_are_percents_of_the_columns(widths):
    with pytest.raises(ValueError, match="Widths"):
        table(ONE, (ROW,), widths=widths)


def test_head_and_body_take_their_own_cells():
    with pytest.raises(TypeError, match="HeadCell"):
        table((ROW,), (ROW,))


# --- The tree -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "blocks",
    [
        (),
        (Paragraph("а"),),
        (TITLE, TITLE),
        (Heading("а", level=2), TITLE),
        (TITLE, Heading("а", level=3)),
        (TITLE, Appendix(1, "П 1", "т", (Heading("а", level=4),))),
    ],
)
def test_headings_have_one_first_and_no_gap(blocks):
    with pytest.raises(ValueError, match="level"):
        Document("т", blocks)


def test_appendix_holds_no_appendix_and_no_heading_of_its_own_level():
    inner = Appendix(1, "П 1", "т", (Paragraph("а"),))
    with pytest.raises(ValueError, match="no appendix"):
        Appendix(2, "П 2", "т", (inner,))
    with pytest.raises(ValueError, match="level 3 or more"):
        Appendix(2, "П 2", "т", (Heading("а", level=2),))


def test_only_blocks_are_blocks():
    with pytest.raises(TypeError, match="Not a block: str, Cell"):
        Document("т", (TITLE, "текст", Cell.plain("а")))


@pytest.mark.parametrize("language", ["", "ru>", 'ru" onload="x'])
def test_language_is_a_tag(language):
    with pytest.raises(ValueError, match="language"):
        Document("т", (TITLE,), language=language)


# --- JSON ---------------------------------------------------------------------------------


def test_json_has_the_public_shape():
    data = to_json(
        Document(
            "Протокол",
            (
                TITLE,
                ListBlock(("Принять.",), ordered=True),
                Signature("Председатель", "П. А. Вересков"),
                table(
                    ONE,
                    (
                        (Cell.label("а"), Cell.number(Decimal("3.58"), "3,58")),
                        (Cell.label("б"), Cell.missing("no_data")),
                    ),
                ),
            ),
        )
    )
    head, ordered, signature, grid = data["blocks"]
    assert data["title"] == "Протокол"
    assert head == {"type": "heading", "text": "ПРОТОКОЛ", "level": 1}
    assert ordered["title"] == ""
    assert ordered["blocks"] == [{"type": "item", "text": "Принять."}]
    assert signature == {"type": "signature", "title": "Председатель", "text": "П. А. Вересков"}
    assert grid["head"][0][0] == {"text": "А", "colspan": 1, "rowspan": 1}
    assert grid["body"][0][1] == {
        "text": "3,58",
        "value": 3.58,
        "status": "value",
        "colspan": 1,
        "rowspan": 1,
    }
    assert grid["body"][1][1]["value"] is None
    assert grid["body"][1][1]["status"] == "no_data"
    assert grid["body"][0][0]["status"] is None


def test_every_block_has_its_text_in_text_or_title():
    def walk(blocks):
        for block in blocks:
            assert block["type"] == "table" or block.get("text") or "title" in block
            walk(block.get("blocks", ()))

    walk(to_json(sample_protocol())["blocks"])


def test_sample_comes_back_from_text():
    sample = sample_protocol()
    assert from_json(json.loads(json.dumps(to_json(sample)))) == sample
    assert from_json(json.loads(canonical(sample), parse_float=Decimal)) == sample


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"blocks": [{"type": "script", "text": "x"}]},
        {"blocks": [{"type": "heading", "text": "x", "level": 1, "onclick": "x"}]},
    ],
)
def test_foreign_json_is_refused(change):
    with pytest.raises(ValueError, match="Unknown"):
        from_json(to_json(sample_protocol()) | change)


def test_json_without_a_needed_key_is_refused():
    with pytest.raises(TypeError, match="Document"):
        from_json({"title": "т"})


def test_digest_is_of_the_content_only():
    one = Document("т", (TITLE, table(ONE, ((Cell.label("а"), Cell.number(Decimal("4.0"), "4")),))))
    same = Document("т", [TITLE, table(ONE, [[Cell.label("а"), Cell.number(4, "4")]])])
    other = Document("т", (TITLE, table(ONE, ((Cell.label("а"), Cell.number(4, "4,0")),))))
    assert digest(one) == digest(same) != digest(other)


def test_digest_of_a_frozen_document_never_changes():
    """If this fails, every finalised protocol would be taken for a forged one."""
    marks = table(ONE, ((Cell.label("а"), Cell.number(Decimal("3.58"), "3,58")),))
    frozen = Document("Протокол", (TITLE, Paragraph("Голосовали единогласно."), marks))
    assert digest(frozen) == "18411125fe790bf674f1558d7baf2cd51db5af163d64e1a207d916d09a8a7a7d"


TEXTS = st.text(min_size=1, max_size=30).filter(lambda text: clean_text(text) != "")
NUMBERS = st.one_of(
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.decimals(-(10**6), 10**6, places=4),
    st.decimals(0, 1, places=12),
)
CELLS = st.one_of(
    TEXTS.map(Cell.plain),
    TEXTS.map(Cell.label),
    st.builds(Cell.number, NUMBERS, TEXTS),
    st.sampled_from(MISSING).map(Cell.missing),
    st.just(Cell.combined("3,2 / 50")),
)


@st.composite
def tables(draw):
    columns = draw(st.integers(1, 5))
    head = tuple(HeadCell(draw(TEXTS)) for _ in range(columns))
    body = draw(st.lists(st.tuples(*[CELLS] * columns), min_size=1, max_size=4))
    return Table(draw(TEXTS), (head,), tuple(body), note=draw(st.one_of(st.just(""), TEXTS)))


BLOCKS = st.one_of(
    TEXTS.map(Letterhead),
    TEXTS.map(Note),
    st.builds(Paragraph, TEXTS, st.sampled_from(("left", "right")), st.booleans(), st.booleans()),
    st.builds(KeyValue, TEXTS, TEXTS),
    st.builds(Signature, TEXTS, TEXTS),
    st.builds(ListBlock, st.lists(TEXTS, min_size=1, max_size=3).map(tuple), st.booleans()),
    tables(),
)
APPENDICES = st.builds(
    Appendix, st.integers(1, 9), TEXTS, TEXTS, st.lists(BLOCKS, max_size=3).map(tuple), st.booleans()
)
DOCUMENTS = st.builds(
    lambda title, blocks: Document(title, (TITLE, *blocks)),
    TEXTS,
    st.lists(st.one_of(BLOCKS, APPENDICES), max_size=5),
)


@given(DOCUMENTS)
def test_any_document_comes_back_exactly(document):
    for text in (canonical(document), json.dumps(to_json(document), indent=1)):
        again = from_json(json.loads(text))
        assert again == document
        assert canonical(again) == canonical(document)
