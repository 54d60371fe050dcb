"""Days, years, school years and windows of ВПР in the words of a title or of a file's name."""

import re
from datetime import date

from monitoring.enums import Season

DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[.\-_/](\d{1,2})[.\-_/](20\d\d)(?!\d)")
YEAR_FIRST = re.compile(r"(?<!\d)(20\d\d)[.\-_/](\d{1,2})[.\-_/](\d{1,2})(?!\d)")
YEAR = re.compile(r"(?<!\d)(20[1-4]\d)(?!\d)")
_MONTHS = (
    "январ", "феврал", "март", "апрел", "ма[яй]", "июн",
    "июл", "август", "сентябр", "октябр", "ноябр", "декабр",
)  # fmt: skip
_DAY_IN_WORDS = re.compile(rf"(?<!\d)(\d{{1,2}})\s+({'|'.join(_MONTHS)})\w*\s+(20\d\d)")
_OF_VPR = re.compile(r"впр\W{0,3}(20\d\d)(?!\d)")
_SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*[/–—-]\s*(?:20)?(\d\d)(?!\d)")
_SEASONS = ((Season.AUTUMN, r"\bосен"), (Season.SPRING, r"\bвес(?:н|ен)"))


def year_of(text: str, days: str, day: date | None) -> tuple[int | None, bool]:
    """The calendar year, or the second one of a school year and True: only a season tells which of the two.

    `days` is the text without the lines that tell when a report was made.
    """
    school_years = [found for found in _SCHOOL_YEAR.finditer(text) if _follows(found[1], found[2])]
    plain = text
    for found in school_years:
        plain = plain.replace(found[0], " ")
    if of_vpr := _OF_VPR.search(plain):
        return int(of_vpr[1]), False
    if school_years:
        return int(school_years[0][1]) + 1, True
    if day:
        return day.year, False
    years = {int(year) for year in YEAR.findall(days)}
    return (years.pop() if len(years) == 1 else None), False


def _follows(year: str, two_digits: str) -> bool:
    return int(two_digits) == (int(year) + 1) % 100


def year_in(school_year: int, season: str) -> int:
    """The calendar year of the autumn or of the spring of the school year that ends in `school_year`."""
    return school_year - (season == Season.AUTUMN)


def season_of(text: str) -> str:
    """The one season that the words name."""
    told = {season for season, stem in _SEASONS if re.search(stem, text)}
    return str(told.pop()) if len(told) == 1 else ""


def season_of_day(day: date | None) -> str:
    """ВПР of autumn are written in September to November, those of spring before the summer."""
    if day is None or day.month == 12:
        return ""
    return str(Season.AUTUMN if day.month >= 9 else Season.SPRING)


def day_of(text: str) -> date | None:
    """The first day that there is in the words."""
    for found in DAY_FIRST.finditer(text):
        if day := date_of(found[3], found[2], found[1]):
            return day
    for found in YEAR_FIRST.finditer(text):
        if day := date_of(found[1], found[2], found[3]):
            return day
    for found in _DAY_IN_WORDS.finditer(text):
        month = next(number for number, stem in enumerate(_MONTHS, start=1) if re.match(stem, found[2]))
        if day := date_of(found[3], str(month), found[1]):
            return day
    return None


def date_of(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
