"""The PDF: what a reader, a screen reader and an archive get, and what a hostile text gets: nothing."""

import gc
import http.server
import io
import os
import re
import subprocess
import sys
import threading
import urllib.request
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pytest
from pypdf import PdfReader, mult

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
from reports.render import RenderError, limits, pdf
from reports.render.pdf import render_pdf
from tests.reports.sample import sample_protocol
from tests.reports.test_render_html import PAYLOAD, everywhere

ROOT = Path(__file__).resolve().parents[2]
MILLIMETRE = 72 / 25.4
TITLE = Heading("ПРОТОКОЛ", level=1)
TWO_HEADS = ((HeadCell("Критерий"), HeadCell("Показатель")),)


def read(document: Document) -> PdfReader:
    return PdfReader(io.BytesIO(render_pdf(document)))


def texts(document: Document) -> list[str]:
    return [page.extract_text() for page in read(document).pages]


def squeezed(text: str) -> str:
    """Without white space: lines break where the page wants it."""
    return "".join(text.split())


def lines(count: int) -> list[Paragraph]:
    return [Paragraph("Строка.", align="left") for _ in range(count)]


def document(*blocks, title: str = "Протокол") -> Document:
    return Document(title, (TITLE, *blocks))


@pytest.fixture(scope="module")
def sample() -> PdfReader:
    return read(sample_protocol())


def elements(reader: PdfReader) -> list[tuple[str, dict]]:
    """Tags in reading order, each with its dictionary."""
    found = []

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for kid in node:
                walk(kid)
        elif isinstance(node, dict) and "/S" in node:
            found.append((node["/S"], node))
            walk(node.get("/K", []))

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def places(page) -> list[tuple[str, float, float]]:
    """Pieces of text with where they begin, in millimetres from the left and from the top of the page."""
    found = []

    def visit(text, outer, inner, *_):
        x, y = mult(inner, outer)[4:]
        if text.strip():
            found.append(
                (text.strip(), x / MILLIMETRE, float(page.mediabox[3]) / MILLIMETRE - y / MILLIMETRE)
            )

    page.extract_text(visitor_text=visit)
    return found


def kids(node: dict) -> set[str]:
    return {kid.get_object()["/S"] for kid in node["/K"]}


# --- The paper ------------------------------------------------------------------------------


def test_pages_are_a4(sample):
    for page in sample.pages:
        assert [round(float(side) / MILLIMETRE) for side in page.mediabox[2:]] == [210, 297]


def test_landscape_appendix_turns_its_pages_only():
    wide = Appendix(1, "Приложение 1", "Свод", (Paragraph("а"),), landscape=True)
    after = Appendix(2, "Приложение 2", "Текст", (Paragraph("б"),))
    widths = [round(float(page.mediabox[2]) / MILLIMETRE) for page in read(document(wide, after)).pages]
    assert widths == [210, 297, 210]


def test_text_stays_within_the_margins(sample):
    for page in sample.pages:
        body = [(x, y) for _, x, y in places(page) if y > 20]
        assert min(x for x, _ in body) >= 30 - 0.1
        assert max(x for x, _ in body) < 210 - 15
        assert max(y for _, y in body) <= 297 - 20


def test_page_number_stands_in_the_top_field_from_the_second_page():
    pages = read(document(*lines(80))).pages
    digits = [re.sub(r"\D", "", page.extract_text()) for page in pages]
    assert digits == ["", "2", "3"]
    ((x, y),) = [(x, y) for text, x, y in places(pages[1]) if text == "2"]
    assert x == pytest.approx(30 + (210 - 30 - 15) / 2, abs=2)
    assert 10 <= y - 3 < 20  # the number is three millimetres high


def test_only_tinos_is_embedded(sample):
    fonts = {}
    for page in sample.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            fonts[inner["/BaseFont"]] = inner["/FontDescriptor"].get_object()
    assert {re.sub(r"^/[A-Z]{6}\+", "", name) for name in fonts} == {"Tinos", "Tinos-Bold"}
    assert all("/FontFile2" in descriptor for descriptor in fonts.values())


def page(body: str) -> str:
    """A page of our own make, as far as its form goes."""
    return f'<html lang="ru"><head><title>т</title></head><body>{body}</body></html>'


def test_style_sheet_has_no_faults(caplog):
    pdf._press(page("<style>p { colour: red; font-family: Tinos }</style><p>а</p>"))
    assert "colour" in caplog.text  # complaints would be seen
    caplog.clear()
    render_pdf(sample_protocol())
    assert caplog.text == ""


# --- What is kept together ------------------------------------------------------------------


def many_rows(count: int) -> Table:
    body = tuple((Cell.label(f"Строка {number}"), Cell.plain("да")) for number in range(count))
    return Table("Длинная таблица", TWO_HEADS, body)


def test_head_of_a_table_is_repeated_on_every_page():
    pages = texts(document(many_rows(120)))
    assert len(pages) >= 3
    assert [page.count("Показатель") for page in pages] == [1] * len(pages)
    assert "".join(pages).count("Длинная таблица") == 1


