"""The page of the grid, its door for cells, and the panel: who sees what, and how many questions it takes."""

import json
import re

import pytest
from django.urls import reverse

from monitoring.checks import CheckData, FileProblem, percent_sum
from monitoring.enums import Exam, ResultStatus, Scale
from monitoring.models import Result
from monitoring.selectors import cell_findings as cell_findings_module
from monitoring.selectors import findings_of
from monitoring.services import finding_waive
from portal.core.models import AuditEvent
from tests.factories.monitoring import ResultFactory, SittingFactory, SubjectFactory
from tests.factories.schools import SchoolFactory, SchoolProgrammeFactory


@pytest.fixture
def sitting(db):
    return SittingFactory()


def page(client, **asked):
    return client.get(reverse("monitoring:grid"), {"year": 2021, **asked})


def heads(response) -> list[str]:
    return [group.label for group in response.context["sheet"].groups]


def cells_of(html: str) -> list[str]:
    return re.findall(r"<td[^>]*>([^<]*)</td>", html)


def send(client, district, user, *cells, **more):
    data = {"user": user.pk, "cells": list(cells), **more}
    address = reverse("monitoring:grid-cells", args=[district.code])
    return client.post(address, json.dumps(data), content_type="application/json")


def typed(school, sitting, field="participants", text="12", seen=("",), **more):
    return {
        "school": school.pk, "sitting": sitting.pk, "field": field, "text": text, "seen": list(seen), **more
    }  # fmt: skip


# --- The page ---------------------------------------------------------------------------------


def test_every_school_has_a_row_and_every_number_a_cell(client, methodist, school, second_school, sitting):
    ResultFactory(school=school, sitting=sitting, mean_mark="3.5", participants=4, n2=1, n3=1, n4=1, n5=1)
    client.force_login(methodist)

    html = page(client).content.decode()

    assert cells_of(html) == ["", "", "", "", "", "", "н/д", "4", "1", "1", "1", "1", "3,5", "есть"]
    assert html.index(second_school.short_name) < html.index(school.short_name), "sorted by name"
    assert 'data-state="locked" data-note' not in html
    assert reverse("monitoring:school-results", args=[school.pk, 2021]) in html


def test_doubts_and_locks_are_there_when_the_page_opens(client, methodist, school, sitting):
    SchoolProgrammeFactory(school=school, level="noo")
    SittingFactory(exam=Exam.OGE, grade=9)
    SittingFactory(exam=Exam.EGE, scale=Scale.SCORE, is_held=False)
    ResultFactory(school=school, sitting=sitting, mean_mark="3.5", participants=9, n2=1, n3=1, n4=1, n5=1)
    client.force_login(methodist)

    html = page(client).content.decode()

    assert 'data-state="doubt" data-note="Сумма отметок 4, а участников 9. Исправьте одно из чисел."' in html
    assert html.count("нет такой ступени обучения") == 7
    assert html.count("не проводилась: вводить нечего") == 4
    assert cells_of(html)[-1] == "–"
    assert cells_of(html)[-5] == "н/п"


def test_the_columns_are_chosen_by_chips(client, methodist, school, sitting):
    chemistry = SubjectFactory(code="chem", name="Химия", is_core=False)
    oge = [SittingFactory(exam=Exam.OGE, grade=9), SittingFactory(exam=Exam.OGE, grade=9, subject=chemistry)]
    grades = [SittingFactory(grade=grade, programme_grade=grade) for grade in (4, 5)]
    client.force_login(methodist)

    assert heads(page(client)) == ["ВПР, русский язык, все классы", "ОГЭ, русский язык"]
    assert heads(page(client, exam="oge")) == ["Русский язык"]
    assert heads(page(client, exam="oge", subjects="all")) == ["Русский язык", "Химия"]
    assert heads(page(client, exam="vpr", grade="5")) == ["Русский язык, 5 класс"]
    assert heads(page(client, exam="vpr", sitting=grades[0].pk)) == ["Русский язык, 4 класс"]
    ResultFactory(school=school, sitting=oge[1])
    assert heads(page(client, exam="oge")) == ["Русский язык", "Химия"]


