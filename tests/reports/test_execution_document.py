"""The document on execution: what it rests on, its figures, its conclusions, and the files it is given out as."""

import io
import json
from datetime import UTC, date, datetime

import openpyxl
import pytest
import time_machine
from pypdf import PdfReader

from portal.core.errors import InvalidInput
from reports import engine
from reports.documents import execution
from reports.documents.blocks import Appendix, ListBlock, Note, Paragraph, Table
from reports.documents.execution import execution_document
from reports.documents.execution_basis import year_to_print
from reports.management.commands import report_build
from reports.render.pdf import render_pdf
from reports.render.xlsx import render_xlsx
from reports.services import run_request
from roadmaps.enums import PlanPeriod, RoadmapStatus
from roadmaps.models import Roadmap
from roadmaps.selectors import PlanKey
from roadmaps.services import roadmap_pause
from tests.factories.roadmaps import (
    AcceptedReportFactory,
    MeasureInForceFactory,
    ResultLineFactory,
    RoadmapFactory,
    approved,
    roadmap_with,
)
from tests.factories.schools import SupportListEntryFactory

NOW = datetime(2021, 6, 10, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def june(monkeypatch):
    monkeypatch.setattr("portal.core.jobs._send", lambda task, kwargs: None)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def plans(district, school, second_school, methodist, head):
    """Three plans approved by one order: the district's and two of schools, seven measures to 31 May."""
    SupportListEntryFactory(support_list__district=district, school=school)
    rows = {}
    for name, one in (("plan", None), ("own", school), ("second", second_school)):
        rows[name] = approved(roadmap_with(2, school=one, district=district), author=methodist, head=head)
        rows[name].in_force.update(form="семинар")
    for place, (name, quantity) in enumerate((("own", 5), ("second", 12)), start=1):
        report = AcceptedReportFactory(
            measure=rows[name].in_force.get(position=1), text=f"Проведено {place}."
        )
        ResultLineFactory(report=report, quantity=quantity)
    sent = AcceptedReportFactory(
        measure=rows["second"].in_force.get(position=2), status="submitted", text="Ещё не проверено",
        decided_by=None, decided_at=None,
    )  # fmt: skip
    ResultLineFactory(report=sent, quantity=1000)
    MeasureInForceFactory(
        roadmap=rows["own"], position=3, number="3", ends_on=None, section="Раздел без сроков"
    )
    return rows


def printed(district, **key):
    school = key.pop("school", None)
    return execution_document(
        year_to_print(district=district, school=school, key=PlanKey(**{"year": 2020, **key}))
    )


def all_blocks(document):
    for block in document.blocks:
        yield block
        if isinstance(block, Appendix):
            yield from block.blocks


def tables(document):
    return {block.caption: block for block in all_blocks(document) if isinstance(block, Table)}


def texts(document):
    return [item.text for block in document.blocks if isinstance(block, ListBlock) for item in block.items]


def rows(table):
    return [[cell.text for cell in row] for row in table.body]


def test_it_rests_on_lists_and_orders_of_the_data(district, school, plans):
    document = printed(district)

    assert document.title == (
        "Информация об исполнении плана мероприятий района и дорожных карт школ на 2020/21 учебный год"
    )
    lines = texts(document)
    act = school.list_entries.get().support_list.legal_act
    assert (
        lines[0] == f"региональный перечень ШНОР на 2020/21 учебный год ({act}, {act.issuer}): МКОУ Своя СШ"
    )
    assert lines[1] == (
        f"приказ от 01.09.2020 № 124 ({district.department}): План района: Свой район, МКОУ Вторая СШ, МКОУ Своя СШ"
    )
    counts = [block.text for block in document.blocks if isinstance(block, Paragraph)][-1]
    assert counts == "Учтены план района и дорожные карты 2\u00a0школ, всего 7\u00a0мероприятий."


@pytest.mark.parametrize(
    ("gone", "counts"),
    [
        ({"plan"}, "Учтены дорожные карты 2\u00a0школ, всего 5\u00a0мероприятий."),
        ({"own", "second"}, "Учтён план района, всего 2\u00a0мероприятия."),
        (
            {"second"},
            "Учтены план района и дорожная карта 1\u00a0школы, всего 5\u00a0мероприятий.",
        ),
    ],
)
def test_only_plans_that_there_are_are_counted(district, plans, gone, counts):
    for name in gone:
        plans[name].in_force.update(removed_in=2)
    paragraphs = [block.text for block in printed(district).blocks if isinstance(block, Paragraph)]
    assert paragraphs[-1] == counts


def test_conclusions_are_sentences_with_their_figures(district, plans):
    lines = [line.replace("\u00a0", " ") for line in texts(printed(district))[2:]]

    assert lines == [
        "На муниципальном уровне выполнено 0 из 2 мероприятий (0 %).",
        "На школьном уровне (2 школы) выполнены 2 из 5 мероприятий (40 %).",
        "Из 6 мероприятий, срок которых прошёл, в срок выполнены 2 (33 %); отчёт на проверке — 1; "
        "отчёта о выполнении нет — 3.",
        "Обо всех мероприятиях, срок которых прошёл, отчитались школы: МКОУ Вторая СШ.",
        "По формам работы: «семинар» — 7 мероприятий в 2 школах, выполнены 2.",
        "По принятым отчётам: 17 педагогов получили удостоверение (2 школы).",
        "На проверке — 1 отчёт: в число выполненных это мероприятие не вошло.",
        "Руководителю школы: представить отчёты о выполнении мероприятий, срок которых прошёл (МКОУ Своя СШ — 1).",
        "Ответственным за план района: отчитаться о 2 мероприятиях, срок которых прошёл.",
        "Методистам и кураторам: проверить 1 отчёт.",
        "Уточнить сроки 1 мероприятия: даты окончания нет, и просрочку определить нельзя.",
    ]


def test_with_one_school_both_levels_are_told(district, plans):
    plans["second"].in_force.update(removed_in=2)
    lines = [line.replace("\u00a0", " ") for line in texts(printed(district))]

    assert "На муниципальном уровне выполнено 0 из 2 мероприятий (0 %)." in lines
    assert "На школьном уровне (1 школа) выполнено 1 из 3 мероприятий (33 %)." in lines


@pytest.mark.parametrize("both", [False, True])
def test_a_stopped_plan_is_named_with_its_reason_and_is_not_praised(district, plans, head, both):
    """On 10 June the plan of «Своя» is paused: its overdue measure of May stays overdue."""
    for name in ("own", "second") if both else ("own",):
        plan = Roadmap.objects.get(pk=plans[name].pk)
        roadmap_pause(roadmap=plan, by=head, seen=plan.revision, remark="Капитальный ремонт")
    if both:
        MeasureInForceFactory(
            roadmap=plans["second"], position=3, number="3", ends_on=date(2021, 5, 1), section="Ещё"
        )
    lines = texts(printed(district))

    assert "МКОУ Своя СШ: приостановлена, счёт дней стоит с 10.06.2021, причина: Капитальный ремонт" in lines
    praise = [line for line in lines if line.startswith(("Обо всех", "Ни у одной"))]
    assert praise == (
        [] if both else ["Обо всех мероприятиях, срок которых прошёл, отчитались школы: МКОУ Вторая СШ."]
    )


def test_a_name_that_nobody_approved_yet_is_not_printed(district, plans):
    approved_name = plans["own"].title
    Roadmap.objects.filter(pk=plans["own"].pk).update(title="Новое название")
    assert approved_name in tables(printed(district))


def test_what_was_done_on_a_removed_measure_is_printed(district, plans):
    assert "Мероприятия, которых в действующих картах больше нет" not in tables(printed(district))
    measure = plans["own"].in_force.get(position=1)
    plans["own"].in_force.filter(position=1).update(removed_in=2)
    plans["own"].in_force.filter(position=2).update(removed_in=2)  # nothing was reported on it

    found = tables(printed(district))

    assert rows(found["Мероприятия, которых в действующих картах больше нет"]) == [
        ["МКОУ Своя СШ", "1", measure.name, "2", "Проведено 1.\n5 педагога получили удостоверение"]
    ]
    assert rows(found["Результаты в числах по принятым отчётам"])[0][1] == "12"


def test_tables_add_up_and_print_accepted_reports_only(district, plans):
    found = tables(printed(district))

    by_plan = found["По картам"]
    assert [head.text for head in by_plan.head[0]] == [
        "Чья карта", "Мер", "Выполнено", "из них в срок", "с опозданием", "На проверке", "Просрочено",
        "Срок не наступил", "Без срока", "Выполнено, %", "В срок, %",
    ]  # fmt: skip
    assert rows(by_plan) == [
        ["План района: Свой район", "2", "0", "0", "0", "0", "2", "0", "0", "0", "0"],
        ["МКОУ Вторая СШ", "2", "1", "1", "0", "1", "0", "0", "0", "50", "50"],
        ["МКОУ Своя СШ", "3", "1", "1", "0", "0", "1", "0", "1", "33", "50"],
        ["Всего", "7", "2", "2", "0", "1", "3", "0", "1", "29", "33"],
    ]
    assert by_plan.body[-1][-1].value == 33
    results = found["Результаты в числах по принятым отчётам"]
    assert rows(results) == [["педагогов получили удостоверение", "17", "2", "2"]]
    assert rows(found["Кто не отчитался"]) == [
        ["План района: Свой район", "2", f"1. {plans['plan'].in_force.get(position=1).name}", "31.05.2021"],
        ["МКОУ Своя СШ", "1", f"2. {plans['own'].in_force.get(position=2).name}", "31.05.2021"],
    ]
    second = found[plans["second"].title]
    names = [measure.name for measure in plans["second"].in_force.order_by("position")]
    section = plans["second"].in_force.first().section
    assert rows(second) == [
        [f"1. {section}"],
        [
            "1",
            names[0],
            "май 2021",
            "выполнена 20.05.2021",
            "Проведено 2.\n12 педагога получили удостоверение",
        ],
        ["2", names[1], "май 2021", "на проверке", "—"],
    ]


def test_document_of_one_school_speaks_of_it_alone(district, school, plans):
    document = printed(district, school=school)

    assert document.title == "Информация об исполнении дорожной карты МКОУ Своя СШ на 2020/21 учебный год"
    content = json.dumps([rows(table) for table in tables(document).values()], ensure_ascii=False)
    assert "Вторая" not in content + " ".join(texts(document))
    assert "План района" not in content
    assert "Выполнено 1 из 3\u00a0мероприятий (33\u00a0%)." in texts(document)


def test_title_names_only_what_there_is(district, plans):
    plans["plan"].in_force.update(removed_in=2)
    assert printed(district).title == "Информация об исполнении дорожных карт школ на 2020/21 учебный год"
    for name in ("own", "second"):
        plans[name].in_force.update(removed_in=2, form="")
    plans["plan"].in_force.update(removed_in=None, form="")
    document = printed(district)
    assert document.title == "Информация об исполнении плана мероприятий района на 2020/21 учебный год"
    assert "Охват по формам работы" not in tables(document)


def test_a_plan_of_the_district_alone_counts_no_schools(district, plans):
    for name in ("own", "second"):
        plans[name].in_force.update(removed_in=2)
    ResultLineFactory(report=AcceptedReportFactory(measure=plans["plan"].in_force.get(position=1)))
    document = printed(district)

    heads = [[cell.text for cell in tables(document)[name].head[0]] for name in (
        "Охват по формам работы", "Результаты в числах по принятым отчётам",
    )]  # fmt: skip
    assert [("Школ" in head, len(head)) for head in heads] == [(False, 4), (False, 3)]
    titles = [block.title for block in document.blocks if isinstance(block, Appendix)]
    assert "Исполнение плана района" in titles


def test_the_words_that_it_is_a_draft_stand_before_what_is_drafted(district, plans):
    blocks = printed(district).blocks
    place = next(
        at for at, block in enumerate(blocks) if isinstance(block, Note) and "Это проект" in block.text
    )
    assert (blocks[place - 1].text, type(blocks[place + 1])) == ("Выводы", ListBlock)


def test_sheets_go_by_what_is_in_them(district, plans):
    names = openpyxl.load_workbook(io.BytesIO(render_xlsx(printed(district)))).sheetnames
    assert names[:4] == [
        "Всего по картам", "Охват по формам работы", "Результаты в числах по принятым", "По картам",
    ]  # fmt: skip
    assert not any("(2)" in name for name in names)


def test_a_term_of_two_dates_is_not_broken_within_one(district, plans):
    term = "11.05.2021-21.05.2021 г."
    plans["plan"].in_force.update(term=term)
    pages = PdfReader(io.BytesIO(render_pdf(printed(district)))).pages
    assert term in " ".join(page.extract_text() for page in pages)


def test_a_year_is_printed_whichever_plan_it_has(district, school, plans):
    MeasureInForceFactory(
        roadmap=RoadmapFactory(school=school, year=2021, period=PlanPeriod.CALENDAR),
        ends_on=date(2021, 12, 1),
    )

    assert printed(district, year=2021).title.endswith("на 2021 год")
    assert printed(district, year=2020).title.endswith("на 2020/21 учебный год")


def test_a_year_without_plans_names_those_that_there_are(district, second_school, plans):
    with pytest.raises(InvalidInput, match=r"на 2019/20 учебный или 2019 год нет. Есть: 2020/21"):
        printed(district, year=2019)
    roadmap_with(2, school=second_school, year=2022)
    with pytest.raises(InvalidInput, match="Действующей карты МКОУ Вторая СШ на 2022/23"):
        printed(district, school=second_school, year=2022, period=PlanPeriod.ACADEMIC)


def test_too_many_measures_leave_the_tables_of_schools_out_and_say_so(district, plans, monkeypatch):
    monkeypatch.setattr(execution, "MOST_MEASURES", 6)
    document = printed(district)

    assert {plans["own"].title, plans["plan"].title} & set(tables(document)) == {plans["plan"].title}
    assert any(
        "таблицы по мероприятиям школ сюда не вошли" in b.text
        for b in all_blocks(document)
        if isinstance(b, Note)
    )


def test_a_paused_plan_owes_nothing_in_the_recommendations(district, plans):
    type(plans["own"]).objects.filter(pk=plans["own"].pk).update(status=RoadmapStatus.PAUSED)

    assert not any("Руководителю школы" in line for line in texts(printed(district)))


# --- Files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["pdf", "html", "xlsx", "json"])
@pytest.mark.parametrize("of_school", [False, True])
def test_the_command_builds_every_face(run_command, tmp_path, plans, format, of_school):
    output = tmp_path / f"file.{format}"
    order = [
        "roadmap-execution",
        "--district",
        "own",
        "--year",
        "2020-2021",
        "--format",
        format,
        "--output",
        str(output),
    ]
    code, out, err = run_command(report_build, *order, *(["--school", "МКОУ Своя СШ"] if of_school else []))

    assert (code, out, err) == (0, "", "")
    content = output.read_bytes()
    if format == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        told = " ".join(
            str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
        )
    elif format == "pdf":
        told = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    else:
        told = content.decode()
    assert "Проведено 1." in told
    assert ("Проведено 2." in told) != of_school
    assert "Ещё не проверено" not in told


def test_a_worker_builds_what_a_page_ordered(client, head, district, school, plans):
    client.force_login(head)
    page = client.get(f"/roadmaps/execution/totals/?year=2020-2021&district={district.code}").content.decode()
    assert 'value="roadmap-execution"' in page
    run = run_request(
        kind="roadmap-execution",
        district=district,
        school=school,
        year=2021,
        first_year=2020,
        by=head,
        format="json",
    )
    engine.build(run_id=run.pk)

    run.refresh_from_db()
    answer = client.get(f"/reports/runs/{run.public_id}/file/")
    assert json.loads(b"".join(answer) if answer.streaming else answer.content)["title"].startswith(
        "Информация об исполнении дорожной карты МКОУ Своя СШ"
    )
