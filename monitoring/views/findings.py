"""«Замечания»: what is doubtful in the results, which cells, and what was accepted with a reason."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from monitoring.forms.findings import FindingFilter, WaiverForm
from monitoring.selectors import exam_years, findings_grouped, visible_findings
from monitoring.services import finding_waive, waiver_withdraw
from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.errors import InvalidInput, StaleRevision
from portal.core.forms import whole_number
from portal.core.russian import counted
from schools.models import School
from schools.views.places import DistrictViewMixin

ON_A_PAGE = 50


class FindingsView(DistrictViewMixin, TemplateView):
    """By severity, rule and name of the school; nothing is ranked."""

    permission = Permission.RESULT_VIEW
    template_name = "monitoring/findings.html"
    #: a waiver that was refused: shown again at its finding
    refused: WaiverForm | None = None

    def get_context_data(self, **kwargs):
        district, user = self.district, cast(User, self.request.user)
        schools = School.objects.permitted(user, Permission.RESULT_VIEW).filter(district=district)
        filters = FindingFilter(
            given=self.request.GET.dict(),
            years=exam_years(),
            year=self.year_of(district) + 1,
            schools=schools,
        )
        everything = visible_findings(user=user, district=district, year=filters.chosen_year)
        shown = [finding for finding in everything if filters.shows(finding)]
        page = Paginator(shown, ON_A_PAGE).get_page(self.request.GET.get("page"))
        may_waive = self.may(Permission.RESULT_EDIT, district)
        return super().get_context_data(
            district=district,
            filters=filters,
            page_obj=page,
            groups=findings_grouped(page.object_list),
            forms=self._forms(page.object_list) if may_waive else {},
            may_waive=may_waive,
            counts=_counts(everything),
            total=len(everything),
            **kwargs,
        )

    def _forms(self, findings) -> dict[str, WaiverForm]:
        forms = {finding.fingerprint: WaiverForm(finding=finding) for finding in findings if finding.is_open}
        if self.refused is not None:
            forms[self.refused.data["fingerprint"]] = self.refused
        return forms


def _counts(findings) -> list[str]:
    """«ошибок 2, сомнительных 3»: open ones by severity, then the accepted ones."""
    open_ones = [finding.severity for finding in findings if finding.is_open]
    words = {
        "error": ("ошибка", "ошибки", "ошибок"),
        "warning": ("сомнительное место", "сомнительных места", "сомнительных мест"),
        "info": ("замечание к сведению", "замечания к сведению", "замечаний к сведению"),
    }
    said = [counted(count, *forms) for name, forms in words.items() if (count := open_ones.count(name))]
    accepted = len(findings) - len(open_ones)
    return said + ([f"принято: {accepted}"] if accepted else [])


class _Deed(DistrictViewMixin):
    """Both deeds come back to the list as it was filtered."""

    permission = Permission.RESULT_EDIT
    request: HttpRequest

    @property
    def year(self) -> int:
        return whole_number(self.request.POST.get("year", ""), 9999) or 0

    def back(self) -> HttpResponse:
        query = self.request.GET.urlencode()
        return redirect(reverse("monitoring:findings") + (f"?{query}" if query else ""))


class FindingWaiveView(_Deed, FindingsView):
    http_method_names = ["post"]

    def post(self, request):
        form = WaiverForm(request.POST)
        if not form.is_valid():
            messages.error(request, "Замечание не указано. Откройте список и примите его ещё раз.")
            return self.back()
        try:
            finding_waive(district=self.district, year=self.year, by=request.user, **form.cleaned_data)
        except InvalidInput as error:
            for name, text in error.errors.items():
                form.add_error(name, text)
            self.refused = form
            return self.render_to_response(self.get_context_data())
        except StaleRevision as error:
            messages.warning(request, str(error))
            return self.back()
        messages.success(request, "Замечание принято. Оно останется в документах вместе с причиной.")
        return self.back()


class WaiverWithdrawView(_Deed, View):
    http_method_names = ["post"]

    def post(self, request):
        opened = waiver_withdraw(
            district=self.district,
            year=self.year,
            rule=request.POST.get("rule", ""),
            fingerprint=request.POST.get("fingerprint", ""),
            by=request.user,
        )
        if opened:
            messages.success(request, "Замечание снова открыто.")
        else:
            messages.info(request, "Это замечание уже открыто.")
        return self.back()
