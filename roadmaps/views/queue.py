"""«Очередь»: what waits for the decision of this head, and many decisions at once."""

from collections.abc import Sequence
from dataclasses import asdict

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.core.errors import InvalidInput
from portal.core.views import ScopedViewMixin
from roadmaps import services
from roadmaps.forms import MOST_TOGETHER, TogetherForm
from roadmaps.selectors import approval_queue
from roadmaps.views.parts import person

_RESULT = "approved_together"


class QueuePage(ScopedViewMixin, View):
    permission = Permission.ROADMAP_APPROVE

    def page(self, form: TogetherForm, *, wrong: str = "", refused: Sequence[services.Decided] = ()):
        request = self.request
        page = Paginator(approval_queue(user=person(request)), MOST_TOGETHER).get_page(
            request.GET.get("page")
        )
        can_decide = [row for row in page if not row.mine]
        ticked = {row.key for row in can_decide} if request.GET.get("pick") == "all" else set(form.ticked)
        context = {
            "page_obj": page,
            "form": form,
            "ticked": ticked,
            "wrong": wrong,
            "refused": refused,
            "can_decide": len(can_decide),
            "has_roadmaps": any(row.key.startswith("roadmap") for row in can_decide),
        }
        return render(request, "roadmaps/queue.html", context)


class QueueView(QueuePage):
    http_method_names = ["get", "head"]

    def get(self, request):
        return self.page(TogetherForm())


class QueueApproveView(QueuePage):
    """POST only: approve the ticked rows by one order, then tell of each what became of it."""

    http_method_names = ["post"]

    def post(self, request):
        form = TogetherForm(request.POST)
        if not form.is_valid():
            form.mark_errors()
            return self.page(form)
        data = form.cleaned_data
        try:
            decided = services.approve_together(
                picked=form.picked(),
                order=services.Order(data["order_number"], data["order_date"]),
                in_force_on=data["in_force_on"],
                by=person(request),
            )
        except InvalidInput as error:
            for name in error.errors.keys() & form.fields.keys():
                form.add_error(name, error.errors[name])
            form.mark_errors()
            return self.page(form, wrong=error.errors.get("rows", ""))
        if all(row.reason for row in decided):  # nothing to tell but why: the order is not typed again
            return self.page(form, refused=decided)
        request.session[_RESULT] = [asdict(row) for row in decided]
        return redirect("roadmaps:queue-result")


class QueueResultView(ScopedViewMixin, View):
    """What the last approval of several gave; kept in the session until the next one."""

    permission = Permission.ROADMAP_APPROVE
    http_method_names = ["get", "head"]

    def get(self, request):
        rows = request.session.get(_RESULT)
        if not rows:
            return redirect("roadmaps:queue")
        context = {
            "approved": [row for row in rows if not row["reason"]],
            "refused": [row for row in rows if row["reason"]],
        }
        return render(request, "roadmaps/queue_result.html", context)
