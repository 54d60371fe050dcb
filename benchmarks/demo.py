"""The demonstration district, and its protocol as often as one likes with other words each time."""

import uuid
from decimal import Decimal
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from monitoring.models import Result
from portal.accounts.models import User
from reports.demo import load_demo
from reports.enums import DocumentKind, MeetingStatus, OutputFormat
from reports.models import Meeting, ReportRun
from reports.selectors import protocol_in_force
from reports.services import meeting_reopen
from reports.services.runs import may_build
from roadmaps.models import RoadmapVersion
from schools.models import School

DISTRICT, YEAR = "kotelnikovo", 2021


def load() -> None:
    call_command("migrate", verbosity=0)
    load_demo()


def finalised_meeting() -> Meeting:
    return Meeting.objects.get(district__code=DISTRICT, date__year=YEAR, status=MeetingStatus.FINAL)


def open_meeting() -> Meeting:
    """The minutes as a draft: their document is built from today's data and not from the frozen tree."""
    meeting = finalised_meeting()
    return meeting_reopen(meeting=meeting, by=meeting.decided_by, seen=meeting.revision)


def queued_run(meeting: Meeting) -> ReportRun:
    """An order like that of a person; equal orders are not joined into one, as a person's would be."""
    may = (user for user in User.objects.order_by("pk") if may_build(by=user, district=meeting.district))
    return ReportRun.objects.create(
        kind=DocumentKind.PROTOCOL,
        district=meeting.district,
        year=meeting.date.year,
        meeting=meeting,
        protocol=protocol_in_force(meeting=meeting),
        format=OutputFormat.PDF,
        fingerprint=uuid.uuid4().hex,
        requested_by=next(may),
        sent_at=timezone.now(),
    )


@transaction.atomic
def reword(meeting: Meeting, number: int) -> None:
    """Other words and other figures, so that no renderer can have met a line before."""
    for parts, field in ((meeting.agenda, "topic"), (meeting.speeches, "topic"), (meeting.decisions, "text")):
        for part in parts.all():
            setattr(part, field, _numbered(getattr(part, field), number))
            part.save()
    for school in School.objects.filter(district=meeting.district):
        school.short_name = _numbered(school.short_name, number)
        school.save()
    for version in RoadmapVersion.objects.filter(roadmap__district=meeting.district):
        version.content = _reworded(version.content, number)
        version.save()
    _other_figures(meeting, number)


def _other_figures(meeting: Meeting, number: int) -> None:
    results = list(Result.objects.filter(district=meeting.district, mean_mark__isnull=False))
    for result in results:
        result.mean_mark = Decimal(250 + (result.pk * 7 + number * 13) % 240) / 100
    Result.objects.bulk_update(results, ["mean_mark"])


def _reworded(content: Any, number: int, key: str = "") -> Any:
    if isinstance(content, dict):
        return {name: _reworded(value, number, name) for name, value in content.items()}
    if isinstance(content, list):
        return [_reworded(value, number, key) for value in content]
    return _numbered(content, number) if key in ("name", "result") and content else content


def _numbered(text: str, number: int) -> str:
    """The same length every time: «… 007»."""
    return f"{text.removesuffix(text[-4:]) if text[-3:].isdecimal() else text} {number % 1000:03}"
