"""Who is told of which step: the right people, in the right words, nobody else."""

import pytest

from portal.accounts.enums import Role
from portal.core.workflow import transition
from portal.notices.models import Notice
from portal.notices.services import thing
from roadmaps import services
from roadmaps.enums import Outcome
from roadmaps.models import MeasureInForce, MeasureReport
from tests.factories.notices import NoticeFactory
from tests.factories.roadmaps import ExclusionCaseFactory, approved, roadmap_with, submitted
from tests.factories.schools import MembershipFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bystanders(stranger, observer, admin, coordinator, far_school):
    """People who must hear nothing of the own district's texts."""
    return person(Role.SCHOOL, school=far_school)


@pytest.fixture
def report_pages(monkeypatch):
    monkeypatch.setattr(MeasureReport, "get_absolute_url", lambda row: f"/roadmaps/reports/{row.pk}/")


def told() -> list[tuple]:
    """(surname, kind, title) of everything that was said since the last call."""
    rows = [
        (notice.user.last_name, notice.kind, notice.title)
        for notice in Notice.objects.select_related("user").order_by("pk")
    ]
    Notice.objects.all().delete()
    return rows


@pytest.fixture
def sent(school, methodist, second_methodist, head, deputy_head):
    return submitted(roadmap_with(2, school=school, edited_by=second_methodist), by=methodist)


def test_a_sent_roadmap_is_told_to_who_may_approve_it(sent):
    title = "Карту прислали на утверждение: МКОУ Своя СШ, 2020/21"
    assert told() == [("Начальников", "submitted", title), ("Заместителев", "submitted", title)]


def test_a_returned_roadmap_is_told_to_its_authors_with_the_remark(sent, head):
    told()
    services.roadmap_return(roadmap=sent, by=head, seen=sent.revision, remark="Нет срока у меры 2.1")

    notice = Notice.objects.first()
    assert notice.text == f"{head.short_name}: «Нет срока у меры 2.1»"
    assert notice.url == sent.get_absolute_url()
    assert notice.zone == "Europe/Volgograd"
    title = "Карту вернули на доработку: МКОУ Своя СШ, 2020/21"
    assert sorted(told()) == [("Вторая", "returned", title), ("Методистова", "returned", title)]


def test_a_second_return_is_a_second_notice(sent, head, methodist):
    for _ in range(2):
        back = services.roadmap_return(roadmap=sent, by=head, seen=sent.revision, remark="Ещё раз")
        sent = submitted(back, by=methodist)
    assert Notice.objects.filter(user=methodist, kind="returned").count() == 2


def test_an_approved_roadmap_is_told_to_its_author_and_to_the_school(
    school, school_user, curator, methodist, head
):
    approved(roadmap_with(1, school=school), author=methodist, head=head)

    assert told()[1:] == [
        ("Методистова", "decided", "Карту утвердили: МКОУ Своя СШ, 2020/21"),
        ("Школьников", "decided", "Карта действует, можно отчитываться: МКОУ Своя СШ, 2020/21"),
    ]


def test_a_paused_and_resumed_roadmap_is_told_to_author_and_school(school, school_user, methodist, head):
    running = approved(roadmap_with(1, school=school), author=methodist, head=head)
    told()
    paused = services.roadmap_pause(roadmap=running, by=head, seen=running.revision, remark="Ремонт школы")
    assert Notice.objects.first().text == f"{head.short_name}: «Ремонт школы»"
    assert told() == [
        ("Методистова", "decided", "Карту приостановили: МКОУ Своя СШ, 2020/21"),
        ("Школьников", "decided", "Карту приостановили: МКОУ Своя СШ, 2020/21"),
    ]
    services.roadmap_put_in_force(roadmap=paused, by=head, seen=paused.revision)
    assert [surname for surname, *_ in told()] == ["Методистова", "Школьников"]


def test_the_plan_of_a_district_is_told_to_its_methodists(
    district, school_user, methodist, second_methodist, head
):
    approved(roadmap_with(1, school=None, district=district), author=methodist, head=head)

    force = [row for row in told() if row[2].startswith("Карта действует")]
    assert [surname for surname, *_ in force] == ["Методистова", "Вторая"]


