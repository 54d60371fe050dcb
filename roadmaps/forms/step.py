from django import forms


class StepForm(forms.Form):
    """One step of a workflow: where to, what the person saw, and the remark of a return."""

    target = forms.CharField(max_length=20)
    seen = forms.IntegerField()
    remark = forms.CharField(
        label="Что доработать",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Назовите меры по номерам: автор увидит это над картой.",
    )
