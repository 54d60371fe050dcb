from collections.abc import Iterator

from monitoring.checks.base import CheckData, Doubt, Place, Rule
from monitoring.enums import EXAM_PROGRAMME, Exam, ResultStatus, Season, Severity
from monitoring.models import Sitting
from portal.core.russian import counted
from schools.enums import Programme
from schools.models import School


def schools_without_data(data: CheckData) -> Iterator[Doubt]:
    """Some schools of the district have a result of an obligatory work, others that teach it owe theirs."""
    for sitting in data.sittings_of_the_year:
        if not (sitting.is_held and sitting.is_general and sitting.subject.is_core):
            continue
        there = sum(data.value_of(school, sitting) is not None for school in data.schools)
        missing = [school for school in data.schools if _owes(data, school, sitting)] if there else []
        if missing:
            have = counted(there, "школа", "школы", "школ")
            names = ", ".join(school.short_name for school in missing)
            yield Doubt(
                f"Результат внесён: {have}. Нет данных: {names}.",
                tuple(_place(school, sitting) for school in missing),
                None,
                sitting,
            )


def _place(school: School, sitting: Sitting) -> Place:
    return Place(sitting.pk, f"school-{school.pk}", school.short_name, "", sitting.year, school.pk)


def _owes(data: CheckData, school: School, sitting: Sitting) -> bool:
    """Neither a number nor a reason, though the school has that class.

    The summary of ВПР and its single classes stand for each other.
    """
    if not school.is_active or _is_told(data, school, sitting) or not _concerns(school, sitting):
        return False
    if sitting.exam != Exam.VPR:
        return True
    return not any(
        _is_told(data, school, other)
        for other in data.sittings_of_the_year
        if other.exam == Exam.VPR
        and (other.subject_id, other.season) == (sitting.subject_id, sitting.season)
        and other.is_summary != sitting.is_summary
    )


def _is_told(data: CheckData, school: School, sitting: Sitting) -> bool:
    result = data.results.get((school.pk, sitting.pk))
    return result is not None and result.status != ResultStatus.NO_DATA


def _concerns(school: School, sitting: Sitting) -> bool:
    programme = EXAM_PROGRAMME.get(Exam(sitting.exam)) or _programme_of_class(sitting.grade)
    began = sitting.year if sitting.season == Season.AUTUMN else sitting.year - 1
    return programme is None or school.teaches(programme, began)


def _programme_of_class(grade: int | None) -> str | None:
    if grade is None:
        return None
    return Programme.NOO if grade <= 4 else Programme.OOO if grade <= 9 else Programme.SOO


RULE = Rule(
    code="schools_missing",
    title="Есть данные не всех школ",
    severity=Severity.WARNING,
    explanation="Средняя района считается только по внесённым школам. Внесите недостающие "
    "результаты или выберите, почему их нет: «не было участников», «нет такой ступени».",
    find=schools_without_data,
)
