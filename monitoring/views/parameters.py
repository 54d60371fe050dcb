"""The numbers of our rules: each with its history, and a form for the next value."""

from decimal import Decimal

from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView

from monitoring.forms.reference import ParameterForm
from monitoring.parameters import PARAMETERS
from monitoring.selectors.parameters import parameter_histories, parameter_history
from monitoring.selectors.previews import parameter_preview
from monitoring.services.parameter_edit import parameter_check, parameter_save
from monitoring.views.reference import ReferenceEditView, may_edit_reference
from portal.accounts.enums import Permission
from portal.core.russian import number
from portal.core.views import ScopedViewMixin


class ParametersView(ScopedViewMixin, TemplateView):
    permission = Permission.REFERENCE_VIEW
    template_name = "monitoring/parameters.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            parameters=parameter_histories(),
            year=timezone.localdate().year,
            may_edit=may_edit_reference(self.request.user),
            **kwargs,
        )


class ParameterEditView(ReferenceEditView):
    form_class = ParameterForm
    rooms = ("Параметры правил", "monitoring:parameters")

    @property
    def history(self):
        found = parameter_history(code=self.kwargs["code"])
        if found is None:
            raise Http404
        return found

    @property
    def title(self) -> str:
        return self.history.label

    def get_initial(self):
        history, year = self.history, timezone.localdate().year
        now = history.in_force(year)
        return {"value": now.value, "valid_from": year, "seen": history.seen}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        facts, field = PARAMETERS[self.kwargs["code"]], form.fields["value"]
        field.label = f"Новое значение, {facts.unit.name}"
        field.error_messages["invalid"] = f"Введите число, например {number(Decimal(facts.default))}."
        return form

    def get_context_data(self, **kwargs):
        return super().get_context_data(history=self.history, **kwargs)

    def seen(self) -> str:
        return self.history.seen

    def check(self, form):
        values = form.values
        parameter_check(code=self.kwargs["code"], **values)
        return parameter_preview(history=self.history, value=values["value"], valid_from=values["valid_from"])

    def save(self, form):
        return parameter_save(code=self.kwargs["code"], by=self.by, **form.cleaned_data)
