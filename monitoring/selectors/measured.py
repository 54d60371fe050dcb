"""The district's dynamics with every measure: counts of each school, of the list, the district, the region.

Where `dynamics_table` knows means alone, this table knows all counts, so that one reading of the database
serves the page with any measure, its sentences and its documents. Groups are sums of counts, never means
of means; scales, levels and procedures stay apart because each has columns of its own.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet

from monitoring.enums import Measure, ParameterCode, ResultStatus, Scale
from monitoring.measures import Coefficients, Marks, points_of
from monitoring.models import Result, Sitting
from monitoring.selectors.calendar import (
    calendar_of,
    grade_sittings,
    table_columns,
    with_summaries,
    work_of,
)
from monitoring.selectors.dynamics import (
    Column,
    absent_status,
    columns_of,
    year_before,
)
from monitoring.selectors.figures import Figures, base_of, of_classes, pooled, value_of
from monitoring.selectors.parameters import parameters_with_sources
from monitoring.selectors.regional import region_figures, regional_sums
from schools.models import District, School
from schools.selectors import with_taught

LISTED, DISTRICT, REGION, WHOLE = "listed", "district", "region", "whole"
_RESULT = (
    "school_id", "sitting_id", "status", "mean_mark", "mean_score", "participants", "score_sum",
    "below_minimum", "n2", "n3", "n4", "n5",
)  # fmt: skip


class Rules(NamedTuple):
    """The numbers of our rules that a table was made with: those in force in its last year."""

    year: int
    few: int
    coefficients: Coefficients
    low_share: Decimal
    #: by the code of the parameter: the act or the book that the number comes from
    sources: Mapping[str, str]

    @classmethod
    def of(cls, year: int) -> "Rules":
        known = parameters_with_sources(year=year)
        found = {code: value for code, (value, _) in known.items()}
        sources = {code: source for code, (_, source) in known.items()}
        few = int(found[ParameterCode.FEW_PARTICIPANTS])
        return cls(year, few, Coefficients.of(found), found[ParameterCode.LOW_SHARE], sources)


class Shown(NamedTuple):
    """One cell of a table of one measure. `participants` are those of whom the measure is made.

    `change` is the difference to the year before, `is_judged` whether anything may be said of it: not where
    fewer than the threshold took part in one of the two years, nor where nobody knows how many did.
    """

    status: str
    value: Decimal | None = None
    participants: int | None = None
    change: Decimal | None = None
    is_few: bool = False
    is_judged: bool = False
    before: Decimal | None = None
    participants_before: int | None = None
    schools: tuple[int, int] | None = None
    is_few_before: bool = False

    @property
    def shows_change(self) -> bool:
        """A change of too few is not printed on a page at all: it would be read as growth or decline."""
        return self.change is not None and not (self.is_few or self.is_few_before)


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """`key` names the row in addresses: «school-12», «listed», «district», «region»."""

    key: str
    name: str
    figures: dict[int, Figures]
    school: School | None = None


@dataclass(frozen=True, slots=True)
class MeasuredTable:
    """`rows` are schools by name, `groups` what they are part of. Figures are kept by sitting."""

    years: tuple[int, ...]
    columns: list[Column]
    rows: list[MeasuredRow]
    groups: list[MeasuredRow]
    rules: Rules
    before: dict[int, list[int]]

    @property
    def has_values(self) -> bool:
        shown = [column.sitting.id for column in self.columns]
        return any(row.figures[number].mean is not None for row in self.rows for number in shown)

    @property
    def all_rows(self) -> list[MeasuredRow]:
        return [*self.rows, *self.groups]

    def of_measure(self, measure: str) -> "MeasuredTable":
        """Without the columns that cannot have the measure: an exam with scores gives no marks to count."""
        everywhere = measure in (Measure.MEAN, Measure.LOW_SHARE, Measure.PASS_RATE)
        columns = [column for column in self.columns if everywhere or column.sitting.scale == Scale.MARK]
        return replace(self, columns=columns)

    def row(self, key: str) -> MeasuredRow | None:
        return next((row for row in self.all_rows if row.key == key), None)

    def cells(self, row: MeasuredRow, measure: str) -> list[Shown]:
        """The row of a table of one measure, a cell for each column."""
        return [self.cell(row, column.sitting, measure) for column in self.columns]

    def cell(self, row: MeasuredRow, sitting: Sitting, measure: str) -> Shown:
        figures = row.figures[sitting.id]
        value = value_of(figures, measure, sitting.scale, self.rules.coefficients)
        if value is None:
            status = ResultStatus.NO_DATA if figures.status == ResultStatus.VALUE else figures.status
            return Shown(status, schools=figures.schools)
        count = base_of(figures, measure, sitting.scale)
        before, count_before = self._before(row, sitting, measure)
        few = self.rules.few
        return Shown(
            ResultStatus.VALUE,
            value,
            count,
            None if before is None else value - before,
            count is not None and count < few,
            before is not None and min(count or 0, count_before or 0) >= few,
            before,
            count_before,
            figures.schools,
            count_before is not None and count_before < few,
        )

    def _before(self, row: MeasuredRow, sitting: Sitting, measure: str) -> tuple[Decimal | None, int | None]:
        """The value of the year before; two windows of one year (2022) give it only if one alone has it."""
        known = []
        for number in self.before[sitting.id]:
            figures = row.figures[number]
            value = value_of(figures, measure, sitting.scale, self.rules.coefficients)
            if value is not None:
                known.append((value, base_of(figures, measure, sitting.scale)))
        return known[0] if len(known) == 1 else (None, None)


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
    sittings = table_columns(calendar, with_results=with_results, core_only=core_only)
    grades = grade_sittings(calendar)
    of_schools = {
        school.pk: _of_school(school, sittings, found.get(school.pk, {}), grades) for school in everyone
    }
    rows = [
        MeasuredRow(f"school-{school.pk}", school.short_name, of_schools[school.pk], school)
        for school in everyone
        if school.pk in shown
    ]
    columns = columns_of(sittings, calendar)
    region = region_figures(district=district, sittings=sittings) if with_region else {}
    return MeasuredTable(
        tuple(years),
        [column for column in columns if column.sitting.year in years],
        rows,
        _groups(sittings, of_schools, listed, region),
        Rules.of(max(years)),
        year_before(columns),
    )


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
        year_before(sums.columns),
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
    of_schools: dict[int, dict[int, Figures]],
    listed: Collection[int],
    region: Mapping[int, Figures],
) -> list[MeasuredRow]:
    members = [of_schools[pk] for pk in listed if pk in of_schools]
    groups = [_group(LISTED, "Школы перечня, среднее по участникам", sittings, members)] if members else []
    groups.append(_group(DISTRICT, "Район, среднее по участникам", sittings, list(of_schools.values())))
    if region:
        known = {sitting.id: region.get(sitting.id, _nothing(sitting)) for sitting in sittings}
        groups.append(MeasuredRow(REGION, "Регион, среднее по участникам", known))
    return groups


def _group(key: str, name: str, sittings: list[Sitting], members: list[dict[int, Figures]]) -> MeasuredRow:
    figures = {sitting.id: pooled(member[sitting.id] for member in members) for sitting in sittings}
    return MeasuredRow(key, name, figures)


def _nothing(sitting: Sitting) -> Figures:
    return Figures(ResultStatus.NO_DATA if sitting.is_held else ResultStatus.NOT_HELD)
