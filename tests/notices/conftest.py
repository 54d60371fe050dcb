import pytest

from tests.installation import free_port
from tests.postbox import mail_server

SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def postbox(settings):
    """The portal's mail server for one test."""
    with mail_server() as (box, port):
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP_BACKEND, "127.0.0.1", port
        settings.EMAIL_TIMEOUT = 3
        yield box


@pytest.fixture
def no_server(settings):
    """A mail server is named, but nothing listens there."""
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP_BACKEND, "127.0.0.1"
    settings.EMAIL_PORT = free_port()


@pytest.fixture
def enqueued(monkeypatch):
    """Names and numbers of the tasks that services asked for; nothing is carried out."""
    asked: list[tuple] = []

    def remember(name, **kwargs):
        asked.append((name, *kwargs.values()))

    for module in ("events", "letters", "outbox"):
        monkeypatch.setattr(f"portal.notices.services.{module}.enqueue", remember)
    return asked
