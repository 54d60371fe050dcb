"""Several workers at one moment: real threads, real row locks."""

from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from portal.notices.models import Letter, Notice
from portal.notices.services import letters, notify, outbox
from tests.crowd import CROWD, at_once
from tests.factories.accounts import UserFactory
from tests.factories.notices import LetterFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """Nothing is carried out by itself."""
    monkeypatch.setattr("portal.core.jobs._send", lambda task, kwargs: None)


def test_many_workers_send_one_letter():
    letter = LetterFactory()
    assert sorted(at_once(lambda: outbox.send(letter_id=letter.pk))) == [False] * (CROWD - 1) + [True]
    assert len(mail.outbox) == 1
    assert (Letter.objects.get().status, Letter.objects.get().attempts) == ("sent", 1)


def test_many_workers_write_one_letter_for_a_person():
    people = UserFactory.create_batch(3)
    for number in range(4):
        notify(
            users=people, kind="returned", title="Вернули", url="/", key=f"{number}",
            zone=ZoneInfo("Europe/Volgograd"),
        )  # fmt: skip
    at_once(letters.gather)

    assert sorted(Letter.objects.values_list("user", flat=True)) == sorted(user.pk for user in people)
    assert not Notice.objects.filter(letter=None).exists()


def test_one_event_told_by_many_at_once_is_one_notice():
    user = UserFactory()
    at_once(
        lambda: notify(
            users=[user], kind="returned", title="Вернули", url="/", key="1", zone=ZoneInfo("Europe/Moscow")
        )
    )
    assert Notice.objects.count() == 1
