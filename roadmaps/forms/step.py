from django import forms


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput({"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": "Такой даты нет. Пример: 20.05.2021."},
    )


class StepForm(forms.Form):
    """One step of a workflow: where to, what the person saw, the remark or the order that it asks for."""

    target = forms.CharField(max_length=20)
    seen = forms.IntegerField()
    remark = forms.CharField(
        label="Что доработать",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Назовите меры по номерам: автор увидит это над картой.",
    )
    order_number = forms.CharField(
        label="Номер приказа",
        required=False,
        max_length=40,
        widget=forms.TextInput({"class": "form-control"}),
        error_messages={"max_length": "Номер приказа — не больше 40 знаков."},
    )
    order_date = _day("Дата приказа")
    in_force_on = _day("Действует с", "Если не указать — с даты приказа.")
