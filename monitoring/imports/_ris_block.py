"""One exam of a РИС protocol between its title and the next one, and whether its own footer agrees."""

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from monitoring.enums import Severity
from monitoring.imports._ris_header import Columns
from monitoring.imports._ris_tally import ExamTally
from monitoring.imports._ris_title import Title
from monitoring.imports._ris_words import FOOTERS
from monitoring.imports.layout import line_of, warning
from monitoring.imports.numbers import amount
from monitoring.imports.parsed import Problem
from portal.core.russian import counted, number, rounded
from portal.core.spelling import folded
from portal.core.tables import Row, Sheet

_FOOTER_CELLS = 4


@dataclass(slots=True)
class Target:
    """Where the rows of one class of a block go: an exam and the column of its result, or a refusal."""

    exam: ExamTally | None
    column: int | None
    address: str
    refusal: str = ""
    rows: int = 0


@dataclass(slots=True)
class Block:
    """`results` counts the values that were taken; `absent` are rows without a result."""

    sheet: Sheet
    title: Title
    columns: Columns | None = None
    has_header: bool = False
    targets: dict[Hashable, Target] = field(default_factory=dict)
    closed: list[Target] = field(default_factory=list)
    results: Counter[int] = field(default_factory=Counter)
    absent: int = 0
    absent_at: str = ""
    footers: dict[str, tuple[Decimal, str]] = field(default_factory=dict)

    def take_header(self, columns: Columns | None) -> None:
        """A head that is printed again on the next page goes on with the same exam."""
        self.closed += self.targets.values()
        self.targets.clear()
        self.columns, self.has_header = columns, True

    def take_footer(self, row: Row) -> bool:
        """Whether the row is a footer. Its numbers stand a column beside their heads: the last one counts."""
        name = footer_of(row)
        if not name:
            return False
        numbers = [
            (value, index) for index, cell in enumerate(row.cells) if (value := amount(cell)) is not None
        ]
        if numbers and name != "other":
            value, index = numbers[-1]
            self.footers[name] = value, self.sheet.address(row, index)
        return True

    def exams(self) -> list[ExamTally]:
        return [target.exam for target in (*self.closed, *self.targets.values()) if target.exam is not None]

    def minimum(self) -> int | None:
        value, _ = self.footers.get("minimum", (None, ""))
        return int(value) if value is not None and value == int(value) and 0 < value <= 100 else None

    def problems(self) -> Iterator[Problem]:
        yield from self._refusals()
        if self.absent:
            rows = counted(self.absent, "строка", "строки", "строк")
            text = f"{rows} без результата (не явились, удалены, аннулировано, пусто): в участники не входят."
            yield Problem(Severity.INFO, "without_result", self.absent_at, text)
        if self.results:
            yield from self._disagreements()

    def _refusals(self) -> Iterator[Problem]:
        refused = [target for target in (*self.closed, *self.targets.values()) if target.refusal]
        rows: Counter[str] = Counter()
        for target in refused:
            rows[target.refusal] += target.rows
        first = {target.refusal: target.address for target in reversed(refused)}
        for refusal, count in rows.items():
            skipped = counted(count, "строка пропущена", "строки пропущены", "строк пропущено")
            yield Problem(Severity.ERROR, "unknown_exam", first[refusal], f"{refusal} {skipped}.")

    def _disagreements(self) -> Iterator[Problem]:
        people = self.results.total()
        total, address = self.footers.get("total", (None, ""))
        if total is not None and total not in (people, people + self.absent):
            text = (
                f"В файле «Всего участников» {number(total)}, а строк с результатом {people}. "
                "Проверьте, весь ли протокол выгружен: записано будет по строкам."
            )
            yield warning("footer_total", address, text)
        printed, address = self.footers.get("mean", (None, ""))
        mean = Decimal(sum(value * count for value, count in self.results.items())) / people
        if printed is not None and _differ(printed, mean):
            text = (
                f"В файле среднее {number(printed)}, а по строкам выходит {number(mean)}. "
                "Проверьте, весь ли протокол выгружен: записано будет по строкам."
            )
            yield warning("footer_mean", address, text)


def footer_of(row: Row) -> str:
    """What a footer row tells by its first filled cell: mean, minimum, total, other; empty for other rows."""
    first = next((cell for cell in row.cells if cell is not None), None)
    if not isinstance(first, str) or not first.lstrip()[:1].isalpha():
        return ""
    plain = folded(first)
    return next((name for word, name in FOOTERS.items() if plain.startswith(word)), "")


def is_short(row: Row) -> bool:
    """A footer fills a few cells; the row of a pupil whose surname begins like a footer fills many."""
    return sum(cell is not None for cell in row.cells) <= _FOOTER_CELLS


def is_numbering(row: Row) -> bool:
    """«1 | 2 | 3 | 4» under a head numbers the columns."""
    return line_of(row).split()[:3] == ["1", "2", "3"]


def _differ(printed: Decimal, mean: Decimal) -> bool:
    """More than rounding to the printed digits can make, whichever way it rounds a half."""
    exponent = printed.normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return abs(rounded(mean, 6) - printed) > Decimal(1).scaleb(-places) / 2
