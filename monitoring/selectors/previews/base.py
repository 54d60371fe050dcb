"""What a preview is made of: sentences, and tables by district."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, QuerySet

from monitoring.enums import ResultStatus
from monitoring.models import Result
from portal.core.russian import number

NOTHING = "Ни одно напечатанное число не изменится."
#: A table of all districts of a country is no help; the sentence above it still counts everything.
ROWS_SHOWN = 200
#: A district of a result: what puts it in order, as two regions may have a name twice, then its name.
DISTRICT = ("district__order_key", "district_id", "district__name")

#: By calendar year: the value of every parameter by its code.
Numbers = Mapping[int, Mapping[str, Decimal]]


@dataclass(frozen=True, slots=True)
class ChangeTable:
    """`texts`: how many columns on the left are words and not figures."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    texts: int = 1

    @property
    def shown(self) -> Sequence[tuple[str, ...]]:
        return self.rows[:ROWS_SHOWN]

    @property
    def hidden(self) -> int:
        return max(len(self.rows) - ROWS_SHOWN, 0)


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change, in sentences and tables; `+` puts one preview under another."""

    sentences: list[str]
    tables: list[ChangeTable] = field(default_factory=list)

    def __add__(self, other: "Preview") -> "Preview":
        return Preview(self.sentences + other.sentences, self.tables + other.tables)


def valued(years: Collection[int]) -> QuerySet[Result]:
    """Results of the calendar `years` that have a mean."""
    return Result.objects.filter(sitting__year__in=years, status=ResultStatus.VALUE).order_by()


def counted(results: QuerySet[Result]) -> list[tuple[str, int, str, int]]:
    """`DISTRICT` and how many of its results."""
    return list(results.order_by().values_list(*DISTRICT).annotate(count=Count("pk")))


def by_district(rows: Iterable[tuple[str, int, str, int]]) -> list[tuple[str, str]]:
    """(*DISTRICT, count) as rows of a table."""
    return [(name, number(count)) for *_, name, count in sorted(rows) if count]
