"""The measures of a plan as a list of work: by what is to be done, the nearest term first. No database."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from portal.core.russian import counted, date_ru
from roadmaps.enums import MeasureState, ReportStatus
from roadmaps.models import MeasureInForce, MeasureReport, Roadmap
from roadmaps.selectors import MeasureFact
from roadmaps.totals import Totals

S = MeasureState
#: groups of the page in their order, with the states that belong to each
_GROUPS = (
    ("Вернули на доработку", {S.RETURNED}),
    ("Просрочено", {S.OVERDUE}),
    ("Сейчас", {S.TODO, S.PROGRESS}),
    ("Скоро", {S.AHEAD}),
    ("На проверке", {S.REVIEW}),
    ("Не выполнено", {S.FAILED}),
    ("Выполнено", {S.DONE, S.DONE_LATE}),
)
#: what the writer of reports does next, by state, while he has begun none
_NEXT = {S.RETURNED: "исправить отчёт", S.OVERDUE: "отчитаться", S.TODO: "отчитаться, когда сделано"}
_NEXT |= {S.PROGRESS: "отчитаться дальше"}


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One line: `note` says how near or how long past the term is; `todo` what this reader does next."""

    measure: MeasureInForce
    state: MeasureState
    note: str
    todo: str


@dataclass(frozen=True, slots=True)
class MeasureGroup:
    title: str
    rows: list[MeasureRow]


class Step(NamedTuple):
    """The one thing to do with a measure now: open `report`, or begin one where there is none."""

    label: str
    report: MeasureReport | None
    is_primary: bool = True


def measure_groups(facts: Sequence[MeasureFact], *, writes: bool) -> list[MeasureGroup]:
    """Groups that have measures, in the order in which they ask for work."""
    groups = []
    for title, states in _GROUPS:
        members = sorted((fact for fact in facts if fact.state in states), key=_urgency)
        if members:
            groups.append(MeasureGroup(title, [_row(fact, writes=writes) for fact in members]))
    return groups


@dataclass(frozen=True, slots=True)
class Owed:
    """What a person has to report on: `late` has ended, `now` goes on; see `owed_of`."""

    late: list[MeasureFact]
    now: list[MeasureFact]


def owed_of(facts: Iterable[MeasureFact]) -> Owed:
    """Measures to report on whose term has ended, and those that go on; what is to come asks for nothing."""
    facts = list(facts)
    return Owed(
        [fact for fact in facts if fact.is_overdue],
        [fact for fact in facts if not fact.is_overdue and fact.state in (S.TODO, S.PROGRESS)],
    )


def by_plans(facts: Iterable[MeasureFact]) -> list[tuple[Roadmap, list[MeasureRow]]]:
    """Rows to report on, of facts that come plan by plan; the plan with the nearest term first."""
    found = []
    for _, group in groupby(facts, key=lambda fact: fact.measure.roadmap_id):
        members = sorted(group, key=_urgency)
        found.append((members[0].measure.roadmap, members))
    found.sort(key=lambda item: _urgency(item[1][0])[0])
    return [(plan, [_row(fact, writes=True) for fact in members]) for plan, members in found]


def _row(fact: MeasureFact, *, writes: bool) -> MeasureRow:
    return MeasureRow(fact.measure, fact.state, term_note(fact), _todo(fact) if writes else "")


def _todo(fact: MeasureFact) -> str:
    if any(report.status == ReportStatus.DRAFT for report in fact.reports):
        return "продолжить отчёт"
    return _NEXT.get(fact.state, "")


def _urgency(fact: MeasureFact) -> tuple[date, int]:
    """By the end of the term, those without one at last; then in the order of the plan."""
    return fact.measure.ends_on or date.max, fact.measure.position


def term_note(fact: MeasureFact) -> str:
    """«просрочено на 5 дней», «до конца срока 1 день», «начнётся 01.03.2021»; or nothing."""
    measure, state = fact.measure, fact.state
    if state == S.AHEAD:
        return f"начнётся {date_ru(measure.starts_on)}"
    if measure.ends_on is None or not fact.is_owed:
        return ""
    days = (measure.ends_on - fact.day).days
    if days < 0:
        return f"просрочено на {_days(-days)}"
    return "последний день" if days == 0 else f"до конца срока {_days(days)}"


def _days(count: int) -> str:
    return counted(count, "день", "дня", "дней")


def totals_line(facts: Iterable[MeasureFact]) -> str:
    """«48 мер: выполнено 12, на проверке 3, просрочено 5» — what is nought is left out.

    The counts are those of «Исполнение»: a returned report past its term is among the overdue.
    """
    facts = list(facts)
    totals = Totals.of(facts)
    returned = Counter(fact.is_overdue for fact in facts if fact.state == S.RETURNED)
    parts = [
        ("выполнено", totals.done),
        ("на проверке", totals.review),
        ("возвращено на доработку", returned[False]),
        ("просрочено", totals.overdue),
        ("из них возвращено на доработку", returned[True]),
        ("не выполнено", totals.failed),
    ]
    told = ", ".join(f"{word} {count}" for word, count in parts if count)
    whole = counted(totals.measures, "мера", "меры", "мер")
    return f"{whole}: {told}" if told else f"{whole}, отчётов пока нет"


def next_step(reports: Sequence[MeasureReport], *, writes: bool, checks: bool) -> Step | None:
    """What this reader does with the measure now; `reports` are the newest first."""
    found = {report.status: report for report in reports}
    if checks and (sent := found.get(ReportStatus.SUBMITTED)):
        return Step("Проверить отчёт", sent)
    if not writes or ReportStatus.SUBMITTED in found:
        return None
    if back := found.get(ReportStatus.RETURNED):
        return Step("Исправить отчёт", back)
    if draft := found.get(ReportStatus.DRAFT):
        return Step("Продолжить отчёт", draft)
    return Step("Написать ещё один отчёт", None, is_primary=False) if reports else Step("Начать отчёт", None)
