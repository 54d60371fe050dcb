from collections import defaultdict
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Count, FilteredRelation, Q

from portal.accounts.grants import roles_with
from portal.core.russian import short_name
from portal.core.scoping import Scope


class UserManager(BaseUserManager):
    def get_by_natural_key(self, username):
        return self.get(email__iexact=username.strip())

    def with_unread(self):
        """With `unread`, how many notices the person has not read; it costs no query of its own."""
        unread = FilteredRelation("notices", condition=Q(notices__read_at=None))
        return self.annotate(unread_notices=unread).annotate(unread=Count("unread_notices"))


class User(AbstractBaseUser):
    """A person of a department, a school or the region; signs in by e-mail."""

    email = models.EmailField("электронная почта", unique=True)
    last_name = models.CharField("фамилия", max_length=60)
    first_name = models.CharField("имя", max_length=60)
    patronymic = models.CharField("отчество", max_length=60, blank=True)
    post = models.CharField("должность", max_length=150, blank=True)
    is_active = models.BooleanField("действует", default=True)
    is_demo = models.BooleanField("демонстрационный", default=False)
    created_at = models.DateTimeField("создан", auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["last_name", "first_name"]

    class Meta:
        verbose_name = "пользователь"
        verbose_name_plural = "пользователи"
        ordering = ["last_name", "first_name"]

    def __str__(self):
        return self.short_name

    def clean(self):
        super().clean()
        self.email = self.email.lower()

    @property
    def short_name(self) -> str:
        return short_name(self.last_name, self.first_name, self.patronymic)

    @cached_property
    def places(self) -> list:
        """The person's memberships with their places: one query for a whole request."""
        return list(self.memberships.select_related("region", "district__region", "school__district__region"))

    def scope_for(self, permission: str) -> Scope:
        """The places in which this person holds `permission`."""
        if not self.is_active:
            return Scope()
        roles = roles_with(permission)
        ids: dict[str, set[int]] = defaultdict(set)
        everywhere = False
        for membership in self.places:
            if membership.role not in roles:
                continue
            kind, place_id = membership.place_key
            if kind is None:
                everywhere = True
            else:
                ids[kind].add(place_id)
        return Scope(
            everywhere, frozenset(ids["region"]), frozenset(ids["district"]), frozenset(ids["school"])
        )

    def may(self, permission: str) -> bool:
        """Whether the person holds `permission` anywhere at all."""
        return not self.scope_for(permission).is_empty
