"""States of roadmaps and exclusion cases, and the steps between them as plain rows.

A row is (from, to, permission, remark required, other person required); see portal.core.workflow.
"""

from django.db.models import TextChoices


class RoadmapStatus(TextChoices):
    DRAFT = "draft", "черновик"
    SUBMITTED = "submitted", "на утверждении"
    RETURNED = "returned", "возвращена"
    APPROVED = "approved", "утверждена"


class ExclusionStatus(TextChoices):
    DRAFT = "draft", "черновик"
    SUBMITTED = "submitted", "на утверждении"
    RETURNED = "returned", "возвращено"
    APPROVED = "approved", "утверждено"


#: the states in which a text may be changed; an approved one is opened again as the next version
EDITABLE = frozenset({"draft", "returned"})

ROADMAP_TRANSITIONS = (
    ("draft", "submitted", "roadmap.submit", False, False),
    ("returned", "submitted", "roadmap.submit", False, False),
    ("submitted", "returned", "roadmap.approve", True, True),
    ("submitted", "approved", "roadmap.approve", False, True),
    ("approved", "draft", "roadmap.edit", False, False),
)

EXCLUSION_TRANSITIONS = (
    ("draft", "submitted", "exclusion.submit", False, False),
    ("returned", "submitted", "exclusion.submit", False, False),
    ("submitted", "returned", "exclusion.approve", True, True),
    ("submitted", "approved", "exclusion.approve", False, True),
    ("approved", "draft", "exclusion.edit", False, False),
)

#: what a step is called in the history; by the state to which it led
EVENT_TITLES = {
    "submitted": "Отправлено на утверждение",
    "returned": "Возвращено на доработку",
    "approved": "Утверждено",
    "draft": "Открыта новая версия",
}
