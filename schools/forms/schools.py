from django import forms
from django.utils import timezone

from portal.core.russian import academic_year, academic_year_of
from schools.enums import ListKind, Programme
from schools.forms.base import ServiceForm, ServiceModelForm, date_input
from schools.models import District, School


class SchoolFilterForm(forms.Form):
    """The line above the list of schools; a wrong value is no filter."""

    q = forms.CharField(
        label="Название, код или логин",
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "search"}),
    )
    list = forms.ChoiceField(label="Перечень", required=False, choices=[("", "все школы"), *ListKind.choices])
    closed = forms.BooleanField(required=False, widget=forms.HiddenInput)


class SchoolForm(ServiceModelForm):
    """The facts of a school and the levels it teaches from this academic year on."""

    levels = forms.MultipleChoiceField(
        choices=Programme, required=False, widget=forms.CheckboxSelectMultiple, label="Уровни образования"
    )

    class Meta:
        model = School
        fields = [
            "short_name",
            "full_name",
            "kind",
            "oo_code",
            "fis_oko_login",
            "growth_point_opened_on",
            "is_active",
        ]
        widgets = {"growth_point_opened_on": date_input(), "full_name": forms.Textarea({"rows": 2})}
        help_texts = {
            "short_name": "Прежнее название останется среди других названий школы.",
            "fis_oko_login": "Например, sch340012",
            "is_active": "Снимите отметку, если школа закрыта: её прежние данные останутся.",
        }

    field_order = ["short_name", "full_name", "kind", "oo_code", "fis_oko_login", "levels"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.year = academic_year_of(timezone.localdate(timezone=self.instance.district.zone))
        self.fields["levels"].label = f"Уровни образования в {academic_year(self.year)} учебном году"
        self.fields["levels"].initial = [
            row.level for row in self.instance.programmes.all() if row.covers(self.year)
        ]

    @property
    def levels_if_changed(self) -> list[str] | None:
        return self.cleaned_data["levels"] if "levels" in self.changed_data else None


class AliasForm(ServiceForm):
    name = forms.CharField(label="Другое название", max_length=500)


class DistrictForm(ServiceModelForm):
    """How the district and its department are printed."""

    class Meta:
        model = District
        fields = ["name", "full_name", "genitive", "department", "timezone"]
        widgets = {"department": forms.Textarea({"rows": 2})}
        help_texts = {
            "name": "Например, Котельниковский район",
            "full_name": "Например, Котельниковский муниципальный район",
            "genitive": "Например, Котельниковского муниципального района",
            "timezone": "Например, Europe/Volgograd",
        }


class RegisterFileForm(ServiceForm):
    file = forms.FileField(label="Таблица .xlsx или .csv", widget=forms.FileInput({"accept": ".xlsx,.csv"}))
