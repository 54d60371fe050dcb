from collections.abc import Callable, Collection
from typing import Any

from django.shortcuts import render
from django.views.generic import View

from portal.accounts.enums import Permission
from roadmaps.matrix import matrix_of
from roadmaps.models import MeasureReport
from roadmaps.selectors import (
    MeasureFact,
    Scene,
    covers_of,
    measures_of_year,
    measures_with_news,
    news_of,
    reports_to_check,
    results_of,
    waiting_for,
    yesterday_in,
)
from roadmaps.totals import Totals
from roadmaps.totals_table import TotalsTable, by_month, by_plan, by_section
from roadmaps.views.scene import ONLY, Choice, ExecutionMixin, overdue

#: lines of each list under the table; the filter of its kind shows the rest
_SHORT, _LONG = 10, 300


class ExecutionView(ExecutionMixin, View):
    """«Исполнение»: all plans × measures, what is late, what waits for me, what has changed."""

    def get(self, request):
        scene = self.scene()
        choice = self.choice(scene)
        facts = [fact for fact in scene.facts if choice.takes(fact)]
        reports = list(reports_to_check(user=request.user).filter(measure__roadmap__district=scene.district))
        recent = {"user": request.user, "district": scene.district, "since": yesterday_in(scene.district)}
        news = news_of(**recent)
        late, most = overdue(facts), _LONG if choice.only == "late" else _SHORT
        shown_news = len(news) if choice.only == "new" else _SHORT
        context = {
            "choice": choice,
            "only": ONLY if request.user.may(Permission.EXECUTION_ACCEPT) else _without_mine(),
            "totals": Totals.of(facts),
            "matrix": _matrix(choice, facts, reports, lambda: measures_with_news(**recent)),
            "late": late[:most],
            "more_late": len(late) - most,
            "news": news[:shown_news],
            "more_news": len(news) - shown_news,
            **self._waiting(scene, reports, _LONG if choice.only == "mine" else _SHORT),
        }
        return render(request, "roadmaps/execution.html", self.frame(scene) | context)

    def _waiting(self, scene: Scene, reports: list[MeasureReport], most: int) -> dict[str, Any]:
        user, may = self.request.user, self.request.user.may
        plans = waiting_for(user=user)[0].filter(district=scene.district)
        return {
            "decides": may(Permission.EXECUTION_ACCEPT) or may(Permission.ROADMAP_APPROVE),
            "reports": reports[:most],
            "more_reports": len(reports) - most,
            "plans_to_approve": plans[:_LONG] if may(Permission.ROADMAP_APPROVE) else (),
        }


def _without_mine() -> list[tuple[str, str]]:
    return [(value, label) for value, label in ONLY if value != "mine"]


def _matrix(
    choice: Choice,
    facts: list[MeasureFact],
    reports: Collection[MeasureReport],
    moved: Callable[[], set[int]],
):
    if choice.only == "late":
        return matrix_of(facts, chosen=lambda fact: fact.is_overdue)
    if not choice.only:
        return matrix_of(facts)
    ids = {report.measure_id for report in reports} if choice.only == "mine" else moved()
    return matrix_of(facts, chosen=lambda fact: fact.measure.pk in ids)


class ExecutionTotalsView(ExecutionMixin, View):
    """«Итоги»: counts and shares by school, section, month and form, and countable results."""

    def get(self, request):
        scene = self.scene()
        measures = measures_of_year(district=scene.district, plan_year=scene.plan_year, user=request.user)
        covers = covers_of(scene.facts)
        context = {
            "totals": Totals.of(scene.facts),
            "tables": _tables(scene.facts),
            "covers": covers,
            "may_build": request.user.may(Permission.REPORT_BUILD),
            "results": results_of(measures=measures),
        }
        return render(request, "roadmaps/execution_totals.html", self.frame(scene) | context)


def _tables(facts: list[MeasureFact]) -> list[TotalsTable]:
    """Each with the same sum: every measure is in one row of each."""
    whole = Totals.of(facts)
    return [
        TotalsTable("По школам", "Чей план", by_plan(facts), whole),
        TotalsTable("По разделам", "Раздел", by_section(facts), whole),
        TotalsTable("По месяцам окончания срока", "Месяц", by_month(facts), whole),
    ]
