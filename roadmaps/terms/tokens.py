"""A wording in pieces: each is one letter that tells its kind, and a value.

`D` day with a year, `d` day and month in digits, `B` month.year, `N` small number, `M` month, `Y` year,
`P` pair of years, `K` quarter, `H` half-year, `G` «год», `S` «учебный», `C` «календарный», `f` «с»,
`W` day of the week, `t` «по», `u` «до», `l` «не позднее», `w` «в течение», `v` «в», `a` «весь»,
`E` «конец», `o` «месяц», `-`, `,`, brackets, and `x` for all that no rule knows.
"""

import re
from typing import Any, NamedTuple

from portal.core.russian import MONTHS
from portal.core.spelling import folded


class Token(NamedTuple):
    kind: str
    value: Any = None


_DASHES = re.compile("[\u2010-\u2015\u2212]")
#: a time of day behind a date
_HOURS = r" ?(?:ч|час[а-я]*)\b\.?"
_CLOCK = rf"\d{{1,2}}(?:[.:][0-5]\d(?:{_HOURS})?|{_HOURS})(?![.:]?\d)"
#: which check it is, beside the month of it: «сентябрь (входной), май (итоговый)»
_CHECK = (
    r"(?:входн|стартов|вводн|рубежн|промежуточн|итогов)(?:ой|ый|ая|ое|ые)"
    r"(?: (?:контроль|диагностика|мониторинг|срез|этап|работа|работы))?"
)
_PHRASES = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"(?<=\d) ?\. ?(?=\d)", "."),  # «15. 10. 2021»
        (r"\bc\b", "с"),  # a Latin letter that looks the same
        (r"\bі+\b", lambda match: "i" * len(match[0])),
        (r"\b(?:в срок )?не поз(?:днее|же)(?: чем)?\b", "непозднее"),
        (r"\b(?:в )?срок(?:ом)? до\b|\bвплоть до\b", "до"),
        (r"\bначиная со?\b|\bне ранее\b", "с"),
        (r"\bв ?(?:течени[еи]|теч|продолжени[еи])\b|\bна протяжении\b", "втечение"),
        (r"\b(?:в )?период (?=с )", ""),
        (r"\(включительно\)|\bвключительно\b", ""),
        (r"^срок(?:и)?(?: (?:проведения|исполнения|выполнения|реализации))? ?(?::|- )", ""),
        (r"(?<=\S) ?\*+$", ""),  # the sign of a footnote
        (rf"(?<=[\dа-я.])(?:,? в |,? (?=\d{{1,2}}:)|, (?=\d{{1,2}}\.00)){_CLOCK}", ""),
        (r"\b(\d\d?)/(\d\d?)/(20\d\d)\b", r"\1.\2.\3"),
        (r"(?<![\d./])(0[1-9]|1[0-2])/(20\d\d)(?![\d./-])", r"\1.\2"),
        (r"\b(i{1,3}|iv)(?=кв|полуг)", r"\1 "),  # «IVквартал»
        (rf"\({_CHECK}\)", ""),
        (r"\b(20\d\d) ?г(?:од[а]?)?\.? ?- ?(?=20\d\d ?г)", r"\1-"),  # «2021 г. – 2022 г.»
        (r"\bкруглогодично\b", "втечение года"),
    )
)
_ENDING = r"(?:ь|я|е|ю|[её]м)"
_MONTH = (
    rf"янв(?:ар{_ENDING})?|фев(?:р|рал{_ENDING})?|мар(?:т(?:а|е|у|ом)?)?|апр(?:ел{_ENDING})?|ма(?:й|я|е|ю|ем)"
    rf"|июн{_ENDING}?|июл{_ENDING}?|авг(?:уст(?:а|е|у|ом)?)?|сент?(?:ябр{_ENDING})?|окт(?:ябр{_ENDING})?"
    rf"|ноя(?:б|бр{_ENDING})?|дек(?:абр{_ENDING})?"
)
_WORDS = (
    ("M", _MONTH),
    ("G", r"г|гг|год(?:а|у|ом|ы|ов)?"),
    ("S", r"уч|учебн(?:ый|ого|ому|ом|ые|ых)"),
    ("C", r"календарн(?:ый|ого|ому|ом)"),
    ("K", r"кв|квартал(?:а|е|у|ы|ов|ах|ам)?"),
    ("H", r"полугоди[еяюйи]"),
    (
        "N",
        r"i{1,3}|iv|перв(?:ый|ое|ого|ому|ом)|втор(?:ой|ое|ого|ому|ом)|треть?(?:ий|его|ему|ем)|четверт(?:ый|ого|ом)",
    ),
    (
        "W",
        r"понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье|пн|вт|ср|чт|пт|сб|вс",
    ),
    ("f", r"со?"),
    ("t", r"по"),
    ("u", r"до|к|ко"),
    ("l", r"непозднее"),
    ("w", r"втечение"),
    ("v", r"во?|на"),
    ("a", r"вс[ея](?:й|го)|весь|круглый"),
    ("E", r"конц[ау]"),
    ("o", r"месяц[ае]?"),
    (",", r"и"),
)
_SCAN = re.compile(
    rf"""(?P<iso>20\d\d-\d\d-\d\d)(?!\d)
    |(?P<D>\d{{1,2}}\.\d{{1,2}}\.(?:20\d\d|[1-3]\d))(?!\d)  # two digits of a year: 2010-2039 only
    |(?P<B>(?:0?[1-9]|1[0-2])\.20\d\d)(?!\d)
    |(?P<d>\d{{1,2}}\.\d\d)(?!\d)
    |(?P<P>20\d\d[-/](?:20\d\d|\d\d))(?!\d|\.\d|-|(?<=\d-\d\d)\ (?:{_MONTH})\b)  # not «2021-15 мая»
    |(?P<Y>20\d\d)(?!\d)
    |(?P<N>\d{{1,2}})(?!\d)(?:-?(?:го|е|й|я|ое|ый|ого|ом|м)(?![а-я]))?
    |(?P<word>[a-zа-я]+)\.?
    |(?P<sign>[-,;/()])
    |(?P<dot>[.:«»"'„“”])
    |(?P<x>\d+|.)""",
    re.VERBOSE,
)
_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "пер": 1, "вто": 2, "тре": 3, "чет": 4}
_WEEKDAYS = (("по", "пн"), ("вт",), ("ср",), ("че", "чт"), ("пя", "пт"), ("су", "сб"), ("во", "вс"))
_STEMS = tuple("ма" if stem.startswith("мая") else stem[:3] for stem in MONTHS)


