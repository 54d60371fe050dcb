"""The dictionaries as an administrator sees them, and what he saw when he opened a form."""

import hashlib
import json
from decimal import Decimal

from django.db.models import QuerySet

from monitoring.models import MarkScale, Sitting

SITTING_FACTS = ("minimum", "entry_minimum", "is_held", "is_general", "source")
SCALE_FACTS = ("from3", "from4", "from5", "maximum", "source")


def sitting_seen(sitting: Sitting) -> str:
    """Other values give another text."""
    return _seen(sitting, SITTING_FACTS)


def scale_seen(scale: MarkScale) -> str:
    return _seen(scale, SCALE_FACTS)


def _seen(row: Sitting | MarkScale, names: tuple[str, ...]) -> str:
    facts = [_plain(getattr(row, name)) for name in names]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()[:16]


def _plain(value: object) -> str:
    """24 and 24,00 are one value."""
    return str(value.normalize() if isinstance(value, Decimal) else value)


def scale_years() -> list[int]:
    """The years of which scales are known, the newest first."""
    return sorted(set(MarkScale.objects.values_list("year", flat=True)), reverse=True)


def scales_of_year(*, year: int) -> QuerySet[MarkScale]:
    return (
        MarkScale.objects.filter(year=year)
        .select_related("subject")
        .order_by("season", "subject__position", "programme_grade")
    )
