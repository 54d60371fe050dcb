"""Ordering a document."""

import hashlib

from django.db import IntegrityError, transaction
from django.utils import timezone

from monitoring.enums import EXAM_CHOICES
from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import InvalidInput, NotAllowed
from portal.core.leases import send
from reports.enums import RUN_ACTIVE, DocumentKind, OutputFormat, RunStatus
from reports.kinds import KINDS, Subject, choice_of
from reports.models import Meeting, Protocol, ReportRun
from reports.selectors import protocol_in_force
from reports.services.files import is_intact
from schools.models import District, School


def run_request(
    *,
    kind: str,
    district: District,
    year: int,
    by: User,
    meeting: Meeting | None = None,
    format: str = OutputFormat.PDF,
    first_year: int | None = None,
    school: School | None = None,
    exam: str = "",
) -> ReportRun:
    """Order a document in the name of `by`; the same order under way, or the same frozen protocol
    already printed and intact, comes back instead of a second run. `first_year` begins a dynamics
    that is not of the usual three years, or a plan: 2021 with the year 2022 is the plan of 2021/22.
    `exam` is a key of EXAM_CHOICES, for a dynamics that is not of all exams.

    Raises NotAllowed or InvalidInput (keys: kind, format, meeting, year, first_year, school, exam).
    """
    if not may_build(by=by, district=district):
        raise NotAllowed("У вас нет права собирать документы этого района.")
    _check_choices(kind, format)
    first = KINDS[kind].first_year(first_year, year)
    if exam and not (KINDS[kind].takes_exam and exam in EXAM_CHOICES):
        raise InvalidInput({"exam": "Экзамен из списка выбирают только для динамики."})
    choice = choice_of(year, first=first, exam=exam)
    subject = Subject(district, year, meeting=meeting, school=school, choice=choice)
    protocol = _protocol_for(kind, subject)
    order = {
        "kind": kind,
        "district": district,
        "school": school,
        "year": meeting.date.year if meeting else year,
        "first_year": first,
        "exam": exam,
        "meeting": meeting,
        "protocol": protocol,
        "format": format,
        "requested_by": by,
    }
    return _printed_before(protocol, format) or _order(order)


def may_build(*, by: User, district: District) -> bool:
    """Asked at the order and again by the worker: rights may have been taken away meanwhile."""
    return District.objects.permitted(by, Permission.REPORT_BUILD).filter(pk=district.pk).exists()


def _check_choices(kind: str, format: str) -> None:
    if kind not in DocumentKind.values:
        raise InvalidInput({"kind": "Выберите документ из списка."})
    if format not in OutputFormat.values:
        raise InvalidInput({"format": "Выберите вид файла из списка."})


def _protocol_for(kind: str, subject: Subject) -> Protocol | None:
    """The frozen minutes to print; None for a kind of living data, which is checked here."""
    if (school := subject.school) and (
        not KINDS[kind].of_school or school.district_id != subject.district.pk
    ):
        raise InvalidInput({"school": "Выберите школу этого района; у других документов школы нет."})
    if not KINDS[kind].of_meeting:
        KINDS[kind].check(subject)
        return None
    meeting = subject.meeting
    if meeting is None or meeting.district_id != subject.district.pk:
        raise InvalidInput({"meeting": "Выберите заседание этого района."})
    protocol = protocol_in_force(meeting=meeting)
    if protocol is None:
        raise InvalidInput(
            {"meeting": "Протокол ещё не утверждён. Собрать можно тот, который утвердил начальник отдела."}
        )
    return protocol


def _printed_before(protocol: Protocol | None, format: str) -> ReportRun | None:
    """What is frozen prints the same for ever: an intact file need not be made again."""
    if protocol is None:
        return None
    done = ReportRun.objects.filter(protocol=protocol, format=format, status=RunStatus.DONE).first()
    return done if done and is_intact(run=done) else None


def _fingerprint(order: dict) -> str:
    protocol = order["protocol"]
    parts = (
        order["kind"],
        order["district"].pk,
        order["year"],
        order["first_year"] or "",
        order["exam"],
        order["school"].pk if order["school"] else "",
        protocol.sha256 if protocol else "",
        protocol.meeting_id if protocol else "",
        order["format"],
        order["requested_by"].pk,
    )
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


@transaction.atomic
def _order(order: dict) -> ReportRun:
    fingerprint = _fingerprint(order)
    same = ReportRun.objects.filter(fingerprint=fingerprint, status__in=RUN_ACTIVE)
    if run := same.first():
        return run
    try:
        with transaction.atomic():
            run = ReportRun.objects.create(**order, fingerprint=fingerprint, sent_at=timezone.now())
    except IntegrityError:
        # The other click of a double click was quicker; its run may even be finished by now.
        return same.first() or ReportRun.objects.filter(fingerprint=fingerprint).latest("pk")
    audit_record(
        action="report.order", subject=run, by=order["requested_by"], kind=run.kind, format=run.format
    )
    send(run)
    return run
