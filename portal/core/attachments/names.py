"""The name under which people see a file: only a name, never a path, never a trick of writing."""

import unicodedata

_LONGEST = 120
_LONGEST_EXTENSION = 8
#: joins the parts of one emoji; every other invisible sign goes
_JOINER = "\u200d"
#: how browsers write in a form what would end the name there; any other «%» is of the name itself
_ESCAPED = {"%22": '"', "%0D": "\r", "%0A": "\n"}
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_ALIASES = {"jpeg": "jpg", "jpe": "jpg"}


def extension_of(raw: str) -> str:
    """The ending after the last point, in lower case: «pdf»; empty where there is none or it is no ending."""
    _, point, ending = _plain(raw).rpartition(".")
    ending = ending.lower()
    if not point or not ending.isalnum() or not ending.isascii() or len(ending) > _LONGEST_EXTENSION:
        return ""
    return _ALIASES.get(ending, ending)


def shown_name(raw: str, extension: str) -> str:
    """«Приказ о семинаре.pdf» from whatever a browser sent, with `extension` and at most 120 characters."""
    plain = _plain(raw)
    stem, point, _ = plain.rpartition(".")
    stem = (stem if point else plain).strip(" .")[: _LONGEST - len(extension) - 1].rstrip(" .")
    return f"{stem or 'Файл'}.{extension}"


def _plain(raw: str) -> str:
    """One line without paths, control characters and marks that turn the writing round."""
    for code, sign in _ESCAPED.items():
        raw = raw.replace(code, sign)
    name = unicodedata.normalize("NFC", raw).replace("\\", "/").rpartition("/")[2]
    kept = (sign if _is_visible(sign) else " " if sign in "\r\n\t" else "" for sign in name)
    return " ".join("".join(kept).split())


def _is_visible(sign: str) -> bool:
    return sign == _JOINER or unicodedata.category(sign) not in _INVISIBLE
