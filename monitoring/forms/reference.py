"""Forms of the dictionaries; what they may hold is the service's business."""

from django import forms

from monitoring.enums import Exam, Season
from monitoring.models import Subject
from monitoring.services.reference_edit import NO_SOURCE
from portal.core.forms import RussianDecimalField, RussianIntegerField
from schools.forms.base import ServiceForm

_SOURCE_HELP = "Приказ, письмо или другой документ с номером и датой"


def _source_field() -> forms.CharField:
    return forms.CharField(
        label="Основание",
        max_length=300,
        error_messages={"required": NO_SOURCE},
        help_text=_SOURCE_HELP,
        widget=forms.Textarea({"rows": 2}),
    )


class ReferenceForm(ServiceForm):
    """A form that is looked at twice; `seen` is what stood there when it was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    @property
    def values(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def refuse_stale(self, message: str, seen: str) -> None:
        """Another was faster: say so, keep what was typed, and let the next save be made knowingly."""
        self.data = {**dict(self.data.items()), "seen": seen}
        self.add_error(None, message)


class SittingForm(ReferenceForm):
    minimum = RussianDecimalField(
        label="Минимум", required=False, help_text="Для русского языка ЕГЭ — минимум для аттестата"
    )
    entry_minimum = RussianDecimalField(
        label="Минимум для поступления", required=False, help_text="Если он другой"
    )
    is_held = forms.BooleanField(label="Проводилась", required=False)
    is_general = forms.BooleanField(
        label="Для всех выпускников", required=False, help_text="Снимите, если только для отдельных категорий"
    )
    source = _source_field()


class NewSittingForm(SittingForm):
    exam = forms.ChoiceField(label="Процедура", choices=Exam)
    subject = forms.ModelChoiceField(label="Предмет", queryset=Subject.objects.all(), empty_label=None)
    level = forms.ChoiceField(
        label="Уровень", required=False, choices=[("", "нет"), ("base", "базовая"), ("profile", "профильная")]
    )
    year = RussianIntegerField(label="Календарный год")
    season = forms.ChoiceField(label="Время года", choices=Season)
    grade = RussianIntegerField(
        label="Класс", required=False, help_text="Для ВПР; пусто — сводная строка по всем классам"
    )
    programme_grade = RussianIntegerField(
        label="По программе класса", required=False, help_text="Если класс писал по программе другого класса"
    )

    field_order = ["exam", "subject", "level", "year", "season", "grade", "programme_grade"]


class ScaleForm(ReferenceForm):
    from3 = RussianIntegerField(label="«3» от, баллов")
    from4 = RussianIntegerField(label="«4» от, баллов")
    from5 = RussianIntegerField(label="«5» от, баллов")
    maximum = RussianIntegerField(label="Наибольший балл")
    source = _source_field()


class NewScaleForm(ScaleForm):
    subject = forms.ModelChoiceField(label="Предмет", queryset=Subject.objects.all(), empty_label=None)
    programme_grade = RussianIntegerField(label="Программа класса")
    year = RussianIntegerField(label="Календарный год")
    season = forms.ChoiceField(label="Время года", choices=Season)

    field_order = ["subject", "programme_grade", "year", "season"]


class ParameterForm(ReferenceForm):
    value = RussianDecimalField(label="Новое значение")
    valid_from = RussianIntegerField(
        label="Действует с календарного года", help_text="За прежние годы останется прежнее значение"
    )
    source = _source_field()
