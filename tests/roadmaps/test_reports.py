"""Reports on measures: who writes them, when they are sent, who decides."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from portal.accounts.enums import Role
from portal.core.errors import InvalidInput, NotAllowed, StaleRevision, TransitionRefused
from portal.core.models import AuditEvent
from portal.notices.models import Notice
from roadmaps import services
from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.models import MeasureInForce, MeasureReport, Roadmap
from roadmaps.selectors import accepted_results, reports_to_check
from roadmaps.services import LineInput, ReportInput
from tests.factories.roadmaps import MeasureReportFactory, in_force
from tests.factories.schools import SchoolFactory, person

DONE = ReportInput("done", "Провели семинар.", done_on=date(2021, 5, 20))


@pytest.fixture
def measure(school, methodist, head):
    (row,) = in_force(school=school, author=methodist, head=head)
    return row


@pytest.fixture
def plan(measure):
    return measure.roadmap


@pytest.fixture
def report(measure, school_user):
    return services.report_begin(measure=measure, by=school_user)


def save(report, by, given=DONE, seen=None):
    return services.report_save(report=report, given=given, seen=seen or report.revision, by=by)


def sent(report, by):
    saved = save(report, by)
    return services.report_submit(report=saved, seen=saved.revision, by=by)


def accepted(report, by):
    return services.report_accept(report=report, seen=report.revision, by=by)


def freeze(plan, head, step=services.roadmap_pause):
    fresh = Roadmap.objects.get(pk=plan.pk)
    return step(roadmap=fresh, by=head, seen=fresh.revision, remark="Школа на ремонте.")


def drop_measure(plan, author, head):
    """The next edition has another measure instead of this one."""
    again = without_measure(plan, author)
    order = services.Order("125", date(2020, 10, 1))
    services.roadmap_approve(roadmap=again, by=head, seen=again.revision, order=order)


def without_measure(plan, author):
    """The same, sent and not approved yet."""
    opened = services.roadmap_reopen(roadmap=plan, by=author, seen=Roadmap.objects.get(pk=plan.pk).revision)
    rows = [SectionInput("Кадры", (MeasureInput("Другая мера", "май 2021"),))]
    saved = services.roadmap_save(roadmap=opened, sections=rows, seen=opened.revision, by=author)
    return services.roadmap_submit(roadmap=saved, by=author, seen=saved.revision)


# --- Beginning and saving ---------------------------------------------------------------------


def test_two_clicks_make_one_report(measure, school_user):
    first = services.report_begin(measure=measure, by=school_user)
    second = services.report_begin(measure=measure, by=school_user)

    assert (first, first.number, first.status) == (second, 1, "draft")
    assert AuditEvent.objects.filter(action="report.begin").count() == 1


def test_after_acceptance_the_next_report_begins(report, measure, school_user, methodist):
    accepted(sent(report, school_user), methodist)

    assert services.report_begin(measure=measure, by=school_user).number == 2


def test_a_draft_keeps_numbers_in_their_order(report, school_user):
    lines = (
        LineInput(Decimal("3"), "педагога", "обучены"),
        LineInput(None, "часов"),
        LineInput(Decimal("1.5")),
    )
    saved = save(report, school_user, ReportInput(lines=lines))

    assert [str(line) for line in saved.lines.all()] == ["3 педагога обучены", "часов", "1,5"]
    assert (saved.revision, saved.edited_by) == (2, school_user)
    assert saved.saved_at > report.saved_at


def test_the_same_again_is_no_change_whatever_was_seen(report, school_user):
    saved = save(report, school_user)

    again = save(report, school_user, seen=1)

    assert (again.revision, again.saved_at) == (saved.revision, saved.saved_at)
    assert AuditEvent.objects.filter(action="report.edit").count() == 1


def test_an_old_revision_does_not_overwrite(report, school, school_user):
    colleague = person(Role.SCHOOL, school=school)
    save(report, colleague)

    with pytest.raises(StaleRevision):
        save(report, school_user, ReportInput(text="Другой текст"), seen=1)

    assert MeasureReport.objects.get().text == "Провели семинар."


def test_a_wrong_draft_changes_nothing(report, school_user):
    bad = ReportInput(text="Новый", began_on=date(2021, 5, 2), done_on=date(2021, 5, 1))
    with pytest.raises(InvalidInput):
        save(report, school_user, bad)

    assert (MeasureReport.objects.get().text, MeasureReport.objects.get().revision) == ("", 1)


# --- Who writes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["methodist", "curator", "head", "coordinator", "observer", "admin", "stranger"]
)
def test_others_do_not_write_for_a_school_with_people(who, measure, report, request):
    other = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        services.report_begin(measure=measure, by=other)
    with pytest.raises(NotAllowed):
        save(report, other)
    with pytest.raises(NotAllowed):
        services.report_submit(report=report, seen=report.revision, by=other)


def test_another_school_does_not_write(measure, second_school):
    with pytest.raises(NotAllowed):
        services.report_begin(measure=measure, by=person(Role.SCHOOL, school=second_school))


def test_the_methodist_writes_for_a_school_that_has_nobody(measure, school, methodist):
    left = person(Role.SCHOOL, school=school)
    left.is_active = False
    left.save()

    assert services.report_begin(measure=measure, by=methodist).edited_by == methodist


def test_the_methodist_writes_on_the_plan_of_the_district(district, methodist, head, school_user):
    (measure,) = in_force(school=None, district=district, author=methodist, head=head)

    report = services.report_begin(measure=measure, by=methodist)
    with pytest.raises(NotAllowed):
        services.report_begin(measure=measure, by=school_user)
    assert accepted(sent(report, methodist), head).status == "accepted"


# --- Sending ----------------------------------------------------------------------------------


def test_what_is_missing_is_told_and_nothing_is_sent(report, school_user):
    with pytest.raises(InvalidInput) as caught:
        services.report_submit(report=report, seen=report.revision, by=school_user)

    assert list(caught.value.errors) == ["outcome", "text"]
    assert MeasureReport.objects.get().status == "draft"


@pytest.mark.parametrize(
    ("moment", "is_allowed"),
    [
        (datetime(2021, 5, 19, 20, 59, tzinfo=UTC), False),  # 23:59 of 19.05 in Volgograd (+3)
        (datetime(2021, 5, 19, 21, 0, tzinfo=UTC), True),
    ],
)
def test_today_is_that_of_the_district(report, school_user, district, moment, is_allowed):
    district.timezone = "Europe/Volgograd"
    district.save()
    saved = save(report, school_user)
    with time_machine.travel(moment, tick=False):
        if is_allowed:
            services.report_submit(report=saved, seen=saved.revision, by=school_user)
        else:
            with pytest.raises(InvalidInput, match="ещё не наступило"):
                services.report_submit(report=saved, seen=saved.revision, by=school_user)


def test_a_sent_report_is_closed_to_its_writer(report, school_user):
    waiting = sent(report, school_user)

    with pytest.raises(TransitionRefused, match="уже отправлен на проверку"):
        save(waiting, school_user)
    with pytest.raises(TransitionRefused, match="уже отправлен на проверку"):
        services.report_submit(report=waiting, seen=waiting.revision, by=school_user)


# --- Deciding ---------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["methodist", "curator", "head"])
def test_who_accepts(who, report, school_user, request):
    by = request.getfixturevalue(who)
    done = accepted(sent(report, school_user), by)

    assert (done.status, done.decided_by) == ("accepted", by)
    assert AuditEvent.objects.filter(action="workflow.accepted", district_id=done.district_id).count() == 1


@pytest.mark.parametrize("who", ["school_user", "coordinator", "observer", "admin", "stranger"])
def test_who_does_not(who, report, school_user, request):
    waiting = sent(report, school_user)
    with pytest.raises(NotAllowed):
        accepted(waiting, request.getfixturevalue(who))
    with pytest.raises(NotAllowed):
        services.report_return(
            report=waiting, seen=waiting.revision, by=request.getfixturevalue(who), remark="Нет"
        )


def test_nobody_accepts_what_he_wrote_or_sent(measure, school, methodist, second_methodist):
    """A school without people: one methodist writes, another one sends, neither accepts."""
    report = services.report_begin(measure=measure, by=methodist)
    saved = save(report, methodist)
    waiting = services.report_submit(report=saved, seen=saved.revision, by=second_methodist)

    for by in (methodist, second_methodist):
        with pytest.raises(NotAllowed, match="Вы сами"):
            accepted(waiting, by)
        assert not reports_to_check(user=by).exists()


def test_a_return_needs_a_remark_and_reopens_the_text(report, school_user, curator):
    waiting = sent(report, school_user)
    with pytest.raises(InvalidInput):
        services.report_return(report=waiting, seen=waiting.revision, by=curator, remark="  ")

    back = services.report_return(report=waiting, seen=waiting.revision, by=curator, remark="Сколько пришло?")

    assert back.status == "returned"
    mended = save(back, school_user, ReportInput("done", "Пришли 12.", done_on=date(2021, 5, 20)))
    again = services.report_submit(report=mended, seen=mended.revision, by=school_user)
    assert (again.status, again.decided_by) == ("submitted", None)


def test_an_accepted_report_goes_back_only_while_no_newer_one_is_open(
    report, measure, school_user, methodist, head
):
    done = accepted(sent(report, school_user), methodist)
    services.report_begin(measure=measure, by=school_user)

    with pytest.raises(TransitionRefused, match="уже пишут отчёт 2"):
        services.report_return(report=done, seen=done.revision, by=head, remark="Ошибка")

    measure.reports.filter(number=2).delete()
    assert (
        services.report_return(report=done, seen=done.revision, by=head, remark="Ошибка").status == "returned"
    )


def test_two_decisions_at_once_are_one(report, school_user, curator, head):
    waiting = sent(report, school_user)
    accepted(waiting, curator)

    with pytest.raises(StaleRevision):
        services.report_return(report=waiting, seen=waiting.revision, by=head, remark="Нет")


# --- Plans that stand still, measures that are gone ---------------------------------------------


@pytest.mark.parametrize(
    ("step", "word"), [(services.roadmap_pause, "приостановлена"), (services.roadmap_close, "закрыта")]
)
def test_nothing_is_written_on_a_frozen_plan(step, word, report, measure, plan, school_user, head):
    waiting = sent(report, school_user)
    freeze(plan, head, step)

    for deed in (
        lambda: services.report_begin(measure=measure, by=school_user),
        lambda: save(waiting, school_user),
        lambda: accepted(waiting, head),
        lambda: services.report_return(report=waiting, seen=waiting.revision, by=head, remark="Нет"),
        lambda: services.evidence_add_link(report=waiting, url="https://a.example", title="", by=school_user),
    ):
        with pytest.raises(TransitionRefused, match=f"Карта {word}"):
            deed()
    assert not reports_to_check(user=head).exists()


def test_a_draft_on_a_removed_measure_is_kept_and_not_sent(report, plan, school_user, methodist, head):
    saved = save(report, school_user)
    drop_measure(plan, methodist, head)

    with pytest.raises(TransitionRefused, match=r"нет в действующей карте \(снята версией 2\)"):
        services.report_submit(report=saved, seen=saved.revision, by=school_user)

    assert (MeasureReport.objects.get().text, MeasureReport.objects.get().status) == (
        "Провели семинар.",
        "draft",
    )


def test_a_version_that_drops_a_reported_measure_says_so_before_it_is_approved(
    client, report, plan, school_user, methodist, head
):
    sent(report, school_user)
    again = without_measure(plan, methodist)
    link = f'href="{report.measure.get_absolute_url()}"'
    told = f"1. {report.measure.name} (<a {link}>отчёт 1 — на проверке</a>)"

    for who in (methodist, head):
        client.force_login(who)
        assert told in client.get(again.get_absolute_url()).content.decode()
    page = client.get(again.get_absolute_url(), {"difference": 1}).content.decode()
    assert "Отчёт 1 — на проверке" in page
    assert "снимает меры с отчётами: 1" in client.get(reverse("roadmaps:queue")).content.decode()
    order = services.Order("125", date(2020, 10, 1))
    services.roadmap_approve(roadmap=again, by=head, seen=again.revision, order=order)
    assert told not in client.get(again.get_absolute_url()).content.decode()
    page = client.get(reverse("roadmaps:difference", args=[plan.pk])).content.decode()
    assert f"{link}>Отчёт 1 — не проверен</a>" in page


def test_the_list_of_measures_keeps_the_removed_ones_with_reports(
    client, measure, plan, school_user, methodist, head
):
    (_, bare) = in_force(2, school=SchoolFactory(district=plan.district), author=methodist, head=head)
    sent(services.report_begin(measure=measure, by=school_user), school_user)
    MeasureInForce.objects.filter(pk=bare.pk).update(removed_in=2)
    client.force_login(methodist)

    def listed(roadmap):
        return client.get(reverse("roadmaps:measures"), {"plan": roadmap.pk}).content.decode()

    assert "Сняты" not in listed(plan)
    drop_measure(plan, methodist, head)
    page = listed(plan)
    assert f'href="{measure.get_absolute_url()}"' in page
    assert "снята версией 2 · отчёт 1 — не проверен" in page
    assert "Сняты" not in listed(bare.roadmap)
    plan.in_force.update(removed_in=3)
    assert f'href="{measure.get_absolute_url()}"' in listed(plan)


def test_what_is_dropped_without_reports_is_not_named(client, report, plan, methodist, second_methodist):
    MeasureReport.objects.all().delete()
    client.force_login(methodist)

    page = client.get(without_measure(plan, methodist).get_absolute_url()).content.decode()
    assert "уже есть отчёты" not in page


@pytest.mark.parametrize(
    ("deed", "state", "words"),
    [
        (save, "черновик", "дописать и отправить его нельзя"),
        (sent, "не проверен", "Отчёт успели отправить, но проверить его уже нельзя"),
    ],
)
def test_authors_of_dropped_reports_are_told_and_every_page_says_the_same(
    client, deed, state, words, report, plan, school_user, curator, methodist, head
):
    deed(report, school_user)
    drop_measure(plan, methodist, head)

    (notice,) = Notice.objects.filter(url=report.get_absolute_url(), kind="decided")
    assert notice.user == school_user
    assert notice.title == "Меру сняли, отчёт остался для чтения: мера 1, МКОУ Своя СШ"
    assert words in notice.text
    assert not Notice.objects.filter(url=report.get_absolute_url(), kind="submitted", read_at=None).exists()
    for who in (school_user, curator):
        client.force_login(who)
        page = client.get(report.get_absolute_url()).content.decode()
        assert page.count(words) == 1
        assert f"2020/21 · {state}" in page
        assert "сохранено, отправить отчёт нельзя" not in page
    assert "на проверке" not in client.get(report.measure.get_absolute_url()).content.decode()
    assert not reports_to_check(user=curator).exists()


def test_a_decision_on_a_dropped_report_is_refused_in_true_words(
    client, report, plan, school_user, curator, methodist, head
):
    waiting = sent(report, school_user)
    drop_measure(plan, methodist, head)
    client.force_login(curator)

    page = client.post(
        reverse("roadmaps:report-decide", args=[report.pk]), {"target": "accepted", "seen": waiting.revision}
    )
    assert page.status_code == 409
    assert page.content.decode().count("Отчёт успели отправить, но проверить его уже нельзя") == 1


def test_an_accepted_report_of_a_dropped_measure_is_told_of_as_well(
    report, plan, school_user, curator, methodist, head
):
    accepted(sent(report, school_user), curator)
    drop_measure(plan, methodist, head)

    (notice,) = Notice.objects.filter(title__startswith="Меру сняли")
    assert (notice.user, "в итоги снятая мера не входит" in notice.text) == (school_user, True)


def test_reports_go_on_while_the_next_edition_is_written(report, plan, school_user, methodist):
    services.roadmap_reopen(roadmap=plan, by=methodist, seen=Roadmap.objects.get().revision)

    assert sent(report, school_user).status == "submitted"


# --- What is read -----------------------------------------------------------------------------


def test_checks_come_in_the_order_of_sending_and_from_ones_own_places(
    report, measure, school_user, curator, methodist, head, second_school, neighbour_school, stranger
):
    sent(report, school_user)
    (other,) = in_force(school=second_school, author=methodist, head=head)
    theirs = services.report_begin(measure=other, by=methodist)
    sent(theirs, methodist)
    MeasureReportFactory(measure__roadmap__school=neighbour_school)

    assert list(reports_to_check(user=head)) == [report, theirs]
    assert list(reports_to_check(user=methodist)) == [report]
    assert list(reports_to_check(user=curator)) == [report]
    for who in (school_user, stranger):
        assert list(reports_to_check(user=who)) == []


def test_documents_read_accepted_reports_only(report, measure, school, school_user, methodist):
    lines = (LineInput(Decimal("3"), "педагога", "обучены"),)
    saved = save(report, school_user, ReportInput("progress", "Начали.", lines=lines))
    waiting = services.report_submit(report=saved, seen=saved.revision, by=school_user)
    assert accepted_results(schools=[school]) == {}

    accepted(waiting, methodist)
    sent(services.report_begin(measure=measure, by=school_user), school_user)
    assert accepted_results(schools=[school]) == {measure.measure_id: "Начали.\n3 педагога обучены"}

    accepted(MeasureReport.objects.get(number=2), methodist)
    text = "Начали.\n3 педагога обучены\nПровели семинар."
    assert accepted_results(schools=[school]) == {MeasureInForce.objects.get().measure_id: text}
