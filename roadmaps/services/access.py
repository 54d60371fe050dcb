"""What roadmaps and exclusion cases ask and do alike."""

from datetime import datetime
from typing import Any, cast

from portal.accounts.models import User
from portal.core.errors import InvalidInput
from roadmaps.checks import FIRST_YEAR, LAST_YEAR
from roadmaps.content import check_sum
from roadmaps.models import ExclusionCase, Roadmap


def check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidInput({"year": f"Год должен быть от {FIRST_YEAR} до {LAST_YEAR}."})


def freeze(approved: Roadmap | ExclusionCase, *, content: dict[str, Any], by: User) -> Any:
    """Keep the approved text as the edition that documents print."""
    return approved.versions.create(
        number=approved.version,
        content=content,
        sha256=check_sum(content),
        approved_by=by,
        approved_at=cast(datetime, approved.decided_at),  # set by the step itself
    )
