"""Handing one letter to the mail server, and what the server's answers mean to a person."""

import re
import smtplib
import socket
import ssl
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from portal.core.oserrors import reason
from portal.notices.enums import LetterStatus
from portal.notices.models import Letter

_PERMANENT = 500
_LONGEST_ANSWER = 200


class Unreachable(Exception):
    """It may go better later; `str()` says in Russian what happened."""


class Away(Unreachable):
    """The server itself cannot be used: any other letter would fare alike."""


class Refused(Exception):
    """It will not go better by itself; `str()` says in Russian what happened."""


def mail_is_kept_in_files() -> bool:
    """No mail server is connected: letters are put into a folder."""
    return settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")


def post(letter: Letter) -> str:
    """Send to the address that the person has now; what became of it. Raises Unreachable or Refused."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {
        "Message-ID": f"<{letter.public_id}@{domain}>",
        "Auto-Submitted": "auto-generated",  # no answering machine writes back
    }
    message = EmailMessage(letter.subject, letter.body, to=[letter.user.email], headers=headers)
    try:
        message.send()
    except smtplib.SMTPAuthenticationError as error:
        raise Away("Почтовый сервер не принял имя или пароль портала: проверьте EMAIL_URL.") from error
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise _refusal("Почтовый сервер не принял адрес человека", code, answer) from error
    except smtplib.SMTPResponseException as error:
        raise _refusal("Почтовый сервер не принял письмо", error.smtp_code, error.smtp_error) from error
    except OSError as error:
        raise Away(_why(error)) from error
    return LetterStatus.KEPT if mail_is_kept_in_files() else LetterStatus.SENT


def _refusal(what: str, code: int, answer: bytes | str) -> Refused | Unreachable:
    """The server's own words without addresses, which it likes to repeat."""
    words = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    words = " ".join(re.sub(r"<?[^\s<>]+@[^\s<>]+>?", "…", words).split())[:_LONGEST_ANSWER]
    told = f"{what}. Его ответ: {code} {words}".strip()
    return Refused(told) if code >= _PERMANENT else Unreachable(told)


def _why(error: OSError) -> str:
    match error:
        case smtplib.SMTPServerDisconnected() | ConnectionResetError() | BrokenPipeError():
            return "Почтовый сервер прервал соединение."
        case smtplib.SMTPException():
            return "Почтовый сервер не умеет того, о чём его попросили: проверьте EMAIL_URL."
        case ConnectionRefusedError():
            return "Почтовый сервер не отвечает: соединение отклонено."
        case socket.gaierror():
            return "Имя почтового сервера не найдено: проверьте EMAIL_URL."
        case TimeoutError():
            return "Почтовый сервер не ответил вовремя."
        case ssl.SSLError():
            return "Защищённое соединение с почтовым сервером не получилось: проверьте его сертификат."
    return f"Письмо не отправлено: {reason(error)}."
