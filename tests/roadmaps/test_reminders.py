"""Reminders of terms: on which days, of what, to whom, and never twice."""

from datetime import date
from itertools import pairwise

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as search
from hypothesis import strategies as st

from portal.accounts.enums import Role
from portal.core.errors import NotAllowed
from portal.core.models import AuditEvent
from portal.notices.models import Letter, Notice
from portal.notices.services import letters, outbox
from roadmaps import services, tasks
from roadmaps.enums import Outcome, ReportStatus
from roadmaps.models import MeasureInForce, MeasureReport, Roadmap
from roadmaps.reminders import CATCH_UP, Moment, due, planned
from roadmaps.services import remind, remind_now
from schools.models import School
from tests.factories.roadmaps import MeasureFactory, RoadmapFactory, SectionFactory, approved
from tests.factories.schools import SchoolFactory, person
from tests.postbox import mail_server

START, MIDDLE, BEFORE = Moment.START, Moment.MIDDLE, Moment.BEFORE


# --- Days, without a database -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "days"),
    [
        # May 2021: the 1st is a Saturday
        ("2021-05-03", "2021-05-27", [("2021-05-03", START), ("2021-05-15", MIDDLE), ("2021-05-26", BEFORE)]),
        (None, "2021-05-27", [("2021-05-26", BEFORE)]),
        ("2021-05-03", None, []),
        (None, None, []),
        # the day before is a day off: Friday is the last day on which a letter can still help
        (None, "2021-05-24", [("2021-05-21", BEFORE)]),
        (None, "2021-05-23", [("2021-05-21", BEFORE)]),
        # short terms are reminded of once
        ("2021-05-26", "2021-05-26", [("2021-05-25", BEFORE)]),
        ("2021-05-25", "2021-05-26", [("2021-05-25", BEFORE)]),
        ("2021-05-24", "2021-05-26", [("2021-05-24", START), ("2021-05-25", BEFORE)]),
        ("2021-05-22", "2021-05-24", [("2021-05-21", BEFORE)]),
    ],
)
def test_days_of_a_term(starts_on, ends_on, days):
    starts_on, ends_on = (date.fromisoformat(day) if day else None for day in (starts_on, ends_on))
    told = planned(starts_on=starts_on, ends_on=ends_on)
    assert told == [(date.fromisoformat(day), moment) for day, moment in days]


@pytest.mark.parametrize(
    ("today", "moment"),
    [
        ("2021-05-02", None),
        ("2021-05-03", START),
        ("2021-05-05", START),
        ("2021-05-06", None),
        ("2021-05-15", MIDDLE),
        ("2021-05-26", BEFORE),
        ("2021-05-27", BEFORE),
        ("2021-05-28", None),
    ],
)
def test_a_missed_day_is_made_up_for_within_two_days_but_not_after_the_end(today, moment):
    found = due(starts_on=date(2021, 5, 3), ends_on=date(2021, 5, 27), today=date.fromisoformat(today))
    assert (found and found[1]) == moment


@search(max_examples=50)
@given(
    starts_on=st.none() | st.dates(date(2020, 9, 1), date(2021, 8, 31)),
    length=st.integers(0, 365),
    today=st.dates(date(2020, 8, 20), date(2022, 9, 10)),
)
def test_moments_never_meet_and_never_come_after_the_end(starts_on, length, today):
    ends_on = date.fromordinal((starts_on or date(2021, 1, 1)).toordinal() + length)
    days = planned(starts_on=starts_on, ends_on=ends_on)
    assert all(one[0] < other[0] for one, other in pairwise(days))
    assert days[-1][1] == BEFORE
    assert days[-1][0] < ends_on
    assert days[-1][0].weekday() < 5
    if found := due(starts_on=starts_on, ends_on=ends_on, today=today):
        assert found in days
        assert found[0] <= today <= min(found[0] + CATCH_UP, ends_on)


# --- Who is told ----------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def measure_pages(monkeypatch):
    monkeypatch.setattr(MeasureInForce, "get_absolute_url", lambda row: f"/roadmaps/measures/{row.pk}/")


