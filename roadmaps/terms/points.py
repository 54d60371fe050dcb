"""Groups of pieces that name one stretch of time: a day, a month, a quarter, a half-year, a whole year.

Each rule below turns one group into a `p` (a `Point`, perhaps still without its year) or a `y` (a
`Whole`, the year of a plan, of lessons or of the calendar).
"""

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from roadmaps.terms.questions import NO_SUCH_DAY, OTHER_WEEKDAY, UNKNOWN, WHICH_YEAR
from roadmaps.terms.term import Asked, PlanYear
from roadmaps.terms.tokens import Token

_LENGTH = {"month": 1, "quarter": 3, "half": 6}  # in months


@dataclass(frozen=True, slots=True)
class Point:
    """A day, or the `number`-th month, quarter or half-year; `year` is None where nobody wrote it.

    A half-year of lessons (`lessons`) is September–December or January–May; its `year` is the one
    in which it lies.
    """

    unit: str
    number: int
    month: int = 0  # of a day
    year: int | None = None
    lessons: bool = False
    #: the year was written for a neighbour: «май–июнь 2021»
    year_is_lent: bool = False

    def days(self, year: int) -> tuple[date, date]:
        """First and last day in `year`. Raises Asked for a day that does not exist."""
        if self.unit == "day":
            day = _day(year, self.month, self.number)
            return day, day
        return date(year, self.first_month, 1), _last(year, self.last_month)

    def sibling(self, number: int) -> "Point":
        """The day, quarter or half-year of another number beside this one: «I–II полугодие 2021/22»."""
        year = self.year
        if self.lessons and year is not None:  # the first half lies in the year before the second one
            year += number - self.number
        return replace(self, number=number, year=year)

    @property
    def first_month(self) -> int:
        if self.unit == "day":
            return self.month
        if self.lessons:
            return 9 if self.number == 1 else 1
        return (self.number - 1) * _LENGTH[self.unit] + 1

    @property
    def last_month(self) -> int:
        if self.lessons:
            return 12 if self.number == 1 else 5
        return self.first_month + _LENGTH[self.unit] - 1


@dataclass(frozen=True, slots=True)
class Whole:
    """A year as a whole; `ends` tells whether its last day is certain when only the end is meant."""

    start: date | None
    end: date
    ends: bool = True
    #: whether it is a year that was named: its months may stand beside it
    is_named: bool = False

    def of(self, point: Point) -> Point:
        """A stretch without a year of its own, in this year. Raises Asked."""
        if point.year or not self.is_named or self.start is None:
            raise Asked("")
        is_of_lessons = self.start.month > 1
        if is_of_lessons and point.unit == "quarter":  # of the calendar or of the lessons
            raise Asked("")
        point = replace(point, lessons=is_of_lessons and point.unit == "half")
        return replace(point, year=self.start.year + (point.first_month < self.start.month))


Rule = Callable[[Sequence[Token], PlanYear], Token]
_RULES: list[tuple[re.Pattern[str], Rule]] = []


def grouped(tokens: list[Token], plan: PlanYear) -> list[Token]:
    """The pieces with all groups in place of their parts."""
    for pattern, rule in _RULES:
        kinds, done, at = kinds_of(tokens), [], 0
        for match in pattern.finditer(kinds):
            done += [*tokens[at : match.start()], rule(tokens[match.start() : match.end()], plan)]
            at = match.end()
        tokens = [*done, *tokens[at:]]
    return tokens


def kinds_of(tokens: Sequence[Token]) -> str:
    return "".join(token.kind for token in tokens)


def _rule(pattern: str) -> Callable[[Rule], Rule]:
    def add(rule: Rule) -> Rule:
        _RULES.append((re.compile(pattern), rule))
        return rule

    return add


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Asked(NO_SUCH_DAY.format(day=f"{day:02}.{month:02}.{year}"), impossible=True) from error


