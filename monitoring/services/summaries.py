"""Sums of districts and of their regions, kept beside the results that they sum up."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q, Sum

from monitoring.enums import Exam, ResultStatus
from monitoring.measures import points_of
from monitoring.models import DistrictSummary, RegionSummary, Result, Sitting
from monitoring.summing import Calendar, Line, Sums, sums_by_sitting
from schools.models import District, Region

_CALENDAR = ("id", "exam", "year", "season", "subject_id", "grade")
_RESULT = (
    "school_id", "sitting_id", "status", "mean_mark", "mean_score", "participants",
    "score_sum", "below_minimum", "n2", "n3", "n4", "n5",
)  # fmt: skip


def summaries_refresh(*, district_id: int, sittings: Collection[int]) -> None:
    """Sum up the named sittings of a district anew, in the transaction that changed its results.

    A class of ВПР takes the summary over all classes with it.
    """
    changed = list(Sitting.objects.filter(pk__in=sittings))
    if not changed:
        return
    works = {
        (sitting.year, sitting.season, sitting.subject_id) for sitting in changed if sitting.exam == Exam.VPR
    }
    others = {sitting.pk for sitting in changed if sitting.exam != Exam.VPR}
    _write([district_id], _calendar(_of_works(works) | Q(pk__in=others)))


@transaction.atomic
def summaries_rebuild(*, districts: Collection[int] | None = None) -> int:
    """Sum up everything of the named districts, or of all that have results; how many they were.

    For results that came past the services, by COPY or from a restored table.
    """
    known = Result.objects.order_by().values_list("district_id", flat=True).distinct()
    wanted = District.objects.filter(pk__in=list(known) if districts is None else districts)
    by_region: dict[int, list[int]] = defaultdict(list)
    for pk, region_id in wanted.order_by("region_id").values_list("pk", "region_id"):
        by_region[region_id].append(pk)
    calendar = _calendar(Q())
    for members in by_region.values():
        _write(members, calendar)
    return sum(map(len, by_region.values()))


def summaries_of_line(*, sitting: Sitting) -> None:
    """A summary over all classes that came to the calendar after the results of its classes."""
    if sitting.exam != Exam.VPR or not sitting.is_summary:
        return
    of_work = Result.objects.filter(
        sitting__exam=Exam.VPR,
        sitting__year=sitting.year,
        sitting__season=sitting.season,
        sitting__subject=sitting.subject_id,
    )
    for district_id in sorted(set(of_work.values_list("district_id", flat=True))):
        summaries_refresh(district_id=district_id, sittings=[sitting.pk])


def _of_works(works: Iterable[tuple[int, str, int]]) -> Q:
    found = Q(pk__in=[])
    for year, season, subject_id in works:
        found |= Q(exam=Exam.VPR, year=year, season=season, subject_id=subject_id)
    return found


def _calendar(which: Q) -> list[Calendar]:
    return [Calendar(*row) for row in Sitting.objects.filter(which).values_list(*_CALENDAR)]


def _write(districts: list[int], calendar: list[Calendar]) -> None:
    """Districts of one region, then the region itself."""
    region_id = District.objects.values_list("region_id", flat=True).get(pk=districts[0])
    # Two people save results of one region at once: the second to sum up waits, so that it sees what the
    # first one wrote. One lock for both sums, so that nobody waits crosswise; `no_key`, because each of
    # them may hold the row already through a foreign key.
    Region.objects.select_for_update(no_key=True).get(pk=region_id)
    numbers = [sitting.id for sitting in calendar]
    for pk in districts:
        _keep(DistrictSummary, "district", pk, numbers, sums_by_sitting(calendar, *_lines(pk, calendar)))
    _keep(RegionSummary, "region", region_id, numbers, _of_region(region_id, numbers))


def _keep(
    model: type[DistrictSummary] | type[RegionSummary],
    place: str,
    pk: int,
    numbers: list[int],
    sums: Mapping[int, Sums],
) -> None:
    """Put the sums of one place in order: a sitting without any result keeps no row."""
    old = model._default_manager.filter(**{f"{place}_id": pk, "sitting__in": numbers})
    old.exclude(sitting__in=list(sums)).delete()
    rows: list[Any] = [
        model(**{f"{place}_id": pk, "sitting_id": number}, **found._asdict())
        for number, found in sums.items()
    ]
    model._default_manager.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=[place, "sitting"],
        update_fields=list(Sums._fields),
    )


def _of_region(region_id: int, numbers: list[int]) -> dict[int, Sums]:
    """The sums of the region's districts by sitting, in one query."""
    totals: dict[str, Any] = {f"all_{name}": Sum(name) for name in Sums._fields}
    rows = DistrictSummary.objects.filter(district__region=region_id, sitting__in=numbers)
    grouped = rows.values("sitting_id").annotate(**totals).order_by()
    return {number: Sums.of_database(found) for number, *found in grouped.values_list("sitting_id", *totals)}


def _lines(district_id: int, calendar: list[Calendar]) -> tuple[list[Line], set[tuple[int, int]]]:
    """The results with a mean, and (sitting, school) of those that say why they have none."""
    results = Result.objects.filter(district_id=district_id, sitting__in=[row.id for row in calendar])
    lines, refused = [], set()
    for school, sitting, status, mark, score, count, total, below, *marks in results.exclude(
        status=ResultStatus.NO_DATA
    ).values_list(*_RESULT):
        if status != ResultStatus.VALUE:
            refused.add((sitting, school))
            continue
        points = points_of(mark=mark, score=score, participants=count, marks=marks, score_sum=total)
        lines.append(Line(school, sitting, points, count, tuple(marks), below))
    return lines, refused
