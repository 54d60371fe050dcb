from django import forms

from portal.core.forms import RussianIntegerField
from schools.forms.base import ServiceForm


class NewRiskFactorForm(ServiceForm):
    name = forms.CharField(label="Название", widget=forms.Textarea({"rows": 2}))
    position = RussianIntegerField(
        label="Место в списке", help_text="Факторы стоят по возрастанию этого числа"
    )


class RiskFactorForm(NewRiskFactorForm):
    """`seen` is what stood there when the form was opened."""

    is_active = forms.BooleanField(
        label="Предлагать в картах",
        required=False,
        help_text="Снимите, если фактор больше не нужен: там, где его выбрали, он останется",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)

    def refuse_stale(self, message: str, seen: str) -> None:
        """Another was faster: say so, keep what was typed, and let the next save be made knowingly."""
        self.data = {**dict(self.data.items()), "seen": seen}
        self.add_error(None, message)
