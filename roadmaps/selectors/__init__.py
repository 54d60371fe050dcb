"""Reads. Lists take `user`; what documents print is asked of a district that is already scoped."""

from roadmaps.selectors.approved import (
    ApprovedExclusion,
    ApprovedExclusions,
    ApprovedRoadmap,
    ApprovedRoadmaps,
    PlanKey,
    approved_content,
    approved_edition,
    approved_exclusions,
    approved_plan,
    approved_years,
    has_approved_roadmap,
)
from roadmaps.selectors.execution import MeasureFact, in_force, measure_facts
from roadmaps.selectors.people import freeze_reason, last_edit, last_returns, remark_of, timeline
from roadmaps.selectors.queue import QueueRow, approval_queue, waiting_for
from roadmaps.selectors.texts import (
    changes_since_approval,
    content_of,
    content_of_input,
    exclusion_json,
    version_difference,
)
from roadmaps.selectors.works import (
    exclusion_of,
    roadmap_list,
    roadmap_of,
    roadmap_years,
    schools_to_plan,
)

__all__ = [
    "ApprovedExclusion",
    "ApprovedExclusions",
    "ApprovedRoadmap",
    "ApprovedRoadmaps",
    "MeasureFact",
    "PlanKey",
    "QueueRow",
    "approval_queue",
    "approved_content",
    "approved_edition",
    "approved_exclusions",
    "approved_plan",
    "approved_years",
    "changes_since_approval",
    "content_of",
    "content_of_input",
    "exclusion_json",
    "exclusion_of",
    "freeze_reason",
    "has_approved_roadmap",
    "in_force",
    "last_edit",
    "last_returns",
    "measure_facts",
    "remark_of",
    "roadmap_list",
    "roadmap_of",
    "roadmap_years",
    "schools_to_plan",
    "timeline",
    "version_difference",
    "waiting_for",
]
