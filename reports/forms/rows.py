"""One line of the agenda, of «Слушали» and of «Постановили»; an emptied line is dropped."""

from typing import Any

from django import forms

APPENDICES = [("", "нет"), *((number, str(number)) for number in range(1, 10))]
_LONG = 5000


class _RowForm(forms.Form):
    """`is_empty` after validation: nothing was typed into the line; `row_name` names several fields."""

    row_name = ""

    @property
    def is_empty(self) -> bool:
        return not any(self.cleaned_data.values())


class AgendaForm(_RowForm):
    topic = forms.CharField(
        label="Вопрос", required=False, max_length=_LONG, widget=forms.Textarea({"rows": 2})
    )


class SpeechForm(_RowForm):
    speaker = forms.CharField(
        label="Кого слушали",
        required=False,
        max_length=200,
        help_text="Как в протоколе: «методиста И. О. Фамилию»",
    )
    topic = forms.CharField(
        label="По вопросу", required=False, max_length=_LONG, widget=forms.Textarea({"rows": 2})
    )
    appendix = forms.TypedChoiceField(
        label="Приложение", required=False, choices=APPENDICES, coerce=int, empty_value=None
    )


class DecisionForm(_RowForm):
    text = forms.CharField(
        label="Решение", required=False, max_length=_LONG, widget=forms.Textarea({"rows": 2})
    )


MAX_ROWS = 60


class RowFormSet(forms.BaseFormSet):
    """Numbers its rows for people: «Вопрос 1» is the label of one field or the name of several."""

    row_word = "Строка"

    def add_fields(self, form, index):
        super().add_fields(form, index)
        name = f"{self.row_word} {(index or 0) + 1}"
        if len(form.fields) == 1:
            next(iter(form.fields.values())).label = name
        else:
            form.row_name = name


def _formset(form: type[forms.Form], word: str) -> type[Any]:
    base = type(f"{form.__name__}Base", (RowFormSet,), {"row_word": word})
    return forms.formset_factory(
        form, formset=base, extra=0, max_num=MAX_ROWS, absolute_max=MAX_ROWS, validate_max=True
    )


FORMSETS = {
    "agenda": _formset(AgendaForm, "Вопрос"),
    "speeches": _formset(SpeechForm, "Выступление"),
    "decisions": _formset(DecisionForm, "Решение"),
}
