"""Who may see which rows: one question, answered in SQL, closed by default."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self, cast

from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


@dataclass(frozen=True, slots=True)
class Scope:
    """The places in which a person holds one permission; empty means nowhere."""

    everywhere: bool = False
    region_ids: frozenset[int] = frozenset()
    district_ids: frozenset[int] = frozenset()
    school_ids: frozenset[int] = frozenset()

    def reads_district(self, district_id: int, region_id: int) -> bool:
        """Whether it holds all schools of the district, and not single ones."""
        return self.everywhere or region_id in self.region_ids or district_id in self.district_ids

    @property
    def is_empty(self) -> bool:
        return not (self.everywhere or self.region_ids or self.district_ids or self.school_ids)


class Person(Protocol):
    """What the foundation asks of a user; the model itself belongs to portal.accounts."""

    pk: Any

    @property
    def is_authenticated(self) -> Any: ...

    def scope_for(self, permission: str) -> Scope: ...


class ScopedQuerySet(models.QuerySet):
    """Rows that belong to a region, a district or a school.

    Subclasses name the ORM paths from the row to its places; a path that is None means that a
    membership of that kind shows none of these rows.
    """

    region_path: str | None = None
    district_path: str | None = None
    school_path: str | None = None

    def permitted(self, user: "Person | AnonymousUser", permission: str) -> Self:
        """Only the rows on which `user` holds `permission`; nothing by default."""
        if not user.is_authenticated:
            return self.none()
        scope = cast(Person, user).scope_for(permission)
        if scope.everywhere:
            return self
        places = (
            (self.region_path, scope.region_ids),
            (self.district_path, scope.district_ids),
            (self.school_path, scope.school_ids),
        )
        allowed = [models.Q((f"{path}__in", ids)) for path, ids in places if path and ids]
        if not allowed:
            return self.none()
        condition = allowed[0]
        for other in allowed[1:]:
            condition |= other
        return self.filter(condition)
