"""Dates out of the wording of a term: right or silent.

The wording is kept exactly as written; the days stand beside it, so that terms can be sorted and called
overdue. What has two readings gets no days but a question, for a wrong guess is worse. The way of a
wording: `tokens` cut it, `recurrence` takes out how often, `points` make groups, `rules` read the whole.
"""

import re
from datetime import date

from portal.core.russian import MONTH_NAMES
from roadmaps.enums import PlanPeriod, Recurrence
from roadmaps.terms.questions import (
    AT_MOST,
    LIST_NUMBER,
    NO_END,
    NO_TIME,
    ONE_DAY,
    OTHER_YEAR,
    UNKNOWN,
    WHICH_YEAR,
    outside,
    question_for,
)
from roadmaps.terms.recurrence import Recurring, is_upper_bound, recurring
from roadmaps.terms.rules import Days, days_of
from roadmaps.terms.shift import days_off, is_moved, shifted
from roadmaps.terms.term import Asked, PlanYear, Term, TermError, check_order, span
from roadmaps.terms.tokens import plain, tokens_of

__all__ = [
    "NO_TIME",
    "OTHER_YEAR",
    "PlanYear",
    "Term",
    "TermError",
    "check_order",
    "contradicts",
    "days_off",
    "is_moved",
    "is_open",
    "names_a_time",
    "names_a_year",
    "outside",
    "parse_term",
    "shifted",
    "span",
]

#: longer is no term but a text; the field holds no more than 200 signs
_LONGEST = 500
#: a dash with nothing behind it
_CUT_OFF = re.compile(r"\w.*-[ .…]*$")
#: «1. октябрь» of a list
_LISTED = re.compile(rf"(?<![\d.])\d{{1,2}}[.)] ?(?:{'|'.join(MONTH_NAMES)})\b")
_NO_YEAR = re.compile(r"(?<![\d.])(?:\d{3}|\d{5,}|(?!20)\d{4})(?![\d.])")
#: words of time that people use where no days follow from them
_OPEN = re.compile(
    r"течени|постоян|систематич|регулярн|еже|раз[а]? в|кажд|не реже|по мере|по график|по план"
    r"|по итог|по отдельн|по соглас|по запрос|весь|всего|каникул|четверт|полугод"
    r"|квартал|триместр|недел|декад|начал|конц|конец|осен|весн|зим|летн|летом|после|перед|учебн|уч\b|необходимост|результат"
)


def parse_term(text: str, year: int, period: str = PlanPeriod.ACADEMIC) -> Term:
    """The days of `text` in the plan that begins in `year`: an academic or a calendar one.

    Never raises. An empty text is an empty term without a question. Lines that are no wording together
    are several terms, one in a line.
    """
    if len(text) > _LONGEST:
        return Term(question=UNKNOWN)
    plan = PlanYear(year, period == PlanPeriod.CALENDAR)
    term = _parsed(plain(text), plan)
    lines = [line for line in text.splitlines() if line.strip()]
    if term.question and not term.impossible and len(lines) > 1:
        apart = _parsed(plain(", ".join(lines)), plan)
        return term if apart.question else apart
    return term


def contradicts(term: Term, days: tuple[date | None, date | None], year: int, period: str) -> bool:
    """Whether a wording read as `term` says other days than `days`; words that leave them open do not."""
    if not any(days):
        return False
    if term.question:
        return term.question == outside(PlanYear(year, period == PlanPeriod.CALENDAR))
    said = (term.start, term.end)
    return any(said) and said != days


def _parsed(written: str, plan: PlanYear) -> Term:
    if not written:
        return Term()
    if _CUT_OFF.search(written):
        return Term(question=NO_END)
    if is_upper_bound(written):
        return Term(question=AT_MOST)
    if _LISTED.search(written):
        return Term(question=LIST_NUMBER)
    found = recurring(written)
    try:
        start, end = _days(found, plan)
    except Asked as asked:
        question = asked.question or question_for(written)
        return Term(question=question, recurrence=found.often, impossible=asked.impossible)
    if start and start == end and found.often not in (None, Recurrence.YEARLY):
        return Term(question=ONE_DAY, recurrence=found.often)
    return Term(start, end, recurrence=found.often)


def _days(found: Recurring, plan: PlanYear) -> Days:
    if found.rest:
        return days_of(tokens_of(found.rest), plan)
    if found.of_lessons and plan.is_calendar:
        raise Asked(WHICH_YEAR)
    return plan.start, plan.lessons_end if found.of_lessons else plan.end


def names_a_time(text: str) -> bool:
    """Whether the wording says anything about time: a month, a date, a year or a phrase like «по графику»."""
    written = plain(text)
    if _NO_YEAR.search(written):
        return False
    return bool(_OPEN.search(written)) or any(token.kind in "DMYPBd" for token in tokens_of(written))


def is_open(text: str) -> bool:
    """Whether a wording may stand without days: it speaks of time, or is a dash or nothing at all."""
    return names_a_time(text) or not re.search(r"\w", text)


def names_a_year(text: str) -> bool:
    """Whether the wording holds a year or a full date, which belong to one plan only."""
    return any(token.kind in "DYPB" for token in tokens_of(plain(text)))
