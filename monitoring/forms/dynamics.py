"""What a reader of «Динамика» has chosen: an address that makes no sense falls back to what is usual."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from monitoring.enums import EXAM_CHOICES, Exam, Measure
from portal.core.forms import whole_number

YEARS_SHOWN, MOST_YEARS = 3, 10
LISTED, ALL = "list", "all"


@dataclass(frozen=True, slots=True)
class DynamicsChoice:
    """`schools` is «list», «all» or the id of one school; `row` the key of the row in focus."""

    exam: str
    years: tuple[int, ...]
    measure: Measure
    schools: str
    row: str

    @classmethod
    def read(cls, query: Mapping[str, str], *, last_year: int) -> Self:
        """From an address; `last_year` is shown where none is named. `year` is an older name of `last`."""
        exam = query.get("exam", "")
        last = _year(query.get("last", "")) or _year(query.get("year", "")) or last_year
        first = _year(query.get("first", "")) or last - YEARS_SHOWN + 1
        first, last = sorted((first, last))
        first = max(first, last - MOST_YEARS + 1)
        measure = query.get("measure", "")
        return cls(
            exam if exam in EXAM_CHOICES else "vpr",
            tuple(range(first, last + 1)),
            Measure(measure) if measure in Measure.values else Measure.MEAN,
            _schools(query.get("schools", "")),
            query.get("row", "")[:40],
        )

    @property
    def exam_name(self) -> str:
        return EXAM_CHOICES[self.exam][0]

    @property
    def exams(self) -> tuple[Exam, ...]:
        return EXAM_CHOICES[self.exam][1]

    @property
    def school_pk(self) -> int | None:
        return whole_number(self.schools, 10**9)

    @property
    def is_percent(self) -> bool:
        return self.measure != Measure.MEAN

    @property
    def parts(self) -> dict[str, str | int]:
        """Exam and years, as addresses of other pages name them."""
        return {"exam": self.exam, "first": self.years[0], "last": self.years[-1]}

    def address(self, **changes: str | int | None) -> str:
        """The query of the same page with something else chosen; None leaves a part out."""
        parts = {
            "exam": self.exam,
            "schools": self.schools or None,
            "first": self.years[0],
            "last": self.years[-1],
            "measure": self.measure.value,
            "row": self.row or None,
        } | changes
        return urlencode({name: value for name, value in parts.items() if value is not None})


def year_choices(known: Sequence[int], chosen: Sequence[int]) -> list[int]:
    """The years of the calendar and those that are shown, the newest first."""
    return sorted({*known, *chosen}, reverse=True)


def _year(text: str) -> int | None:
    year = whole_number(text, 2099)
    return year if year and year >= 2000 else None


def _schools(text: str) -> str:
    return text if text in (LISTED, ALL) or whole_number(text, 10**9) else ""
