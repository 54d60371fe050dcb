from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone

from reports.enums import DocumentKind, OutputFormat
from reports.selectors import buildable_districts, final_meetings

FIRST_YEAR = 2018


class RunForm(forms.Form):
    """The order of one document; places and meetings are only those for which the person may order."""

    kind = forms.ChoiceField(label="Документ", choices=DocumentKind)
    meeting: Any = forms.ModelChoiceField(
        label="Заседание (для протокола)", queryset=None, required=False, empty_label="—"
    )
    district: Any = forms.ModelChoiceField(label="Район", queryset=None, empty_label=None)
    year = forms.TypedChoiceField(
        label="Последний год динамики",
        coerce=int,
        required=False,
        empty_value=None,
    )
    first_year = forms.IntegerField(
        label="Первый год", min_value=2000, max_value=2099, required=False, widget=forms.HiddenInput()
    )
    format = forms.ChoiceField(label="Вид файла", choices=OutputFormat, initial=OutputFormat.PDF)

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        districts = buildable_districts(user=user)
        fields["district"].queryset = districts
        fields["meeting"].queryset = meetings = final_meetings(user=user)
        if newest_meeting := meetings.first():
            fields["meeting"].initial = newest_meeting.pk
            fields["year"].initial = newest_meeting.date.year
        newest = timezone.localdate().year
        fields["year"].choices = [(year, str(year)) for year in range(newest, FIRST_YEAR - 1, -1)]
        if len(districts) == 1:
            fields["district"].widget = forms.HiddenInput()
            fields["district"].initial = districts[0].pk

    def order(self) -> dict:
        """Arguments of run_request: a protocol belongs to the district and the year of its meeting."""
        data = self.cleaned_data
        order = {"kind": data["kind"], "format": data["format"], "district": data["district"]}
        if data["kind"] == DocumentKind.PROTOCOL and (meeting := data["meeting"]):
            return order | {"meeting": meeting, "district": meeting.district, "year": meeting.date.year}
        year = data["year"] or timezone.localdate().year
        return order | {"year": year, "first_year": data["first_year"]}
