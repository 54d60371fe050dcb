"""The forms of which the editor of a roadmap consists: head, section, measure."""

from datetime import date
from typing import cast

from django import forms
from django.forms.boundfield import BoundWidget
from django.forms.utils import ErrorDict

from roadmaps.enums import Recurrence
from roadmaps.forms.quick import QUICK
from roadmaps.models import RiskFactor, Roadmap
from roadmaps.terms import Term, parse_term, span

#: the texts of a measure, by the names that the row, the form and MeasureInput share
TEXTS = (
    "name",
    "form",
    "term",
    "responsible",
    "expected",
    "addressee",
    "indicator",
    "resources",
    "result",
)
#: what else is filled in; a row with none of all these is blank
FACTS = (*TEXTS, "starts_on", "ends_on", "recurrence", "risk_factor")
#: which days hold where the wording was changed after they were typed: these, or those of the wording
TYPED, SAID = "typed", "said"
#: what stands under «Ещё поля»
_MORE = ("addressee", "risk_factor", "indicator", "resources", "result")


class QuietForm(forms.Form):
    """A form that can be shown again without its errors: a row was added, nothing was saved yet."""

    default_renderer = QUICK
    quiet = False
    row_name = ""

    def full_clean(self):
        super().full_clean()
        if self.quiet:
            self._errors = ErrorDict()


class HeadForm(QuietForm):
    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), "Страница устарела. Откройте её заново."),
    )
    title = forms.CharField(
        label="Название карты",
        max_length=300,
        error_messages={"required": "Назовите карту.", "max_length": "Не больше 300 знаков."},
    )


class SectionForm(QuietForm):
    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label="Название раздела", required=False)
    remove = forms.BooleanField(label="Удалить раздел со всеми мерами", required=False)


def _line(label: str, suggestions: str = "") -> forms.CharField:
    """One line; `suggestions` is the <datalist> of the page that goes with it."""
    attrs = {"list": suggestions} if suggestions else {}
    return forms.CharField(label=label, required=False, widget=forms.TextInput(attrs))


def _area(label: str, rows: int = 2) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea({"rows": rows}))


def day_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": "Такой даты нет. Пример: 20.05.2021."},
    )


class MeasureForm(QuietForm):
    """One measure. Dates are filled in only where the wording of the term does not give them."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = _area("Мероприятие")
    form = _line("Форма проведения", "plan-forms")
    term = _line("Срок")
    starts_on = day_field("Начало")
    ends_on = day_field("Окончание")
    recurrence = forms.ChoiceField(
        label="Повторение",
        required=False,
        choices=[("", "нет или сказано в сроке"), *Recurrence.choices],
        error_messages={"invalid_choice": "Выберите повторение из списка."},
    )
    responsible = _line("Ответственный", "plan-responsible")
    expected = _area("Ожидаемый результат")
    addressee = _line("Для кого", "plan-addressees")
    risk_factor = forms.TypedChoiceField(
        label="Фактор риска",
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": "Такого фактора риска нет. Выберите из списка."},
    )
    indicator = _line("Показатель")
    resources = _line("Ресурсы")
    result = _area("Результат")
    remove = forms.BooleanField(label="Удалить меру", required=False)
    earlier_term = forms.CharField(required=False, widget=forms.HiddenInput)
    dates = forms.ChoiceField(
        label="Какие даты верны?", required=False, choices=[(TYPED, ""), (SAID, "")], widget=forms.RadioSelect
    )

    def __init__(self, *args, roadmap: Roadmap, risks: list[RiskFactor], **kwargs):
        self.roadmap = roadmap
        super().__init__(*args, **kwargs)
        if "\n" in (self["term"].value() or ""):  # a field of one line would lose the break
            self.fields["term"].widget = forms.Textarea({"rows": 2})
        cast(forms.ChoiceField, self.fields["risk_factor"]).choices = self._risk_choices(risks)

    def _risk_choices(self, risks: list[RiskFactor]) -> list[tuple[int | str, str]]:
        """The factors in use; a retired one stays where it was chosen before."""
        chosen = str(self["risk_factor"].value() or "")
        return [
            ("", "не выбран"),
            *((risk.pk, risk.name) for risk in risks if risk.is_active),
            *(
                (risk.pk, f"{risk.name} (больше не предлагается)")
                for risk in risks
                if not risk.is_active and str(risk.pk) == chosen
            ),
        ]

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in the row: it is then no measure."""
        return not any(self.cleaned_data.get(name) for name in FACTS)

    @property
    def dates_typed(self) -> bool:
        return bool(self["starts_on"].value() or self["ends_on"].value())

    @property
    def reading(self) -> Term:
        """What the portal reads in the wording now in the field; an impossible one says so as an error."""
        read = parse_term(self["term"].value() or "", self.roadmap.year, self.roadmap.period)
        return Term() if read.impossible else read

    @property
    def read_as(self) -> str:
        """«с 01.11.2020 по 31.12.2020, раз в месяц», to be confirmed; what is typed needs no reading."""
        read = self.reading
        dates = (None, None) if self.dates_typed else (read.start, read.end)
        return span(*dates, None if self["recurrence"].value() else read.recurrence)

    @property
    def dispute(self) -> list[tuple[BoundWidget, str]]:
        """The choice between the days that were typed for an earlier wording and those of the new one."""
        if not self["earlier_term"].value():
            return []
        keep, take = self["dates"].subwidgets
        typed = span(self._day("starts_on"), self._day("ends_on"))
        said = span(self.reading.start, self.reading.end)
        choices = [(keep, f"указанные вручную: {typed}"), (take, f"по новому сроку: {said}")]
        return choices if said else choices[:1]

    def _day(self, name: str) -> date | None:
        """What stands in the field of a day, whether it was stored or typed."""
        try:
            return self.fields[name].to_python(self[name].value())
        except forms.ValidationError:
            return None

    @property
    def dates_open(self) -> bool:
        filled = self.dates_typed or bool(self["recurrence"].value())
        return filled or bool(self.reading.question) or self._has_errors("starts_on", "ends_on", "recurrence")

    @property
    def more_open(self) -> bool:
        return any(self[name].value() for name in _MORE) or self._has_errors(*_MORE)

    def _has_errors(self, *names: str) -> bool:
        return any(self[name].errors for name in names)


def editor_labels() -> dict[str, str]:
    """The names of all texts of the editor by their fields, without the numbers of rows."""
    labels = {f"s-m-{name}": str(MeasureForm.base_fields[name].label) for name in TEXTS}
    heads = {"title": HeadForm, "s-title": SectionForm}
    return labels | {key: str(form.base_fields["title"].label) for key, form in heads.items()}
