"""What a table of ВПР is about: subject, year, class and season, told by its title, its sheet or its file."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from monitoring.enums import Season
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
    "chem": r"\bхими[яюие]\b", "inf": r"\bинформатик", "bio": r"\bбиологи", "hist": r"\bистори[яюие]\b",
    "geo": r"\bгеографи", "eng": r"\bанглийск", "ger": r"\bнемецк", "fra": r"\bфранцузск",
    "spa": r"\bиспанск", "chi": r"\bкитайск", "soc": r"\bобществознани", "lit": r"\bлитератур[аеуы]\b",
    "world": r"\bокружающ\w* мир",
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
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[.\-_/](\d{1,2})[.\-_/](20\d\d)(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(20\d\d)[.\-_/](\d{1,2})[.\-_/](\d{1,2})(?!\d)")
_MONTHS = (
    "январ",
    "феврал",
    "март",
    "апрел",
    "ма[яй]",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
)
_DAY_IN_WORDS = re.compile(rf"(?<!\d)(\d{{1,2}})\s+({'|'.join(_MONTHS)})\w*\s+(20\d\d)")
_MADE_ON = re.compile(r"сформирован|формировани|выгруз|выгруж|печат|создан|скачан|обновлен")
_OF_VPR = re.compile(r"впр\W{0,3}(20\d\d)(?!\d)")
_ACADEMIC = re.compile(r"(?<!\d)(20\d\d)\s*[/–—-]\s*(?:20)?(\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20[1-4]\d)(?!\d)")
_GRADE_WORD = r"(\d{1,2})(?:\s*[-–]?\s*(?:ый|ой|ий|ая|го|му|м|е|х|й|я))?\s*"
_PROGRAMME = re.compile(
    rf"(?:по\s+(?:материал|программ|образц|кодификатор)\w*|программ\w*|материал\w*)\s+(?:за\s+|для\s+)?{_GRADE_WORD}кл"
    rf"|\(?{_GRADE_WORD}программ\w*\)?"
    rf"|\bза\s+{_GRADE_WORD}кл\w*"
)
_GRADE = re.compile(
    rf"(?<![\d.]){_GRADE_WORD}[«\"]?[а-я]?[»\"]?\s*(?:класс|кл\b|параллел)|класс\w*\s*[:–-]?\s*№?\s*(\d{{1,2}})(?!\d)"
)
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_LOGIN = re.compile(r"(?:sch|edu)\d+", re.IGNORECASE)
_COPY = re.compile(r"\(\d{1,2}\)\s*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """What is known; empty where nothing is said. `by_code` tells that the subject is only a number."""

    subject: str = ""
    year: int | None = None
    grade: int | None = None
    programme: int | None = None
    season: str = ""
    day: date | None = None
    by_code: bool = False

    def filled_by(self, other: "Heading") -> "Heading":
        """Its own facts first, what it does not say from the other one.

        A class and the class of its programme go together, a season and its year: half of each would be
        a third work.
        """
        theirs = {field.name: getattr(other, field.name) for field in fields(other)}
        if self.grade is not None:
            theirs["programme"] = self.programme
        if self.year and other.year and self.year != other.year:
            theirs |= {"season": "", "day": None}
        if self.subject:
            theirs["by_code"] = self.by_code
        own = {name: getattr(self, name) or value for name, value in theirs.items()}
        return Heading(**own)


def heading_of(texts: Iterable[str], reference: Reference) -> Heading:
    """Read the lines above a table, or a title."""
    lines = [folded(text) for text in texts]
    told = " ; ".join(lines)
    days = " ; ".join(line for line in lines if not _MADE_ON.search(line))
    programme, rest = _programme(told)
    day = _day(days)
    season = _season(told)
    year = _year(told, season) or (day.year if day else None) or _last_year(days)
    if day and day.year != year:
        day = None  # a report of spring may be downloaded a year later
    return Heading(
        subject=_subject(lines, reference),
        year=year,
        grade=_grade(rest),
        programme=programme,
        season=season or _season_of(day),
        day=day,
    )


def heading_of_file(name: str, reference: Reference) -> Heading:
    """Read a name like «02_2023.06.09.xlsx», «VPR_5_MA_2022.csv», «Mat5.xlsx», «Рус 6.xlsx».

    A bare code of a subject counts only where the rest of the name has no word for it.
    """
    stem = _COPY.sub("", _LOGIN.sub(" ", re.sub(r"\.[A-Za-z]{3,4}$", "", name.rsplit("/", 1)[-1])))
    coded = _CODED_NAME.match(stem.strip())
    code = SUBJECT_CODES.get(coded[1], "") if coded else ""
    rest = stem.strip()[coded.end() :] if coded else stem
    found = heading_of([rest.replace("_", " ")], reference)
    found = found.filled_by(_by_short_words(rest, reference))
    if coded:
        day = _date(coded[2], coded[3], coded[4])
        found = found.filled_by(Heading(year=int(coded[2]), day=day, season=_season_of(day)))
    if not found.subject and code in reference.names:
        found = replace(found, subject=code, by_code=True)
    return found


def _by_short_words(text: str, reference: Reference) -> Heading:
    """«Mat5», «VPR_5_MA_2022»: letters and numbers as separate words."""
    plain = _YEAR_FIRST.sub(" ", _DAY_FIRST.sub(" ", text.casefold()))
    words = _WORDS.findall(plain)
    subjects = {_SHORT_NAMES[word] for word in words if _SHORT_NAMES.get(word) in reference.names}
    grades = {int(word) for word in words if word.isdecimal() and len(word) < 3 and int(word) in GRADES}
    years = [int(word) for word in words if _YEAR.fullmatch(word)]
    return Heading(
        subject=subjects.pop() if len(subjects) == 1 else "",
        grade=grades.pop() if len(grades) == 1 else None,
        year=years[0] if years else None,
    )


def _subject(lines: Sequence[str], reference: Reference) -> str:
    """By «Предмет: …» first, then by the one subject that the lines name; names of schools may hold any."""
    for line in lines:
        labelled = re.match(r"(?:учебный\s+)?предмет\s*[:–-]?\s+(.+)", line)
        if labelled and (code := reference.subject(labelled[1]) or _one_stem([labelled[1]], reference)):
            return code
    return _one_stem([line for line in lines if not looks_like_a_school(line)], reference)


def _one_stem(lines: Sequence[str], reference: Reference) -> str:
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


def _grade(text: str) -> int | None:
    found = {int(next(filter(None, match.groups()))) for match in _GRADE.finditer(text)} & set(GRADES)
    return found.pop() if len(found) == 1 else None


def _year(text: str, season: str) -> int | None:
    """«ВПР 2023», else an academic year: its spring, unless the words tell autumn."""
    if found := _OF_VPR.search(text):
        return int(found[1])
    for found in _ACADEMIC.finditer(text):
        if int(found[2]) == (int(found[1]) + 1) % 100:
            return int(found[1]) + (season != Season.AUTUMN)
    return None


def _last_year(text: str) -> int | None:
    years = {int(year) for year in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


def _season(text: str) -> str:
    told = {
        season
        for season, stem in ((Season.AUTUMN, r"\bосен"), (Season.SPRING, r"\bвес(?:н|ен)"))
        if re.search(stem, text)
    }
    return str(told.pop()) if len(told) == 1 else ""


def _season_of(day: date | None) -> str:
    """ВПР of autumn are written in September to November, those of spring before the summer."""
    if day is None or day.month == 12:
        return ""
    return str(Season.AUTUMN if day.month >= 9 else Season.SPRING)


def _day(text: str) -> date | None:
    for found in _DAY_FIRST.finditer(text):
        if day := _date(found[3], found[2], found[1]):
            return day
    for found in _YEAR_FIRST.finditer(text):
        if day := _date(found[1], found[2], found[3]):
            return day
    for found in _DAY_IN_WORDS.finditer(text):
        month = next(number for number, stem in enumerate(_MONTHS, start=1) if re.match(stem, found[2]))
        if day := _date(found[3], str(month), found[1]):
            return day
    return None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
