"""Draft conclusions on execution: sentences by rules, each with the figures on which it rests."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.core.russian import counted, number, plural
from roadmaps.enums import Counted
from roadmaps.models import Roadmap, RoadmapVersion
from roadmaps.selectors import Debt, MeasureFact
from roadmaps.totals import Cover, ResultSum, Totals

#: more names or forms in one sentence nobody reads
_MOST = 6
_ENDED_WORDS = {
    Counted.LATE: "с опозданием",
    Counted.DONE: "выполнено, но день проведения не указан",
    Counted.REVIEW: "отчёт на проверке",
    Counted.FAILED: "не выполнено",
    Counted.OVERDUE: "отчёта о выполнении нет",
}


@dataclass(frozen=True, slots=True)
class Findings:
    """What the paper speaks of; `plans` has the totals of each plan, the district's own among them.

    `editions` are those on which the plans are reported, by the number of the plan.
    """

    whole: Totals
    plans: dict[Roadmap, Totals]
    covers: Sequence[Cover]
    results: Sequence[ResultSum]
    debts: Sequence[Debt]
    facts: Sequence[MeasureFact]
    editions: Mapping[int, RoadmapVersion]

    @property
    def schools(self) -> dict[Roadmap, Totals]:
        return {plan: totals for plan, totals in self.plans.items() if plan.school_id}


def conclusions(found: Findings) -> list[str]:
    return [
        *_by_level(found),
        *_in_time(found.whole),
        *_without_debt(found),
        *_forms(found.covers),
        *_results(found.results),
        *_waiting(found.whole),
    ]


def recommendations(found: Findings) -> list[str]:
    return [*_owed(found), *_failed(found), *_check(found.whole), *_undated(found)]


def _by_level(found: Findings) -> Iterator[str]:
    for plan, totals in found.plans.items():
        if plan.school_id is None:
            yield f"На муниципальном уровне {_done(totals)}."
    if found.schools and len(found.plans) > 1:
        totals = Totals.of(fact for fact in found.facts if fact.measure.roadmap.school_id)
        schools = counted(len(found.schools), "школа", "школы", "школ")
        yield f"На школьном уровне ({schools}) {_done(totals)}."
    elif found.schools:
        yield f"{_done(found.whole).capitalize()}."


def _done(totals: Totals) -> str:
    return (
        f"{_verb(totals.done)} {number(totals.done)} из {_measures_of(totals.measures)} "
        f"({number(totals.done_share)}\u00a0%)"
    )


def _verb(count: int) -> str:
    return plural(count, "выполнено", "выполнены", "выполнено")


def _measures_of(count: int) -> str:
    """After «из»: «из 1 мероприятия», «из 12 мероприятий»."""
    return counted(count, "мероприятия", "мероприятий", "мероприятий")


def _which(count: int) -> str:
    """«о 1 мероприятии, срок которого», «о 12 мероприятиях, срок которых»."""
    return "которого" if count == 1 else "которых"


def _in_time(whole: Totals) -> Iterator[str]:
    """All measures whose end has come, each once: the parts of the sentence add up."""
    if not whole.ended:
        yield "Срок ни одного мероприятия ещё не прошёл, о своевременности судить рано."
        return
    in_time = whole.ended_in_time
    said = f"в срок {_verb(in_time)} {number(in_time)} ({number(whole.in_time_share)}\u00a0%)"
    parts = [
        f"{words} — {number(whole.ended_counts[kind])}"
        for kind, words in _ENDED_WORDS.items()
        if whole.ended_counts.get(kind)
    ]
    yield f"Из {_measures_of(whole.ended)}, срок {_which(whole.ended)} прошёл, {'; '.join([said, *parts])}."


def _without_debt(found: Findings) -> Iterator[str]:
    """A plan that was paused or closed owes no report any more, but what was late then is late here too."""
    if len(found.schools) < 2:
        return
    clean = [plan for plan, totals in found.schools.items() if totals.ended and not totals.overdue]
    if clean and len(clean) == len(found.schools):
        yield "Ни у одной школы нет мероприятий, по которым срок прошёл, а отчёта о выполнении нет."
    elif clean:
        yield f"Обо всех мероприятиях, срок которых прошёл, отчитались школы: {_names(clean)}."


def _names(plans: Sequence[Roadmap]) -> str:
    named = ", ".join(plan.owner_name for plan in plans[:_MOST])
    return " ".join([named, *_and_more(len(plans), "школа", "школы", "школ")])


def _and_more(many: int, *words: str) -> list[str]:
    """«и ещё 2 школы» for those that are not named; nothing where all are."""
    return [f"и ещё {counted(many - _MOST, *words)}"] if many > _MOST else []


def _forms(covers: Sequence[Cover]) -> Iterator[str]:
    named = [cover for cover in covers if cover.form]
    if not named:
        return
    said = []
    for cover in named[:_MOST]:
        schools = f" в {counted(cover.schools, 'школе', 'школах', 'школах')}" if cover.schools > 1 else ""
        said.append(
            f"«{cover.form}» — {counted(cover.totals.measures, 'мероприятие', 'мероприятия', 'мероприятий')}"
            f"{schools}, {_verb(cover.totals.done)} {number(cover.totals.done)}"
        )
    said += _and_more(len(named), "форма", "формы", "форм")
    yield f"По формам работы: {'; '.join(said)}."


def _results(results: Sequence[ResultSum]) -> Iterator[str]:
    largest = sorted(results, key=lambda row: -row.quantity)
    said = []
    for row in largest[:_MOST]:
        schools = f" ({counted(row.schools, 'школа', 'школы', 'школ')})" if row.schools > 1 else ""
        said.append(f"{number(row.quantity)}\u00a0{row.name}{schools}")
    said += _and_more(len(largest), "результат", "результата", "результатов")
    if said:
        yield f"По принятым отчётам: {'; '.join(said)}."


def _waiting(whole: Totals) -> Iterator[str]:
    if whole.review:
        these = "это мероприятие не вошло" if whole.review == 1 else "эти мероприятия не вошли"
        yield f"На проверке — {_reports(whole.review)}: в число выполненных {these}."


def _owed(found: Findings) -> Iterator[str]:
    schools = [debt for debt in found.debts if debt.roadmap.school_id]
    if schools:
        whom = "Руководителю школы" if len(schools) == 1 else "Руководителям школ"
        named = ", ".join(f"{debt.roadmap.owner_name} — {number(len(debt.overdue))}" for debt in schools)
        yield f"{whom}: представить отчёты о выполнении мероприятий, срок которых прошёл ({named})."
    for debt in found.debts:
        if not debt.roadmap.school_id:
            owed = len(debt.overdue)
            measures = counted(owed, "мероприятии", "мероприятиях", "мероприятиях")
            yield f"Ответственным за план района: отчитаться о {measures}, срок {_which(owed)} прошёл."


def _failed(found: Findings) -> Iterator[str]:
    if found.whole.failed:
        them = "его" if found.whole.failed == 1 else "их"
        yield (
            f"Разобрать причины невыполнения {_measures_of(found.whole.failed)} "
            f"и решить, переносить ли {them} на следующий год."
        )


def _check(whole: Totals) -> Iterator[str]:
    if whole.review:
        yield f"Методистам и кураторам: проверить {_reports(whole.review)}."


def _reports(count: int) -> str:
    return counted(count, "отчёт", "отчёта", "отчётов")


def _undated(found: Findings) -> Iterator[str]:
    if found.whole.undated:
        measures = _measures_of(found.whole.undated)
        yield f"Уточнить сроки {measures}: даты окончания нет, и просрочку определить нельзя."
