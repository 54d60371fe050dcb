"""The entry grid: which sittings are its columns, what stands in its cells, and the story of one cell."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from monitoring.enums import STATUS_MARKS, Exam, ResultStatus, Scale
from monitoring.models import Result, Sitting
from monitoring.selectors.calendar import sittings_of_year, table_columns, windows_of, year_words
from portal.core.russian import number
from schools.models import District, School

VALUE, STATUS = "value", "status"
MARKS = ("n2", "n3", "n4", "n5")
#: numbers that a row of a result may hold, `value` being the mean on the sitting's own scale
NUMBERS = (VALUE, "participants", *MARKS, "below_minimum")
#: the cells of a sitting from left to right
FIELDS: Mapping[str, tuple[str, ...]] = {
    Scale.MARK: ("participants", *MARKS, VALUE, STATUS),
    Scale.SCORE: ("participants", VALUE, "below_minimum", STATUS),
}
FIELD_NAMES = {
    "participants": "Участников",
    "n2": "«2»",
    "n3": "«3»",
    "n4": "«4»",
    "n5": "«5»",
    VALUE: "Средняя",
    "below_minimum": "Ниже мин.",
    STATUS: "Состояние",
}
#: what the cell of the state shows: a word for a result, the printed mark for the reason of its absence
STATUS_SHOWN: Mapping[str, str] = {
    ResultStatus.VALUE.value: "есть",
    **{status.value: mark for status, mark in STATUS_MARKS.items()},
}
MAIN_EXAMS = (Exam.VPR, Exam.OGE, Exam.EGE)
#: how many years back the panel of a cell looks
YEARS_BACK = 5


@dataclass(frozen=True)
class GridChoice:
    """What is shown: `sittings` as columns; `exam`, `grade` and `sitting` are None where not chosen."""

    year: int
    calendar: list[Sitting]
    sittings: list[Sitting]
    exam: str | None = None
    grade: int | None = None
    sitting: Sitting | None = None
    whole: bool = False

    @property
    def exams(self) -> list[Exam]:
        """The procedures of the year, in the order of the enum."""
        known = {sitting.exam for sitting in self.calendar}
        return [exam for exam in Exam if exam in known]

    @property
    def grades(self) -> list[int]:
        """The classes of ВПР, when it is chosen: other exams are written by one class."""
        if self.exam != Exam.VPR:
            return []
        return sorted({one.grade for one in self.calendar if one.exam == self.exam and one.grade})

    @property
    def windows(self) -> dict[int, str]:
        """«весна» or «осень» by sitting, where the exam was written twice in the year."""
        return windows_of(self.calendar)

    @property
    def singles(self) -> list[tuple[Sitting, str]]:
        """The sittings of the chosen exam and class, each of which can be shown alone, with their windows."""
        windows = self.windows
        return [
            (one, windows.get(one.pk, ""))
            for one in self.calendar
            if one.exam == self.exam and (one.exam != Exam.VPR or one.grade == self.grade)
        ]


def grid_choice(
    *,
    district: District,
    year: int,
    exam: str | None = None,
    grade: int | None = None,
    sitting: int | None = None,
    whole: bool = False,
) -> GridChoice:
    """The columns for what was asked in the address; what the calendar does not know is left out.

    Without an exam: the obligatory subjects of ВПР, ОГЭ and ЕГЭ. With one: the same subjects and those
    that already have results, `whole`: every subject; one class of ВПР, or one sitting.
    """
    calendar = sittings_of_year(year=year)
    one = next((found for found in calendar if found.pk == sitting), None)
    if one is not None:
        return GridChoice(year, calendar, [one], one.exam, one.grade, one)
    of_exam = [found for found in calendar if found.exam == exam]
    if not of_exam:
        main = [found for found in calendar if found.exam in MAIN_EXAMS and found.subject.is_core]
        return GridChoice(year, calendar, table_columns(main, core_only=True))
    of_grade = [found for found in of_exam if found.grade == grade]
    if exam == Exam.VPR and grade and of_grade:
        return GridChoice(year, calendar, of_grade, exam, grade)
    if whole and exam != Exam.VPR:
        return GridChoice(year, calendar, of_exam, exam, whole=True)
    columns = table_columns(of_exam, with_results=_with_results(district, of_exam))
    return GridChoice(year, calendar, columns, exam)


def _with_results(district: District, sittings: Iterable[Sitting]) -> Collection[int]:
    found = Result.objects.filter(district=district, sitting__in=list(sittings))
    return set(found.values_list("sitting_id", flat=True).distinct())


def grid_results(*, schools: Iterable[School], sittings: Iterable[Sitting]) -> dict[tuple[int, int], Result]:
    """Results by school and sitting, in one query; each carries its own `sitting`."""
    by_pk = {sitting.pk: sitting for sitting in sittings}
    found = Result.objects.filter(school__in=[one.pk for one in schools], sitting__in=list(by_pk))
    results = {}
    for result in found:
        result.sitting = by_pk[result.sitting_id]
        results[result.school_id, result.sitting_id] = result
    return results


def shown_cells(row: Any, absence: str) -> dict[str, str]:
    """The text of every cell of a result or of a row of its history; `absence` stands where there is none."""
    if row is None:
        return dict.fromkeys(NUMBERS, "") | {STATUS: STATUS_SHOWN[absence]}
    shown = {name: number(getattr(row, name)) for name in NUMBERS if name != VALUE}
    return shown | {VALUE: number(_mean(row)), STATUS: STATUS_SHOWN[row.status]}


def _mean(row: Any) -> Decimal | None:
    return row.mean_mark if row.mean_score is None else row.mean_score


# --- One cell ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CellChange:
    """Since `at` the cell showed `shown`; `by` is None for a file or the operator of the machine."""

    at: datetime
    by: Any
    source: str
    shown: str


def cell_history(*, result: Result | None, field: str) -> list[CellChange]:
    """What the cell has shown, the newest first; rows that changed other cells only are left out."""
    if result is None:
        return []
    changes: list[CellChange] = []
    rows = Result.history.filter(id=result.pk).select_related("history_user").order_by("history_date", "pk")
    for row in rows:
        shown = shown_cells(row, ResultStatus.NO_DATA)[field]
        if shown != (changes[-1].shown if changes else ""):
            changes.append(CellChange(row.history_date, row.history_user, row.source, shown))
    return changes[::-1]


@dataclass(frozen=True, slots=True)
class YearOfCell:
    """One window of the series: the mean if it is known, and the words of every cell."""

    sitting: Sitting
    year: str
    mean: Decimal | None
    cells: dict[str, str]


def years_of_cell(*, school: School, sitting: Sitting) -> list[YearOfCell]:
    """The school in the last years of the same work, the newest first, on the same scale."""
    wrote = sitting.programme_grade or sitting.grade
    series = [
        one
        for one in Sitting.objects.filter(
            exam=sitting.exam,
            subject=sitting.subject_id,
            level=sitting.level,
            scale=sitting.scale,
            year__range=(sitting.year - YEARS_BACK + 1, sitting.year),
        )
        .select_related("subject")
        .order_by("-year", "season")  # the newest first: autumn stands before spring in the alphabet, too
        if (one.programme_grade or one.grade) == wrote
    ]
    results = grid_results(schools=[school], sittings=series)
    windows = windows_of(series)
    years = []
    for one in series:
        found = results.get((school.pk, one.pk))
        absence = ResultStatus.NO_DATA if one.is_held else ResultStatus.NOT_HELD
        words = year_words(one, windows.get(one.pk, ""))
        mean = found.value if found else None
        years.append(YearOfCell(one, words, mean, shown_cells(found, absence)))
    return years
