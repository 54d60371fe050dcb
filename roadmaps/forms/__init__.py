from roadmaps.forms.conflict import merged_with_stored, with_row
from roadmaps.forms.create import RoadmapCreateForm
from roadmaps.forms.editor import RoadmapEditor
from roadmaps.forms.exclusion import ExclusionForm
from roadmaps.forms.step import StepForm

__all__ = [
    "ExclusionForm",
    "RoadmapCreateForm",
    "RoadmapEditor",
    "StepForm",
    "merged_with_stored",
    "with_row",
]
