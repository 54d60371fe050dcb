"""Which procedures existed in which year: the calendar decides what columns a table has."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import groupby

from monitoring.enums import Exam, Season
from monitoring.models import Sitting


def exam_years() -> list[int]:
    """The calendar years of which the portal knows the procedures, the newest first."""
    return sorted(Sitting.objects.values_list("year", flat=True).distinct(), reverse=True)


def sittings_of_year(*, year: int) -> list[Sitting]:
    """All procedures of one calendar year in printing order."""
    return list(Sitting.objects.filter(year=year).in_order())


def table_sittings(
    *,
    exams: Collection[str],
    years: Collection[int],
    with_results: Collection[int] = (),
    core_only: bool = False,
) -> list[Sitting]:
    """The sittings that are columns of a table of `exams` over `years`.

    A procedure that was held is a column; where nothing of an exam was held in a year, its
    cancelled sittings are, so that the reader sees the gap. Special sittings (only for some
    categories of pupils) and, unless `core_only`, optional subjects and single classes come in
    when `with_results` (ids of sittings) names them.
    """
    calendar = calendar_of(exams=exams, years=years, core_only=core_only)
    return table_columns(calendar, with_results=with_results, core_only=core_only)


def calendar_of(*, exams: Collection[str], years: Collection[int], core_only: bool = False) -> list[Sitting]:
    """All procedures of `exams` in calendar `years`, or those of obligatory subjects, in printing order."""
    sittings = Sitting.objects.filter(exam__in=exams, year__in=years)
    if core_only:
        sittings = sittings.filter(subject__is_core=True)
    return list(sittings.in_order())


def table_columns(
    calendar: Iterable[Sitting], *, with_results: Collection[int] = (), core_only: bool = False
) -> list[Sitting]:
    """Those of an ordered calendar that are columns, by the rules of `table_sittings`."""
    columns: list[Sitting] = []
    for _, group in groupby(calendar, key=lambda sitting: (sitting.exam, sitting.year)):
        columns.extend(_columns_of_year(list(group), with_results, core_only))
    order = {exam.value: place for place, exam in enumerate(Exam)}
    return sorted(columns, key=lambda sitting: (sitting.year, order[sitting.exam]))


def grade_sittings(calendar: Iterable[Sitting]) -> dict[tuple, list[int]]:
    """Numbers of the single-class ВПР sittings by `work_of`."""
    grades: dict[tuple, list[int]] = defaultdict(list)
    for sitting in calendar:
        if sitting.exam == Exam.VPR and not sitting.is_summary:
            grades[work_of(sitting)].append(sitting.id)
    return grades


def work_of(sitting: Sitting) -> tuple[int, str, int]:
    """What a summary over all classes sums up: one subject in one window of a year."""
    return (sitting.year, sitting.season, sitting.subject_id)


def with_summaries(calendar: Iterable[Sitting], with_results: Collection[int]) -> set[int]:
    """The sittings with results and the summaries that are made of them."""
    works = {work_of(one) for one in calendar if one.exam == Exam.VPR and one.pk in with_results}
    made = {one.pk for one in calendar if one.exam == Exam.VPR and one.is_summary and work_of(one) in works}
    return made.union(with_results)


def windows_of(calendar: Iterable[Sitting]) -> dict[int, str]:
    """«весна» or «осень» by sitting, only of an exam that was written twice in its year, as ВПР in 2022.

    `calendar` holds whole years of an exam: a table without the columns of one window still names the other.
    """
    sittings = [sitting for sitting in calendar if sitting.is_held]
    seasons: dict[tuple[str, int], set[str]] = defaultdict(set)
    for sitting in sittings:
        seasons[sitting.exam, sitting.year].add(sitting.season)
    return {
        sitting.pk: str(Season(sitting.season).label)
        for sitting in sittings
        if len(seasons[sitting.exam, sitting.year]) > 1
    }


def year_words(sitting: Sitting, window: str) -> str:
    """«2021», «2020, осень», and «2022, весна» where there was an autumn, too."""
    season = window or (Season.AUTUMN.label if sitting.season == Season.AUTUMN else "")
    return f"{sitting.year}, {season}" if season else str(sitting.year)


def held_sittings(sittings: Iterable[Sitting]) -> list[Sitting]:
    return [sitting for sitting in sittings if sitting.is_held]


def _columns_of_year(
    sittings: list[Sitting], with_results: Collection[int], core_only: bool
) -> list[Sitting]:
    main = [sitting for sitting in sittings if _is_main(sitting)]
    columns = held_sittings(main) or main
    chosen = {sitting.pk for sitting in columns if sitting.is_general}
    for sitting in sittings:
        if sitting.pk in with_results and (sitting in main or not core_only):
            chosen.add(sitting.pk)
    return [sitting for sitting in sittings if sitting.pk in chosen]


def _is_main(sitting: Sitting) -> bool:
    """An obligatory subject as departments print it: the whole school for ВПР, one class for an exam."""
    return sitting.subject.is_core and (sitting.exam != Exam.VPR or sitting.is_summary)
