from roadmaps.views.exclusions import (
    ExclusionCreateView,
    ExclusionDetailView,
    ExclusionEditView,
    ExclusionTransitionView,
)
from roadmaps.views.lists import DistrictPlanView, RoadmapListView
from roadmaps.views.queue import QueueApproveView, QueueResultView, QueueView
from roadmaps.views.roadmaps import (
    RoadmapCreateView,
    RoadmapDetailView,
    RoadmapEditView,
    RoadmapTransitionView,
)
from roadmaps.views.versions import DifferenceView, VersionView

__all__ = [
    "DifferenceView",
    "DistrictPlanView",
    "ExclusionCreateView",
    "ExclusionDetailView",
    "ExclusionEditView",
    "ExclusionTransitionView",
    "QueueApproveView",
    "QueueResultView",
    "QueueView",
    "RoadmapCreateView",
    "RoadmapDetailView",
    "RoadmapEditView",
    "RoadmapListView",
    "RoadmapTransitionView",
    "VersionView",
]
