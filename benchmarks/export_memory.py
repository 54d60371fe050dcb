"""`python -m benchmarks.export_memory ours|plain DISTRICT YEAR`: the most that Python holds meanwhile.

In bytes, by tracemalloc, in a process of its own: the resident size of both moves by more from run to run
(pages of the allocator, buffers of the zip) than the two differ.
"""

import sys
import tracemalloc

import django

django.setup()

from django.db.models import QuerySet  # noqa: E402

from benchmarks.export_rival import write_plain  # noqa: E402
from monitoring.own_book import district_book, write_book  # noqa: E402
from schools.models import District, School  # noqa: E402

WRITERS = {"ours": write_book, "plain": write_plain}


def main(name: str, code: str, year: str) -> None:
    district = District.objects.get(code=code)
    schools = School.objects.filter(district=district)
    _write(name, district, int(year), schools.filter(pk=schools.first().pk))  # what is loaded only once
    tracemalloc.start()
    _write(name, district, int(year), schools)
    print(tracemalloc.get_traced_memory()[1])


def _write(name: str, district: District, year: int, schools: QuerySet[School]) -> None:
    WRITERS[name](district_book(district=district, year=year, schools=schools))


if __name__ == "__main__":
    main(*sys.argv[1:])
