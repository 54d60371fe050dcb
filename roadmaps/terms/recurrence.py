"""How often a measure comes back: «раз в месяц», «не реже 1 раза в квартал», «ежегодно, до 1 сентября»."""

import re
from dataclasses import dataclass, replace

from roadmaps.enums import Recurrence

#: Times within a stretch of time. «2 раза в год» is as often as «раз в полугодие»: nearer than «custom»,
#: which would lose it. Lessons have four quarters, so «раз в четверть» stands with «раз в квартал».
_OFTEN = {
    (1, "week"): Recurrence.WEEKLY,
    (1, "month"): Recurrence.MONTHLY,
    (1, "quarter"): Recurrence.QUARTERLY,
    (4, "year"): Recurrence.QUARTERLY,
    (1, "half"): Recurrence.HALF_YEARLY,
    (2, "year"): Recurrence.HALF_YEARLY,
    (1, "year"): Recurrence.YEARLY,
}
_UNITS = (
    ("week", r"недел[юеи]"),
    ("month", r"мес(?:яц[еа]?)?"),
    ("quarter", r"кв(?:артал[еа]?)?|(?:уч\w*\.? )?четверт[ьи]|(?:3|три) месяца"),
    ("half", r"полугоди[еюия]|полгода|(?:6|шесть) месяцев"),
    ("lessons", r"уч(?:ебн(?:ый|ом|ого))?\.? ?г(?:од[уа]?)?"),
    ("year", r"(?:календарн\w+ )?год[уа]?"),
    ("other", r"(?:\w+ )?(?:недел[иьюе]|дн(?:я|ей)|день|месяц(?:а|ев)|триместре?|декаду|четверти|года|лет)"),
)
_EVERY = (
    (Recurrence.WEEKLY, r"еженедельно|кажд(?:ую|ая|ой) недел[юяи]"),
    (Recurrence.MONTHLY, r"ежемесячно|помесячно|кажд(?:ый|ого) месяца?"),
    (
        Recurrence.QUARTERLY,
        r"ежеквартально|поквартально|по кварталам|по четвертям"
        r"|кажд(?:ый|ого) квартала?|кажд(?:ую|ой) четверт[ьи]",
    ),
    (Recurrence.HALF_YEARLY, r"по полугодиям|кажд(?:ое|ого|ые) пол(?:угоди[ея]|года)"),
    (Recurrence.YEARLY, r"ежегодно|кажд(?:ый|ого) года?"),
    (Recurrence.CUSTOM, r"ежедневно|каждый день|каждые (?:\w+ )?(?:недели|недель|месяца|месяцев|дня|дней)"),
)
_COUNTS = {"один": 1, "одного": 1, "дважды": 2, "два": 2, "двух": 2, "три": 3, "трех": 3, "трижды": 3}
_COUNTS |= {"четыре": 4, "четырех": 4}
_UNIT = "|".join(pattern for _, pattern in reversed(_UNITS))
_RATE = re.compile(
    r"\b(?:(?:не (?:реже|менее),?|минимум|по) )?(?:чем )?"
    rf"(?:(?:(?P<count>\d+(?:-\d+)?|{'|'.join(_COUNTS)}|несколько)(?:-?х)? ?)?раза?"
    r"|(?P<adverb>дважды|трижды))"
    rf"(?: (?:в|за|втечение) | ?/ ?)(?P<unit>{_UNIT})(?!\w)\.?"
)
#: «не чаще раза в месяц» allows never: an upper bound is no rhythm
_AT_MOST = re.compile(
    rf"\b(?:не (?:более|чаще)|до|максимум),? (?:чем )?(?:(?:\d+|{'|'.join(_COUNTS)})(?:-?х)? )?раза?\b"
)
_WEEKDAY = r"(?:понедельник|вторник|сред|четверг|пятниц|суббот)\w*"
_EACH_WEEKDAY = re.compile(rf"\b(?:по|кажд(?:ый|ую|ая)) {_WEEKDAY}")
_ORDINAL = r"(?:перв|втор|трет|четверт|последн)\w+"
#: what may stand beside the rate and narrows it down to a day
_DAYS = {
    Recurrence.WEEKLY: re.compile(rf"(?:\b(?:по|кажд\w+|во?) )?\b{_WEEKDAY}"),
    Recurrence.MONTHLY: re.compile(
        r"(?:\b(?:до|к|по|непозднее) )?\b\d{1,2}(?:-?(?:го|е))? ?числ[ао]\b(?: месяца)?,?"
        r"(?: следующего(?: за отчетным)?(?: месяц(?:ем|а))?)?"
        rf"|\b{_ORDINAL} (?:{_WEEKDAY}|недел[яюи]|дн?е?н?[ья])\b"
    ),
}
_DAYS[Recurrence.QUARTERLY] = _DAYS[Recurrence.MONTHLY]
_FILLERS = re.compile(r"\b(?:постоянно|систематически|регулярно|периодически)\b")
_EDGES = " ,;:.-"


@dataclass(frozen=True, slots=True)
class Recurring:
    """`often` is a value of Recurrence or None; `rest` is the wording without what said so.

    `of_lessons` tells that the rate was given for the school year: «1 раз в учебном году».
    """

    often: Recurrence | None
    rest: str
    of_lessons: bool = False


def recurring(plain: str) -> Recurring:
    """Take the rate out of a plain wording; what is left tells the days."""
    found = next((read for rule in (_rate, _every, _each_weekday) if (read := rule(plain))), None)
    if found is None:
        rest = _FILLERS.sub("", plain)
        return Recurring(None, (_trimmed(rest) if rest != plain else plain.strip(_EDGES)) or plain)
    days = _DAYS.get(found.often) if found.often else None
    rest = days.sub("", found.rest) if days else found.rest
    return replace(found, rest=_trimmed(_FILLERS.sub("", rest)))


def is_upper_bound(plain: str) -> bool:
    """Whether a plain wording only says how often at most: «до 2 раз в месяц»."""
    return bool(_AT_MOST.search(plain))


def _rate(plain: str) -> Recurring | None:
    match = _RATE.search(plain)
    if match is None:
        return None
    count = match["adverb"] or match["count"] or "1"
    unit = next(name for name, pattern in _UNITS if re.fullmatch(pattern, match["unit"]))
    times = _COUNTS.get(count) or (int(count) if count.isdigit() else 0)
    often = _OFTEN.get((times, "year" if unit == "lessons" else unit), Recurrence.CUSTOM)
    return Recurring(often, _without(plain, match), of_lessons=unit == "lessons")


def _every(plain: str) -> Recurring | None:
    for often, pattern in _EVERY:
        if match := re.search(rf"\b(?:{pattern})\b", plain):
            return Recurring(often, _without(plain, match))
    return None


def _each_weekday(plain: str) -> Recurring | None:
    match = _EACH_WEEKDAY.search(plain)
    return Recurring(Recurrence.WEEKLY, _without(plain, match)) if match else None


def _without(plain: str, match: re.Match[str]) -> str:
    return f"{plain[: match.start()]} {plain[match.end() :]}"


def _trimmed(rest: str) -> str:
    """Without the brackets, signs and «и» that are left round what was taken out."""
    rest = re.sub(r"\((?:[ ,;:.-]|\bи\b)*\)", "", rest)
    return " ".join(re.sub(r"^\W*и\b|\bи\W*$", "", rest).split()).strip(_EDGES)
