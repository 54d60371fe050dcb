"""What may be written into a roadmap: shape of input, and one function for each rule.

Errors are keyed by the field of the form: «s-0-title» for the first section, «s-0-m-2-term» for its
third measure. A caller that is no form may leave the keys alone.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portal.core.errors import InvalidInput
from roadmaps.content import RoadmapContent
from roadmaps.enums import PlanPeriod
from roadmaps.terms import (
    NO_TIME,
    OTHER_YEAR,
    PlanYear,
    Term,
    TermError,
    check_order,
    is_open,
    outside,
    parse_term,
    span,
)

#: the whole year of a school; a page with more would open for longer than a second
MAX_MEASURES = 300
MAX_SECTIONS = 20
FIRST_YEAR, LAST_YEAR = 2015, 2050
_LONGEST = {
    "name": 2000,
    "form": 120,
    "term": 200,
    "responsible": 2000,
    "expected": 4000,
    "addressee": 200,
    "indicator": 300,
    "resources": 500,
    "result": 10_000,
}


LONGEST_TERM = _LONGEST["term"]


@dataclass(frozen=True, slots=True)
class MeasureInput:
    """One measure as written. Dates and a recurrence that are given stand instead of those of `term`.

    `risk_factor` is the number of a RiskFactor; `keeps_dates`: the days hold whatever the wording says.
    """

    name: str
    term: str = ""
    responsible: str = ""
    result: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    id: int | None = None
    key: str = ""
    form: str = ""
    recurrence: str = ""
    expected: str = ""
    addressee: str = ""
    risk_factor: int | None = None
    indicator: str = ""
    resources: str = ""
    keeps_dates: bool = False


@dataclass(frozen=True, slots=True)
class SectionInput:
    title: str
    measures: tuple[MeasureInput, ...] = ()
    id: int | None = None
    key: str = ""


def checked_sections(
    sections: Sequence[SectionInput], *, year: int, period: str = PlanPeriod.ACADEMIC
) -> list[SectionInput]:
    """The same rows trimmed, with what their terms say; or InvalidInput, a message for each bad field."""
    keyed = list(_keyed(sections))
    errors = _size_errors(keyed)
    for place, section in enumerate(keyed):
        if place and not section.title:  # only what stands above the first heading has none
            errors[f"{section.key}-title"] = "Назовите раздел: их несколько."
        elif len(section.title) > 300:
            errors[f"{section.key}-title"] = "Не больше 300 знаков."
    plan = (year, period)
    dated = [replace(section, measures=tuple(_dated(section.measures, plan, errors))) for section in keyed]
    if errors:
        raise InvalidInput(errors)
    return dated


def _keyed(sections: Sequence[SectionInput]) -> Iterator[SectionInput]:
    for place, section in enumerate(sections):
        key = section.key or f"s-{place}"
        measures = tuple(
            _trimmed(row, row.key or f"{key}-m-{index}") for index, row in enumerate(section.measures)
        )
        yield replace(section, key=key, title=" ".join(section.title.split()), measures=measures)


def _trimmed(row: MeasureInput, key: str) -> MeasureInput:
    texts: dict[str, Any] = {name: _text(getattr(row, name)) for name in _LONGEST}
    return replace(row, key=key, **texts)


def _text(written: str) -> str:
    return written.replace("\r\n", "\n").strip()


def _size_errors(sections: Sequence[SectionInput]) -> dict[str, str]:
    if len(sections) > MAX_SECTIONS:
        return {"": f"Не больше {MAX_SECTIONS} разделов в одной карте."}
    if sum(len(section.measures) for section in sections) > MAX_MEASURES:
        return {"": f"Не больше {MAX_MEASURES} мер в одной карте: разделите её или объедините похожие меры."}
    return {}


def _dated(
    measures: Sequence[MeasureInput], plan: tuple[int, str], errors: dict[str, str]
) -> Iterator[MeasureInput]:
    for row in measures:
        for name, limit in _LONGEST.items():
            if len(getattr(row, name)) > limit:
                errors[f"{row.key}-{name}"] = f"Не больше {limit} знаков."
        term = _term_of(row, plan, errors)
        often = row.recurrence or term.recurrence or ""
        yield replace(row, starts_on=term.start, ends_on=term.end, recurrence=often)


def _term_of(row: MeasureInput, plan: tuple[int, str], errors: dict[str, str]) -> Term:
    typed = bool(row.starts_on or row.ends_on)
    read = parse_term(row.term, *plan)
    if read.impossible:
        errors[f"{row.key}-term"] = str(read.question)
        return Term()
    if not typed:
        if read.question and not is_open(row.term):
            errors[f"{row.key}-term"] = NO_TIME
        return read
    errors.update(_typed_errors(row, PlanYear(plan[0], plan[1] == PlanPeriod.CALENDAR)))
    return Term(row.starts_on, row.ends_on, recurrence=read.recurrence)


def _typed_errors(row: MeasureInput, plan: PlanYear) -> dict[str, str]:
    """Days typed by hand are believed even beside the plan, but not in an order or a year that cannot be."""
    try:
        check_order(row.starts_on, row.ends_on)
    except TermError as error:
        return {f"{row.key}-ends_on": str(error)}
    days = (("starts_on", row.starts_on), ("ends_on", row.ends_on))
    wrong = (name for name, day in days if day and not plan.has_year_of(day))
    return {f"{row.key}-{name}": outside(plan, OTHER_YEAR) for name in wrong}


def check_complete(content: RoadmapContent, disputed: Collection[int | None] = ()) -> None:
    """What must stand in a roadmap before anybody is asked to approve it.

    `disputed` are the measures whose wording was changed and says other days than were typed for it.
    """
    if not content.measures:
        raise InvalidInput({"measures": "В карте нет ни одной меры. Добавьте меры и отправьте снова."})
    errors = {
        f"section-{place}": f"В разделе {place} «{section.title}» нет мер: добавьте меру или удалите раздел."
        for place, section in enumerate(content.sections, start=1)
        if not section.measures
    }
    for number, measure in content.numbered():
        missing = [word for word, value in (("название", measure.name), ("срок", measure.term)) if not value]
        if missing:
            errors[number] = f"Мера {number}: укажите {' и '.join(missing)}."
        elif measure.id in disputed:
            dates = span(measure.starts_on, measure.ends_on)
            errors[number] = (
                f"Мера {number}: срок изменён на «{measure.term}», а даты указаны прежние ({dates}). "
                "Откройте карту и выберите, какие верны."
            )
    if errors:
        raise InvalidInput(errors)