@pytest.mark.parametrize(
    "asked",
    [
        {"exam": "nonsense"},
        {"grade": "x", "exam": "vpr"},
        {"sitting": "9" * 30},
        {"sitting": "-1"},
        {"grade": "99", "exam": "vpr"},
        {"exam": "oge", "grade": "5"},
    ],
)
def test_nonsense_in_the_address_shows_the_usual_columns(client, methodist, school, sitting, asked):
    client.force_login(methodist)
    assert "русский язык" in heads(page(client, **asked))[0].lower()


def test_a_year_without_procedures_says_what_to_do(client, methodist, school, sitting):
    client.force_login(methodist)
    session = client.session
    session["year"] = 1998
    session.save()
    assert "В этом году процедур нет" in client.get(reverse("monitoring:grid")).content.decode()


@pytest.mark.parametrize("who", ["head", "coordinator", "observer"])
def test_who_may_only_look_sees_locked_cells(request, client, school, sitting, who):
    client.force_login(request.getfixturevalue(who))
    html = page(client).content.decode()
    assert html.count("Только чтение") == 1
    assert html.index("Только чтение") < html.index("Что показать"), "at the top"
    assert "Отменить ввод" not in html
    assert html.count('data-state="locked"') == 1 + 7, "the legend and the row"
    help_on_keys = html[html.index("Как переходить и копировать") :]
    assert all(words in help_on_keys for words in ("переход по ячейкам", "копирует.", "история ячейки"))
    for typing in ("Как вводить", "Enter — исправить", "записать", "вставляет", "отменяет", "для ввода"):
        assert typing not in html


def test_who_may_type_is_told_how(client, methodist, school, sitting):
    client.force_login(methodist)
    html = page(client).content.decode()
    for typing in ("Как вводить", "Enter — исправить", "записать", "вставляет", "отменяет", "для ввода"):
        assert typing in html


def test_a_school_sees_itself_alone(client, school_user, school, second_school, sitting):
    ResultFactory(school=second_school, sitting=sitting, participants=37)
    client.force_login(school_user)
    html = page(client).content.decode()
    assert school.short_name in html
    assert second_school.short_name not in html
    assert "37" not in cells_of(html)


def test_a_stranger_sees_nothing_and_saves_nothing(client, stranger, district, school, sitting):
    client.force_login(stranger)
    assert page(client, district=district.code).status_code == 404
    assert send(client, district, stranger, typed(school, sitting)).status_code == 404
    assert client.get(reverse("monitoring:grid-cell", args=[school.pk, sitting.pk])).status_code == 404
    assert client.post(reverse("monitoring:grid-remark", args=[school.pk, sitting.pk])).status_code == 404
    assert not Result.objects.exists()


@pytest.mark.parametrize(("schools", "subjects"), [(1, 1), (60, 6)])
def test_the_page_asks_the_same_number_of_questions(
    client, methodist, district, schools, subjects, django_assert_num_queries
):
    sittings = [
        SittingFactory(subject=SubjectFactory(code=f"s{place}", name=f"Предмет {place}", is_core=True))
        for place in range(subjects)
    ]
    for school in SchoolFactory.create_batch(schools, district=district):
        SchoolProgrammeFactory(school=school, level="ooo")
        for sitting in sittings:
            ResultFactory(school=school, sitting=sitting, participants=5)
    client.force_login(methodist)
    with django_assert_num_queries(21):
        html = page(client).content.decode()
    assert len(cells_of(html)) == schools * subjects * 7


# --- Findings in their cells ------------------------------------------------------------------

DIFFER = "Сумма отметок 14, а участников 12."


def found(html: str) -> list[tuple[str, str]]:
    """State and sentence of every cell that a finding marks."""
    return re.findall(r'<td[^>]*data-state="(\w+)"[^>]*data-finding="([^"]*)"', html)


@pytest.fixture
def wrong(school, sitting):
    counts = {"participants": 12, "n2": 2, "n3": 4, "n4": 4, "n5": 4, "mean_mark": "3.71"}
    return ResultFactory(school=school, sitting=sitting, **counts)