def test_row_higher_than_a_page_is_cut_and_loses_nothing():
    words = " ".join(f"слово{number}" for number in range(1500))
    rows = ((Cell.label("а"), Cell.plain("коротко")), (Cell.label("б"), Cell.plain(words)))
    pages = texts(document(Table("Таблица", TWO_HEADS, rows, widths=(20, 80))))
    assert len(pages) >= 3
    assert "слово0" in pages[0]  # the long row begins under the short one
    found = re.findall(r"слово\d+", " ".join(re.sub(r"\n\d+$", "", page) for page in pages))
    assert Counter(found) == Counter(words.split())


@pytest.mark.parametrize("filling", range(29, 35))
def test_nothing_is_left_alone_at_the_end_of_a_page(filling):
    signed = texts(
        document(*lines(filling), Paragraph("Голосовали единогласно."), Signature("Глава", "П. А. Вересков"))
    )
    assert "единогласно" in signed[-1]
    assert "Вересков" in signed[-1]
    followed = texts(document(*lines(filling), Heading("Раздел"), many_rows(40)))
    for page in followed:
        assert not re.search(r"(Раздел|Длинная таблица|Показатель)\s*\d?\s*$", page)


def test_short_table_is_not_cut():
    pages = texts(document(*lines(30), many_rows(8)))
    assert [page.count("Строка 0") for page in pages] == [page.count("Строка 7") for page in pages]


def test_long_words_stay_on_the_page():
    word = "слово" * 60
    table = Table("Т", TWO_HEADS, ((Cell.label(word), Cell.plain(word)),))
    for line in "\n".join(texts(document(Paragraph(word), Note(word), table))).splitlines():
        assert len(line) < 110
    assert squeezed("".join(texts(document(Paragraph(word))))).endswith(word)


# --- Words ----------------------------------------------------------------------------------


def printed(block) -> list[str]:
    """The texts of a block in the order of print, with the marks that print adds."""
    match block:
        case ListBlock():
            marks = [f"{number}." if block.ordered else "–" for number in range(1, len(block.items) + 1)]
            items = [
                text for mark, item in zip(marks, block.items, strict=True) for text in (mark, item.text)
            ]
            return [block.title, *items]
        case KeyValue():
            return [f"{block.label}: {block.value}"]
        case Signature():
            return [block.post, block.name]
        case Table():
            cells = [cell.text for rows in (block.head, block.body) for row in rows for cell in row]
            return [block.caption, *cells, block.note]
        case Appendix():
            return [block.mark, block.title, *(text for inner in block.blocks for text in printed(inner))]
    return [block.text]


def test_text_of_the_pdf_is_the_text_of_the_tree():
    blocks = (
        Letterhead("Отдел образования\nадминистрации района"),
        TITLE,
        Paragraph("заседания рабочей группы", align="center", strong=True),
        ListBlock(("принять к сведению;", "направить в школы."), ordered=True, title="Решили:"),
        ListBlock(("о мониторинге;", "о мерах.")),
        KeyValue("Всего школ", "20"),
        Table(
            "Динамика",
            TWO_HEADS,
            ((Cell.label("ВПР"), Cell.combined("3,2 / 50")),),
            note="Источник: № 1, 5 ₽.",
        ),
        Paragraph("Голосовали «за» единогласно."),
        Note("Примечание."),
        Signature("Председатель", "П. А. Вересков"),
    )
    (page,) = texts(Document("т", blocks))
    assert squeezed(page) == squeezed("".join(text for block in blocks for text in printed(block)))


def test_every_word_of_the_sample_is_printed(sample):
    tree = " ".join(text for block in sample_protocol().blocks for text in printed(block))
    paper = " ".join(page.extract_text() for page in sample.pages)
    # Addresses are broken at the end of a line; heads of tables are printed more often than they stand in the tree.
    assert not Counter(re.findall(r"[\w,.«»]+", re.sub(r"\S*//\S*", "", tree))) - Counter(
        re.findall(r"[\w,.«»]+", paper)
    )
    assert squeezed("https://example.org/courses/support") in squeezed(paper)


# --- For screen readers and archives --------------------------------------------------------


def test_document_says_what_it_is(sample):
    root = sample.trailer["/Root"]
    assert root["/Lang"] == "ru"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/MarkInfo"]["/Marked"]
    assert sample.metadata.title == "Протокол заседания рабочей группы от 20.05.2021 № 1"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert not {"/OpenAction", "/AA", "/Names"} & set(root)


def test_headings_are_tagged_in_their_order(sample):
    levels = [name for name, _ in elements(sample) if re.fullmatch(r"/H\d", name)]
    assert levels == ["/H1"] + ["/H2"] * 3 + ["/H2"] + ["/H3"] * 3 + ["/H2"] * 2


def test_heads_of_tables_have_a_scope_and_cells_no_wrong_heads(sample):
    heads = [node["/A"]["/Scope"] for name, node in elements(sample) if name == "/TH"]
    assert set(heads) == {"/Column", "/Row"}
    assert not [node for name, node in elements(sample) if name == "/TD" and "/Headers" in node["/A"]]


