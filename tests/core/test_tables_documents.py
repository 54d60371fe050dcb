"""Tables of Word documents: what is read, what a reader does not see, and documents that attack."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.tables import PLAN, Limits, Merge, UnreadableTable, read_book
from tests.core import hostile
from tests.core.word_files import PART, cell, document, packed, paragraph, table

NAME = "Завьялова Снежана"


def read(data: bytes):
    return read_book(io.BytesIO(data), limits=PLAN)


def texts(data: bytes) -> list[list[tuple]]:
    return [[row.cells for row in sheet.rows] for sheet in read(data)]


def test_tables_come_in_their_order_with_the_texts_of_their_cells():
    data = document(table(["№", "Мера"], ["1", "Первый\nабзац"]), paragraph("между"), table(["а", "", "в"]))

    assert texts(data) == [[("№", "Мера"), ("1", "Первый\nабзац")], [("а", None, "в")]]
    assert [sheet.title for sheet in read(data)] == ["Таблица 1", "Таблица 2"]
    assert [sheet.caption for sheet in read(data)] == ["", "между"]


def test_merged_cells_are_told_and_keep_their_text_in_the_first_one():
    (sheet,) = read(
        document(
            table(
                ["а", "б", "в"],
                [cell("через все", span=3)],
                ["1", "два", cell("срок", down="restart")],
                ["2", "три", cell("", down="continue")],
                ["3", "четыре", "своё"],
            )
        )
    )

    assert sheet.merged == (Merge(2, 0, 2, 2), Merge(3, 2, 4, 2))
    assert [row.cells for row in sheet.rows[1:]] == [
        ("через все",), ("1", "два", "срок"), ("2", "три"), ("3", "четыре", "своё"),
    ]  # fmt: skip


def test_breaks_tabs_and_runs_are_joined():
    run = "<w:tc><w:p><w:r><w:t>сентябрь</w:t><w:br/><w:t>2021</w:t></w:r><w:r><w:tab/><w:t>–</w:t></w:r></w:p></w:tc>"
    assert texts(document(table([run]))) == [[("сентябрь\n2021 –",)]]


@pytest.mark.parametrize(
    "unseen",
    [
        "<w:del><w:r><w:delText>удалено</w:delText></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>унесено</w:t></w:r></w:moveFrom>",
        "<w:r><w:instrText>PAGE</w:instrText></w:r>",
        "<w:r><w:Fallback><w:t>дважды</w:t></w:Fallback></w:r>",
    ],
)
def test_what_a_reader_does_not_see_is_not_read(unseen):
    seen = f"<w:tc><w:p>{unseen}<w:r><w:t>видно</w:t></w:r></w:p></w:tc>"
    assert texts(document(table([seen]))) == [[("видно",)]]


def test_a_table_within_a_cell_is_a_table_of_its_own():
    inner = table(["внутри"])
    outer = f"<w:tc><w:p><w:r><w:t>снаружи</w:t></w:r></w:p>{inner}</w:tc>"
    assert texts(document(table([outer]))) == [[("внутри",)], [("снаружи",)]]
    assert [sheet.holds for sheet in read(document(table([outer])))] == [(), ((1, 0),)]


def test_a_row_that_begins_further_to_the_right_keeps_its_columns():
    body = '<w:tbl><w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr>' + cell("третий") + "</w:tr></w:tbl>"
    assert texts(document(body)) == [[(None, None, "третий")]]


def _deep(levels: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * levels + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * levels


_ROWS = table(*([NAME, str(number)] for number in range(5_001)))
_ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
_LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ха'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
HOSTILE = {
    "an outer entity": lambda: document(table([NAME]), before=_ENTITY),
    "entities in entities": lambda: document(table([NAME]), before=_LAUGHS),
    "too many rows": lambda: document(_ROWS),
    "too many columns": lambda: document(table([NAME] * 61)),
    "a cell over too many columns": lambda: document(table([cell(NAME, span=9999)])),
    "a span that is no number": lambda: document(table([cell(NAME, span=2).replace('"2"', '"²"')])),
    "a text without an end": lambda: document(table([NAME + "ж" * 200_000])),
    "tables in tables": lambda: document(_deep(500)),
    "a cell without a row": lambda: document(f"<w:tbl>{cell(NAME)}</w:tbl>"),
    "half of the text": lambda: packed({"[Content_Types].xml": "<x/>", PART: "<w:document"}),
    "UTF-16": lambda: packed({"[Content_Types].xml": "<x/>", PART: "\ufeff<x>\0</x>"}),
    "a document without its text": lambda: packed({"[Content_Types].xml": "<x/>", "word/other.xml": "<x/>"}),
    "macros": lambda: document(table([NAME]), **{"word/vbaProject.bin": "x"}),
    "a bomb": lambda: document(table([NAME] * 2), paragraph("а" * 40_000_000)),
    "only words": lambda: document(paragraph(NAME)),
    "an old document": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NAME.encode() * 99,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_refused_in_one_sentence_without_its_words(name, caplog):
    with pytest.raises(UnreadableTable, match=r"^[А-ЯЁ][^\n]+\.$") as refusal:
        read(HOSTILE[name]())

    said = f"{refusal.value!r} {refusal.value.__cause__!r} {caplog.text}"
    assert not any(word in said for word in NAME.split())
    assert "Excel" not in str(refusal.value) or "Word" in str(refusal.value)


def test_where_documents_are_not_asked_for_a_document_is_refused():
    data = io.BytesIO(document(table(["а"])))
    with pytest.raises(UnreadableTable, match="это не книга Excel"):
        read_book(data, limits=Limits())


def test_a_workbook_tells_its_merged_cells_and_dates_only_where_documents_are_allowed():
    merged = "<mergeCells><mergeCell ref='A2:C2'/></mergeCells>"
    data = hostile.book(
        hostile.sheet('<row r="2"><c r="A2"><v>1</v></c></row>').replace(
            "</sheetData>", f"</sheetData>{merged}"
        )
    )

    assert read(data)[0].merged == (Merge(2, 0, 2, 2),)
    assert read_book(io.BytesIO(data))[0].merged == ()


@settings(max_examples=12)  # each starts a process
@given(st.text(alphabet="<>/wtblrcp: ab\"='&;", max_size=60))
def test_any_text_in_the_place_of_a_document_is_read_or_refused(text):
    try:
        read(packed({"[Content_Types].xml": "<x/>", PART: text}))
    except UnreadableTable:
        return
