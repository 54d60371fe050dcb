from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms


class ExclusionForm(forms.Form):
    """The text of a case; `seen` is the revision on which the person works."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    grounds = forms.CharField(
        label="Основания",
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text="Каждое основание — с новой строки.",
    )
    conclusion = forms.CharField(
        label="Вывод",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Одним-двумя предложениями.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("", "Сохранить обоснование"))

    def see(self, revision: int) -> None:
        """Let the next save stand on `revision`, whatever the page was opened on."""
        typed = {name: self.data.get(name, "") for name in self.fields}
        self.data = typed | {"seen": str(revision)}
