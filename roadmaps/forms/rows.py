"""The forms of which the editor of a roadmap consists: head, section, measure."""

from django import forms
from django.forms.utils import ErrorDict

from roadmaps.models import Roadmap
from roadmaps.terms import Term, parse_term, span


class QuietForm(forms.Form):
    """A form that can be shown again without its errors: a row was added, nothing was saved yet."""

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


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


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
    name = forms.CharField(label="Мероприятие, форма проведения", required=False, widget=_area(2))
    term = forms.CharField(label="Срок", required=False)
    starts_on = day_field("Начало")
    ends_on = day_field("Окончание")
    responsible = forms.CharField(label="Ответственный", required=False)
    result = forms.CharField(label="Результат", required=False, widget=_area(2))
    remove = forms.BooleanField(label="Удалить меру", required=False)

    def __init__(self, *args, roadmap: Roadmap, **kwargs):
        self.roadmap = roadmap
        super().__init__(*args, **kwargs)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in the row: it is then no measure."""
        written = ("name", "term", "starts_on", "ends_on", "responsible", "result")
        return not any(self.cleaned_data.get(name) for name in written)

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
        """«с 01.11.2020 по 31.12.2020, раз в месяц», to be confirmed; typed dates need no reading."""
        read = self.reading
        dates = (None, None) if self.dates_typed else (read.start, read.end)
        return span(*dates, read.recurrence)

    @property
    def dates_open(self) -> bool:
        return self.dates_typed or bool(self.reading.question) or bool(self["ends_on"].errors)
