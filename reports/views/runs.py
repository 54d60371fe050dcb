"""Ordering documents, watching them being built, taking them away."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.core.errors import InvalidInput
from portal.core.storage import FileLost
from portal.core.views import ScopedViewMixin, download
from reports.enums import OutputFormat, RunStatus
from reports.forms import RunForm
from reports.models import ReportRun
from reports.selectors import run_list
from reports.services import run_request
from reports.services.files import read_checked

_TYPES = {
    OutputFormat.PDF: "application/pdf",
    OutputFormat.HTML: "text/html; charset=utf-8",
    OutputFormat.JSON: "application/json",
    OutputFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    OutputFormat.CSV: "text/csv; charset=utf-8",
}
_PAGE = 25


class RunListView(ScopedViewMixin, View):
    permission = Permission.REPORT_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request):
        form = RunForm(user=request.user) if request.user.may(Permission.REPORT_BUILD) else None
        return runs_page(request, form)


class RunOrderView(ScopedViewMixin, View):
    """POST only: order one document; what is wrong is shown at its field, above the same list."""

    permission = Permission.REPORT_BUILD
    http_method_names = ["post", "options"]

    def post(self, request):
        form = RunForm(request.POST, user=request.user)
        run = self._ordered(request, form) if form.is_valid() else None
        if run is None:
            return runs_page(request, form)
        return redirect("reports:run", public_id=run.public_id)

    def _ordered(self, request, form: RunForm) -> ReportRun | None:
        try:
            return run_request(**form.order(), by=request.user)
        except InvalidInput as error:
            form.refuse(error.errors)
            return None


def runs_page(request, form: RunForm | None):
    page = Paginator(run_list(user=request.user), _PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/run_list.html", {"form": form, "page_obj": page})


class _RunPage(ScopedViewMixin, View):
    permission = Permission.REPORT_VIEW
    http_method_names = ["get", "head", "options"]

    def row(self, public_id) -> ReportRun:
        runs = ReportRun.objects.select_related("district", "school", "meeting", "requested_by")
        return self.scoped_row(runs, public_id=public_id)


class RunView(_RunPage):
    def get(self, request, public_id):
        run = self.row(public_id)
        return render(request, "reports/run_detail.html", {"run": run})


class RunProgressView(_RunPage):
    """The part of the page that asks for itself until the run ends."""

    def get(self, request, public_id):
        run = self.row(public_id)
        return render(request, "reports/_run_progress.html", {"run": run})


class RunFileView(_RunPage):
    """The finished document, as an attachment, if its bytes are still those that were built."""

    def get(self, request, public_id):
        run = self.row(public_id)
        if run.status != RunStatus.DONE:
            return redirect("reports:run", public_id=public_id)
        try:
            content = read_checked(run=run)
        except FileLost as error:
            return render(request, "reports/run_gone.html", {"run": run, "reason": str(error)}, status=410)
        return attachment(run.title, run.format, content)


def attachment(title: str, format: str, content: bytes) -> HttpResponse:
    """A finished file under the name of its document."""
    return download(content, name=f"{title}.{format}", content_type=_TYPES[OutputFormat(format)])
