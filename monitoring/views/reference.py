"""Settings as data: who may look sees values with their acts; the administrator changes them in two steps.

First «Что изменится» (nothing is saved), then the save, against what he saw when he opened the form.
"""

from collections.abc import Collection
from typing import cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.generic import FormView

from monitoring.forms.reference import ReferenceForm
from monitoring.selectors.previews import Preview
from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.errors import InvalidInput, StaleRevision
from portal.core.forms import whole_number
from portal.core.views import ScopedViewMixin


def may_edit_reference(user) -> bool:
    """Whether a page offers its buttons; the views behind them ask again."""
    return user.may(Permission.REFERENCE_EDIT)


def year_asked(request, years: Collection[int]) -> int | None:
    """The year of the address if it is one of `years`, else the first of them; None where there are none."""
    wanted = whole_number(request.GET.get("year", ""), 9999)
    return wanted if wanted in years else next(iter(years), None)


class ReferenceEditView(ScopedViewMixin, FormView):
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
