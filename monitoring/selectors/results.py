"""What has been entered for a school and how far a district is."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from monitoring.enums import Exam, ResultStatus
from monitoring.models import Result, Sitting
from monitoring.selectors.calendar import table_sittings
from monitoring.selectors.dynamics import absent_status
from schools.models import District, School

#: The procedures in which every school is expected to have a result or a reason.
MAIN_EXAMS = (Exam.VPR, Exam.OGE, Exam.EGE)


def results_of_school(*, school: School, sittings: Iterable[Sitting]) -> dict[int, Result]:
    """Results of one school by the number of the sitting."""
    found = Result.objects.filter(school=school, sitting__in=list(sittings)).select_related(
        "sitting", "updated_by"
    )
    return {result.sitting_id: result for result in found}


def district_has_results(*, district: District, years: Iterable[int]) -> bool:
    """Whether the district entered anything at all for these calendar years."""
    return Result.objects.filter(district=district, sitting__year__in=list(years)).exists()


@dataclass(frozen=True, slots=True)
class EntryProgress:
    """How far one school is: `state` by exam is one of todo, progress, done, not_required."""

    school: School
    states: dict[str, tuple[str, str]]


def entry_overview(*, schools: QuerySet[School], year: int) -> list[EntryProgress]:
    """For every school and exam of a calendar year: how many expected results have been entered."""
    sittings = [
        sitting
        for sitting in table_sittings(exams=[exam.value for exam in MAIN_EXAMS], years=[year], core_only=True)
        if sitting.is_general
    ]
    schools = schools.prefetch_related("programmes")
    entered = set(
        Result.objects.filter(school__in=schools, sitting__in=sittings)
        .exclude(status=ResultStatus.NO_DATA)
        .values_list("school_id", "sitting_id")
    )
    return [EntryProgress(school, exam_states(school, sittings, entered)) for school in schools]


def exam_states(
    school: School, sittings: list[Sitting], entered: set[tuple[int, int]]
) -> dict[str, tuple[str, str]]:
    """By exam: the state of a school's entry and the words for it."""
    return {
        exam.value: _exam_state(school, [s for s in sittings if s.exam == exam], entered)
        for exam in MAIN_EXAMS
    }


def _exam_state(school: School, sittings: list[Sitting], entered: set[tuple[int, int]]) -> tuple[str, str]:
    absences = {absent_status(school, sitting) for sitting in sittings}
    done = sum((school.pk, sitting.pk) in entered for sitting in sittings)
    if not done and (not sittings or ResultStatus.NO_DATA not in absences):
        held = ResultStatus.NOT_OFFERED in absences
        return "not_required", "нет такой ступени" if held else "не проводилась"
    if done == len(sittings):
        return "done", "готово"
    return ("progress", f"{done} из {len(sittings)}") if done else ("todo", "не начато")
