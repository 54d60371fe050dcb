"""Measures in force: the list of one plan, one measure with all its reports, and what waits for checking."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.core.errors import PortalError
from portal.core.forms import whole_number
from portal.core.views import ScopedViewMixin
from roadmaps import services
from roadmaps.measure_list import by_plans, measure_groups, next_step, owed_of, totals_line
from roadmaps.models import MeasureInForce, MeasureReport, Roadmap
from roadmaps.selectors import (
    facts_to_report,
    freeze_reason,
    in_force,
    may_report,
    measure_facts,
    plan_years,
    plans_in_force,
    removed_with_reports,
    report_timeline,
    reports_line,
    reports_to_check,
    today_in,
    why_closed,
    with_parts,
    year_chosen,
)
from roadmaps.views.parts import person
from schools.views.places import DistrictViewMixin

_PAGE = 50
#: so many plans are shown as chips, more as a list to choose from
_CHIPS = 6
_LARGEST_ID = 2**63 - 1


class MeasureListView(DistrictViewMixin, View):
    """«Меры и отчёты»: the measures in force of one plan, by what is to be done with them."""

    permission = Permission.ROADMAP_VIEW
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        plan, user = self._asked(), person(request)
        district = plan.district if plan else self.district
        years = plan_years(user=user, district=district)
        asked = plan.plan_year.code if plan else request.GET.get("year", "")
        year = year_chosen(years, asked, self.year_of(district))
        plans = list(plans_in_force(user=user, district=district, plan_year=year))
        plan = plan or next(iter(plans), None)
        context = {"district": district, "plan_year": year, "years": years, "plans": plans, "plan": plan}
        context |= {"chips": _CHIPS}
        if plan:
            context |= self._of_plan(plan)
        return render(request, "roadmaps/measure_list.html", context)

    def _asked(self) -> Roadmap | None:
        """The plan that a link names, of whatever district and year."""
        pk = whole_number(self.request.GET.get("plan", ""), _LARGEST_ID)
        rows = Roadmap.objects.select_related("school", "district")
        return self.scoped_row(rows, pk=pk) if pk else None

    def _of_plan(self, plan: Roadmap) -> dict:
        today = today_in(plan.district)
        measures = in_force(MeasureInForce.objects.filter(roadmap=plan))
        facts = measure_facts(measures=measures, today=today)
        writes = may_report(user=person(self.request), roadmap=plan) and not plan.is_frozen
        return {
            "groups": measure_groups(facts, writes=writes),
            "totals": totals_line(facts),
            "removed": [(row, reports_line(row.reports.all())) for row in removed_with_reports(plan)],
            "frozen": freeze_reason(plan),
        }


class OwedListView(ScopedViewMixin, View):
    """All that this person has to report on, of whatever plan and year: what «Мой день» counts."""

    permission = Permission.EXECUTION_REPORT
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        owed = owed_of(facts_to_report(user=person(request)))
        parts = (("late", "Срок прошёл", owed.late), ("now", "Идут сейчас", owed.now))
        found = [(key, title, len(facts), by_plans(facts)) for key, title, facts in parts if facts]
        return render(request, "roadmaps/measure_owed.html", {"parts": found})


class CheckListView(ScopedViewMixin, View):
    """«Проверка отчётов»: what was sent and waits for this person, the longest waiting first."""

    permission = Permission.EXECUTION_ACCEPT
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(reports_to_check(user=person(request)), _PAGE).get_page(request.GET.get("page"))
        return render(request, "roadmaps/check_list.html", {"page_obj": page})


class MeasurePage(ScopedViewMixin):
    """One measure: what was approved, where it stands, all that was reported, and what I may do now."""

    permission = Permission.ROADMAP_VIEW

    def get_row(self, pk: int) -> MeasureInForce:
        rows = MeasureInForce.objects.select_related("roadmap__school", "roadmap__district")
        return self.scoped_row(rows, pk=pk)

    def page(
        self, measure: MeasureInForce, *, status: int = 200, refusal: PortalError | None = None
    ) -> HttpResponse:
        user, today = person(self.request), today_in(measure.roadmap.district)
        reports = list(with_parts(MeasureReport.objects.filter(measure=measure)).order_by("-number"))
        closed = why_closed(measure)
        context = {
            "measure": measure,
            "fact": measure_facts(measures=[measure], today=today)[0],
            "reports": reports,
            "events": report_timeline(reports),
            "closed": closed,
            "frozen": freeze_reason(measure.roadmap),
            "step": next_step(
                reports,
                writes=not closed and may_report(user=user, roadmap=measure.roadmap),
                checks=not closed and reports_to_check(user=user).filter(measure=measure).exists(),
            ),
            "list_url": f"{reverse('roadmaps:measures')}?plan={measure.roadmap_id}",
            "refusal": refusal,
        }
        return render(self.request, "roadmaps/measure_detail.html", context, status=status)


class MeasureView(MeasurePage, View):
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(self.get_row(pk))


class ReportBeginView(MeasurePage, View):
    """POST only: opens the report of the measure; the second click opens the same one."""

    permission = Permission.EXECUTION_REPORT
    view_permission = Permission.ROADMAP_VIEW
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        measure = self.get_row(pk)
        try:
            report = services.report_begin(measure=measure, by=person(request))
        except PortalError as error:
            return self.page(measure, status=error.http_status, refusal=error)
        return redirect(report)
