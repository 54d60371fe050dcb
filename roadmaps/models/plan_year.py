"""The year of a plan: what it is called and which days it has."""

from dataclasses import dataclass
from datetime import date

from portal.core.russian import academic_year
from roadmaps.enums import PlanPeriod
from roadmaps.terms import PlanYear as TermYear


@dataclass(frozen=True, slots=True, order=True)
class PlanYear:
    """«2020/21», or the calendar year «2020»: the years of plans, as addresses and pages name them."""

    year: int
    period: str = PlanPeriod.ACADEMIC

    def __str__(self) -> str:
        return academic_year(self.year) if self.period == PlanPeriod.ACADEMIC else str(self.year)

    @property
    def words(self) -> str:
        """«2020/21 учебный год», «2020 год»."""
        return f"{self} {'учебный год' if self.period == PlanPeriod.ACADEMIC else 'год'}"

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last: 01.09.2021–31.08.2022, or 01.01.2023–31.12.2023."""
        plan = TermYear(self.year, self.period == PlanPeriod.CALENDAR)
        return plan.start, plan.end

    @property
    def code(self) -> str:
        """For commands, forms and addresses: «2020-2021» or «2020»."""
        return f"{self.year}-{self.year + 1}" if self.period == PlanPeriod.ACADEMIC else str(self.year)
