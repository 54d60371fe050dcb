"""A document on screen, from the same services as its file."""

from django.http import Http404
from django.shortcuts import render
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.core.errors import PortalError
from reports.enums import DocumentKind
from reports.render.html import render_blocks
from reports.services import document_for
from schools.views.places import DistrictViewMixin


class DocumentView(DistrictViewMixin, View):
    permission = Permission.REPORT_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request, kind, year):
        if kind not in DocumentKind.values:
            raise Http404
        district = self.district
        context = {"district": district, "kind": DocumentKind(kind), "year": year}
        try:
            context["document"] = render_blocks(document_for(kind=kind, district=district, year=year))
        except PortalError as error:
            context["document_error"] = str(error)
        return render(request, "reports/document.html", context)