def plain(text: str) -> str:
    """Lower case, one kind of dash and space, Russian letters, the usual short form of each phrase."""
    short = _DASHES.sub("-", folded(text))
    for pattern, word in _PHRASES:
        short = pattern.sub(word, " ".join(short.split()))
    return " ".join(re.sub(r" ?- ?", "-", short).split())


def tokens_of(text: str) -> list[Token]:
    """The pieces of a plain text, without full stops and colons."""
    return [_token(match) for match in _SCAN.finditer(text) if _counts(match)]


def _counts(match: re.Match[str]) -> bool:
    return match.lastgroup != "dot" and not match[0].isspace()


def _token(match: re.Match[str]) -> Token:
    kind, text = str(match.lastgroup), match[0]
    if kind == "iso":
        return Token("D", ".".join(reversed(text.split("-"))))
    if kind == "N":
        return Token("N", int(match["N"]))
    if kind == "word":
        return _word(text.rstrip("."))
    if kind == "sign":
        return Token("," if text in ";/" else text)
    if kind == "Y":
        return Token("Y", int(text))
    return Token(kind, text)


def _word(word: str) -> Token:
    kind = next((kind for kind, pattern in _WORDS if re.fullmatch(pattern, word)), "x")
    if kind == "M":
        return Token(kind, month_number(word))
    if kind == "W":
        return Token(kind, next(day for day, stems in enumerate(_WEEKDAYS) if word.startswith(stems)))
    return Token(kind, _NUMBERS.get(word, _NUMBERS.get(word[:3])) if kind == "N" else word)


def month_number(word: str) -> int:
    return next(number for number, stem in enumerate(_STEMS, start=1) if word.startswith(stem))
