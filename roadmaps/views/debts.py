from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.core.errors import PortalError
from portal.core.forms import whole_number
from roadmaps import services
from roadmaps.models import MeasureInForce
from roadmaps.selectors import debts_of, reminded_today
from roadmaps.views.scene import ExecutionMixin


class NotReportedView(ExecutionMixin, View):
    """«Кто не отчитался»: plans whose measures have ended without a report."""

    def get(self, request):
        scene = self.scene()
        debts = debts_of(scene.facts)
        reminded = reminded_today(debts=debts, district=scene.district)
        may_remind = request.user.may(Permission.EXECUTION_ACCEPT)
        are_all = may_remind and len(reminded) == len(debts)
        context = {
            "debts": debts,
            "reminded": reminded,
            "all_reminded_at": max(reminded.values(), default=None) if are_all else None,
            "has_measures": bool(scene.facts),
            "overdue": sum(len(debt.overdue) for debt in debts),
            "may_remind": may_remind,
        }
        return render(request, "roadmaps/not_reported.html", self.frame(scene) | context)


class RemindView(ExecutionMixin, View):
    """Remind the chosen ones, and them alone, of what they owe by now."""

    permission = Permission.EXECUTION_ACCEPT
    http_method_names = ["post"]

    def post(self, request):
        chosen = {whole_number(text, 10**12) for text in request.POST.getlist("plan")}
        scene = self.scene()
        debts = [debt for debt in debts_of(scene.facts) if debt.roadmap.pk in chosen]
        if debts:
            self._remind(fact.measure.pk for debt in debts for fact in debt.overdue)
        else:
            messages.warning(request, "Никто не отмечен или отчёты уже пришли. Отметьте, кому напомнить.")
        query = f"?district={scene.district.code}&year={scene.plan_year.code}"
        return redirect(reverse("roadmaps:not-reported") + query)

    def _remind(self, measure_ids) -> None:
        user = self.request.user
        measures = MeasureInForce.objects.permitted(user, self.permission).filter(pk__in=list(measure_ids))
        try:
            reminded = services.remind_now(measures=measures, by=user)
        except PortalError as error:
            messages.error(self.request, str(error))
        else:
            level = messages.SUCCESS if reminded.reached else messages.WARNING
            messages.add_message(self.request, level, reminded.told)
