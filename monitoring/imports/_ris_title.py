"""Which exam a РИС file is of: its title line, its exam cell, the name of its sheet or of the file."""

import re
from dataclasses import dataclass, replace
from datetime import date

from monitoring.enums import Exam
from monitoring.imports._fis_oko_heading import MADE_ON, one_subject
from monitoring.imports._ris_words import DISPUTED_CODES, SUBJECTS_BY_CODE
from monitoring.imports.parsed import SittingRef
from monitoring.imports.reference import Reference, level_of
from portal.core.spelling import folded

_DATE = re.compile(
    r"(?<!\d)(?:(?P<y>20\d\d)[.\-_](?P<m>\d\d)[.\-_](?P<d>\d\d)|(?P<d2>\d\d)\.(?P<m2>\d\d)\.(?P<y2>20\d\d))(?!\d)"
)
#: «п:2022.06.14; у:2022.06.16», «п.: 2021.06.18, у.: 2021.06.21»
_WRITTEN = re.compile(r"(?<![а-я])п\.?\s*:?\s*$")
_PARTS = re.compile(r"(?<![а-я])[пу]\.?\s*:")
_CODE = re.compile(r"(\d{1,2})\s*[-–—_.]?\s*(?=\D|$)")
#: «Энский район. 01 - Русский язык»
_CODE_INSIDE = re.compile(r"(?<!\d)(\d\d)\s*[-–—]\s*(?=[а-я])")
_SIGNS = " -–—_.,:;"
_FORM = re.compile(r"(?<![а-я])(гвэ|огэ|егэ|гиа)(?:\s*-?\s*(?:9|11))?(?![а-я\d])")
#: words that stand beside the name of a subject in a title and are not part of it
_BESIDE = re.compile(
    r"(?<![а-я])(?:от|за|г|год|года|по|дата|проведения|проверки|сдачи|ведомость|"
    r"(?:протокол|результат|предмет|экзамен)[а-я]*)(?![а-я])"
)
#: «Родной русский язык» is another subject
_OF_ITS_OWN = "родн"
_DATE_LINE = re.compile(r"дата (?:экзамена|проведения)")
_GRADE = re.compile(r"\b(?:9|11)\s*(?:кл\w*|-?\s*[а-я]\b)")
_EMPTY = re.compile(r"\(\s*\)|\s+(?=\))")
_ENDING = re.compile(r"\.(?:csv|xlsx|xlsm|xls)$")
_EXAMS = {(9, False): Exam.OGE, (9, True): Exam.GVE9, (11, False): Exam.EGE, (11, True): Exam.GVE11}


@dataclass(frozen=True, slots=True)
class Title:
    """What a line says of the exam. `name` is the subject as written, `code` its number in РИС."""

    code: str = ""
    name: str = ""
    day: date | None = None
    is_gve: bool = False
    is_oral: bool = False

    def completed(self, other: "Title") -> "Title":
        """What this line does not say is taken from another one."""
        named = self if self.name or (self.code and not other.name) else other
        return replace(
            self,
            code=named.code,
            name=named.name,
            day=self.day or other.day,
            is_gve=self.is_gve or other.is_gve,
            is_oral=named.is_oral,
        )


def title_of(text: str) -> Title:
    """«01 - Русский язык 2022.06.23 резерв», «Математика(2026.06.02)», «Английский язык п:…; у:…»."""
    plain = folded(text)
    dates = [(found.start(), day) for found in _DATE.finditer(plain) if (day := _day(found))]
    written = [day for start, day in dates if _WRITTEN.search(plain[:start])]
    rest = _GRADE.sub(" ", _FORM.sub(" ", _PARTS.sub(" ", _DATE.sub(" ", plain)))).strip(_SIGNS)
    code = _CODE.match(rest) or _CODE_INSIDE.search(rest)
    name = f"{rest[: code.start()]} {rest[code.end() :]}" if code else rest
    return Title(
        code=code[1].zfill(2) if code else "",
        name=" ".join(_EMPTY.sub(" ", name).strip(_SIGNS).split()),
        day=next(iter(written or [day for _, day in dates]), None),
        is_gve=any(found[1] == "гвэ" for found in _FORM.finditer(plain)),
        is_oral="устн" in plain and "письм" not in plain,
    )


