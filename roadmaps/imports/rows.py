"""What a row of a plan is, seen alone: a line of column numbers, a footer."""

import re

from portal.core.tables import Row

NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]?")
_TOTAL = re.compile(r"(?:итого|всего)\b", re.IGNORECASE)
_SIGNED = re.compile(r"(?:составил[аи]?|исп(?:олнитель|олнил[аи]?)?|тел(?:ефон)?)\.? ?:", re.IGNORECASE)
_LINE = re.compile(r"_{3,}|[(]?подпись")
_PERSON = re.compile(
    r"[А-ЯЁ]\. ?(?:[А-ЯЁ]\. ?)?[А-ЯЁ][а-яё-]+|[А-ЯЁ][а-яё-]+ [А-ЯЁ]\. ?(?:[А-ЯЁ]\.)?"
    r"|[А-ЯЁ][а-яё-]+ [А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+(?:вич|вна|ична)"
)
_CHIEFS = "директор начальник заведующий заведующая заместитель руководитель методист председатель специалист"
_ACTING = "директора начальника заведующего заведующей руководителя председателя"
#: «директора» without «и. о.» are the directors of many schools
_POST = re.compile(
    rf"(?:(?:главный|старший|ведущий) )?(?:{_CHIEFS.replace(' ', '|')})\b"
    rf"|(?:и\. ?о\.|врио|зам\.) ?(?:{_ACTING.replace(' ', '|')})\b",
    re.IGNORECASE,
)
_ACCORD = re.compile(
    r"(?:согласован[оы]?|утвержд(?:аю|ено|[её]н)|исполнитель|ознакомлен[аы]?)(?= ?(?::|_|\Z))", re.IGNORECASE
)
_ROMANS = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]


def is_empty(row: Row) -> bool:
    """«-- | -- | --»: nothing is said."""
    return not any(re.search(r"\w", text) for text in filled_texts(row))


def is_footer(row: Row) -> bool:
    """A total or who signed: «Итого мер | 6», «Начальник отдела ______ И. И. Иванов», «Составил: Петров»."""
    filled = filled_texts(row)
    if not filled or len(filled) > 2 or NUMBER.fullmatch(filled[0]):
        return False
    is_signed = bool(_SIGNED.match(filled[0])) or any("___" in text for text in filled)
    return is_signed or bool(_TOTAL.match(filled[0]))


def is_signature(row: Row) -> bool:
    """«Директор школы | И. И. Иванов», «Согласовано: | Иванова А. П.»: who signs."""
    first, *rest = filled_texts(row) or [""]
    signs = [_PERSON.fullmatch(text) or _LINE.match(text) for text in rest]
    if not all(sign or _POST.match(text) for sign, text in zip(signs, rest, strict=True)):
        return False
    return bool(_ACCORD.match(first)) or (bool(_POST.match(first)) and any(signs))


def is_count(row: Row) -> bool:
    """«1 2 3 4 5» under the head, «(1) (2) (3)» or «I II III»: the numbers of columns."""
    filled = [text.strip("(). ") for text in filled_texts(row)]
    figures = [str(at) for at in range(1, len(filled) + 1)]
    return len(filled) > 1 and filled in (figures, _ROMANS[: len(filled)])


def filled_texts(row: Row) -> list[str]:
    return [text for at in range(len(row.cells)) if (text := row.text(at))]
