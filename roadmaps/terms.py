"""Dates out of the wording of a term: right or silent.

The wording is kept exactly as written; the dates stand beside it, so that terms can be sorted
and called overdue. A wording that has two readings gets no dates but a question. Only a wording
that cannot be true (31.02.2021, an end before its start) is an error. One form of wording is one
rule below; a rule answers for the whole text or not at all.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from portal.core.russian import date_ru

UNKNOWN = "Даты по этой записи не определяются. Если они нужны, укажите их сами."
NO_TIME = "Непонятно, когда это. Назовите месяц, даты или, например, «в течение года»."
AUGUST = "Август {first} или {second} года? Укажите даты сами."


class TermError(ValueError):
    """The wording names a day that does not exist, or ends before it begins."""


@dataclass(frozen=True, slots=True)
class Term:
    """First and last day, both included. `question` is for the person, where the dates are not certain."""

    start: date | None = None
    end: date | None = None
    question: str | None = None


_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_MONTH = (
    r"(?:янв(?:ар[ьяе]м?)?|фев(?:рал[ьяе]м?)?|март(?:а|е|ом)?|апр(?:ел[ьяе]м?)?|ма[йяе]|маем|июн[ьяе]|июл[ьяе]"
    r"|авг(?:уста?|усте)?|сент?(?:ябр[ьяе])?|окт(?:ябр[ьяе])?|ноя(?:бр[ьяе])?|дек(?:абр[ьяе])?)\.?"
)
_YEAR = r"20\d\d"
_DAY = rf"\d{{1,2}}\.\d{{1,2}}\.(?:{_YEAR}|[1-3]\d)"  # two digits: 2010-2039 only
_WORDS_DAY = rf"\d{{1,2}} {_MONTH}"
_TO = r" ?(?:-|по) ?"
#: Words of time that people use where no dates follow from them.
_OPEN = re.compile(
    r"течени|постоян|систематич|регулярн|еже|раз[а]? в|не реже|по мере|по график|по план|по итог|по отдельн"
    r"|по соглас|по запрос|весь|всего|каникул|четверт|полугод|квартал|триместр|недел|декад|начал|конц|конец"
    r"|осен|весн|зим|летн|летом|после|перед|учебн|уч\b"
)
_ANY_MONTH = re.compile(rf"\b{_MONTH}")
_NO_YEAR = re.compile(r"(?<![\d.])(?:\d{3}|\d{5,}|(?!20)\d{4})(?![\d.])")
_ANY_DATE = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")

Rule = Callable[[re.Match[str], int], Term]
_RULES: list[tuple[re.Pattern[str], Rule]] = []


def parse_term(text: str, year: int) -> Term:
    """The dates of `text` in a plan of the academic year that starts in September of `year`.

    Raises TermError; an empty text is an empty term without a question.
    """
    plain = _plain(text)
    if not plain:
        return Term()
    for day, month, written_year in _ANY_DATE.findall(plain):
        _day(written_year, month, day)
    for pattern, rule in _RULES:
        if match := pattern.fullmatch(plain):
            return _in_order(rule(match, year))
    return Term(question=UNKNOWN)


def names_a_time(text: str) -> bool:
    """Whether the wording says anything about time: a month, a date, a year or a phrase like «по графику»."""
    plain = _plain(text)
    if _NO_YEAR.search(plain):
        return False
    known = (_ANY_DATE, _ANY_MONTH, _OPEN, re.compile(rf"\b{_YEAR}\b"))
    return any(pattern.search(plain) for pattern in known)


def check_order(start: date | None, end: date | None) -> None:
    if start and end and end < start:
        raise TermError("Окончание раньше начала. Проверьте даты.")


def span(start: date | None, end: date | None) -> str:
    """«с 01.11.2020 по 31.12.2020», «13.05.2021», «до 01.06.2021»; empty without dates."""
    if start and end:
        return date_ru(start) if start == end else f"с {date_ru(start)} по {date_ru(end)}"
    if end:
        return f"до {date_ru(end)}"
    return f"с {date_ru(start)}" if start else ""


def _in_order(term: Term) -> Term:
    check_order(term.start, term.end)
    return term


def _plain(text: str) -> str:
    """Lower case, one kind of dash and space, no «г.» after a year, no full stop at the end."""
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", text.casefold().replace("ё", "е"))
    plain = " ".join(plain.split())
    plain = re.sub(r"(?<=\d) ?(?:уч(?:\.|ебн\w+)? ?)(?=г)", " уч ", plain)
    plain = re.sub(r"(?<=\d) ?(?:гг?\b ?\.?|год(?:а|ы|у|ов)?\b ?\.?)", "", plain)
    plain = re.sub(r"(?<= уч )(?:гг?\b ?\.?|год(?:а|у|ов)?\b\.?)", "", plain)
    plain = re.sub(r" ?([-/(),]) ?", r"\1", plain)
    return re.sub(r"^в (?!течение)", "", plain.strip(" .;,")).replace(",", " ").strip()


def _rule(pattern: str) -> Callable[[Rule], Rule]:
    def add(rule: Rule) -> Rule:
        _RULES.append((re.compile(pattern), rule))
        return rule

    return add


def _day(year: str, month: str, day: str) -> date:
    full = f"20{year}" if len(year) == 2 else year
    try:
        return date(int(full), int(month), int(day))
    except ValueError as error:
        raise TermError(f"Такой даты нет: {day}.{month}.{year}. Проверьте день и месяц.") from error


def _written_day(text: str) -> date:
    day, month, year = text.split(".")
    return _day(year, month, day)


def _month(name: str) -> int:
    stem = next(stem for stem in sorted(_MONTHS, key=len, reverse=True) if name.startswith(stem))
    return _MONTHS.index(stem) + 1


def _last(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _months(first: tuple[int, int], last: tuple[int, int]) -> Term:
    return Term(date(*first, 1), _last(*last))


def _year_of(month: int, academic: int) -> int:
    return academic if month >= 9 else academic + 1


def _academic(year: int) -> Term:
    return _months((year, 9), (year + 1, 8))


@_rule(rf"({_DAY})")
def _one_day(match: re.Match[str], year: int) -> Term:
    return Term(_written_day(match[1]), _written_day(match[1]))


@_rule(rf"(?:с )?({_DAY}){_TO}({_DAY})")
def _days(match: re.Match[str], year: int) -> Term:
    return Term(_written_day(match[1]), _written_day(match[2]))


@_rule(rf"(?:с )?(\d{{1,2}}){_TO}(\d{{1,2}}\.(\d{{1,2}})\.({_YEAR}|[1-3]\d))")
def _days_of_one_month(match: re.Match[str], year: int) -> Term:
    return Term(_day(match[4], match[3], match[1]), _written_day(match[2]))


@_rule(rf"(?:с )?(\d{{1,2}}\.\d{{1,2}}){_TO}(\d{{1,2}}\.\d{{1,2}}\.({_YEAR}|[1-3]\d))")
def _days_of_one_year(match: re.Match[str], year: int) -> Term:
    end = _written_day(match[2])
    start = _written_day(f"{match[1]}.{match[3]}")
    # 25.12-15.01.2021 most likely begins a year earlier, but only its author knows.
    return Term(start, end) if start <= end else Term(question=UNKNOWN)


@_rule(rf"(?:до|не позднее|к) ({_DAY})")
def _until_a_day(match: re.Match[str], year: int) -> Term:
    return Term(None, _written_day(match[1]))


@_rule(rf"(?:с|от|начиная с) ({_DAY})")
def _from_a_day(match: re.Match[str], year: int) -> Term:
    return Term(_written_day(match[1]), None)


@_rule(rf"(\d{{1,2}}) ({_MONTH}) ?({_YEAR})")
def _day_in_words(match: re.Match[str], year: int) -> Term:
    day = _day(match[3], f"{_month(match[2]):02d}", match[1])
    return Term(day, day)


@_rule(rf"(?:с )?(\d{{1,2}}){_TO}(\d{{1,2}}) ({_MONTH}) ?({_YEAR})")
def _days_in_words(match: re.Match[str], year: int) -> Term:
    month = f"{_month(match[3]):02d}"
    return Term(_day(match[4], month, match[1]), _day(match[4], month, match[2]))


@_rule(rf"({_WORDS_DAY})")
def _day_of_the_plan(match: re.Match[str], year: int) -> Term:
    number, name = match[1].split(" ", 1)
    month = _month(name)
    if month == 8:
        return _august(year)
    day = _day(str(_year_of(month, year)), f"{month:02d}", number)
    return Term(day, day)


@_rule(rf"({_MONTH}) ?\(?({_YEAR})\)?")
def _one_month(match: re.Match[str], year: int) -> Term:
    month = (int(match[2]), _month(match[1]))
    return _months(month, month)


@_rule(rf"({_MONTH}) ?({_YEAR})-({_MONTH}) ?({_YEAR})")
def _months_of_two_years(match: re.Match[str], year: int) -> Term:
    return _months((int(match[2]), _month(match[1])), (int(match[4]), _month(match[3])))


@_rule(rf"(?:с )?({_MONTH}){_TO}({_MONTH}) ?({_YEAR})")
def _months_of_one_year(match: re.Match[str], year: int) -> Term:
    return _months_within(_month(match[1]), _month(match[2]), int(match[3]))


@_rule(rf"({_YEAR}) ?\(({_MONTH})-({_MONTH})\)")
def _year_with_months(match: re.Match[str], year: int) -> Term:
    return _months_within(_month(match[2]), _month(match[3]), int(match[1]))


def _months_within(first: int, last: int, year: int) -> Term:
    # «декабрь-январь 2021» tells the year of one month only.
    return _months((year, first), (year, last)) if first <= last else Term(question=UNKNOWN)


@_rule(rf"({_MONTH})")
def _month_of_the_plan(match: re.Match[str], year: int) -> Term:
    return _months_of_the_plan_between(_month(match[1]), _month(match[1]), year)


@_rule(rf"(?:с )?({_MONTH}){_TO}({_MONTH})")
def _months_of_the_plan(match: re.Match[str], year: int) -> Term:
    return _months_of_the_plan_between(_month(match[1]), _month(match[2]), year)


def _months_of_the_plan_between(first: int, last: int, year: int) -> Term:
    if 8 in (first, last):
        return _august(year)
    start, end = (_year_of(first, year), first), (_year_of(last, year), last)
    return _months(start, end) if start <= end else Term(question=UNKNOWN)


def _august(year: int) -> Term:
    """A plan may begin its work in the August before its year, so the month alone has two readings."""
    return Term(question=AUGUST.format(first=year, second=year + 1))


@_rule(rf"(?:в течение )?({_YEAR})[-/]((?:20)?\d\d)(?: уч)?")
def _academic_year(match: re.Match[str], year: int) -> Term:
    first, second = int(match[1]), int(match[2]) % 100
    return _academic(first) if second == (first + 1) % 100 else Term(question=UNKNOWN)


@_rule(r"в течение (?:всего )?(?:(?:учебного|уч\.?) ?)?(?:года|г\.?)")
def _whole_plan(match: re.Match[str], year: int) -> Term:
    return _academic(year)


@_rule(rf"(?:в течение )?({_YEAR})")
def _calendar_year(match: re.Match[str], year: int) -> Term:
    return _months((int(match[1]), 1), (int(match[1]), 12))
