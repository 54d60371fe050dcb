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
        Prefetch("entries", entries.order_by("school__short_name"), to_attr="members")
    )


def legal_acts(*, user: Any, district: District) -> QuerySet[LegalAct]:
    return LegalAct.objects.permitted(user, Permission.SCHOOL_VIEW).filter(district=district)


def schools_outside(*, user: Any, support_list: SupportList) -> QuerySet[School]:
    """Schools of the list's district that may still be entered into it."""
    return (
        School.objects.permitted(user, Permission.SCHOOL_EDIT)
        .filter(district_id=support_list.district_id, is_active=True)
        .exclude(list_entries__support_list=support_list)
    )
