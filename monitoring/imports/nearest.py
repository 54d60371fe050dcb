"""How near two names of schools are. Nothing here decides: a near name is a candidate for a person's answer.

What tells schools apart is their number and their own word («Красноярская»); the legal form and the words
of every school («МКОУ», «средняя общеобразовательная школа») say nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from monitoring.imports._slips import is_slip
from schools.models import School
from schools.naming import match_key

#: from here on a name is near enough to be taken, if the second one stays so far behind
TAKEN, AHEAD = 0.84, 0.1
#: what is worth showing to a person, and how many of them
SHOWN, MOST = 0.62, 5
_OTHER_KIND = 0.2
#: of a school that is near and is another one: shown, never taken
_NOT_SURE = TAKEN - 0.01
_ONLY_NUMBERS = 0.85

_LOCALITY_WORDS = """
    г гор город города с село села х хутор хутора п пос поселок поселка пгт рп ст станица станицы д деревня
    деревни аул
"""
_FORM_WORDS = """
    мкоу мбоу маоу моу мку мбу мау гбоу гку гкоу гоу оу мсоу мкс муниципальное муниципальная казенное
    казенная бюджетное бюджетная автономное автономная государственное общеобразовательное
    общеобразовательная общеобразовательной учреждение учреждения организация образовательное им имени
    школа школы школ шк ст-ца р-н р-на
"""
_LOCALITY = frozenset(_LOCALITY_WORDS.split())
_FORMS = _LOCALITY.union(_FORM_WORDS.split())
_KINDS = {
    "сш": "средняя", "сош": "средняя", "средняя": "средняя", "мбоусош": "средняя", "мкоусош": "средняя",
    "ош": "основная", "оош": "основная", "основная": "основная",
    "нош": "начальная", "нш": "начальная", "начальная": "начальная",
    "лицей": "лицей", "гимназия": "гимназия", "интернат": "интернат",
    "вечерняя": "вечерняя", "осош": "вечерняя", "открытая": "вечерняя", "сменная": "вечерняя",
    "чоу": "частная", "ноу": "частная", "ано": "частная", "частная": "частная", "частное": "частная",
    "прогимназия": "прогимназия", "кадетская": "кадетская", "кадетский": "кадетская", "цо": "центр",
    "центр": "центр", "спортивная": "спортивная", "искусств": "искусств", "до": "дополнительное",
    "детский": "сад", "сад": "сад", "доу": "сад", "филиал": "филиал", "филиала": "филиал",
    "коррекционная": "коррекционная", "коррекционные": "коррекционная",
}  # fmt: skip
#: what a name may leave out; with any other word of kind a school stands beside the one without it
_ORDINARY = frozenset(("средняя", "основная", "лицей", "гимназия"))
#: «ВСШ», «СКШИ», «ОСШ»: short words of kind that nobody can list
_SHORT_KIND = re.compile(r"[бвгджзйклмнпрстфхцчшщ]{2,6}|[а-я]{1,4}ши?")
_PREFIX_WORDS = """
    за при под подо над пред по на нижне верхне ново старо мало велико больше средне северо южно западно
    восточно красно бело черно ближне дальне
