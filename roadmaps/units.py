"""Who or what is counted in a result: «3 педагога» and «5 педагогов» are one unit.

Forms of a noun stand in a table, for the ending of an unknown word would be a guess: «курсов» of «курсы» or
of «курс» may be two things. An unknown word is only itself.
"""

import re
from decimal import Decimal

from portal.core.russian import plural
from portal.core.spelling import folded

#: as after 1, 2 and 5
_FORMS = (
    ("человек", "человека", "человек"),
    ("педагог", "педагога", "педагогов"),
    ("педагогический работник", "педагогических работника", "педагогических работников"),
    ("учитель", "учителя", "учителей"),
    ("молодой педагог", "молодых педагога", "молодых педагогов"),
    ("методист", "методиста", "методистов"),
    ("наставник", "наставника", "наставников"),
    ("руководитель", "руководителя", "руководителей"),
    ("директор", "директора", "директоров"),
    ("заместитель директора", "заместителя директора", "заместителей директора"),
    ("специалист", "специалиста", "специалистов"),
    ("обучающийся", "обучающихся", "обучающихся"),
    ("учащийся", "учащихся", "учащихся"),
    ("ученик", "ученика", "учеников"),
    ("выпускник", "выпускника", "выпускников"),
    ("ребёнок", "ребёнка", "детей"),
    ("родитель", "родителя", "родителей"),
    ("семья", "семьи", "семей"),
    ("участник", "участника", "участников"),
    ("класс", "класса", "классов"),
    ("школа", "школы", "школ"),
    ("урок", "урока", "уроков"),
    ("занятие", "занятия", "занятий"),
    ("час", "часа", "часов"),
    ("мероприятие", "мероприятия", "мероприятий"),
    ("семинар", "семинара", "семинаров"),
    ("мастер-класс", "мастер-класса", "мастер-классов"),
    ("консультация", "консультации", "консультаций"),
    ("собрание", "собрания", "собраний"),
    ("совещание", "совещания", "совещаний"),
    ("посещение", "посещения", "посещений"),
    ("публикация", "публикации", "публикаций"),
    ("программа", "программы", "программ"),
)
#: other forms in which people write the same: «педагоги», «дети», «школах» is left to itself
_MANY = {
    "люди": "человек",
    "педагоги": "педагог",
    "педагогические работники": "педагогический работник",
    "учителя": "учитель",
    "обучающиеся": "обучающийся",
    "учащиеся": "учащийся",
    "ученики": "ученик",
    "дети": "ребенок",
    "родители": "родитель",
    "участники": "участник",
    "классы": "класс",
    "уроки": "урок",
}
_KNOWN = {folded(form): forms for forms in _FORMS for form in forms}
_KNOWN |= {many: _KNOWN[one] for many, one in _MANY.items()}
_DIVISIBLE = {"час"}
_PAST = re.compile(r"(?:ел|ла|л)(ся|сь)?$")


def unit_key(text: str) -> str:
    """The same for all forms of one noun that the table knows; else the spelling itself, folded."""
    forms = _KNOWN.get(folded(text))
    return folded(forms[0]) if forms else folded(text)


def is_whole(text: str) -> bool:
    """Whether it is counted by the piece, people first of all: every noun of the table but the hours."""
    return folded(text) in _KNOWN and unit_key(text) not in _DIVISIBLE


def unit_after(text: str, quantity: Decimal) -> str:
    """The unit as it is said after `quantity`: «2 педагога», «1,5 часа»; an unknown one as it was written."""
    forms = _KNOWN.get(folded(text))
    if forms is None:
        return text
    return plural(int(quantity), *forms) if quantity == int(quantity) else forms[1]


def deed_key(text: str) -> str:
    """«прошёл курсы», «прошла курсы» and «прошли курсы» alike: the past tense tells only how many did it."""
    first, _, rest = folded(text).partition(" ")
    return f"{_PAST.sub(_to_many, first)} {rest}".strip()


def is_of_many(text: str) -> bool:
    """Whether a deed is said of several: «прошли курсы», «обучились»."""
    return folded(text).partition(" ")[0].endswith(("ли", "лись"))


def deed_after(text: str, unit: str, quantity: Decimal) -> str:
    """The deed as it is said after so many of a known noun: «21 педагог участвовал», «2 семьи участвовали».

    What is said of one already stays as it was written, and so does the deed of an unknown noun.
    """
    forms = _KNOWN.get(folded(unit))
    if forms is None or not is_of_many(text) or unit_after(unit, quantity) != forms[0]:
        return text
    first, *rest = text.split(maxsplit=1)
    return " ".join([_of_one(first, forms[0]), *rest])


def _of_one(verb: str, noun: str) -> str:
    """«прошли» as it is said of «педагог», «семья», «занятие»."""
    tail, self_ = ("лись", True) if verb.endswith("лись") else ("ли", False)
    stem = verb.removesuffix(tail)
    if " " not in noun and noun.endswith(("а", "я")):
        return f"{stem}ла{'сь' if self_ else ''}"
    if " " not in noun and noun.endswith("е"):
        return f"{stem}ло{'сь' if self_ else ''}"
    return f"{_masculine(stem)}{'ся' if self_ else ''}"


def _masculine(stem: str) -> str:
    """«участвова» → «участвовал», «прош» → «прошёл», «прове» → «провёл», «помог» stays."""
    if stem.endswith(("ш", "ч")):
        return f"{stem}{'е' if stem.startswith('вы') else 'ё'}л"
    if stem.endswith("ве") and not stem.startswith("вы"):
        return f"{stem[:-1]}ёл"
    return f"{stem}л" if stem.endswith(tuple("аеёиоуыэюя")) else stem


def _to_many(match: re.Match[str]) -> str:
    return "лись" if match[1] else "ли"
