"""Plans out of files: read → parse → check → apply, the last one by roadmaps.services.roadmap_start."""

from roadmaps.imports.plan import read_plan

__all__ = ["read_plan"]
