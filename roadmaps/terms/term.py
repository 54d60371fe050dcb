"""What a term is: its days, how often it comes back, and what must be asked about it."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from portal.core.russian import date_ru
from roadmaps.enums import Recurrence


class TermError(ValueError):
    """The last day stands before the first one."""


@dataclass(frozen=True, slots=True)
class Term:
    """First and last day, both included; `recurrence` is a value of roadmaps.enums.Recurrence or None.

    With a `question` both days are None. The question is for the person: what to write instead.
    `impossible` tells that the wording cannot be true at all (31.02.2021, an end before its start).
    """

    start: date | None = None
    end: date | None = None
    question: str | None = None
    recurrence: str | None = None
    impossible: bool = False


class Asked(Exception):
    """The rule cannot tell the days: the person must be asked."""

    def __init__(self, question: str, *, impossible: bool = False):
        super().__init__(question)
        self.question, self.impossible = question, impossible


class PlanYear(NamedTuple):
    """The twelve months of a plan: 01.09–31.08 of an academic one, 01.01–31.12 of a calendar one."""

    year: int
    is_calendar: bool

    @property
    def start(self) -> date:
        return date(self.year, 1 if self.is_calendar else 9, 1)

    @property
    def end(self) -> date:
        return date(self.year, 12, 31) if self.is_calendar else date(self.year + 1, 8, 31)

    @property
    def lessons_end(self) -> date:
        """The last day of the school year that ends within this plan."""
        return date(self.year if self.is_calendar else self.year + 1, 5, 31)

    def year_of(self, month: int) -> int:
        """The calendar year in which a month without a year falls."""
        return self.year if self.is_calendar or month >= 9 else self.year + 1

    def touches(self, start: date | None, end: date | None) -> bool:
        """A lone day must lie within the plan; two days share a day with it and lie in its calendar years."""
        first, last = start or end or self.end, end or start or self.start
        return self.start <= last and first <= self.end and self.has_year_of(first) and self.has_year_of(last)

    def has_year_of(self, day: date) -> bool:
        """Whether `day` lies in a calendar year that the plan touches: 2021 or 2022 of 2021/22."""
        return self.start.year <= day.year <= self.end.year


def check_order(start: date | None, end: date | None) -> None:
    if start and end and end < start:
        raise TermError("Окончание раньше начала. Проверьте даты.")


def span(start: date | None, end: date | None, recurrence: str | None = None) -> str:
    """«с 01.11.2020 по 31.12.2020, раз в месяц», «13.05.2021», «до 01.06.2021»; empty without dates."""
    often = str(Recurrence(recurrence).label) if recurrence else ""
    return ", ".join(filter(None, [_days(start, end), often]))


def _days(start: date | None, end: date | None) -> str:
    if start and end:
        return date_ru(start) if start == end else f"с {date_ru(start)} по {date_ru(end)}"
    if end:
        return f"до {date_ru(end)}"
    return f"с {date_ru(start)}" if start else ""
