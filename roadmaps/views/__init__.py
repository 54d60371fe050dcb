from roadmaps.views.editor import RoadmapEditView
from roadmaps.views.exclusions import (
    ExclusionCreateView,
    ExclusionDetailView,
    ExclusionEditView,
    ExclusionTransitionView,
)
from roadmaps.views.lists import QueueView, RoadmapListView
from roadmaps.views.risks import RiskFactorAddView, RiskFactorEditView, RiskFactorsView
from roadmaps.views.roadmaps import (
    RoadmapDetailView,
    RoadmapTransitionView,
)
from roadmaps.views.start import RoadmapCreateView, RoadmapStartView

__all__ = [
    "ExclusionCreateView",
    "ExclusionDetailView",
    "ExclusionEditView",
    "ExclusionTransitionView",
    "QueueView",
    "RiskFactorAddView",
    "RiskFactorEditView",
    "RiskFactorsView",
    "RoadmapCreateView",
    "RoadmapDetailView",
    "RoadmapEditView",
    "RoadmapListView",
    "RoadmapStartView",
    "RoadmapTransitionView",
]