def test_an_open_finding_marks_its_cells_with_its_words(client, methodist, school, wrong):
    client.force_login(methodist)

    html = page(client).content.decode()

    assert found(html) == [("doubt", DIFFER)] * 5, "participants and four marks; not the mean, not the state"


def test_the_panel_says_once_what_the_row_and_a_check_both_say(client, methodist, district, school, wrong):
    client.force_login(methodist)

    def told() -> list[str]:
        html = panel(client, school, wrong.sitting, "n2")
        return re.findall(rf"<li>({DIFFER}[^<]*)</li>", html)

    assert told() == [f"{DIFFER} Исправьте одно из чисел."]
    (finding,) = findings_of(district=district, year=2021)
    finding_waive(
        district=district, year=2021, rule=finding.rule, fingerprint=finding.fingerprint,
        reason="Сверено с протоколом", by=methodist,
    )  # fmt: skip
    assert told() == [f"{DIFFER} Принято: Сверено с протоколом"]


def test_a_finding_that_was_accepted_marks_nothing(client, methodist, district, wrong):
    (finding,) = findings_of(district=district, year=2021)
    finding_waive(
        district=district, year=2021, rule=finding.rule, fingerprint=finding.fingerprint,
        reason="Сверено с протоколом", by=methodist,
    )  # fmt: skip
    client.force_login(methodist)

    assert found(page(client).content.decode()) == []


def test_what_is_only_to_know_marks_nothing(client, methodist, district, school):
    ResultFactory(
        school=school, sitting=SittingFactory(exam=Exam.OGE, grade=9),
        participants=4, n2=1, n3=1, n4=1, n5=1, mean_mark="3.5",
    )  # fmt: skip
    client.force_login(methodist)

    assert [finding.severity for finding in findings_of(district=district, year=2021)] == ["info"]
    assert found(page(client).content.decode()) == []


def test_a_missing_school_is_marked_at_its_state(client, methodist, school, second_school, sitting):
    ResultFactory(school=school, sitting=sitting)
    client.force_login(methodist)

    html = page(client).content.decode()

    assert found(html) == [("doubt", "Есть данные не всех школ.")]
    assert re.search(r'data-finding="[^"]*">н/д</td>', html)
    panel = reverse("monitoring:grid-cell", args=[second_school.pk, sitting.pk])
    assert "Нет данных: МКОУ Вторая СШ." in client.get(panel, {"field": "status"}).content.decode()


def test_a_percent_of_101_is_told_at_the_mean(client, methodist, district, school, sitting, monkeypatch):
    """A remark of a file names an address of the file and no number of the row."""
    ResultFactory(school=school, sitting=sitting)
    problem = FileProblem("marks.xlsx", "percent_101", "Лист1!D5", "Доли дают 101 %.", school, sitting)
    data = CheckData(district=district, year=2021, parameters={}, file_problems=[problem])
    remarks = percent_sum.RULE.findings(data)
    monkeypatch.setattr(cell_findings_module, "visible_findings", lambda **asked: remarks)
    client.force_login(methodist)

    html = page(client).content.decode()

    assert re.findall(r'data-finding="([^"]*)">([^<]*)</td>', html) == [("Доли дают 101 %.", "3,5")]


def test_who_may_only_look_sees_the_finding_on_a_closed_cell(client, head, wrong):
    client.force_login(head)

    assert found(page(client).content.decode()) == [("locked", DIFFER)] * 5


def test_findings_are_asked_again_after_saving(client, methodist, district, school, wrong):
    client.force_login(methodist)
    address = reverse("monitoring:grid-findings", args=[district.code, 2021])
    fields = ("participants", "n2", "n3", "n4", "n5")
    told = [
        {"school": school.pk, "sitting": wrong.sitting_id, "field": name, "text": DIFFER} for name in fields
    ]

    assert client.get(address).json() == {"cells": told}
    send(client, district, methodist, typed(school, wrong.sitting, "participants", "14", ["12"]))
    assert client.get(address).json() == {"cells": []}


