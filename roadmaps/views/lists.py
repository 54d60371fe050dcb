from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.core.forms import whole_number
from portal.core.views import ScopedViewMixin
from roadmaps.enums import RoadmapStatus
from roadmaps.selectors import approval_queue, roadmap_list, roadmap_years
from schools.views.places import DistrictViewMixin

_PAGE = 50


class RoadmapListView(DistrictViewMixin, View):
    """«Планы школ»: the roadmaps of a district by year and state."""

    permission = Permission.ROADMAP_VIEW

    def get(self, request):
        district = self.district
        year, status = self._year(district), request.GET.get("status", "")
        rows = roadmap_list(
            user=request.user,
            district=district,
            year=year,
            status=status if status in RoadmapStatus.values else "",
        )
        context = {
            "page_obj": Paginator(rows, _PAGE).get_page(request.GET.get("page")),
            "district": district,
            "year": year,
            "years": sorted(
                {*roadmap_years(user=request.user, district=district), year or 0} - {0}, reverse=True
            ),
            "status": status,
            "statuses": RoadmapStatus.choices,
            "may_create": request.user.may(Permission.ROADMAP_EDIT),
        }
        return render(request, "roadmaps/roadmap_list.html", context)

    def _year(self, district) -> int | None:
        """`?year=2020`, `?year=all`, or the year in which the person works."""
        text = self.request.GET.get("year", "")
        if text == "all":
            return None
        return whole_number(text, 9999) or self.year_of(district)


class QueueView(ScopedViewMixin, View):
    """«Очередь»: what waits for the decision of this head."""

    permission = Permission.ROADMAP_APPROVE

    def get(self, request):
        rows = approval_queue(user=request.user)
        return render(
            request,
            "roadmaps/queue.html",
            {"page_obj": Paginator(rows, _PAGE).get_page(request.GET.get("page"))},
        )
