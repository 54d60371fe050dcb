from roadmaps.models.exclusion import ExclusionCase, ExclusionVersion
from roadmaps.models.roadmap import Measure, Roadmap, RoadmapVersion, Section

__all__ = ["ExclusionCase", "ExclusionVersion", "Measure", "Roadmap", "RoadmapVersion", "Section"]
