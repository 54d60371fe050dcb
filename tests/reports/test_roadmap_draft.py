"""The kind `roadmap-draft`: what nobody has approved is printed with «ПРОЕКТ» on every page and sheet."""

from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from portal.core.errors import InvalidInput
from reports import engine
from reports.documents.blocks import Mark, Table
from reports.documents.roadmap import draft_document, draft_to_print, edition_to_print, roadmap_document
from reports.management.commands import report_build
from reports.models import ReportRun
from reports.services import run_request
from roadmaps import services
from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.enums import PlanPeriod
from roadmaps.selectors import PlanKey
from tests.factories.roadmaps import RoadmapFactory, approved, roadmap_with, submitted

pytestmark = pytest.mark.django_db
KEY = PlanKey(2020, PlanPeriod.ACADEMIC)


@pytest.fixture(autouse=True)
def nobody_works(monkeypatch):
    monkeypatch.setattr("portal.core.jobs._send", lambda task, kwargs: None)


@pytest.fixture
def live(school, methodist, head):
    return approved(roadmap_with(2, school=school), author=methodist, head=head)


@pytest.fixture
def opened(live, methodist):
    """Version 2 of an approved plan: one measure, and another one."""
    draft = services.roadmap_reopen(roadmap=live, by=methodist, seen=live.revision)
    rows = [SectionInput("", (MeasureInput("Новая мера", "май 2021", "завуч"),))]
    return services.roadmap_save(roadmap=draft, sections=rows, seen=draft.revision, by=methodist)


def draft_of(plan):
    return draft_document(draft_to_print(district=plan.district, school=plan.school, key=KEY))


def only(kind, document):
    return next(block for block in document.blocks if isinstance(block, kind))


def test_a_first_draft_says_what_it_is(school):
    plan = roadmap_with(1, school=school)
    with time_machine.travel("2020-09-10 09:00:00+00:00"):
        tree = draft_of(plan)

    table = only(Table, tree)
    assert only(Mark, tree).text == "ПРОЕКТ\nверсия 1 на 10.09.2020, черновик"
    assert tree.title == f"ПРОЕКТ. {plan.title}"
    assert [[cell.text for cell in row] for row in table.head] == [
        ["ПРОЕКТ: не утверждён"], ["№", "Мероприятия", "Срок", "Ответственные"],
    ]  # fmt: skip
    assert table.note == "Карту ещё не утверждали."


def test_the_next_version_says_which_one_is_followed(opened, school):
    tree = draft_of(opened)

    assert [row[1].text for row in only(Table, tree).body] == ["Новая мера"]
    assert only(Table, tree).note.replace("\xa0", " ") == (
        "До утверждения действует версия 1: утверждена приказом от 01.09.2020 № 124, действует с 01.09.2020."
    )
    assert "SHA-256" not in only(Table, tree).note
    assert "УТВЕРЖД" not in only(Mark, tree).text


def test_the_approved_edition_is_printed_as_before(opened, school):
    edition = edition_to_print(district=school.district, school=school, key=KEY)
    tree = roadmap_document(edition)

    assert [row[0].text for row in only(Table, tree).body[1:]] == ["1", "2"]
    assert len(only(Table, tree).head) == 1
    assert "ПРОЕКТ" not in str(tree)


@pytest.mark.parametrize("state", ["submitted", "returned"])
def test_what_waits_or_came_back_is_a_draft_too(state, opened, methodist, head):
    plan = submitted(opened, by=methodist)
    if state == "returned":
        plan = services.roadmap_return(roadmap=plan, by=head, seen=plan.revision, remark="Мало")

    assert only(Mark, draft_of(plan)).text.endswith(
        {"submitted": "на утверждении", "returned": "возвращена"}[state]
    )


def test_where_there_is_no_draft_it_is_refused_in_words(live, second_school):
    with pytest.raises(InvalidInput, match="Проекта карты на 2020/21 учебный год нет: МКОУ Своя СШ"):
        draft_of(live)
    with pytest.raises(InvalidInput, match="ещё нет мер"):
        draft_of(RoadmapFactory(school=second_school))


def test_the_word_stands_on_every_page_and_sheet(run_command, tmp_path, opened, methodist):
    rows = [
        SectionInput(
            "", tuple(MeasureInput(f"Мера {n}. " + "Слова. " * 60, "май", "завуч") for n in range(30))
        )
    ]
    services.roadmap_save(roadmap=opened, sections=rows, seen=opened.revision, by=methodist)

    def printed(format: str) -> bytes:
        path = tmp_path / format
        place = ("--district", "own", "--school", "МКОУ Своя СШ", "--year", "2020-2021")
        order = ("roadmap-draft", *place, "--format", format, "--output", str(path))
        assert run_command(report_build, *order) == (0, "", "")
        return path.read_bytes()

    pages = [page.extract_text() for page in PdfReader(BytesIO(printed("pdf"))).pages]
    assert len(pages) > 3
    assert all("ПРОЕКТ: не утверждён" in page for page in pages)
    book = load_workbook(BytesIO(printed("xlsx")))
    table, texts = book.worksheets
    assert table["A1"].value == "ПРОЕКТ: не утверждён"
    assert table.print_title_rows == "$1:$2"
    assert texts["A1"].value.startswith("ПРОЕКТ. ")
    html = printed("html").decode()
    assert '<p class="doc-mark">ПРОЕКТ\nверсия 2 на ' in html
    assert "<title>ПРОЕКТ. " in html


def test_an_order_from_the_page_is_built(client, methodist, opened, files_dir):
    client.force_login(methodist)
    data = {"kind": "roadmap-draft", "district": opened.district_id, "school": opened.school_id}
    client.post(reverse("reports:run-new"), data | {"plan_year": "2020-2021", "format": "html"})
    run = ReportRun.objects.get()

    assert run.title == "Проект дорожной карты: МКОУ Своя СШ, 2020–2021"
    engine.build(run_id=run.pk)
    run.refresh_from_db()
    assert (run.status, run.error) == ("done", "")


def test_what_was_approved_before_it_was_printed_is_not_printed_as_a_draft(
    opened, methodist, head, coordinator, files_dir
):
    order = {"district": opened.district, "year": 2021, "first_year": 2020, "by": coordinator}
    run = run_request(kind="roadmap-draft", school=opened.school, **order)
    approved(opened, author=methodist, head=head)
    engine.build(run_id=run.pk)
    run.refresh_from_db()

    assert run.status == "failed"
    assert "Проекта карты на 2020/21 учебный год нет" in run.error


def test_a_foreign_draft_is_no_order(client, stranger, opened):
    client.force_login(stranger)
    data = {"kind": "roadmap-draft", "district": opened.district_id, "school": opened.school_id}
    client.post(reverse("reports:run-new"), data | {"plan_year": "2020-2021", "format": "pdf"})

    assert not ReportRun.objects.exists()
