"""Writes: every one is atomic, locked, audited, and refuses with a sentence for the page."""

from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.services.due import put_due_in_force
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
from roadmaps.services.together import Decided, Picked, approve_together

__all__ = [
    "Decided",
    "MeasureInput",
    "Order",
    "Picked",
    "Reminded",
    "SectionInput",
    "approve_together",
    "exclusion_approve",
    "exclusion_create",
    "exclusion_reopen",
    "exclusion_return",
    "exclusion_save",
    "exclusion_submit",
    "put_due_in_force",
    "remind",
    "remind_now",
    "roadmap_approve",
    "roadmap_close",
    "roadmap_create",
    "roadmap_pause",
    "roadmap_put_in_force",
    "roadmap_reopen",
    "roadmap_return",
    "roadmap_save",
    "roadmap_submit",
]
