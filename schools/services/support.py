"""Legal acts and the official lists that rest on them."""

import datetime
from typing import Any

from django.db import transaction

from portal.core.audit import audit_record
from portal.core.russian import bare_number
from schools.models import District, LegalAct, School, SupportList, SupportListEntry
from schools.services.checks import refuse, require_district, save_checked


@transaction.atomic
def legal_act_create(
    *,
    district: District,
    kind: str,
    date: datetime.date,
    issuer: str,
    by: Any,
    number: str = "",
    title: str = "",
) -> LegalAct:
    """An order or a letter; the same one is not entered twice. Raises InvalidInput."""
    require_district(district, by)
    act = LegalAct(
        district=district, kind=kind, number=bare_number(number, date), date=date, issuer=issuer, title=title
    )
    save_checked(act)
    audit_record(action="legal_act.create", subject=act, by=by, act=str(act))
    return act


@transaction.atomic
def support_list_create(
    *, district: District, kind: str, level: str, year: int, legal_act: LegalAct, by: Any
) -> SupportList:
    """An empty list of one kind, level and academic year. Raises InvalidInput."""
    require_district(district, by)
    if legal_act.district_id != district.pk:
        raise refuse("legal_act", "Этот акт относится к другому району.")
    row = SupportList(district=district, kind=kind, level=level, year=year, legal_act=legal_act)
    save_checked(row)
    audit_record(action="support_list.create", subject=row, by=by, list=str(row))
    return row


@transaction.atomic
def entry_add(*, support_list: SupportList, school: School, by: Any) -> SupportListEntry:
    """Enter a school of the same district into the list; a second time changes nothing."""
    require_district(support_list.district, by)
    if school.district_id != support_list.district_id:
        raise refuse("school", "Эта школа относится к другому району.")
    entry, is_new = SupportListEntry.objects.get_or_create(support_list=support_list, school=school)
    if is_new:
        audit_record(action="support_list.entry_add", subject=support_list, by=by, school=school.pk)
    return entry


@transaction.atomic
def entry_remove(*, entry: SupportListEntry, by: Any) -> None:
    """Take a school out of a list into which it was entered by mistake."""
    require_district(entry.support_list.district, by)
    audit_record(
        action="support_list.entry_remove", subject=entry.support_list, by=by, school=entry.school_id
    )
    entry.delete()
