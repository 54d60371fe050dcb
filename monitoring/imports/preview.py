"""A review as its page shows it: findings grouped, questions, changes by school. No query is asked here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from monitoring.enums import ResultStatus, Severity
from monitoring.imports.parsed import Problem
from monitoring.models import Sitting
from monitoring.services.import_rows import CellChange, Key
from portal.core.russian import counted, date_ru, number
from schools.models import School

#: of one kind of finding so many texts and of one text so many cells are named, the rest is counted
_TEXTS, _CELLS = 20, 30
#: more changes than that are taken by school and not one by one: a form may not have thousands of fields
MOST_CHOICES = 500

NAMES = {
    "participants": "участников", "n2": "«2»", "n3": "«3»", "n4": "«4»", "n5": "«5»",
    "mean_mark": "средняя отметка", "mean_score": "средний балл", "below_minimum": "ниже минимума",
    "status": "состояние", "lowered": "понизили", "confirmed": "подтвердили", "raised": "повысили",
    "score_sum": "сумма баллов", "minimum": "минимум", "appeals": "апелляции", "date": "дата",
    "remark": "примечание", "count": "маркеров", "rus4": "русский, 4 класс", "math4": "математика, 4 класс",
    "rus5": "русский, 5 класс", "math5": "математика, 5 класс",
}  # fmt: skip
_KINDS = {"journal": "сравнение с журналом", "markers": "маркеры необъективности"}


@dataclass(frozen=True, slots=True)
class Told:
    """One text and the cells that it speaks of: «Лист1!C5 и ещё 12 строк»."""

    text: str
    addresses: tuple[str, ...]

    @property
    def first(self) -> str:
        return self.addresses[0] if self.addresses else ""

    @property
    def others(self) -> str:
        """«и ещё 12 строк»; empty for one."""
        rest = len(self.addresses) - 1
        return f"и ещё {counted(rest, 'строка', 'строки', 'строк')}" if rest > 0 else ""

    @property
    def named(self) -> tuple[str, ...]:
        """The other cells, as many as a page bears."""
        return self.addresses[1 : _CELLS + 1]


@dataclass(frozen=True, slots=True)
class Kind:
    """Findings of one kind: those that say the same are one text."""

    severity: str
    kind: str
    texts: tuple[Told, ...]

    @property
    def shown(self) -> tuple[Told, ...]:
        return self.texts[:_TEXTS]

    @property
    def hidden(self) -> int:
        return len(self.texts) - len(self.shown)


@dataclass(frozen=True, slots=True)
class Severe:
    """Findings of one severity."""

    severity: str
    label: str
    count: int
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class CellLine:
    """One number of the preview, in words."""

    name: str
    old: str
    new: str
    address: str
    code: str
    state: str
    derived: bool


@dataclass(slots=True)
class SittingLine:
    """What changes of one school at one sitting."""

    label: str
    cells: list[CellLine] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return all(cell.state == "new" for cell in self.cells)


@dataclass
class SchoolLines:
    """What changes of one school; in words only where a page shows it, for a file may have thousands."""

    school: School
    sittings: Mapping[int, Sitting]
    cells: list[CellChange] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    same: int = 0

    @cached_property
    def lines(self) -> list[SittingLine]:
        found: dict[tuple[str, Key], SittingLine] = {}
        for cell in self.cells:
            if (cell.kind, cell.key) not in found:
                found[cell.kind, cell.key] = SittingLine(_label(cell, self.sittings))
            found[cell.kind, cell.key].cells.append(_cell_line(cell))
        return list(found.values())


def severities(problems: Iterable[Problem]) -> list[Severe]:
    """Findings by severity, then by kind, then by what they say; the heaviest first."""
    grouped: dict[str, dict[str, dict[str, list[str]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for problem in problems:
        grouped[str(problem.severity)][problem.kind][problem.text].append(problem.address)
    found = []
    for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO):
        kinds = grouped.get(severity.value, {})
        told = tuple(
            Kind(severity.value, kind, tuple(Told(text, _named(cells)) for text, cells in texts.items()))
            for kind, texts in kinds.items()
        )
        count = sum(len(cells) for texts in kinds.values() for cells in texts.values())
        if told:
            found.append(Severe(severity.value, str(severity.label), count, told))
    return found


def _named(addresses: Sequence[str]) -> tuple[str, ...]:
    return tuple(address for address in addresses if address)


def changes_by_school(
    cells: Iterable[CellChange], *, schools: Mapping[int, School], sittings: Mapping[int, Sitting]
) -> list[SchoolLines]:
    """The differences by school in the order of names; a school without any has its count of the same."""
    found: dict[int, SchoolLines] = {}
    for cell in cells:
        school, state = cell.key[0], cell.state
        of_school = found.get(school)
        if of_school is None:
            of_school = found[school] = SchoolLines(schools[school], sittings)
        if not cell.derived:
            setattr(of_school, state, getattr(of_school, state) + 1)
        if state != "same":
            of_school.cells.append(cell)
    return sorted(found.values(), key=lambda each: each.school.place_in_lists)


def _label(cell: CellChange, sittings: Mapping[int, Sitting]) -> str:
    if cell.kind == "markers":
        return f"{_KINDS['markers']}, {cell.key[1]}"
    label = str(sittings[cell.key[1]])
    return f"{label}: {_KINDS[cell.kind]}" if cell.kind in _KINDS else label


def _cell_line(cell: CellChange) -> CellLine:
    old, new = _words(cell.name, cell.old), _words(cell.name, cell.new)
    return CellLine(NAMES[cell.name], old, new, cell.address, cell.code, cell.state, cell.derived)


def _words(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name == "status":
        return ResultStatus(value).label
    if isinstance(value, bool):
        return "есть" if value else "нет"
    if name == "appeals":
        return number(sum(count for _, _, count in value))
    if isinstance(value, date):
        return date_ru(value)
    if isinstance(value, str):
        return value
    return number(value)
