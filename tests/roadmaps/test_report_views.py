"""The pages of a report: writing without a script, silent saving, two windows, the decision."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.enums import Role
from portal.core.storage import NoSpace
from roadmaps import services
from roadmaps.models import Evidence, MeasureReport, Roadmap
from roadmaps.services import ReportInput
from tests.core.sent_files import PDF, sent
from tests.factories.roadmaps import EvidenceFactory, in_force
from tests.factories.schools import person

TYPED = {
    "outcome": "done",
    "text": "Провели семинар.",
    "began_on": "",
    "done_on": "2021-05-20",
    "l-total": "2",
}


@pytest.fixture
def report(school, methodist, head, school_user):
    (measure,) = in_force(school=school, author=methodist, head=head)
    return services.report_begin(measure=measure, by=school_user)


@pytest.fixture
def writer(client, school_user):
    client.force_login(school_user)
    return client


def url(name, report):
    return reverse(f"roadmaps:{name}", args=[report.pk])


def post(client, report, do="save", **fields):
    data = {"seen": MeasureReport.objects.get(pk=report.pk).revision, "do": do, **TYPED} | fields
    return client.post(url("report", report), data)


def autosave(client, report, **fields):
    data = {"seen": MeasureReport.objects.get(pk=report.pk).revision, **TYPED} | fields
    return client.post(url("report-autosave", report), data)


def text(page) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def sent_report(report, by):
    given = ReportInput("done", "Провели.", done_on=date(2021, 5, 20))
    seen = MeasureReport.objects.get(pk=report.pk).revision
    saved = services.report_save(report=report, given=given, seen=seen, by=by)
    return services.report_submit(report=saved, seen=saved.revision, by=by)


def queries(client, address: str) -> int:
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


# --- Writing ----------------------------------------------------------------------------------


def test_begin_opens_the_same_report_twice(writer, report):
    first = writer.post(url("report-begin", report.measure))
    second = writer.post(url("report-begin", report.measure))

    assert first.headers["Location"] == second.headers["Location"] == url("report", report)
    assert MeasureReport.objects.count() == 1


def test_a_draft_is_saved_and_shown_again(writer, report):
    numbers = {"l-0-quantity": "1 250,5", "l-0-unit": "часов", "l-0-what": "проведено"}
    answer = post(writer, report, **numbers)

    assert answer.headers["Location"] == url("report", report)
    saved = MeasureReport.objects.get()
    assert (saved.outcome, saved.text, saved.done_on) == ("done", "Провели семинар.", date(2021, 5, 20))
    page = writer.get(url("report", report)).content.decode()
    assert 'value="1\xa0250,5"' in page
    assert 'value="2021-05-20"' in page
    assert "Черновик сохранён" in page


def test_what_is_no_field_changes_nothing(writer, report, methodist):
    post(writer, report, status="accepted", number="7", measure="1", decided_by=methodist.pk)

    saved = MeasureReport.objects.get()
    assert (saved.status, saved.number, saved.decided_by, saved.measure) == ("draft", 1, None, report.measure)


def test_a_slip_in_one_part_costs_no_other(writer, report):
    page = post(writer, report, began_on="2021-05-25", **{"l-0-quantity": "много", "l-0-unit": "часов"})

    assert page.status_code == 200
    saved = MeasureReport.objects.get()
    assert (saved.outcome, saved.text, saved.done_on, saved.lines.count()) == (
        "done",
        "Провели семинар.",
        None,
        0,
    )
    told = text(page)
    assert "Проверьте отмеченное: остальное сохранено" in told
    assert "Окончание: 20.05.2021 раньше начала 25.05.2021" in told
    assert "Введите число, например 3,45." in told
    assert 'value="много"' in page.content.decode()
    assert f'name="seen" value="{saved.revision}"' in page.content.decode()


def test_one_more_line_keeps_what_was_typed(writer, report):
    answer = post(writer, report, "add-line", **{"l-0-quantity": "3", "l-0-unit": "педагога"})

    assert answer.headers["Location"] == f"{url('report', report)}?rows=3#lines"
    page = writer.get(answer.headers["Location"]).content.decode()
    assert re.findall(r'name="(l-\d-quantity)"', page) == ["l-0-quantity", "l-1-quantity", "l-2-quantity"]


@pytest.mark.parametrize("rows", ["-1", "9999", "²", "a"])
def test_a_wrong_number_of_lines_is_nothing(rows, writer, report):
    page = writer.get(url("report", report), {"rows": rows}).content.decode()
    assert len(re.findall(r'name="l-\d+-quantity"', page)) == 2


def test_sending_in_one_step_and_only_once(writer, report):
    first = post(writer, report, "send")
    second = post(writer, report, "send")

    assert first.headers["Location"] == url("report", report)
    assert second.status_code == 409
    assert "уже отправлен на проверку" in text(second)
    assert MeasureReport.objects.get().status == "submitted"


def test_what_is_missing_is_told_at_its_field_and_the_draft_is_saved(writer, report):
    page = post(writer, report, "send", outcome="", done_on="")

    told = text(page)
    assert "Черновик сохранён, но отправить его пока нельзя" in told
    assert "Отметьте, выполнена ли мера." in told
    assert (MeasureReport.objects.get().status, MeasureReport.objects.get().text) == (
        "draft",
        "Провели семинар.",
    )


def test_a_pupil_in_the_text_is_warned_of_and_saved(writer, report):
    post(writer, report, text="Победил Иванов Петя, 7А")

    assert MeasureReport.objects.get().text == "Победил Иванов Петя, 7А"
    assert "Похоже на фамилию ученика и класс: «Иванов Петя, 7А»" in text(writer.get(url("report", report)))


# --- Proofs on the page -----------------------------------------------------------------------


def test_any_button_adds_the_chosen_file_and_the_link(writer, report):
    post(
        writer, report, "save", file=sent("Приказ.pdf", PDF), link="https://a.example/x", link_title="Новость"
    )

    assert sorted(Evidence.objects.values_list("title", flat=True)) == ["Новость", "Приказ.pdf"]
    page = writer.get(url("report", report)).content.decode()
    assert 'href="https://a.example/x" rel="noopener noreferrer"' in page
    assert "a.example, Школьников" in text(writer.get(url("report", report)))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"file": sent("a.exe", PDF)}, "Файл .exe приложить нельзя"),
        ({"file": sent("a.pdf", b"")}, "Файл пуст (0 байт)"),
        ({"link": "javascript:1"}, "Ссылка на страницу: Ссылка должна начинаться"),
        ({}, "Выберите файл или вставьте ссылку."),
    ],
)
def test_a_refused_proof_is_told_at_its_field_and_the_text_is_saved(fields, words, writer, report):
    page = post(writer, report, "attach", **fields)

    assert words in text(page)
    assert not Evidence.objects.exists()
    assert MeasureReport.objects.get().text == "Провели семинар."


def test_an_added_link_leaves_its_field_when_the_page_comes_back(writer, report):
    page = post(writer, report, "attach", link="https://a.example/x", done_on="2012-05-20")

    assert "Проверьте год" in text(page)
    assert Evidence.objects.get().url == "https://a.example/x"
    assert 'value="https://a.example/x"' not in page.content.decode()


def test_a_full_disk_takes_no_file_and_keeps_all_that_was_typed(writer, report, monkeypatch):
    def full(*args, **kwargs):
        raise NoSpace("На диске сервера нет места. Файл не приложен, текст отчёта сохранён.")

    monkeypatch.setattr("roadmaps.services.evidence.file_write", full)
    page = post(writer, report, do="attach", file=sent("Отчёт.pdf", PDF), link="https://example.ru/news")

    report.refresh_from_db()
    assert (page.status_code, report.text) == (200, "Провели семинар.")
    assert "На диске сервера нет места" in text(page)
    assert 'value="https://example.ru/news"' in page.content.decode()
    assert "не сохранилось" not in text(page)


def test_a_file_of_21_megabytes_is_told_and_the_text_is_saved(writer, report):
    page = post(writer, report, "attach", file=sent("a.pdf", PDF + b"\x00" * 21 * 1024 * 1024))

    assert "Файл больше 20 МБ" in text(page)
    assert MeasureReport.objects.get().text == "Провели семинар."


def test_a_proof_is_removed_by_its_button_and_not_one_of_another_report(writer, report, methodist):
    own, foreign = EvidenceFactory(report=report, added_by=methodist), EvidenceFactory(added_by=methodist)
    post(writer, report, remove=foreign.pk)
    post(writer, report, remove=own.pk)

    assert list(Evidence.objects.all()) == [foreign]


# --- Two windows, and a script ----------------------------------------------------------------


def test_the_second_window_sees_both_texts(writer, report, school, client):
    colleague = person(Role.SCHOOL, school=school, last_name="Коллегин")
    services.report_save(report=report, given=ReportInput(text="Её текст"), seen=1, by=colleague)

    page = post(writer, report, seen="1")

    assert page.status_code == 409
    told = text(page)
    assert "Пока вы писали, отчёт изменил другой сотрудник Коллегин" in told
    assert "Её текст" in told
    assert "Провели семинар." in told
    assert MeasureReport.objects.get().text == "Её текст"
    post(writer, report, seen=str(page.context["seen"]))
    assert MeasureReport.objects.get().text == "Провели семинар."


def test_silent_saving_answers_with_the_time_and_the_new_revision(writer, report, school_user):
    answer = autosave(writer, report, user=school_user.pk, began_on="2021-05-25", text="Иванов Петя, 7А")

    data = answer.json()
    assert re.fullmatch(r"\d{1,2}:\d\d", data["at"])
    assert (data["seen"], list(data["errors"])) == (2, ["done_on"])
    assert data["hint"].startswith("Похоже на фамилию")
    assert (MeasureReport.objects.get().text, MeasureReport.objects.get().done_on) == (
        "Иванов Петя, 7А",
        None,
    )
    assert (
        autosave(writer, report, user=school_user.pk, began_on="2021-05-25", text="Иванов Петя, 7А").json()[
            "seen"
        ]
        == 2
    )


def test_the_same_proof_again_is_told(writer, report):
    typed = {"link": "https://a.example/news", "link_title": "Новость"}
    for name in ("Справка.pdf", "Та же справка.pdf"):
        post(writer, report, do="attach", file=sent(name, PDF), **typed)

    told = text(writer.get(url("report", report)))
    assert told.count("Такой файл уже приложен: «Справка.pdf». Второй раз ничего не добавлено.") == 1
    assert told.count("Такая ссылка уже приложена: «Новость». Второй раз ничего не добавлено.") == 1
    assert Evidence.objects.count() == 2


@pytest.mark.parametrize("typed", ["٣", "３", "3٫5"])
def test_a_number_is_typed_in_plain_digits(writer, report, typed):
    post(writer, report, **{"l-0-quantity": "4", "l-0-unit": "педагога"})

    page = post(writer, report, **{"l-0-quantity": typed, "l-0-unit": "педагога"})
    assert "Введите число, например 3,45." in text(page)
    assert [str(line) for line in MeasureReport.objects.get().lines.all()] == ["4 педагога"]


def test_silent_saving_of_an_old_window_writes_nothing(writer, report, school, school_user):
    colleague = person(Role.SCHOOL, school=school)
    services.report_save(report=report, given=ReportInput(text="Её текст"), seen=1, by=colleague)

    answer = autosave(writer, report, user=school_user.pk, seen="1")

    assert (answer.status_code, answer.json()["kind"]) == (409, "stale")
    assert MeasureReport.objects.get().text == "Её текст"


def test_silent_saving_knows_its_person(writer, report, school_user):
    answer = autosave(writer, report, user=school_user.pk + 1)

    assert (answer.status_code, answer.json()["kind"]) == (409, "person")
    assert "вошёл другой сотрудник" in answer.json()["error"]
    assert MeasureReport.objects.get().text == ""


@pytest.mark.parametrize("who", ["methodist", "head", "stranger", "observer"])
def test_silent_saving_names_the_other_sign_in_whatever_he_may(client, report, school_user, who, request):
    client.force_login(request.getfixturevalue(who))

    answer = autosave(client, report, user=school_user.pk)
    assert (answer.status_code, answer.json()["kind"]) == (409, "person")


@pytest.mark.parametrize("do", ["save", "send", "attach", "add-line"])
def test_buttons_know_their_person_too(client, report, school, school_user, do):
    client.force_login(person(Role.SCHOOL, school=school))
    fields = {"file": sent("Справка.pdf", PDF), "l-0-quantity": "3", "l-0-unit": "педагога"}

    page = post(client, report, do=do, user=school_user.pk, **fields)

    kept = MeasureReport.objects.get()
    assert (page.status_code, kept.status, kept.text, kept.revision) == (409, "draft", "", 1)
    assert not Evidence.objects.exists()
    told = text(page)
    assert "вошёл другой сотрудник" in told
    for typed in ("выполнено", "Провели семинар.", "20.05.2021", "3 педагога"):
        assert typed in told


def test_the_form_names_its_person(writer, report, school_user):
    page = writer.get(url("report", report)).content.decode()
    assert page.count(f'<input type="hidden" name="user" value="{school_user.pk}">') == 1
    assert post(writer, report, user=school_user.pk).status_code == 302


def test_a_plan_paused_meanwhile_keeps_what_was_typed_before_the_eyes(writer, report, head):
    plan = Roadmap.objects.get()
    services.roadmap_pause(roadmap=plan, by=head, seen=plan.revision, remark="Ремонт")

    page = post(writer, report)

    assert page.status_code == 409
    told = text(page)
    assert "Карта приостановлена" in told
    assert "Что вы набрали и что не сохранилось" in told
    assert "Провели семинар." in told
    assert 'id="report-form"' not in page.content.decode()


# --- Reading and deciding ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [("methodist", 200), ("curator", 200), ("observer", 200), ("stranger", 404), ("admin", 403)],
)
def test_who_reads(who, status, client, report, request):
    client.force_login(request.getfixturevalue(who))

    page = client.get(url("report", report))

    assert page.status_code == status
    assert b"report-form" not in page.content


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("observer", 403), ("curator", 403), ("methodist", 403)]
)
def test_who_may_not_write(who, status, client, report, request):
    client.force_login(request.getfixturevalue(who))

    assert post(client, report).status_code == status
    assert autosave(client, report).status_code == status
    assert client.post(url("report-begin", report.measure)).status_code == status
    assert MeasureReport.objects.get().text == ""


def test_a_return_shows_its_remark_on_top_until_it_is_sent_again(client, report, school_user, curator):
    waiting = sent_report(report, school_user)
    client.force_login(curator)
    decision = {"target": "returned", "seen": waiting.revision, "remark": "Сколько <b>пришло</b>?"}
    answer = client.post(url("report-decide", waiting), decision)
    assert answer.headers["Location"] == url("report", report)

    client.force_login(school_user)
    page = client.get(url("report", report)).content.decode()
    assert "Отчёт вернули на доработку" in page
    assert "Сколько &lt;b&gt;пришло&lt;/b&gt;?" in page
    assert "Кураторова" in page
    post(client, report, "send")
    assert "Отчёт вернули на доработку" not in client.get(url("report", report)).content.decode()


def test_a_return_without_a_remark_keeps_the_page(client, report, school_user, curator):
    waiting = sent_report(report, school_user)
    client.force_login(curator)

    page = client.post(url("report-decide", waiting), {"target": "returned", "seen": waiting.revision})

    assert "Напишите, что нужно доработать." in text(page)
    assert MeasureReport.objects.get().status == "submitted"


def test_acceptance_and_a_late_second_one(client, report, school_user, curator, head):
    waiting = sent_report(report, school_user)
    client.force_login(curator)
    client.post(url("report-decide", waiting), {"target": "accepted", "seen": waiting.revision})
    assert (MeasureReport.objects.get().status, MeasureReport.objects.get().decided_by) == (
        "accepted",
        curator,
    )

    client.force_login(head)
    late = {"target": "returned", "seen": waiting.revision, "remark": "Долго писала замечание"}
    page = client.post(url("report-decide", waiting), late)
    assert page.status_code == 409
    assert "Долго писала замечание" in text(page)


@pytest.mark.parametrize(
    "fields", [{}, {"target": "draft", "seen": "1"}, {"target": "accepted", "seen": "x"}]
)
def test_a_broken_decision_does_nothing(fields, client, report, school_user, curator):
    sent_report(report, school_user)
    client.force_login(curator)

    assert client.post(url("report-decide", report), fields).status_code == 200
    assert MeasureReport.objects.get().status == "submitted"


@pytest.mark.parametrize(
    ("who", "offered"), [("curator", True), ("methodist", True), ("school_user", False), ("observer", False)]
)
def test_decisions_are_offered_to_who_may_take_them(who, offered, client, report, school_user, request):
    sent_report(report, school_user)
    client.force_login(request.getfixturevalue(who))

    assert ("Принять отчёт" in text(client.get(url("report", report)))) is offered


def test_a_page_asks_the_same_for_many_lines_and_proofs(client, report, school_user, methodist, curator):
    client.force_login(curator)
    few = queries(client, url("report", report))
    EvidenceFactory.create_batch(9, report=report, added_by=methodist)
    lines = tuple(services.LineInput(Decimal(number), "часов") for number in range(1, 9))
    services.report_save(report=report, given=ReportInput(lines=lines), seen=1, by=school_user)

    assert queries(client, url("report", report)) == few
