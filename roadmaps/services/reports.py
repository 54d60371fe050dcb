"""A report on a measure, from its first word to its acceptance.

Every write holds the row of the plan first: a plan that is paused, or whose next edition drops the measure,
cannot do so in the middle of it, and two clicks make one report.
"""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.authors import author_add
from portal.core.errors import NotAllowed, TransitionRefused
from portal.core.workflow import lock_for_edit, transition
from roadmaps.enums import EDITABLE, OPEN_REPORT, ReportStatus
from roadmaps.models import MeasureInForce, MeasureReport, ResultLine, Roadmap
from roadmaps.reporting import ReportInput, check_complete, checked_draft
from roadmaps.selectors import may_report, open_report, report_input, today_in, why_closed

_NOT_A_WRITER = (
    "Отчёт о мере пишут сотрудники школы. Методист пишет о плане района и за школу, "
    "у которой нет входа в портал."
)


@transaction.atomic
def report_begin(*, measure: MeasureInForce, by: User) -> MeasureReport:
    """The open report of the measure, a new one where there is none: the second click finds the same."""
    held = hold_measure(measure)
    require_writer(held, by)
    if found := open_report(held):
        return found
    last = held.reports.aggregate(last=Max("number"))["last"] or 0
    report = MeasureReport.objects.create(
        measure=held, number=last + 1, edited_by=by, saved_at=timezone.now()
    )
    author_add(report, by)
    audit_record(action="report.begin", subject=report, by=by, measure=held.pk, number=report.number)
    return report


@transaction.atomic
def report_save(*, report: MeasureReport, given: ReportInput, seen: int, by: User) -> MeasureReport:
    """Write a draft, which may lack anything; `seen` is the revision on which the person worked.

    The same content again is no change, whatever was seen: an answer that was lost on its way does no harm.
    Raises StaleRevision, TransitionRefused, NotAllowed, or InvalidInput keyed as roadmaps.reporting says.
    """
    held, current = hold_open(report, by)
    draft = checked_draft(given, plan_begins=held.roadmap.days[0])
    if draft == report_input(current):
        return current
    locked = lock_for_edit(current, by=by, seen=seen, editable=EDITABLE)
    locked.outcome, locked.text = draft.outcome, draft.text
    locked.began_on, locked.done_on, locked.saved_at = draft.began_on, draft.done_on, timezone.now()
    locked.save(update_fields=["outcome", "text", "began_on", "done_on", "saved_at"])
    _write_lines(locked, draft)
    audit_record(action="report.edit", subject=locked, by=by, revision=locked.revision)
    return locked


def _write_lines(report: MeasureReport, draft: ReportInput) -> None:
    report.lines.all().delete()
    ResultLine.objects.bulk_create(
        ResultLine(report=report, position=place, quantity=line.quantity, unit=line.unit, what=line.what)
        for place, line in enumerate(draft.lines, start=1)
    )


@transaction.atomic
def report_submit(*, report: MeasureReport, seen: int, by: User) -> MeasureReport:
    """Send for checking; what is still missing is told by field and nothing is sent."""
    held, current = hold_open(report, by)
    check_complete(report_input(current), today=today_in(held.roadmap.district))
    return transition(obj=current, target=ReportStatus.SUBMITTED, by=by, seen=seen)


@transaction.atomic
def report_accept(*, report: MeasureReport, seen: int, by: User) -> MeasureReport:
    """Count the report as done, partly done or not done, as it says itself."""
    hold_measure(report.measure, report)
    return transition(obj=report, target=ReportStatus.ACCEPTED, by=by, seen=seen)


@transaction.atomic
def report_return(*, report: MeasureReport, seen: int, by: User, remark: str) -> MeasureReport:
    """Send back with a remark; an accepted report only while no newer one is open."""
    held = hold_measure(report.measure, report)
    newer = held.reports.filter(status__in=OPEN_REPORT).exclude(pk=report.pk).first()
    if newer:
        raise TransitionRefused(
            f"О мере уже пишут отчёт {newer.number}. Сначала примите его или дождитесь, когда его отправят."
        )
    return transition(obj=report, target=ReportStatus.RETURNED, by=by, seen=seen, remark=remark)


# --- What every write asks first ----------------------------------------------------------------


def hold_measure(measure: MeasureInForce, report: MeasureReport | None = None) -> MeasureInForce:
    """The measure as it is now, under the lock of its plan. Raises TransitionRefused if it is read-only,
    in the words for `report`.
    """
    roadmap = Roadmap.objects.select_for_update().get(pk=measure.roadmap_id)
    held = MeasureInForce.objects.get(pk=measure.pk)
    held.roadmap = roadmap
    if reason := why_closed(held, report):
        raise TransitionRefused(reason)
    return held


def hold_open(report: MeasureReport, by: User) -> tuple[MeasureInForce, MeasureReport]:
    """Measure and report, both locked, for a person who may write it and while it is being written."""
    held = hold_measure(report.measure, report)
    require_writer(held, by)
    current = MeasureReport.objects.select_for_update().get(pk=report.pk)
    if current.status not in EDITABLE:
        word = "уже принят" if current.status == ReportStatus.ACCEPTED else "уже отправлен на проверку"
        raise TransitionRefused(f"Отчёт {word}: изменять его нельзя. Обновите страницу.")
    current.measure = held
    return held, current


def require_writer(measure: MeasureInForce, by: User) -> None:
    if not may_report(user=by, roadmap=measure.roadmap):
        raise NotAllowed(_NOT_A_WRITER)
