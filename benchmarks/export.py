"""The district's table as our own workbook against the same content by openpyxl in its write-only mode.

Both read the database by the same query and write the same values, looks, locks and checks; openpyxl is
spared the merging of heads, which its write-only mode cannot do. Memory is measured in a process of its own.
"""

import argparse
import io
import subprocess
import sys
from decimal import Decimal
from itertools import islice, product

import openpyxl
from django.core.management import call_command

from benchmarks.export_rival import write_plain
from benchmarks.measure import Contender, Target, interleaved, report
from monitoring.enums import ResultStatus, Scale
from monitoring.models import Result, Sitting
from monitoring.own_book import Book, district_book, write_book
from schools.models import District, Region, School

OURS, PLAIN = "results_export", "openpyxl write_only"
ROUNDS, YEAR = 5, 2022
#: a district as they are, and a table as long as a region's
SCHOOLS, ROWS = 60, 50_000
MEGABYTE = 1024 * 1024


def main(options: argparse.Namespace) -> int:
    call_command("migrate", verbosity=0)
    call_command("reference_load", stdout=io.StringIO())
    held = list(Sitting.objects.filter(year=YEAR, is_held=True).in_order())
    region = Region.objects.create(name="Измерение")
    rows = {"district": SCHOOLS * len(held), "region": ROWS}
    verdicts = []
    for code, count in rows.items():
        district = _filled(District.objects.create(region=region, code=code, name="Измеряемый"), held, count)
        if code == "district":
            _check_alike(district)
        verdicts += [_speed(district, count, options.rounds or ROUNDS), _memory(district)]
    return max(verdicts)


def _filled(district: District, held: list[Sitting], count: int) -> District:
    """`count` results, every sitting of the year at every school."""
    number = -(-count // len(held))
    School.objects.bulk_create(
        School(district=district, short_name=f"МБОУ СШ № {index}", key=f"сш {index}", oo_code=f"34{index:04}")
        for index in range(1, number + 1)
    )
    schools = School.objects.filter(district=district)
    Result.objects.bulk_create(
        (_result(school, sitting) for school, sitting in islice(product(schools, held), count)),
        batch_size=2_000,
    )
    return district


def _result(school: School, sitting: Sitting) -> Result:
    result = Result(school=school, district_id=school.district_id, sitting=sitting, status=ResultStatus.VALUE)
    shift = (school.pk * 7 + sitting.pk * 3) % 10
    if sitting.scale == Scale.MARK:
        counts = (shift % 3, 8 + shift, 9, 2)
        result.n2, result.n3, result.n4, result.n5 = counts
        result.participants = sum(counts)
        result.set_value(Decimal("3.5"))
    else:
        result.participants, result.below_minimum = 10 + shift, shift % 2
        result.set_value(Decimal(50) + Decimal(shift) / 10)
    return result


def _book(district: District) -> Book:
    schools = School.objects.filter(district=district)
    return district_book(district=district, year=YEAR, schools=schools)


def _ours(district: District) -> bytes:
    return write_book(_book(district))


def _plain(district: District) -> bytes:
    return write_plain(_book(district))


def _speed(district: District, count: int, rounds: int) -> int:
    contenders = (
        Contender(OURS, _ours, lambda: district),
        Contender(PLAIN, _plain, lambda: district),
    )
    times = interleaved(contenders, rounds=rounds)
    return report(f"export: {count} results", times, [Target(PLAIN, OURS, 1.3, at_least=True)])


def _memory(district: District) -> int:
    ours, plain = (_most(name, district) for name in ("ours", "plain"))
    word = "met" if ours <= plain else "MISSED"
    print(f"  memory: {ours / MEGABYTE:.2f} MiB and {plain / MEGABYTE:.2f} MiB, target: not more: {word}")
    return 0 if ours <= plain else 1


def _most(name: str, district: District) -> int:
    command = [sys.executable, "-m", "benchmarks.export_memory", name, district.code, str(YEAR)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(done.stdout)


def _check_alike(district: District) -> None:
    """The same values in the same cells, or the comparison means nothing."""
    ours, plain = (openpyxl.load_workbook(io.BytesIO(make(district))) for make in (_ours, _plain))
    for sheet in ours:
        pairs = zip(sheet.iter_rows(values_only=True), plain[sheet.title].values, strict=True)
        for number, (left, right) in enumerate(pairs, start=1):
            if _trimmed(left) != _trimmed(right):
                raise RuntimeError(f"{sheet.title}, row {number}: the two files differ")


def _trimmed(row: tuple) -> list:
    return [cell for cell in row if cell is not None]
