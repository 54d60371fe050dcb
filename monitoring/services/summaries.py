"""Sums of districts, kept beside the results that they sum up."""

from collections.abc import Collection
from decimal import Decimal

from django.db.models import Case, Count, F, Q, Sum, When
from django.db.models.functions import Coalesce

from monitoring.enums import ResultStatus
from monitoring.models import DistrictSummary, Result

_SUMS = ("participants", "weighted_sum", "marked", "n2", "n3", "n4", "n5", "judged", "below_minimum")


def summaries_refresh(*, district_id: int, sittings: Collection[int]) -> None:
    """Sum up the named sittings of a district anew, in the transaction that changed its results."""
    found = _summed(district_id, sittings)
    DistrictSummary.objects.filter(district_id=district_id, sitting_id__in=sittings).exclude(
        sitting_id__in=[row["sitting_id"] for row in found]
    ).delete()
    DistrictSummary.objects.bulk_create(
        [DistrictSummary(district_id=district_id, **_plain(row)) for row in found],
        update_conflicts=True,
        unique_fields=["district", "sitting"],
        update_fields=["valued", "counted", *_SUMS],
    )


def _summed(district_id: int, sittings: Collection[int]) -> list[dict]:
    """One query, one row a sitting that has a value."""
    counted = Q(participants__gt=0)
    marked = Q(n2__isnull=False, n3__isnull=False, n4__isnull=False, n5__isnull=False)
    judged = Q(below_minimum__isnull=False, participants__gt=0)
    value = Coalesce("mean_score", "mean_mark")
    return list(
        Result.objects.filter(district_id=district_id, sitting_id__in=sittings, status=ResultStatus.VALUE)
        .values("sitting_id")
        .annotate(
            valued=Count("pk"),
            counted=Count("pk", filter=counted),
            all_participants=Sum("participants", filter=counted),
            weighted_sum=Sum(Case(When(counted, then=value * F("participants")))),
            all_n2=Sum("n2", filter=marked),
            all_n3=Sum("n3", filter=marked),
            all_n4=Sum("n4", filter=marked),
            all_n5=Sum("n5", filter=marked),
            judged=Sum("participants", filter=judged),
            all_below=Sum("below_minimum", filter=judged),
        )
    )


def _plain(row: dict) -> dict:
    marks = {name: row[f"all_{name}"] or 0 for name in ("n2", "n3", "n4", "n5")}
    return {
        "sitting_id": row["sitting_id"],
        "valued": row["valued"],
        "counted": row["counted"],
        "participants": row["all_participants"] or 0,
        "weighted_sum": Decimal(row["weighted_sum"] or 0),
        "marked": sum(marks.values()),
        **marks,
        "judged": row["judged"] or 0,
        "below_minimum": row["all_below"] or 0,
    }
