"""What a table of ВПР is about: subject, year, class and season, told by its title, its sheet or its file."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import pairwise

from monitoring.imports._fis_oko_dates import (
    DAY_FIRST,
    YEAR,
    YEAR_FIRST,
    date_of,
    day_of,
    season_of,
    season_of_day,
    year_in,
    year_of,
)
from monitoring.imports.groups import looks_like_a_school
from monitoring.imports.reference import Reference
from portal.core.spelling import folded

#: Subject codes of the federal list. Systems differ in them, so a name always goes before a code.
SUBJECT_CODES = {
    "01": "rus", "02": "math", "03": "phys", "04": "chem", "05": "inf", "06": "bio", "07": "hist",
    "08": "geo", "09": "eng", "10": "ger", "11": "fra", "12": "soc", "13": "spa", "18": "lit",
}  # fmt: skip
GRADES = range(4, 12)
_STEMS = {
    "rus": r"\bрусск\w* яз|\bрусскому\b", "math": r"\bматематик", "phys": r"\bфизик[аеиу]\b",
    "chem": r"\bхими[яюие]\b", "inf": r"\bинформатик|\bкегэ\b", "bio": r"\bбиологи",
    "hist": r"\bистори[яюие]\b", "geo": r"\bгеографи", "eng": r"\bанглийск",
    "ger": r"\bнемецк", "fra": r"\bфранцузск", "spa": r"\bиспанск", "chi": r"\bкитайск",
    "soc": r"\bобществознани", "lit": r"\bлитератур[аеуы]\b", "world": r"\bокружающ\w* мир",
}  # fmt: skip
#: Short names of subjects in names of files, whole words of letters
_SHORT = {
    "rus": "ru rus rya рус ру ря русский", "math": "ma mat math matem ма мат матем",
    "phys": "fi fiz phys физ", "chem": "hi him kh chem хим", "inf": "inf inform инф информ",
    "bio": "bi bio био биол", "hist": "is ist hist ис ист истор", "geo": "gg geo гео геогр",
    "eng": "en eng ang англ анг", "ger": "nem ger нем", "fra": "fr fra фр фран", "spa": "isp spa исп",
    "soc": "ob obsh obsch soc об общ обществ", "lit": "lit лит литер", "world": "om okr okrm ом окр окрмир",
}  # fmt: skip
_SHORT_NAMES = {short: code for code, names in _SHORT.items() for short in names.split()}
_CODED_NAME = re.compile(r"^(\d{2})[\s_-]+(20\d\d)[.\-_](\d{1,2})[.\-_](\d{1,2})(?!\d)")
#: of a line that tells when a file was made or printed
MADE_ON = re.compile(r"сформирован|формировани|выгруз|выгруж|печат|создан|скачан|обновлен|страниц")
_GRADE_WORD = r"(\d{1,2})(?:\s*[-–]?\s*(?:ый|ой|ий|ая|го|му|м|е|х|й|я))?\s*"
_PROGRAMME = re.compile(
    rf"(?:по\s+(?:материал|программ|образц|кодификатор)\w*|программ\w*|материал\w*)\s+(?:за\s+|для\s+)?{_GRADE_WORD}кл"
    rf"|\(?{_GRADE_WORD}программ\w*\)?"
    rf"|\bза\s+{_GRADE_WORD}кл\w*"
)
_GRADE = re.compile(
    rf"(?<![\d.]){_GRADE_WORD}[«\"]?[а-я]?[»\"]?\s*(?:класс|кл\b|параллел)|класс\w*\s*[:–-]?\s*№?\s*(\d{{1,2}})(?!\d)"
)
_ONE_GRADE = r"\d{1,2}(?:\s*[-–]?\s*(?:ые|ый|ой|ий|ая|го|му|м|е|х|й|я))?\s*[«\"]?[а-я]?[»\"]?"
_LIST = rf"{_ONE_GRADE}(?:\s*(?:,|/|–|—|-|и|по|до)\s*{_ONE_GRADE})+"
#: «5, 6 классы», «5–8 классы», «классы: 5 и 6»
_GRADES = re.compile(
    rf"(?<![\d.])({_LIST})\s*(?:класс|кл\b|параллел)|(?:класс|параллел)\w*\s*[:–-]?\s*({_LIST})(?![\d.])"
)
#: what stands before a number that is of a school: «СШ № 4, 5 класс»
_OF_SCHOOL = re.compile(r"(?:№|\bшкол\w*|\b[а-я]*ош|\bсш|\bлице\w*|\bгимнази\w*)\s*$")
#: second words of subjects, between the first one and a number: «Рус яз 5»
_SECOND_WORDS = frozenset(("яз", "язык", "языку", "языка", "мир", "миру", "мира"))
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_LOGIN = re.compile(r"(?:sch|edu)\d+", re.IGNORECASE)
_COPY = re.compile(r"\(\d{1,2}\)\s*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """What is known; empty where nothing is said. `by_code` tells that the subject is only a number.

    `is_school_year`: `year` is the second of a school year, and nothing tells yet its autumn from its spring.
    `grades` are the words that name several classes: none of them may be taken for the one that wrote.
    """

    subject: str = ""
    year: int | None = None
    grade: int | None = None
    programme: int | None = None
    season: str = ""
    day: date | None = None
    by_code: bool = False
    is_school_year: bool = False
    grades: str = ""

    def filled_by(self, other: "Heading") -> "Heading":
        """Its own facts first, what it does not say from the other one.

        A class and the class of its programme go together, a season and its year: half of each would be
        a third work.
        """
        theirs = {field.name: getattr(other, field.name) for field in fields(other)}
        if self.grade is not None or self.grades:
            theirs |= {"grade": None, "programme": None, "grades": ""}
        if self.year and other.year and not self.is_of_year(other.year, other.season):
            theirs |= {"season": "", "day": None}
        if self.year:
            theirs["is_school_year"] = False
        if self.subject:
            theirs["by_code"] = self.by_code
        own = {name: getattr(self, name) or value for name, value in theirs.items()}
        return Heading(**own).settled()

    def settled(self) -> "Heading":
        """With the calendar year of its school year, once the season is known."""
        if not (self.is_school_year and self.year and self.season):
            return self
        return replace(self, year=year_in(self.year, self.season), is_school_year=False)

    def is_of_year(self, year: int, season: str) -> bool:
        """Whether the autumn or the spring of a calendar year is of the year that is told."""
        if self.year is None:
            return False
        return year == (year_in(self.year, season) if self.is_school_year else self.year)


def heading_of(texts: Iterable[str], reference: Reference, *, of_file: bool = False) -> Heading:
    """Read the lines above a table, or a title, or the words of a file's name.

    A day in the name of a file may be that of its download: by itself it states no season.
    """
    lines = [folded(text) for text in texts]
    told = " ; ".join(lines)
    days = " ; ".join(line for line in lines if not MADE_ON.search(line))
    programme, rest = _programme(told)
    grade, grades = _grade(rest)
    found = Heading(
        subject=_subject(lines, reference),
        grade=grade,
        programme=programme,
        season=season_of(told),
        grades=grades,
    )
    day = day_of(days)
    year, is_school_year = year_of(told, days, day)
    found = replace(found, year=year, is_school_year=is_school_year).settled()
    if day is None:
        return found
    # The day of a report of spring that was downloaded a year later tells no season.
    return found.filled_by(Heading(year=day.year, day=day, season="" if of_file else season_of_day(day)))


def heading_of_file(name: str, reference: Reference) -> Heading:
    """Read a name like «02_2023.06.09.xlsx», «VPR_5_MA_2022.csv», «Mat5.xlsx», «Рус 6.xlsx».

    A bare code of a subject counts only where the rest of the name has no word for it.
    """
    stem = _COPY.sub("", _LOGIN.sub(" ", re.sub(r"\.[A-Za-z]{3,4}$", "", name.rsplit("/", 1)[-1])))
    coded = _CODED_NAME.match(stem.strip())
    code = SUBJECT_CODES.get(coded[1], "") if coded else ""
    rest = stem.strip()[coded.end() :] if coded else stem
    found = heading_of([rest.replace("_", " ")], reference, of_file=True)
    found = found.filled_by(_by_short_words(rest, reference))
    if coded:
        day = date_of(coded[2], coded[3], coded[4])
        found = found.filled_by(Heading(year=int(coded[2]), day=day))
    if not found.subject and code in reference.names:
        found = replace(found, subject=code, by_code=True)
    return found


def _by_short_words(text: str, reference: Reference) -> Heading:
    """«Mat5», «VPR_5_MA_2022»: letters and numbers as separate words.

    A number alone is a class only beside a subject: «report7» and «отчёт 5» may be the seventh and the fifth.
    """
    plain = YEAR_FIRST.sub(" ", DAY_FIRST.sub(" ", text.casefold()))
    words = _WORDS.findall(plain)
    subjects = {_SHORT_NAMES[word] for word in words if _SHORT_NAMES.get(word) in reference.names}
    grades = {int(word) for word in words if word.isdecimal() and len(word) < 3 and int(word) in GRADES}
    beside = {
        int(one)
        for pair in pairwise(words)
        for one, other in (pair, pair[::-1])
        if one.isdecimal() and _is_of_subject(other)
    }
    years = [int(word) for word in words if YEAR.fullmatch(word)]
    return Heading(
        subject=subjects.pop() if len(subjects) == 1 else "",
        grade=grades.pop() if len(grades) == 1 and grades <= beside else None,
        year=years[0] if years else None,
    )


def _is_of_subject(word: str) -> bool:
    known = word in _SHORT_NAMES or word in _SECOND_WORDS
    return known or any(re.search(stem, word) for stem in _STEMS.values())


def _subject(lines: Sequence[str], reference: Reference) -> str:
    """By «Предмет: …» first, then by the one subject that the lines name; names of schools may hold any."""
    for line in lines:
        labelled = re.match(r"(?:учебный\s+)?предмет\s*[:–-]?\s+(.+)", line)
        if labelled and (code := reference.subject(labelled[1]) or one_subject([labelled[1]], reference)):
            return code
    return one_subject([line for line in lines if not looks_like_a_school(line)], reference)


def one_subject(lines: Sequence[str], reference: Reference) -> str:
    """The code of the one subject that is named among other words; empty where none or several are."""
    text = " ; ".join(lines)
    found = {code for code, stem in _STEMS.items() if code in reference.names and re.search(stem, text)}
    return found.pop() if len(found) == 1 else ""


def _programme(text: str) -> tuple[int | None, str]:
    """The class whose programme was checked, and the text without those words."""
    for found in _PROGRAMME.finditer(text):
        grade = next(int(digits) for digits in found.groups() if digits)
        if grade in GRADES:
            return grade, f"{text[: found.start()]} ; {text[found.end() :]}"
    return None, text


def _grade(text: str) -> tuple[int | None, str]:
    """The one class that is named; where several are, none of them, and the words that name them."""
    lists = {found: grades for found in _GRADES.finditer(text) if (grades := _listed(text, found))}
    rest = text
    for found in lists:
        rest = rest.replace(found[0], " ")
    named = {int(next(filter(None, match.groups()))) for match in _GRADE.finditer(rest)} & set(GRADES)
    if not named and lists:
        named = set().union(*lists.values())
    if len(named) == 1:
        return named.pop(), ""
    return None, ", ".join((found[1] or found[2]).strip() for found in lists)


def _listed(text: str, found: re.Match[str]) -> set[int]:
    """The classes of a list, or nothing where its first number is of a school or one is no class."""
    numbers = {int(digits) for digits in re.findall(r"\d+", found[1] or found[2])}
    is_of_school = found[1] and _OF_SCHOOL.search(text[: found.start()])
    return set() if is_of_school or not numbers <= set(range(1, 12)) else numbers
