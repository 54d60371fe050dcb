"""A plan out of a file: each measure with its number and what its term says, or the question about it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from portal.core.errors import InvalidInput
from portal.core.tables import UnreadableTable
from roadmaps.checks import MeasureInput, SectionInput, checked_sections
from roadmaps.enums import PlanPeriod
from roadmaps.imports.read import RawMeasure, read_measures
from roadmaps.terms import Term, parse_term

NO_NAME = "Мероприятие не названо. Впишите название или удалите строку."
NO_TERM = "Срок не указан. Напишите, например, «сентябрь», «до 15 октября» или «в течение года»."
_DATE_CELL = (
    "В ячейке стоит дата {day}. Если это весь месяц (Excel сам превращает «сентябрь 2021» в дату), "
    "напишите его текстом; если один день — укажите даты."
)
_EMPTY = "Под шапкой таблицы нет ни одной меры."
#: columns that go into a measure under their own name
_COPIED = ("responsible", "form", "expected", "addressee", "resources", "indicator")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One measure as recognised. `term` is the wording as written; with a `question` both days are None."""

    number: str
    section: str
    address: str
    name: str
    term: str
    start: date | None
    end: date | None
    recurrence: str | None
    question: str | None
    measure: MeasureInput

    @property
    def responsible(self) -> str:
        return self.measure.responsible


@dataclass(frozen=True, slots=True)
class PlanRead:
    """What was recognised in a file; `ignored` are heads of columns whose texts have no place here."""

    rows: tuple[PlanRow, ...]
    ignored: tuple[str, ...] = ()

    @property
    def questions(self) -> list[PlanRow]:
        return [row for row in self.rows if row.question]

    @property
    def sections(self) -> list[SectionInput]:
        """The rows as the sections of a roadmap, in their order."""
        return [
            SectionInput(title, tuple(row.measure for row in run))
            for title, run in groupby(self.rows, key=lambda row: row.section)
        ]


def read_plan(source: Path | str | BinaryIO, *, year: int, period: str = PlanPeriod.ACADEMIC) -> PlanRead:
    """The measures of a file in the plan of a year. Raises UnreadableTable, also for a plan too large."""
    raw, ignored = read_measures(source)
    if not raw:
        raise UnreadableTable(_EMPTY)
    numbers = _numbers(raw)
    rows = tuple(_row(each, number, year, period) for each, number in zip(raw, numbers, strict=True))
    plan = PlanRead(rows, tuple(ignored))
    _refuse_too_large(plan, year, period)
    return plan


def _numbers(raw: Sequence[RawMeasure]) -> Iterator[str]:
    """The number in the file; a missing or repeated one (Excel makes 1.1 of 1.10) is made of its place."""
    written = Counter(each.number for each in raw)
    runs = [list(run) for _, run in groupby(raw, key=lambda each: each.section)]
    for place, run in enumerate(runs, start=1):
        for at, each in enumerate(run, start=1):
            made = f"{place}.{at}" if len(runs) > 1 else str(at)
            yield each.number if written[each.number] == 1 and each.number else made


def _row(raw: RawMeasure, number: str, year: int, period: str) -> PlanRow:
    name, wording = raw.texts.get("name", ""), raw.texts.get("term", "")
    term = _term(raw, name, wording, year, period)
    copied = {key: raw.texts.get(key, "") for key in _COPIED}
    measure = MeasureInput(name, wording, result=raw.texts.get("done", ""), key=raw.address, **copied)
    return PlanRow(
        number,
        raw.section,
        raw.address,
        name,
        wording,
        term.start,
        term.end,
        term.recurrence,
        term.question,
        measure,
    )


def _term(raw: RawMeasure, name: str, wording: str, year: int, period: str) -> Term:
    if not name:
        return Term(question=NO_NAME)
    if not wording:
        return Term(question=NO_TERM)
    if raw.term_is_date and wording.startswith("01."):
        return Term(question=_DATE_CELL.format(day=wording))
    return parse_term(wording, year, period)


def _refuse_too_large(plan: PlanRead, year: int, period: str) -> None:
    """What no answer about terms can mend: too many measures, a text that is too long."""
    plain = [
        SectionInput(section.title, tuple(_without_term(measure) for measure in section.measures))
        for section in plan.sections
    ]
    try:
        checked_sections(plain, year=year, period=period)
    except InvalidInput as error:
        key, text = next(iter(error.errors.items()))
        address = key.rpartition("-")[0]
        raise UnreadableTable(f"{address}: {text}" if address else text) from error


def _without_term(measure: MeasureInput) -> MeasureInput:
    return MeasureInput(
        measure.name,
        key=measure.key,
        result=measure.result,
        **{key: getattr(measure, key) for key in _COPIED},
    )
