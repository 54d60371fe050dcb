"""When two spellings are one: typed by hand, copied from a PDF, or exported by another program."""

import re

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[а-я]")
#: Latin letters that look like Russian ones, in either case
_LOOKALIKES = str.maketrans("abcehkmoptxy", "авсенкмортху")


def folded(text: str) -> str:
    """`text` without what a reader does not see: case, ё, kinds of space, Latin letters in Russian words."""
    plain = _INVISIBLE.sub("", text).casefold().replace("ё", "е")
    return " ".join(_WORD.sub(_russian_word, plain).split())


def _russian_word(match: re.Match[str]) -> str:
    word = match.group()
    return word.translate(_LOOKALIKES) if _CYRILLIC.search(word) else word
