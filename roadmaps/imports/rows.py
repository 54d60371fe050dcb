"""What a row of a plan is, seen alone: a line of column numbers, a footer."""

import re

from portal.core.tables import Row

NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]?")
_TOTAL = re.compile(r"(?:итого|всего)\b", re.IGNORECASE)
_SIGNED = re.compile(r"(?:составил[аи]?|исп(?:олнитель|олнил[аи]?)?|тел(?:ефон)?)\.? ?:", re.IGNORECASE)
_ROMANS = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]


def is_footer(row: Row) -> bool:
    """A total or who signed: «Итого мер | 6», «Начальник отдела ______ И. И. Иванов», «Составил: Петров»."""
    filled = filled_texts(row)
    if not filled or len(filled) > 2 or NUMBER.fullmatch(filled[0]):
        return False
    is_signed = bool(_SIGNED.match(filled[0])) or any("___" in text for text in filled)
    return is_signed or bool(_TOTAL.match(filled[0]))


def is_count(row: Row) -> bool:
    """«1 2 3 4 5» under the head, «(1) (2) (3)» or «I II III»: the numbers of columns."""
    filled = [text.strip("(). ") for text in filled_texts(row)]
    figures = [str(at) for at in range(1, len(filled) + 1)]
    return len(filled) > 1 and filled in (figures, _ROMANS[: len(filled)])


def filled_texts(row: Row) -> list[str]:
    return [text for at in range(len(row.cells)) if (text := row.text(at))]
