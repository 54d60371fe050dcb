"""The year that stands over a table: a plan of another one is most likely loaded by mistake."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from roadmaps.enums import PlanPeriod

_YEARS = re.compile(
    r"(?<![\d./-])(?P<first>20\d\d)\s?[-–—/]\s?(?P<last>20\d\d|\d\d)(?![\d.])(?P<lessons>\s?(?:уч|у\.\s?г))?"
    r"|\bна\s(?P<one>20\d\d)\s?г",
    re.IGNORECASE,
)
#: before a year that is over: «по итогам 2020-2021 учебного года»
_BASIS = re.compile(r"(?:\bза|итог\w*|результат\w*|анализ\w*|прошл\w+|предыдущ\w+)\s[^.;\d]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Span:
    wording: str
    first: int
    last: int
    of_lessons: bool

    def holds(self, year: int, period: str) -> bool:
        """A programme of several years holds the plan of each; a school year that of no calendar one."""
        if period == PlanPeriod.CALENDAR:
            return not self.of_lessons and self.first <= year <= self.last
        return self.first <= year < self.last


def other_years(text: str, year: int, period: str) -> list[str]:
    """The years named in a text where none of them is that of the plan, as they are written."""
    spans = list(_spans(text))
    return [] if any(span.holds(year, period) for span in spans) else [span.wording for span in spans]


def _spans(text: str) -> Iterator[_Span]:
    for match in _YEARS.finditer(text):
        if _BASIS.search(text[: match.start()]):
            continue
        if match["one"]:
            yield _Span(match["one"], int(match["one"]), int(match["one"]), of_lessons=False)
            continue
        first, last = int(match["first"]), 2000 + int(match["last"]) % 100
        if last > first:
            wording = match[0].removesuffix(match["lessons"] or "")
            yield _Span(wording, first, last, of_lessons=bool(match["lessons"]))
