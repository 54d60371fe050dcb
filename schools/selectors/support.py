"""Reads of official lists and the acts on which they rest."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from portal.accounts.enums import Permission
from schools.models import District, LegalAct, School, SupportList, SupportListEntry


def support_lists(*, user: Any, district: District | None = None) -> QuerySet[SupportList]:
    """Lists with their act and, as `members`, the entries of schools that the person may see."""
    visible = School.objects.permitted(user, Permission.SCHOOL_VIEW)
    entries = SupportListEntry.objects.filter(school__in=visible).select_related("school")
    lists = SupportList.objects.permitted(user, Permission.SCHOOL_VIEW)
    if district is not None:
        lists = lists.filter(district=district)
    return lists.select_related("district", "legal_act").prefetch_related(
        Prefetch("entries", entries.order_by("school"), to_attr="members")
    )


def lists_in_force(*, district: District, year: int) -> list[SupportList]:
    """The lists by which a district works in the academic year from `year`.

    A list stands until the next one of its kind and level is issued. Not scoped: the caller
    answers for `district`.
    """
    lists = SupportList.objects.filter(district=district, year__lte=year).select_related("legal_act")
    newest: dict[tuple[str, str], SupportList] = {}
    for row in lists.order_by("year"):
        newest[row.kind, row.level] = row
    return sorted(newest.values(), key=lambda row: (row.kind, row.level))


def listed_schools(*, district: District, year: int) -> QuerySet[School]:
    """The schools of the lists in force, by name; not scoped."""
    lists = lists_in_force(district=district, year=year)
    return School.objects.filter(list_entries__support_list__in=lists).distinct()


def legal_acts(*, user: Any, district: District) -> QuerySet[LegalAct]:
    return LegalAct.objects.permitted(user, Permission.SCHOOL_VIEW).filter(district=district)


def schools_outside(*, user: Any, support_list: SupportList) -> QuerySet[School]:
    """Schools of the list's district that may still be entered into it."""
    return (
        School.objects.permitted(user, Permission.SCHOOL_EDIT)
        .filter(district_id=support_list.district_id, is_active=True)
        .exclude(list_entries__support_list=support_list)
    )