def test_a_school_sees_no_finding_of_another(client, school_user, second_school, wrong):
    ResultFactory(school=second_school, sitting=wrong.sitting, participants=9, n2=1, n3=1, n4=1, n5=1)
    client.force_login(school_user)

    cells = client.get(reverse("monitoring:grid-findings", args=["own", 2021])).json()["cells"]

    assert {cell["school"] for cell in cells} == {wrong.school_id}


# --- The door for cells -----------------------------------------------------------------------


def test_cells_are_saved_and_the_row_comes_back(client, methodist, district, school, sitting):
    client.force_login(methodist)

    answer = send(
        client, district, methodist, typed(school, sitting), typed(school, sitting, "value", "3,50")
    ).json()

    assert [one["state"] for one in answer["cells"]] == ["saved", "saved"]
    assert answer["cells"][1]["shown"] == "3,5"
    assert re.fullmatch(r"(?!0\d)\d{1,2}:\d\d", answer["at"]), "as every page tells the hour: 9:05"
    (row,) = answer["rows"]
    assert (row["shown"]["status"], row["shown"]["participants"], row["doubts"]) == ("есть", "12", {})


def test_a_conflict_is_an_outcome_and_no_error(client, methodist, district, school, sitting):
    ResultFactory(school=school, sitting=sitting, participants=9)
    client.force_login(methodist)

    response = send(client, district, methodist, typed(school, sitting))

    assert response.status_code == 200
    assert (response.json()["cells"][0]["state"], response.json()["cells"][0]["shown"]) == ("conflict", "9")


def test_the_session_of_another_person_saves_nothing(
    client, methodist, second_methodist, district, school, sitting
):
    client.force_login(second_methodist)
    response = send(client, district, methodist, typed(school, sitting))
    assert response.status_code == 409
    assert "не потеряны" in response.json()["error"]
    assert not Result.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"school": "1"},
        {"school": True},
        {"school": 2**70},
        {"sitting": None},
        {"sitting": 1.5},
        {"field": None},
        {"text": 12},
        {"seen": []},
        {"seen": "12"},
        {"seen": [1]},
        {"seen": [""] * 51},
        {"state": 5},
    ],
)
def test_a_request_that_no_page_sends_is_refused(client, methodist, district, school, sitting, change):
    client.force_login(methodist)
    response = send(client, district, methodist, typed(school, sitting) | change)
    assert response.status_code == 400
    assert "Обновите страницу" in response.json()["error"]
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"text": "я" * 100_000},
        {"text": "\x00"},
        {"field": "n" * 300},
        {"text": "x", "seen": ["9" * 10_000], "state": "н" * 10_000},
    ],
)
def test_one_cell_of_any_content_holds_up_no_other(
    client, methodist, district, school, second_school, sitting, change
):
    client.force_login(methodist)
    bad, good = typed(school, sitting) | change, typed(second_school, sitting, seen=["", "9" * 10_000])

    outcomes = send(client, district, methodist, bad, good).json()["cells"]

    assert outcomes[0]["state"] in ("invalid", "locked")
    assert outcomes[0]["text"]
    assert outcomes[1]["state"] == "saved"
    assert Result.objects.get().school == second_school


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '{"cells": 1}', "\xff"])
def test_a_body_that_is_no_request_is_refused(client, methodist, district, sitting, body):
    client.force_login(methodist)
    address = reverse("monitoring:grid-cells", args=[district.code])
    assert client.post(address, body, content_type="application/json").status_code in (400, 409)


def test_extra_fields_are_ignored(client, methodist, district, school, sitting):
    client.force_login(methodist)
    send(client, district, methodist, typed(school, sitting, revision=99, source="x", by=1), by=1)
    result = Result.objects.get()
    assert (result.revision, result.source, result.updated_by) == (1, "ввод в сетке", methodist)


# --- The panel --------------------------------------------------------------------------------


def panel(client, school, sitting, field="participants"):
    return client.get(
        reverse("monitoring:grid-cell", args=[school.pk, sitting.pk]), {"field": field}
    ).content.decode()


