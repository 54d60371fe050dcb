"""What is shown of the findings, and the reason for which one is accepted."""

from collections.abc import Iterable

from django import forms

from monitoring.enums import Severity
from monitoring.services.waivers import REASON_LENGTH
from portal.core.forms import whole_number
from schools.models import School

STATES = {"open": "открытые", "waived": "принятые", "all": "все"}


class FindingFilter(forms.Form):
    """Chosen by the address; anything unknown there means «all»."""

    year = forms.ChoiceField(label="Календарный год")
    severity = forms.ChoiceField(
        label="Важность", choices=[("", "любая"), *((each.value, each.label) for each in Severity)]
    )
    school = forms.ChoiceField(label="Школа")
    state = forms.ChoiceField(label="Состояние", choices=[*STATES.items()])

    def __init__(self, *, given: dict, years: Iterable[int], year: int, schools: Iterable[School]):
        names = {str(school.pk): school.short_name for school in schools}
        chosen = {name: given.get(name, "") for name in ("severity", "school", "state")}
        asked = whole_number(given.get("year", ""), 9999)
        self.chosen_year = asked if asked in {*years, year} else year
        self.chosen_severity = chosen["severity"] if chosen["severity"] in {*Severity} else ""
        self.chosen_school = chosen["school"] if chosen["school"] in names else ""
        self.chosen_state = chosen["state"] if chosen["state"] in STATES else "open"
        super().__init__(
            initial={
                "year": self.chosen_year,
                "severity": self.chosen_severity,
                "school": self.chosen_school,
                "state": self.chosen_state,
            }
        )
        listed = sorted({*years, year}, reverse=True)
        self._choices("year", [(each, str(each)) for each in listed])
        self._choices("school", [("", "все"), *names.items()])
        for field in self.fields.values():
            field.required = False

    def _choices(self, name: str, choices: list) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def shows(self, finding) -> bool:
        """Whether a finding is among those chosen."""
        return (
            (not self.chosen_severity or finding.severity == self.chosen_severity)
            and (
                not self.chosen_school
                or (finding.school is not None and str(finding.school.pk) == self.chosen_school)
            )
            and (self.chosen_state == "all" or finding.is_open == (self.chosen_state == "open"))
        )


class WaiverForm(forms.Form):
    """One finding, known by its rule and the fingerprint of its numbers, and a reason."""

    rule = forms.CharField(widget=forms.HiddenInput, max_length=40)
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.CharField(
        label="Почему замечание можно принять",
        required=False,  # the service refuses an empty reason, in its own words
        strip=True,
        widget=forms.Textarea({"rows": 2, "maxlength": REASON_LENGTH}),
    )

    def __init__(self, data=None, *, finding=None):
        initial = {"rule": finding.rule, "fingerprint": finding.fingerprint} if finding else None
        fingerprint = (initial or data or {}).get("fingerprint", "")
        super().__init__(data, initial=initial, auto_id=f"w{fingerprint[:16]}_%s")
