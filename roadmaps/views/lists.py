from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.core.forms import whole_number
from roadmaps.enums import PlanPeriod, RoadmapStatus
from roadmaps.selectors import district_plan, district_plans, list_rows, roadmap_list, roadmap_years
from roadmaps.views.parts import person
from schools.models import District
from schools.views.places import DistrictViewMixin

_PAGE = 50


class RoadmapListView(DistrictViewMixin, View):
    """«Планы школ»: the roadmaps of a district by year and state."""

    permission = Permission.ROADMAP_VIEW

    def get(self, request):
        user, district = person(request), self.district
        year = self._year(district)
        status = _one_of(request.GET.get("status", ""), RoadmapStatus.values)
        period = _one_of(request.GET.get("period", ""), PlanPeriod.values)
        rows = roadmap_list(user=user, district=district, year=year, status=status, period=period)
        page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
        years = roadmap_years(user=user, district=district)
        context = {
            "page_obj": page,
            "rows": list_rows(list(page)),
            "district": district,
            "year": year,
            "year_query": f"?year={year}" if year else "",
            "years": sorted({*years, year or 0} - {0}, reverse=True),
            "has_calendar": any(PlanPeriod.CALENDAR in periods for periods in years.values()),
            "period": period,
            "periods": PlanPeriod.choices,
            "status": status,
            "statuses": RoadmapStatus.choices,
            "may_create": user.may(Permission.ROADMAP_EDIT),
        }
        return render(request, "roadmaps/roadmap_list.html", context)

    def _year(self, district: District) -> int | None:
        """`?year=2020`, `?year=all`, or the year in which the person works."""
        text = self.request.GET.get("year", "")
        if text == "all":
            return None
        return whole_number(text, 9999) or self.year_of(district)


class DistrictPlanView(DistrictViewMixin, View):
    """«План района»: the district's own plan of the working year, or who may begin it."""

    permission = Permission.ROADMAP_VIEW
    http_method_names = ["get", "head"]

    def get(self, request):
        user, district = person(request), self.district
        year = self.year_of(district)
        if plan := district_plan(user=user, district=district, year=year):
            return redirect(plan)
        context = {
            "district": district,
            "year": year,
            "year_query": f"?year={year}",
            "may_create": user.may(Permission.ROADMAP_EDIT),
            "is_department": user.may(Permission.REPORT_VIEW),
            "others": district_plans(user=user, district=district),
        }
        return render(request, "roadmaps/district_plan.html", context)


def _one_of(text: str, known: list[str]) -> str:
    return text if text in known else ""
