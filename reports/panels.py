"""What meetings and runs add to «Мой день»."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from portal.accounts.enums import Permission, Role
from portal.core.authors import own_texts
from portal.core.panels import Task, my_day
from portal.core.workflow import last_remark
from reports.enums import RUN_ACTIVE, MeetingStatus, RunStatus
from reports.models import Decision, Meeting, ReportRun
from reports.selectors import run_list

_PHASE = "Протоколы и отчёты"
_NEWS = timedelta(days=7)
_NEWS_SHOWN = 5


@my_day.register
def protocols_to_finalise(*, user) -> Iterable[Task]:
    """For the head: what was sent to him by somebody else."""
    waiting = Meeting.objects.permitted(user, Permission.MEETING_FINALISE).filter(
        status=MeetingStatus.SUBMITTED
    )
    others = waiting.exclude(own_texts(Meeting, user))
    for meeting in others.select_related("district", "submitted_by"):
        yield _task(
            "Утвердить", meeting, "review", "ждёт решения", f"отправил {meeting.submitted_by.short_name}"
        )


@my_day.register
def protocols_to_write(*, user) -> Iterable[Task]:
    """For the methodist: what came back, and drafts in which nothing is decided yet."""
    own = Meeting.objects.permitted(user, Permission.MEETING_EDIT).select_related("district")
    for meeting in own.filter(status=MeetingStatus.RETURNED):
        event = last_remark(meeting)
        yield _task("Доработать", meeting, "returned", "на доработке", event.remark if event else "")
    undecided = ~Exists(Decision.objects.filter(meeting=OuterRef("pk")))
    for meeting in own.filter(undecided, status=MeetingStatus.DRAFT):
        yield _task("Записать решения", meeting, "progress", "черновик", "решений пока нет")


@my_day.register
def protocols_to_build(*, user) -> Iterable[Task]:
    """For the coordinator: finalised protocols of which nobody has a file yet."""
    districts = [place.district_id for place in user.places if place.role == Role.COORDINATOR]
    printed = ReportRun.objects.filter(
        protocol__meeting=OuterRef("pk"),
        protocol__version=OuterRef("version"),
        status__in=(*RUN_ACTIVE, RunStatus.DONE),
    )
    final = Meeting.objects.permitted(user, Permission.REPORT_BUILD).filter(
        ~Exists(printed), district__in=districts, status=MeetingStatus.FINAL
    )
    for meeting in final.select_related("district"):
        yield _task("Собрать", meeting, "todo", "не начато", "утверждён, можно печатать")


@my_day.register
def finished_runs(*, user) -> Iterable[Task]:
    """For whoever ordered a document: what became of it in the last week."""
    news = run_list(user=user).filter(requested_by=user, finished_at__gte=timezone.now() - _NEWS)
    for run in news.order_by("-finished_at")[:_NEWS_SHOWN]:
        failed = run.status == RunStatus.FAILED
        yield Task(
            title=str(run),
            state="returned" if failed else "done",
            label="не получилось" if failed else "готов",
            url=reverse("reports:run", args=[run.public_id]),
            hint=run.error if failed else "можно скачать",
            phase=_PHASE,
        )


def _task(verb: str, meeting: Meeting, state: str, label: str, hint: str) -> Task:
    name = str(meeting)
    return Task(
        title=f"{verb}: {name[0].lower()}{name[1:]}",
        state=state,
        label=label,
        url=reverse("reports:meeting", args=[meeting.pk]),
        hint=f"{meeting.district}: {hint}" if hint else str(meeting.district),
        phase=_PHASE,
    )