def test_what_was_asked_is_settled_by_the_next_step(sent, head, deputy_head, methodist):
    """The deputy need not read, nor get a letter, of what the head has decided already."""
    services.roadmap_return(roadmap=sent, by=head, seen=sent.revision, remark="Ещё раз")
    asked = Notice.objects.filter(kind="submitted")
    assert {(row.user, row.read_at is None, row.mail_at) for row in asked} == {
        (head, False, None),
        (deputy_head, False, None),
    }
    returned = Notice.objects.get(kind="returned", user=methodist)
    assert (returned.read_at, returned.mail_at is None) == (None, False)


def test_a_refused_step_tells_nothing(school, methodist, head):
    empty = roadmap_with(0, school=school)
    with pytest.raises(services.roadmap.InvalidInput):
        submitted(empty, by=methodist)
    assert told() == []


def test_an_exclusion_case_is_told_in_the_same_way(school, methodist, head):
    approved(roadmap_with(1, school=school), author=methodist, head=head)
    told()
    case = submitted(ExclusionCaseFactory(school=school), by=methodist)
    services.exclusion_return(case=case, by=head, seen=case.revision, remark="Мало оснований")

    assert told() == [
        ("Начальников", "submitted", "Обоснование прислали на утверждение: МКОУ Своя СШ, 2020/21"),
        ("Методистова", "returned", "Обоснование вернули на доработку: МКОУ Своя СШ, 2020/21"),
    ]


# --- Reports on measures ------------------------------------------------------------------------


@pytest.fixture
def report(school, methodist, head, report_pages):
    approved(roadmap_with(1, school=school), author=methodist, head=head)
    Notice.objects.all().delete()
    measure = MeasureInForce.objects.get()
    return MeasureReport.objects.create(measure=measure, number=1, outcome=Outcome.DONE, text="Провели")


def send(report, by):
    return transition(obj=report, target="submitted", by=by, seen=report.revision)


def test_a_report_is_told_to_the_curator_of_its_school(report, school_user, curator, second_methodist):
    send(report, school_user)
    assert told() == [("Кураторова", "submitted", "Отчёт прислали на проверку: мера 1, МКОУ Своя СШ")]


def test_without_a_curator_the_methodists_are_told_and_not_the_head(report, school_user, second_methodist):
    send(report, school_user)
    assert [surname for surname, *_ in told()] == ["Методистова", "Вторая"]


def test_where_nobody_else_may_accept_it_the_head_is_told(report, methodist):
    send(report, methodist)
    assert [surname for surname, *_ in told()] == ["Начальников"]


def test_a_returned_report_is_told_to_its_author_and_an_accepted_one_too(report, school_user, methodist):
    sent = send(report, school_user)
    told()
    back = transition(obj=sent, target="returned", by=methodist, seen=sent.revision, remark="Нет приложения")
    notice = Notice.objects.get()
    assert (notice.text, notice.url) == (
        f"{methodist.short_name}: «Нет приложения»",
        f"/roadmaps/reports/{report.pk}/",
    )
    assert told() == [("Школьников", "returned", "Отчёт вернули на доработку: мера 1, МКОУ Своя СШ")]

    again = send(back, school_user)
    told()
    transition(obj=again, target="accepted", by=methodist, seen=again.revision)
    assert told() == [("Школьников", "decided", "Отчёт приняли: мера 1, МКОУ Своя СШ")]


def test_a_sent_report_settles_the_reminders_of_its_measure(report, school_user):
    NoticeFactory(user=school_user, kind="reminder", about=thing(report.measure))
    other = NoticeFactory(user=school_user, kind="reminder", about="roadmaps.measureinforce:0")
    send(report, school_user)
    assert list(Notice.objects.filter(kind="reminder", read_at=None)) == [other]


def test_a_person_of_two_roles_is_told_once(report, school_user, methodist):
    MembershipFactory(user=methodist, role=Role.HEAD, district=report.measure.roadmap.district)
    send(report, school_user)
    assert [surname for surname, *_ in told()] == ["Методистова"]


def test_disabled_people_are_not_told(report, school_user, curator, methodist):
    curator.is_active = False
    curator.save()
    send(report, school_user)
    assert [surname for surname, *_ in told()] == ["Методистова"]
