"""The kind `roadmap`: the approved edition as it is printed, ordered by a page and by the command."""

import json
from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from portal.core.errors import InvalidInput
from reports import engine
from reports.documents.blocks import Mark, Table
from reports.documents.plan import plan_appendix
from reports.documents.roadmap import edition_to_print, roadmap_document
from reports.management.commands import report_build
from reports.models import ReportRun
from reports.services import document_for, run_request
from roadmaps import services
from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.enums import PlanPeriod
from roadmaps.models import Measure, RoadmapVersion
from roadmaps.selectors import PlanKey
from schools.models import LegalAct
from tests.factories.roadmaps import MeasureFactory, RoadmapFactory, SectionFactory, approved, roadmap_with

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_works(monkeypatch):
    monkeypatch.setattr("portal.core.jobs._send", lambda task, kwargs: None)


@pytest.fixture
def plan(district, methodist, head):
    """The district's plan of 2020/21: two sections, an expected result in one of three measures."""
    roadmap = RoadmapFactory(school=None, district=district, title="План мероприятий на 2020/21 учебный год")
    for place, title in enumerate(("Кадры", "Оценка качества"), start=1):
        section = SectionFactory(roadmap=roadmap, position=place, title=title)
        MeasureFactory(section=section, position=1, name=f"Семинар {place}", term="май 2021")
    Measure.objects.filter(name="Семинар 1").update(expected="Обучены 5 педагогов")
    return approved(roadmap, author=methodist, head=head)


@pytest.fixture
def school_plan(school, methodist, head):
    return approved(roadmap_with(2, school=school), author=methodist, head=head)


def document(district, **key):
    edition = edition_to_print(district=district, school=key.pop("school", None), key=PlanKey(**key))
    return roadmap_document(edition)


def only(kind, document):
    return next(block for block in document.blocks if isinstance(block, kind))


def test_a_plan_as_departments_print_it(district, plan):
    tree = document(district, year=2020)

    table = only(Table, tree)
    assert only(Mark, tree).text == f"УТВЕРЖДЁН\nприказом от 01.09.2020 № 124\n({district.department})"
    assert [cell.text for cell in table.head[0]] == [
        "№", "Мероприятия", "Срок", "Ответственные", "Ожидаемый результат",
    ]  # fmt: skip
    assert [[cell.text for cell in row] for row in table.body] == [
        ["1. Кадры"],
        ["1.1", "Семинар 1", "май 2021", "заместитель директора", "Обучены 5 педагогов"],
        ["2. Оценка качества"],
        ["2.1", "Семинар 2", "май 2021", "заместитель директора", "—"],
    ]
    assert f"Код проверки (SHA-256): {plan.versions.get().sha256}" in only(Table, tree).note


def test_an_order_stored_with_its_sign_is_printed_with_one(district, plan):
    LegalAct.objects.update(number="№ 215-п")

    assert "приказом от 01.09.2020 № 215-п\n" in only(Mark, document(district, year=2020)).text


def test_columns_that_nobody_filled_in_are_left_out(district, school_plan):
    heads = only(Table, document(district, school=school_plan.school, year=2020)).head[0]

    assert [cell.text for cell in heads] == ["№", "Мероприятия", "Срок", "Ответственные"]


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Дорожная карта МКОУ СШ", "УТВЕРЖДЕНА"),
        ("«Программа» повышения качества", "УТВЕРЖДЕНА"),
        ("Комплекс мер", "УТВЕРЖДЁН"),
        ("Мероприятия на 2023 год", "УТВЕРЖДЕНЫ"),
    ],
)
def test_the_word_of_approval_agrees_with_the_name(title, word, district, methodist, head):
    approved(roadmap_with(1, school=None, district=district, title=title), author=methodist, head=head)

    assert only(Mark, document(district, year=2020)).text.split("\n")[0] == word


def test_an_edition_without_an_order_invents_none(district, plan, head):
    RoadmapVersion.objects.update(act=None, in_force_on=None)

    tree = document(district, year=2020)
    day = plan.decided_at.astimezone(district.zone).strftime("%d.%m.%Y")
    assert only(Mark, tree).text == f"УТВЕРЖДЁН\n{day}\n{head.short_name}"
    assert "действует с" not in only(Table, tree).note


