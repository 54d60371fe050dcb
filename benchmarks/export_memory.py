"""`python -m benchmarks.export_memory ours|plain DISTRICT YEAR`: by how many bytes one file raises the peak.

A process of its own for each file: a heap that has once been large hides what the next one needs.
"""

import sys
from pathlib import Path

import django

django.setup()

from django.db.models import QuerySet  # noqa: E402 - models need the set-up before

from benchmarks.export_rival import write_plain  # noqa: E402
from monitoring.own_book import district_book, write_book  # noqa: E402
from schools.models import District, School  # noqa: E402

WRITERS = {"ours": write_book, "plain": write_plain}


def main(name: str, code: str, year: str) -> None:
    district = District.objects.get(code=code)
    schools = School.objects.filter(district=district)
    _write(name, district, int(year), schools.filter(pk=schools.first().pk))  # what is loaded only once
    before = _peak()
    _write(name, district, int(year), schools)
    print(_peak() - before)


def _write(name: str, district: District, year: int, schools: QuerySet[School]) -> None:
    WRITERS[name](district_book(district=district, year=year, schools=schools))


def _peak() -> int:
    """VmHWM: unlike `ru_maxrss` it does not remember how large the process was that started this one."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main(*sys.argv[1:])
