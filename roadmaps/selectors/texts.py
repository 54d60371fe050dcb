"""From rows to plain text and back to what was approved."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from django.db.models import prefetch_related_objects

from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.content import Change, MeasureContent, RoadmapContent, SectionContent, difference, from_json
from roadmaps.models import ExclusionCase, Measure, RiskFactor, Roadmap

#: what the row and the text call alike
SAME_NAMES = [field.name for field in fields(MeasureContent) if field.name not in ("id", "risk_factor")]


def content_of(roadmap: Roadmap) -> RoadmapContent:
    """The text as it stands now: three queries at most, none for a roadmap loaded `with_content`."""
    prefetch_related_objects([roadmap], "sections__measures__risk_factor")
    return RoadmapContent(
        title=roadmap.title,
        sections=tuple(
            SectionContent(section.title, tuple(_measure(row) for row in section.measures.all()))
            for section in roadmap.sections.all()
        ),
    )


def disputed(roadmap: Roadmap) -> set[int | None]:
    """Measures whose days were typed for another wording: nobody has said yet which of the two holds."""
    prefetch_related_objects([roadmap], "sections__measures__risk_factor")
    return {
        row.pk for section in roadmap.sections.all() for row in section.measures.all() if row.earlier_term
    }


def _measure(row: Measure) -> MeasureContent:
    texts = {name: getattr(row, name) for name in SAME_NAMES}
    return MeasureContent(id=row.pk, risk_factor=str(row.risk_factor or ""), **texts)


def content_of_input(*, title: str, sections: Sequence[SectionInput]) -> RoadmapContent:
    """What was typed as the text that it would become; one query for the names of risks."""
    risks = dict(RiskFactor.objects.values_list("pk", "name"))
    return RoadmapContent(
        title=title,
        sections=tuple(
            SectionContent(row.title, tuple(_typed(measure, risks) for measure in row.measures))
            for row in sections
        ),
    )


def _typed(row: MeasureInput, risks: dict[int, str]) -> MeasureContent:
    texts = {name: getattr(row, name) for name in SAME_NAMES}
    return MeasureContent(id=row.id, risk_factor=risks.get(row.risk_factor or 0, ""), **texts)


def version_difference(*, old: RoadmapContent, new: RoadmapContent) -> list[Change]:
    """Rows added, changed and removed from `old` to `new`."""
    return difference(old, new)


def changes_since_approval(roadmap: Roadmap) -> list[Change] | None:
    """What differs from the edition in force; None where nothing has been approved yet."""
    version = roadmap.last_version
    return version_difference(old=from_json(version.content), new=content_of(roadmap)) if version else None


def exclusion_json(case: ExclusionCase) -> dict[str, Any]:
    return {"grounds": case.ground_lines, "conclusion": case.conclusion}