def in_force(*terms, methodist, head, **fields) -> list[MeasureInForce]:
    """Measures of an approved roadmap with these (start, end)."""
    section = SectionFactory(roadmap=RoadmapFactory(**fields), position=1)
    for number, (starts_on, ends_on) in enumerate(terms, 1):
        MeasureFactory(section=section, starts_on=starts_on, ends_on=ends_on, name=f"Семинар {number}")
    roadmap = approved(section.roadmap, author=methodist, head=head)
    Notice.objects.all().delete()
    return list(roadmap.in_force.all())


@pytest.fixture
def measures(school, methodist, head):
    """Two measures of one school that end on Friday 28 May 2021; nothing is due before the 27th."""
    term = (None, date(2021, 5, 28))
    return in_force(term, term, school=school, methodist=methodist, head=head)


def report(measure, status, outcome=Outcome.DONE, **people):
    return MeasureReport.objects.create(
        measure=measure, number=measure.reports.count() + 1, status=status, outcome=outcome, **people
    )


def told(**filters) -> list[tuple]:
    rows = Notice.objects.filter(**filters).select_related("user").order_by("pk")
    return [(row.user.last_name, row.title) for row in rows]


THURSDAY_MORNING = "2021-05-27T05:30Z"  # 8:30 in Volgograd


@time_machine.travel(THURSDAY_MORNING, tick=False)
def test_the_day_before_the_end_the_school_is_told_of_each_measure_in_one_letter(
    measures, school_user, curator, stranger
):
    assert remind() == 2
    assert told() == [
        ("Школьников", "Срок заканчивается 28.05.2021: мера 1, МКОУ Своя СШ"),
        ("Школьников", "Срок заканчивается 28.05.2021: мера 2, МКОУ Своя СШ"),
    ]
    notice = Notice.objects.earliest("pk")
    assert (
        notice.text == "Семинар 1\nПоследний день — 28.05.2021. Отчёта о том, что мера выполнена, пока нет."
    )
    assert notice.url == f"/roadmaps/measures/{measures[0].pk}/"

    assert len(letters.gather()) == 1
    assert Letter.objects.get().subject == "Напоминания о сроках: 2\u00a0уведомления"


@time_machine.travel(THURSDAY_MORNING, tick=False)
def test_running_again_tells_nothing_again(measures, school_user):
    assert [remind(), remind()] == [2, 0]
    tasks.remind()
    assert Notice.objects.count() == 2


@pytest.mark.parametrize(
    ("status", "outcome", "is_told"),
    [
        (ReportStatus.DRAFT, Outcome.DONE, True),
        (ReportStatus.RETURNED, Outcome.DONE, True),
        (ReportStatus.SUBMITTED, Outcome.DONE, False),
        (ReportStatus.ACCEPTED, Outcome.DONE, False),
        (ReportStatus.ACCEPTED, Outcome.PARTIAL, True),
    ],
)
@time_machine.travel(THURSDAY_MORNING, tick=False)
def test_only_who_owes_is_told(measures, school_user, methodist, status, outcome, is_told):
    decided = {"submitted_by": school_user, "decided_by": methodist, "decided_at": "2021-05-20T00:00Z"}
    report(measures[0], status, outcome, **decided)
    remind()
    assert any("мера 1" in title for _, title in told()) is is_told
    assert any("мера 2" in title for _, title in told())


@pytest.mark.parametrize(
    ("status", "outcome", "words"),
    [
        (ReportStatus.RETURNED, Outcome.DONE, "Отчёт вернули на доработку."),
        (ReportStatus.ACCEPTED, Outcome.PARTIAL, "Отчёта о том, что мера выполнена, пока нет."),
    ],
)
@time_machine.travel(THURSDAY_MORNING, tick=False)
def test_a_reminder_says_what_became_of_the_report(measures, school_user, methodist, status, outcome, words):
    decided = {"submitted_by": school_user, "decided_by": methodist, "decided_at": "2021-05-20T00:00Z"}
    report(measures[0], status, outcome, **decided)
    remind()
    assert Notice.objects.earliest("pk").text == f"Семинар 1\nПоследний день — 28.05.2021. {words}"