def _last(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _value(tokens: Sequence[Token], kind: str) -> int | None:
    return next((token.value for token in tokens if token.kind == kind), None)


def pair_start(text: str) -> int:
    """2021 for «2021/22» and «2021-2022»; two years that do not follow each other are asked about."""
    first, second = int(text[:4]), int(text[5:]) % 100
    if second != (first + 1) % 100:
        raise Asked(UNKNOWN)
    return first


@_rule("DG?")
def _full_day(tokens: Sequence[Token], plan: PlanYear) -> Token:
    day, month, year = (int(part) for part in tokens[0].value.split("."))
    year += 2000 if year < 100 else 0
    return Token("p", Point("day", _day(year, month, day).day, month, year))


@_rule("d")
def _short_day(tokens: Sequence[Token], plan: PlanYear) -> Token:
    day, month = (int(part) for part in tokens[0].value.split("."))
    if month == 0:  # a time of day
        raise Asked("")
    if month > 12:
        raise Asked(NO_SUCH_DAY.format(day=tokens[0].value), impossible=True)
    return Token("p", Point("day", day, month))


@_rule("BG?")
def _month_in_digits(tokens: Sequence[Token], plan: PlanYear) -> Token:
    month, year = (int(part) for part in tokens[0].value.split("."))
    return Token("p", Point("month", month, year=year))


@_rule(r"NM(?:YG?)?")
def _day_in_words(tokens: Sequence[Token], plan: PlanYear) -> Token:
    return Token("p", Point("day", tokens[0].value, tokens[1].value, _value(tokens, "Y")))


@_rule(r"Mo?(?:[,-]?YG?|\(YG?\))?")
def _month(tokens: Sequence[Token], plan: PlanYear) -> Token:
    return Token("p", Point("month", tokens[0].value, year=_value(tokens, "Y")))


@_rule(r"(?<=p)NG")
def _short_year(tokens: Sequence[Token], plan: PlanYear) -> Token:
    """«15 ноября 21 г.»: for the stretch before it."""
    if not 10 <= tokens[0].value <= 39:  # as in 15.11.21
        raise Asked("")
    return _calendar_year([Token("Y", 2000 + tokens[0].value)], plan)


@_rule(r"NK(?:YG?)?")
def _quarter(tokens: Sequence[Token], plan: PlanYear) -> Token:
    return Token("p", _part("quarter", tokens, most=4))


@_rule(r"NH(?:PS?G?|SG?P?G?)")
def _half_of_lessons(tokens: Sequence[Token], plan: PlanYear) -> Token:
    point = _part("half", tokens, most=2)
    pair = next((token.value for token in tokens if token.kind == "P"), None)
    year = pair_start(pair) + point.number - 1 if pair else None
    return Token("p", replace(point, lessons=True, year=year))


@_rule(r"NH(?:YG?)?(?!Y|S)")
def _half(tokens: Sequence[Token], plan: PlanYear) -> Token:
    point = _part("half", tokens, most=2)
    return Token("p", replace(point, lessons=point.year is None and not plan.is_calendar))


def _part(unit: str, tokens: Sequence[Token], *, most: int) -> Point:
    if not 1 <= tokens[0].value <= most:
        raise Asked(UNKNOWN)
    return Point(unit, tokens[0].value, year=_value(tokens, "Y"))


@_rule(r"PSG?|SG?P|SPG?")
def _school_year(tokens: Sequence[Token], plan: PlanYear) -> Token:
    first = pair_start(next(token.value for token in tokens if token.kind == "P"))
    return Token("y", Whole(date(first, 9, 1), date(first + 1, 5, 31), is_named=True))


@_rule("PG?")
def _two_years(tokens: Sequence[Token], plan: PlanYear) -> Token:
    """«2021–2022 гг.» is the year of an academic plan; in a calendar plan it may be anything."""
    first = pair_start(tokens[0].value)
    if plan.is_calendar:
        raise Asked(WHICH_YEAR)
    return Token("y", Whole(date(first, 9, 1), date(first + 1, 8, 31), ends=False, is_named=True))


@_rule("YG?")
def _calendar_year(tokens: Sequence[Token], plan: PlanYear) -> Token:
    year = tokens[0].value
    return Token("y", Whole(date(year, 1, 1), date(year, 12, 31), is_named=True))


@_rule("SG?")
def _lessons(tokens: Sequence[Token], plan: PlanYear) -> Token:
    """Lessons go on over two school years of a calendar plan: only the end is certain there."""
    return Token("y", Whole(None if plan.is_calendar else plan.start, plan.lessons_end))


@_rule("CG")
def _calendar_plan(tokens: Sequence[Token], plan: PlanYear) -> Token:
    if not plan.is_calendar:
        raise Asked(WHICH_YEAR)
    return Token("y", Whole(plan.start, plan.end))


@_rule(r"(?<=[wav])G|(?<=E)G")
def _plan_itself(tokens: Sequence[Token], plan: PlanYear) -> Token:
    """«до конца года»: of lessons or of the calendar, nobody knows, unless the plan is a calendar one."""
    return Token("y", Whole(plan.start, plan.end, ends=plan.is_calendar))


@_rule(r"p\(W\)|p,?W|W,?p")
def _day_of_the_week(tokens: Sequence[Token], plan: PlanYear) -> Token:
    """«16 октября (суббота)»: said of a day, and true."""
    (point,) = (token.value for token in tokens if token.kind == "p")
    if point.unit != "day":
        raise Asked("")
    day, _ = point.days(point.year or plan.year_of(point.month))
    if day.weekday() != _value(tokens, "W"):
        raise Asked(OTHER_WEEKDAY)
    return Token("p", point)


@_rule("p,?v?y")
def _stretch_of_a_year(tokens: Sequence[Token], plan: PlanYear) -> Token:
    """«май 2021-2022 учебного года»; «май 2021-2022» may begin a stretch."""
    whole: Whole = tokens[-1].value
    if not whole.ends:
        raise Asked("")
    return Token("p", whole.of(tokens[0].value))
