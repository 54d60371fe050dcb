"""The country and a region over eight years: from sums kept by district against the live query."""

import argparse
from time import perf_counter

from django.db import connection

from benchmarks import dynamics_data
from benchmarks.dynamics_rivals import POINTS
from benchmarks.measure import Contender, Target, interleaved, report
from monitoring.enums import Exam, Measure
from monitoring.models import DistrictSummary, Result
from monitoring.selectors import MeasuredTable, regional_measures
from monitoring.services.summaries import summaries_rebuild
from portal.core.russian import rounded
from schools.models import District, Region

SUMMED, LIVE = "from sums", "live GROUP BY"
COUNTRY, REGION = "country", "region"
ROUNDS = 15
DISTRICTS_A_REGION = 33
YEARS = tuple(dynamics_data.YEARS)
EXAMS = (Exam.VPR, Exam.OGE, Exam.EGE)
#: only the country is a target: of one region's results the live query reads a seventieth
TARGETS = (Target(f"{LIVE}, {COUNTRY}", f"{SUMMED}, {COUNTRY}", 20, at_least=True),)

#: all that our table is made of: a mean, its participants, marks and those below the minimum
_LIVE = f"""
    SELECT {{place}}, r.sitting_id,
           COUNT(*), COUNT(*) FILTER (WHERE r.participants > 0),
           SUM(r.participants) FILTER (WHERE r.participants > 0),
           SUM({POINTS}) FILTER (WHERE r.participants > 0),
           SUM(r.n2), SUM(r.n3), SUM(r.n4), SUM(r.n5),
           SUM(r.participants) FILTER (WHERE r.below_minimum IS NOT NULL), SUM(r.below_minimum)
    FROM monitoring_result r
    JOIN schools_district d ON d.id = r.district_id
    JOIN monitoring_sitting s ON s.id = r.sitting_id
    WHERE r.status = 'value' AND s.year BETWEEN %s AND %s AND s.exam = ANY(%s) AND {{where}}
    GROUP BY 1, 2
"""


def main(options: argparse.Namespace) -> int:
    begin = perf_counter()
    dynamics_data.load(rows=options.rows)
    regions = _split_into_regions()
    print(f"  loaded {Result.objects.count():,} results in {perf_counter() - begin:.0f} s")
    begin = perf_counter()
    districts = summaries_rebuild()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    kept = DistrictSummary.objects.count()
    print(f"  summed up {districts} districts in {perf_counter() - begin:.0f} s: {kept:,} rows")
    one = District.objects.filter(region=regions[0])
    _check_alike()
    contenders = (
        Contender(f"{SUMMED}, {COUNTRY}", lambda _: _ours(District.objects.all(), by_region=True)),
        Contender(f"{LIVE}, {COUNTRY}", lambda _: _live("d.region_id", "TRUE")),
        Contender(f"{SUMMED}, {REGION}", lambda _: _ours(one, by_region=False)),
        Contender(f"{LIVE}, {REGION}", lambda _: _live("r.district_id", f"d.region_id = {regions[0].pk}")),
    )
    times = interleaved(contenders, rounds=options.rounds or ROUNDS, warm_ups=2)
    title = f"country: {districts} districts in {len(regions)} regions, {len(YEARS)} years"
    return report(title, times, TARGETS, unit="ms")


def _split_into_regions() -> list[Region]:
    numbers = District.objects.order_by("pk").values_list("pk", flat=True)
    whole = max(numbers)
    count = 1 + (whole - 1) // DISTRICTS_A_REGION
    regions = [Region.objects.create(name=f"Регион {place}") for place in range(1, count + 1)]
    for place, region in enumerate(regions):
        first = 1 + place * DISTRICTS_A_REGION
        District.objects.filter(pk__range=(first, first + DISTRICTS_A_REGION - 1)).update(region=region)
    return regions


def _ours(districts, *, by_region: bool) -> MeasuredTable:
    return regional_measures(
        districts=districts, years=YEARS, exams=EXAMS, by_region=by_region, whole_regions=by_region
    )


def _live(place: str, where: str) -> list[tuple]:
    with connection.cursor() as cursor:
        exams = [exam.value for exam in EXAMS]
        cursor.execute(_LIVE.format(place=place, where=where), [YEARS[0], YEARS[-1], exams])
        return cursor.fetchall()


def _check_alike() -> None:
    """Every mean and number of participants of every region must agree before anything is timed."""
    table = _ours(District.objects.all(), by_region=True)
    ours = {}
    for row in table.rows:
        for column, cell in zip(table.columns, table.cells(row, Measure.MEAN), strict=True):
            if cell.value is not None and not column.sitting.is_summary:
                ours[int(row.key.partition("-")[2]), column.sitting.pk] = (cell.value, cell.participants)
    live = {}
    summaries = {column.sitting.pk for column in table.columns if column.sitting.is_summary}
    for place, sitting, _, _, participants, weighted, *_ in _live("d.region_id", "TRUE"):
        if participants and sitting not in summaries:
            live[place, sitting] = (rounded(weighted / participants), participants)
    if not ours or ours != live:
        wrong = [key for key in ours.keys() | live.keys() if ours.get(key) != live.get(key)]
        raise RuntimeError(f"{len(wrong)} of {len(live)} cells differ, {wrong[:1]}")