def test_the_panel_tells_who_changed_the_cell_and_from_what(client, methodist, district, school, sitting):
    ResultFactory(school=school, sitting=sitting, participants=9, source="импорт: форма сбора.xlsx")
    earlier = SittingFactory(year=2020)
    ResultFactory(school=school, sitting=earlier, mean_mark="3.25", participants=17)
    client.force_login(methodist)
    send(client, district, methodist, typed(school, sitting, text="10", seen=["9"]))
    send(client, district, methodist, typed(school, sitting, "n2", "2"))

    html = panel(client, school, sitting)

    assert html.count("<li><b>") == 2, "the change of another cell is not told"
    assert html.index("<b>10</b>") < html.index("<b>9</b>")
    assert "импорт: форма сбора.xlsx" in html
    assert methodist.short_name in html
    assert "3,25" in html
    assert "17" in html
    assert 'aria-label="2020 — 3,25, 2021 — 3,5"' in html


def test_the_panel_of_an_empty_cell(client, methodist, school, sitting):
    client.force_login(methodist)
    assert "ещё никто не заполнял" in panel(client, school, sitting, field="nonsense")
    assert client.get(reverse("monitoring:grid-cell", args=[school.pk, 10**9])).status_code == 404


def test_a_remark_comes_back_in_the_panel_and_a_refused_one_stays(client, methodist, school, sitting):
    client.force_login(methodist)
    address = reverse("monitoring:grid-remark", args=[school.pk, sitting.pk])

    of_him = {"user": methodist.pk, "seen": ""}
    said = client.post(address, {"remark": "Сверено", **of_him}).content.decode()
    stale = client.post(address, {"remark": "<b>Иначе</b>", **of_him})

    assert "Примечание сохранено." in said
    assert stale.status_code == 409
    assert 'aria-invalid="true">&lt;b&gt;Иначе&lt;/b&gt;</textarea>' in stale.content.decode()
    assert Result.objects.get().remark == "Сверено"


@pytest.mark.parametrize("owner", ["second_methodist", None])
def test_a_remark_of_another_person_is_not_saved_in_this_ones_name(
    request, client, methodist, school, sitting, owner
):
    client.force_login(methodist)
    post = {"remark": "Сверено", "seen": ""}
    if owner:
        post["user"] = request.getfixturevalue(owner).pk

    answer = client.post(reverse("monitoring:grid-remark", args=[school.pk, sitting.pk]), post)

    assert answer.status_code == 409
    assert "вошёл другой сотрудник, примечание не сохранено" in answer.json()["error"]
    assert not Result.objects.exists()


def test_who_may_only_look_has_no_form_in_the_panel(client, head, school, sitting):
    ResultFactory(school=school, sitting=sitting, remark="Сверено")
    client.force_login(head)
    html = panel(client, school, sitting)
    assert "<textarea" not in html
    assert "Сверено" in html


# --- Beside the plain form --------------------------------------------------------------------


def test_rows_of_the_grid_do_not_stand_in_the_way_of_the_plain_form(client, methodist, school, sitting):
    """One half-typed row and one doubtful one are left alone; a third one is saved."""
    half = ResultFactory(school=school, sitting=sitting, status=ResultStatus.NO_DATA, participants=12, n2=0)
    doubtful = ResultFactory(
        school=school, sitting=SittingFactory(exam=Exam.OGE, grade=9), participants=9, n2=0, n3=1, n4=1, n5=0
    )
    third = SittingFactory(exam=Exam.GVE9, grade=9)
    client.force_login(methodist)
    sheet = client.get(reverse("monitoring:school-results", args=[school.pk, 2021])).context["sheet"]
    data = {
        field.html_name: field.value() if field.value() is not None else ""
        for form in sheet.forms
        for field in form
    }

    client.post(
        reverse("monitoring:school-results", args=[school.pk, 2021]), data | {f"s{third.pk}-value": "4"}
    )

    assert Result.objects.get(sitting=third).value == 4
    assert [Result.objects.get(pk=one.pk).revision for one in (half, doubtful)] == [1, 1]
    assert (Result.objects.get(pk=half.pk).participants, Result.objects.get(pk=half.pk).n2) == (12, 0)
