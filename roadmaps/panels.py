"""What roadmaps add to «Мой день» and to the case of a school."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.panels import Task, my_day, school_case
from portal.core.russian import academic_year, counted, when
from roadmaps.enums import ExclusionStatus
from roadmaps.execution_panels import execution_task
from roadmaps.models import ExclusionCase, Roadmap
from roadmaps.selectors import exclusion_of, has_approved_roadmap, last_returns, roadmap_of, waiting_for
from schools.models import School

#: lines of one kind on «Мой день»; the rest are one link to the list
_MOST = 10
_PLAN, _OUTCOME = "Дорожная карта", "Итог"
#: a status as the state of a task
_STATES = {"draft": "progress", "returned": "returned", "submitted": "review", "paused": "blocked"}
_STATES |= dict.fromkeys(("approved", "in_force", "closed"), "done")
_WORDS = {"draft": "в работе", "returned": "возвращена", "submitted": "на утверждении", "approved": "готово"}
_WORDS |= {"in_force": "действует", "paused": "приостановлена", "closed": "закрыта"}


# --- «Мой день» ---------------------------------------------------------------------------


@my_day.register
def texts_to_mend_and_finish(*, user: User) -> Iterable[Task]:
    """For who writes: what came back, with its remark, and then what he has begun."""
    roadmaps = Roadmap.objects.permitted(user, Permission.ROADMAP_EDIT).with_places()
    cases = ExclusionCase.objects.permitted(user, Permission.EXCLUSION_EDIT).with_places()
    yield from _returned(roadmaps, "Доработать карту")
    yield from _returned(cases, "Доработать обоснование")
    yield from _drafts(roadmaps, "Закончить карту")
    yield from _drafts(cases, "Закончить обоснование")


def _returned(rows: QuerySet, verb: str) -> Iterator[Task]:
    found: list[Any] = list(rows.filter(status="returned").order_by("-decided_at")[: _MOST + 1])
    remarks = last_returns(found)
    for row in found[:_MOST]:
        event = remarks.get(row.pk)
        hint = f"{event['who']}, {event['when']}: «{event['remark']}»" if event else ""
        yield Task(f"{verb}: {row}", "returned", row.get_status_display(), row.get_absolute_url(), hint)
    yield from _more(found, verb)


def _drafts(rows: QuerySet, verb: str) -> Iterator[Task]:
    found = list(rows.filter(status="draft").order_by("pk")[: _MOST + 1])
    for row in found[:_MOST]:
        hint = f"версия {row.version}" if row.version > 1 else ""
        yield Task(f"{verb}: {row}", "progress", row.get_status_display(), row.get_absolute_url(), hint)
    yield from _more(found, verb)


def _more(found: list, verb: str) -> Iterator[Task]:
    if len(found) > _MOST:
        yield Task(f"{verb}: есть и другие", "todo", "в списке", reverse("roadmaps:list") + "?year=all")


@my_day.register
def texts_to_decide(*, user: User) -> Iterable[Task]:
    """For who approves: what others have sent, the longest waiting first."""
    roadmaps, cases = waiting_for(user=user)
    for verb, rows in (("Утвердить карту", roadmaps), ("Утвердить обоснование", cases)):
        found: list[Any] = list(rows[: _MOST + 1])
        for row in found[:_MOST]:
            hint = f"{row.submitted_by}, {when(row.submitted_at)}, версия {row.version}"
            yield Task(f"{verb}: {row}", "review", "на утверждении", row.get_absolute_url(), hint)
        if len(found) > _MOST:
            yield Task(f"{verb}: есть и другие", "review", "в очереди", reverse("roadmaps:queue"))


# --- The case of a school -----------------------------------------------------------------


@school_case.register
def year_of_the_school(*, user: User, school: School, year: int) -> Iterable[Task]:
    """The plan, its execution, and the grounds on which the school may leave the list."""
    if not School.objects.permitted(user, Permission.ROADMAP_VIEW).filter(pk=school.pk).exists():
        return
    roadmap = roadmap_of(user=user, school=school, year=year)
    yield _plan(roadmap, user=user, school=school, year=year)
    yield execution_task(roadmap)
    yield _outcome(user=user, school=school, year=year)


def _plan(roadmap: Roadmap | None, *, user: User, school: School, year: int) -> Task:
    if roadmap is None:
        may = School.objects.permitted(user, Permission.ROADMAP_EDIT).filter(pk=school.pk).exists()
        url = f"{reverse('roadmaps:create')}?school={school.pk}&year={year}" if may else ""
        return Task("План мер", "todo", "не начато", url, f"карты на {academic_year(year)} пока нет", _PLAN)
    hint = counted(roadmap.measure_count, "мера", "меры", "мер")  # type: ignore[attr-defined]  # annotated
    if roadmap.version > 1:
        hint = f"{hint}, версия {roadmap.version}"
    return Task(
        "План мер", _STATES[roadmap.status], _WORDS[roadmap.status], roadmap.get_absolute_url(), hint, _PLAN
    )


def _outcome(*, user: User, school: School, year: int) -> Task:
    title = "Обоснование исключения из перечня"
    if case := exclusion_of(user=user, school=school, year=year):
        label = "готово" if case.status == ExclusionStatus.APPROVED else case.get_status_display()
        return Task(title, _STATES[case.status], label, case.get_absolute_url(), "", _OUTCOME)
    if not has_approved_roadmap(school=school, year=year):
        return Task(title, "blocked", "пока нельзя", "", "нет утверждённой карты", _OUTCOME)
    may = School.objects.permitted(user, Permission.EXCLUSION_EDIT).filter(pk=school.pk).exists()
    url = reverse("roadmaps:exclusion-create", args=[school.pk, year]) if may else ""
    return Task(title, "todo", "не начато", url, "", _OUTCOME)
