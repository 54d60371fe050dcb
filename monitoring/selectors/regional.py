"""Tables above the district: districts of a region and regions of the country, from sums kept by district."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet, Sum

from monitoring.enums import ResultStatus
from monitoring.measures import Marks, pooled_mean
from monitoring.models import DistrictSummary, RegionSummary, Sitting
from monitoring.selectors.calendar import calendar_of, table_columns
from monitoring.selectors.dynamics import Column, columns_of
from monitoring.selectors.figures import Coverage, Figures
from monitoring.summing import Sums
from schools.models import District, Region


def region_figures(*, district: District, sittings: Iterable[Sitting]) -> dict[int, Figures]:
    """The sums of the whole region of a district by sitting; empty where no other district has results."""
    numbers = [sitting.pk for sitting in sittings]
    others = DistrictSummary.objects.filter(district__region=district.region_id, sitting__in=numbers)
    if not others.exclude(district=district).exists():
        return {}
    rows = RegionSummary.objects.filter(region=district.region_id, sitting__in=numbers)
    return {number: figures_of(sums) for _, number, sums in _rows(rows, "region_id")}


@dataclass(frozen=True, slots=True)
class Place:
    """A district or a region: `pk` within its kind."""

    pk: int
    name: str
    figures: dict[int, Figures]


@dataclass(frozen=True, slots=True)
class RegionalSums:
    """`places` are districts, or regions, by name; `whole` is the sum of them all; figures by sitting."""

    columns: list[Column]
    places: list[Place]
    whole: dict[int, Figures]


def regional_sums(
    *,
    districts: QuerySet[District],
    exams: Collection[str],
    years: Sequence[int],
    by_region: bool,
    whole_regions: bool,
) -> RegionalSums:
    """The sums of `districts` for the columns of a table over `years` and the year before them.

    `districts` are those that the person may read: nothing of another one enters a row or the sum. Only
    where they are all the districts of their regions (`whole_regions`) may the regions' own sums be read.
    Three queries, whatever the number of schools and districts.
    """
    calendar = calendar_of(exams=exams, years=sorted({*years, min(years) - 1}))
    numbers = [sitting.pk for sitting in calendar]
    found: dict[int, dict[int, Figures]] = defaultdict(dict)
    of_sitting: dict[int, list[Sums]] = defaultdict(list)
    for place, sitting, sums in _found(districts, numbers, by_region, whole_regions):
        found[place][sitting] = figures_of(sums)
        of_sitting[sitting].append(sums)
    sittings = table_columns(calendar, with_results=of_sitting.keys())
    whole = {number: figures_of(_all_of(sums)) for number, sums in of_sitting.items()}
    return RegionalSums(
        columns_of(sittings, calendar),
        [Place(pk, name, _complete(found[pk], sittings)) for pk, name in _names(districts, by_region)],
        _complete(whole, sittings),
    )


def _all_of(sums: list[Sums]) -> Sums:
    columns: list[Any] = [sum(column) for column in zip(*sums, strict=True)]
    return Sums(*columns)


def latest_year(*, districts: QuerySet[District]) -> int | None:
    """The last calendar year of which the districts have any sum."""
    found = DistrictSummary.objects.filter(district__in=districts.order_by().values("pk"))
    return found.aggregate(year=Max("sitting__year"))["year"]


def figures_of(sums: Sums) -> Figures:
    """Sums as the figures of one group."""
    mean = pooled_mean(sums.weighted_sum, sums.participants) if sums.participants else None
    marks = Marks(sums.n2, sums.n3, sums.n4, sums.n5) if sums.marked else None
    return Figures(
        ResultStatus.VALUE if mean is not None or marks else ResultStatus.NO_DATA,
        mean,
        sums.participants or None,
        marks,
        sums.below_minimum if sums.judged else None,
        sums.judged or None,
        Coverage(sums.valued, sums.counted, of_results=True),
        sums.weighted_sum if sums.participants else None,
    )


def _found(
    districts: QuerySet[District], numbers: list[int], by_region: bool, whole_regions: bool
) -> Iterable[tuple[int, int, Sums]]:
    of_districts = DistrictSummary.objects.filter(
        district__in=districts.order_by().values("pk"), sitting__in=numbers
    )
    if not by_region:
        return _rows(of_districts, "district_id")
    if whole_regions:
        regions = districts.order_by().values("region_id")
        return _rows(RegionSummary.objects.filter(region__in=regions, sitting__in=numbers), "region_id")
    return _summed(of_districts, "district__region_id")


def _rows(
    rows: QuerySet[DistrictSummary] | QuerySet[RegionSummary], place: str
) -> Iterable[tuple[int, int, Sums]]:
    for pk, sitting, *numbers in rows.values_list(place, "sitting_id", *Sums._fields):
        yield pk, sitting, Sums(*numbers)


def _summed(rows: QuerySet[DistrictSummary], place: str) -> Iterable[tuple[int, int, Sums]]:
    totals: dict[str, Any] = {f"all_{name}": Sum(name) for name in Sums._fields}
    grouped = rows.values(place, "sitting_id").annotate(**totals).order_by()
    for key, sitting, *numbers in grouped.values_list(place, "sitting_id", *totals):
        yield key, sitting, Sums.of_database(numbers)


def _names(districts: QuerySet[District], by_region: bool) -> list[tuple[int, str]]:
    if not by_region:
        return list(districts.order_by("order_key", "pk").values_list("pk", "name"))
    regions = Region.objects.filter(districts__in=districts.order_by().values("pk")).distinct()
    return list(regions.order_by("name").values_list("pk", "name"))


def _complete(found: Mapping[int, Figures], sittings: Iterable[Sitting]) -> dict[int, Figures]:
    return {
        sitting.pk: found.get(sitting.pk)
        or Figures(ResultStatus.NO_DATA if sitting.is_held else ResultStatus.NOT_HELD)
        for sitting in sittings
    }
