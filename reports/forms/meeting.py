"""The minutes as one sheet: the head of the protocol and three lists."""

from collections.abc import Mapping
from typing import Any, Self

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Div, Fieldset, Layout, Row
from django import forms

from portal.core.forms import RussianIntegerField, whole_number
from portal.core.russian import date_ru
from reports.enums import Vote
from reports.forms.rows import FORMSETS, MAX_ROWS, RowFormSet
from reports.models import Meeting
from reports.services import MeetingInput, SpeechInput

LIST_NAMES = {"agenda": "Повестка дня", "speeches": "Слушали", "decisions": "Постановили"}
_DATE_FORMATS = ["%d.%m.%Y", "%d.%m.%Y г.", "%Y-%m-%d", "%d.%m.%y"]


class MeetingForm(forms.Form):
    """Everything but the lists."""

    date = forms.DateField(
        label="Дата заседания",
        input_formats=_DATE_FORMATS,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
        help_text="Например, 20.05.2021",
        error_messages={"invalid": "Это не дата. Напишите число, месяц и год: 20.05.2021."},
    )
    number = forms.CharField(label="Номер протокола", required=False, max_length=20)
    body = forms.CharField(
        label="Чьё заседание",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text="Как под словом «ПРОТОКОЛ»: «заседания рабочей группы …»",
    )
    place = forms.CharField(label="Место", required=False, max_length=200)
    present = forms.CharField(
        label="Присутствовали", required=False, max_length=5000, widget=forms.Textarea({"rows": 2})
    )
    vote = forms.ChoiceField(label="Голосование", choices=Vote, initial=Vote.UNANIMOUS)
    votes_for = RussianIntegerField(label="За", required=False)
    votes_against = RussianIntegerField(label="Против", required=False)
    votes_abstained = RussianIntegerField(label="Воздержались", required=False)
    chair_post = forms.CharField(
        label="Кто подписывает", required=False, max_length=150, initial="Председатель"
    )
    chair_name = forms.CharField(label="Подпись", max_length=100, help_text="И. О. Фамилия")
    secretary_name = forms.CharField(
        label="Секретарь", required=False, max_length=100, help_text="И. О. Фамилия, если есть"
    )

    head_helper = FormHelper()
    foot_helper = FormHelper()
    head_helper.form_tag = foot_helper.form_tag = False
    head_helper.disable_csrf = foot_helper.disable_csrf = True
    head_helper.layout = Layout(
        Row(Column("date", css_class="col-sm-6"), Column("number", css_class="col-sm-6")),
        "body",
        "place",
        "present",
    )
    foot_helper.layout = Layout(
        Fieldset(
            "Голосование и подписи",
            "vote",
            HTML('<p class="form-text">Числа нужны только для голосования с подсчётом.</p>'),
            Row(
                Column("votes_for", css_class="col-sm-4"),
                Column("votes_against", css_class="col-sm-4"),
                Column("votes_abstained", css_class="col-sm-4"),
            ),
            Div("chair_post", "chair_name", "secretary_name"),
        )
    )


class MeetingSheet:
    """The form and its formsets as one: valid, refused and shown together."""

    def __init__(self, form: MeetingForm, lists: dict[str, RowFormSet]):
        self.form, self.lists = form, lists
        self.list_errors: dict[str, str] = {}

    @classmethod
    def blank(cls) -> Self:
        return cls._unbound({}, {})

    @classmethod
    def of(cls, meeting: Meeting) -> Self:
        head = {name: getattr(meeting, name) for name in MeetingForm.base_fields}
        lists = {
            name: [
                {column: getattr(row, column) for column in formset.form.base_fields}
                for row in getattr(meeting, name).all()
            ]
            for name, formset in FORMSETS.items()
        }
        return cls._unbound({**head, "date": date_ru(meeting.date)}, lists)

    @classmethod
    def posted(cls, data: Mapping[str, str]) -> Self:
        return cls(
            MeetingForm(data), {name: formset(data, prefix=name) for name, formset in FORMSETS.items()}
        )

    @classmethod
    def with_row(cls, data: Mapping[str, str], name: str) -> Self:
        """What was typed, as it was typed, and one more empty row of list `name`."""
        rows = {key: _raw_rows(data, key) for key in FORMSETS}
        if name in rows:
            rows[name].append({})
        return cls._unbound({field: data.get(field, "") for field in MeetingForm.base_fields}, rows)

    @classmethod
    def _unbound(cls, head: dict[str, Any], lists: dict[str, list[dict]]) -> Self:
        """A list without rows shows one empty row, ready to be filled."""
        return cls(
            MeetingForm(initial=head),
            {
                name: formset(prefix=name, initial=lists.get(name) or [{}])
                for name, formset in FORMSETS.items()
            },
        )

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), *(formset.is_valid() for formset in self.lists.values())])

    def content(self) -> MeetingInput:
        """Plain values for the service; to be asked of a valid sheet."""
        return MeetingInput(
            **self.form.cleaned_data,
            agenda=tuple(row.cleaned_data["topic"] for row in self._filled("agenda")),
            speeches=tuple(SpeechInput(**row.cleaned_data) for row in self._filled("speeches")),
            decisions=tuple(row.cleaned_data["text"] for row in self._filled("decisions")),
        )

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Put the service's refusals at their places."""
        for key, text in errors.items():
            name, _, rest = key.partition("-")
            if rest:
                number, _, field = rest.partition("-")
                self._filled(name)[int(number)].add_error(field, text)
            elif name in self.lists:
                self.list_errors[name] = text
            else:
                self.form.add_error(name if name in self.form.fields else None, text)

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The lists for the template, in the order of printing."""
        return [
            {
                "name": name,
                "title": LIST_NAMES[name],
                "formset": formset,
                "error": self.list_errors.get(name, ""),
            }
            for name, formset in self.lists.items()
        ]

    @property
    def has_errors(self) -> bool:
        bound = self.form.is_bound
        return bound and bool(
            self.list_errors or self.form.errors or any(f.total_error_count() for f in self.lists.values())
        )

    def _filled(self, name: str) -> list:
        return [row for row in self.lists[name] if not row.is_empty]


def _raw_rows(data: Mapping[str, str], name: str) -> list[dict[str, str]]:
    total = whole_number(data.get(f"{name}-TOTAL_FORMS", ""), 9999) or 0
    count = min(total, MAX_ROWS - 1)
    fields = FORMSETS[name].form.base_fields
    return [{field: data.get(f"{name}-{row}-{field}", "") for field in fields} for row in range(count)]