def test_a_draft_is_not_printed_and_the_edition_in_force_is(district, plan, methodist, head):
    opened = services.roadmap_reopen(roadmap=plan, by=methodist, seen=plan.revision)
    rows = [SectionInput("", (MeasureInput("Новая мера", "май 2021"),))]
    saved = services.roadmap_save(roadmap=opened, sections=rows, seen=opened.revision, by=methodist)
    assert len(only(Table, document(district, year=2020)).body) == 4

    with time_machine.travel("2021-02-01 09:00:00+00:00"):
        sent = services.roadmap_submit(roadmap=saved, by=methodist, seen=saved.revision)
        order = services.Order("125", date(2021, 2, 1))
        services.roadmap_approve(
            roadmap=sent, by=head, seen=sent.revision, order=order, in_force_on=date(2021, 3, 1)
        )
        # Approved for later: until that day people work by the edition before it.
        assert "№ 124" in only(Mark, document(district, year=2020)).text
    assert "№ 125" in only(Mark, document(district, year=2020)).text


def test_what_is_not_approved_is_refused_and_says_what_there_is(district, plan, school):
    roadmap_with(1, school=school)

    with pytest.raises(InvalidInput, match=r"карты МКОУ Своя СШ на 2020/21 учебный или 2020 год нет"):
        document(district, school=school, year=2020)
    with pytest.raises(InvalidInput, match=r"на 2023 год нет. Утверждены: 2020/21\."):
        document(district, year=2023, period=PlanPeriod.CALENDAR)


def test_a_year_means_the_calendar_plan_before_the_academic_one(district, plan, methodist, head):
    calendar = roadmap_with(
        1, school=None, district=district, title="План на 2020 год", period=PlanPeriod.CALENDAR
    )
    approved(calendar, author=methodist, head=head)

    assert document(district, year=2020).title == "План на 2020 год"
    assert document(district, year=2020, period=PlanPeriod.ACADEMIC).title == plan.title
    RoadmapVersion.objects.filter(roadmap=calendar).delete()
    assert document(district, year=2020).title == plan.title


def test_the_appendix_of_a_protocol_names_the_year_of_its_plan(district, plan, methodist, head):
    assert plan_appendix(district=district, year=2020)[0] == "План мероприятий на 2020/21 учебный год"
    assert plan_appendix(district=district, year=2021) is None
    calendar = roadmap_with(1, school=None, district=district, year=2022, period=PlanPeriod.CALENDAR)
    approved(calendar, author=methodist, head=head)
    assert plan_appendix(district=district, year=2021)[0] == "План мероприятий на 2022 год"


# --- The command ------------------------------------------------------------------------------------


@pytest.fixture
def build(run_command, tmp_path, district):
    def call(*args, format="json"):
        path = tmp_path / "plan"
        order = ("roadmap", "--district", "own", *args, "--format", format, "--output", str(path))
        answer = run_command(report_build, *order)
        return answer, path.read_bytes() if path.exists() else b""

    return call


@pytest.mark.parametrize("years", ["2020", "2020-2021", "2020/21"])
def test_the_command_takes_a_year_or_an_academic_one(years, build, plan):
    answer, content = build("--year", years)

    assert answer == (0, "", "")
    assert json.loads(content)["title"] == plan.title


@pytest.mark.parametrize("said", ["own-7", "login7", "МКОУ Своя СШ", "мкоу «Своя СШ»"])
def test_the_command_finds_a_school_by_code_login_or_name(said, build, plan, school_plan, school):
    type(school).objects.filter(pk=school.pk).update(oo_code="own-7", fis_oko_login="login7")

    answer, content = build("--year", "2020", "--school", said)
    assert answer == (0, "", "")
    assert json.loads(content)["title"] == school_plan.title


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--year", "2020", "--school", "МКОУ Соседская СШ"), "Школы «МКОУ Соседская СШ» в районе нет"),
        (("--year", "2020"), "Утверждённого плана района"),
        (("--year", "2020-2022"), "это учебный год карты"),
        (("--year", "2020-2021", "--exam", "oge"), "не подходят"),
        (("--year", "2020", "--exam", "oge"), "Экзамен выбирают только для динамики"),
    ],
)
def test_the_command_refuses_in_one_russian_line(args, words, build, school_plan, neighbour_school):
    (code, out, err), content = build(*args)

    assert (code, out, content) == (1, "", b"")
    assert words in err
    assert err.count("\n") == 1


