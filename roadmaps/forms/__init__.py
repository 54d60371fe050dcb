from roadmaps.forms.conflict import heading_clashes, merged_with_stored, with_taken
from roadmaps.forms.create import RoadmapCreateForm
from roadmaps.forms.editor import RoadmapEditor
from roadmaps.forms.exclusion import ExclusionForm
from roadmaps.forms.order import Typed, as_seen, with_move, with_row
from roadmaps.forms.reports import DecisionForm, ReportEditor
from roadmaps.forms.review import PlanReview, Travelling
from roadmaps.forms.risk import NewRiskFactorForm, RiskFactorForm
from roadmaps.forms.rows import editor_labels
from roadmaps.forms.step import StepForm
from roadmaps.forms.together import MOST_TOGETHER, TogetherForm

__all__ = [
    "MOST_TOGETHER",
    "DecisionForm",
    "ExclusionForm",
    "NewRiskFactorForm",
    "PlanReview",
    "ReportEditor",
    "RiskFactorForm",
    "RoadmapCreateForm",
    "RoadmapEditor",
    "StepForm",
    "TogetherForm",
    "Travelling",
    "Typed",
    "as_seen",
    "editor_labels",
    "heading_clashes",
    "merged_with_stored",
    "with_move",
    "with_row",
    "with_taken",
]
