"""A real mail server on this machine, and what it received."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller

from tests.installation import free_port


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


@contextmanager
def mail_server() -> Iterator[tuple[Postbox, int]]:
    """The postbox and the port of its server on 127.0.0.1."""
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        yield box, server.port
    finally:
        server.stop()
