from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password

from portal.accounts.models import User


def attempted_name(request, credentials=None) -> str:
    """By what name an attempt is counted: another case of the same e-mail is the same person."""
    given = credentials or (request.POST if request else {})
    return str(given.get("username", "")).strip().lower()


class EmailBackend(BaseBackend):
    """E-mail and password. Demonstration people exist in demonstration mode only."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        if not username or password is None:
            return None
        user = User.objects.filter(email__iexact=username.strip()).first()
        if user is None:
            make_password(password)  # the same time for an unknown e-mail as for a wrong password
            return None
        return user if user.check_password(password) and self._may_enter(user) else None

    def get_user(self, user_id):
        user = User.objects.with_unread().filter(pk=user_id).first()
        return user if user and self._may_enter(user) else None

    @staticmethod
    def _may_enter(user: User) -> bool:
        return user.is_active and (settings.DEMO or not user.is_demo)