def title_of_file(name: str, reference: Reference) -> Title:
    """«02_2023.06.09.csv»; a name that means no subject gives its date alone."""
    stem = _ENDING.sub("", folded(name).replace("\\", "/").rsplit("/", 1)[-1])
    found = re.search(r"(?<!\d)(\d\d)_(?=20\d\d[.\-_]\d\d[.\-_]\d\d)", stem)
    if found:
        return replace(title_of(stem[found.start() :]), name="", is_gve="гвэ" in stem, is_oral=False)
    title = title_of(stem.replace("_", " "))
    return title if is_subject(title, reference) else replace(title, code="", name="", is_oral=False)


def names_a_day(text: str) -> bool:
    return _DATE.search(text) is not None


def is_subject(title: Title, reference: Reference) -> bool:
    return bool(_subject(title, reference))


def is_date_line(title: Title) -> bool:
    """«Дата экзамена: 23.06.2022» under or above the line with the subject."""
    return title.day is not None and _DATE_LINE.match(title.name) is not None


def _subject(title: Title, reference: Reference) -> str:
    """«Протокол экзамена по предмету русский язык от» names it among other words."""
    if not title.name:
        return ""
    named = reference.subject(title.name) or reference.subject(_BESIDE.sub(" ", title.name))
    return named or _among_words(title, reference)


def _among_words(title: Title, reference: Reference) -> str:
    """«Русский язык, Энский район»: the one subject that is named, with a day or beside its own code.

    A code of another subject is a second name, and nobody may choose between them.
    """
    if _OF_ITS_OWN in title.name or MADE_ON.search(title.name):
        return ""
    named = one_subject([title.name], reference)
    of_code = "" if title.code in DISPUTED_CODES else reference.subject(_name_by_code(title))
    return named if (of_code == named if of_code else title.day is not None) else ""


def sitting_of(title: Title, grade: int, reference: Reference) -> SittingRef | str:
    """The sitting of a class, or what is wrong with the title as a sentence.

    The subject goes by its name; the code is asked only where there is no name, and never tells the
    class: a pupil of class 9 sits the ОГЭ whatever the code.
    """
    title = title if title.name else replace(title, name=_name_by_code(title))
    subject = _subject(title, reference)
    if not subject:
        return "Предмет не узнан. Впишите в первую строку таблицы название предмета и дату экзамена."
    if title.day is None:
        return "Дата экзамена не указана. Впишите её в первую строку или назовите файл так: 02_2023.06.09."
    exam = _EXAMS[grade, title.is_gve or _is_gve_code(title)]
    return SittingRef(
        exam=exam, subject=subject, year=title.day.year, level=level_of(exam, title.name),
        grade=grade, programme_grade=grade, date=title.day,
    )  # fmt: skip


def doubt_of(title: Title) -> str:
    """A sentence where the exam was told by a code that not every region uses alike."""
    if _is_gve_code(title) and not title.is_gve:
        return f"По коду {title.code} это ГВЭ. Если это не так, уберите код из заголовка или имени файла."
    if not title.name and title.code in DISPUTED_CODES:
        return (
            f"Предмет взят по коду {title.code}: «{SUBJECTS_BY_CODE[title.code]}». В некоторых регионах этот "
            "код у другого предмета. Проверьте, а если это не так, впишите название в первую строку."
        )
    return ""


def _name_by_code(title: Title) -> str:
    return SUBJECTS_BY_CODE.get(_plain_code(title), "")


def _is_gve_code(title: Title) -> bool:
    """Codes from 51 are those of ГВЭ, fifty more than the subject's own."""
    return "51" <= title.code <= "68" and _plain_code(title) in SUBJECTS_BY_CODE


def _plain_code(title: Title) -> str:
    return f"{int(title.code) - 50:02d}" if "51" <= title.code <= "68" else title.code


def _day(found: re.Match[str]) -> date | None:
    year, month, day = (found[key] or found[f"{key}2"] for key in "ymd")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None  # «2022.13.45» is no date, and no error of the reader
