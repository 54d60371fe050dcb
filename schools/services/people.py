"""Who may work where. Every change stands in the trail."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.accounts.enums import Permission, Role
from portal.accounts.models import User
from portal.accounts.services import password_set, user_create
from portal.core.audit import audit_record
from portal.core.errors import InvalidInput, NotAllowed
from portal.core.rights import require_everywhere
from schools.models import District, Membership, Region, School
from schools.services.checks import by_field, refuse

#: which kind of place each role has; None is the whole installation
PLACE_OF: dict[str, type[Region | District | School] | None] = {
    Role.SCHOOL: School,
    Role.CURATOR: School,
    Role.METHODIST: District,
    Role.HEAD: District,
    Role.COORDINATOR: District,
    Role.OBSERVER: Region,
    Role.ADMIN: None,
}
_CASE = {School: "школу", District: "район", Region: "регион"}


@transaction.atomic
def membership_grant(
    *, user: User, role: str, by: Any, place: Region | District | School | None = None
) -> Membership:
    """Give a role in a place of its kind; a role that he already has changes nothing."""
    _require_manager(by)
    if role not in PLACE_OF:
        raise refuse("role", "Такой роли нет.")
    kind = PLACE_OF[role]
    if kind is not None and not isinstance(place, kind):
        raise refuse("place", f"Для роли «{Role(role).label}» выберите {_CASE[kind]}.")
    if kind is None and place is not None:
        raise refuse("place", "У администратора нет района и школы: он ведёт всю установку.")
    where: dict[str, Any] = {} if kind is None else {str(kind._meta.model_name): place}
    membership, is_new = Membership.objects.get_or_create(user=user, role=role, **where)
    if is_new:
        audit_record(action="membership.grant", subject=user, by=by, role=role, place=membership.place_key)
    return membership


@transaction.atomic
def membership_revoke(*, membership: Membership, by: Any) -> None:
    """Take a role away. An administrator cannot lock himself out."""
    _require_manager(by)
    if membership.role == Role.ADMIN and by is not None and membership.user_id == by.pk:
        raise NotAllowed("Свою роль администратора снять нельзя: это сделает другой администратор.")
    data = {"role": membership.role, "place": membership.place_key}
    audit_record(action="membership.revoke", subject=membership.user, by=by, **data)
    membership.delete()


@transaction.atomic
def person_create(
    *, email: str, last_name: str, first_name: str, by: Any, patronymic: str = "", post: str = ""
) -> tuple[User, str]:
    """A person and the password with which he enters first; it is shown once and kept nowhere."""
    _require_manager(by)
    password = one_time_password()
    try:
        user = user_create(
            email=email,
            last_name=last_name,
            first_name=first_name,
            patronymic=patronymic,
            post=post,
            by=by,
            password=password,
        )
    except ValidationError as error:
        raise InvalidInput(by_field(User, error)) from error
    return user, password


@transaction.atomic
def person_password_reset(*, user: User, by: Any) -> str:
    """A new password to tell the person; his open sessions end."""
    _require_manager(by)
    password = one_time_password()
    password_set(user=user, password=password, by=by)
    return password


@transaction.atomic
def person_set_active(*, user: User, is_active: bool, by: Any) -> User:
    """Close or open the door for a person; what he wrote stays. Nobody closes it for himself."""
    _require_manager(by)
    if not is_active and by is not None and user.pk == by.pk:
        raise NotAllowed("Себя отключить нельзя: это сделает другой администратор.")
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.is_active != is_active:
        locked.is_active = is_active
        locked.save(update_fields=["is_active"])
        audit_record(action="user.enable" if is_active else "user.disable", subject=locked, by=by)
    return locked


def _require_manager(by: Any) -> None:
    require_everywhere(by=by, permission=Permission.USER_MANAGE)


def one_time_password() -> str:
    """Sixteen letters and digits in groups of four, without those that look alike."""
    signs = "abcdefghijkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(signs) for _ in range(4)) for _ in range(4))
