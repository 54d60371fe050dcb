"""Checks of data quality: one rule is one file with one function. Their order is that of the page."""

from monitoring.checks import (
    below_minimum,
    bias_markers,
    journal_gap,
    marks_participants,
    mean_below_minimum,
    mean_marks,
    outside_scale,
    percent_sum,
    schools_missing,
    unlikely_change,
    vpr_over_oge,
)
from monitoring.checks.base import CheckData, Doubt, FileProblem, Finding, Place, Rule

RULES: tuple[Rule, ...] = (
    marks_participants.RULE,
    outside_scale.RULE,
    mean_marks.RULE,
    percent_sum.RULE,
    schools_missing.RULE,
    unlikely_change.RULE,
    journal_gap.RULE,
    vpr_over_oge.RULE,
    bias_markers.RULE,
    mean_below_minimum.RULE,
    below_minimum.RULE,
)

#: The remarks of imports that a rule reads.
FILE_KINDS = percent_sum.KINDS

__all__ = [
    "FILE_KINDS",
    "RULES",
    "CheckData",
    "Doubt",
    "FileProblem",
    "Finding",
    "Place",
    "Rule",
    "all_findings",
]


def all_findings(data: CheckData) -> list[Finding]:
    """Every rule over one district and year, without waivers."""
    return [finding for rule in RULES for finding in rule.findings(data)]