"""
#: «Заречная» is another place than «Речная», «Нижнеозёрская» than «Верхнеозёрская» and «Озёрская»
_PREFIXES = tuple(sorted(_PREFIX_WORDS.split(), key=len, reverse=True))
_SHORTEST = 4  # letters of a name behind its prefix: «За|озёрная», but not «За|йка»
_ADJECTIVE = re.compile(
    r"(нижн|верхн|ближн|дальн)(?:ий|яя|ее|е)|(нов|стар|мал|красн|бел|черн)(?:ый|ая|ое|о)|больш(?:ой|ая|ое|е)"
)
#: «Котельниковского муниципального района Волгоградской области»: where the school is, not which one
_PLACE = re.compile(r"\S+\s+(?:муниципальн\S+\s+|городск\S+\s+)?(?:района|округа|области|края|республики)\b")
_PATRONYMIC = re.compile("(?:вича|ича|вны|чны)$")
_NUMBER = re.compile(r"\d+(?:_[а-я])?")
#: «2-а», «2а», «2 а» become «2_а», the number of another school than «2»; «1-я» and «№ 1с. Озёрное» have none
_LETTERED = re.compile(r"(?<![\w-])(\d+)(?:-(?![йяе])|(?![йяегдпсх])| (?=[аб]))([а-я])(?![\w-])")


@dataclass(frozen=True, slots=True)
class _Name:
    """A name taken apart; `honour` is whose name the school bears: «имени Героя …» may be left out.

    `own` are the words that no other kind of word explains, `place` those of them behind «г.» or «с.».
    """

    own: tuple[str, ...]
    place: tuple[str, ...]
    honour: tuple[str, ...]
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
    """0 where the numbers differ: «СШ № 2» is never near «СШ № 3»; below TAKEN what is another school."""
    a, b = _taken_apart(match_key(one)), _taken_apart(match_key(other))
    if _digits(a) != _digits(b):
        return 0.0
    score = _of_words(a, b)
    if a.kinds and b.kinds and not a.kinds & b.kinds:
        score = max(0.0, score - _OTHER_KIND)
    return min(score, _NOT_SURE) if _is_another(a, b) else score


def _of_words(a: _Name, b: _Name) -> float:
    own, others = " ".join(a.own), " ".join(b.own)
    if not own and not others:
        return 1.0 if a.numbers else 0.0
    if own and others:
        return _alike(own, others)
    if not a.numbers:
        return 0.0
    is_place = {*a.own, *b.own} <= {*a.place, *b.place}
    return _ONLY_NUMBERS if is_place else _NOT_SURE  # a word that nobody knows may be another school


def _alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= SHOWN else 0.0


def _is_another(a: _Name, b: _Name) -> bool:
    """Whether something tells two near names apart for sure, so that only a person may join them."""
    if (a.kinds ^ b.kinds) - _ORDINARY or a.numbers != b.numbers:
        return True
    if a.honour and b.honour and not is_slip(_surname(a.honour), _surname(b.honour)):
        return True
    if any(_is_another_place(one, other) for one in a.own for other in b.own):
        return True
    return _has_word_of_its_own(a, b) and _has_word_of_its_own(b, a)


def _has_word_of_its_own(a: _Name, b: _Name) -> bool:
    return any(not any(is_slip(one, other) for other in b.own) for one in a.own)


def _digits(name: _Name) -> set[str]:
    """The numbers without their letters: «Лицей № 2-А» is shown beside «Лицей № 2» and never taken for it."""
    return {number.partition("_")[0] for number in name.numbers}


@lru_cache(maxsize=4096)
def _is_another_place(one: str, other: str) -> bool:
    """The same root under different prefixes, or under a prefix and under none."""
    (prefix, root), (another, rest) = _cut(one), _cut(other)
    if prefix == another:
        return bool(prefix) and _is_another_place(root, rest)
    whole = ((root, other), (one, rest)) if prefix and another else ()  # «Подкрасноярская», «Красноярская»
    return any(_alike(*pair) >= TAKEN for pair in ((root, rest), *whole))


def _cut(word: str) -> tuple[str, str]:
    """A word without the longest prefix that it may have."""
    found = (each for each in _PREFIXES if word.startswith(each) and len(word) >= len(each) + _SHORTEST)
    prefix = next(found, "")
    return prefix, word[len(prefix) :]


@lru_cache(maxsize=4096)
def _taken_apart(key: str) -> _Name:
    plain = _LETTERED.sub(r"\1_\2", _PLACE.sub(" ", key))
    words, honour = _without_honour([word for part in plain.split() for word in part.split("-")])
    kinds = frozenset(kind for word in words if (kind := _kind_of(word)))
    numbers = frozenset(number for word in words for number in _NUMBER.findall(word))
    behind = next((index for index, word in enumerate(words) if word in _LOCALITY), len(words))
    place = tuple(_joined(_own(words[behind:])))
    return _Name(tuple(_joined(_own(words))), place, honour, numbers, kinds)


def _kind_of(word: str) -> str:
    """Empty for a word that tells no kind of school."""
    if word in _KINDS:
        return _KINDS[word]
    return word if word not in _FORMS and _SHORT_KIND.fullmatch(word) else ""


def _own(words: Iterable[str]) -> list[str]:
    return [word for word in words if word not in _FORMS and not _kind_of(word) and not _NUMBER.search(word)]


def _surname(honour: Sequence[str]) -> str:
    """«гагарина» of «юрия алексеевича гагарина», of «гагарина ю а» and of «гагарина юрия алексеевича»."""
    words = [word for word in honour if len(word) > 1]
    if words and _PATRONYMIC.search(words[-1]):
        words = words[:-2]
    return words[-1] if words else ""


def _without_honour(words: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """«имени Героя Советского Союза И. И. Иванова», up to a village; kept where nothing else names it."""
    start = next((index for index, word in enumerate(words) if word in ("имени", "им")), len(words))
    end = next((index for index in range(start + 1, len(words)) if words[index] in _LOCALITY), len(words))
    rest = words[:start] + words[end:]
    if _own(rest) or any(_NUMBER.search(word) for word in rest):
        return rest, tuple(words[start + 1 : end])
    return words, ()


def _joined(words: Sequence[str]) -> Iterator[str]:
    """«нижне луговская» and «нижняя луговская» as «нижнелуговская»."""
    before = ""
    for word in words:
        if found := _ADJECTIVE.fullmatch(word):
            stem = found[1] or found[2]
            before += f"{stem}{'е' if found[1] else 'о'}" if stem else "больше"
        elif word in _PREFIXES:
            before += word
        else:
            yield f"{before}{word}"
            before = ""
    if before:
        yield before


def _names_of(school: School) -> list[str]:
    names = [school.short_name, school.full_name, *(alias.name for alias in school.aliases.all())]
    return [name for name in names if name]
