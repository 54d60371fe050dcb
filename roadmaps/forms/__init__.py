from roadmaps.forms.conflict import merged_with_stored, with_row
from roadmaps.forms.create import RoadmapCreateForm
from roadmaps.forms.editor import RoadmapEditor
from roadmaps.forms.exclusion import ExclusionForm
from roadmaps.forms.step import StepForm
from roadmaps.forms.together import MOST_TOGETHER, TogetherForm

__all__ = [
    "MOST_TOGETHER",
    "ExclusionForm",
    "RoadmapCreateForm",
    "RoadmapEditor",
    "StepForm",
    "TogetherForm",
    "merged_with_stored",
    "with_row",
]
