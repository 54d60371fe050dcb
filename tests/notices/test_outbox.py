"""From a notice to the mail server: one letter of what is due, sent once, failures in words."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from portal.celery import app
from portal.core.errors import NotAllowed
from portal.core.models import AuditEvent
from portal.notices import tasks
from portal.notices.models import Letter, Notice
from portal.notices.services import letters, letters_resend, notify, outbox
from tests.factories.accounts import UserFactory
from tests.factories.notices import LetterFactory

pytestmark = pytest.mark.django_db
VOLGOGRAD = ZoneInfo("Europe/Volgograd")
FRIDAY = "2021-05-21T16:00Z"  # 19:00 in Volgograd: nobody is at work
MONDAY = "2021-05-24T05:00Z"  # 8:00 there


@pytest.fixture
def user():
    return UserFactory(email="teacher@example.org")


def tell(user, kind, key, title="Карта утверждена", text=""):
    notify(users=[user], kind=kind, title=title, text=text, url=f"/roadmaps/{key}/", key=key, zone=VOLGOGRAD)


def fresh(letter):
    letter.refresh_from_db()
    return letter


def deliver_all():
    letters.gather()
    return [outbox.send(letter_id=pk) for pk in Letter.objects.order_by("pk").values_list("pk", flat=True)]


# --- Letters out of notices -------------------------------------------------------------------


def test_returned_work_leaves_at_night_and_the_rest_on_monday_in_one_letter(user, enqueued, postbox):
    with time_machine.travel(FRIDAY, tick=False):
        tell(user, "decided", "1", "Карту «Школа № 5» утвердили")
        tell(user, "reminder", "2", "Срок меры 2.1 — 25.05.2021")
        tell(user, "returned", "3", "Вернули отчёт", "Нет приложения")
        deliver_all()
    assert postbox.subjects == ["Вернули отчёт"]

    with time_machine.travel("2021-05-24T04:59:59Z", tick=False):
        assert letters.gather() == []
    with time_machine.travel(MONDAY, tick=False):
        deliver_all()
        assert letters.gather() == []

    _, digest = postbox.letters
    assert postbox.subjects[1] == "Поддержка школ: 2\u00a0уведомления"
    assert digest.get_content().splitlines() == [
        "НАПОМИНАНИЯ О СРОКАХ",
        "",
        "Срок меры 2.1 — 25.05.2021",
        "http://127.0.0.1:8000/roadmaps/2/",
        "",
        "РЕШЕНИЯ И ИЗМЕНЕНИЯ",
        "",
        "Карту «Школа № 5» утвердили",
        "http://127.0.0.1:8000/roadmaps/1/",
        "",
        "--",
        "Письмо отправил портал «Поддержка школ», отвечать на него не нужно.",
        "Все уведомления: http://127.0.0.1:8000/notices/",
        "Какие письма получать: http://127.0.0.1:8000/notices/settings/",
    ]


def test_a_letter_is_plain_text_from_the_portal_to_its_person_alone(user, enqueued, postbox, settings):
    settings.DEFAULT_FROM_EMAIL = "Поддержка школ <portal@school.example>"
    tell(user, "returned", "3", "Вернули отчёт", "<b>Нет</b> приложения")
    deliver_all()

    (letter,) = postbox.letters
    number = Letter.objects.get().public_id
    assert postbox.addresses == [["teacher@example.org"]]
    assert letter["From"] == "Поддержка школ <portal@school.example>"
    assert letter["Message-ID"] == f"<{number}@school.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().splitlines()[2:4] == ["Вернули отчёт", "<b>Нет</b> приложения"]


def test_a_title_cannot_add_a_header(user, enqueued, postbox):
    tell(user, "returned", "3", "Вернули\r\nBcc: thief@example.org\r\n\r\nтекст")
    deliver_all()

    (letter,) = postbox.letters
    assert (letter["Bcc"], postbox.addresses) == (None, [["teacher@example.org"]])
    assert postbox.subjects == ["Вернули Bcc: thief@example.org текст"]


def test_a_broken_subject_in_the_database_is_not_sent(user, enqueued, postbox, caplog):
    """The second wall: even if something wrote a line break there."""
    letter = LetterFactory(user=user, subject="Вернули\nBcc: thief@example.org")
    outbox.send(letter_id=letter.pk)

    assert (fresh(letter).status, postbox.letters) == ("failed", [])
    assert letter.error.startswith("Письмо не отправлено из-за ошибки в портале")
    assert "BadHeaderError" in caplog.text
    assert "thief" not in caplog.text


def test_several_of_one_kind_are_named_by_it(user, enqueued):
    for key in "123456":
        tell(user, "returned", key)
    letters.gather()

    assert Letter.objects.get().subject == "Вернули на доработку: 6\u00a0уведомлений"
    assert Notice.objects.filter(letter=Letter.objects.get()).count() == 6


def test_each_person_gets_a_letter_of_his_own(user, enqueued):
    other = UserFactory()
    tell(user, "returned", "1", "Вернули первому")
    tell(other, "returned", "2", "Вернули второму")
    letters.gather()

    assert dict(Letter.objects.values_list("user", "subject")) == {
        user.pk: "Вернули первому",
        other.pk: "Вернули второму",
    }


def test_nothing_to_say_makes_no_letter(user, enqueued):
    with time_machine.travel(MONDAY, tick=False):
        outbox.sweep()
    assert (Letter.objects.count(), enqueued) == (0, [])


def test_a_late_worker_waits_for_the_morning(user, enqueued):
    """The digest of 8:00 on Friday, met by a worker that was started in the evening."""
    with time_machine.travel("2021-05-20T12:00Z", tick=False):
        tell(user, "decided", "1")
    with time_machine.travel(FRIDAY, tick=False):
        assert letters.gather() == []
    with time_machine.travel(MONDAY, tick=False):
        assert len(letters.gather()) == 1


# --- Sending ----------------------------------------------------------------------------------


def test_a_second_delivery_sends_nothing(user, postbox):
    letter = LetterFactory(user=user)
    assert [outbox.send(letter_id=letter.pk) for _ in range(3)] == [True, False, False]
    assert len(postbox.letters) == 1
    assert (fresh(letter).status, letter.attempts, letter.token) == ("sent", 1, None)
    assert (letter.sent_at is None, letter.body) == (False, "")


def test_a_server_that_is_down_is_tried_three_times_with_growing_pauses(user, no_server):
    with time_machine.travel("2021-05-20T09:00Z", tick=False) as clock:
        letter, pauses = LetterFactory(user=user), []
        while outbox.send(letter_id=letter.pk) and fresh(letter).status == "waiting":
            pauses.append(letter.due_at - timezone.now())
            clock.move_to(letter.due_at - timedelta(seconds=1))
            assert not outbox.send(letter_id=letter.pk)
            clock.move_to(letter.due_at)

    assert pauses == [timedelta(minutes=5), timedelta(minutes=30)]
    assert (letter.status, letter.attempts) == ("failed", 3)
    assert letter.error == "Почтовый сервер не отвечает: соединение отклонено."


def test_while_the_server_is_away_one_letter_knocks_for_all(user, no_server):
    with time_machine.travel("2021-05-20T09:00Z", tick=False) as clock:
        first, second = LetterFactory(user=user), LetterFactory(user=user)
        assert outbox.send(letter_id=first.pk)
        assert not outbox.send(letter_id=second.pk)
        clock.shift(outbox.HOLD)
        assert outbox.send(letter_id=second.pk)
    assert (fresh(first).attempts, fresh(second).attempts) == (1, 1)


def test_a_greylisted_letter_holds_nobody_up(user, postbox):
    first, second = LetterFactory(user=user), LetterFactory(user=user)
    postbox.answers = ["451 4.7.1 Greylisted"]
    assert outbox.send(letter_id=first.pk)
    assert outbox.send(letter_id=second.pk)
    assert (fresh(first).status, fresh(second).status) == ("waiting", "sent")


def test_a_server_that_comes_back_gets_the_letter(user, postbox, settings):
    with time_machine.travel("2021-05-20T09:00Z", tick=False) as clock:
        letter = LetterFactory(user=user)
        postbox.answers = ["451 4.3.0 Try again later"]
        outbox.send(letter_id=letter.pk)
        assert fresh(letter).error == "Почтовый сервер не принял письмо. Его ответ: 451 4.3.0 Try again later"
        clock.shift(timedelta(minutes=5))
        assert outbox.send(letter_id=letter.pk)

    assert (fresh(letter).status, letter.error, len(postbox.letters)) == ("sent", "", 1)


def test_a_server_that_refuses_the_person_is_not_asked_again(user, postbox):
    postbox.refused[user.email] = f"550 5.1.1 <{user.email}> no such user"
    letter = LetterFactory(user=user)
    outbox.send(letter_id=letter.pk)

    assert (fresh(letter).status, letter.attempts) == ("failed", 1)
    assert letter.error == "Почтовый сервер не принял адрес человека. Его ответ: 550 5.1.1 … no such user"


def test_a_server_that_refuses_the_letter_is_not_asked_again(user, postbox):
    postbox.answers = ["554 5.7.1 Looks like spam"]
    letter = LetterFactory(user=user)
    outbox.send(letter_id=letter.pk)

    assert (fresh(letter).status, letter.error) == (
        "failed",
        "Почтовый сервер не принял письмо. Его ответ: 554 5.7.1 Looks like spam",
    )


def test_a_retry_waits_for_working_hours_unless_it_is_urgent(user, postbox):
    with time_machine.travel(FRIDAY, tick=False):
        quiet, urgent = LetterFactory(user=user, is_urgent=False), LetterFactory(user=user)
        assert not outbox.send(letter_id=quiet.pk)
        assert outbox.send(letter_id=urgent.pk)
    with time_machine.travel(MONDAY, tick=False):
        assert outbox.send(letter_id=quiet.pk)
    assert postbox.subjects == [urgent.subject, quiet.subject]


def test_who_left_gets_no_letter(user, postbox):
    letter = LetterFactory(user=user)
    user.is_active = False
    user.save()
    outbox.send(letter_id=letter.pk)

    assert (fresh(letter).status, postbox.letters) == ("cancelled", [])
    assert letter.error == "Учётная запись человека закрыта."


def test_a_letter_goes_to_the_address_of_today(user, postbox):
    letter = LetterFactory(user=user)
    user.email = "new@example.org"
    user.save()
    outbox.send(letter_id=letter.pk)
    assert postbox.addresses == [["new@example.org"]]


def test_a_vanished_worker_costs_one_more_letter_at_most(user, postbox, enqueued):
    with time_machine.travel("2021-05-20T09:00Z", tick=False) as clock:
        letter = LetterFactory(user=user)
        assert outbox.claim(letter_id=letter.pk)
        clock.shift(outbox.LEASE)
        assert not outbox.claim(letter_id=letter.pk)
        clock.shift(1)
        assert outbox.claim(letter_id=letter.pk)
        clock.shift(outbox.LEASE + timedelta(seconds=1))
        assert not outbox.claim(letter_id=letter.pk)
        outbox.sweep()

    assert (fresh(letter).status, enqueued) == ("failed", [])
    assert "Возможно, письмо дошло" in letter.error


def test_a_copy_after_a_vanished_worker_has_the_same_number(user, postbox):
    letter = LetterFactory(user=user)
    for _ in range(2):
        assert outbox.send(letter_id=letter.pk)
        # As if the worker had died between the server's answer and the database's.
        Letter.objects.update(status="waiting", token=None, lease_until=None, sent_at=None)
    assert len({letter["Message-ID"] for letter in postbox.letters}) == 1
    assert len(postbox.letters) == 2


def test_a_worker_that_lost_its_letter_changes_nothing(user, postbox, monkeypatch):
    letter = LetterFactory(user=user)
    real = outbox.post

    def slow(row):
        outcome = real(row)
        Letter.objects.update(token="00000000-0000-0000-0000-000000000001")
        return outcome

    monkeypatch.setattr(outbox, "post", slow)
    outbox.send(letter_id=letter.pk)
    assert fresh(letter).status == "waiting"


def test_the_sweeper_sends_what_was_lost_on_the_way(user, enqueued):
    with time_machine.travel(MONDAY, tick=False):
        lost = LetterFactory(user=user)
        LetterFactory(user=user, status="sent", sent_at=timezone.now())
        LetterFactory(user=user, due_at=timezone.now() + timedelta(minutes=1))
        LetterFactory(user=user, lease_until=timezone.now() + timedelta(minutes=1))
        tell(user, "returned", "9")
        enqueued.clear()
        outbox.sweep()
    made = Letter.objects.get(notices__key="9")
    assert enqueued == [("notices.send", made.pk), ("notices.send", lost.pk)]


def test_tasks_do_what_their_names_say(user, postbox, enqueued):
    tell(user, "returned", "1")
    tasks.gather()
    tasks.send(letter_id=Letter.objects.get().pk)
    tasks.sweep()
    assert (Letter.objects.get().status, len(postbox.letters)) == ("sent", 1)


def test_letters_have_a_queue_of_their_own_and_the_clock_knows_its_tasks(settings):
    app.loader.import_default_modules()
    queues = {
        name: app.amqp.router.route({}, name)["queue"].name for name in ("notices.send", "reports.build")
    }
    assert queues == {"notices.send": "mail", "reports.build": "portal"}
    scheduled = {row["task"] for row in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {"notices.sweep", "roadmaps.remind"} <= scheduled <= set(app.tasks)


def test_without_a_server_letters_are_files(user, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    letter = LetterFactory(user=user, subject="Saved")
    outbox.send(letter_id=letter.pk)

    (file,) = (tmp_path / "mail").iterdir()
    assert f"To: {user.email}" in file.read_text()
    kept = fresh(letter)
    assert (kept.status, kept.sent_at is None, kept.body, mail.outbox) == ("kept", False, "", [])
    assert not outbox.send(letter_id=letter.pk)


# --- Once more --------------------------------------------------------------------------------


def test_the_administrator_sends_failed_letters_again(user, admin, postbox, enqueued):
    failed = LetterFactory(user=user, status="failed", error="нет сервера", attempts=3, was_interrupted=True)
    sent = LetterFactory(user=user, status="sent", sent_at=timezone.now())

    assert letters_resend(letters=Letter.objects.all(), by=admin) == 1
    assert letters_resend(letters=Letter.objects.all(), by=admin) == 0

    assert (fresh(failed).status, failed.attempts, failed.error) == ("waiting", 0, "")
    assert fresh(sent).status == "sent"
    assert enqueued == [("notices.send", failed.pk)]
    assert AuditEvent.objects.filter(action="letter.resend", actor_id=admin.pk).count() == 1
    assert outbox.send(letter_id=failed.pk)
    assert len(postbox.letters) == 1


def test_only_the_administrator_sends_again(user, head, enqueued):
    LetterFactory(user=user, status="failed", error="нет сервера")
    with pytest.raises(NotAllowed):
        letters_resend(letters=Letter.objects.all(), by=head)
