"""What monitoring adds to «Мой день» and to the case of a school."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from monitoring.enums import Exam, Measure, Severity
from monitoring.models import Result
from monitoring.selectors import (
    MAIN_EXAMS,
    MeasuredTable,
    Shown,
    dynamics_measures,
    entry_overview,
    exam_states,
    findings_of,
    table_sittings,
)
from monitoring.table_heads import series_exam, subject_label
from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.panels import Section, Task, my_day, school_case, school_sections
from portal.core.russian import counted
from schools.models import District, School, SupportList
from schools.places import working_year


@school_case.register
def results_of_the_year(*, user, school: School, year: int) -> Iterable[Task]:
    """One task for each procedure of the calendar year in which the academic year ends."""
    if not School.objects.permitted(user, Permission.RESULT_VIEW).filter(pk=school.pk).exists():
        return
    sittings = [
        sitting
        for sitting in table_sittings(exams=[*MAIN_EXAMS], years=[year + 1], core_only=True)
        if sitting.is_general
    ]
    results = Result.objects.filter(school=school, sitting__in=sittings).exclude(status="no_data")
    states = exam_states(school, sittings, set(results.values_list("school_id", "sitting_id")))
    url = reverse("monitoring:school-results", args=[school.pk, year + 1]) if sittings else ""
    for exam, (state, label) in states.items():
        hint = "" if sittings else "календарь этого года ещё не загружен"
        yield Task(f"{Exam(exam).label} {year + 1} года", state, label, url, hint, "Результаты")


@dataclass(frozen=True, slots=True)
class Glance:
    """Three years of one school: a row for each series, in it for each year its cells with their windows.

    None where the year has no such column; two cells only where there were two windows, as in 2022.
    """

    years: list[int]
    rows: list[tuple[str, list[list[tuple[str, Shown]] | None]]]


@school_sections.register
def three_years(*, user: User, school: School, year: int) -> Iterable[Section]:
    """The school's means up to the spring of the academic year."""
    if not School.objects.permitted(user, Permission.RESULT_VIEW).filter(pk=school.pk).exists():
        return
    years = [year - 1, year, year + 1]
    table = dynamics_measures(
        district=school.district,
        years=years,
        exams=[*Exam],
        schools=[school],
        with_region=False,
        core_only=True,
    )
    if table.has_values:
        yield Section("Три года", "monitoring/_three_years.html", Glance(years, _by_series(table, years)))


def _by_series(
    table: MeasuredTable, years: list[int]
) -> list[tuple[str, list[list[tuple[str, Shown]] | None]]]:
    cells: dict[str, dict[int, list[tuple[str, Shown]]]] = {}
    for column, cell in zip(table.columns, table.cells(table.rows[0], Measure.MEAN), strict=True):
        name = f"{series_exam(column)}, {subject_label(column)}"
        cells.setdefault(name, {}).setdefault(column.sitting.year, []).append((column.window, cell))
    return [(name, [found.get(one) for one in years]) for name, found in cells.items()]


@my_day.register
def schools_without_results(*, user) -> Iterable[Task]:
    """For who enters results: how many schools of the newest list still owe something."""
    for district in District.objects.permitted(user, Permission.RESULT_EDIT):
        newest = SupportList.objects.filter(district=district).order_by("-year").first()
        if newest is None:
            continue
        schools = School.objects.permitted(user, Permission.RESULT_EDIT).filter(
            district=district, list_entries__support_list__year=newest.year
        )
        rows = entry_overview(schools=schools.distinct(), year=newest.year + 1)
        owing = [row.school.short_name for row in rows if _owes(row.states.values())]
        if owing:
            yield Task(
                f"Ввести результаты {newest.year + 1} года: {counted(len(owing), 'школа', 'школы', 'школ')}",
                "todo",
                "не начато" if len(owing) == len(rows) else "в работе",
                reverse("monitoring:entry"),
                ", ".join(owing[:3]),
            )


@my_day.register
def findings_to_look_at(*, user) -> Iterable[Task]:
    """For who enters results: open errors and doubts of the year in which the district works."""
    for district in District.objects.permitted(user, Permission.RESULT_EDIT):
        year = working_year(district, {}) + 1
        found = [finding.severity for finding in findings_of(district=district, year=year) if finding.is_open]
        errors, doubts = found.count(Severity.ERROR), found.count(Severity.WARNING)
        if errors or doubts:
            yield Task(
                f"Замечания к данным {year} года: {errors + doubts}",
                "todo",
                "не начато" if not errors else "есть ошибки",
                f"{reverse('monitoring:findings')}?year={year}&district={district.code}",
                f"ошибок: {errors}, сомнительных мест: {doubts}",
            )


def _owes(states: Iterable[tuple[str, str]]) -> bool:
    return any(state in ("todo", "progress") for state, _ in states)
