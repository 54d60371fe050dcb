"""One plan year of one district as a person sees it on the pages of execution."""

from dataclasses import dataclass
from datetime import date

from portal.accounts.models import User
from roadmaps.enums import PlanPeriod
from roadmaps.models import PlanYear
from roadmaps.selectors.days import today_in
from roadmaps.selectors.execution import MeasureFact
from roadmaps.selectors.totals import facts_of, measures_of_year, plan_years
from schools.models import District


@dataclass(frozen=True, slots=True)
class Scene:
    """`years` are those that may be chosen; `facts` stand plan by plan, the district's own first."""

    district: District
    plan_year: PlanYear
    years: list[PlanYear]
    today: date
    facts: list[MeasureFact]


def execution_scene(*, user: User, district: District, code: str, working_year: int) -> Scene:
    """The plan year `code` («2020-2021», «2020»), or else the one of the year in which the person works."""
    years = plan_years(user=user, district=district)
    chosen = year_chosen(years, code, working_year)
    measures = measures_of_year(district=district, plan_year=chosen, user=user)
    return Scene(district, chosen, years, today_in(district), facts_of(measures=measures, district=district))


def year_chosen(years: list[PlanYear], code: str, working_year: int) -> PlanYear:
    """The one of `years` that an address names by its code, or else that in which the person works."""
    return next((one for one in years if one.code == code), None) or _usual(years, working_year)


def _usual(years: list[PlanYear], working_year: int) -> PlanYear:
    """The academic year, else the calendar year in which it ends or begins, else the newest with a plan."""
    wanted = [
        PlanYear(working_year),
        PlanYear(working_year + 1, PlanPeriod.CALENDAR),
        PlanYear(working_year, PlanPeriod.CALENDAR),
    ]
    return next((one for one in wanted if one in years), years[0] if years else wanted[0])
