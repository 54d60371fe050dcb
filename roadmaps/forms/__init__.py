from roadmaps.forms.conflict import merged_with_stored, with_row
from roadmaps.forms.create import RoadmapCreateForm
from roadmaps.forms.editor import RoadmapEditor
from roadmaps.forms.exclusion import ExclusionForm
from roadmaps.forms.review import PlanReview, Travelling
from roadmaps.forms.step import StepForm

__all__ = [
    "ExclusionForm",
    "PlanReview",
    "RoadmapCreateForm",
    "RoadmapEditor",
    "StepForm",
    "Travelling",
    "merged_with_stored",
    "with_row",
]
