"""Which rows of a table are groups of schools (the country, a region, a municipality) and which are schools.

ФИС ОКО prints groups and schools in one column, from wide to narrow. A group is never asked about, and a
school must never be taken for a group: a school of «Октябрьского района» stays a school.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from portal.core.spelling import folded
from schools.naming import LOGIN_IN_BRACKETS

_WORD = re.compile(r"[а-яa-z]+(?:-[а-яa-z]+)*")
#: the login of a school in ФИС ОКО; a coordinator's has other letters
_SCHOOL_LOGIN = re.compile(r"(?:sch|edu)\d{3,}", re.IGNORECASE)
_THREE_DIGITS = re.compile(r"\d{3}")
_LOOKS_LATIN = str.maketrans("сеораху", "ceopaxy")
_SCHOOL_WORDS = """
    сш сош оош нош нш осош ссош всош восш мсош сосш цо увк умк школа школы школе школу школой лицей гимназия
    прогимназия интернат школа-интернат лицей-интернат гимназия-интернат корпус училище колледж техникум
    пансион академия филиал учреждение организация
"""
_KINDS_OF_SCHOOL = frozenset(_SCHOOL_WORDS.split())
_STEMS_OF_SCHOOL = (
    "школ", "лице", "гимнази", "прогимнази", "интернат", "кадетск", "суворовск", "нахимовск",
    "общеобразовательн", "среднеобразовательн", "учрежден",
)  # fmt: skip
#: «МБОУ», «МКОУ», «ГКСКОУ», also grown together with what follows: «МБОУСОШ»
_KIND_OF_BODY = re.compile(r"[а-я]{0,6}оу(?:сош|оош|нош|сш|ш|лицей|гимназия)?")
_SCHOOLS_TOGETHER = re.compile(
    r"(?:все|прочие|другие|остальные|сельские|городские|малокомплектные|обычные)?\s*"
    r"(?:школы|лицеи|гимназии|интернаты|оо|оу|общеобразовательные (?:организации|учреждения|школы))\b"
)
_WHOLE = re.compile(
    r"(?:вся|по всей|общая) выборк[аеи].*|выборка|рф|россия|российская федерация|"
    r"итого\b.*|всего\b.*|в среднем\b.*|средн(?:ее|ие)(?: значени[ея])?(?: по .*)?"
)
_REGION = re.compile(
    r"(?:область|обл|край|республика|респ|автономный округ|автономная область|ао|югра)|"
    r"(?:хмао|янао|нао|чао)"
)
_REGION_WORDS = frozenset(("область", "обл", "край", "республика", "респ", "автономный", "автономная", "ао"))
_FEDERAL_CITIES = frozenset(("москва", "санкт-петербург", "севастополь"))
_PLACE_WORDS = """
    район районы район-город р-н мр мо го город г городской городская округ окр зато улус кожуун аймак
    наслег поселение пгт мун внутригородской
"""
_MUNICIPALITY_WORDS = frozenset(_PLACE_WORDS.split())
_PLACE_CASES = frozenset(("района", "районе", "округа", "города", "городского", "г-к", "город-курорт"))
_OF_REGION = re.compile(r",?\s*(?:[а-я-]+\s+(?:области|обл|края)\b.*|республики\s+.*)")
_MUNICIPALITY_STEMS = ("муниципальн", "администраци")
#: «м.р.», «м.о.», «г.о.», but not «г. Орёл»
_SHORTENED = re.compile(r"\b([мг])\.\s?([ор])(?:\.|\b)")
_BRACKETS = re.compile(r"\([^)]*\)")
#: «Энского» of an adjective that is the name of a place
_OF_PLACE = re.compile(r"(?<=[сц]к)(?:ого|ому|ом)$")
_WORDS_OF_BOARDS = """
    управление отдел департамент комитет министерство по и делам молодежи молодежной политики политике
    культуры культуре спорта спорту науки науке
"""
_BOARD_WORDS = frozenset(_WORDS_OF_BOARDS.split())
_BOARD = re.compile(r"(?:управление|отдел|департамент|комитет|министерство|минобр\w*)\b")


class GroupKind(Enum):
    """How wide a group is."""

    WHOLE = "whole"
    REGION = "region"
    MUNICIPALITY = "municipality"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row of a table from wide to narrow stands: a group, or a school of a municipality."""

    kind: GroupKind | None
    municipality: str = ""


def school_login(text: str) -> str:
    """«sch340012» of «МКОУ СШ № 2 (edu340012)»: the one spelling of a login, or an empty string.

    The reports of 2022 write `edu…` for `sch…`; Russian letters that look Latin are read as Latin.
    """
    if not _THREE_DIGITS.search(text):
        return ""  # most names: the look below is made for every row of a region's file
    found = _SCHOOL_LOGIN.search(text.casefold().translate(_LOOKS_LATIN))
    return f"sch{found.group()[3:]}" if found else ""


