"""Approved editions of a plan: one of them, and what differs between any two."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from portal.core.russian import date_ru
from roadmaps.content import Change, from_json
from roadmaps.enums import RoadmapStatus
from roadmaps.models import Roadmap, RoadmapVersion
from roadmaps.selectors.texts import version_difference


@dataclass(frozen=True, slots=True)
class Edition:
    """An approved edition as a line of «О карте». `basis` says only what was recorded at the approval."""

    version: RoadmapVersion
    basis: str
    is_in_force: bool
    older: int | None

    @property
    def number(self) -> int:
        return self.version.number


def editions_of(roadmap: Roadmap) -> list[Edition]:
    """Newest first; no query for a roadmap loaded `with_content`. `older` is the edition before."""
    versions = list(roadmap.versions.all())
    today = timezone.localtime(None, roadmap.district.zone).date()
    current = in_force_edition(roadmap, today)
    older = [row.number for row in versions[1:]]
    return [
        Edition(row, basis_of(row, roadmap), row == current, older[place] if place < len(older) else None)
        for place, row in enumerate(versions)
    ]


def in_force_edition(roadmap: Roadmap, today: date) -> RoadmapVersion | None:
    """The edition by which people work today; None while the first one waits for its day."""
    if (edition := roadmap.edition_on(today)) is None:
        return None
    waits = roadmap.status == RoadmapStatus.APPROVED and edition.number == roadmap.version
    return None if waits and edition.in_force_on and edition.in_force_on > today else edition


def basis_of(version: RoadmapVersion, roadmap: Roadmap) -> str:
    """«утверждена приказом от 10.09.2020 № 124, действует с 10.09.2020»."""
    if version.act:
        number = f" № {version.act.number}" if version.act.number else ""
        approved = f"утверждена приказом от {date_ru(version.act.date)}{number}"
    else:
        day = timezone.localtime(version.approved_at, roadmap.district.zone).date()
        approved = f"утверждена {date_ru(day)} ({version.approved_by.short_name})"
    begins = f", действует с {date_ru(version.in_force_on)}" if version.in_force_on else ""
    return f"{approved}{begins}"


def edition_difference(*, old: RoadmapVersion, new: RoadmapVersion) -> list[Change]:
    """Rows added, changed and removed from one approved edition to another."""
    return version_difference(old=from_json(old.content), new=from_json(new.content))
