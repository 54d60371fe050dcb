from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone

from monitoring.enums import EXAM_CHOICES
from portal.core.russian import academic_year_of
from reports.enums import DocumentKind, OutputFormat
from reports.kinds import KINDS
from reports.selectors import buildable_districts, buildable_schools, final_meetings
from roadmaps.enums import PlanPeriod
from roadmaps.models import PlanYear

FIRST_YEAR = 2018


class RunForm(forms.Form):
    """The order of one document; places and meetings are only those for which the person may order."""

    kind = forms.ChoiceField(label="Документ", choices=DocumentKind)
    meeting: Any = forms.ModelChoiceField(
        label="Заседание (для протокола)", queryset=None, required=False, empty_label="—"
    )
    district: Any = forms.ModelChoiceField(label="Район", queryset=None, empty_label=None)
    school: Any = forms.ModelChoiceField(
        label="Школа (для карты)", queryset=None, required=False, empty_label="— весь район —"
    )
    plan_year = forms.ChoiceField(label="Год плана (для карты)", required=False)
    year = forms.TypedChoiceField(
        label="Последний год динамики",
        coerce=int,
        required=False,
        empty_value=None,
    )
    first_year = forms.IntegerField(
        label="Первый год", min_value=2000, max_value=2099, required=False, widget=forms.HiddenInput()
    )
    exam = forms.ChoiceField(
        label="Экзамен (для динамики)",
        choices=[("", "все"), *((code, name) for code, (name, _) in EXAM_CHOICES.items())],
        required=False,
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
        fields["school"].queryset = buildable_schools(user=user)
        fields["plan_year"].choices = _plan_years()
        fields["plan_year"].initial = _this_plan_year()
        if len(districts) == 1:
            fields["district"].widget = forms.HiddenInput()
            fields["district"].initial = districts[0].pk

    def order(self) -> dict:
        """Arguments of run_request: a protocol belongs to the district and the year of its meeting."""
        data = self.cleaned_data
        order = {"kind": data["kind"], "format": data["format"], "district": data["district"]}
        if data["kind"] == DocumentKind.PROTOCOL and (meeting := data["meeting"]):
            return order | {"meeting": meeting, "district": meeting.district, "year": meeting.date.year}
        if KINDS[data["kind"]].of_school:
            return order | self._plan()
        year = data["year"] or timezone.localdate().year
        exam = data["exam"] if KINDS[data["kind"]].takes_exam else ""
        return order | {"year": year, "first_year": data["first_year"], "exam": exam}

    def refuse(self, errors: dict[str, str]) -> None:
        """Show the refusals of the service at the fields in which people said it."""
        of_plan = self.cleaned_data["kind"] in KINDS and KINDS[self.cleaned_data["kind"]].of_school
        for name, text in errors.items():
            self.add_error("plan_year" if of_plan and name in ("year", "first_year") else name, text)

    def _plan(self) -> dict:
        """A plan of a school or of the district; «2021-2022» is an academic year, «2023» a calendar one."""
        school, written = self.cleaned_data["school"], self.cleaned_data["plan_year"]
        first, _, last = (written or _this_plan_year()).partition("-")
        place = {"school": school, "district": school.district} if school else {}
        return place | {"first_year": int(first), "year": int(last or first)}


def _this_plan_year() -> str:
    return PlanYear(academic_year_of(timezone.localdate())).code


def _plan_years() -> list[tuple[str, str]]:
    """Academic and calendar years by turns, the newest first: a plan is made for the year to come."""
    newest = academic_year_of(timezone.localdate()) + 1
    years = [
        PlanYear(year, period) for year in range(newest, FIRST_YEAR - 1, -1) for period in PlanPeriod.values
    ]
    return [(year.code, year.words) for year in years]
