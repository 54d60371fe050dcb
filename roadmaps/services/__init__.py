"""Writes: every one is atomic, locked, audited, and refuses with a sentence for the page."""

from roadmaps.checks import MeasureInput, SectionInput
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
from roadmaps.services.start import TAKEN, roadmap_start

__all__ = [
    "TAKEN",
    "MeasureInput",
    "Order",
    "Reminded",
    "SectionInput",
    "exclusion_approve",
    "exclusion_create",
    "exclusion_reopen",
    "exclusion_return",
    "exclusion_save",
    "exclusion_submit",
    "remind",
    "remind_now",
    "risk_factor_add",
    "risk_factor_update",
    "risk_factors_load",
    "roadmap_approve",
    "roadmap_close",
    "roadmap_create",
    "roadmap_pause",
    "roadmap_put_in_force",
    "roadmap_reopen",
    "roadmap_return",
    "roadmap_save",
    "roadmap_start",
    "roadmap_submit",
]
