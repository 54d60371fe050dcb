"""Who works in the portal and where: for the administrator only."""

from django.db.models import QuerySet

from portal.accounts.enums import Permission
from portal.accounts.models import User
from schools.models import Membership

_PLACES = ("memberships__region", "memberships__district", "memberships__school__district")


def people(*, user: User) -> QuerySet[User]:
    """Everybody with his roles, or nobody for a person who does not manage people."""
    if not user.scope_for(Permission.USER_MANAGE).everywhere:
        return User.objects.none()
    return User.objects.prefetch_related("memberships", *_PLACES).order_by("last_name", "first_name", "pk")


def memberships_of(*, user: User) -> QuerySet[Membership]:
    """Roles that `user` may take away."""
    if not user.scope_for(Permission.USER_MANAGE).everywhere:
        return Membership.objects.none()
    return Membership.objects.select_related("user")
