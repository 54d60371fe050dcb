"""Imports: whole files of 50,000 and of 500 rows, then staged COPY against bulk_create(update_conflicts).

The ways of writing are compared twice: on the table as it is, where both pay the same for three foreign
keys and two more indexes, and on one with its two keys alone. The target is of the second: it tells the
ways apart.
"""

import argparse
import csv
import io
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from benchmarks.measure import Contender, Target, Times, interleaved, ratio, report
from monitoring.enums import Exam, Scale
from monitoring.imports.formats import read_file
from monitoring.imports.review import parsed_keep, review_apply
from monitoring.models import ImportBatch, ImportChange, Result, Sitting, Subject
from monitoring.services import bulk
from schools.models import District, Region, School

STAGED, CREATED = "staged COPY and merge", "bulk_create(update_conflicts)"
TARGET = Target(CREATED, STAGED, 8, at_least=True)
SUBJECTS = {
    "rus": "Русский язык",
    "math": "Математика",
    "bio": "Биология",
    "hist": "История",
    "geo": "География",
}
HEAD = ("Год", "Класс", "Предмет", "Муниципалитет", "Логин", "ОО", "Кол-во участников", 2, 3, 4, 5)
GRADES = range(4, 9)
#: 25 works a school: two thousand schools give 50,000 rows, a district of twenty gives 500
SCHOOLS, OF_DISTRICT = 2_000, 20
UNIQUE = ("school_id", "sitting_id")
UPDATE = ("status", "mean_mark", "participants", "n2", "n3", "n4", "n5", "source", "revision", "updated_at")


def main(options: argparse.Namespace) -> int:
    call_command("migrate", verbosity=0)
    sittings = _calendar()
    region = Region.objects.create(name="Измерение")
    large, small = (
        _district(region, code, count) for code, count in (("all", SCHOOLS), ("one", OF_DISTRICT))
    )
    rounds = options.rounds or 5
    _files(large, small, rounds)
    _merge(large, sittings, rounds, "the table as it is", [])
    _strip()
    return _merge(large, sittings, rounds, "primary and unique key alone", [TARGET])


# --- Writing alone ------------------------------------------------------------------------------


