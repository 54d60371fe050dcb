"""«Что изменится»: which printed figures another setting would change, before anything is saved.

For an administrator, who may not read results of schools: counts, and values of whole districts.
"""

from .base import ChangeTable, Preview
from .parameters import parameter_preview
from .sittings import new_sitting_preview, scale_preview, sitting_preview

__all__ = [
    "ChangeTable",
    "Preview",
    "new_sitting_preview",
    "parameter_preview",
    "scale_preview",
    "sitting_preview",
]
