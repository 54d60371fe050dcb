"""Every figure of the department's protocol of 20.05.2021 stands in ours, cell for cell."""

import io
from decimal import Decimal

import pytest
from django.db import transaction
from pypdf import PdfReader

from monitoring.models import Result, Sitting
from portal.accounts.models import User
from reports.demo import load_demo
from reports.documents.blocks import Document
from reports.documents.dynamics import dynamics_document
from reports.documents.protocol import protocol_document
from reports.documents.serial import to_json
from reports.models import Meeting
from reports.render.pdf import render_pdf
from reports.services import document_for, print_document
from roadmaps.models import Measure
from schools.models import District, School

# Without the mark nobody would make a test database for the module's own fixture.
pytestmark = pytest.mark.django_db

NOT_HELD, NOBODY, NO_GRADE = (
    ("–", None, "not_held"),
    ("н/у", None, "no_participants"),
    ("н/п", None, "not_offered"),
)

VPR = """
МКОУ Красноярская СШ    3,58 3,56 3,33 3,4  3,61 3,66
МКОУ Нагольненская СШ   3,16 3,57 3,55 3,53 4    3,54
МКОУ Семиченская СШ     3,4  3,5  3,6  3,43 3,61 3,56
"""
OGE = """
МКОУ Красноярская СШ    3,84 4   - - 3,2  3,33
МКОУ Нагольненская СШ   3,4  4,2 - - 3,38 3,75
МКОУ Семиченская СШ     3,83 4   - - 3,33 3,33
"""
EGE = """
МКОУ Красноярская СШ    51 3,2/50 73   0    x  x  x   x
МКОУ Нагольненская СШ   49 3/50   0    0    67 45 3   3
МКОУ Семиченская СШ     38 3      46,3 24,7 0  0  3,5 3,5
"""


def expected(source: str) -> dict[str, list[tuple]]:
    """The lines of a source table as printed text, value and status."""
    rows = {}
    for line in source.strip().splitlines():
        words = line.split()
        rows[" ".join(words[:3])] = [_cell(word) for word in words[3:]]
    return rows


def _cell(word: str) -> tuple:
    signs = {"-": NOT_HELD, "0": NOBODY, "x": NO_GRADE}
    if word in signs:
        return signs[word]
    if "/" in word:
        return (word.replace("/", " / "), None, "value")
    return (word, float(word.replace(",", ".")), "value")


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demonstration, once for this file; rolled back with the connection's transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo()
        yield District.objects.get(code="kotelnikovo")
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def protocol(demo) -> Document:
    return document_for(kind="protocol", district=demo, year=2021)


def tables(document: Document) -> dict[str, dict]:
    """Tables of the JSON tree by caption, at any depth."""
    found: dict[str, dict] = {}

    def walk(blocks):
        for block in blocks:
            if block["type"] == "table":
                found[block["caption"]] = block
            walk(block.get("blocks", []))

    walk(to_json(document)["blocks"])
    return found


@pytest.mark.parametrize(("exam", "source"), [("ВПР", VPR), ("ОГЭ", OGE), ("ЕГЭ", EGE)])
def test_every_figure_of_the_source_stands_in_the_tree(protocol, exam, source):
    table = tables(protocol)[f"Динамика результатов {exam} в школах перечня"]

    printed = {
        row[0]["text"].split(". ", 1)[1]: [(cell["text"], cell["value"], cell["status"]) for cell in row[1:]]
        for row in table["body"]
    }

    assert printed == expected(source)


def heads(table: dict) -> list[list[tuple]]:
    return [[(cell["text"], cell["colspan"], cell["rowspan"]) for cell in row] for row in table["head"]]


def test_the_heads_follow_the_procedures_of_each_year(protocol):
    rows = heads(tables(protocol)["Динамика результатов ЕГЭ в школах перечня"])

    assert rows[0][0] == ("Наименование ОО", 1, 4)
    assert rows[1] == [("2019 год", 2, 1), ("2020 год", 2, 1), ("2021 год", 4, 1)]
    assert rows[2] == [("ЕГЭ", 2, 1), ("ЕГЭ", 2, 1), ("ЕГЭ", 2, 1), ("ГВЭ", 2, 1)]
    assert [text for text, *_ in rows[3]] == [
        "Рус. яз.",
        "Матем. (баз./проф.)",
        "Рус. яз.",
        "Матем. проф.",
        "Рус. яз.",
        "Матем. проф.",
        "Рус. яз.",
        "Матем.",
    ]


