from roadmaps.views.exclusions import (
    ExclusionCreateView,
    ExclusionDetailView,
    ExclusionEditView,
    ExclusionTransitionView,
)
from roadmaps.views.lists import QueueView, RoadmapListView
from roadmaps.views.roadmaps import (
    RoadmapDetailView,
    RoadmapEditView,
    RoadmapTransitionView,
)
from roadmaps.views.start import RoadmapCreateView, RoadmapStartView

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
    "RoadmapStartView",
    "RoadmapTransitionView",
]
