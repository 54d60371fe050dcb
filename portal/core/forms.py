"""What people type and send: «3,45», «1 250», a number in an address."""

from typing import Any

from django import forms

from portal.core.russian import number


def whole_number(text: str, most: int) -> int | None:
    """The number from 0 to `most` that an address or a hidden field names, None for anything else.

    Never raises: `int` refuses thousands of digits, which anybody may send.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most))):
        return None
    return found if (found := int(text)) <= most else None


def _plain(value: Any) -> Any:
    """A number as typed, with a point and without spaces of any kind."""
    if isinstance(value, str):
        return "".join(value.split()).replace("\u00a0", "").replace("\u202f", "").replace(",", ".")
    return value


class RussianDecimalField(forms.DecimalField):
    """A decimal with comma or point, at most two places."""

    default_error_messages = {"invalid": "Введите число, например 3,45."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_digits=7, decimal_places=2, widget=forms.TextInput({"inputmode": "decimal"}), **kwargs
        )

    def to_python(self, value: Any) -> Any:
        plain = _plain(value)
        if isinstance(plain, str) and not plain.isascii():  # «٣» and «３» are numbers for Python
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(plain)

    def prepare_value(self, value: Any) -> str:
        return value if isinstance(value, str) else number(value)


class RussianIntegerField(forms.IntegerField):
    """A whole number that is not negative; spaces between thousands are allowed."""

    default_error_messages = {
        "invalid": "Введите целое число.",
        "min_value": "Число не может быть отрицательным.",
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"inputmode": "numeric"})
        super().__init__(min_value=0, max_value=100_000, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(_plain(value))
