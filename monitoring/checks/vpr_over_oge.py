from collections.abc import Iterator

from monitoring.checks.base import CheckData, Doubt, Rule, place
from monitoring.enums import Exam, ParameterCode, Severity
from monitoring.models import Result, Sitting
from portal.core.russian import number, signed
from schools.models import School

#: Who sits ОГЭ in class 9 wrote ВПР by the programme of class 8 in the calendar year before.
PROGRAMME = 8


def oge_does_not_confirm_vpr(data: CheckData) -> Iterator[Doubt]:
    """ВПР of the year before (programme of class 8, else all classes) is above ОГЭ by too much."""
    limit = data.parameter(ParameterCode.VPR_OVER_OGE)
    for school, sitting, exam in data.values():
        if sitting.exam != Exam.OGE or exam.mean_mark is None or _is_few(data, exam):
            continue
        for earlier, test in _tests(data, school, sitting):
            if test.mean_mark is None or _is_few(data, test):
                continue
            gap = test.mean_mark - exam.mean_mark
            if gap > limit:
                yield Doubt(
                    f"ВПР {earlier.year} года ({earlier.grade_label}) — {number(test.mean_mark)}, "
                    f"ОГЭ {sitting.year} года — {number(exam.mean_mark)}: разница {signed(gap)} отметки. "
                    f"Замечание появляется, если ВПР выше больше чем на {number(limit)}.",
                    (
                        place(earlier, test, "mean_mark", f"ВПР {earlier.year}, средняя отметка"),
                        place(earlier, test, "participants", f"ВПР {earlier.year}, участников"),
                        place(sitting, exam, "mean_mark", f"ОГЭ {sitting.year}, средняя отметка"),
                        place(sitting, exam, "participants", f"ОГЭ {sitting.year}, участников"),
                    ),
                    school,
                    sitting,
                )


def _tests(data: CheckData, school: School, exam: Sitting) -> list[tuple[Sitting, Result]]:
    found = [
        (sitting, result)
        for sitting in data.sittings
        if sitting.exam == Exam.VPR
        and sitting.year == exam.year - 1
        and sitting.subject_id == exam.subject_id
        and (result := data.value_of(school, sitting)) is not None
    ]
    of_class = [
        pair
        for pair in found
        if not pair[0].is_summary and (pair[0].programme_grade or pair[0].grade) == PROGRAMME
    ]
    return of_class or [pair for pair in found if pair[0].is_summary]


def _is_few(data: CheckData, result: Result) -> bool:
    """Unknown is too few as well: without participants nothing is compared."""
    return (result.participants or 0) < data.parameter(ParameterCode.FEW_PARTICIPANTS)


RULE = Rule(
    code="vpr_over_oge",
    title="ОГЭ не подтверждает ВПР",
    severity=Severity.WARNING,
    explanation="Те же дети год назад написали ВПР заметно лучше, чем сдали ОГЭ. Это повод посмотреть, как "
    "проходила и проверялась ВПР. Сравнение делается, если в обеих работах участников достаточно; "
    "рейтинг по ВПР не строится.",
    find=oge_does_not_confirm_vpr,
)
