"""What all blocks have in common: clean texts, and fields that know their key in JSON."""

import unicodedata
from dataclasses import fields
from typing import Any


class _Printable(dict[int, int | None]):
    """Code point → itself, or None for control, format and unassigned characters and lone surrogates."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code)).startswith("C") else code
        return self[code]


_PRINTABLE = _Printable({ord("\n"): ord("\n"), ord("\t"): ord(" "), 0x2028: ord("\n"), 0x2029: ord("\n")})


def clean_text(text: str) -> str:
    """The printable part of `text`; lines end with "\\n". What comes back is a plain str.

    A SafeString must not stay one: it would pass the templates unescaped.
    """
    if not isinstance(text, str):
        raise TypeError(f"A block takes text, not {type(text).__name__}.")
    plain = text.replace("\r\n", "\n").replace("\r", "\n").translate(_PRINTABLE)
    return unicodedata.normalize("NFC", plain).strip()[:]


#: Metadata of a text that may be empty, and of a field whose JSON key is written at its default too.
OPTIONAL = {"optional": True}
ALWAYS = {"always": True}


class Node:
    """Cleans the texts of a dataclass, turns its lists into tuples, then lets the class check itself."""

    def __post_init__(self) -> None:
        for each in fields(self):  # type: ignore[arg-type]  # every subclass is a dataclass
            content = getattr(self, each.name)
            if isinstance(content, list):
                self._put(each.name, tuple(content))
            elif each.type is str or isinstance(content, str):
                self._put(each.name, clean_text(content))
                if not getattr(self, each.name) and not each.metadata.get("optional"):
                    raise ValueError(f"{type(self).__name__}.{each.name} is empty.")
        self._check()

    def _put(self, name: str, content: Any) -> None:
        object.__setattr__(self, name, content)

    def _check(self) -> None:
        """Overridden where there is something to check beyond empty texts."""
