"""Meetings: the list, one meeting as it is printed, and the steps of its approval."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.core.errors import InvalidInput, PortalError
from portal.core.forms import whole_number
from portal.core.views import ScopedViewMixin
from reports.models import Meeting
from reports.selectors import meeting_list, meeting_with_parts
from reports.services import meeting_finalise, meeting_reopen, meeting_return, meeting_submit
from reports.views.preview import meeting_context, preview

_PAGE = 25


def seen_revision(request) -> int:
    """The revision that the page showed; 0, which no row has, if the form lost it."""
    return whole_number(request.POST.get("seen", ""), 999_999_999) or 0


class MeetingListView(ScopedViewMixin, View):
    permission = Permission.MEETING_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request):
        page = Paginator(meeting_list(user=request.user), _PAGE).get_page(request.GET.get("page"))
        context = {"page_obj": page, "may_create": request.user.may(Permission.MEETING_EDIT)}
        return render(request, "reports/meeting_list.html", context)


class MeetingView(ScopedViewMixin, View):
    permission = Permission.MEETING_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request, pk):
        meeting = self.scoped_row(meeting_with_parts(), pk=pk)
        return render(request, "reports/meeting_detail.html", meeting_context(meeting, request.user))


class MeetingPreviewView(ScopedViewMixin, View):
    """The document alone, for the page that shows it beside a form."""

    permission = Permission.MEETING_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request, pk):
        meeting = self.scoped_row(meeting_with_parts(), pk=pk)
        return render(request, "reports/_preview.html", {"meeting": meeting, **preview(meeting)})


class _StepView(ScopedViewMixin, View):
    """POST only: one step of the approval; a refusal shows the page again with its reason."""

    view_permission = Permission.MEETING_VIEW
    http_method_names = ["post", "options"]
    success: str

    def post(self, request, pk):
        meeting = self.scoped_row(Meeting.objects.select_related("district"), pk=pk)
        try:
            self.take(request, meeting)
        except PortalError as error:
            return self._refused(meeting, error)
        messages.success(request, self.success)
        return redirect("reports:meeting", pk=pk)

    def take(self, request, meeting: Meeting) -> None:
        raise NotImplementedError

    def _refused(self, meeting: Meeting, error: PortalError):
        fresh = meeting_with_parts().get(pk=meeting.pk)
        context = meeting_context(fresh, self.request.user) | {
            "refusals": list(error.errors.values()) if isinstance(error, InvalidInput) else [str(error)],
            "typed_remark": self.request.POST.get("remark", ""),
        }
        status = 200 if isinstance(error, InvalidInput) else error.http_status
        return render(self.request, "reports/meeting_detail.html", context, status=status)


class MeetingSubmitView(_StepView):
    permission = Permission.MEETING_SUBMIT
    success = "Протокол отправлен на утверждение. Решение появится здесь и в разделе «Мой день»."

    def take(self, request, meeting):
        meeting_submit(meeting=meeting, by=request.user, seen=seen_revision(request))


class MeetingReturnView(_StepView):
    permission = Permission.MEETING_FINALISE
    success = "Протокол возвращён на доработку с вашим замечанием."

    def take(self, request, meeting):
        remark = request.POST.get("remark", "")
        meeting_return(meeting=meeting, by=request.user, seen=seen_revision(request), remark=remark)


class MeetingFinaliseView(_StepView):
    permission = Permission.MEETING_FINALISE
    success = "Протокол утверждён, его текст больше не изменится. Теперь можно собрать PDF."

    def take(self, request, meeting):
        meeting_finalise(meeting=meeting, by=request.user, seen=seen_revision(request))


class MeetingReopenView(_StepView):
    permission = Permission.MEETING_FINALISE
    success = "Открыта новая версия протокола. Утверждённая прежде сохранена."

    def take(self, request, meeting):
        meeting_reopen(meeting=meeting, by=request.user, seen=seen_revision(request))
