"""Totals as a table whose columns add up; a column with nothing in it is left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.core.russian import number
from roadmaps.totals import Totals

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
    def lines(self) -> list[tuple[str, list[int], list[str]]]:
        """(name, counts, shares) of each row."""
        return [self._line(name, totals) for name, totals in self.rows]

    @property
    def sum(self) -> tuple[str, list[int], list[str]]:
        return self._line("Всего", self.whole)

    @property
    def _columns(self) -> list[tuple[str, str]]:
        return [(head, name) for head, name, stays in _COLUMNS if stays or getattr(self.whole, name)]

    def _line(self, name: str, totals: Totals) -> tuple[str, list[int], list[str]]:
        counts = [getattr(totals, column) for _, column in self._columns]
        return name, counts, [_percent(totals.done_share), _percent(totals.in_time_share)]


def _percent(value: Decimal | None) -> str:
    return "—" if value is None else number(value)
