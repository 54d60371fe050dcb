from roadmaps.views.editor import RoadmapEditView
from roadmaps.views.evidence import EvidenceView
from roadmaps.views.exclusions import (
    ExclusionCreateView,
    ExclusionDetailView,
    ExclusionEditView,
    ExclusionTransitionView,
)
from roadmaps.views.lists import QueueView, RoadmapListView
from roadmaps.views.measures import CheckListView, MeasureListView, MeasureView, ReportBeginView
from roadmaps.views.reports import ReportAutosaveView, ReportDecideView, ReportView
from roadmaps.views.risks import RiskFactorAddView, RiskFactorEditView, RiskFactorsView
from roadmaps.views.roadmaps import (
    RoadmapDetailView,
    RoadmapTransitionView,
)
from roadmaps.views.start import RoadmapCreateView, RoadmapStartView

__all__ = [
    "CheckListView",
    "EvidenceView",
    "ExclusionCreateView",
    "ExclusionDetailView",
    "ExclusionEditView",
    "ExclusionTransitionView",
    "MeasureListView",
    "MeasureView",
    "QueueView",
    "ReportAutosaveView",
    "ReportBeginView",
    "ReportDecideView",
    "ReportView",
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
