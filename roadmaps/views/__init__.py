from roadmaps.views.exclusions import (
    ExclusionCreateView,
    ExclusionDetailView,
    ExclusionEditView,
    ExclusionTransitionView,
)
from roadmaps.views.lists import QueueView, RoadmapListView
from roadmaps.views.roadmaps import (
    RoadmapCreateView,
    RoadmapDetailView,
    RoadmapEditView,
    RoadmapTransitionView,
)

__all__ = [
    "ExclusionCreateView",
    "ExclusionDetailView",
    "ExclusionEditView",
    "ExclusionTransitionView",
    "QueueView",
    "RoadmapCreateView",
    "RoadmapDetailView",
    "RoadmapEditView",
    "RoadmapListView",
    "RoadmapTransitionView",
]
