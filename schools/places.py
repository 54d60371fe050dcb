"""In which district and year a person works now: chosen at the top of every page."""

from collections.abc import Mapping

from django.db.models import Max
from django.utils import timezone

from portal.core.russian import academic_year_of
from schools.models import District, SupportList

DISTRICT_KEY, YEAR_KEY = "district", "year"


def working_district(districts: list[District], session: Mapping) -> District | None:
    """The chosen district if the person may see it, else his first."""
    chosen = [district for district in districts if district.code == session.get(DISTRICT_KEY)]
    return (chosen or districts)[0] if districts else None


def working_year(district: District | None, session: Mapping) -> int:
    """The chosen academic year; else that of the district's newest list; else the current one."""
    if (chosen := session.get(YEAR_KEY)) is not None:
        return int(chosen)
    newest = SupportList.objects.filter(district=district).aggregate(year=Max("year"))["year"]
    return newest if newest is not None else academic_year_of(timezone.localdate())
