"""Who is told what of roadmaps, exclusion cases and reports on measures."""

from typing import Any

from portal.accounts.enums import Permission, Role
from portal.accounts.models import User
from portal.core.workflow import Transition, on_transition
from portal.notices.enums import NoticeKind
from portal.notices.services import Telling, authors, not_authors, settle, tell_of_step, thing
from roadmaps.enums import ReportStatus
from roadmaps.models import ExclusionCase, MeasureReport, Roadmap
from schools.selectors import people_with


def executors(roadmap: Roadmap) -> list[User]:
    """Who reports on the measures: the school's own people, or the methodists for the district's plan."""
    return people_with(Permission.EXECUTION_REPORT, district=roadmap.district, school=roadmap.school)


def _approvers(roadmap: Roadmap, step: Transition) -> list[User]:
    return not_authors(people_with(Permission.ROADMAP_APPROVE, district=roadmap.district), roadmap)


def _concerned(roadmap: Roadmap, step: Transition) -> list[User]:
    """Its authors have just been told of the approval with which it comes into force."""
    told = step.source == "approved"
    return executors(roadmap) if told else [*authors(roadmap, step), *executors(roadmap)]


def _writer(roadmap: Roadmap, step: Transition) -> list[User]:
    """Who wrote last in what is thrown away: the approved text has not come back yet."""
    return [roadmap.edited_by] if roadmap.edited_by else []


def _exclusion_approvers(case: ExclusionCase, step: Transition) -> list[User]:
    return not_authors(people_with(Permission.EXCLUSION_APPROVE, district=case.district), case)


def _checkers(report: MeasureReport, step: Transition) -> list[User]:
    """The nearest who may accept it: the school's curators, else the methodists, else the heads.

    A head is not told of every report of every school while there is somebody to read them.
    """
    roadmap = report.measure.roadmap
    places: list[dict[str, Any]] = [{"school": roadmap.school}] if roadmap.school else []
    places += [{"district": roadmap.district, "role": Role.METHODIST}, {"district": roadmap.district}]
    for place in places:
        if others := not_authors(people_with(Permission.EXECUTION_ACCEPT, **place), report):
            return others
    return []


_ROADMAP = {
    "submitted": Telling(NoticeKind.SUBMITTED, "Карту прислали на утверждение", _approvers),
    "returned": Telling(NoticeKind.RETURNED, "Карту вернули на доработку", authors),
    "approved": Telling(NoticeKind.DECIDED, "Карту утвердили", authors),
    "in_force": Telling(NoticeKind.DECIDED, "Карта действует, можно отчитываться", _concerned),
    "paused": Telling(NoticeKind.DECIDED, "Карту приостановили", _concerned),
    "closed": Telling(NoticeKind.DECIDED, "Карту закрыли", _concerned),
    "discarded": Telling(NoticeKind.DECIDED, "От новой версии карты отказались", _writer),
}
_EXCLUSION = {
    "submitted": Telling(NoticeKind.SUBMITTED, "Обоснование прислали на утверждение", _exclusion_approvers),
    "returned": Telling(NoticeKind.RETURNED, "Обоснование вернули на доработку", authors),
    "approved": Telling(NoticeKind.DECIDED, "Обоснование утвердили", authors),
}
_REPORT = {
    "submitted": Telling(NoticeKind.SUBMITTED, "Отчёт прислали на проверку", _checkers),
    "returned": Telling(NoticeKind.RETURNED, "Отчёт вернули на доработку", authors),
    "accepted": Telling(NoticeKind.DECIDED, "Отчёт приняли", authors),
}


@on_transition(Roadmap)
def roadmap_moved(*, obj: Roadmap, **step: Any) -> None:
    tell_of_step(_ROADMAP, obj=obj, name=str(obj), zone=obj.district.zone, **step)


@on_transition(ExclusionCase)
def exclusion_moved(*, obj: ExclusionCase, **step: Any) -> None:
    tell_of_step(_EXCLUSION, obj=obj, name=str(obj), zone=obj.district.zone, **step)


@on_transition(MeasureReport)
def report_moved(*, obj: MeasureReport, **step: Any) -> None:
    roadmap = obj.measure.roadmap
    if obj.status == ReportStatus.SUBMITTED:
        settle(about=thing(obj.measure))  # reminders of the term
    name = f"мера {obj.measure.number}, {roadmap.owner_name}"
    tell_of_step(_REPORT, obj=obj, name=name, zone=roadmap.district.zone, **step)
