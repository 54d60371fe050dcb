"""Telling people: who gets a notice, and when it may leave in a letter."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from portal.notices.enums import Delivery, NoticeKind
from portal.notices.models import Notice
from portal.notices.selectors import notices_of
from portal.notices.services import Event, notices_read, notify, notify_all, preferences_set
from tests.factories.accounts import UserFactory
from tests.factories.notices import NoticeFactory

pytestmark = pytest.mark.django_db
VOLGOGRAD = ZoneInfo("Europe/Volgograd")
KAMCHATKA = ZoneInfo("Asia/Kamchatka")
NOON = "2021-05-20T09:00Z"  # Thursday, 12:00 in Volgograd, 21:00 in Kamchatka
EVENING = "2021-05-21T16:00Z"  # Friday, 19:00 in Volgograd
MONDAY = datetime(2021, 5, 24, 5, tzinfo=UTC)  # 8:00 in Volgograd


@pytest.fixture
def user():
    return UserFactory()


def tell(*users, kind=NoticeKind.DECIDED, zone=VOLGOGRAD, **fields):
    facts = {"title": "Карта утверждена", "url": "/roadmaps/1/", "key": "roadmap:1", "text": ""} | fields
    return notify(users=users, kind=kind, zone=zone, **facts)


def test_a_notice_keeps_what_was_said(user, enqueued):
    tell(user, kind=NoticeKind.RETURNED, title="Вернули карту", text="Нет срока у меры 2.1\nИ у 2.2")

    notice = Notice.objects.get()
    assert (notice.user, notice.kind, notice.title) == (user, "returned", "Вернули карту")
    assert (notice.text, notice.url) == ("Нет срока у меры 2.1\nИ у 2.2", "/roadmaps/1/")
    assert (notice.read_at, notice.letter) == (None, None)


def test_the_same_event_twice_is_one_notice_for_each_person(user, enqueued):
    other = UserFactory()
    assert [notice.user for notice in tell(user, user)] == [user]
    assert [notice.user for notice in tell(user, other)] == [other]
    assert Notice.objects.count() == 2


def test_disabled_people_are_not_told(user, enqueued):
    assert tell(UserFactory(is_active=False)) == []
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("kind", "now", "zone", "mail_at"),
    [
        ("returned", EVENING, VOLGOGRAD, "2021-05-21T16:00Z"),
        ("returned", NOON, KAMCHATKA, "2021-05-20T09:00Z"),
        ("reminder", NOON, VOLGOGRAD, "2021-05-20T09:00Z"),
        ("reminder", EVENING, VOLGOGRAD, "2021-05-24T05:00Z"),
        ("reminder", NOON, KAMCHATKA, "2021-05-20T20:00Z"),
        ("submitted", NOON, VOLGOGRAD, "2021-05-21T05:00Z"),
        ("decided", EVENING, VOLGOGRAD, "2021-05-24T05:00Z"),
        ("decided", NOON, KAMCHATKA, "2021-05-20T20:00Z"),
    ],
)
def test_when_a_letter_may_leave_by_default(user, enqueued, kind, now, zone, mail_at):
    with time_machine.travel(now, tick=False):
        tell(user, kind=kind, zone=zone)
    assert Notice.objects.get().mail_at == datetime.fromisoformat(mail_at.replace("Z", "+00:00"))


def test_only_what_is_due_now_wakes_the_worker(user, enqueued):
    with time_machine.travel(NOON, tick=False):
        tell(user, kind=NoticeKind.DECIDED)
        assert enqueued == []
        tell(user, kind=NoticeKind.RETURNED, key="roadmap:2")
    assert enqueued == [("notices.gather",)]


def test_each_person_is_told_as_he_chose(enqueued):
    hasty, usual, silent = UserFactory.create_batch(3)
    preferences_set(choices={NoticeKind.DECIDED: Delivery.AT_ONCE}, by=hasty)
    preferences_set(choices={NoticeKind.DECIDED: Delivery.PORTAL}, by=silent)

    with time_machine.travel(NOON, tick=False):
        tell(hasty, usual, silent)

    moments = dict(Notice.objects.values_list("user", "mail_at"))
    assert moments == {
        hasty.pk: datetime(2021, 5, 20, 9, tzinfo=UTC),
        usual.pk: datetime(2021, 5, 21, 5, tzinfo=UTC),
        silent.pk: None,
    }


def test_returned_work_cannot_be_thinned_out(user, enqueued):
    with pytest.raises(ValueError, match="at once"):
        preferences_set(choices={NoticeKind.RETURNED: Delivery.PORTAL}, by=user)


def test_a_new_choice_holds_for_what_still_waits(user, enqueued):
    with time_machine.travel(NOON, tick=False):
        tell(user, kind=NoticeKind.DECIDED)
        tell(user, kind=NoticeKind.SUBMITTED, key="roadmap:2")
        preferences_set(
            choices={NoticeKind.DECIDED: Delivery.PORTAL, NoticeKind.SUBMITTED: Delivery.AT_ONCE}, by=user
        )

    moments = dict(Notice.objects.values_list("kind", "mail_at"))
    assert moments == {"decided": None, "submitted": datetime(2021, 5, 20, 9, tzinfo=UTC)}


@pytest.mark.parametrize("count", [1, 15])
def test_many_events_take_as_many_queries_as_one(django_assert_num_queries, enqueued, count):
    people = UserFactory.create_batch(5)
    events = [
        Event(users=people, kind="decided", title="Т", url="/", key=f"e{n}", zone=VOLGOGRAD)
        for n in range(count)
    ]
    with django_assert_num_queries(5):  # savepoint and release among them
        assert len(notify_all(events)) == 5 * count


def test_a_title_is_one_line_and_not_endless(user, enqueued):
    tell(user, title="Вернули\r\nBcc: all@example.org\x00\x1b\u2028карту " + "я" * 300)

    title = Notice.objects.get().title
    assert title.startswith("Вернули Bcc: all@example.org карту яяя")
    assert (len(title), title[-1], title.isprintable()) == (200, "…", True)


@pytest.mark.parametrize("url", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_a_notice_leads_nowhere_but_into_the_portal(user, url):
    with pytest.raises(ValueError, match="page of the portal"):
        tell(user, url=url)


def test_reading_spares_the_letter_but_not_for_returned_work(user, enqueued):
    with time_machine.travel(NOON, tick=False):
        tell(user, kind=NoticeKind.DECIDED)
        tell(user, kind=NoticeKind.RETURNED, key="roadmap:2")
        assert notices_read(notices=notices_of(user=user), by=user) == 2

    assert dict(Notice.objects.values_list("kind", "mail_at")) == {
        "decided": None,
        "returned": datetime(2021, 5, 20, 9, tzinfo=UTC),
    }
    assert not Notice.objects.filter(read_at=None).exists()


def test_nobody_reads_for_another(user):
    NoticeFactory()
    assert notices_read(notices=Notice.objects.all(), by=user) == 0
    assert Notice.objects.filter(read_at=None).count() == 1
