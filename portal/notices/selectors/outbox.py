"""Letters as the administrator sees them: to whom, about what, how it went. Never what they say."""

from typing import Any

from django.db.models import QuerySet

from portal.accounts.enums import Permission
from portal.notices.enums import LetterStatus
from portal.notices.models import Letter


def outbox(*, user: Any, status: str = "") -> QuerySet[Letter]:
    """Letters from the newest, of one status if it is named; their texts stay in the database."""
    rows = Letter.objects.permitted(user, Permission.MAIL_MANAGE).defer("body").select_related("user")
    return rows.filter(status=status) if status else rows


def failed_count(*, user: Any) -> int:
    return outbox(user=user, status=LetterStatus.FAILED).count()
