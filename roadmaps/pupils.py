"""A text that seems to name a pupil: the portal keeps no data of pupils and says so in time.

A cheap rule that only warns: a name («Иванов Петя», «Иванова А.») and a class («7А», «9 класс») side by side.
"""

import re
from collections.abc import Iterable

_NAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+(?:[А-ЯЁ][а-яё]+|[А-ЯЁ]\.(?:\s*[А-ЯЁ]\.)?)"
_LETTER = r"\s*-?\s*[«\"]?[А-К][»\"]?(?![А-Яа-яЁё.])"
_WORD = r"\s*(?:-?(?:й|го|м))?\s*(?:«?[А-К]»?\s*)?кл(?:асс|\.)"
_CLASS = rf"(?<!\d)(?:[1-9]|1[01])(?:{_LETTER}|{_WORD})"
_BETWEEN = r"[\s,;:(—–-]{1,4}(?:(?:из|с|учени\w+|обучающ\w+)\s+){0,2}"
_PUPIL = re.compile(rf"{_NAME}{_BETWEEN}{_CLASS}|{_CLASS}\w*[\s,;:)—–-]{{1,4}}(?:учени\w+\s+)?{_NAME}")
#: beyond it nobody reads a hint, and the search stays short
_LONGEST = 10_000


def pupil_hint(texts: Iterable[str]) -> str:
    """A sentence for the page where one of `texts` seems to name a pupil and his class; else nothing."""
    found = next((match[0] for text in texts if (match := _PUPIL.search(text[:_LONGEST]))), "")
    if not found:
        return ""
    return (
        f"Похоже на фамилию ученика и класс: «{' '.join(found.split())}». Портал не хранит сведений "
        "об учениках: замените имя числом, например «2 ученика 7-х классов»."
    )
