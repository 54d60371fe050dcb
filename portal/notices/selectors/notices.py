"""A person's own notices, and how he wants to be told."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q, QuerySet

from portal.accounts.models import User
from portal.notices.enums import DEFAULT_DELIVERY, Delivery, NoticeKind
from portal.notices.models import Notice, Preference


def notices_of(*, user: User) -> QuerySet[Notice]:
    """His and nobody else's: unread ones first, each part from the newest."""
    rows = Notice.objects.filter(user=user).annotate(is_read=Q(read_at__isnull=False))
    return rows.order_by("is_read", "-created_at", "-pk")


def deliveries_of(user_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """For each person the delivery of every kind: his own choice or the default. One query."""
    usual: dict[str, str] = {kind: DEFAULT_DELIVERY[kind] for kind in NoticeKind}
    chosen: dict[int, dict[str, str]] = defaultdict(dict)
    for user_id, kind, delivery in Preference.objects.filter(user__in=user_ids).values_list(
        "user_id", "kind", "delivery"
    ):
        chosen[user_id][kind] = Delivery(delivery)
    return {user_id: usual | chosen[user_id] for user_id in user_ids}
