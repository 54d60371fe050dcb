"""From an approved edition to measures in force: the rows on which schools report."""

from typing import cast

from portal.accounts.models import User
from portal.core.workflow import transition
from roadmaps.content import MeasureContent, from_json
from roadmaps.enums import RoadmapStatus
from roadmaps.models import MeasureInForce, Roadmap, RoadmapVersion
from roadmaps.services.dropped import tell_of_dropped

_WORDING = ("name", "form", "term", "starts_on", "ends_on", "recurrence", "responsible", "expected")


def put_in_force(roadmap: Roadmap, *, by: User) -> Roadmap:
    """Move a locked approved roadmap on to «действует» and write its measures in force."""
    moved = transition(obj=roadmap, target=RoadmapStatus.IN_FORCE, by=by, seen=roadmap.revision)
    write_measures_in_force(moved.versions.get(number=moved.version))
    return moved


def write_measures_in_force(version: RoadmapVersion) -> None:
    """Bring the rows of the roadmap to the wording of `version`; one that it lacks is marked, not deleted."""
    known = {row.measure_id: row for row in version.roadmap.in_force.all()}
    fresh: list[MeasureInForce] = []
    changed: list[MeasureInForce] = []
    for position, (place, section, number, measure) in enumerate(_placed(version), start=1):
        measure_id = cast(int, measure.id)  # the text was read from rows
        row = known.pop(measure_id, None)
        (changed if row else fresh).append(
            row := row or MeasureInForce(roadmap=version.roadmap, measure_id=measure_id)
        )
        row.position, row.number, row.section_place, row.section = position, number, place, section
        row.removed_in = None
        for name in _WORDING:
            setattr(row, name, getattr(measure, name))
    gone = [row for row in known.values() if row.removed_in is None]
    for row in gone:
        row.removed_in = version.number
    MeasureInForce.objects.bulk_create(fresh)
    written = ["position", "number", "section_place", "section", "removed_in", *_WORDING]
    MeasureInForce.objects.bulk_update([*changed, *gone], written)
    tell_of_dropped(gone, roadmap=version.roadmap)


def _placed(version: RoadmapVersion) -> list[tuple[int, str, str, MeasureContent]]:
    content = from_json(version.content)
    numbers = (number for number, _ in content.numbered())
    return [
        (place, section.title, next(numbers), measure)
        for place, section in enumerate(content.sections, start=1)
        for measure in section.measures
    ]
