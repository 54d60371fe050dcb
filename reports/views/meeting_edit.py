"""Writing the minutes: the document at the left, the form at the right."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.core.errors import InvalidInput, PortalError
from portal.core.views import ScopedViewMixin
from reports.forms import MeetingSheet
from reports.models import Meeting
from reports.selectors import meeting_with_parts
from reports.services import meeting_create, meeting_save
from reports.views.meetings import seen_revision
from reports.views.preview import meeting_context
from schools.views.places import DistrictViewMixin

#: base.html lets htmx show a reply with this status; it would drop the one of a conflict
_SHOWN_BY_HTMX = 422
_CHANGED_MEANWHILE = (
    " Слева показано то, что сохранено сейчас; ваш текст остался в форме. "
    "Сохраните ещё раз, если он должен заменить сохранённое."
)


class MeetingCreateView(DistrictViewMixin, View):
    permission = Permission.MEETING_EDIT
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request):
        return self._page(MeetingSheet.blank())

    def post(self, request):
        if name := request.POST.get("add"):
            return self._page(MeetingSheet.with_row(request.POST, name))
        sheet = MeetingSheet.posted(request.POST)
        meeting = self._created(request, sheet) if sheet.is_valid() else None
        if meeting is None:
            return self._page(sheet)
        messages.success(request, "Черновик протокола сохранён. Слева видно, как он будет напечатан.")
        return redirect("reports:meeting-edit", pk=meeting.pk)

    def _created(self, request, sheet: MeetingSheet) -> Meeting | None:
        try:
            return meeting_create(district=self.district, content=sheet.content(), by=request.user)
        except InvalidInput as error:
            sheet.refuse(error.errors)
            return None

    def _page(self, sheet: MeetingSheet):
        return render(self.request, "reports/meeting_new.html", {"sheet": sheet, "district": self.district})


class MeetingEditView(ScopedViewMixin, View):
    permission = Permission.MEETING_EDIT
    view_permission = Permission.MEETING_VIEW
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request, pk):
        meeting = self.scoped_row(meeting_with_parts(), pk=pk)
        if not meeting.is_editable:
            return redirect("reports:meeting", pk=pk)
        return self._page(meeting, MeetingSheet.of(meeting), meeting.revision)

    def post(self, request, pk):
        meeting = self.scoped_row(meeting_with_parts(), pk=pk)
        if name := request.POST.get("add"):
            return self._page(meeting, MeetingSheet.with_row(request.POST, name), seen_revision(request))
        sheet = MeetingSheet.posted(request.POST)
        if not sheet.is_valid():
            return self._page(meeting, sheet, seen_revision(request))
        return self._save(request, meeting, sheet)

    def _save(self, request, meeting: Meeting, sheet: MeetingSheet) -> HttpResponseBase:
        seen = seen_revision(request)
        try:
            meeting_save(meeting=meeting, content=sheet.content(), by=request.user, seen=seen)
        except InvalidInput as error:
            sheet.refuse(error.errors)
            return self._page(meeting, sheet, seen)
        except PortalError as error:
            return self._conflict(meeting, sheet, error)
        return redirect("reports:meeting-edit", pk=meeting.pk)

    def _conflict(self, meeting: Meeting, sheet: MeetingSheet, error: PortalError) -> HttpResponseBase:
        """What was typed stays; a second save is made knowingly, over what is shown at the left."""
        fresh = meeting_with_parts().get(pk=meeting.pk)
        refusal = str(error) + (_CHANGED_MEANWHILE if fresh.is_editable else "")
        by_htmx = self.request.headers.get("HX-Request") == "true"
        status = _SHOWN_BY_HTMX if by_htmx else error.http_status
        return self._page(fresh, sheet, fresh.revision, refusal, status)

    def _page(self, meeting: Meeting, sheet: MeetingSheet, seen: int, refusal: str = "", status: int = 200):
        context = meeting_context(meeting, self.request.user) | {
            "sheet": sheet,
            "seen": seen,
            "refusal": refusal,
        }
        return render(self.request, "reports/meeting_edit.html", context, status=status)
