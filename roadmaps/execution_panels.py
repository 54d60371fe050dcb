"""What carrying out the plans adds to «Мой день» and to the case of a school."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from portal.accounts.models import User
from portal.core.panels import Task, my_day
from portal.core.russian import counted, date_ru, when
from roadmaps.enums import FROZEN, MeasureState, ReportStatus
from roadmaps.execution import CARRIED_OUT
from roadmaps.measure_list import owed_of, totals_line
from roadmaps.models import MeasureInForce, MeasureReport, Roadmap
from roadmaps.selectors import (
    MeasureFact,
    facts_to_report,
    in_force,
    last_returns,
    measure_facts,
    plans_to_report,
    reports_to_check,
    today_in,
)

#: lines of one kind on «Мой день»
_MOST = 10
_PLAN = "Дорожная карта"


@my_day.register
def reports_to_write(*, user: User) -> Iterable[Task]:
    """For who reports on measures: what came back, with its remark, then what is owed."""
    yield from _returned(plans_to_report(user=user).exclude(status__in=FROZEN))
    yield from _owed(user)


def _returned(plans: QuerySet[Roadmap]) -> Iterator[Task]:
    rows = MeasureReport.objects.filter(
        status=ReportStatus.RETURNED, measure__roadmap__in=plans, measure__removed_in=None
    )
    found = list(rows.select_related("measure__roadmap__school").order_by("-decided_at")[:_MOST])
    remarks = last_returns(found)
    for report in found:
        event = remarks.get(report.pk)
        hint = f"{event['who']}, {event['when']}: «{event['remark']}»" if event else ""
        title = f"Исправить отчёт: мера {report.measure.number}, {report.measure.roadmap}"
        yield Task(title, "returned", report.get_status_display(), report.get_absolute_url(), hint)


def _owed(user: User) -> Iterator[Task]:
    """Two lines at most, however many plans the person reports on; all that is counted is on one page."""
    owed, url = owed_of(facts_to_report(user=user)), reverse("roadmaps:owed")
    if owed.late:
        title = f"Отчитаться, срок прошёл: {counted(len(owed.late), 'мера', 'меры', 'мер')}"
        hint = _first_end(owed.late, "раньше всех")
        yield Task(title, "overdue", "просрочено", f"{url}#late", hint)
    if owed.now:
        title = f"Отчитаться, когда сделано: {counted(len(owed.now), 'мера', 'меры', 'мер')}"
        yield Task(title, "todo", "идут сейчас", f"{url}#now", _first_end(owed.now, "ближайший срок"))


def _first_end(facts: Sequence[MeasureFact], words: str) -> str:
    first = min(facts, key=lambda fact: fact.measure.ends_on or date.max).measure
    term = f"{words} — {date_ru(first.ends_on)}, " if first.ends_on else ""
    return f"{term}мера {first.number}, {first.roadmap}"


@my_day.register
def reports_to_decide(*, user: User) -> Iterable[Task]:
    """For who accepts: how many reports wait for him, and since when."""
    waiting = reports_to_check(user=user)
    if count := waiting.count():
        hint = f"первый отправлен {when(waiting.values_list('submitted_at', flat=True)[0])}"
        yield Task(
            f"Проверить исполнение: {count}", "review", "на проверке", reverse("roadmaps:checks"), hint
        )


def execution_task(roadmap: Roadmap | None) -> Task:
    """«Исполнение» in the case of a school, by accepted reports on the measures in force."""
    title = "Исполнение"
    if roadmap is None:
        return Task(title, "blocked", "пока нельзя", "", "сначала составьте план мер", _PLAN)
    today = today_in(roadmap.district)
    facts = measure_facts(measures=in_force(MeasureInForce.objects.filter(roadmap=roadmap)), today=today)
    if not facts:
        return Task(title, "blocked", "пока нельзя", "", "карта ещё не действует", _PLAN)
    state, label = _state_of(facts)
    url = f"{reverse('roadmaps:measures')}?plan={roadmap.pk}"
    return Task(title, state, label, url, totals_line(facts), _PLAN)


def _state_of(facts: Sequence[MeasureFact]) -> tuple[str, str]:
    found = Counter(fact.state for fact in facts)
    if any(fact.is_overdue for fact in facts):
        return "overdue", "есть просроченное"
    if sum(found[state] for state in CARRIED_OUT | {MeasureState.FAILED}) == len(facts):
        return "done", "готово"
    return ("progress", "в работе") if any(fact.reports for fact in facts) else ("todo", "не начато")
