"""The forms of the page «Импорт»: the file, and the answers about schools."""

from collections.abc import Iterable, Mapping

from django import forms

from portal.core.errors import InvalidInput

#: the values of a question that name no school
SKIP, OTHER = "skip", "other"
#: asked at once: a form may not have more than a thousand fields
MOST_QUESTIONS = 50


class ImportFileForm(forms.Form):
    file = forms.FileField(
        label="Файл с результатами",
        help_text="Книга .xlsx или .xls, таблица .csv: так, как файл скачан, не больше 20 МБ.",
        widget=forms.FileInput({"accept": ".xlsx,.xls,.csv", "class": "form-control drop"}),
        error_messages={
            "required": "Файл не выбран. Выберите его на своём компьютере, потом нажмите «Прочитать файл».",
            "empty": "Файл пуст. Скачайте его ещё раз.",
            "max_length": "Слишком длинное имя файла: сократите его до 200 знаков.",
        },
        max_length=200,
    )

    def refuse(self, error: InvalidInput) -> None:
        """Show why the file was refused at its field."""
        for message in error.errors.values():
            self.add_error("file", message)


def answers_of(data: Mapping[str, str], *, keys: Iterable[str]) -> dict[str, int | None]:
    """Answers by the key of the question; one that was left open is not among them.

    A question posts `q-<key>`: a school's number, «skip», or «other» with the school in `s-<key>`.
    A school that was chosen without ticking «other» before it is meant all the same.
    """
    found: dict[str, int | None] = {}
    for key in keys:
        value = data.get(f"q-{key}", OTHER)
        if value == OTHER:
            value = data.get(f"s-{key}", "")
        if value == SKIP:
            found[key] = None
        elif value.isdecimal() and len(value) < 19:
            found[key] = int(value)
    return found


def half_answered(data: Mapping[str, str], *, keys: Iterable[str]) -> list[str]:
    """The questions where «другая школа» is ticked and no school is chosen."""
    return [key for key in keys if data.get(f"q-{key}") == OTHER and not data.get(f"s-{key}")]
