"""Dynamics above the district: districts of a region, and regions where a person may read several."""

from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from monitoring.forms.dynamics import DynamicsChoice
from monitoring.selectors import regional_measures
from monitoring.selectors.regional import latest_year
from monitoring.views.dynamics import page_parts
from portal.accounts.enums import Permission
from portal.core.forms import whole_number
from portal.core.views import ScopedViewMixin
from schools.models import District, Region


class RegionDynamicsView(ScopedViewMixin, TemplateView):
    """Rows are the districts that the person may read and no others, by name and without ranks."""

    permission = Permission.RESULT_VIEW
    template_name = "monitoring/dynamics_region.html"

    def get_context_data(self, **kwargs):
        districts = self.scoped(District.objects.all())
        regions = list(
            Region.objects.filter(districts__in=districts.values("pk")).distinct().order_by("name")
        )
        region = self._region(regions)
        by_region = region is None and len(regions) > 1
        if region is not None:
            districts = districts.filter(region=region)
        last = latest_year(districts=districts) or timezone.localdate().year
        choice = DynamicsChoice.read(self.request.GET, last_year=last)
        codes = dict(districts.values_list("pk", "code"))
        table = regional_measures(
            districts=districts,
            years=choice.years,
            exams=choice.exams,
            by_region=by_region,
            whole_regions=self._reads_whole_regions(),
        ).of_measure(choice.measure)
        hides_few = bool(self.scope.school_ids) and not self.scope.everywhere
        table = table.of_one_school() if hides_few else table
        return super().get_context_data(
            choice=choice,
            region=region or (regions[0] if len(regions) == 1 else None),
            regions=regions if len(regions) > 1 else [],
            by_region=by_region,
            hides_few=hides_few,
            region_of_query=f"&region={region.pk}" if region else "",
            **page_parts(table, choice, lambda row: _row_url(row.key, choice, codes)),
            **kwargs,
        )

    def _reads_whole_regions(self) -> bool:
        """Not where the person reads a region through a single district or school of it."""
        return self.scope.everywhere or not (self.scope.district_ids or self.scope.school_ids)

    def _region(self, regions: list[Region]) -> Region | None:
        text = self.request.GET.get("region", "")
        if not text:
            return None
        found = [region for region in regions if region.pk == whole_number(text, 10**9)]
        if not found:
            raise Http404
        return found[0]


def _row_url(key: str, choice: DynamicsChoice, codes: dict[int, str]) -> str:
    """A region opens its districts, a district its schools."""
    kind, _, number = key.partition("-")
    if kind == "region":
        return f"{reverse('monitoring:dynamics-region')}?{urlencode({'region': number, **choice.parts})}"
    query = {"district": codes[int(number)], "schools": "all", **choice.parts}
    return f"{reverse('monitoring:dynamics')}?{urlencode(query)}"
