"""What people type and send: «3,45», «1 250», a number in an address."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.core.russian import ONE_NUMBER, number, thousands_joined

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_MOST = 100_000


def whole_number(text: str, most: int) -> int | None:
    """The number from 0 to `most` that an address or a hidden field names, None for anything else.

    Never raises: `int` refuses thousands of digits, which anybody may send.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most))):
        return None
    return found if (found := int(text)) <= most else None


def _plain(value: Any, invalid: str) -> Any:
    """A number as typed, with a point and without the spaces of thousands.

    Raises ValidationError for what only Python takes for a number: «1_000», «1e3», digits of other scripts.
    """
    if not isinstance(value, str):
        return value
    text = thousands_joined(value.strip()).replace(",", ".")
    if text and not _NUMBER.fullmatch(text):
        raise ValidationError(ONE_NUMBER if re.search(r"[0-9]\s+[0-9]", text) else invalid, code="invalid")
    return text


class RussianDecimalField(forms.DecimalField):
    """A decimal with comma or point, at most two places."""

    default_error_messages = {"invalid": "Введите число, например 3,45."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_digits=7, decimal_places=2, widget=forms.TextInput({"inputmode": "decimal"}), **kwargs
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(_plain(value, str(self.error_messages["invalid"])))

    def prepare_value(self, value: Any) -> str:
        return value if isinstance(value, str) else number(value)


class RussianIntegerField(forms.IntegerField):
    """A whole number that is not negative; spaces between thousands are allowed."""

    default_error_messages = {
        "invalid": "Введите целое число.",
        "min_value": "Число не может быть отрицательным.",
        "max_value": f"Слишком много: не больше {number(_MOST)}.",
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"inputmode": "numeric"})
        super().__init__(min_value=0, max_value=_MOST, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(_plain(value, str(self.error_messages["invalid"])))
