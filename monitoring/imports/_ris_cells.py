"""Cells of a РИС table: code of a school, class, result, pupil. No answer quotes a cell."""

import re
import secrets
from collections.abc import Hashable, Sequence
from hashlib import blake2b

from monitoring.enums import SCALE_BOUNDS, Scale
from monitoring.imports._ris_words import ABSENT, APPEAL_STATES
from portal.core.spelling import folded
from portal.core.tables import Cell, Row, cell_text

#: instead of a result: the pupil has none, or the cell is no result
NO_RESULT, WRONG = -1, -2

_CODE = re.compile(r"([0-9]{3,8})(?:[.,]0+)?")
_WHOLE = re.compile(r"([0-9]{1,3})(?:[.,]0+)?")
_GRADE = re.compile(r"\D{0,3}([0-9]{1,2})(?!\d)")
_ROMAN = {"ix": 9, "xi": 11, "xii": 11}
_ABSENT = re.compile("|".join(map(re.escape, ABSENT)))
_LETTERS = re.compile(r"\w")


def school_code(cell: Cell) -> str:
    """«111002», also of «111002.0»; empty for what is no code. A number of five digits has lost its zero."""
    found = _CODE.fullmatch(cell_text(cell))
    if not found:
        return ""
    return found[1].zfill(6) if not isinstance(cell, str) and len(found[1]) == 5 else found[1]


def area_code(cell: Cell) -> str:
    """Код МСУ as digits; a text is not taken: in a shifted table it may be a name."""
    text = cell_text(cell)
    return text if text.isdecimal() and len(text) <= 8 else ""


def exam_class(cell: Cell, default: int) -> int:
    """9 or 11 by «9Б», «11 А», «XI», «12» of an evening school; `default` where the class tells neither."""
    text = folded(cell_text(cell))
    found = _GRADE.match(text)
    if not found:
        return _ROMAN.get(text.split(" ")[0].strip('абвгде-"«»'), default) if text else default
    return {9: 9, 11: 11, 12: 11}.get(int(found[1]), default)


def result_of(cell: Cell, scale: Scale) -> int:
    """The mark or the test score; NO_RESULT for an empty cell, a dash or «Не явился»; else WRONG."""
    text = cell_text(cell)
    if found := _WHOLE.fullmatch(text):
        low, high = SCALE_BOUNDS[scale]
        return int(found[1]) if low <= int(found[1]) <= high else WRONG
    return NO_RESULT if not _LETTERS.search(text) or says_absent(text) else WRONG


def says_absent(text: str) -> bool:
    """«Не явился», «Аннулирован», «Удалён», «Не завершил»."""
    return _ABSENT.search(folded(text)) is not None


def appeal_state(text: str) -> str:
    """satisfied, refused, pending, or an empty string for words that we do not know."""
    plain = folded(text)
    return next((state for state, words in APPEAL_STATES if any(word in plain for word in words)), "")


class Pupils:
    """Tells one pupil from another while a file is read and keeps nothing of them.

    What a pupil is known by is hashed with a salt that lives no longer than this object.
    """

    def __init__(self) -> None:
        self._salt = secrets.token_bytes(16)

    def key(self, row: Row, sure: Sequence[int], more: Sequence[int], exam: Hashable) -> bytes | None:
        """None where the `sure` columns have nothing to know a pupil by; `more` tell pupils apart still."""
        document = _joined(row.cells, sure)
        if not _LETTERS.search(document):
            return None
        known = f"{exam}|{document}|{_joined(row.cells, more)}"
        return blake2b(known.encode("utf-8", "replace"), key=self._salt, digest_size=16).digest()


def _joined(cells: Sequence[Cell], places: Sequence[int]) -> str:
    """«1111 222222» and «1111» beside «222222» are one document."""
    width = len(cells)
    found = "".join([str(cells[index]) for index in places if index < width and cells[index] is not None])
    return "".join(found.casefold().split())
