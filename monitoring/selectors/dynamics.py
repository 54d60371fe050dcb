"""School × year × (exam, subject, level): means, changes and the district's weighted mean.

One query fetches the results; the rest is `Decimal` arithmetic over a few hundred tuples.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from monitoring.enums import EXAM_PROGRAMME, Exam, ResultStatus
from monitoring.measures import points_of, pooled_mean
from monitoring.models import Result, Sitting
from monitoring.selectors.calendar import (
    calendar_of,
    grade_sittings,
    table_columns,
    windows_of,
    with_summaries,
    work_of,
    year_words,
)
from schools.models import District, School
from schools.selectors import with_taught

_RESULT = (
    "school_id", "sitting_id", "status", "mean_mark", "mean_score", "participants", "score_sum",
    "n2", "n3", "n4", "n5",
)  # fmt: skip

#: what is known of a school and sitting, or of a mean: status, mean, participants, exact points behind it
Found = tuple[str, Decimal | None, int | None, Decimal | None]


class Cell(NamedTuple):
    """One number or the reason why there is none.

    A tuple, because a table has a thousand and a frozen dataclass takes several times as long to make.
    `change` is the difference to the same series one calendar year earlier, on the same scale
    (marks or points). `schools` of a mean: how many schools it is made of, and of how many.
    """

    status: str
    value: Decimal | None = None
    participants: int | None = None
    change: Decimal | None = None
    schools: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A sitting, the series of years to which it belongs, and its `window` if its year had two of them."""

    sitting: Sitting
    window: str = ""

    @property
    def series(self) -> tuple:
        sitting = self.sitting
        return (sitting.exam, sitting.subject_id, sitting.level, sitting.programme_grade or sitting.grade)

    @property
    def year_words(self) -> str:
        return year_words(self.sitting, self.window)


def columns_of(sittings: Iterable[Sitting], calendar: Iterable[Sitting]) -> list[Column]:
    """Sittings as columns; `calendar` is what they were chosen from."""
    windows = windows_of(calendar)
    return [Column(sitting, windows.get(sitting.pk, "")) for sitting in sittings]


@dataclass(frozen=True, slots=True)
class Row:
    school: School
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class DynamicsTable:
    """`mean` stands over all schools of the district, whichever rows are shown."""

    columns: list[Column]
    rows: list[Row]
    mean: list[Cell]

    @property
    def has_values(self) -> bool:
        return any(cell.value is not None for row in self.rows for cell in row.cells)

    def of_exams(self, exams: Collection[str]) -> "DynamicsTable":
        """The part with the columns of `exams`, as if only they had been asked for."""
        places = [place for place, column in enumerate(self.columns) if column.sitting.exam in exams]
        return DynamicsTable(
            [self.columns[place] for place in places],
            [Row(row.school, [row.cells[place] for place in places]) for row in self.rows],
            [self.mean[place] for place in places],
        )


def dynamics_table(
    *,
    district: District,
    years: Collection[int],
    exams: Collection[str],
    schools: Iterable[School] | None = None,
    core_only: bool = False,
) -> DynamicsTable:
    """The table of a district for calendar `years`; `schools` limits the rows, never the mean.

    The caller answers for the scope of `district`.
    """
    reach = sorted({*years, min(years) - 1})
    calendar = calendar_of(exams=exams, years=reach, core_only=core_only)
    found = _fetch(district, calendar)
    everyone = with_taught(School.objects.filter(district=district))
    rows = everyone if schools is None else sorted(schools, key=lambda school: school.place_in_lists)
    with_results = with_summaries(
        calendar, {sitting_id for school in rows for sitting_id in found.get(school.pk, {})}
    )
    sittings = table_columns(calendar, with_results=with_results, core_only=core_only)
    grades = grade_sittings(calendar)
    cells = {school.pk: _cells_of(school, sittings, found.get(school.pk, {}), grades) for school in everyone}
    return _assemble(years, columns_of(sittings, calendar), everyone, rows, cells)


def _fetch(district: District, calendar: Iterable[Sitting]) -> dict[int, dict[int, Found]]:
    """Results by school and sitting, in one query along the index of district and sitting."""
    numbers = [sitting.id for sitting in calendar]
    rows = Result.objects.filter(district=district, sitting_id__in=numbers).values_list(*_RESULT)
    found: dict[int, dict[int, Found]] = defaultdict(dict)
    for school_id, sitting_id, status, mark, score, count, total, *marks in rows:
        points = points_of(mark=mark, score=score, participants=count, marks=marks, score_sum=total)
        found[school_id][sitting_id] = (status, mark if score is None else score, count, points)
    return found


