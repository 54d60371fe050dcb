"""Writes: every one is atomic, locked, audited, and refuses with a sentence for the page."""

from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.reporting import LineInput, ReportInput
from roadmaps.services.discard import roadmap_delete, roadmap_discard
from roadmaps.services.due import put_due_in_force
from roadmaps.services.evidence import (
    evidence_add_file,
    evidence_add_link,
    evidence_read,
    evidence_remove,
)
from roadmaps.services.exclusion import (
    exclusion_approve,
    exclusion_create,
    exclusion_reopen,
    exclusion_return,
    exclusion_save,
    exclusion_submit,
)
from roadmaps.services.orders import Order
from roadmaps.services.reminders import Reminded, remind, remind_now
from roadmaps.services.reports import (
    report_accept,
    report_begin,
    report_return,
    report_save,
    report_submit,
)
from roadmaps.services.risks import risk_factor_add, risk_factor_update, risk_factors_load
from roadmaps.services.roadmap import (
    roadmap_approve,
    roadmap_close,
    roadmap_create,
    roadmap_pause,
    roadmap_put_in_force,
    roadmap_reopen,
    roadmap_return,
    roadmap_save,
    roadmap_submit,
)
from roadmaps.services.start import TAKEN, check_startable, roadmap_start
from roadmaps.services.together import Decided, Picked, approve_together

__all__ = [
    "TAKEN",
    "Decided",
    "LineInput",
    "MeasureInput",
    "Order",
    "Picked",
    "Reminded",
    "ReportInput",
    "SectionInput",
    "approve_together",
    "check_startable",
    "evidence_add_file",
    "evidence_add_link",
    "evidence_read",
    "evidence_remove",
    "exclusion_approve",
    "exclusion_create",
    "exclusion_reopen",
    "exclusion_return",
    "exclusion_save",
    "exclusion_submit",
    "put_due_in_force",
    "remind",
    "remind_now",
    "report_accept",
    "report_begin",
    "report_return",
    "report_save",
    "report_submit",
    "risk_factor_add",
    "risk_factor_update",
    "risk_factors_load",
    "roadmap_approve",
    "roadmap_close",
    "roadmap_create",
    "roadmap_delete",
    "roadmap_discard",
    "roadmap_pause",
    "roadmap_put_in_force",
    "roadmap_reopen",
    "roadmap_return",
    "roadmap_save",
    "roadmap_start",
    "roadmap_submit",
]
