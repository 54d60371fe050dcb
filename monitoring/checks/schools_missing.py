from collections.abc import Iterator

from monitoring.checks.base import CheckData, Doubt, Place, Rule
from monitoring.enums import Exam, ResultStatus, Severity
from monitoring.models import Sitting
from portal.core.russian import counted
from schools.models import School


def schools_without_data(data: CheckData) -> Iterator[Doubt]:
    """Some schools of the district have a result of an obligatory work, others that teach it owe theirs."""
    for sitting in data.sittings_of_the_year:
        if not sitting.is_obligatory:
            continue
        there = sum(data.value_of(school, sitting) is not None for school in data.schools)
        untold = [school for school in data.schools if _is_untold(data, school, sitting)] if there else []
        missing = [school for school in untold if not _stands_elsewhere(data, school, sitting)]
        if missing:
            yield Doubt(
                _words(sitting, there, missing, elsewhere=len(untold) - len(missing)),
                tuple(_place(school, sitting) for school in missing),
                None,
                sitting,
            )


def _words(sitting: Sitting, there: int, missing: list[School], *, elsewhere: int) -> str:
    have = counted(there, "школа", "школы", "школ")
    names = ", ".join(school.short_name for school in missing)
    text = f"Результат внесён: {have}. Нет данных: {names}."
    if elsewhere:
        other = "по классам" if sitting.is_summary else "за все классы вместе"
        text += f" Только {other} внесли: {counted(elsewhere, 'школа', 'школы', 'школ')}."
    return text


def _place(school: School, sitting: Sitting) -> Place:
    return Place(sitting.pk, f"school-{school.pk}", school.short_name, "", sitting.year, school.pk)


def _is_untold(data: CheckData, school: School, sitting: Sitting) -> bool:
    """Neither a number nor a reason, though the school has that class."""
    return school.is_active and not _is_told(data, school, sitting) and sitting.concerns(school)


def _stands_elsewhere(data: CheckData, school: School, sitting: Sitting) -> bool:
    """The summary of ВПР and its single classes stand for each other."""
    return any(
        _is_told(data, school, other)
        for other in data.sittings_of_the_year
        if other.exam == sitting.exam == Exam.VPR
        and (other.subject_id, other.season) == (sitting.subject_id, sitting.season)
        and other.is_summary != sitting.is_summary
    )


def _is_told(data: CheckData, school: School, sitting: Sitting) -> bool:
    result = data.results.get((school.pk, sitting.pk))
    return result is not None and result.status != ResultStatus.NO_DATA


RULE = Rule(
    code="schools_missing",
    title="Есть данные не всех школ",
    severity=Severity.WARNING,
    explanation="Средняя района считается только по внесённым школам. Внесите недостающие "
    "результаты или выберите, почему их нет: «не было участников», «нет такой ступени».",
    find=schools_without_data,
)
