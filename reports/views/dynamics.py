"""The table of the page «Динамика» as a file, at once: it is small, and no worker need be waited for."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import View

from monitoring.forms.dynamics import DynamicsChoice
from portal.accounts.enums import Permission
from portal.core.errors import InvalidInput
from reports.enums import DocumentKind, OutputFormat
from reports.kinds import Choice
from reports.services import document_for, print_document
from reports.views.runs import attachment
from schools.views.places import DistrictViewMixin

_AT_ONCE = (OutputFormat.XLSX, OutputFormat.CSV)


class DynamicsFileView(DistrictViewMixin, View):
    """All schools of the district, as in the document: the same builder, the exams and years of the page."""

    permission = Permission.REPORT_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request, format):
        if format not in _AT_ONCE:
            raise Http404
        district = self.district
        chosen = DynamicsChoice.read(request.GET, last_year=self.year_of(district) + 1)
        choice = Choice(chosen.years[0], chosen.years[-1], chosen.exams)
        try:
            document = document_for(
                kind=DocumentKind.DYNAMICS, district=district, year=choice.last, choice=choice
            )
        except InvalidInput as error:
            messages.error(request, str(error))
            return redirect(f"{reverse('monitoring:dynamics')}?{request.GET.urlencode()}")
        return attachment(document.title, format, print_document(document=document, format=format))
