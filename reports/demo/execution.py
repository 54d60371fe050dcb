"""Reports on the measures of the plans: written by the schools, sent, returned and accepted."""

import struct
import zlib
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from portal.accounts.enums import Role
from portal.accounts.models import User
from roadmaps.models import MeasureInForce, MeasureReport
from roadmaps.services import (
    LineInput,
    ReportInput,
    evidence_add_file,
    evidence_add_link,
    report_accept,
    report_begin,
    report_return,
    report_save,
    report_submit,
)
from schools.models import District, Membership


def load_reports(district: District, rows: list[dict[str, Any]], *, by: User, head: User) -> None:
    """One report a row; `by` writes for the district itself and checks the schools, `head` checks him."""
    measures = MeasureInForce.objects.filter(roadmap__district=district).select_related(
        "roadmap__school", "roadmap__district"
    )
    known = {(_school(row), row.roadmap.year, row.number): row for row in measures}
    members = Membership.objects.filter(school__district=district, role=Role.SCHOOL)
    writers = {str(row.school): row.user for row in members.select_related("user", "school")}
    for row in rows:
        measure = known[row["school"], row["year"], row["measure"]]
        if not measure.reports.exists():
            own = row["school"] is None
            _report(measure, row, writer=by if own else writers[row["school"]], checks=head if own else by)


def _school(measure: MeasureInForce) -> str | None:
    return str(measure.roadmap.school) if measure.roadmap.school else None


def _report(measure: MeasureInForce, row: dict[str, Any], *, writer: User, checks: User) -> None:
    report = report_begin(measure=measure, by=writer)
    report = report_save(report=report, given=_given(row), seen=report.revision, by=writer)
    _prove(report, row, writer)
    state = row["state"]
    if state == "draft":
        return
    report = report_submit(report=report, seen=report.revision, by=writer)
    if state == "accepted":
        report_accept(report=report, seen=report.revision, by=checks)
    elif state == "returned":
        report_return(report=report, seen=report.revision, by=checks, remark=row["remark"])


def _given(row: dict[str, Any]) -> ReportInput:
    days = {name: row[name] and date.fromisoformat(row[name]) for name in ("began_on", "done_on")}
    lines = tuple(LineInput(Decimal(quantity), unit, what) for quantity, unit, what in row["lines"])
    return ReportInput(outcome=row["outcome"], text=row["text"], lines=lines, **days)


def _prove(report: MeasureReport, row: dict[str, Any], writer: User) -> None:
    for url, title in row["links"]:
        evidence_add_link(report=report, url=url, title=title, by=writer)
    if row["picture"]:
        file = BytesIO(_picture())
        file.name = row["picture"]
        evidence_add_file(report=report, file=file, by=writer)


def _picture(width: int = 480, height: int = 320) -> bytes:
    """A small PNG drawn here, a board with a frame: an example shows no photographs of people."""
    frame, board = b"\x8a\x6d\x4b", b"\xe9\xef\xf5"
    edge = frame * width
    middle = frame * 12 + board * (width - 24) + frame * 12
    lines = (b"\x00" + (edge if y < 12 or y >= height - 12 else middle) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(lines))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
