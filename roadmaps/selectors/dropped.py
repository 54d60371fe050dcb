"""Reports on measures that a newer text of the plan no longer has: told before it is approved, and after."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from roadmaps.content import Change
from roadmaps.models import MeasureReport


def with_reports(differences: Collection[Sequence[Change]]) -> list[list[Change]]:
    """The same rows; a removed one notes its reports: «отчёт 1 — принят, отчёт 2 — на проверке».

    One query for all, none where nothing is removed.
    """
    removed = {row.id for rows in differences for row in rows if row.kind == "removed"}
    said = _said(number for number in removed if number is not None)
    return [
        [replace(row, note=said.get(row.id or 0, "")) if row.kind == "removed" else row for row in rows]
        for rows in differences
    ]


def dropped(changes: Iterable[Change]) -> list[Change]:
    """The rows of `with_reports` of which somebody has written already."""
    return [row for row in changes if row.note]


def _said(numbers: Iterable[int]) -> dict[int, str]:
    """By the number of the measure in the text."""
    ids = sorted(numbers)
    if not ids:
        return {}
    reports = MeasureReport.objects.filter(measure__measure_id__in=ids).select_related("measure")
    found: dict[int, list[str]] = defaultdict(list)
    for report in reports.order_by("measure", "number"):
        found[report.measure.measure_id].append(f"отчёт {report.number} — {report.state}")
    return {number: ", ".join(words) for number, words in found.items()}
