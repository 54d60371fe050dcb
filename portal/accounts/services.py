from django.db import transaction

from portal.accounts.models import User
from portal.core.audit import audit_record

#: The password of the invented people; useless outside demonstration mode (see backends.py).
DEMO_PASSWORD = "demo-portal-2021"  # noqa: S105 - printed on the first page of the demonstration on purpose


@transaction.atomic
def user_create(
    *,
    email: str,
    last_name: str,
    first_name: str,
    by: User | None,
    patronymic: str = "",
    post: str = "",
    password: str | None = None,
    is_demo: bool = False,
) -> User:
    """Create a person who can sign in; without a password he cannot until one is set."""
    user = User(
        email=email.strip().lower(),
        last_name=last_name,
        first_name=first_name,
        patronymic=patronymic,
        post=post,
        is_demo=is_demo,
    )
    user.set_password(password)
    user.full_clean()
    user.save()
    audit_record(action="user.create", subject=user, by=by)
    return user


@transaction.atomic
def password_set(*, user: User, password: str, by: User) -> None:
    """Change the password; every other session of the person ends with it."""
    user.set_password(password)
    user.save(update_fields=["password"])
    audit_record(action="user.password", subject=user, by=by)
