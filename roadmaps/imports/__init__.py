"""Plans out of files: read → parse → check → apply, the last one by roadmaps.services.roadmap_start."""

from roadmaps.imports.plan import PlanRead, PlanRow, read_plan

__all__ = ["PlanRead", "PlanRow", "read_plan"]
