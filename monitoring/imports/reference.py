"""The dictionaries that readers ask: subjects by name, mark scales, minimums. Loaded once for a file."""

import re
from dataclasses import dataclass, field
from typing import Self

from monitoring.enums import Exam, Level
from monitoring.models import MarkScale, Sitting, Subject
from portal.core.spelling import folded

_BRACKETS = re.compile(r"\([^)]*\)")
_BASE = re.compile(r"\bбаз(?:а|ов[а-я]*)?\b")
_NOT_A_LETTER = re.compile(r"[^а-яёa-z]+")
#: how files shorten or lengthen the names of our dictionary, as `subject_key` leaves them
SYNONYMS = {
    "русский": "rus", "рус яз": "rus", "русскии язык": "rus",
    "мат": "math", "математика базовая": "math", "математика профильная": "math",
    "математика базового уровня": "math", "математика профильного уровня": "math",
    "информатика и икт": "inf", "информатика и икт кегэ": "inf", "информатика кегэ": "inf", "икт": "inf",
    "англ яз": "eng", "английский": "eng", "немецкий": "ger", "французский": "fra", "испанский": "spa",
    "китайский": "chi", "обществознание включая экономику и право": "soc",
}  # fmt: skip


def subject_key(name: str) -> str:
    """«01 - Русский язык», «Русский  язык (устно)» → «русский язык»: letters alone, without brackets."""
    plain = _BRACKETS.sub(lambda found: " кегэ " if "кегэ" in found[0] else " ", folded(name))
    return " ".join(_NOT_A_LETTER.sub(" ", plain).split())


@dataclass(slots=True)
class Reference:
    """Subjects by spelling, scales by (subject, programme grade, year, season), the calendar by key."""

    subjects: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    scales: dict[tuple[str, int, int, str], MarkScale] = field(default_factory=dict)
    sittings: dict[tuple, Sitting] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Self:
        loaded = cls()
        for subject in Subject.objects.all():
            loaded.names[subject.code] = subject.name
            for name in (subject.name, subject.short_name):
                loaded.subjects[subject_key(name)] = subject.code
        loaded.subjects |= {name: code for name, code in SYNONYMS.items() if code in loaded.names}
        for scale in MarkScale.objects.select_related("subject"):
            loaded.scales[scale.subject.code, scale.programme_grade, scale.year, scale.season] = scale
        for sitting in Sitting.objects.select_related("subject"):
            loaded.sittings[sitting_key(sitting)] = sitting
        return loaded

    def subject(self, name: str) -> str:
        """The code of a subject by any of its spellings, or an empty string."""
        return self.subjects.get(subject_key(name), "")

    def lower_minimum(self, *, exam: str, subject: str, year: int, level: str = "") -> int | None:
        """The least score that passes, by the calendar; None where the year has none."""
        wanted = (exam, subject, year, level)
        found = [
            sitting.lower_minimum
            for (*key, _, _, _), sitting in self.sittings.items()
            if tuple(key) == wanted and sitting.lower_minimum is not None
        ]
        return int(min(found)) if found else None


def sitting_key(sitting: Sitting) -> tuple:
    """As SittingRef tells it, without the date."""
    return (
        sitting.exam,
        sitting.subject.code,
        sitting.year,
        sitting.level,
        sitting.season,
        sitting.grade,
        sitting.programme_grade,
    )


def level_of(exam: str, name: str) -> str:
    """Base mathematics is told from profile by its name; every other subject has no level."""
    text = folded(name)
    if exam != Exam.EGE or "математик" not in text:
        return Level.NONE
    return Level.BASE if _BASE.search(text) else Level.PROFILE
