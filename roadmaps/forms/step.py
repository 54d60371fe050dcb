from typing import Any

from django import forms

_STALE = dict.fromkeys(("required", "invalid", "max_length"), "Страница устарела. Обновите её и повторите.")


def day_field(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput({"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": "Такой даты нет. Пример: 20.05.2021."},
    )


class OrderFields(forms.Form):
    """The order by which a plan is approved, and the day from which it runs."""

    order_number = forms.CharField(
        label="Номер приказа",
        required=False,
        max_length=40,
        widget=forms.TextInput({"class": "form-control"}),
        error_messages={"max_length": "Номер приказа — не больше 40 знаков."},
    )
    order_date = day_field("Дата приказа")
    in_force_on = day_field("Действует с", "Если не указать — с даты приказа.")

    def mark_errors(self) -> None:
        """Give the fields with errors the look of such fields."""
        for name in self.errors:
            if name in self.fields:
                attributes: dict[str, Any] = self.fields[name].widget.attrs
                attributes["class"] = f"{attributes.get('class', '')} is-invalid"


class StepForm(OrderFields):
    """One step of a workflow: where to, what the person saw, the remark or the order that it asks for.

    A page has one for each step that asks; `target` keeps their fields apart.
    """

    target = forms.CharField(max_length=20, widget=forms.HiddenInput, error_messages=_STALE)
    seen = forms.IntegerField(widget=forms.HiddenInput, error_messages=_STALE)
    remark = forms.CharField(
        label="Замечание",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4, "class": "form-control"}),
    )

    def __init__(self, data: Any = None, *, target: str = ""):
        super().__init__(data, auto_id=f"{target}-%s" if target else False)

    def name_remark(self, label: str, help_text: str) -> None:
        """What the remark of this step is about."""
        self.fields["remark"].label, self.fields["remark"].help_text = label, help_text
