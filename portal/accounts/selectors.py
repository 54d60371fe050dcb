from django.conf import settings
from django.db.models import QuerySet

from portal.accounts.models import User


def demo_accounts() -> QuerySet[User]:
    """Sign-ins that the first page offers; none outside demonstration mode."""
    if not settings.DEMO:
        return User.objects.none()
    places = ("memberships__region", "memberships__district", "memberships__school")
    return (
        User.objects.filter(is_demo=True, is_active=True)
        .order_by("pk")
        .prefetch_related("memberships", *places)
    )