@time_machine.travel(THURSDAY_MORNING, tick=False)
def test_a_paused_plan_and_a_removed_measure_are_not_reminded_of(measures, school_user, head):
    MeasureInForce.objects.filter(pk=measures[0].pk).update(removed_in=2)
    remind()
    assert [title for _, title in told()] == ["Срок заканчивается 28.05.2021: мера 2, МКОУ Своя СШ"]

    Notice.objects.all().delete()
    roadmap = measures[0].roadmap
    services.roadmap_pause(roadmap=roadmap, by=head, seen=roadmap.revision, remark="Ремонт")
    assert remind() == 0


@time_machine.travel(THURSDAY_MORNING, tick=False)
def test_the_plan_of_a_district_is_reminded_of_to_its_methodists(
    district, methodist, second_methodist, head, school_user, stranger
):
    in_force((None, date(2021, 5, 28)), school=None, district=district, methodist=methodist, head=head)
    remind()
    title = "Срок заканчивается 28.05.2021: мера 1, План района: Свой район"
    assert told() == [("Методистова", title), ("Вторая", title)]


def test_today_is_the_day_of_the_district(school, school_user, methodist, head, far_school, far_district):
    """At 21:30 UTC of the 26th it is the 27th in Volgograd and still the 26th in Kaliningrad."""
    far_district.timezone = "Europe/Kaliningrad"
    far_district.save()
    person(Role.SCHOOL, school=far_school, last_name="Дальняя")
    far_staff = {
        "methodist": person(Role.METHODIST, district=far_district),
        "head": person(Role.HEAD, district=far_district),
    }
    in_force((None, date(2021, 5, 28)), school=far_school, **far_staff)
    in_force((None, date(2021, 5, 28)), school=school, methodist=methodist, head=head)

    with time_machine.travel("2021-05-26T21:30Z", tick=False):
        remind()
        assert [surname for surname, _ in told()] == ["Школьников"]
    with time_machine.travel("2021-05-26T22:30Z", tick=False):
        remind()
        assert [surname for surname, _ in told()] == ["Школьников", "Дальняя"]


def test_start_middle_and_end_are_told_on_their_days(school, school_user, methodist, head):
    in_force((date(2021, 5, 3), date(2021, 5, 27)), school=school, methodist=methodist, head=head)
    days = {}
    for day in range(1, 32):
        with time_machine.travel(f"2021-05-{day:02d}T06:00Z", tick=False):
            if remind():
                days[day] = Notice.objects.latest("pk").title.partition(":")[0]
    assert days == {3: "Начался срок", 15: "Прошла половина срока", 26: "Срок заканчивается 27.05.2021"}


def test_a_weekend_in_three_zones_reaches_the_mail_server_on_monday_at_eight(db, settings):
    """Terms begin on Saturday; the portal looks around from Friday evening on."""
    for zone, name in (
        ("Europe/Kaliningrad", "west"),
        ("Europe/Volgograd", "middle"),
        ("Asia/Kamchatka", "east"),
    ):
        school = SchoolFactory(district__timezone=zone)
        person(Role.SCHOOL, school=school, email=f"{name}@example.org")
        staff = {role: person(Role(role), district=school.district) for role in ("methodist", "head")}
        in_force((date(2021, 5, 22), date(2021, 6, 30)), school=school, **staff)
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"

    arrived: list[tuple[str, str]] = []
    moments = ("21T15:00", "22T09:00", "23T19:59", "23T20:00", "24T04:59", "24T05:00", "24T05:59", "24T06:00")
    with mail_server() as (box, settings.EMAIL_PORT), time_machine.travel("2021-05-21", tick=False) as clock:
        for moment in moments:
            clock.move_to(f"2021-05-{moment}Z")
            remind()
            outbox.sweep()
            for letter in Letter.objects.filter(status="waiting"):
                outbox.send(letter_id=letter.pk)
            arrived += [(f"{timezone.now():%a %H:%M}", *address) for address in box.addresses[len(arrived) :]]

    assert arrived == [
        ("Sun 20:00", "east@example.org"),
        ("Mon 05:00", "middle@example.org"),
        ("Mon 06:00", "west@example.org"),
    ]
    assert box.letters[0]["Subject"].strip().startswith("Начался срок: мера 1, ")