def _strip() -> None:
    """Leave the table its two keys: foreign keys and the other indexes cost both ways the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint "
            "WHERE conrelid = 'monitoring_result'::regclass AND contype = 'f'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE monitoring_result DROP CONSTRAINT "{name}"')
        cursor.execute(
            "SELECT indexrelid::regclass FROM pg_index WHERE indrelid = 'monitoring_result'::regclass "
            "AND NOT indisunique"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {name}")


def _merge(
    district: District, sittings: Sequence[Sitting], rounds: int, table: str, targets: Sequence[Target]
) -> int:
    rows = _rows(district, sittings)
    changed = [row | {"n3": row["n3"] + 1, "participants": row["participants"] + 1} for row in rows]
    _agree(rows, changed)
    missed = 0
    cases = (("none is there", [], rows), ("the same again", rows, rows), ("all change", rows, changed))
    for title, before, now in cases:
        contenders = [
            Contender(STAGED, partial(_written, _staged), partial(_columns, before, now)),
            Contender(CREATED, partial(_written, _created), partial(_objects, before, now)),
        ]
        times = interleaved(contenders, rounds=rounds)
        wanted = targets if now is rows else []
        missed = max(missed, report(f"{len(rows)} results, {table}: {title}", times, wanted))
        if not wanted:
            print(f"  {CREATED} / {STAGED} = {ratio(times, CREATED, STAGED):.2f}")
    return missed


def _rows(district: District, sittings: Sequence[Sitting]) -> list[dict]:
    now, rows = timezone.now(), []
    for school in School.objects.filter(district=district).values_list("pk", flat=True):
        for sitting in sittings:
            chance = (school * 7919 + sitting.pk * 104_729) % 211  # the same figures in every run
            n2, n3, n4, n5 = chance % 3, chance % 11, chance % 13, 1 + chance % 5
            people = n2 + n3 + n4 + n5
            mean = (Decimal(2 * n2 + 3 * n3 + 4 * n4 + 5 * n5) / people).quantize(Decimal("0.01"))
            row = {"school_id": school, "sitting_id": sitting.pk, "district_id": district.pk}
            row |= {"status": "value", "mean_mark": mean, "mean_score": None, "participants": people}
            row |= {"n2": n2, "n3": n3, "n4": n4, "n5": n5, "score_sum": None, "below_minimum": None}
            row |= {"remark": "", "source": "ВПР 2021.xlsx", "revision": 1, "updated_by_id": None}
            rows.append(row | {"updated_at": now})
    return rows


def _prepared(before: list[dict], now: list[dict]) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE monitoring_result CASCADE")
        bulk.insert(Result, bulk.columns_of(before))
        cursor.execute("ANALYZE monitoring_result")
    return now


def _columns(before: list[dict], now: list[dict]) -> bulk.Columns:
    """Our side gets its columns made, as the service makes them, and the rival its objects."""
    return bulk.columns_of(_prepared(before, now))


def _objects(before: list[dict], now: list[dict]) -> list[Result]:
    return [Result(**row) for row in _prepared(before, now)]


def _written(write: Callable[[Any], None], rows: Any) -> None:
    with transaction.atomic():
        write(rows)


def _staged(columns: bulk.Columns) -> None:
    bulk.merge(Result, columns, unique=UNIQUE, update=UPDATE)


def _created(rows: list[Result]) -> None:
    Result.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["school", "sitting"],
        update_fields=UPDATE,
    )


def _agree(rows: list[dict], changed: list[dict]) -> None:
    """Both ways must leave the same table, from an empty one and from a full one."""
    for before, now in (([], rows), (rows, changed)):
        left = []
        for write, prepared in ((_staged, _columns), (_created, _objects)):
            _written(write, prepared(before, now))
            kept = Result.objects.order_by(*UNIQUE)
            left.append(list(kept.values_list(*UNIQUE, "mean_mark", *UPDATE[2:7])))
        if left[0] != left[1] or len(left[0]) != len(now):
            raise SystemExit("the two ways of writing left different tables")


# --- Whole files ----------------------------------------------------------------------------------


def _files(large: District, small: District, rounds: int) -> None:
    """Read, match, plan, write with history, trail and sums; there is no other system to compare with."""
    times: Times = {}
    for district in (large, small):
        file = _file(district)
        count = file.count(b"\n") - 1
        steps = {"first time": False, "again, nothing differs": True}
        for words, again in steps.items():
            run = partial(_imported, district)
            prepare = partial(_clean, district, file, again)
            name = f"{count} rows, {words}"
            times |= interleaved([Contender(name, run, prepare)], rounds=max(1, rounds // 2))
    report("a file from its bytes to the applied import", times, [])


def _clean(district: District, file: bytes, again: bool) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE monitoring_result, monitoring_historicalresult, monitoring_importbatch CASCADE"
        )
    if again:
        _imported(district, file)
    return file


def _imported(district: District, file: bytes) -> None:
    parsed = read_file(io.BytesIO(file), file_name="ВПР.csv")
    batch = parsed_keep(parsed, district=district, file_name="ВПР.csv", by=None)
    applied = review_apply(batch, choice=None, by=None)
    written = ImportChange.objects.filter(batch=applied).count()
    if applied.state != "applied" or (written == 0) != (ImportBatch.objects.count() > 1):
        raise SystemExit(f"the import did not do what it should: {applied.summary}")


def _file(district: District) -> bytes:
    """A flat regional table as it is downloaded."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=";")
    table.writerow(
        ["Год", "Класс", "Предмет", "Муниципалитет", "Логин", "ОО", "Кол-во участников", 2, 3, 4, 5]
    )
    for school in School.objects.filter(district=district):
        for grade in GRADES:
            for name in SUBJECTS.values():
                table.writerow([2021, grade, name, district.name, school.fis_oko_login, school.short_name,
                                20, 10, 30, 40, 20])  # fmt: skip
    return text.getvalue().encode()


# --- Data -----------------------------------------------------------------------------------------


def _calendar() -> list[Sitting]:
    subjects = [
        Subject.objects.create(code=code, name=name, short_name=name) for code, name in SUBJECTS.items()
    ]
    return Sitting.objects.bulk_create(
        Sitting(
            exam=Exam.VPR, subject=subject, year=2021, grade=grade, programme_grade=grade, scale=Scale.MARK
        )
        for grade in GRADES
        for subject in subjects
    )


def _district(region: Region, code: str, count: int) -> District:
    name = f"Район {code}"
    district = District.objects.create(region=region, code=code, name=name, full_name=name, genitive=name)
    School.objects.bulk_create(
        School(
            district=district,
            short_name=f"СШ № {n}",
            key=f"сш {n}",
            fis_oko_login=f"sch{district.pk:02}{n:05}",
        )
        for n in range(1, count + 1)
    )
    return district