def is_group(name: str) -> bool:
    """Whether a row is clearly a group of schools: «Вся выборка», a region, a municipality."""
    return group_kind(name) is not None


def group_kind(name: str) -> GroupKind | None:
    """How wide the group is; None for a school and for everything that is not clearly a group."""
    if school_login(name):
        return None
    text = _spelled_out(LOGIN_IN_BRACKETS.sub(" ", name)).strip(" .:")
    if _WHOLE.fullmatch(text):
        return GroupKind.WHOLE
    if _SCHOOLS_TOGETHER.match(text) and not re.search(r"[№\d]", text):
        return GroupKind.MUNICIPALITY
    words = _WORD.findall(text)
    if any(_names_a_school(word) for word in words):
        return None
    return _place_kind(text, words)


def looks_like_a_school(name: str) -> bool:
    """Whether a row names a school by its login or by a word that only schools bear."""
    if school_login(name):
        return True
    return not is_group(name) and any(_names_a_school(word) for word in _WORD.findall(folded(name)))


def placed(names: Sequence[str]) -> list[Place]:
    """What each row of a column «Группы участников» is, by its name and by its place.

    The row between the region and the first school is a municipality even under a bare name («Камышин»).
    """
    places: list[Place] = []
    municipality, is_open = "", True
    has_schools = any(looks_like_a_school(name) for name in names)
    for name in names:
        kind = group_kind(name)
        if kind is None and has_schools and is_open and _is_bare(name) and _after_wide(places):
            kind = GroupKind.MUNICIPALITY
        if kind is None or kind is GroupKind.MUNICIPALITY:
            is_open = False
        if kind is not None:
            municipality = name if kind is GroupKind.MUNICIPALITY else ""
            is_open = is_open or kind is not GroupKind.MUNICIPALITY
        places.append(Place(kind, "" if kind else municipality))
    return places


def municipality_key(name: str) -> str:
    """«город Камышин», «г. Камышин», «Камышин Волгоградской области» → «камышин»: one spelling for all.

    «Отдел образования Энского района», «Энский м.р. (ОО - 9)» → «энский».
    """
    text = _spelled_out(name)
    common = _MUNICIPALITY_WORDS | _PLACE_CASES | (_BOARD_WORDS if _BOARD.match(text) else set())
    words: list[str] = []
    for told in (_BRACKETS.sub(" ", text), text):
        words = _WORD.findall(_OF_REGION.sub("", told) or told)
        if kept := [word for word in words if word not in common and not _has_stem(word)]:
            return " ".join(_OF_PLACE.sub("ий", word) for word in kept)
    return " ".join(words)


def _spelled_out(name: str) -> str:
    return _SHORTENED.sub(r"\1\2 ", folded(name))


def _has_stem(word: str) -> bool:
    return word.startswith((*_MUNICIPALITY_STEMS, "образовани"))


def _names_a_school(word: str) -> bool:
    return (
        word in _KINDS_OF_SCHOOL
        or word.startswith(_STEMS_OF_SCHOOL)
        or _KIND_OF_BODY.fullmatch(word) is not None
    )


def _place_kind(text: str, words: Sequence[str]) -> GroupKind | None:
    """Of a name without a word of schools. A municipality goes first: «район … области» is one."""
    if text.startswith(("г. ", "г.")) or any(_is_of_municipality(word) for word in words):
        is_okrug = "автономн" in text and "муниципальн" not in text
        return GroupKind.REGION if is_okrug else _city_or_municipality(words)
    if _REGION.fullmatch(text) or any(word in _REGION_WORDS for word in words) or text in _FEDERAL_CITIES:
        return GroupKind.REGION
    return GroupKind.MUNICIPALITY if _BOARD.match(text) else None


def _is_of_municipality(word: str) -> bool:
    return word in _MUNICIPALITY_WORDS or word.startswith(_MUNICIPALITY_STEMS) or word.endswith("-город")


def _city_or_municipality(words: Sequence[str]) -> GroupKind:
    """«г. Москва» is a region, the city of a region is a municipality."""
    rest = [word for word in words if word not in ("г", "город")]
    return GroupKind.REGION if len(rest) == 1 and rest[0] in _FEDERAL_CITIES else GroupKind.MUNICIPALITY


def _is_bare(name: str) -> bool:
    """Only letters: neither a number nor quotes, as names of schools have."""
    return (
        not looks_like_a_school(name)
        and re.fullmatch(r"[^\W\d_]+(?:[\s-][^\W\d_]+)*", name.strip()) is not None
    )


def _after_wide(places: Sequence[Place]) -> bool:
    return bool(places) and places[-1].kind in (GroupKind.WHOLE, GroupKind.REGION)
