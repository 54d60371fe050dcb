"""Whole wordings made of groups: a stretch of time, a list, a deadline, a beginning.

One rule answers for the whole wording or not at all.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from roadmaps.terms.points import Point, Whole, grouped, kinds_of
from roadmaps.terms.questions import END_FIRST, ORDER, SPLIT, UNKNOWN, WHICH_YEAR, outside
from roadmaps.terms.term import Asked, PlanYear
from roadmaps.terms.tokens import Token

Days = tuple[date | None, date | None]
Rule = Callable[[list[Token], PlanYear], Days]
_RULES: list[tuple[re.Pattern[str], Rule]] = []
_ITEM = r"(?:f?p[t-]p|p(?:-p){2,}|p)"
_SMALL = re.compile(r"[wva]+(?=f?N?[-,tu]?(?:p|y\)?$))|v(?=y)")
_LIST = rf"{_ITEM}(?:,{_ITEM})*"


def days_of(tokens: list[Token], plan: PlanYear) -> Days:
    """First and last day of a wording in pieces. Raises Asked."""
    tokens = _whole(tokens, plan)
    kinds = kinds_of(tokens)
    for pattern, rule in _RULES:
        if pattern.fullmatch(kinds):
            days = rule(tokens, plan)
            if not plan.touches(*days):
                raise Asked(outside(plan))
            return days
    raise Asked("")


def days_named(tokens: list[Token], plan: PlanYear) -> list[date]:
    """The single days, not the months and years, of a wording that `days_of` can read."""
    points = [token.value for token in _whole(tokens, plan) if token.kind == "p"]
    return [_days(point, plan)[0] for point in _with_years(points, plan) if point.unit == "day"]


def _whole(tokens: list[Token], plan: PlanYear) -> list[Token]:
    return _with_units(_without_brackets(_without_small_words(grouped(tokens, plan))))


def _rule(pattern: str) -> Callable[[Rule], Rule]:
    def add(rule: Rule) -> Rule:
        _RULES.append((re.compile(pattern), rule))
        return rule

    return add


def _without_small_words(tokens: list[Token]) -> list[Token]:
    """«в», «на», «весь» and «в течение» before a stretch of time say nothing more than it does.

    But «в течение 2021 года, ноябрь» is both the year and a month of it.
    """
    small = {at for match in _SMALL.finditer(kinds_of(tokens)) for at in range(*match.span())}
    return [token for at, token in enumerate(tokens) if at not in small]


def _without_brackets(tokens: list[Token]) -> list[Token]:
    return tokens[1:-1] if re.fullmatch(r"\([^()]*\)", kinds_of(tokens)) else tokens


def _with_units(tokens: list[Token]) -> list[Token]:
    """A bare number before a group is one of the same kind: «1–15 ноября», «I, II кварталы»."""
    done = list(tokens)
    for at in range(len(done) - 3, -1, -1):
        between = "-,tu" if at and done[at - 1].kind == "f" else "-,t"
        if done[at].kind == "N" and done[at + 1].kind in between and done[at + 2].kind == "p":
            point = done[at + 2].value
            if point.unit != "month":
                done[at] = Token("p", point.sibling(done[at].value))
    return done


@_rule(_LIST)
def _from_first_to_last(tokens: list[Token], plan: PlanYear) -> Days:
    """Several days or months run from the first to the last one."""
    points = [token.value for token in tokens if token.kind == "p"]
    if "p-p-p" in kinds_of(tokens) and any(point.unit == "day" for point in points):
        raise Asked(UNKNOWN)
    return _stretch(_with_years(points, plan), plan)


@_rule(rf"y\({_LIST}\)|y,?{_LIST}")
def _months_of_a_year(tokens: list[Token], plan: PlanYear) -> Days:
    """«2021 (март – май)», «2021 г., ноябрь»: the year of all that stands behind it."""
    whole: Whole = tokens[0].value
    return _stretch([whole.of(token.value) for token in tokens if token.kind == "p"], plan)


@_rule("y")
def _whole_year(tokens: list[Token], plan: PlanYear) -> Days:
    whole: Whole = tokens[0].value
    if whole.start is None:
        raise Asked(WHICH_YEAR)
    return whole.start, whole.end


@_rule("fp")
def _beginning(tokens: list[Token], plan: PlanYear) -> Days:
    return _days(tokens[1].value, plan)[0], None


@_rule("[ult]p")
def _deadline(tokens: list[Token], plan: PlanYear) -> Days:
    """«до 15 октября»; «до октября» may leave October out, «не позднее октября» and «по октябрь» do not."""
    if tokens[1].value.unit != "day" and tokens[0].kind == "u":
        raise Asked(UNKNOWN)
    return None, _days(tokens[1].value, plan)[1]


@_rule("[ult]Ep")
def _end_of_a_part(tokens: list[Token], plan: PlanYear) -> Days:
    if tokens[2].value.unit == "day":
        raise Asked(UNKNOWN)
    return None, _days(tokens[2].value, plan)[1]


@_rule("[ult]Ey")
def _end_of_a_year(tokens: list[Token], plan: PlanYear) -> Days:
    if not tokens[2].value.ends:
        raise Asked(WHICH_YEAR)
    return None, tokens[2].value.end


@_rule("fpup")
def _from_until(tokens: list[Token], plan: PlanYear) -> Days:
    points = [tokens[1].value, tokens[3].value]
    if any(point.unit != "day" for point in points):
        raise Asked(UNKNOWN)
    return _stretch(_with_years(points, plan), plan)


@_rule("fp[ut]Ep")
def _from_to_the_end(tokens: list[Token], plan: PlanYear) -> Days:
    """«с 5 января до конца марта»."""
    points = [tokens[1].value, tokens[4].value]
    if points[1].unit == "day":
        raise Asked(UNKNOWN)
    return _stretch(_with_years(points, plan), plan)


def _with_years(points: Sequence[Point], plan: PlanYear) -> list[Point]:
    """«май–июнь 2021»: a year stands for what comes before it too, or for the year before it.

    «ноябрь – февраль 2022» begins in 2021, if the plan does not begin later.
    """
    done: list[Point] = []
    for point in reversed(points):
        if done and point.year is None and (year := done[-1].year):
            is_turned = point.days(year)[0] > done[-1].days(year)[0]
            if is_turned and point.days(year - 1)[0] >= plan.start:
                year -= 1
            point = replace(point, year=year, year_is_lent=True)
        done.append(point)
    return done[::-1]


def _stretch(points: Sequence[Point], plan: PlanYear) -> Days:
    days = [_days(point, plan) for point in points]
    starts = [start for start, _ in days]
    if starts != sorted(starts) or days[0][0] > days[-1][1]:
        certain = len(points) == 2 and all(point.year and not point.year_is_lent for point in points)
        raise Asked(END_FIRST if certain else ORDER, impossible=certain)
    return days[0][0], days[-1][1]


def _days(point: Point, plan: PlanYear) -> tuple[date, date]:
    """A stretch without a year falls into the plan year, and must fit into it."""
    first, last = point.days(point.year or plan.year_of(point.first_month))
    if point.year is None and not plan.start <= first <= last <= plan.end:
        raise Asked(SPLIT)
    if point.unit == "half" and not point.lessons and not plan.start <= first <= last <= plan.end:
        raise Asked(WHICH_YEAR)  # of lessons, most likely, but only its author knows
    return first, last
