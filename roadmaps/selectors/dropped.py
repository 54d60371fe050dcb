"""Reports on measures that a newer text of the plan no longer has: told before it is approved, and after."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from django.db.models import Exists, OuterRef

from roadmaps.content import Change
from roadmaps.models import MeasureInForce, MeasureReport, Roadmap


def with_reports(differences: Collection[Sequence[Change]]) -> list[list[Change]]:
    """The same rows; a removed one notes its reports and leads to them: «отчёт 1 — принят, отчёт 2 — …».

    One query for all, none where nothing is removed.
    """
    removed = {row.id for rows in differences for row in rows if row.kind == "removed"}
    said = _said(number for number in removed if number is not None)
    return [
        [_noted(row, said[row.id]) if row.kind == "removed" and row.id in said else row for row in rows]
        for rows in differences
    ]


def dropped(changes: Iterable[Change]) -> list[Change]:
    """The rows of `with_reports` of which somebody has written already."""
    return [row for row in changes if row.note]


def removed_with_reports(roadmap: Roadmap) -> list[MeasureInForce]:
    """Measures that the edition in force no longer has and somebody wrote on, each with its `reports`."""
    written = Exists(MeasureReport.objects.filter(measure=OuterRef("pk")))
    gone = MeasureInForce.objects.filter(written, roadmap=roadmap).exclude(removed_in=None)
    return list(gone.prefetch_related("reports").order_by("removed_in", "position", "pk"))


def reports_line(reports: Iterable[MeasureReport]) -> str:
    """«отчёт 1 — принят, отчёт 2 — не проверен»."""
    return ", ".join(f"отчёт {report.number} — {report.state}" for report in reports)


def _noted(row: Change, reports: Sequence[MeasureReport]) -> Change:
    return replace(row, note=reports_line(reports), url=reports[0].measure.get_absolute_url())


def _said(numbers: Iterable[int]) -> dict[int | None, list[MeasureReport]]:
    """The reports by the number of their measure in the text."""
    ids = sorted(numbers)
    if not ids:
        return {}
    found = MeasureReport.objects.filter(measure__measure_id__in=ids).select_related("measure")
    by_measure = groupby(found.order_by("measure_id", "number"), key=lambda report: report.measure.measure_id)
    return {number: list(reports) for number, reports in by_measure}
