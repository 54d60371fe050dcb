"""Reads: what the pages of meetings and runs show."""

from django.db.models import QuerySet

from portal.accounts.enums import Permission
from portal.accounts.models import User
from reports.enums import MeetingStatus
from reports.models import Meeting, Protocol, ReportRun
from schools.models import District, School

_PARTS = ("agenda", "speeches", "decisions")


def meeting_list(*, user: User) -> QuerySet[Meeting]:
    """The meetings that `user` may read, newest first, with their districts."""
    return Meeting.objects.permitted(user, Permission.MEETING_VIEW).select_related("district")


def meeting_with_parts() -> QuerySet[Meeting]:
    """All that a page or a document of one meeting shows, in four queries. Not scoped."""
    return Meeting.objects.select_related(
        "district__region", "edited_by", "submitted_by", "decided_by"
    ).prefetch_related(*_PARTS)


def meeting_of_year(*, district: District, year: int) -> Meeting | None:
    """The meeting whose protocol stands for a year: the last finalised one, else the last one."""
    meetings = list(meeting_with_parts().filter(district=district, date__year=year).order_by("-date", "-pk"))
    final = [meeting for meeting in meetings if meeting.status == MeetingStatus.FINAL]
    return next(iter(final or meetings), None)


def protocol_in_force(*, meeting: Meeting) -> Protocol | None:
    """The frozen minutes of a finalised meeting; None while it is a draft."""
    if meeting.status != MeetingStatus.FINAL:
        return None
    return meeting.protocols.filter(version=meeting.version).first()


def run_list(*, user: User) -> QuerySet[ReportRun]:
    """The orders that `user` may see, newest first."""
    return ReportRun.objects.permitted(user, Permission.REPORT_VIEW).select_related(
        "district", "school", "meeting", "requested_by"
    )


def buildable_districts(*, user: User) -> QuerySet[District]:
    """The districts for which `user` may order documents."""
    return District.objects.permitted(user, Permission.REPORT_BUILD)


def buildable_schools(*, user: User) -> QuerySet[School]:
    """The schools of which `user` may order documents."""
    return School.objects.permitted(user, Permission.REPORT_BUILD).select_related("district")


def final_meetings(*, user: User) -> QuerySet[Meeting]:
    """The meetings whose protocol `user` may order."""
    return (
        Meeting.objects.permitted(user, Permission.REPORT_BUILD)
        .filter(status=MeetingStatus.FINAL)
        .select_related("district")
    )
