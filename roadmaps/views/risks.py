"""«Факторы риска»: everybody reads the list, the administrator adds, renames and retires."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView

from portal.accounts.enums import Permission
from portal.core.errors import InvalidInput, StaleRevision
from portal.core.views import ScopedViewMixin
from roadmaps.forms import NewRiskFactorForm, RiskFactorForm
from roadmaps.models import RiskFactor
from roadmaps.selectors import risk_factors, risk_seen
from roadmaps.services import risk_factor_add, risk_factor_update
from roadmaps.views.parts import person


class RiskFactorsView(ScopedViewMixin, TemplateView):
    permission = Permission.REFERENCE_VIEW
    template_name = "roadmaps/risk_factors.html"

    def get_context_data(self, **kwargs):
        may_edit = person(self.request).may(Permission.REFERENCE_EDIT)
        return super().get_context_data(risks=risk_factors(), may_edit=may_edit, **kwargs)


class RiskFactorAddView(ScopedViewMixin, FormView):
    permission = Permission.REFERENCE_EDIT
    template_name = "roadmaps/risk_factor_form.html"
    form_class: type[NewRiskFactorForm] = NewRiskFactorForm
    title = "Новый фактор риска"

    def get_initial(self):
        last = RiskFactor.objects.order_by("position").last()
        return {"position": last.position + 1 if last else 1}

    def save(self, form) -> bool:
        risk_factor_add(**form.cleaned_data, by=person(self.request))
        return True

    def form_valid(self, form):
        try:
            changed = self.save(form)
        except InvalidInput as error:
            form.refuse(error)
            return self.form_invalid(form)
        messages.success(self.request, "Сохранено." if changed else "Изменений не было.")
        return redirect("roadmaps:risk-factors")


class RiskFactorEditView(RiskFactorAddView):
    form_class = RiskFactorForm
    title = "Фактор риска"

    @property
    def risk(self) -> RiskFactor:
        """As it stands now."""
        if (risk := RiskFactor.objects.filter(pk=self.kwargs["pk"]).first()) is None:
            raise Http404
        return risk

    def get_initial(self):
        risk = self.risk
        facts = {name: getattr(risk, name) for name in ("name", "position", "is_active")}
        return facts | {"seen": risk_seen(risk)}

    def save(self, form) -> bool:
        return risk_factor_update(risk=self.risk, **form.cleaned_data, by=person(self.request))

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except StaleRevision as error:
            form.refuse_stale(str(error), risk_seen(self.risk))
            return self.form_invalid(form)
