"""What the forms of this app have in common: a service decides, its refusal stands at the field."""

from collections.abc import Iterable
from typing import cast

from django import forms

from portal.core.errors import InvalidInput


class ServiceForm(forms.Form):
    """A form whose data goes to a service."""

    def refuse(self, error: InvalidInput) -> None:
        """Show a service's refusal at its fields; what was typed stays."""
        for name, message in error.errors.items():
            self.add_error(name if name in self.fields else None, message)


class ServiceModelForm(forms.ModelForm):
    """Labels and types come from the model; constraints are the service's, which names the field."""

    refuse = ServiceForm.refuse

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = _nothing_chosen(field)
            elif isinstance(field, forms.ChoiceField):
                none, choices = _nothing_chosen(field), cast(Iterable[tuple], field.choices)
                field.choices = [(value, label if value else none) for value, label in choices]

    def validate_unique(self):
        """Left to the service."""

    def validate_constraints(self):
        """Left to the service."""

    @property
    def changes(self) -> dict:
        """Only what was changed here: another person's change of another field is not undone."""
        return {
            name: self.cleaned_data[name] for name in self.changed_data if name in (self._meta.fields or ())
        }


def _nothing_chosen(field: forms.Field) -> str:
    """In place of the dashes of Django."""
    return "выберите" if field.required else "не указано"


def date_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
