"""Reports on measures: who may write them, who is to check them, and what they say."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from portal.accounts.enums import Permission, Role
from portal.accounts.models import User
from portal.core.audit import subject_type
from portal.core.authors import own_texts
from portal.core.models import WorkflowEvent
from portal.core.russian import when
from portal.core.scoping import Person
from roadmaps.enums import FROZEN, OPEN_REPORT, REPORT_EVENT_TITLES, ReportStatus, RoadmapStatus
from roadmaps.models import Evidence, MeasureInForce, MeasureReport, PlanYear, Roadmap
from roadmaps.reporting import LineInput, ReportInput, printed_result
from roadmaps.selectors.days import today_in
from roadmaps.selectors.execution import MeasureFact, in_force, measure_facts
from roadmaps.selectors.people import Happening
from schools.models import District, Membership, School


def plans_to_report(*, user: Person) -> QuerySet[Roadmap]:
    """The plans whose measures `user` reports on.

    A school reports itself; the methodist does it for the district, and for a school that has nobody here.
    """
    own = user.scope_for(Permission.EXECUTION_REPORT).school_ids
    someone = Membership.objects.filter(school=OuterRef("school"), role=Role.SCHOOL, user__is_active=True)
    plans = Roadmap.objects.permitted(user, Permission.EXECUTION_REPORT)
    return plans.filter(Q(school=None) | Q(school__in=own) | ~Exists(someone))


def facts_to_report(*, user: User) -> list[MeasureFact]:
    """The measures of all plans on which `user` may report now, each as of today in its district."""
    plans = plans_to_report(user=user).exclude(status__in=FROZEN)
    by_day: dict[date, list[MeasureInForce]] = defaultdict(list)
    for row in in_force(MeasureInForce.objects.filter(roadmap__in=plans)):
        by_day[today_in(row.roadmap.district)].append(row)
    return [fact for today, rows in by_day.items() for fact in measure_facts(measures=rows, today=today)]


def may_report(*, user: Person, roadmap: Roadmap) -> bool:
    return plans_to_report(user=user).filter(pk=roadmap.pk).exists()


#: what becomes of a report whose measure was removed, by where it stood
_LEFT = {
    ReportStatus.DRAFT: "Черновик остался таким, каким его сохранили: дописать и отправить его нельзя.",
    ReportStatus.SUBMITTED: "Отчёт успели отправить, но проверить его уже нельзя: он остался для чтения.",
    ReportStatus.RETURNED: "Отчёт вернули до этого: исправить его нельзя, он остался для чтения.",
    ReportStatus.ACCEPTED: "Отчёт приняли до этого: он остался для чтения, в итоги снятая мера не входит.",
}


def why_closed(measure: MeasureInForce, report: MeasureReport | None = None) -> str:
    """Why nothing may be written about the measure (its roadmap loaded), and what that means for `report`;
    empty where something may be written.
    """
    if measure.removed_in is not None:
        left = _LEFT[ReportStatus(report.status)] if report else "Отчёты о ней можно читать, новых не пишут."
        return f"Меры больше нет в действующей карте (снята версией {measure.removed_in}). {left}"
    if measure.roadmap.status in FROZEN:
        word = "приостановлена" if measure.roadmap.status == RoadmapStatus.PAUSED else "закрыта"
        return f"Карта {word}: отчёты можно читать, но не писать и не принимать."
    return ""


def with_parts(reports: QuerySet[MeasureReport]) -> QuerySet[MeasureReport]:
    """Reports with their numbers, proofs and people: three queries for any number."""
    proofs = Prefetch("evidence", Evidence.objects.select_related("added_by"))
    people = reports.select_related("edited_by", "submitted_by", "decided_by")
    return people.prefetch_related("lines", proofs)


def report_input(report: MeasureReport) -> ReportInput:
    """The stored report as it would be typed."""
    return ReportInput(
        outcome=report.outcome,
        text=report.text,
        began_on=report.began_on,
        done_on=report.done_on,
        lines=tuple(LineInput(row.quantity, row.unit, row.what) for row in report.lines.all()),
    )


def open_report(measure: MeasureInForce) -> MeasureReport | None:
    return measure.reports.filter(status__in=OPEN_REPORT).first()


def report_timeline(reports: Collection[MeasureReport]) -> list[Happening]:
    """The steps of all reports of a measure, newest first; one query."""
    numbers = {report.pk: report.number for report in reports}
    events = WorkflowEvent.objects.filter(
        subject_type=subject_type(MeasureReport()), subject_id__in=numbers
    ).select_related("actor")
    return [
        Happening(
            title=f"Отчёт {numbers[event.subject_id]}: {REPORT_EVENT_TITLES[event.target].lower()}",
            who=event.actor.short_name,
            when=when(event.at),
            remark=event.remark,
        )
        for event in reversed(events)
    ]


def reports_to_check(*, user: User) -> QuerySet[MeasureReport]:
    """Reports that wait for the decision of `user`, the longest waiting first; not those he wrote or sent."""
    rows = MeasureReport.objects.permitted(user, Permission.EXECUTION_ACCEPT)
    waiting = rows.filter(status=ReportStatus.SUBMITTED, measure__removed_in=None)
    alive = waiting.exclude(measure__roadmap__status__in=FROZEN)
    others = alive.exclude(own_texts(MeasureReport, user))
    places = others.select_related("measure__roadmap__school", "measure__roadmap__district", "submitted_by")
    return places.order_by("submitted_at", "pk")


def plans_in_force(*, user: User, district: District, plan_year: PlanYear) -> QuerySet[Roadmap]:
    """The plans of a district with measures in force in a year, its own plan first."""
    plans = Roadmap.objects.permitted(user, Permission.ROADMAP_VIEW).filter(district=district)
    has_measures = Exists(MeasureInForce.objects.filter(roadmap=OuterRef("pk"), removed_in=None))
    found = plans.filter(has_measures, year=plan_year.year, period=plan_year.period)
    found = found.select_related("school", "district")
    return found.order_by(F("school__order_key").asc(nulls_first=True), "pk")


def accepted_results(*, schools: Iterable[School]) -> dict[int, str]:
    """What accepted reports of the schools say, by the number of the measure in the text, for documents."""
    reports = MeasureReport.objects.filter(measure__roadmap__school__in=list(schools))
    return _printed(reports, lambda report: report.measure.measure_id)


def printed_results(*, measures: QuerySet[MeasureInForce]) -> dict[int, str]:
    """What accepted reports say, by the key of the measure in force, for documents."""
    alive = measures.filter(removed_in=None).order_by()
    return _printed(
        MeasureReport.objects.filter(measure__in=alive.values("pk")), lambda report: report.measure_id
    )


def removed_with_results(*, measures: QuerySet[MeasureInForce]) -> list[tuple[MeasureInForce, str]]:
    """Those that newer editions dropped after reports on them had been accepted, with what these say."""
    gone = measures.exclude(removed_in=None)
    said = _printed(
        MeasureReport.objects.filter(measure__in=gone.order_by().values("pk")),
        lambda report: report.measure_id,
    )
    rows = gone.filter(pk__in=said).select_related("roadmap__district", "roadmap__school")
    school = F("roadmap__school__order_key").asc(nulls_first=True)
    return [(row, said[row.pk]) for row in rows.order_by(school, "roadmap_id", "position", "pk")]


def _printed(reports: QuerySet[MeasureReport], key: Callable[[MeasureReport], int]) -> dict[int, str]:
    """Texts and numbers of the accepted ones among `reports`: two queries."""
    accepted = reports.filter(status=ReportStatus.ACCEPTED).select_related("measure")
    found: dict[int, list[str]] = defaultdict(list)
    for report in accepted.prefetch_related("lines").order_by("measure", "number"):
        found[key(report)].append(printed_result(report.text, report.lines.all()))
    return {number: "\n".join(texts) for number, texts in found.items()}
