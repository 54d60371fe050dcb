"""Execution of a plan year in one district: its measures with their states, and what came of them."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from portal.accounts.enums import Permission
from portal.accounts.models import User
from roadmaps.enums import ReportStatus
from roadmaps.models import MeasureInForce, PlanYear, ResultLine, Roadmap, RoadmapVersion
from roadmaps.selectors.days import today_in
from roadmaps.selectors.execution import MeasureFact, in_force, measure_facts
from roadmaps.totals import Cover, ResultRow, ResultSum, covers, summed
from schools.models import District


def plan_years(*, user: User, district: District) -> list[PlanYear]:
    """The years for which the district has measures in force that `user` may see, newest first."""
    plans = Roadmap.objects.permitted(user, Permission.ROADMAP_VIEW).filter(district=district)
    return years_of_plans(plans)


def years_of_plans(plans: QuerySet[Roadmap]) -> list[PlanYear]:
    """The years in which `plans` have measures in force, newest first."""
    found = plans.filter(in_force__removed_in=None, in_force__isnull=False).order_by()
    years = [PlanYear(year, period) for year, period in found.values_list("year", "period").distinct()]
    return sorted(years, key=lambda plan: plan.days, reverse=True)


def measures_of_year(
    *, district: District, plan_year: PlanYear, user: User | None = None
) -> QuerySet[MeasureInForce]:
    """Measures in force of all plans of a year; without `user`, of a district that is already scoped."""
    rows = MeasureInForce.objects.all()
    if user is not None:
        rows = rows.permitted(user, Permission.ROADMAP_VIEW)
    return rows.filter(
        roadmap__district=district, roadmap__year=plan_year.year, roadmap__period=plan_year.period
    )


def facts_of(*, measures: QuerySet[MeasureInForce], district: District) -> list[MeasureFact]:
    """Where each of the district's measures stands today: six queries for any number.

    Plans and schools come by queries of their own: as columns of thousands of measures they would be
    made into objects again for every one.
    """
    rows = in_force(measures).select_related(None).prefetch_related("roadmap__district", "roadmap__school")
    return measure_facts(measures=rows, today=today_in(district))


def covers_of(facts: list[MeasureFact]) -> list[Cover]:
    """Coverage by form of work."""
    return covers((fact.measure.form, fact.measure.roadmap.school_id, fact) for fact in facts)


def results_of(*, measures: QuerySet[MeasureInForce]) -> list[ResultSum]:
    """Countable results of the accepted reports on measures in force, added up: one query."""
    lines = ResultLine.objects.filter(
        report__status=ReportStatus.ACCEPTED,
        report__measure__in=measures.filter(removed_in=None).order_by().values("pk"),
        quantity__isnull=False,
    ).order_by("report", "position", "pk")
    rows = lines.values_list("report__measure__roadmap__school", "quantity", "unit", "what")
    return summed(
        ResultRow(school, quantity or Decimal(0), unit, what) for school, quantity, unit, what in rows
    )


def editions_in_force(*, plans: Collection[Roadmap], today: date) -> dict[int, RoadmapVersion]:
    """By plan, the edition on which it is reported, with its order: one query."""
    versions = RoadmapVersion.objects.filter(roadmap__in=plans).select_related("act")
    begun = versions.filter(Q(in_force_on=None) | Q(in_force_on__lte=today))
    return {version.roadmap_id: version for version in begun.order_by("roadmap", "number")}
