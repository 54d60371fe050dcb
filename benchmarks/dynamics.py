"""The dynamics of one district among five million results: ours, SQL alone, pandas."""

import argparse
from time import perf_counter

from benchmarks import dynamics_data, dynamics_rivals
from benchmarks.dynamics_rivals import Question
from benchmarks.measure import Contender, Target, interleaved, report
from monitoring.enums import Exam
from monitoring.models import Result
from monitoring.selectors import DynamicsTable, dynamics_table
from schools.models import District

OURS, SQL, PANDAS = "dynamics_table()", "SQL cursor", "pandas"
ROUNDS = 60
LAST_YEARS = (2023, 2024, 2025)
EXAMS = (Exam.VPR, Exam.OGE, Exam.EGE)
TARGETS = (Target(OURS, SQL, 2.5), Target(PANDAS, OURS, 2.0, at_least=True))


def main(options: argparse.Namespace) -> int:
    begin = perf_counter()
    district = dynamics_data.load(rows=options.rows)
    print(f"  loaded {Result.objects.count():,} results in {perf_counter() - begin:.0f} s")
    question = Question(district.pk, LAST_YEARS, tuple(exam.value for exam in EXAMS))
    size = _check_alike(district, question)
    contenders = (
        Contender(OURS, lambda _: _ours(district)),
        Contender(SQL, lambda _: dynamics_rivals.by_sql(question)),
        Contender(PANDAS, lambda _: dynamics_rivals.by_pandas(question)),
    )
    times = interleaved(contenders, rounds=options.rounds or ROUNDS, warm_ups=3)
    title = f"dynamics: {size} cells of a district of {dynamics_data.MEASURED_SCHOOLS} schools, 3 years"
    return report(title, times, TARGETS, unit="ms")


def _ours(district: District) -> DynamicsTable:
    return dynamics_table(district=district, years=LAST_YEARS, exams=EXAMS)


def _check_alike(district: District, question: Question) -> int:
    """Number of cells; the three must agree in every one before any of them is timed."""
    ours = dynamics_rivals.cells_of_ours(_ours(district))
    others = {
        SQL: dynamics_rivals.cells_of_sql(dynamics_rivals.by_sql(question)),
        PANDAS: dynamics_rivals.cells_of_pandas(dynamics_rivals.by_pandas(question), question.years),
    }
    for name, cells in others.items():
        wrong = [key for key in ours.keys() | cells.keys() if ours.get(key) != cells.get(key)]
        if wrong:
            key = wrong[0]
            raise RuntimeError(f"{name}: {len(wrong)} cells differ, {key}: {ours.get(key)} {cells.get(key)}")
    if len(ours) != (dynamics_data.MEASURED_SCHOOLS + 1) * len(LAST_YEARS) * dynamics_data.SITTINGS_A_YEAR:
        raise RuntimeError(f"{len(ours)} cells are not the table that was asked for")
    return len(ours)
