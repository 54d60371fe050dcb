"""A real mail server on this machine, and what it received."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

from tests.installation import free_port

SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


class Postbox:
    """Keeps what arrives; `answers` are given to the next letters instead of «250 OK»."""

    def __init__(self):
        self.letters: list[EmailMessage] = []
        self.addresses: list[list[str]] = []
        self.answers: list[str] = []
        self.refused: dict[str, str] = {}

    @property
    def subjects(self) -> list[str]:
        """Without the space of a folded header, which no reader shows."""
        return [letter["Subject"].strip() for letter in self.letters]

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.answers:
            return self.answers.pop(0)
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        self.addresses.append(list(envelope.rcpt_tos))
        return "250 OK"


@pytest.fixture
def postbox(settings):
    """The portal's mail server for one test."""
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP_BACKEND, "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = 3
    yield box
    server.stop()


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
