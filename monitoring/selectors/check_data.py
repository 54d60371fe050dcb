"""What the checks look at, fetched for many districts at once: the number of queries is always the same."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from monitoring.checks import CheckData
from monitoring.models import BiasMarkers, JournalComparison, Result, Sitting
from monitoring.selectors.file_problems import file_problems_of
from monitoring.selectors.parameters import parameters_of
from schools.models import District, School
from schools.selectors import with_taught


def check_data_of(
    *, districts: Collection[District], year: int, parameters: Mapping[str, Decimal] | None = None
) -> list[CheckData]:
    """One CheckData a district for a calendar year, in nine queries at most whatever their number.

    `parameters` in place of those in force show what another value would find.
    The caller answers for the scope of `districts`.
    """
    in_force = parameters if parameters is not None else parameters_of(year=year)
    sittings = list(Sitting.objects.filter(year__in=[year - 1, year]).in_order())
    schools = _by_district(with_taught(School.objects.filter(district__in=districts)))
    results = _by_district(
        Result.objects.filter(district__in=districts, sitting_id__in=[sitting.pk for sitting in sittings])
        .defer("remark", "source")
        .order_by()
    )
    of_the_year = [sitting for sitting in sittings if sitting.year == year]
    journals = _by_district(
        JournalComparison.objects.filter(district__in=districts, sitting__in=of_the_year).order_by(
            "school", "sitting_id"
        )
    )
    markers = _by_district(BiasMarkers.objects.filter(district__in=districts, year=year).order_by("school"))
    problems = file_problems_of(districts=districts, schools=schools, sittings=of_the_year)
    return [
        CheckData(
            district=district,
            year=year,
            parameters=in_force,
            schools=schools[district.pk],
            sittings=sittings,
            results={(result.school_id, result.sitting_id): result for result in results[district.pk]},
            journals=journals[district.pk],
            markers=markers[district.pk],
            file_problems=problems[district.pk],
        )
        for district in districts
    ]


def _by_district(rows: Iterable[Any]) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows:
        found[row.district_id].append(row)
    return found
