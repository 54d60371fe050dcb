from typing import cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from portal.core.russian import academic_year, academic_year_of
from roadmaps.checks import FIRST_YEAR
from schools.models import School


class RoadmapCreateForm(forms.Form):
    """For whom and for which year; schools outside the person's scope are not among the choices."""

    school = forms.ModelChoiceField(
        label="Школа",
        queryset=School.objects.none(),
        required=False,
        empty_label="— весь район —",
        help_text="Без школы получится план мероприятий района.",
        error_messages={"invalid_choice": "Такой школы нет среди ваших. Выберите из списка."},
    )
    year = forms.TypedChoiceField(
        label="Учебный год",
        coerce=int,
        error_messages={"invalid_choice": "Выберите учебный год из списка."},
    )

    def __init__(self, *args, schools: QuerySet[School], year: int, **kwargs):
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["school"]).queryset = schools
        newest = max(year, academic_year_of(timezone.localdate())) + 1
        years = range(newest, FIRST_YEAR - 1, -1)
        cast(forms.ChoiceField, self.fields["year"]).choices = [
            (start, academic_year(start)) for start in years
        ]
        self.fields["year"].initial = year
        self.helper = FormHelper()
        self.helper.add_input(Submit("", "Создать карту"))
