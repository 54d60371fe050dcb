from typing import cast

from django import forms
from django.utils import timezone

from portal.core.russian import academic_year, academic_year_of
from schools.forms.base import ServiceForm, ServiceModelForm, date_input
from schools.models import LegalAct, School, SupportList

FIRST_YEAR = 2018


class LegalActForm(ServiceModelForm):
    class Meta:
        model = LegalAct
        fields = ["kind", "number", "date", "issuer", "title"]
        widgets = {"date": date_input()}
        help_texts = {"issuer": "Например, комитет образования области", "title": "Например, о перечне школ"}


class SupportListForm(ServiceModelForm):
    """A list of one kind, level and year; its act is one of the district's."""

    year = forms.TypedChoiceField(label="Учебный год", coerce=int)

    class Meta:
        model = SupportList
        fields = ["kind", "level", "year", "legal_act"]

    def __init__(self, *args, acts, **kwargs):
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["legal_act"]).queryset = acts
        current = academic_year_of(timezone.localdate())
        years = range(current + 1, FIRST_YEAR - 1, -1)
        choices = [(year, academic_year(year)) for year in years]
        cast(forms.TypedChoiceField, self.fields["year"]).choices = choices
        self.fields["year"].initial = current


class EntryForm(ServiceForm):
    school = forms.ModelChoiceField(
        label="Школа", queryset=School.objects.none(), empty_label="выберите школу"
    )

    def __init__(self, *args, schools, **kwargs):
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["school"]).queryset = schools
