"""A document on screen, from the same services as its file."""

from django.http import Http404
from django.shortcuts import render
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.core.errors import PortalError
from portal.core.forms import whole_number
from reports.enums import DocumentKind
from reports.kinds import Choice
from reports.render.html import render_blocks
from reports.services import document_for
from schools.models import District, School
from schools.views.places import DistrictViewMixin


class DocumentView(DistrictViewMixin, View):
    permission = Permission.REPORT_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request, kind, year):
        if kind not in DocumentKind.values:
            raise Http404
        district = self.district
        context = {"district": district, "kind": DocumentKind(kind), "year": year}
        school, choice = self._school(district), self._choice(year)
        try:
            document = document_for(kind=kind, district=district, year=year, school=school, choice=choice)
            context["document"] = render_blocks(document)
        except PortalError as error:
            context["document_error"] = str(error)
        return render(request, "reports/document.html", context)

    def _school(self, district: District) -> School | None:
        """`?school=7`: the document of one school."""
        if not (number := self.request.GET.get("school")):
            return None
        return self.scoped_row(district.schools.all(), pk=whole_number(number, 10**9))

    def _choice(self, year: int) -> Choice | None:
        """`?first=2021` beside the year 2022: the years of the order."""
        first = whole_number(self.request.GET.get("first", ""), 9999)
        return Choice(first, year) if first and 2000 <= first <= year else None
