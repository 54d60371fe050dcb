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
from roadmaps.selectors.beginnings import has_measures, last_years_draft
from roadmaps.selectors.earlier import measures_at
from roadmaps.selectors.execution import MeasureFact, in_force, measure_facts
from roadmaps.selectors.people import freeze_reason, last_edit, last_returns, remark_of, timeline
from roadmaps.selectors.queue import QueueRow, approval_queue, deciders, waiting_for, waits_for
from roadmaps.selectors.debts import Debt, debts_of
from roadmaps.selectors.execution import MeasureFact, in_force, measure_facts, today_in
from roadmaps.selectors.news import News, news_of, yesterday_in
from roadmaps.selectors.overview import Scene, execution_scene
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
from roadmaps.selectors.versions import Edition, basis_of, edition_difference, editions_of
from roadmaps.selectors.totals import (
    PlanYear,
    covers_of,
    editions_in_force,
    facts_of,
    measures_of_year,
    plan_years,
    printed_results,
    results_of,
    years_of_plans,
)
from roadmaps.selectors.works import (
    ListRow,
    district_plan,
    exclusion_of,
    list_rows,
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
    "Edition",
    "ListRow",
    "Debt",
    "MeasureFact",
    "News",
    "PlanKey",
    "PlanYear",
    "QueueRow",
    "Suggestions",
    "Scene",
    "accepted_results",
    "approval_queue",
    "approved_content",
    "approved_edition",
    "approved_exclusions",
    "approved_plan",
    "approved_years",
    "basis_of",
    "changes_since_approval",
    "content_of",
    "content_of_input",
    "deciders",
    "district_plan",
    "edition_difference",
    "editions_of",
    "exclusion_json",
    "exclusion_of",
    "freeze_reason",
    "covers_of",
    "debts_of",
    "editions_in_force",
    "exclusion_json",
    "exclusion_of",
    "execution_scene",
    "facts_of",
    "has_approved_roadmap",
    "has_measures",
    "in_force",
    "last_edit",
    "last_returns",
    "last_years_draft",
    "list_rows",
    "may_report",
    "measure_facts",
    "measures_at",
    "measures_of_year",
    "news_of",
    "open_report",
    "plan_years",
    "plans_in_force",
    "plans_to_report",
    "printed_results",
    "remark_of",
    "report_input",
    "report_timeline",
    "reports_to_check",
    "risk_factors",
    "risk_seen",
    "results_of",
    "roadmap_list",
    "roadmap_of",
    "roadmap_years",
    "schools_to_plan",
    "suggestions_for",
    "timeline",
    "today_in",
    "version_difference",
    "waiting_for",
    "waits_for",
    "why_closed",
    "with_parts",
    "years_of_plans",
    "yesterday_in",
]