@pytest.mark.parametrize("schools", [1, 6])
@time_machine.travel(THURSDAY_MORNING, tick=False)
def test_queries_do_not_grow_with_the_schools(district, methodist, head, schools, django_assert_num_queries):
    for school in SchoolFactory.create_batch(schools, district=district):
        person(Role.SCHOOL, school=school)
        in_force((None, date(2021, 5, 28)), school=school, methodist=methodist, head=head)
    with django_assert_num_queries(12):
        assert remind() == schools


# --- The button -----------------------------------------------------------------------------------


@time_machine.travel(THURSDAY_MORNING, tick=False)
def test_the_button_reaches_each_school_once_a_day_and_says_whom(
    measures, school, second_school, school_user, methodist, head
):
    in_force((None, date(2021, 6, 15)), school=second_school, methodist=methodist, head=head)
    every = MeasureInForce.objects.all()

    first = remind_now(measures=every, by=methodist)
    plan = measures[0].roadmap
    assert (first.reached, first.already) == ({plan: [school_user]}, [])
    assert [each.school for each in first.nobody] == [second_school]
    assert first.told == (
        "Напомнили: МКОУ Своя СШ (1\u00a0человек). "
        "Напомнить некому, никто на портале не пишет отчёты: МКОУ Вторая СШ."
    )
    notice = Notice.objects.get()
    assert notice.title == "Ждём отчёт по 2 мерам: МКОУ Своя СШ, 2020/21"
    assert notice.text == "1. Семинар 1 — до 28.05.2021\n2. Семинар 2 — до 28.05.2021"
    assert notice.url == f"/roadmaps/measures/?plan={measures[0].roadmap_id}"

    second = remind_now(measures=every, by=methodist)
    assert (second.reached, second.already) == ({}, [plan])
    audit = AuditEvent.objects.get(action="execution.remind")
    assert (audit.actor_id, audit.data["people"]) == (methodist.pk, [school_user.pk])

    with time_machine.travel("2021-05-28T05:30Z", tick=False):
        assert list(remind_now(measures=every, by=methodist).reached) == [plan]


@time_machine.travel(THURSDAY_MORNING, tick=False)
def test_two_plans_of_one_school_are_two_reminders(school, school_user, methodist, head):
    for year in (2019, 2020):
        in_force((None, date(2021, 5, 20)), school=school, year=year, methodist=methodist, head=head)
    result = remind_now(measures=MeasureInForce.objects.all(), by=methodist)

    assert sorted(plan.year for plan in result.reached) == [2019, 2020]
    assert "МКОУ Своя СШ, 2019/20 (1\u00a0человек)" in result.told
    assert "МКОУ Своя СШ, 2020/21 (1\u00a0человек)" in result.told


@time_machine.travel(THURSDAY_MORNING, tick=False)
def test_a_new_name_of_plan_or_school_brings_no_reminder_twice(measures, school, school_user, methodist):
    every = MeasureInForce.objects.all()
    assert (remind(), len(remind_now(measures=every, by=methodist).reached)) == (2, 1)
    Roadmap.objects.update(title="Новое название")
    School.objects.filter(pk=school.pk).update(short_name="МКОУ Новая СШ")

    assert (remind(), remind_now(measures=every, by=methodist).told) == (
        0,
        "Сегодня уже напоминали: МКОУ Новая СШ.",
    )


@time_machine.travel(THURSDAY_MORNING, tick=False)
def test_the_button_spares_who_owes_nothing(measures, school_user, methodist):
    for measure in measures:
        report(measure, ReportStatus.SUBMITTED, submitted_by=school_user)
    result = remind_now(measures=MeasureInForce.objects.all(), by=methodist)
    assert (result.told, Notice.objects.count()) == ("Напоминать не о чем.", 0)


@pytest.mark.parametrize("who", ["stranger", "school_user", "observer", "admin", "coordinator"])
def test_only_who_accepts_reports_presses_the_button(measures, who, request):
    with pytest.raises(NotAllowed):
        remind_now(measures=MeasureInForce.objects.all(), by=request.getfixturevalue(who))
    assert not Notice.objects.exists()
