"""What becomes of the reports on measures that a newer edition drops: they stay, and their authors know."""

from collections.abc import Sequence

from portal.notices.enums import NoticeKind
from portal.notices.services import Event, notify_all, settle, thing
from roadmaps.models import MeasureInForce, MeasureReport, Roadmap
from roadmaps.selectors import why_closed


def tell_of_dropped(measures: Sequence[MeasureInForce], *, roadmap: Roadmap) -> None:
    """Tell who wrote on `measures`, which have just been removed; nothing is asked of anybody any more."""
    rows = MeasureReport.objects.filter(measure__in=measures).select_related("submitted_by", "edited_by")
    by_measure = {measure.pk: measure for measure in measures}
    reports = list(rows.order_by("measure", "number"))
    for report in reports:
        report.measure = by_measure[report.measure_id]
    for row in (*measures, *reports):
        settle(about=thing(row))
    notify_all(_event(report, roadmap) for report in reports)


def _event(report: MeasureReport, roadmap: Roadmap) -> Event:
    measure = report.measure
    return Event(
        users={person for person in (report.submitted_by, report.edited_by) if person},
        kind=NoticeKind.DECIDED,
        title=f"Меру сняли, отчёт остался для чтения: мера {measure.number}, {roadmap.owner_name}",
        text=why_closed(measure, report),
        url=report.get_absolute_url(),
        key=f"dropped:{report.pk}:{measure.removed_in}",
        about=thing(report),
        zone=roadmap.district.zone,
    )
