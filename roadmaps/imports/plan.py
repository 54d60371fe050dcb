"""A plan out of a file: each measure with its number and what its term says, or the question about it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

from portal.core.errors import InvalidInput
from portal.core.tables import UnreadableTable
from roadmaps.checks import MeasureInput, SectionInput, checked_sections
from roadmaps.drafts import DraftRow, PlanDraft, place_number, read_term
from roadmaps.enums import PlanPeriod
from roadmaps.imports.read import RawMeasure, ReadTable, read_measures
from roadmaps.terms import Term

_DATE_CELL = (
    "В ячейке стоит дата {day}. Если это весь месяц (Excel сам превращает «сентябрь 2021» в дату), "
    "напишите его словами; если один день — укажите даты."
)
_EMPTY = "Под шапкой таблицы нет ни одной меры."
_DASHES = ("-", "–", "—")
#: columns that go into a measure under their own name
_COPIED = ("responsible", "form", "expected", "addressee", "resources", "indicator")


def read_plan(source: Path | str | BinaryIO, *, year: int, period: str = PlanPeriod.ACADEMIC) -> PlanDraft:
    """The measures of a file in the plan of a year.

    Raises UnreadableTable for a file that is no plan, and for what no answer about a term can mend.
    """
    table = read_measures(source)
    raw = table.measures
    if not raw:
        raise UnreadableTable(_EMPTY)
    measures = [_measure(each) for each in raw]
    rows = tuple(
        DraftRow(number, each.section, measure, _read(each, measure, year, period))
        for number, each, measure in zip(_numbers(raw), raw, measures, strict=True)
    )
    _refuse_too_large(PlanDraft(rows), year, period)
    return PlanDraft(rows, tuple(_notes(table)))


def _notes(table: ReadTable) -> Iterator[str]:
    if table.ignored:
        yield f"Не перенесены столбцы, для которых в карте нет места: {_listed(table.ignored)}."
    if table.left_out:
        yield (
            f"Не прочитаны таблицы без столбцов «Мероприятие» и «Срок»: {_listed(table.left_out)}. "
            "Если в них есть меры, дайте их столбцам такие названия и загрузите файл снова."
        )
    if table.bare:
        yield f"Не перенесены строки, похожие на заголовки: мер под ними нет: {_listed(table.bare)}."


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"«{name}»" for name in names)


def _numbers(raw: Sequence[RawMeasure]) -> Sequence[str]:
    """The number in the file; a missing or repeated one (Excel makes 1.1 of 1.10) is made of its place.

    Where each section counts from 1 again, that holds for all such numbers: not 1.1, 2, 2.1. Numbers that
    would still stand twice give way to those of the places, which are the portal's own.
    """
    runs = [list(run) for _, run in groupby(raw, key=lambda each: each.section)]
    places = [
        place_number(place, at, of_many=len(runs) > 1)
        for place, run in enumerate(runs, start=1)
        for at, _ in enumerate(run, start=1)
    ]
    found = list(_own_numbers(raw, runs, places))
    return found if len(set(found)) == len(found) else places


def _own_numbers(
    raw: Sequence[RawMeasure], runs: Sequence[Sequence[RawMeasure]], places: Sequence[str]
) -> Iterator[str]:
    written = Counter(each.number for each in raw if each.number)
    begins_again = any(many > 1 for number, many in written.items() if "." not in number)
    given, made = {""}, iter(places)
    for run in runs:
        before = _common_beginning(run)
        for at, each in enumerate(run, start=1):
            is_own = each.number not in given and not (begins_again and "." not in each.number)
            given.add(each.number)
            place = next(made)
            yield each.number if is_own else f"{before}.{at}" if before else place


def _common_beginning(run: Sequence[RawMeasure]) -> str:
    """«1» where the numbers of a section are 1.1, 1.2 …; empty where they are of several kinds."""
    found = {each.number.rpartition(".")[0] for each in run if each.number}
    return found.pop() if len(found) == 1 else ""


def _measure(raw: RawMeasure) -> MeasureInput:
    texts: dict[str, Any] = {key: raw.texts.get(key, "") for key in ("name", "term")}
    texts |= {key: _told(raw.texts.get(key, "")) for key in _COPIED}
    return MeasureInput(result=_told(raw.texts.get("done", "")), key=raw.address, **texts)


def _told(text: str) -> str:
    """A dash stands for an empty cell; only a term of that kind is asked about."""
    return "" if text.strip() in _DASHES else text


def _read(raw: RawMeasure, measure: MeasureInput, year: int, period: str) -> Term:
    if raw.term_is_date and measure.term.startswith("01."):
        return Term(question=_DATE_CELL.format(day=measure.term))
    return read_term(measure, year=year, period=period)


def _refuse_too_large(plan: PlanDraft, year: int, period: str) -> None:
    """Too many measures, or a text longer than its field; the wording of a term is asked about later."""
    try:
        checked_sections([_without_terms(each) for each in plan.sections], year=year, period=period)
    except InvalidInput as error:
        key, text = next(iter(error.errors.items()))
        address = key.rpartition("-")[0]
        raise UnreadableTable(f"{address}: {text}" if "!" in address else text) from error


def _without_terms(section: SectionInput) -> SectionInput:
    return replace(section, measures=tuple(replace(each, term="") for each in section.measures))
