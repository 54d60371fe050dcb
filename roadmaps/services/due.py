"""Approved editions come into force on their day, without anybody at the keyboard."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.core.workflow import carry_out, events_of, note_step
from roadmaps.enums import EDITABLE, RoadmapStatus
from roadmaps.models import Roadmap, RoadmapVersion
from roadmaps.selectors import today_in
from roadmaps.services.force import write_measures_in_force

#: an edition whose next one is being written or waits: it is still the one in force
_UNDER_WORK = (*EDITABLE, RoadmapStatus.SUBMITTED)


def put_due_in_force(*, now: datetime | None = None) -> int:
    """Put in force every edition whose day has come in its district's zone; how many.

    Each is a transaction of its own under the lock of its roadmap: it may run twice, and beside another one.
    """
    now = now or timezone.now()
    waiting = RoadmapVersion.objects.filter(
        Q(roadmap__status=RoadmapStatus.APPROVED)
        | Q(roadmap__status__in=_UNDER_WORK, in_force_on__isnull=False)
    )
    numbers = waiting.order_by("roadmap").values_list("roadmap", flat=True).distinct()
    return sum(_put_due(number, now) for number in numbers)


@transaction.atomic
def _put_due(roadmap_id: int, now: datetime) -> bool:
    roadmap = Roadmap.objects.select_for_update(of=("self",)).select_related("district").get(pk=roadmap_id)
    version = _due_edition(roadmap, now)
    if version is None:
        return False
    if roadmap.status == RoadmapStatus.APPROVED and version.number == roadmap.version:
        carry_out(obj=roadmap, target=RoadmapStatus.IN_FORCE, by=version.approved_by)
    elif roadmap.status in (*_UNDER_WORK, RoadmapStatus.APPROVED):
        # The next edition is under way; until it is approved this one is in force, as was decided.
        note_step(roadmap, target=RoadmapStatus.IN_FORCE, by=version.approved_by, version=version.number)
    else:
        return False
    write_measures_in_force(version)
    return True


def _due_edition(roadmap: Roadmap, now: datetime) -> RoadmapVersion | None:
    """The newest edition whose day has come, if it has not been put in force yet."""
    today = today_in(roadmap.district, now)
    editions = roadmap.versions.select_related("approved_by")
    newest = next((row for row in editions if _begins(row, roadmap) <= today), None)
    return None if newest is None or _has_begun(newest, roadmap) else newest


def _begins(version: RoadmapVersion, roadmap: Roadmap) -> date:
    return version.in_force_on or _approved_on(version, roadmap)


def _approved_on(version: RoadmapVersion, roadmap: Roadmap) -> date:
    return today_in(roadmap.district, version.approved_at)


def _has_begun(version: RoadmapVersion, roadmap: Roadmap) -> bool:
    if roadmap.status == RoadmapStatus.APPROVED and version.number == roadmap.version:
        return False
    at_once = _begins(version, roadmap) <= _approved_on(version, roadmap)
    return at_once or events_of(roadmap).filter(target="in_force", version__gte=version.number).exists()
