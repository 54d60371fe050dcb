"""Who works in the portal and where: for the administrator only."""

from typing import Any

from django.db.models import Q, QuerySet

from portal.accounts.enums import Permission
from portal.accounts.models import User
from schools.models import Membership

_PLACES = ("memberships__region", "memberships__district", "memberships__school__district")


def people(*, user: Any, search: str = "") -> QuerySet[User]:
    """Everybody with his roles, or nobody for a person who does not manage people.

    `search` is a part of the surname or of the e-mail.
    """
    if not user.scope_for(Permission.USER_MANAGE).everywhere:
        return User.objects.none()
    found = User.objects.prefetch_related("memberships", *_PLACES).order_by("last_name", "first_name", "pk")
    if not search:
        return found
    # SQLite compares only Latin letters without their case; a surname begins with a capital one.
    names = Q(last_name__contains=search) | Q(last_name__contains=search.capitalize())
    return found.filter(names | Q(email__contains=search.lower()))


def memberships_of(*, user: Any) -> QuerySet[Membership]:
    """Roles that `user` may take away."""
    if not user.scope_for(Permission.USER_MANAGE).everywhere:
        return Membership.objects.none()
    return Membership.objects.select_related("user")
