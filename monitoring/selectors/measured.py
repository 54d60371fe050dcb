"""The district's dynamics with every measure: counts of each school, of the list, the district, the region.

Where `dynamics_table` knows means alone, this table knows all counts, so that one reading of the database
serves the page with any measure, its sentences and its documents. Groups are sums of counts, never means
of means; scales, levels and procedures stay apart because each has columns of its own.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import QuerySet

from monitoring.enums import ResultStatus
from monitoring.measures import Marks, points_of
from monitoring.models import Result, Sitting
from monitoring.selectors.calendar import (
    calendar_of,
    grade_sittings,
    table_columns,
    with_summaries,
    work_of,
)
from monitoring.selectors.dynamics import absent_status, columns_of, year_before
from monitoring.selectors.figures import Figures, of_classes, pooled
from monitoring.selectors.measured_table import (
    DISTRICT,
    LISTED,
    REGION,
    WHOLE,
    MeasuredRow,
    MeasuredTable,
    Rules,
)
from monitoring.selectors.regional import region_figures, regional_sums
from schools.models import District, School
from schools.selectors import with_taught

_RESULT = (
    "school_id", "sitting_id", "status", "mean_mark", "mean_score", "participants", "score_sum",
    "below_minimum", "n2", "n3", "n4", "n5",
)  # fmt: skip


def dynamics_measures(
    *,
    district: District,
    years: Sequence[int],
    exams: Collection[str],
    schools: Iterable[School] | None = None,
    listed: Collection[int] = (),
    with_region: bool = True,
    core_only: bool = False,
) -> MeasuredTable:
    """The table of a district for calendar `years`, with the year before them for changes.

    `schools` limits the rows, never the groups; `listed` are the ids of the schools of the support list.
    The region is shown where another of its districts has results too: its sums name nobody.
    The caller answers for the scope of `district`.
    """
    reach = sorted({*years, min(years) - 1})
    calendar = calendar_of(exams=exams, years=reach, core_only=core_only)
    found = _fetch(district, calendar)
    everyone = with_taught(School.objects.filter(district=district))
    shown = {school.pk for school in everyone} if schools is None else {school.pk for school in schools}
    with_results = with_summaries(
        calendar, {sitting for school in shown for sitting in found.get(school, {})}
    )
    chosen = table_columns(calendar, with_results=with_results, core_only=core_only)
    columns = columns_of([sitting for sitting in chosen if sitting.year in years], calendar)
    before = year_before(columns, columns_of(calendar, calendar))
    asked = {*before, *(number for early in before.values() for number in early)}
    sittings = [sitting for sitting in calendar if sitting.id in asked]
    grades = grade_sittings(calendar)
    of_schools = {
        school.pk: _of_school(school, sittings, found.get(school.pk, {}), grades) for school in everyone
    }
    rows = [
        MeasuredRow(f"school-{school.pk}", school.short_name, of_schools[school.pk], school)
        for school in everyone
        if school.pk in shown
    ]
    region = region_figures(district=district, sittings=sittings) if with_region else {}
    groups = _groups(sittings, everyone, of_schools, listed, region)
    return MeasuredTable(tuple(years), columns, rows, groups, Rules.of(max(years)), before)


def regional_measures(
    *,
    districts: QuerySet[District],
    years: Sequence[int],
    exams: Collection[str],
    by_region: bool = False,
    whole_regions: bool = False,
) -> MeasuredTable:
    """The same table with districts as rows, or regions with `by_region`, out of sums kept by district.

    `districts` are those that the person may read; the last row is the sum of these and of no others.
    `whole_regions` says that they are all the districts of their regions.
    """
    sums = regional_sums(
        districts=districts, exams=exams, years=years, by_region=by_region, whole_regions=whole_regions
    )
    kind = "region" if by_region else "district"
    rows = [MeasuredRow(f"{kind}-{place.pk}", place.name, place.figures) for place in sums.places]
    return MeasuredTable(
        tuple(years),
        [column for column in sums.columns if column.sitting.year in years],
        rows,
        [MeasuredRow(WHOLE, "Вместе, среднее по участникам", sums.whole)],
        Rules.of(max(years)),
        year_before(sums.columns, sums.columns),
    )


def _fetch(district: District, calendar: Iterable[Sitting]) -> dict[int, dict[int, Figures]]:
    """Results by school and sitting, in one query along the index of district and sitting."""
    rows = Result.objects.filter(
        district=district, sitting_id__in=[sitting.id for sitting in calendar]
    ).values_list(*_RESULT)
    found: dict[int, dict[int, Figures]] = defaultdict(dict)
    for school, sitting, status, mark, score, count, total, below, *marks in rows:
        judged = count if below is not None else None
        mean = mark if score is None else score
        points = points_of(mark=mark, score=score, participants=count, marks=marks, score_sum=total)
        found[school][sitting] = Figures(
            status, mean, count, Marks.known(*marks), below, judged, points=points
        )
    return found


def _of_school(
    school: School, sittings: list[Sitting], found: dict[int, Figures], grades: dict[tuple, list[int]]
) -> dict[int, Figures]:
    cells = {}
    for sitting in sittings:
        own = found.get(sitting.id)
        if sitting.is_summary and (own is None or own.status == ResultStatus.NO_DATA):
            parts = [found[pk] for pk in grades.get(work_of(sitting), ()) if pk in found]
            own = of_classes(parts) or own
        cells[sitting.id] = own or Figures(absent_status(school, sitting))
    return cells


def _groups(
    sittings: list[Sitting],
    everyone: list[School],
    of_schools: dict[int, dict[int, Figures]],
    listed: Collection[int],
    region: Mapping[int, Figures],
) -> list[MeasuredRow]:
    members = [school for school in everyone if school.pk in listed]
    groups = []
    if members:
        groups.append(_group(LISTED, "Школы перечня, среднее по участникам", sittings, members, of_schools))
    groups.append(_group(DISTRICT, "Район, среднее по участникам", sittings, everyone, of_schools))
    if region:
        known = {sitting.id: region.get(sitting.id, _nothing(sitting)) for sitting in sittings}
        groups.append(MeasuredRow(REGION, "Регион, среднее по участникам", known))
    return groups


def _group(
    key: str,
    name: str,
    sittings: list[Sitting],
    members: list[School],
    of_schools: dict[int, dict[int, Figures]],
) -> MeasuredRow:
    figures = {}
    for sitting in sittings:
        whole = pooled(of_schools[school.pk][sitting.id] for school in members)
        if whole.schools and sitting.is_obligatory:
            owing = sum(_owes(school, sitting, of_schools[school.pk][sitting.id]) for school in members)
            expected = whole.schools.expected + owing
            whole = whole._replace(schools=whole.schools._replace(expected=expected))
        figures[sitting.id] = whole
    return MeasuredRow(key, name, figures)


def _owes(school: School, sitting: Sitting, figures: Figures) -> bool:
    """Neither a number nor a reason of a school that works and has the class."""
    return figures.status == ResultStatus.NO_DATA and school.is_active and sitting.concerns(school)


def _nothing(sitting: Sitting) -> Figures:
    return Figures(ResultStatus.NO_DATA if sitting.is_held else ResultStatus.NOT_HELD)
