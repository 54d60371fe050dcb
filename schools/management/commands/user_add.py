"""Add a person to a real installation; without a role to name, the first administrator."""

import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser
from django.db import transaction

from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.accounts.services import user_create
from portal.core.commands import PortalCommand
from portal.core.errors import PortalError
from schools.models import District, Region, School
from schools.services import PLACE_OF, membership_grant


class Command(PortalCommand):
    help = "Добавить человека с ролью, например первого администратора установки"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--last-name", required=True)
        parser.add_argument("--first-name", required=True)
        parser.add_argument("--patronymic", default="")
        parser.add_argument("--post", default="")
        parser.add_argument("--role", choices=Role.values, default=Role.ADMIN.value)
        parser.add_argument("--place", default="", help="код района, код ОО школы или название региона")
        parser.add_argument("--password-stdin", action="store_true", help="прочитать пароль из ввода")

    def handle(self, *args, **options):
        try:
            user = self._add(options)
        except ValidationError as error:
            raise PortalError(" ".join(error.messages)) from error
        self.stdout.write(f"{user.email}: {Role(options['role']).label}. Можно входить.")

    @transaction.atomic
    def _add(self, options) -> User:
        names = {key: options[key] for key in ("email", "last_name", "first_name", "patronymic", "post")}
        password = self._password(options["password_stdin"])
        validate_password(password, User(**names))
        user = user_create(**names, password=password, by=None)
        membership_grant(
            user=user, role=options["role"], place=_place(options["role"], options["place"]), by=None
        )
        return user

    def _password(self, from_stdin: bool) -> str:
        if from_stdin:
            return sys.stdin.readline().rstrip("\r\n")
        first = getpass.getpass("Пароль: ")
        if first != getpass.getpass("Ещё раз: "):
            raise PortalError("Пароли не совпали.")
        return first


def _place(role: str, name: str) -> Region | District | School | None:
    kind = PLACE_OF[role]
    if kind is None or not name:
        return None
    field = {Region: "name", District: "code", School: "oo_code"}[kind]
    found = list(kind.objects.filter(**{field: name})[:2])
    if len(found) != 1:
        raise PortalError(f"Место «{name}» не найдено или таких несколько.")
    return found[0]
