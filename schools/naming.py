"""How two spellings of one school's name are compared."""

import re

_LOGIN = re.compile(r"\(\s*(?:sch|edu|oo)?\w*\d\w*\s*\)", re.IGNORECASE)
_QUOTES = re.compile(r"[\"'«»„“”‟’`]")
_NUMBER = re.compile(r"№\s*(?=\d)|\bn\s+(?=\d)")


def match_key(name: str) -> str:
    """The part of a name that tells schools apart.

    Case, spaces, kind of quotes, ё and е, «№1» and «№ 1» and a login in brackets do not.
    """
    text = _LOGIN.sub(" ", name.casefold().replace("ё", "е").replace("\u00a0", " "))
    text = _NUMBER.sub("№", _QUOTES.sub(" ", text))
    return " ".join(text.split())