def test_tables_and_lists_hold_what_belongs_in_them(sample):
    found = elements(sample)
    assert all(kids(node) <= {"/Caption", "/THead", "/TBody"} for name, node in found if name == "/Table")
    assert all(kids(node) <= {"/Lbl", "/LBody"} for name, node in found if name == "/LI")
    assert any("/LBody" in kids(node) for name, node in found if name == "/LI")


# --- The same document, the same bytes ------------------------------------------------------


def test_same_document_gives_the_same_bytes():
    first = render_pdf(sample_protocol())
    render_pdf(document(Paragraph("Другой документ.")))
    assert render_pdf(sample_protocol()) == first


def test_another_process_gives_the_same_bytes(tmp_path):
    script = (
        "import sys, django; django.setup();"
        "from reports.render.pdf import render_pdf; from tests.reports.sample import sample_protocol;"
        "sys.stdout.buffer.write(render_pdf(sample_protocol()))"
    )
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PORTAL_DATA": str(tmp_path),
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Kamchatka",
    }
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, check=True)  # noqa: S603 - our own lines
    assert run.stdout == render_pdf(sample_protocol())


# --- Hostile input --------------------------------------------------------------------------


@contextmanager
def listening_server():
    """A web server on this machine; yields its address and the paths that were asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


HOSTILE = (
    '<link rel="stylesheet" href="{url}/a"/>',
    '<style>@import url("{url}/b");</style>',
    "<style>@font-face {{ font-family: Evil; src: url({url}/c) }} p {{ font-family: Evil }}</style><p>а</p>",
    '<p style="background: url({url}/d)">а</p>',
    '<img src="{url}/e"/>',
    '<object data="{url}/f"></object>',
    '<embed src="{url}/g"/>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}/h" width="9" height="9"/></svg>',
    '<link rel="attachment" href="{url}/i"/>',
    '<a rel="attachment" href="{url}/j">а</a>',
    '<img src="file:///etc/passwd"/>',
    '<a rel="attachment" href="file:///etc/passwd">а</a>',
    '<img src="data:image/png;base64,iVBORw0KGgo="/>',
    '<img src="portal:font/0"/>',
)


def test_nothing_is_loaded_from_anywhere():
    with listening_server() as (url, asked):
        with urllib.request.urlopen(f"{url}/control") as answer:  # noqa: S310 - our own server
            assert answer.status == 200
        for markup in HOSTILE:
            with pytest.raises(RenderError, match="посторонний файл"):
                pdf._press(page(markup.format(url=url)))
        assert asked == ["/control"]


def test_hostile_text_is_printed_and_loads_nothing():
    with listening_server() as (url, asked):
        text = "".join(HOSTILE).format(url=url)
        paper = squeezed("".join(texts(document(Paragraph(text)))))
        assert asked == []
    assert squeezed(text) in re.sub(r"2(?=$)", "", paper)


def test_markup_in_a_text_is_printed_as_it_was_typed():
    paper = squeezed("".join(texts(everywhere(PAYLOAD))))
    assert paper.count(squeezed(PAYLOAD)) >= 20


# --- Refusals -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("blocks", "message"),
    [
        ((many_rows(2001),), "2\u00a0001 строк таблиц, а напечатать можно не больше 2\u00a0000"),
        ((Paragraph("слово " * 4000),), "слишком длинный: 23\u00a0999 знаков"),
        ((Heading("слово " * 101),), "слишком длинный"),
        ((Table("Т", TWO_HEADS, ((Cell.label("а"), Cell.plain("б" * 1001)),)),), "длиннее 1000 знаков"),
        ((Paragraph("а\n" * 9000),) * 5, "строк печати"),
        (
            (
                Table(
                    "Т",
                    (tuple(HeadCell("Н") for _ in range(40)),),
                    (tuple(Cell.plain("слово " * 50) for _ in range(40)),) * 20,
                ),
            ),
            "строк печати",
        ),
    ],
)
def test_too_large_a_document_is_refused_before_it_is_rendered(blocks, message, monkeypatch):
    monkeypatch.setattr(pdf, "_press", lambda html: pytest.fail("was rendered"))
    with pytest.raises(RenderError, match=message):
        render_pdf(document(*blocks))


def test_largest_number_of_rows_is_allowed():
    limits.check_limits(document(many_rows(limits.MAX_ROWS)))


def test_missing_fonts_are_named(settings, tmp_path):
    settings.DOCUMENT_FONTS_DIR = tmp_path
    pdf._fonts.cache_clear()
    try:
        with pytest.raises(RenderError, match="нет шрифта Tinos"):
            render_pdf(document(Paragraph("а")))
    finally:
        pdf._fonts.cache_clear()


def test_collector_runs_again_after_a_render():
    render_pdf(document(Paragraph("а")))
    assert gc.isenabled()
    with pytest.raises(RenderError):
        pdf._press(page('<img src="x:y"/>'))
    assert gc.isenabled()
