"""Who works in the portal and where: for the administrator's pages, and for who must be told of something."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from portal.accounts.enums import Permission
from portal.accounts.grants import roles_with
from portal.accounts.models import User
from schools.models import District, Membership, School

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


def holders(
    permission: str,
    *,
    districts: Collection[District] = (),
    schools: Collection[School] = (),
    role: str | None = None,
) -> dict[tuple[str | None, int | None], list[User]]:
    """Active people who hold `permission` by a role in just these places; one query, not scoped.

    Keyed as Membership.place_key: ("district", 1) or ("school", 7). A methodist is found at his
    district and not at each of its schools. `role` narrows it to one role.
    """
    roles = roles_with(permission) & {role} if role else roles_with(permission)
    rows = Membership.objects.filter(role__in=roles, user__is_active=True).select_related("user")
    found: dict[tuple[str | None, int | None], list[User]] = defaultdict(list)
    for membership in rows.filter(Q(district__in=districts) | Q(school__in=schools)).order_by("pk"):
        if membership.user not in found[membership.place_key]:
            found[membership.place_key].append(membership.user)
    return found


def people_with(
    permission: str,
    *,
    district: District | None = None,
    school: School | None = None,
    role: str | None = None,
) -> list[User]:
    """Those of one place: a school where it is given, else a district."""
    if school is not None:
        return holders(permission, schools=[school], role=role)["school", school.pk]
    return holders(permission, districts=[district], role=role)["district", district.pk] if district else []
