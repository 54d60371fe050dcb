"""How two spellings of one school's name are compared, and how names stand in a list."""

import re

from portal.core.spelling import folded

#: «(sch340012)», «(340012)»: what ФИС ОКО writes after a name
LOGIN_IN_BRACKETS = re.compile(r"\(\s*([a-z]{2,}[\w.-]*\d{3,}|\d{5,})\s*\)", re.IGNORECASE)
_NUMBER_SIGN = re.compile(r"№|#|\bno?\.?\s*(?=\d)")
_NOT_A_LETTER = re.compile(r"[^\w-]|_")
_DASH = re.compile(r"\s*[-‐‑‒–—−]+\s*")
#: between a word and its number: «СШ2», «Лицей-2», «10а»
_SEAM = re.compile(r"(?<=[^\W\d])-?(?=\d)|(?<=\d)(?=[^\W\d])")
_NUMBER = re.compile(r"\d+")
#: digits of the longest number that names are put in order by
_LONGEST = 12


def match_key(name: str) -> str:
    """The part of a name that tells schools apart.

    Case, spaces, quotes and other signs, ё and е, «№1» and «№ 1», Latin letters that look
    Russian and a login in brackets do not.
    """
    text = folded(LOGIN_IN_BRACKETS.sub(" ", name))
    text = _DASH.sub("-", _NUMBER_SIGN.sub(" ", text))
    words = _NOT_A_LETTER.sub(" ", text).split()
    return " ".join(word for word in words if word.strip("-"))


def order_key(name: str) -> str:
    """What names are put in order by, sign by sign, so that «СШ № 2» stands before «СШ № 10».

    What does not tell schools apart (see match_key) does not move them either.
    """
    words = _SEAM.sub(" ", match_key(name))
    return _NUMBER.sub(lambda number: number.group().zfill(_LONGEST), words)


def split_login(name: str) -> tuple[str, str]:
    """A name as printed and the login that stood in brackets behind it, or an empty string."""
    found = LOGIN_IN_BRACKETS.search(name)
    return " ".join(LOGIN_IN_BRACKETS.sub(" ", name).split()), found.group(1).lower() if found else ""
