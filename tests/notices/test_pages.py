"""The pages: one's own notices, how to be told, and the administrator's outbox."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.core.panels import my_day
from portal.notices.enums import Delivery, NoticeKind
from portal.notices.models import Letter, Notice, Preference
from tests.factories.notices import LetterFactory, NoticeFactory

pytestmark = pytest.mark.django_db
LIST, READ_ALL = reverse("notices:list"), reverse("notices:read-all")
SETTINGS, OUTBOX = reverse("notices:settings"), reverse("notices:outbox")
CHOICES = {"reminder": "digest", "submitted": "at_once", "decided": "portal"}


@pytest.fixture
def mine(client, school_user):
    client.force_login(school_user)
    return lambda **fields: NoticeFactory(user=school_user, **fields)


# --- One's own notices --------------------------------------------------------------------------


def test_unread_notices_stand_first_and_each_leads_to_its_thing(client, mine, methodist):
    mine(title="Старое и прочитанное", read_at=timezone.now())
    mine(title="Первое новое", text="Нет срока\n<b>у меры</b>", url="/roadmaps/7/")
    mine(title="Прочитанное", read_at=timezone.now())
    mine(title="Второе новое")
    NoticeFactory(user=methodist, title="Чужое")

    answer = client.get(LIST)
    titles = [notice.title for notice in answer.context["page_obj"]]
    assert titles == ["Второе новое", "Первое новое", "Прочитанное", "Старое и прочитанное"]
    page = answer.content.decode()
    assert '<a href="/roadmaps/7/"' in page
    assert "Нет срока<br>&lt;b&gt;у меры&lt;/b&gt;" in page
    assert "Чужое" not in page
    assert page.count(">Прочитано<") == 2


def test_every_page_counts_what_is_unread_without_a_query_of_its_own(client, mine):
    me, shown = reverse("accounts:me"), '<b>2</b><span class="visually-hidden"> непрочитанных</span>'
    client.get(me)
    with CaptureQueriesContext(connection) as before:
        assert "непрочитанных" not in client.get(me).content.decode()
    mine()
    mine()
    mine(read_at=timezone.now())
    with CaptureQueriesContext(connection) as after:
        assert shown in client.get(me).content.decode()
    # The session and the person with his number, then what any page asks.
    assert len(after) == len(before)
    assert sum("notices_notice" in query["sql"] for query in after) == 1


def test_a_notice_is_read_by_a_button_and_by_its_owner_only(client, mine, methodist):
    notice, foreign = mine(), NoticeFactory(user=methodist)

    assert client.post(reverse("notices:read", args=[notice.pk])).url == LIST
    assert client.post(reverse("notices:read", args=[foreign.pk])).status_code == 404
    assert client.get(reverse("notices:read", args=[notice.pk])).url == reverse("notices:list")
    assert list(Notice.objects.filter(read_at=None)) == [foreign]


def test_all_are_read_but_not_what_came_after_the_page(client, mine):
    mine()
    seen = mine()
    later = mine()
    assert client.get(LIST).context["newest"] == later.pk

    answer = client.post(READ_ALL, {"newest": seen.pk}, follow=True)
    assert "2\u00a0уведомления отмечены прочитанными" in answer.content.decode()
    assert list(Notice.objects.filter(read_at=None)) == [later]


@pytest.mark.parametrize("newest", ["", "-1", "все", "9" * 5000])
def test_a_broken_number_reads_nothing(client, mine, newest):
    mine()
    assert client.post(READ_ALL, {"newest": newest}).url == LIST
    assert Notice.objects.filter(read_at=None).count() == 1


@pytest.mark.parametrize("count", [1, 40])
def test_queries_of_the_list_do_not_grow(client, mine, count, django_assert_num_queries):
    for _ in range(count):
        mine()
    client.get(LIST)
    with django_assert_num_queries(8):
        client.get(LIST)


def test_long_lists_have_pages(client, mine):
    for _ in range(31):
        mine()
    assert len(client.get(LIST, {"page": "2"}).context["page_obj"]) == 1
    assert client.get(LIST, {"page": "999"}).status_code == 200


# --- How to be told -----------------------------------------------------------------------------


def test_choices_are_kept_and_shown(client, mine, school_user):
    assert client.post(SETTINGS, CHOICES).url == SETTINGS
    assert dict(Preference.objects.values_list("kind", "delivery")) == CHOICES
    assert set(Preference.objects.values_list("user", flat=True)) == {school_user.pk}
    form = client.get(SETTINGS).context["form"]
    assert {name: field.initial for name, field in form.fields.items()} == CHOICES


def test_without_choices_the_page_shows_the_defaults_and_returns_cannot_be_chosen(client, mine):
    answer = client.get(SETTINGS)
    assert {name: field.initial for name, field in answer.context["form"].fields.items()} == {
        NoticeKind.REMINDER: Delivery.AT_ONCE,
        NoticeKind.SUBMITTED: Delivery.DIGEST,
        NoticeKind.DECIDED: Delivery.DIGEST,
    }
    client.post(SETTINGS, CHOICES | {"returned": "portal"})
    assert not Preference.objects.filter(kind="returned").exists()


@pytest.mark.parametrize("answers", [{}, CHOICES | {"decided": "никогда"}])
def test_a_wrong_choice_is_said_at_its_field_and_nothing_is_kept(client, mine, answers):
    answer = client.post(SETTINGS, answers)
    assert answer.status_code == 200
    assert "decided" in answer.context["form"].errors
    assert not Preference.objects.exists()


def test_pages_say_where_letters_go_without_a_server(client, mine, settings):
    note = "Почтовый сервер не подключён"
    assert note not in client.get(SETTINGS).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert [note in client.get(page).content.decode() for page in (LIST, SETTINGS)] == [True, True]
    told = client.post(SETTINGS, CHOICES, follow=True).content.decode()
    assert "когда к порталу подключат почтовый сервер" in told
    assert "Письма будут приходить" not in told


# --- The outbox ---------------------------------------------------------------------------------


@pytest.fixture
def office(client, admin):
    client.force_login(admin)
    return client


def test_the_administrator_sees_how_letters_fared_but_not_what_they_say(office, head):
    LetterFactory(user=head, subject="Ушло", status="sent", sent_at=timezone.now())
    LetterFactory(user=head, subject="Не ушло", status="failed", error="Сервер не отвечает.")

    page = office.get(OUTBOX).content.decode()
    assert "Ушло" in page
    assert head.short_name in page
    assert "Сервер не отвечает." in page
    assert "Тайна письма" not in page
    assert page.count("Отправить ещё раз<span") == 1
    failed = office.get(OUTBOX, {"status": "failed"})
    assert [letter.subject for letter in failed.context["page_obj"]] == ["Не ушло"]
    assert len(office.get(OUTBOX, {"status": "нет такого"}).context["page_obj"]) == 2


def test_a_letter_that_became_a_file_is_not_called_sent(office, head, enqueued, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    LetterFactory(user=head, subject="В папке", status="kept", sent_at=timezone.now())
    failed = LetterFactory(user=head, subject="Не ушло", status="failed", error="Диск полон.")

    page = office.get(OUTBOX).content.decode()
    assert "записано в папку сегодня в" in page
    assert "отправлено сегодня" not in page
    assert "Почтовый сервер не подключён" in page
    kept = office.get(OUTBOX, {"status": "kept"})
    assert [letter.subject for letter in kept.context["page_obj"]] == ["В папке"]
    again = office.post(reverse("notices:resend", args=[failed.pk]), follow=True).content.decode()
    assert "портал запишет их в папку" in again
    assert "уходят в течение минуты" not in again
    assert enqueued == [("notices.send", failed.pk)]


def test_one_letter_and_all_letters_are_sent_again(office, head, enqueued):
    one, other = (LetterFactory(user=head, status="failed", error="Нет.") for _ in range(2))
    sent = LetterFactory(user=head, status="sent", sent_at=timezone.now())

    answer = office.post(reverse("notices:resend", args=[one.pk]), follow=True)
    assert "Снова в очереди: 1\u00a0письмо" in answer.content.decode()
    assert office.post(reverse("notices:resend", args=[10**6])).status_code == 404
    office.post(reverse("notices:resend-all"))
    again = office.post(reverse("notices:resend", args=[sent.pk]), follow=True)
    assert "Отправлять снова нечего" in again.content.decode()
    assert enqueued == [("notices.send", one.pk), ("notices.send", other.pk)]
    assert set(Letter.objects.filter(status="waiting")) == {one, other}


@pytest.mark.parametrize("count", [1, 30])
def test_queries_of_the_outbox_do_not_grow(office, count, django_assert_num_queries):
    for _ in range(count):
        LetterFactory(status="failed", error="Нет.")
    office.get(OUTBOX)
    with django_assert_num_queries(6):
        office.get(OUTBOX)


def test_failed_letters_wait_on_the_administrators_day_and_nobody_elses(admin, head):
    assert "Письма не отправлены" not in [task.title for task in my_day.collect(user=admin)]
    LetterFactory(status="failed", error="Нет.")
    task = next(task for task in my_day.collect(user=admin) if task.title == "Письма не отправлены")
    assert (task.hint, task.url) == ("1\u00a0письмо", f"{OUTBOX}?status=failed")
    assert "Письма не отправлены" not in [task.title for task in my_day.collect(user=head)]
