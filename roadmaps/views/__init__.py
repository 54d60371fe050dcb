from roadmaps.views.calendar import MeasureCalendarView, PictureView
from roadmaps.views.debts import NotReportedView, RemindView
from roadmaps.views.decisions import ReportDecideView
from roadmaps.views.discard import RoadmapDiscardView
from roadmaps.views.editor import RoadmapEditView
from roadmaps.views.evidence import EvidenceView
from roadmaps.views.exclusions import (
    ExclusionCreateView,
    ExclusionDetailView,
    ExclusionEditView,
    ExclusionTransitionView,
)
from roadmaps.views.execution import ExecutionTotalsView, ExecutionView
from roadmaps.views.lists import DistrictPlanView, RoadmapListView
from roadmaps.views.measures import CheckListView, MeasureListView, MeasureView, OwedListView, ReportBeginView
from roadmaps.views.queue import QueueApproveView, QueueResultView, QueueView
from roadmaps.views.reports import ReportAutosaveView, ReportView
from roadmaps.views.risks import RiskFactorAddView, RiskFactorEditView, RiskFactorsView
from roadmaps.views.roadmaps import (
    RoadmapDetailView,
    RoadmapTransitionView,
)
from roadmaps.views.start import RoadmapCreateView, RoadmapStartView
from roadmaps.views.versions import DifferenceView, DiscardedView, VersionView

__all__ = [
    "CheckListView",
    "DifferenceView",
    "DiscardedView",
    "DistrictPlanView",
    "EvidenceView",
    "ExclusionCreateView",
    "ExclusionDetailView",
    "ExclusionEditView",
    "ExclusionTransitionView",
    "ExecutionTotalsView",
    "ExecutionView",
    "MeasureCalendarView",
    "MeasureListView",
    "MeasureView",
    "NotReportedView",
    "OwedListView",
    "PictureView",
    "QueueApproveView",
    "QueueResultView",
    "QueueView",
    "RemindView",
    "ReportAutosaveView",
    "ReportBeginView",
    "ReportDecideView",
    "ReportView",
    "RiskFactorAddView",
    "RiskFactorEditView",
    "RiskFactorsView",
    "RoadmapCreateView",
    "RoadmapDetailView",
    "RoadmapDiscardView",
    "RoadmapEditView",
    "RoadmapListView",
    "RoadmapStartView",
    "RoadmapTransitionView",
    "VersionView",
]
