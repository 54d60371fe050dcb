"""The grey row of every sheet: what a column is, whatever stands above it and wherever it has been moved."""

import re
from dataclasses import dataclass

from monitoring.enums import Level, ResultStatus, Scale
from monitoring.models import Sitting

STATUS = "status"
#: the two columns by which a row finds its school
SCHOOL_CODE, SCHOOL_NAME = "school:code", "school:name"
FIELDS = {
    Scale.MARK: ("participants", "n2", "n3", "n4", "n5", "mean_mark", STATUS),
    Scale.SCORE: ("participants", "mean_score", "below_minimum", STATUS),
}
LABELS = {
    "participants": "Участников",
    "n2": "«2»",
    "n3": "«3»",
    "n4": "«4»",
    "n5": "«5»",
    "mean_mark": "Средняя отметка",
    "mean_score": "Средний балл",
    "below_minimum": "Ниже минимума",
    STATUS: "Состояние",
}
#: what a person may choose; «есть результат» is what numbers say by themselves
STATUS_CHOICES = {
    status.label: status
    for status in (
        ResultStatus.NO_PARTICIPANTS,
        ResultStatus.NOT_OFFERED,
        ResultStatus.NOT_HELD,
        ResultStatus.NO_DATA,
    )
}
_COLUMN = re.compile(
    r"(?P<exam>[a-z0-9]+)\.(?P<subject>[a-z0-9_-]+)(?:/(?P<level>[a-z]+))?\.(?P<year>\d{4})\.(?P<season>[a-z]+)"
    r"(?:\.(?P<grade>\d{1,2})(?:-(?P<programme>\d{0,2}))?)?:(?P<field>[a-z0-9_]+)"
)
_TITLE = re.compile(r"(?P<district>.+)\. Результаты (?P<year>\d{4}) года: (?P<exam>.+)")


@dataclass(frozen=True, slots=True)
class ColumnKey:
    """One number of one sitting. `sitting` is the tuple of monitoring.imports.reference.sitting_key."""

    sitting: tuple
    field: str


def sitting_code(sitting: Sitting) -> str:
    """«oge.math.2021.spring.9», «ege.math/profile.2021.spring.11», «vpr.rus.2020.autumn.5-4»."""
    subject = sitting.subject.code + (f"/{sitting.level}" if sitting.level != Level.NONE else "")
    code = f"{sitting.exam}.{subject}.{sitting.year}.{sitting.season}"
    if sitting.grade is None:
        return code
    if sitting.programme_grade == sitting.grade:
        return f"{code}.{sitting.grade}"
    return f"{code}.{sitting.grade}-{sitting.programme_grade or ''}"


def column_key(sitting: Sitting, field: str) -> str:
    return f"{sitting_code(sitting)}:{field}"


def read_column_key(text: str) -> ColumnKey | None:
    """What `column_key` wrote, or None for any other text."""
    found = _COLUMN.fullmatch(text.strip().lower())
    if found is None:
        return None
    grade = int(found["grade"]) if found["grade"] else None
    programme = grade if found["programme"] is None else int(found["programme"] or 0) or None
    sitting = (
        found["exam"],
        found["subject"],
        int(found["year"]),
        found["level"] or Level.NONE.value,
        found["season"],
        grade,
        programme,
    )
    return ColumnKey(sitting, found["field"])


def sheet_title(*, district: str, year: int, exam: str) -> str:
    """The first cell of a sheet, by which a reader knows whose table it is."""
    return f"{district}. Результаты {year} года: {exam}"


def read_sheet_title(text: str) -> tuple[str, int] | None:
    """District and year of a title, or None where it is none of ours."""
    found = _TITLE.fullmatch(" ".join(text.split()))
    return (found["district"], int(found["year"])) if found else None
