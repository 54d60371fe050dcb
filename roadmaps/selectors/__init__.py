"""Reads. Lists take `user`; what documents print is asked of a district that is already scoped."""

from roadmaps.selectors.approved import (
    ApprovedExclusion,
    ApprovedExclusions,
    ApprovedRoadmap,
    ApprovedRoadmaps,
    approved_content,
    approved_exclusions,
    approved_plan,
    has_approved_roadmap,
)
from roadmaps.selectors.beginnings import has_measures, last_years_draft
from roadmaps.selectors.earlier import measures_at
from roadmaps.selectors.execution import MeasureFact, in_force, measure_facts
from roadmaps.selectors.people import last_edit, last_returns, remark_of, timeline
from roadmaps.selectors.queue import QueueRow, approval_queue, waiting_for
from roadmaps.selectors.reports import (
    accepted_results,
    may_report,
    open_report,
    plans_in_force,
    plans_to_report,
    report_input,
    report_timeline,
    reports_to_check,
    why_closed,
    with_parts,
)
from roadmaps.selectors.risks import risk_factors, risk_seen
from roadmaps.selectors.suggestions import Suggestions, suggestions_for
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
    "QueueRow",
    "Suggestions",
    "accepted_results",
    "approval_queue",
    "approved_content",
    "approved_exclusions",
    "approved_plan",
    "changes_since_approval",
    "content_of",
    "content_of_input",
    "exclusion_json",
    "exclusion_of",
    "has_approved_roadmap",
    "has_measures",
    "in_force",
    "last_edit",
    "last_returns",
    "last_years_draft",
    "may_report",
    "measure_facts",
    "measures_at",
    "open_report",
    "plans_in_force",
    "plans_to_report",
    "remark_of",
    "report_input",
    "report_timeline",
    "reports_to_check",
    "risk_factors",
    "risk_seen",
    "roadmap_list",
    "roadmap_of",
    "roadmap_years",
    "schools_to_plan",
    "suggestions_for",
    "timeline",
    "version_difference",
    "waiting_for",
    "why_closed",
    "with_parts",
]
