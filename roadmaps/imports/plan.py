"""A plan out of a file: each measure with its number and what its term says, or the question about it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from textwrap import shorten
from typing import Any, BinaryIO

from portal.core.errors import InvalidInput
from portal.core.russian import MONTH_NAMES, counted, month_words
from portal.core.tables import UnreadableTable
from roadmaps.checks import MeasureInput, SectionInput, checked_sections
from roadmaps.drafts import DraftRow, PlanDraft, read_term
from roadmaps.enums import PlanPeriod
from roadmaps.imports.numbers import numbers_of
from roadmaps.imports.read import ReadTable, read_measures
from roadmaps.imports.reading import RawMeasure
from roadmaps.imports.years import other_years
from roadmaps.models.plan_year import PlanYear
from roadmaps.terms import PlanYear as TermYear
from roadmaps.terms import Term, parse_term

_DATE_CELL = (
    "В ячейке стоит дата {day}. Если это весь месяц (Excel сам превращает «сентябрь 2021» в дату), "
    "напишите его словами; если один день — укажите даты."
)
_EMPTY = "Под шапкой таблицы нет ни одной меры."
_DASHES = ("-", "–", "—")
_LONGEST_NAME = 60
_MOST_NAMES = 20
#: where a field of a measure has another name than its column
_FIELDS = {"done": "result"}
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
    numbers, measures = numbers_of(raw), [_measure(each, year, period) for each in raw]
    rows = tuple(
        DraftRow(number, each.section, measure, _read(each, measure, year, period))
        for number, each, measure in zip(numbers, raw, measures, strict=True)
    )
    _refuse_too_large(PlanDraft(rows), raw, year, period)
    return PlanDraft(rows, (*_other_year(table, year, period), *_notes(table), *_renumbered(raw, numbers)))


def _other_year(table: ReadTable, year: int, period: str) -> Iterator[str]:
    if named := other_years(table.above, year, period):
        years = _listed(list(dict.fromkeys(named)))
        words = PlanYear(year, period).words
        yield f"Над таблицей назван другой год: {years}, а план загружается на {words}. Проверьте год."


def _notes(table: ReadTable) -> Iterator[str]:
    if table.ignored:
        yield f"Не перенесены столбцы, для которых в карте нет места: {_listed(table.ignored)}."
    if table.left_out:
        yield (
            f"Не прочитаны таблицы без столбцов «Мероприятие» и «Срок»: {_listed(table.left_out)}. "
            "Если в них есть меры, дайте их столбцам такие названия и загрузите файл снова."
        )
    if table.nested:
        yield (
            f"Не прочитаны таблицы внутри ячеек: {_listed(table.nested)}. "
            "Если они относятся к мерам, перепишите их обычным текстом и загрузите файл снова."
        )
    if table.signed:
        yield f"Не перенесены подписи под таблицей: {_listed(table.signed)}."
    if table.bare:
        yield f"Не перенесены строки, похожие на заголовки: мер под ними нет: {_listed(table.bare)}."


def _renumbered(raw: Sequence[RawMeasure], numbers: Sequence[str]) -> Iterator[str]:
    """Where the file counts, the measures that it does not count or counts twice."""
    made = [
        f"{number} «{shorten(each.texts['name'], _LONGEST_NAME, placeholder='…')}»"
        for each, number in zip(raw, numbers, strict=True)
        if number != each.number and not number.endswith(f".{each.number}")
    ]
    if made and any(each.number for each in raw):
        rest = len(made) - _MOST_NAMES
        more = f" и ещё {counted(rest, 'мера', 'меры', 'мер')}" if rest > 0 else ""
        named = ", ".join(made[:_MOST_NAMES])
        yield f"Номера в файле нет или он стоит дважды, поэтому дан свободный: {named}{more}."


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"«{name}»" for name in names)


def _measure(raw: RawMeasure, year: int, period: str) -> MeasureInput:
    texts: dict[str, Any] = {"name": raw.texts.get("name", ""), "term": _wording(raw, year, period)}
    texts |= {key: _told(raw.texts.get(key, "")) for key in _COPIED}
    return MeasureInput(result=_told(raw.texts.get("done", "")), key=raw.address, **texts)


def _wording(raw: RawMeasure, year: int, period: str) -> str:
    """What the cell shows: in one line, unless it is understood by its lines only."""
    term = raw.texts.get("term", "")
    if raw.date_look in ("month", "month of a year", "year"):
        return _shown(raw, TermYear(year, period == PlanPeriod.CALENDAR))
    one_line = " ".join(term.split())
    needs_lines = parse_term(one_line, year, period).question and not parse_term(term, year, period).question
    return term if needs_lines else one_line


def _shown(raw: RawMeasure, plan: TermYear) -> str:
    """«май» where the cell is a date of which the month is shown.

    A year that is not shown but is not that of the plan either is told all the same.
    """
    term = raw.texts["term"]
    day = date(*(int(part) for part in reversed(term.split("."))))
    if raw.date_look == "year":
        return str(day.year)
    is_of_plan = day.year == plan.year_of(day.month)
    return MONTH_NAMES[day.month - 1] if raw.date_look == "month" and is_of_plan else month_words(day)


def _told(text: str) -> str:
    """A dash stands for an empty cell; only a term of that kind is asked about."""
    return "" if text.strip() in _DASHES else text


def _read(raw: RawMeasure, measure: MeasureInput, year: int, period: str) -> Term:
    if raw.date_look == "" and measure.term.startswith("01."):
        return Term(question=_DATE_CELL.format(day=measure.term))
    return read_term(measure, year=year, period=period)


def _refuse_too_large(plan: PlanDraft, raw: Sequence[RawMeasure], year: int, period: str) -> None:
    """Too many measures, or a text longer than its field; the wording of a term is asked about later."""
    try:
        checked_sections([_without_terms(each) for each in plan.sections], year=year, period=period)
    except InvalidInput as error:
        key, text = next(iter(error.errors.items()))
        places = {
            f"{each.address}-{_FIELDS.get(name, name)}": place
            for each in raw
            for name, place in each.places.items()
        }
        titles = {f"s-{at}-title": f"Раздел «{each.title}»" for at, each in enumerate(plan.sections)}
        place = (places | titles).get(key)
        raise UnreadableTable(f"{place}: {text}" if place else text) from error


def _without_terms(section: SectionInput) -> SectionInput:
    return replace(section, measures=tuple(replace(each, term="") for each in section.measures))
