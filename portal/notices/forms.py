from django import forms

from portal.accounts.models import User
from portal.notices.enums import URGENT, Delivery, NoticeKind
from portal.notices.selectors import deliveries_of

_HINTS = {
    NoticeKind.REMINDER: "Начало и середина срока, рабочий день перед его концом и напоминания из отдела.",
    NoticeKind.SUBMITTED: "Карты и отчёты, которые прислали вам на утверждение или проверку.",
    NoticeKind.DECIDED: "Утверждено, принято, введено в действие, приостановлено, закрыто.",
}


class DeliveryForm(forms.Form):
    """How to be told of each kind that may be thinned out."""

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        deliveries = deliveries_of([user.pk])[user.pk]
        for kind in NoticeKind:
            if kind != URGENT:
                self.fields[kind.value] = forms.ChoiceField(
                    label=kind.label,
                    help_text=_HINTS[kind],
                    choices=Delivery.choices,
                    initial=deliveries[kind],
                    widget=forms.RadioSelect,
                    required=False,  # one is always chosen: a star would say nothing
                )

    def clean(self):
        for name in self.fields:
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, "Выберите один из ответов.")
        return self.cleaned_data
