"""Reads of schools and of the districts in which a person works."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from portal.accounts.enums import Permission
from schools.models import District, School, SchoolAlias, SchoolProgramme, SupportListEntry
from schools.naming import match_key


def districts_of(*, user: Any, permission: str = Permission.SCHOOL_VIEW) -> QuerySet[District]:
    """The districts in which the person holds the permission, also through one school of theirs."""
    return District.objects.permitted(user, permission).select_related("region")


def school_list(
    *,
    user: Any,
    year: int,
    district: District | None = None,
    search: str = "",
    list_kind: str = "",
    closed: bool = False,
) -> QuerySet[School]:
    """Schools that work (or, `closed`, do not any more) with their programmes and their lists of `year`.

    `search` is a part of the name, of another name, or the beginning of the code or the login.
    """
    schools = School.objects.permitted(user, Permission.SCHOOL_VIEW).filter(is_active=not closed)
    if district is not None:
        schools = schools.filter(district=district)
    if search.strip():
        schools = schools.filter(_like(search))
    entries = SupportListEntry.objects.filter(support_list__year=year)
    if list_kind:
        chosen = entries.filter(support_list__kind=list_kind, school=OuterRef("pk"))
        schools = schools.filter(Exists(chosen))
    return schools.select_related("district").prefetch_related(
        Prefetch("programmes", _in_order_of_levels()), _marks(entries)
    )


def school_detail(*, user: Any) -> QuerySet[School]:
    """Schools with all that the page of one needs; the number of queries does not grow."""
    return (
        School.objects.permitted(user, Permission.SCHOOL_VIEW)
        .select_related("district__region")
        .prefetch_related(
            Prefetch("aliases", SchoolAlias.objects.order_by("name")),
            Prefetch("programmes", _in_order_of_levels()),
            _marks(SupportListEntry.objects.all()),
        )
    )


def with_taught(schools: Iterable[School]) -> list[School]:
    """The same schools with their `taught`, in two queries.

    Plain rows: loaded as objects, the programmes of a district would cost as much as its results.
    """
    found = list(schools)
    taught: dict[int, list] = {school.id: [] for school in found}
    rows = SchoolProgramme.objects.filter(school__in=list(taught)).order_by()
    for school_id, *programme in rows.values_list("school_id", "level", "from_year", "to_year"):
        taught[school_id].append(tuple(programme))
    for school in found:
        school.taught = taught[school.id]
    return found


def _marks(entries: QuerySet[SupportListEntry]) -> Prefetch:
    ordered = entries.select_related("support_list__legal_act").order_by(
        "-support_list__year", "support_list__kind"
    )
    return Prefetch("list_entries", ordered, to_attr="marks")


def _in_order_of_levels() -> QuerySet[SchoolProgramme]:
    return SchoolProgramme.objects.order_by("level", "from_year")


def _like(search: str) -> Q:
    text, key = search.strip(), match_key(search)
    by_code = Q(oo_code__startswith=text) | Q(fis_oko_login__startswith=text.lower())
    if not key:
        return by_code
    alias = SchoolAlias.objects.filter(school=OuterRef("pk"), key__contains=key)
    return by_code | Q(key__contains=key) | Q(Exists(alias))
