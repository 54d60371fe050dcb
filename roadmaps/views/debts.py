from django.shortcuts import render
from django.views.generic import View

from portal.accounts.enums import Permission
from roadmaps.selectors import debts_of
from roadmaps.views.scene import ExecutionMixin


class NotReportedView(ExecutionMixin, View):
    """«Кто не отчитался»: plans whose measures have ended without a report."""

    def get(self, request):
        scene = self.scene()
        debts = debts_of(scene.facts)
        context = {
            "debts": debts,
            "overdue": sum(len(debt.overdue) for debt in debts),
            "may_remind": request.user.may(Permission.EXECUTION_ACCEPT),
        }
        return render(request, "roadmaps/not_reported.html", self.frame(scene) | context)
