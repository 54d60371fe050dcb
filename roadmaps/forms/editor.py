"""The page on which a whole roadmap is written: sections with measures; it needs no script.

Field names follow the places: «s-0-title», «s-0-m-2-term»; «s-total» and «s-0-m-total» say how many
rows the page had. The same keys come back with the errors of roadmaps.checks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django import forms

from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.forms.order import Typed, measure_keys, section_keys
from roadmaps.forms.rows import FACTS, SAID, TEXTS, TYPED, HeadForm, MeasureForm, QuietForm, SectionForm
from roadmaps.models import Measure, RiskFactor, Roadmap, Section
from roadmaps.terms import parse_term

_BLANK_ROWS = 2
_LOOKS: dict[type, str] = {forms.CheckboxInput: "form-check-input", forms.RadioSelect: "form-check-input"}
_LOOKS |= {forms.Select: "form-select"}


@dataclass
class SectionRows:
    key: str
    form: SectionForm
    measures: list[MeasureForm]

    @property
    def measures_key(self) -> str:
        return f"{self.key}-m-total"


class RoadmapEditor:
    """Head, sections and measures as forms; takes part in the error summary as a formset."""

    def __init__(self, *, roadmap: Roadmap, data: Typed | None = None, quiet: bool = False):
        self.roadmap, self.data, self.quiet = roadmap, data, quiet
        self.risks = list(RiskFactor.objects.all())
        initial = {"seen": roadmap.revision, "title": roadmap.title}
        self.head = self._form(HeadForm, data, initial=initial)
        self.sections = list(self._stored() if data is None else self._typed(data))
        self._name_rows()

    @property
    def forms(self) -> list[QuietForm]:
        return [self.head, *(form for rows in self.sections for form in (rows.form, *rows.measures))]

    @property
    def risk_hint(self) -> str:
        """Why there is nothing to choose from."""
        none = not any(risk.is_active for risk in self.risks)
        return (
            "Факторы ещё не внесены. Их вносит администратор: «Справочники», «Факторы риска»." if none else ""
        )

    @property
    def non_form_errors(self) -> list[str]:
        return []

    def total_error_count(self) -> int:
        return sum(len(form.errors) for form in self.forms)

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms)

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Show the refusals of the service at their fields; what has no field stands on top."""
        places = {form.add_prefix(name): (form, name) for form in self.forms for name in form.fields}
        for key, message in errors.items():
            form, name = places.get(key, (self.head, None))
            form.add_error(name, message)

    def mark_errors(self) -> None:
        """Give the fields with errors the look of such fields."""
        for form in self.forms:
            for name in form.errors:
                if name in form.fields:
                    form.fields[name].widget.attrs["class"] += " is-invalid"

    def focus(self, key: str) -> None:
        """Let the browser stand in the first field of the row with this key."""
        for rows in self.sections:
            for form, name in ((rows.form, "title"), *((row, "name") for row in rows.measures)):
                if form.prefix == key:
                    form.fields[name].widget.attrs["autofocus"] = True

    @property
    def keys(self) -> dict[int, str]:
        """The key of each stored measure that the form holds, by its number; for a valid editor."""
        rows = (form for section in self.sections for form in section.measures)
        return {form.cleaned_data["id"]: form.prefix or "" for form in rows if form.cleaned_data["id"]}

    def sections_input(self) -> list[SectionInput]:
        """What was typed, without blank rows and those marked for removal. Only for a valid editor."""
        found = []
        for rows in self.sections:
            measures = tuple(_measure_input(form) for form in rows.measures if _is_kept(form))
            data = rows.form.cleaned_data
            if not data["remove"] and (measures or data["title"]):
                found.append(SectionInput(data["title"], measures, id=data["id"], key=rows.key))
        return found

    def _form(self, kind, data, **kwargs):
        form = kind(data, **kwargs)
        form.quiet = self.quiet
        for field in form.fields.values():
            field.widget.attrs["class"] = _LOOKS.get(type(field.widget), "form-control")
        return form

    def _stored(self) -> Iterator[SectionRows]:
        sections: list[Section | None] = list(self.roadmap.sections.all()) or [None]
        for place, section in enumerate(sections):
            key = f"s-{place}"
            initial = {"id": section.pk, "title": section.title} if section else {}
            rows: list[Measure | None] = list(section.measures.all()) if section else [None] * _BLANK_ROWS
            measures = [
                self._measure(None, f"{key}-m-{index}", measure_initial(row, self.roadmap) if row else {})
                for index, row in enumerate(rows)
            ]
            yield SectionRows(key, self._form(SectionForm, None, prefix=key, initial=initial), measures)

    def _typed(self, data: Typed) -> Iterator[SectionRows]:
        for key in section_keys(data):
            measures = [self._measure(data, row, {}) for row in measure_keys(data, key)]
            yield SectionRows(key, self._form(SectionForm, data, prefix=key), measures)

    def _measure(self, data, key: str, initial: dict) -> MeasureForm:
        return self._form(
            MeasureForm, data, prefix=key, initial=initial, roadmap=self.roadmap, risks=self.risks
        )

    def _name_rows(self) -> None:
        for place, rows in enumerate(self.sections, start=1):
            rows.form.row_name = f"Раздел {place}"
            for number, form in enumerate(rows.measures, start=1):
                form.row_name = f"Мера {place}.{number}" if len(self.sections) > 1 else f"Мера {number}"


def _is_kept(form: MeasureForm) -> bool:
    return not (form.cleaned_data["remove"] or form.is_blank)


def _measure_input(form: MeasureForm) -> MeasureInput:
    facts = {name: form.cleaned_data[name] for name in (*FACTS, "id")}
    if form.cleaned_data["dates"] == SAID:
        facts |= {"starts_on": None, "ends_on": None}
    return MeasureInput(**facts, key=form.prefix or "", keeps_dates=form.cleaned_data["dates"] == TYPED)


def measure_initial(row: Measure, roadmap: Roadmap) -> dict:
    """The stored row; dates that the wording gives by itself stay out of the date fields."""
    initial = {name: getattr(row, name) for name in (*TEXTS, "earlier_term")}
    initial |= {"id": row.pk, "risk_factor": row.risk_factor_id}
    read = parse_term(row.term, roadmap.year, roadmap.period)
    if row.recurrence != (read.recurrence or ""):
        initial["recurrence"] = row.recurrence
    if (read.start, read.end) != (row.starts_on, row.ends_on):
        initial |= {"starts_on": row.starts_on, "ends_on": row.ends_on}
    return initial
