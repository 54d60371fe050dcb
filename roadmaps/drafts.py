"""A plan before it is one: measures out of a file, a template or last year, with what their terms say.

Nothing here is stored. What cannot be read without a doubt carries a question, and the plan begins
only when all questions are answered.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from portal.core.russian import counted
from roadmaps.checks import LONGEST_TERM, MeasureInput, SectionInput
from roadmaps.content import MeasureContent
from roadmaps.enums import PlanPeriod
from roadmaps.terms import (
    NO_TIME,
    PlanYear,
    Term,
    is_moved,
    names_a_time,
    names_a_year,
    parse_term,
    shifted,
)

NO_NAME = "Мероприятие не названо. Впишите название или не переносите эту строку."
NO_TERM = "Срок не указан. Напишите, например, «сентябрь», «до 15 октября» или «в течение года»."
LONG_TERM = f"Запись срока длиннее {LONGEST_TERM} знаков. Сократите её."
_MOST_NUMBERS = 20
OLD_YEAR = "В этом сроке назван прошлый год. Напишите срок для нового плана или укажите даты."


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One measure as recognised; `measure.term` is the wording as written. A question leaves no days.

    `number` is that of the file; the plan counts its measures by their places, see `place_numbers`.
    `offer` is an answer that the person may take: the wording of last year with its years moved on.
    """

    number: str
    section: str
    measure: MeasureInput
    read: Term
    offer: str = ""

    @property
    def question(self) -> str | None:
        return self.read.question

    @property
    def start(self) -> date | None:
        return self.read.start

    @property
    def end(self) -> date | None:
        return self.read.end


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """The measures in their order; `notes` are sentences about what the portal has no place for."""

    rows: tuple[DraftRow, ...]
    notes: tuple[str, ...] = ()

    @property
    def questions(self) -> list[DraftRow]:
        return [row for row in self.rows if row.question]

    @property
    def number_note(self) -> str:
        return number_note([(row.number, row.section) for row in self.rows])

    @property
    def sections(self) -> list[SectionInput]:
        return sections_of((row.section, row.measure) for row in self.rows)


def sections_of(measures: Iterable[tuple[str, MeasureInput]]) -> list[SectionInput]:
    """Measures with the titles of their sections as sections."""
    return [
        SectionInput(title, tuple(measure for _, measure in run))
        for title, run in groupby(measures, key=lambda pair: pair[0])
    ]


def read_term(measure: MeasureInput, *, year: int, period: str) -> Term:
    """What the term of a measure says; a measure without a name or a term is asked about as well."""
    return read_wording(measure.term, year=year, period=period) if measure.name else Term(question=NO_NAME)


def read_wording(text: str, *, year: int, period: str) -> Term:
    """What a wording says; one that is missing, too long or speaks of no time is asked about as well."""
    if not text:
        return Term(question=NO_TERM)
    if len(text) > LONGEST_TERM:
        return Term(question=LONG_TERM)
    term = parse_term(text, year, period)
    return Term(question=NO_TIME) if term.question and not names_a_time(text) else term


def draft_of(sections: Sequence[SectionInput], *, year: int, period: str, is_old: bool = False) -> PlanDraft:
    """The sections of a template or, if `is_old`, of an older plan: a year in a wording is asked again."""
    rows = []
    for number, section, measure in _numbered(sections):
        asked = is_old and names_a_year(measure.term)
        read = Term(question=OLD_YEAR) if asked else read_term(measure, year=year, period=period)
        rows.append(DraftRow(number, section, measure, read))
    return PlanDraft(tuple(rows))


def moved_wording(then: MeasureContent, *, old: PlanYear, new: PlanYear) -> str:
    """The wording of an older plan for the new one; empty where anything but the year would change.

    Nothing is offered to a plan of the other kind of year, nor beside days that were typed by hand and
    say something else than the words.
    """
    by, typed = new.year - old.year, (then.starts_on, then.ends_on)
    wording = shifted(then.term, by)
    was, now = _read_in(old, then.term), _read_in(new, wording)
    is_doubtful = (
        old.is_calendar != new.is_calendar
        or was.question
        or now.question
        or was.recurrence != now.recurrence
        or (any(typed) and typed != (was.start, was.end))
    )
    if is_doubtful or not (is_moved(was.start, now.start, by) and is_moved(was.end, now.end, by)):
        return ""
    return wording


def _read_in(plan: PlanYear, wording: str) -> Term:
    return parse_term(wording, plan.year, PlanPeriod.CALENDAR if plan.is_calendar else PlanPeriod.ACADEMIC)


def _numbered(sections: Sequence[SectionInput]) -> Iterator[tuple[str, str, MeasureInput]]:
    for place, section in enumerate(sections, start=1):
        for at, measure in enumerate(section.measures, start=1):
            yield place_number(place, at, of_many=len(sections) > 1), section.title, measure


def place_numbers(sections: Iterable[str]) -> list[str]:
    """The numbers of measures in a plan, by the titles of the sections in which they stand in turn."""
    sizes = [len(list(run)) for _, run in groupby(sections)]
    return [
        place_number(place, at, of_many=len(sizes) > 1)
        for place, size in enumerate(sizes, start=1)
        for at in range(1, size + 1)
    ]


def number_note(measures: Sequence[tuple[str, str]], verb: str = "станет") -> str:
    """Which numbers will change in the plan; `measures` are numbers of the file and titles of sections."""
    places = place_numbers(section for _, section in measures)
    changed = [f"{was} {verb} {now}" for (was, _), now in zip(measures, places, strict=True) if was != now]
    if not changed:
        return ""
    rest = len(changed) - _MOST_NUMBERS
    more = f" и ещё {counted(rest, 'номер', 'номера', 'номеров')}" if rest > 0 else ""
    return f"В карте меры нумеруются по порядку: {', '.join(changed[:_MOST_NUMBERS])}{more}."


def place_number(section: int, measure: int, *, of_many: bool) -> str:
    """«2.1», or «1» in a plan without sections."""
    return f"{section}.{measure}" if of_many else str(measure)
