"""Has the running worker build the protocol of the demonstration district, and says where it lies."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings

from portal.accounts.enums import Role
from portal.core.commands import PortalCommand
from portal.core.errors import PortalError
from reports.enums import DocumentKind, MeetingStatus, RunStatus
from reports.models import Meeting, ReportRun
from reports.services import run_request
from schools.models import Membership

DISTRICT = "kotelnikovo"
WAIT_SECONDS = 120
_STEP = 0.5


class Command(PortalCommand):
    help = "Заказывает PDF протокола демонстрационного района и ждёт, пока его соберёт работающий портал."

    def handle(self, *args: Any, **options: Any) -> None:
        run = wait_for(order(), say=self._say)
        self.stdout.write(str((Path(settings.FILES_DIR) / run.file).resolve()))

    def _say(self, line: str) -> None:
        self.stderr.write(line, style_func=str)


def order() -> ReportRun:
    """The run of the last finalised meeting, in the name of the district's coordinator."""
    meeting = (
        Meeting.objects.filter(district__code=DISTRICT, status=MeetingStatus.FINAL)
        .select_related("district")
        .order_by("-date")
        .first()
    )
    coordinator = (
        Membership.objects.filter(district__code=DISTRICT, role=Role.COORDINATOR)
        .select_related("user")
        .first()
    )
    if meeting is None or coordinator is None:
        raise PortalError("Демонстрационных данных нет. Загрузите их: python manage.py demo_load.")
    return run_request(
        kind=DocumentKind.PROTOCOL,
        district=meeting.district,
        year=meeting.date.year,
        meeting=meeting,
        by=coordinator.user,
    )


def wait_for(run: ReportRun, say: Any) -> ReportRun:
    """The finished run; PortalError if it failed or no worker took it in time."""
    deadline = time.monotonic() + WAIT_SECONDS
    told = ""
    while time.monotonic() < deadline:
        run.refresh_from_db()
        if run.status == RunStatus.DONE:
            return run
        if run.status == RunStatus.FAILED:
            raise PortalError(run.error)
        if (state := _words(run)) != told:
            say(state)
            told = state
        time.sleep(_STEP)
    raise PortalError(
        f"За {WAIT_SECONDS} секунд протокол не собран. Запущен ли портал? Запуск: python manage.py portal."
    )


def _words(run: ReportRun) -> str:
    if run.status == RunStatus.QUEUED:
        return "Протокол заказан, ждём сборщик документов…"
    return f"{run.stage}: {run.done} из {run.total}…"