def test_the_signs_are_explained_under_the_table(protocol):
    note = tables(protocol)["Динамика результатов ЕГЭ в школах перечня"]["note"]
    assert "«н/у» — участников не было" in note
    assert "«н/п» — в школе в этом году нет такой ступени обучения" in note
    assert "базовый уровень" in note


def test_no_cell_is_empty_and_no_missing_value_has_a_number(protocol, demo):
    for document in (protocol, dynamics_document(district=demo, years=(2019, 2020, 2021))):
        cells = [cell for table in tables(document).values() for row in table["body"] for cell in row]
        assert cells
        assert all(cell["text"].strip() for cell in cells)
        assert all(cell["value"] is None for cell in cells if cell["status"] != "value")


def test_all_measures_of_the_three_schools_are_printed(protocol):
    counts = {
        caption: sum(len(row) == 3 for row in table["body"])
        for caption, table in tables(protocol).items()
        if caption.startswith("Мероприятия")
    }
    assert counts == {
        "Мероприятия: МКОУ Красноярская СШ": 11,
        "Мероприятия: МКОУ Нагольненская СШ": 24,
        "Мероприятия: МКОУ Семиченская СШ": 13,
    }


def test_the_report_counts_the_schools(protocol):
    report = next(block for block in to_json(protocol)["blocks"] if block["type"] == "appendix")
    facts = {block["title"]: block["text"] for block in report["blocks"] if block["type"] == "keyvalue"}

    assert facts["Общее количество ОО в муниципальном районе"] == "20"
    assert facts["Количество школ с низкими образовательными результатами"] == "3"
    assert "приказ от 30.03.2020" in facts["Основание: ШНОР"]


def texts(document: Document) -> list[str]:
    """Every printed text of the tree."""
    found = []

    def walk(node):
        if isinstance(node, dict):
            for key, value in node.items():
                if (key in ("text", "caption", "note") and isinstance(value, str)) or (
                    key == "title" and node.get("type") != "document"
                ):
                    found.append(value)
                else:
                    walk(value)
        elif isinstance(node, list):
            for each in node:
                walk(each)

    walk(to_json(document)["blocks"])
    return [text for text in found if text]


def letters(text: str) -> str:
    """Text without the spaces, breaks and hyphens that a page puts in or takes out."""
    return "".join(char for char in text if char.isalnum() or char in ",/+−–")


@pytest.mark.same_on_every_database
def test_the_pdf_says_what_the_tree_says(protocol):
    reader = PdfReader(io.BytesIO(render_pdf(protocol)))
    printed = letters("".join(page.extract_text() for page in reader.pages[:3]))
    first = [text for text in texts(protocol) if "Блок 2" not in text]
    figures = {cell["text"] for t in list(tables(protocol).values())[:3] for row in t["body"] for cell in row}

    assert len(figures) > 30
    assert {text for text in figures if letters(text) not in printed} == set()
    assert letters(first[1]) in printed


def test_a_finalised_protocol_is_printed_from_its_frozen_tree(demo, protocol):
    before = print_document(document=protocol, format="json")
    Result.objects.filter(school__short_name="МКОУ Красноярская СШ", mean_mark="3.58").update(
        mean_mark=Decimal("3.99")
    )

    assert (
        print_document(document=document_for(kind="protocol", district=demo, year=2021), format="json")
        == before
    )
    live = protocol_document(meeting=Meeting.objects.get(district=demo, date__year=2021))
    assert print_document(document=live, format="json") != before


def test_loading_twice_doubles_nothing(demo):
    def counts():
        return [
            model.objects.count() for model in (Result, Measure, Meeting, District, School, User, Sitting)
        ]

    before = counts()
    load_demo()
    assert counts() == before
