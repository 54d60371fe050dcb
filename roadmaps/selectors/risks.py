"""The dictionary of risk factors as an administrator sees it."""

from django.db.models import QuerySet

from roadmaps.models import RiskFactor


def risk_factors() -> QuerySet[RiskFactor]:
    """Those on offer first, then the retired ones."""
    return RiskFactor.objects.order_by("-is_active", "position", "name")


def risk_seen(risk: RiskFactor) -> str:
    """What stood in the form when it was opened: other values give another text."""
    return f"{risk.position}:{int(risk.is_active)}:{risk.name}"
