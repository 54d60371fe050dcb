"""What notices add to «Мой день»: letters that did not go, for the administrator."""

from collections.abc import Iterable

from django.urls import reverse

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.panels import Task, my_day
from portal.core.russian import counted
from portal.notices.enums import LetterStatus
from portal.notices.selectors import failed_count


@my_day.register
def letters_that_failed(*, user: User) -> Iterable[Task]:
    if user.may(Permission.MAIL_MANAGE) and (count := failed_count(user=user)):
        url = f"{reverse('notices:outbox')}?status={LetterStatus.FAILED}"
        hint = counted(count, "письмо", "письма", "писем")
        yield Task("Письма не отправлены", "returned", "разобраться", url, hint, "Установка")
