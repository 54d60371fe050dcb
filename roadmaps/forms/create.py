from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from portal.core.russian import academic_year, academic_year_of
from roadmaps.checks import FIRST_YEAR
from roadmaps.enums import PlanPeriod
from roadmaps.plan_templates import plan_templates
from schools.models import School

EMPTY, LAST_YEAR, FILE, TEMPLATE = "empty", "last-year", "file", "template:"
_CALENDAR = "-calendar"


class RoadmapCreateForm(forms.Form):
    """For whom, for which year, and what it begins with; schools outside one's scope are no choices."""

    school = forms.ModelChoiceField(
        label="Школа",
        queryset=School.objects.none(),
        required=False,
        empty_label="— весь район —",
        help_text="Без школы получится план мероприятий района.",
        error_messages={"invalid_choice": "Такой школы нет среди ваших. Выберите из списка."},
    )
    year = forms.ChoiceField(
        label="На какой год",
        error_messages={"invalid_choice": "Выберите год из списка."},
    )
    beginning = forms.ChoiceField(
        label="С чего начать",
        required=False,
        initial=EMPTY,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Выберите из списка, с чего начать."},
    )
    file = forms.FileField(
        label="Файл с планом",
        required=False,
        max_length=200,
        help_text="Нужен, если вы начинаете из файла: документ .docx, книга .xlsx или .xls "
        "или таблица .csv, не больше 20 МБ, с таблицей, в которой есть столбцы «Мероприятие» и «Срок».",
        widget=forms.FileInput({"accept": ".docx,.xlsx,.xls,.csv", "class": "form-control"}),
        error_messages={
            "empty": "Файл пуст. Выберите другой.",
            "max_length": "Слишком длинное имя файла: сократите его до 200 знаков.",
        },
    )

    def __init__(self, *args, schools: QuerySet[School], year: int, **kwargs):
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["school"]).queryset = schools
        cast(forms.ChoiceField, self.fields["year"]).choices = _years(year)
        cast(forms.ChoiceField, self.fields["beginning"]).choices = _beginnings()
        self.fields["year"].initial = year
        self.helper = FormHelper()
        self.helper.add_input(Submit("", "Продолжить"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["beginning"] = data.get("beginning") or EMPTY
        if data["beginning"] == EMPTY and data.get("file"):
            data["beginning"] = FILE  # who sent a file did not mean an empty plan
        if data["beginning"] == FILE and not data.get("file") and "file" not in self.errors:
            self.add_error("file", "Выберите файл с планом или начните с другого.")
        return data

    @property
    def plan_year(self) -> tuple[int, str]:
        """The year and the period that were chosen. Only for a valid form."""
        text = self.cleaned_data["year"]
        period = PlanPeriod.CALENDAR if text.endswith(_CALENDAR) else PlanPeriod.ACADEMIC
        return int(text.removesuffix(_CALENDAR)), period


def _years(chosen: int) -> list[tuple[str, list[tuple[str, str]]]]:
    newest = max(chosen, academic_year_of(timezone.localdate())) + 1
    years = range(newest, FIRST_YEAR - 1, -1)
    return [
        ("Учебный год", [(str(start), academic_year(start)) for start in years]),
        ("Календарный год", [(f"{start}{_CALENDAR}", f"{start} год") for start in years]),
    ]


def _beginnings() -> list[tuple[str, str]]:
    return [
        (EMPTY, "С пустой карты: впишу меры по одной"),
        (LAST_YEAR, "С утверждённой карты прошлого года: сроки портал прочитает заново"),
        *((f"{TEMPLATE}{each.code}", f"По шаблону. {each.name}") for each in plan_templates()),
        (FILE, "Из файла Word или Excel"),
    ]
