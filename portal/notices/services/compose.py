"""The words of a letter: plain text, its notices under the heads of their kinds, a link to each."""

from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.urls import reverse

from portal.core.russian import counted
from portal.notices.enums import NoticeKind
from portal.notices.models import Notice


def subject_of(notices: Sequence[Notice]) -> str:
    """The title of the only notice, else what there is how much of."""
    if len(notices) == 1:
        return notices[0].title
    kinds = {notice.kind for notice in notices}
    count = counted(len(notices), "уведомление", "уведомления", "уведомлений")
    return f"{NoticeKind(kinds.pop()).label}: {count}" if len(kinds) == 1 else f"Поддержка школ: {count}"


def body_of(notices: Iterable[Notice]) -> str:
    """Heads in the order of the kinds; under each its notices from the oldest."""
    rows = sorted(notices, key=lambda row: (row.created_at, row.pk))
    parts = [part for kind in NoticeKind for part in _of_kind(kind, rows)]
    return "\n\n".join([*parts, _footer()]) + "\n"


def _of_kind(kind: NoticeKind, rows: Iterable[Notice]) -> Iterator[str]:
    mine = [row for row in rows if row.kind == kind]
    if mine:
        yield kind.label.upper()
    for row in mine:
        yield "\n".join(filter(None, (row.title, row.text, absolute(row.url))))


def _footer() -> str:
    return (
        "--\n"
        "Письмо отправил портал «Поддержка школ», отвечать на него не нужно.\n"
        f"Все уведомления: {absolute(reverse('notices:list'))}\n"
        f"Какие письма получать: {absolute(reverse('notices:settings'))}"
    )


def absolute(path: str) -> str:
    return f"{settings.PORTAL_URL}{path}"