def _cells_of(
    school: School, sittings: list[Sitting], found: dict[int, Found], grades: dict[tuple, list[int]]
) -> dict[int, Found]:
    cells, no_data = {}, ResultStatus.NO_DATA
    for sitting in sittings:
        cell = found.get(sitting.id)
        if (cell is None or cell[0] == no_data) and sitting.is_summary:
            parts = [found[pk] for pk in grades.get(work_of(sitting), ()) if pk in found]
            cell = _weighted(parts) or cell
        cells[sitting.id] = cell or (absent_status(school, sitting), None, None, None)
    return cells


def absent_status(school: School, sitting: Sitting) -> ResultStatus:
    """Why a school has no result where nobody entered one."""
    if not sitting.is_held:
        return ResultStatus.NOT_HELD
    programme = EXAM_PROGRAMME.get(Exam(sitting.exam))
    if programme and not school.teaches(programme, sitting.year - 1):
        return ResultStatus.NOT_OFFERED
    return ResultStatus.NO_DATA


def _weighted(parts: list[Found]) -> Found | None:
    """One mean of several, weighted by participants; None unless every part says how many they were."""
    valued = [(points, count) for _, value, count, points in parts if value is not None]
    weights = [(points, count) for points, count in valued if points is not None and count]
    return _pooled(weights) if weights and len(weights) == len(valued) else None


def _pooled(weights: list[tuple[Decimal, int]]) -> Found:
    total = sum([count for _, count in weights])
    points = sum([points for points, _ in weights], Decimal(0))
    return (ResultStatus.VALUE, pooled_mean(points, total), total, points)


def _assemble(
    years: Collection[int],
    columns: list[Column],
    everyone: list[School],
    rows: list[School],
    cells: dict[int, dict[int, Found]],
) -> DynamicsTable:
    shown = [column for column in columns if column.sitting.year in years]
    before = year_before(columns, columns)
    steps = [(column.sitting.id, before[column.sitting.id]) for column in shown]
    of_schools = [cells[school.id] for school in everyone]
    means, made_of = {}, {}
    for number in before:
        means[number], made_of[number] = _mean([of_school[number] for of_school in of_schools])
    return DynamicsTable(
        shown,
        [Row(school, _with_changes(steps, cells[school.id], {})) for school in rows],
        _with_changes(steps, means, made_of),
    )


def year_before(columns: Iterable[Column], known: Iterable[Column]) -> dict[int, list[int]]:
    """For the sitting of each column the `known` ones of its series one year earlier."""
    by_year: dict[tuple, list[int]] = defaultdict(list)
    for column in known:
        by_year[column.series, column.sitting.year].append(column.sitting.id)
    return {column.sitting.id: by_year[column.series, column.sitting.year - 1] for column in columns}


def _with_changes(
    steps: list[tuple[int, list[int]]], found: dict[int, Found], made_of: Mapping[int, tuple[int, int] | None]
) -> list[Cell]:
    """`steps`: each sitting that is shown, with those of its series one year earlier."""
    cells = []
    for number, before in steps:
        status, value, participants, _ = found[number]
        change = None
        if value is not None:
            known = found[before[0]][1] if len(before) == 1 else _only_value(found, before)
            change = None if known is None else value - known
        cells.append(Cell(status, value, participants, change, made_of.get(number)))
    return cells


def _only_value(found: dict[int, Found], before: list[int]) -> Decimal | None:
    """Two windows in the year before (2022) leave a number to compare with only if one of them has it."""
    known = [value for early in before if (value := found[early][1]) is not None]
    return known[0] if len(known) == 1 else None


def _mean(cells: list[Found]) -> tuple[Found, tuple[int, int] | None]:
    """The district's mean over the schools whose participants are known, never a mean of means.

    With it: of how many schools it is made, and of how many that have a mean.
    """
    valued = [(points, count) for _, value, count, points in cells if value is not None]
    weights = [(points, count) for points, count in valued if points is not None and count]
    if weights:
        return _pooled(weights), (len(weights), len(valued))
    nothing: Found = (common_absence(status for status, *_ in cells), None, None, None)
    return nothing, (0, len(valued)) if valued else None


def common_absence(found: Iterable[str]) -> str:
    """The one reason of all schools; «нет данных» as soon as a single one owes its number."""
    statuses = set(found) or {ResultStatus.NO_DATA.value}
    if statuses & {ResultStatus.VALUE, ResultStatus.NO_DATA}:
        return ResultStatus.NO_DATA
    return statuses.pop() if len(statuses) == 1 else ResultStatus.NO_PARTICIPANTS
