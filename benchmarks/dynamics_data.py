"""A country of results by COPY: districts of twenty schools at most, eight years, sixteen sittings a year."""

import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from operator import mul

from django.core.management import call_command
from django.db import connection

from monitoring.enums import Exam, Scale
from monitoring.models import Sitting, Subject
from portal.core.russian import rounded
from schools.models import District, Region
from schools.naming import match_key, order_key

YEARS = range(2018, 2026)
#: exam, class and subjects of each year's sittings
PLAN = (
    (Exam.VPR, None, ("rus", "math")),
    (Exam.VPR, 4, ("rus", "math", "world")),
    (Exam.VPR, 5, ("rus", "math")),
    (Exam.VPR, 6, ("rus", "math")),
    (Exam.VPR, 7, ("rus", "math")),
    (Exam.VPR, 8, ("rus",)),
    (Exam.OGE, 9, ("rus", "math")),
    (Exam.EGE, 11, ("rus", "math")),
)
CORE = {"rus": "Русский язык", "math": "Математика"}
SITTINGS_A_YEAR = sum(len(subjects) for _, _, subjects in PLAN)
RESULTS_A_YEAR = SITTINGS_A_YEAR - 2 / 4  # see _result_lines
#: as many as 40,000 schools have: the first district has exactly twenty, the others seventeen or eighteen
SCHOOLS_A_DISTRICT = 40_000 / 2_300
MEASURED_SCHOOLS = 20
_NULL = r"\N"


def load(*, rows: int) -> District:
    """Fill an empty database with about `rows` results; the district to measure comes back."""
    call_command("migrate", verbosity=0)
    schools = max(MEASURED_SCHOOLS, round(rows / (len(YEARS) * RESULTS_A_YEAR)))
    sittings = _calendar()
    places = list(_district_of_schools(schools))
    region = Region.objects.create(name="Измерение")
    District.objects.bulk_create(
        District(pk=number, region=region, code=f"bench-{number}", name=f"Район {number}")
        for number in range(1, places[-1] + 1)
    )
    with connection.cursor() as cursor:
        # Foreign keys of five million rows that we number ourselves need no question each.
        cursor.execute("SET session_replication_role = replica")
        _copy(cursor, "schools_school (id, district_id, short_name, key, order_key, full_name, kind, oo_code,"
              " fis_oko_login, is_active)", _school_lines(places))  # fmt: skip
        _copy(cursor, "schools_schoolprogramme (school_id, level)", _programme_lines(schools))
        _copy(cursor, "monitoring_result (school_id, district_id, sitting_id, status, mean_mark, mean_score,"
              " participants, n2, n3, n4, n5, score_sum, remark, source, revision, updated_at)",
              _result_lines(places, sittings))  # fmt: skip
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")
    return District.objects.get(pk=1)


def _calendar() -> list[Sitting]:
    names = CORE | {"world": "Окружающий мир"}
    subjects = {
        code: Subject.objects.create(code=code, name=name, short_name=name, is_core=code in CORE)
        for code, name in names.items()
    }
    return Sitting.objects.bulk_create(
        Sitting(
            exam=exam,
            subject=subjects[code],
            year=year,
            grade=grade,
            programme_grade=grade,
            scale=Scale.SCORE if exam == Exam.EGE else Scale.MARK,
        )
        for year in YEARS
        for exam, grade, codes in PLAN
        for code in codes
    )


def _district_of_schools(schools: int) -> Iterator[int]:
    """The number of the district of each school, in order."""
    for place in range(schools):
        beyond = place - MEASURED_SCHOOLS
        yield 1 if beyond < 0 else 2 + int(beyond / SCHOOLS_A_DISTRICT)


def _school_lines(places: list[int]) -> Iterator[str]:
    for school, district in enumerate(places, start=1):
        name = f"Школа {school}"
        yield f"{school}\t{district}\t{name}\t{match_key(name)}\t{order_key(name)}\t\t\t\t\tt\n"


def _programme_lines(schools: int) -> Iterator[str]:
    for school in range(1, schools + 1):
        for level in ("noo", "ooo", "soo") if _has_soo(school) else ("noo", "ooo"):
            yield f"{school}\t{level}\n"


def _has_soo(school: int) -> bool:
    return school % 4 != 0


def _result_lines(places: list[int], sittings: Iterable[Sitting]) -> Iterator[str]:
    """Year after year and school after school, as imports bring them.

    Every fourth school has no ЕГЭ, as it has no such programme; of the results one in twenty is without
    participants, and of one in thirty nobody knows how many they were.
    """
    years = [[sitting for sitting in sittings if sitting.year == year] for year in YEARS]
    for of_year in years:
        for school, district in enumerate(places, start=1):
            for sitting in of_year:
                if sitting.exam != Exam.EGE or _has_soo(school):
                    yield _result_line(school, district, sitting)


def _result_line(school: int, district: int, sitting: Sitting) -> str:
    chance = school * 7919 + sitting.pk * 104_729  # the same figures in every run
    if chance % 20 == 0:
        numbers = ["no_participants", *[_NULL] * 8]
    else:
        numbers = ["value", *_numbers(chance, is_score=sitting.scale == Scale.SCORE)]
    facts = "\t".join([str(school), str(district), str(sitting.pk), *numbers])
    return f"{facts}\t\t\t1\t2026-01-01\n"


def _numbers(chance: int, *, is_score: bool) -> list[str]:
    """Mean mark, mean score, participants, marks, sum of scores: every third result is a mean alone."""
    count = 1 + chance % 97
    counts = [count * (chance % 5) // 10, count * (chance % 3) // 10, count * (chance % 7) // 20]
    counts.append(count - sum(counts))
    total = count * 30 + chance % (50 * count) if is_score else sum(map(mul, (2, 3, 4, 5), counts))
    mean = f"{rounded(Decimal(total) / count)}"
    has_counts, has_participants = chance % 3 != 0, chance % 30 != 1
    return [
        *((_NULL, mean) if is_score else (mean, _NULL)),
        str(count) if has_participants else _NULL,
        *([_NULL] * 4 if is_score or not has_counts else map(str, counts)),
        str(total) if is_score and has_counts else _NULL,
    ]


class _Lines(io.RawIOBase):
    """Lines as the file that COPY reads; the whole never lies in memory."""

    def __init__(self, lines: Iterator[str]):
        self._lines = lines

    def read(self, size: int = -1) -> bytes:
        return "".join(islice(self._lines, 2000)).encode()


def _copy(cursor, target: str, lines: Iterator[str]) -> None:
    cursor.copy_expert(f"COPY {target} FROM STDIN", _Lines(lines))
