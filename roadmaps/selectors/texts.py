"""From rows to plain text and back to what was approved."""

from typing import Any

from django.db.models import prefetch_related_objects

from roadmaps.content import Change, MeasureContent, RoadmapContent, SectionContent, difference, from_json
from roadmaps.models import ExclusionCase, Measure, Roadmap


def content_of(roadmap: Roadmap) -> RoadmapContent:
    """The text as it stands now: two queries at most, none for a roadmap loaded `with_content`."""
    prefetch_related_objects([roadmap], "sections__measures")
    return RoadmapContent(
        title=roadmap.title,
        sections=tuple(
            SectionContent(section.title, tuple(_measure(row) for row in section.measures.all()))
            for section in roadmap.sections.all()
        ),
    )


def _measure(row: Measure) -> MeasureContent:
    return MeasureContent(
        id=row.pk,
        name=row.name,
        term=row.term,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        responsible=row.responsible,
        result=row.result,
    )


def version_difference(*, old: RoadmapContent, new: RoadmapContent) -> list[Change]:
    """Rows added, changed and removed from `old` to `new`."""
    return difference(old, new)


def changes_since_approval(roadmap: Roadmap) -> list[Change] | None:
    """What differs from the edition in force; None where nothing has been approved yet."""
    version = roadmap.last_version
    return version_difference(old=from_json(version.content), new=content_of(roadmap)) if version else None


def exclusion_json(case: ExclusionCase) -> dict[str, Any]:
    return {"grounds": case.ground_lines, "conclusion": case.conclusion}
