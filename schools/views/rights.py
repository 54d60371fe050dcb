"""Whether a page offers its buttons; the views behind them ask again."""

from portal.accounts.enums import Permission
from schools.models import District, School


def may_edit_district(user, district: District) -> bool:
    return District.objects.permitted(user, Permission.SCHOOL_EDIT).filter(pk=district.pk).exists()


def may_edit_school(user, school: School) -> bool:
    return School.objects.permitted(user, Permission.SCHOOL_EDIT).filter(pk=school.pk).exists()
