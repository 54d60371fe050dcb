"""The decision on a report: accepted, or returned with a remark."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.core.errors import InvalidInput, PortalError
from roadmaps import services
from roadmaps.enums import ReportStatus
from roadmaps.forms import DecisionForm
from roadmaps.models import MeasureReport
from roadmaps.views.parts import person
from roadmaps.views.reports import ReportPage


class ReportDecideView(ReportPage, View):
    """POST only: accept the report or return it; a refusal shows the page with what was typed."""

    permission = Permission.EXECUTION_ACCEPT
    view_permission = Permission.ROADMAP_VIEW
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        report, form = self.get_row(pk), DecisionForm(request.POST)
        if not form.is_valid():
            return self.page(report, decision_form=form)
        try:
            done = self._decide(report, form.cleaned_data)
        except InvalidInput as error:
            form.add_error("remark", str(error))
            return self.page(self.get_row(pk), decision_form=form)
        except PortalError as error:
            return self.page(self.get_row(pk), status=error.http_status, refusal=error, decision_form=form)
        messages.success(request, done)
        return redirect(report)

    def _decide(self, report: MeasureReport, data: dict[str, Any]) -> str:
        by = person(self.request)
        if data["target"] == ReportStatus.ACCEPTED:
            services.report_accept(report=report, seen=data["seen"], by=by)
            return "Отчёт принят: он войдёт в итоги и документы."
        services.report_return(report=report, seen=data["seen"], by=by, remark=data["remark"])
        return "Отчёт возвращён, автор увидит замечание."
