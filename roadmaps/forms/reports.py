"""The page on which a report on a measure is written: head, countable results, proofs; without a script.

A part with an error (the answer, the text, the two dates, the numbers) stays as it was stored, and the
rest is saved: so a slip in one field costs nobody the others.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from portal.core.attachments import ALLOWED
from portal.core.errors import InvalidInput
from portal.core.forms import RussianDecimalField, whole_number
from roadmaps.enums import Outcome
from roadmaps.reporting import MOST_LINES, LineInput, ReportInput, checked_draft

_BLANK_LINES = 2
#: what is saved or kept as it was together; numbers are the fifth part
_PARTS = (("outcome",), ("text",), ("began_on", "done_on"))


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput({"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": "Такой даты нет. Пример: 20.05.2021."},
    )


def _text(label: str, **attrs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, widget=forms.TextInput({"class": "form-control", **attrs})
    )


class ReportForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Мера выполнена?",
        required=False,
        choices=Outcome.choices,
        widget=forms.RadioSelect({"class": "form-check-input"}),
        error_messages={"invalid_choice": "Выберите один из ответов."},
    )
    text = forms.CharField(
        label="Что сделано",
        required=False,
        widget=forms.Textarea({"rows": 6, "class": "form-control"}),
        help_text="Коротко: что провели, с кем, чего добились. Если мера не выполнена — почему. "
        "Имён и классов учеников не пишите.",
    )
    began_on = _day("Начало")
    done_on = _day("Окончание")
    file = forms.FileField(
        label="Файл",
        required=False,
        allow_empty_file=True,  # refused in our own words
        help_text=f"{ALLOWED}, не больше 20 МБ. Без списков и фамилий учеников.",
        widget=forms.FileInput({"class": "form-control"}),
    )
    link = _text("Ссылка на страницу", inputmode="url", placeholder="https://")
    link_title = _text("Как назвать ссылку")


class LineForm(forms.Form):
    """«3 | педагога | получили удостоверение»; an emptied line is dropped."""

    quantity = RussianDecimalField(
        label="Сколько",
        required=False,
        min_value=0,
        error_messages={
            "min_value": "Число не может быть отрицательным.",
            "max_decimal_places": "Не больше двух знаков после запятой.",
        },
    )
    unit = _text("Кого или чего", placeholder="педагога")
    what = _text("Что сделали", placeholder="получили удостоверение")

    def __init__(self, *args: Any, place: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row_name = f"Результат {place}"
        self.fields["quantity"].widget.attrs["class"] = "form-control"

    @property
    def line(self) -> LineInput:
        data = self.cleaned_data
        return LineInput(data["quantity"], data["unit"], data["what"])


class ReportEditor:
    """Head and lines as forms; takes part in the error summary as a form with a formset."""

    non_form_errors: tuple[str, ...] = ()

    def __init__(
        self,
        *,
        stored: ReportInput,
        data: Mapping[str, str] | None = None,
        files: Any = None,
        rows: int = 0,
    ) -> None:
        self.stored = stored
        initial = {name: getattr(stored, name) for part in _PARTS for name in part}
        self.head = ReportForm(data, files, initial=initial)
        self.lines = self._stored(rows) if data is None else self._typed(data)

    @property
    def forms(self) -> list[LineForm]:
        return self.lines

    @property
    def total_error_count(self) -> int:
        return sum(len(form.errors) for form in self.lines)

    @property
    def has_errors(self) -> bool:
        return bool(self.head.errors) or self.total_error_count > 0

    @property
    def errors(self) -> dict[str, str]:
        """Every error by the name of its field, for the script of the page."""
        return {
            form.add_prefix(name): str(found[0])
            for form in (self.head, *self.lines)
            for name, found in form.errors.items()
        }

    def draft(self, *, plan_begins: date) -> ReportInput:
        """What may be saved of what was typed; a part with an error stays as it was stored."""
        try:
            return checked_draft(self._given(), plan_begins=plan_begins)
        except InvalidInput as error:
            self.refuse(error.errors)
            return self._given()

    def typed(self) -> ReportInput:
        """What was typed, as far as it can be read: to be shown beside what is stored."""
        given = self._given()
        return replace(given, lines=tuple(line for line in given.lines if not line.is_blank))

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Show refusals of a service at their fields; what has no field stands on top."""
        places = {
            form.add_prefix(name): (form, name) for form in (self.head, *self.lines) for name in form.fields
        }
        for key, message in errors.items():
            form, name = places.get(key, (self.head, None))
            form.add_error(name, message)

    def forget_link(self) -> None:
        """It is among the proofs now; the page that comes back must not offer it once more."""
        data: Any = dict(self.head.data.items())
        self.head.data = {**data, "link": "", "link_title": ""}

    def mark_errors(self) -> None:
        """Give the fields with errors the look of such fields."""
        for form in (self.head, *self.lines):
            for name in form.errors.keys() & form.fields.keys():
                attrs = form.fields[name].widget.attrs
                attrs["class"] = f"{attrs.get('class', '')} is-invalid"

    def _given(self) -> ReportInput:
        values: dict[str, Any] = {}
        for part in _PARTS:
            typed = not any(name in self.head.errors for name in part)
            for name in part:
                values[name] = self.head.cleaned_data[name] if typed else getattr(self.stored, name)
        wrong = self.total_error_count or self.head.non_field_errors()
        lines = self.stored.lines if wrong else tuple(form.line for form in self.lines)
        return ReportInput(**values, lines=lines)

    def _stored(self, rows: int) -> list[LineForm]:
        filled = len(self.stored.lines)
        count = min(max(filled + _BLANK_LINES, rows), MOST_LINES)
        lines = [*self.stored.lines, *[LineInput()] * (count - filled)]
        return [
            LineForm(
                prefix=f"l-{index}",
                place=index + 1,
                initial={"quantity": line.quantity, "unit": line.unit, "what": line.what},
            )
            for index, line in enumerate(lines)
        ]

    def _typed(self, data: Mapping[str, str]) -> list[LineForm]:
        count = min(whole_number(data.get("l-total", ""), 9999) or 0, MOST_LINES)
        return [LineForm(data, prefix=f"l-{index}", place=index + 1) for index in range(count)]


class DecisionForm(forms.Form):
    """Accept, or return with a remark."""

    target = forms.ChoiceField(choices=[("accepted", ""), ("returned", "")])
    seen = forms.IntegerField()
    remark = forms.CharField(
        label="Что доработать",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4, "class": "form-control"}),
        help_text="Автор увидит это над отчётом.",
        error_messages={"max_length": "Не больше 4000 знаков."},
    )
