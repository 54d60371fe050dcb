"""Settings as data: who may look sees values with their acts; the administrator changes them in two steps.

First «Что изменится» (nothing is saved), then the save, against what he saw when he opened the form.
"""

from typing import cast

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from monitoring.forms.reference import (
    NewScaleForm,
    NewSittingForm,
    ParameterForm,
    ReferenceForm,
    ScaleForm,
    SittingForm,
)
from monitoring.models import MarkScale, Sitting
from monitoring.parameters import PARAMETERS
from monitoring.selectors.parameters import parameter_histories, parameter_history
from monitoring.selectors.previews import Preview, parameter_preview
from monitoring.selectors.reference import (
    SCALE_FACTS,
    SITTING_FACTS,
    scale_seen,
    scale_years,
    scales_of_year,
    sitting_seen,
)
from monitoring.selectors.sitting_previews import new_sitting_preview, scale_preview, sitting_preview
from monitoring.services.reference_edit import (
    parameter_check,
    parameter_save,
    scale_check,
    scale_create,
    scale_prepare,
    scale_update,
    sitting_check,
    sitting_create,
    sitting_prepare,
    sitting_update,
)
from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.errors import InvalidInput, StaleRevision
from portal.core.forms import whole_number
from portal.core.views import ScopedViewMixin


def may_edit_reference(user) -> bool:
    """Whether a page offers its buttons; the views behind them ask again."""
    return user.may(Permission.REFERENCE_EDIT)


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


class ScalesView(ScopedViewMixin, TemplateView):
    permission = Permission.REFERENCE_VIEW
    template_name = "monitoring/scales.html"

    def get_context_data(self, **kwargs):
        years = scale_years()
        wanted = whole_number(self.request.GET.get("year", ""), 9999)
        year = wanted if wanted in years else next(iter(years), None)
        return super().get_context_data(
            years=years,
            year=year,
            scales=scales_of_year(year=year) if year else [],
            may_edit=may_edit_reference(self.request.user),
            **kwargs,
        )


class _EditView(ScopedViewMixin, FormView):
    """GET shows the form, POST what would change, POST with «confirm» saves."""

    permission = Permission.REFERENCE_EDIT
    template_name = "monitoring/reference_form.html"
    preview_template_name = "monitoring/reference_preview.html"
    form_class: type[ReferenceForm]
    rooms = ("", "")  # the words and the address of the room to which it belongs

    @property
    def title(self) -> str:
        raise NotImplementedError

    @property
    def by(self) -> User:
        return cast(User, self.request.user)

    def check(self, form: ReferenceForm) -> Preview:
        """What would change; raises InvalidInput for what may not be saved."""
        raise NotImplementedError

    def save(self, form: ReferenceForm) -> bool:
        raise NotImplementedError

    def seen(self) -> str:
        """What stands there now; empty for what is not there yet."""
        return ""

    def done_url(self) -> str:
        return self.rooms[1]

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        if "edit" in request.POST or not form.is_valid():
            return self.form_invalid(form)
        return self.form_valid(form)

    def form_valid(self, form):
        try:
            if "confirm" not in self.request.POST:
                context = self.get_context_data(form=form, preview=self.check(form), facts=_facts(form))
                return render(self.request, self.preview_template_name, context)
            changed = self.save(form)
        except InvalidInput as error:
            form.refuse(error)
            return self.form_invalid(form)
        except StaleRevision as error:
            form.refuse_stale(str(error), self.seen())
            return self.form_invalid(form)
        messages.success(self.request, "Сохранено." if changed else "Изменений не было.")
        return redirect(self.done_url())


def _facts(form) -> list[tuple[str, str]]:
    """What was typed, as a list to look over."""
    facts = []
    for field in form.visible_fields():
        value = form.cleaned_data[field.name]
        if isinstance(value, bool):
            shown = "да" if value else "нет"
        elif value in (None, ""):
            shown = "—"
        else:
            choices = dict(getattr(field.field, "choices", ()) or ()) if isinstance(value, str) else {}
            shown = str(choices.get(value, field.field.prepare_value(value)))
            shown = str(value) if hasattr(value, "pk") else shown
        facts.append((field.label, shown))
    return facts


class _SittingMixin:
    rooms = ("Календарь процедур", "monitoring:calendar")


class SittingEditView(_SittingMixin, _EditView):
    form_class = SittingForm
    _sitting: Sitting | None = None

    @property
    def sitting(self) -> Sitting:
        if self._sitting is None:
            self._sitting = Sitting.objects.select_related("subject").filter(pk=self.kwargs["pk"]).first()
        if self._sitting is None:
            raise Http404
        return self._sitting

    @property
    def title(self) -> str:
        return str(self.sitting)

    def get_initial(self):
        facts = {name: getattr(self.sitting, name) for name in SITTING_FACTS}
        return facts | {"seen": self.seen()}

    def seen(self) -> str:
        return sitting_seen(Sitting.objects.get(pk=self.sitting.pk))

    def check(self, form):
        sitting_check(sitting=self.sitting, values=form.values)
        return sitting_preview(sitting=self.sitting, values=form.values)

    def save(self, form):
        seen = form.cleaned_data["seen"]
        return sitting_update(sitting=self.sitting, values=form.values, seen=seen, by=self.by)


class SittingAddView(_SittingMixin, _EditView):
    form_class = NewSittingForm
    title = "Новая процедура"
    initial = {"is_held": True, "is_general": True}

    def check(self, form):
        return new_sitting_preview(sitting=sitting_prepare(values=form.values))

    def save(self, form):
        sitting_create(values=form.values, by=self.by)
        return True


class _ScaleMixin:
    rooms = ("Шкалы перевода", "monitoring:scales")


class ScaleEditView(_ScaleMixin, _EditView):
    form_class = ScaleForm
    _scale: MarkScale | None = None

    @property
    def scale(self) -> MarkScale:
        if self._scale is None:
            self._scale = MarkScale.objects.select_related("subject").filter(pk=self.kwargs["pk"]).first()
        if self._scale is None:
            raise Http404
        return self._scale

    @property
    def title(self) -> str:
        return str(self.scale)

    def get_initial(self):
        return {name: getattr(self.scale, name) for name in SCALE_FACTS} | {"seen": self.seen()}

    def seen(self) -> str:
        return scale_seen(MarkScale.objects.get(pk=self.scale.pk))

    def check(self, form):
        scale_check(scale=self.scale, values=form.values)
        return scale_preview(scale=self.scale)

    def save(self, form):
        seen = form.cleaned_data["seen"]
        return scale_update(scale=self.scale, values=form.values, seen=seen, by=self.by)


class ScaleAddView(_ScaleMixin, _EditView):
    form_class = NewScaleForm
    title = "Новая шкала"

    def check(self, form):
        return scale_preview(scale=scale_prepare(values=form.values))

    def save(self, form):
        scale_create(values=form.values, by=self.by)
        return True


class ParameterEditView(_EditView):
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
        form.fields["value"].label = f"Новое значение, {PARAMETERS[self.kwargs['code']].unit.name}"
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
