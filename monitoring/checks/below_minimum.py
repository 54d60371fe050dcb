from collections.abc import Iterator

from monitoring.checks.base import CheckData, Doubt, Rule, place
from monitoring.enums import Exam, Scale, Severity
from monitoring.models import Sitting
from portal.core.russian import number


def pupils_below_the_minimum(data: CheckData) -> Iterator[Doubt]:
    """Somebody is below the minimum score, or has «2» where the exam is obligatory."""
    for school, sitting, result in data.values():
        field = _field(sitting)
        if field is None or not (count := getattr(result, field)):
            continue
        names = [name for name in ("participants", field) if getattr(result, name) is not None]
        of = f" из {result.participants}" if result.participants else ""
        limit = sitting.lower_minimum
        border = f" Граница: {number(limit)}." if limit is not None and sitting.scale == Scale.SCORE else ""
        yield Doubt(
            f"Не преодолели минимум: {count}{of}.{border}",
            tuple(place(sitting, result, name) for name in names),
            school,
            sitting,
        )


def _field(sitting: Sitting) -> str | None:
    if sitting.scale == Scale.SCORE:
        return "below_minimum"
    return "n2" if sitting.exam != Exam.VPR and sitting.subject.is_core else None


RULE = Rule(
    code="below_minimum",
    title="Минимум не преодолён",
    severity=Severity.INFO,
    explanation="Без минимума по обязательному предмету выпускник не получает аттестат. Число взято из "
    "протокола; после пересдачи или апелляции загрузите новый протокол.",
    find=pupils_below_the_minimum,
)
