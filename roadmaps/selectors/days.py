"""The date by which the terms of a district run."""

from datetime import date, datetime

from django.utils import timezone

from schools.models import District


def today_in(district: District, now: datetime | None = None) -> date:
    """The date on the wall of the department, now or at the moment `now`: terms run by it."""
    return timezone.localtime(now, district.zone).date()
