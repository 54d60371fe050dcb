"""How near two names of schools are. Nothing here decides: a near name is a candidate for a person's answer.

What tells schools apart is their number and their own word («Красноярская»); the legal form and the words
of every school («МКОУ», «средняя общеобразовательная школа») say nothing.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from schools.models import School
from schools.naming import match_key

#: from here on a name is near enough to be taken, if the second one stays so far behind
TAKEN, AHEAD = 0.84, 0.1
#: what is worth showing to a person, and how many of them
SHOWN, MOST = 0.62, 5
_OTHER_KIND = 0.2
_ONLY_NUMBERS = 0.85

_FORM_WORDS = """
    мкоу мбоу маоу моу мку мбу мау гбоу гку гкоу гоу чоу ноу оу мсоу мкс муниципальное муниципальная казенное
    казенная бюджетное бюджетная автономное автономная государственное частное общеобразовательное
    общеобразовательная общеобразовательной учреждение учреждения организация образовательное им имени
    школа школы школ шк г гор город города с село села х хутор хутора п пос поселок поселка пгт рп ст ст-ца
    станица станицы д деревня деревни р-н р-на
"""
_FORMS = frozenset(_FORM_WORDS.split())
_KINDS = {
    "сш": "средняя", "сош": "средняя", "средняя": "средняя", "мбоусош": "средняя", "мкоусош": "средняя",
    "ош": "основная", "оош": "основная", "основная": "основная",
    "нош": "начальная", "нш": "начальная", "начальная": "начальная",
    "лицей": "лицей", "гимназия": "гимназия", "интернат": "интернат",
    "вечерняя": "вечерняя", "осош": "вечерняя",
    "детский": "сад", "сад": "сад", "доу": "сад",
}  # fmt: skip
#: «Котельниковского муниципального района Волгоградской области»: where the school is, not which one
_PLACE = re.compile(r"\S+\s+(?:муниципальн\S+\s+|городск\S+\s+)?(?:района|округа|области|края|республики)\b")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Name:
    """A name taken apart."""

    own: str
    numbers: frozenset[str]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A school that may be meant; `score` is from 0 to 1."""

    school: School
    score: float


def candidates(name: str, schools: Iterable[School]) -> list[Candidate]:
    """The nearest schools by any of their names, the nearest first; needs their aliases read."""
    found = [Candidate(school, max(nearness(name, each) for each in _names_of(school))) for school in schools]
    near = [each for each in found if each.score >= SHOWN]
    return sorted(near, key=lambda each: (-each.score, each.school.place_in_lists))[:MOST]


def clear_winner(found: Sequence[Candidate]) -> School | None:
    """The one candidate that is near and that no other comes near to."""
    if not found or found[0].score < TAKEN:
        return None
    second = found[1].score if len(found) > 1 else 0.0
    return found[0].school if found[0].score - second >= AHEAD else None


def nearness(one: str, other: str) -> float:
    """0 where the numbers differ: «СШ № 2» is never near «СШ № 3»."""
    a, b = _taken_apart(match_key(one)), _taken_apart(match_key(other))
    if a.numbers != b.numbers:
        return 0.0
    score = _of_words(a, b)
    return max(0.0, score - _OTHER_KIND) if a.kinds and b.kinds and not a.kinds & b.kinds else score


def _of_words(a: _Name, b: _Name) -> float:
    if not a.own and not b.own:
        return 1.0 if a.numbers else 0.0
    if not a.own or not b.own:
        return _ONLY_NUMBERS if a.numbers else 0.0
    matcher = SequenceMatcher(None, a.own, b.own, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= SHOWN else 0.0


@lru_cache(maxsize=4096)
def _taken_apart(key: str) -> _Name:
    plain = _PLACE.sub(" ", key)
    words = [word for part in plain.split() for word in part.split("-")]
    kinds = frozenset(_KINDS[word] for word in words if word in _KINDS)
    own = [word for word in words if word not in _FORMS and word not in _KINDS and not _NUMBER.search(word)]
    return _Name(" ".join(own), frozenset(_NUMBER.findall(plain)), kinds)


def _names_of(school: School) -> list[str]:
    names = [school.short_name, school.full_name, *(alias.name for alias in school.aliases.all())]
    return [name for name in names if name]