def test_faces_say_the_same(build, plan):
    _, pdf = build("--year", "2020", format="pdf")
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
    _, xlsx = build("--year", "2020", format="xlsx")
    sheet = load_workbook(BytesIO(xlsx)).worksheets[0]
    _, html = build("--year", "2020", format="html")
    _, csv = build("--year", "2020", format="csv")

    assert "приказом от 01.09.2020 № 124" in text
    assert [cell.value for cell in sheet[3]] == [
        "1.1", "Семинар 1", "май 2021", "заместитель директора", "Обучены 5 педагогов",
    ]  # fmt: skip
    line = '"1.1";"Семинар 1";"май 2021";"заместитель директора";"Обучены 5 педагогов"'
    assert line in csv.decode()
    assert '<p class="doc-mark">УТВЕРЖДЁН\nприказом от 01.09.2020 № 124' in html.decode()


# --- Orders -----------------------------------------------------------------------------------------


def test_orders_of_a_school_and_of_the_district_are_two(district, plan, school_plan, coordinator, head):
    order = {"kind": "roadmap", "district": district, "year": 2021, "first_year": 2020, "by": coordinator}
    of_school = run_request(**order, school=school_plan.school)

    assert run_request(**order) != of_school
    assert run_request(**order, school=school_plan.school) == of_school
    assert of_school.title == "Дорожная карта: МКОУ Своя СШ, 2020–2021"
    engine.build(run_id=of_school.pk)
    of_school.refresh_from_db()
    assert (of_school.status, of_school.error) == ("done", "")


def test_an_order_refuses_a_foreign_school_and_a_school_where_none_belongs(
    district, plan, coordinator, neighbour_school, school
):
    for kind, place in (("roadmap", neighbour_school), ("dynamics", school)):
        with pytest.raises(InvalidInput) as refused:
            run_request(kind=kind, district=district, year=2020, by=coordinator, school=place)
        assert list(refused.value.errors) == ["school"]
    with pytest.raises(InvalidInput, match="на один год"):
        run_request(kind="roadmap", district=district, year=2021, first_year=2019, by=coordinator)
    with pytest.raises(Exception, match="документ района"):
        document_for(kind="dynamics", district=district, year=2020, school=school)


def test_the_form_orders_a_plan(client, coordinator, district, school_plan, files_dir):
    client.force_login(coordinator)
    data = {"kind": "roadmap", "district": district.pk, "school": school_plan.school_id, "format": "html"}
    client.post(reverse("reports:run-new"), data | {"plan_year": "2020-2021"})

    run = ReportRun.objects.get()
    assert (run.school, run.first_year, run.year) == (school_plan.school, 2020, 2021)
    page = client.get(reverse("reports:run", args=[run.public_id])).content.decode()
    assert f"?district=own&amp;school={run.school_id}&amp;first=2020" in page
    url = reverse("reports:document", args=["roadmap", 2021])
    shown = client.get(url, {"district": "own", "school": run.school_id, "first": "2020"})
    assert "приказом от 01.09.2020 № 124" in shown.content.decode()


def test_a_plan_that_is_not_approved_is_refused_at_the_form(client, coordinator, district, school):
    client.force_login(coordinator)
    data = {"kind": "roadmap", "district": district.pk, "school": school.pk, "format": "pdf"}
    page = client.post(reverse("reports:run-new"), data | {"plan_year": "2020-2021"}).content.decode()

    assert "на 2020/21 учебный год нет" in page
    assert not ReportRun.objects.exists()


def test_a_foreign_school_on_screen_is_404(client, coordinator, school_plan, neighbour_school):
    client.force_login(coordinator)
    url = reverse("reports:document", args=["roadmap", 2021])

    assert client.get(url, {"school": neighbour_school.pk}).status_code == 404
