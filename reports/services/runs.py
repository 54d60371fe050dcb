"""Ordering a document."""

import hashlib

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import InvalidInput, NotAllowed
from portal.core.leases import send
from reports.enums import RUN_ACTIVE, DocumentKind, OutputFormat, RunStatus
from reports.kinds import KINDS, MOST_YEARS, SPAN
from reports.models import Meeting, Protocol, ReportRun
from reports.selectors import protocol_in_force
from reports.services.files import is_intact
from schools.models import District


def run_request(
    *,
    kind: str,
    district: District,
    year: int,
    by: User,
    meeting: Meeting | None = None,
    format: str = OutputFormat.PDF,
    first_year: int | None = None,
) -> ReportRun:
    """Order a document in the name of `by`; the same order under way, or the same frozen protocol
    already printed and intact, comes back instead of a second run. `first_year` begins a dynamics
    that is not of the usual three years.

    Raises NotAllowed or InvalidInput (keys: kind, format, meeting, year).
    """
    if not may_build(by=by, district=district):
        raise NotAllowed("У вас нет права собирать документы этого района.")
    protocol = _protocol_for(kind, format, district, year, meeting)
    order = {
        "kind": kind,
        "district": district,
        "year": meeting.date.year if meeting else year,
        "first_year": None if protocol else _first_year(first_year, year),
        "meeting": meeting,
        "protocol": protocol,
        "format": format,
        "requested_by": by,
    }
    return _printed_before(protocol, format) or _order(order)


def may_build(*, by: User, district: District) -> bool:
    """Asked at the order and again by the worker: rights may have been taken away meanwhile."""
    return District.objects.permitted(by, Permission.REPORT_BUILD).filter(pk=district.pk).exists()


def _protocol_for(
    kind: str, format: str, district: District, year: int, meeting: Meeting | None
) -> Protocol | None:
    if kind not in DocumentKind.values:
        raise InvalidInput({"kind": "Выберите документ из списка."})
    if format not in OutputFormat.values:
        raise InvalidInput({"format": "Выберите вид файла из списка."})
    if not KINDS[kind].of_meeting:
        KINDS[kind].check(district, year)
        return None
    if meeting is None or meeting.district_id != district.pk:
        raise InvalidInput({"meeting": "Выберите заседание этого района."})
    protocol = protocol_in_force(meeting=meeting)
    if protocol is None:
        raise InvalidInput(
            {"meeting": "Протокол ещё не утверждён. Собрать можно тот, который утвердил начальник отдела."}
        )
    return protocol


def _first_year(first: int | None, last: int) -> int | None:
    """None for the usual span, so that one order has one fingerprint."""
    if first is None or first == last - SPAN + 1:
        return None
    if not last - MOST_YEARS < first <= last:
        text = f"Выберите не больше {MOST_YEARS} лет, первый год не позже последнего."
        raise InvalidInput({"first_year": text})
    return first


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
