"""Plans that are paused or closed: since when they stand still, and why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portal.core.models import WorkflowEvent
from roadmaps.enums import FROZEN
from roadmaps.models import Roadmap
from roadmaps.selectors.days import today_in

#: plans asked about in one query: a database takes only so many parameters
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Stop:
    """`since` is a day in the district's zone; a plan closed after a pause stands still since the pause."""

    since: date
    remark: str


def stops_of(roadmaps: Iterable[Roadmap]) -> dict[int, Stop]:
    """By number, those of the plans (their districts loaded) that stand still now."""
    stopped = {roadmap.pk: roadmap.district for roadmap in roadmaps if roadmap.status in FROZEN}
    found: dict[int, Stop] = {}
    for some in batched(sorted(stopped)):
        steps = WorkflowEvent.objects.filter(subject_type=Roadmap._meta.label_lower, subject_id__in=some)
        told = steps.order_by("pk").values_list("subject_id", "target", "at", "remark")
        for roadmap_id, target, at, remark in told:
            if target not in FROZEN:
                found.pop(roadmap_id, None)
            elif roadmap_id in found:
                found[roadmap_id] = replace(found[roadmap_id], remark=remark)
            else:
                found[roadmap_id] = Stop(today_in(stopped[roadmap_id], at), remark)
    return found


def batched(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]
