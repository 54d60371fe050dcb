"""Readiness pages, and the file broker when its folder misbehaves."""

import errno
from uuid import uuid4

import pytest
from django.test import override_settings
from kombu import Connection
from kombu.exceptions import OperationalError

from portal import filebroker
from portal.celery import app
from portal.core.health import checks
from portal.embedded import embedded_broker

CLOSED = "redis://127.0.0.1:1/0"


@pytest.fixture
def queue(tmp_path):
    """A queue of the file broker and the folder in which its messages lie.

    Each test has a name of its own: kombu remembers bindings for the life of the process.
    """
    name = f"q{uuid4().hex}"
    options = embedded_broker(tmp_path)
    with (
        Connection("portalfs://localhost", transport_options=options) as link,
        link.SimpleQueue(name) as queue,
    ):
        yield queue, tmp_path / "queue" / "messages"


def test_process_and_readiness_answer_without_sign_in(client, db):
    assert client.get("/healthz").json() == {"status": "ok"}
    answer = client.get("/readyz").json()
    assert answer == {"status": "ok", "checks": dict.fromkeys(checks.CHECKS, True)}


@pytest.mark.parametrize("name", list(checks.CHECKS))
def test_what_is_not_ready_is_named_without_details(client, db, monkeypatch, name):
    def fail():
        raise OSError("/secret/path")

    monkeypatch.setitem(checks.CHECKS, name, fail)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"][name] is False
    assert "secret" not in answer.content.decode()


def test_broker_that_does_not_listen_is_not_ready(monkeypatch):
    monkeypatch.setattr(app.conf, "broker_url", CLOSED)
    monkeypatch.setattr(app.conf, "broker_write_url", CLOSED)

    with override_settings(CELERY_BROKER_TRANSPORT_OPTIONS={}), pytest.raises(OperationalError):
        checks.broker()


def test_messages_come_whole_and_in_order(queue):
    messages, folder = queue
    for number in range(5):
        messages.put({"number": number})

    taken = [messages.get(timeout=2) for _ in range(5)]

    assert [message.payload["number"] for message in taken] == list(range(5))
    for message in taken:
        message.ack()
    assert [path.name for path in folder.iterdir()] == []


def test_unreadable_message_does_not_stop_the_queue(queue):
    messages, folder = queue
    (folder / f"00000000000000000000_x.{messages.queue.name}.msg").write_text('{"half')
    messages.put({"number": 1})

    assert messages.get(timeout=2).payload == {"number": 1}


def test_full_disk_is_a_broker_that_does_not_answer(queue, monkeypatch):
    messages, folder = queue

    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(filebroker.os, "fsync", full)

    with pytest.raises(OperationalError):
        messages.put({"number": 1})
    assert list(folder.iterdir()) == []
