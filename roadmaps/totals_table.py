"""Totals as a table whose columns add up; a column with nothing in it is left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from portal.core.russian import month_words
from portal.core.spelling import folded
from roadmaps.selectors import MeasureFact
from roadmaps.totals import Totals, month_of, totals_by

#: (head, attribute of Totals, whether it stays when empty)
_COLUMNS = (
    ("Мер", "measures", True),
    ("Выполнено", "done", True),
    ("из них в срок", "in_time", True),
    ("с опозданием", "late", True),
    ("сравнить не с чем", "done_undated", False),
    ("На проверке", "review", True),
    ("Просрочено", "overdue", True),
    ("Не выполнено", "failed", False),
    ("Срок не наступил", "ahead", True),
    ("Без срока", "undated", False),
    ("Карта остановлена", "stopped", False),
)

SHARES = ("Выполнено, %", "В срок, %")
#: name, counts, shares; a share is None where there is nothing to be a part of
Line = tuple[str, list[int], list[int | None]]


@dataclass(frozen=True, slots=True)
class TotalsTable:
    """`rows` are (name, totals); `whole` is the row of the sum and tells which columns stand at all."""

    title: str
    first_head: str
    rows: Sequence[tuple[str, Totals]]
    whole: Totals

    @property
    def heads(self) -> list[str]:
        return [head for head, _ in self._columns]

    @property
    def lines(self) -> list[Line]:
        return [self._line(name, totals) for name, totals in self.rows]

    @property
    def sum(self) -> Line:
        return self._line("Всего", self.whole)

    @property
    def _columns(self) -> list[tuple[str, str]]:
        return [(head, name) for head, name, stays in _COLUMNS if stays or getattr(self.whole, name)]

    def _line(self, name: str, totals: Totals) -> Line:
        counts = [getattr(totals, column) for _, column in self._columns]
        return name, counts, [totals.done_share, totals.in_time_share]


# --- By what ----------------------------------------------------------------------------------


Rows = list[tuple[str, Totals]]


def by_plan(facts: Iterable[MeasureFact]) -> Rows:
    found = totals_by(facts, lambda fact: fact.measure.roadmap)
    return [(plan.owner_name, totals) for plan, totals in found.items()]


def by_section(facts: Sequence[MeasureFact]) -> Rows:
    """Sections of one title are one, whatever its place in the plans."""
    titles = {folded(fact.measure.section_name): fact.measure.section_name for fact in reversed(facts)}
    found = totals_by(facts, lambda fact: folded(fact.measure.section_name))
    return [(titles[key], totals) for key, totals in found.items()]


def by_month(facts: Iterable[MeasureFact]) -> Rows:
    """By the month in which the term ends, those without an end last."""
    found = totals_by(facts, lambda fact: month_of(fact.measure.ends_on))
    ordered = sorted(found.items(), key=lambda item: item[0] or date.max)
    return [(month_words(month) if month else "Без срока", totals) for month, totals in ordered]
