"""What has happened in a district of late."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.models import WorkflowEvent
from roadmaps.enums import REPORT_EVENT_TITLES
from roadmaps.models import MeasureReport, Roadmap
from roadmaps.selectors.days import today_in
from roadmaps.selectors.people import step_title
from schools.models import District

#: more nobody reads
MOST_NEWS = 300


@dataclass(frozen=True, slots=True)
class News:
    """One step of a plan or of a report."""

    at: datetime
    title: str
    about: str
    who: str
    url: str
    remark: str = ""


def yesterday_in(district: District) -> datetime:
    """The first minute of yesterday on the department's clock."""
    return datetime.combine(today_in(district) - timedelta(days=1), time.min, tzinfo=district.zone)


def news_of(*, user: User, district: District, since: datetime) -> list[News]:
    """Steps of plans and reports that `user` may see, newest first: four queries."""
    plans = Roadmap.objects.permitted(user, Permission.ROADMAP_VIEW).filter(district=district)
    found = [
        *_steps(plans.select_related("district", "school"), since),
        *_steps(_with_places(_reports_of(user, district)), since),
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)[:MOST_NEWS]


def measures_with_news(*, user: User, district: District, since: datetime) -> set[int]:
    """The measures of which a report has moved since then, however many: one query."""
    reports = _reports_of(user, district)
    moved = _events(reports, since).values("subject_id")
    return set(reports.filter(pk__in=moved).order_by().values_list("measure", flat=True))


def _reports_of(user: User, district: District) -> QuerySet[MeasureReport]:
    rows = MeasureReport.objects.permitted(user, Permission.ROADMAP_VIEW)
    return rows.filter(measure__roadmap__district=district)


def _with_places(reports: QuerySet[MeasureReport]) -> QuerySet[MeasureReport]:
    return reports.select_related("measure__roadmap__district", "measure__roadmap__school")


def _steps(rows: QuerySet[Any], since: datetime) -> Iterator[News]:
    newest = list(_events(rows, since).select_related("actor").order_by("-pk")[:MOST_NEWS])
    subjects = rows.in_bulk({event.subject_id for event in newest})
    for event in newest:
        subject = subjects[event.subject_id]
        yield _of_report(event, subject) if isinstance(subject, MeasureReport) else _of_plan(event, subject)


def _events(rows: QuerySet[Any], since: datetime) -> QuerySet[WorkflowEvent]:
    return WorkflowEvent.objects.filter(
        subject_type=rows.model._meta.label_lower, subject_id__in=rows.order_by().values("pk"), at__gte=since
    )


def _of_plan(event: WorkflowEvent, plan: Roadmap) -> News:
    return News(
        event.at, step_title(event), str(plan), str(event.actor), plan.get_absolute_url(), event.remark
    )


def _of_report(event: WorkflowEvent, report: MeasureReport) -> News:
    measure = report.measure
    about = f"{measure.roadmap}, {measure.number}. {measure.name}"
    return News(
        event.at,
        f"Отчёт {REPORT_EVENT_TITLES[event.target].lower()}",
        about,
        str(event.actor),
        report.get_absolute_url(),
        event.remark,
    )
