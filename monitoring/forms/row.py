"""The plain entry form: one row a sitting, usable without scripts."""

from typing import Any

from django import forms

from monitoring.enums import ResultStatus, Scale
from monitoring.models import Result, Sitting
from monitoring.services import ResultInput, result_problems
from portal.core.forms import RussianDecimalField, RussianIntegerField

_COUNTS = ("participants", "n2", "n3", "n4", "n5", "below_minimum")
_ABSENCES = [
    ("", "—"),
    *((status.value, status.label) for status in ResultStatus if status not in ("value", "no_data")),
]


class ResultRowForm(forms.Form):
    """One sitting of one school. A number alone is enough; a reason is chosen where there is none."""

    value = RussianDecimalField(required=False, label="Средняя")
    participants = RussianIntegerField(required=False, label="Участников")
    n2 = RussianIntegerField(required=False, label="Отметок «2»")
    n3 = RussianIntegerField(required=False, label="Отметок «3»")
    n4 = RussianIntegerField(required=False, label="Отметок «4»")
    n5 = RussianIntegerField(required=False, label="Отметок «5»")
    below_minimum = RussianIntegerField(required=False, label="Ниже минимума")
    absence = forms.ChoiceField(required=False, choices=_ABSENCES, label="Почему результата нет")
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput, label="Версия строки")

    def __init__(self, *, sitting: Sitting, result: Result | None, data=None, window: str = ""):
        self.sitting, self.result = sitting, result
        self.label = f"{sitting.label}, {window}" if window else sitting.label
        super().__init__(data, prefix=f"s{sitting.pk}", initial=_initial(result))
        unused = ("below_minimum",) if sitting.scale == Scale.MARK else ("n2", "n3", "n4", "n5")
        for name in unused:
            del self.fields[name]
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{self.label}: {field.label}"

    def clean(self):
        data = super().clean() or self.cleaned_data
        if not self.errors and (row := self.row(data)):
            for field, text in result_problems(row).items():
                self.add_error(field if field in self.fields else None, text)
        return data

    def row(self, data: dict | None = None) -> ResultInput | None:
        """What was typed, or None for a row that was and stays empty or as it is stored."""
        data = data if data is not None else self.cleaned_data
        if self._is_as_stored(data):
            return None
        numbers: dict[str, Any] = {name: data.get(name) for name in _COUNTS}
        typed = data.get("value") is not None or any(count is not None for count in numbers.values())
        status = data.get("absence") or (ResultStatus.VALUE if typed else ResultStatus.NO_DATA)
        if status == ResultStatus.NO_DATA and self.result is None:
            return None
        return ResultInput(
            sitting=self.sitting,
            status=status,
            value=data.get("value"),
            seen=data.get("seen") or 0,
            **numbers,
        )

    def _is_as_stored(self, data: dict) -> bool:
        """The grid saves rows that are half typed or doubtful: left alone, they stand in nobody's way."""
        stored = _initial(self.result)
        fields = [name for name in self.fields if name != "seen"]
        return self.result is not None and all(data.get(name) == stored[name] for name in fields)

    def refuse(self, field: str, text: str, revision: int) -> None:
        """Show a refusal of the service at its field; the next save is made knowingly."""
        self.data = {**dict(self.data.items()), self.add_prefix("seen"): str(revision)}
        self.add_error(field, text)


def _initial(result: Result | None) -> dict:
    if result is None:
        return {"seen": 0}
    absent = result.status not in (ResultStatus.VALUE, ResultStatus.NO_DATA)
    initial = {name: getattr(result, name) for name in _COUNTS}
    return initial | {
        "value": result.value,
        "absence": result.status if absent else "",
        "seen": result.revision,
    }
