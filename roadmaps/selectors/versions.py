"""Approved editions of a plan: one of them, and what differs between any two."""

from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from portal.core.russian import date_ru
from roadmaps.content import Change, from_json
from roadmaps.models import Roadmap, RoadmapVersion
from roadmaps.selectors.days import today_in
from roadmaps.selectors.dropped import with_reports
from roadmaps.selectors.texts import version_difference
from schools.models import LegalAct


@dataclass(frozen=True, slots=True)
class Edition:
    """An approved edition as a line of «О карте».

    `basis` says only what was recorded at the approval; `word` is «в силе», «вступит в силу 01.09.2021»,
    «заменена следующей», or the state of a paused or closed plan; `is_current`: not replaced yet.
    """

    version: RoadmapVersion
    basis: str
    word: str
    is_current: bool
    older: int | None

    @property
    def number(self) -> int:
        return self.version.number


def editions_of(roadmap: Roadmap) -> list[Edition]:
    """Newest first; no query for a roadmap loaded `with_content`. `older` is the edition before."""
    versions = list(roadmap.versions.all())
    today = today_in(roadmap.district)
    return [
        Edition(row, basis_of(row, roadmap), *_place(row, roadmap, today), before and before.number)
        for row, before in zip_longest(versions, versions[1:])
    ]


def _place(version: RoadmapVersion, roadmap: Roadmap, today: date) -> tuple[str, bool]:
    """The word of an edition, and whether nothing has replaced it yet."""
    if version.in_force_on and version.in_force_on > today:
        return f"вступит в силу {date_ru(version.in_force_on)}", True
    if version != roadmap.edition_on(today):
        return "заменена следующей", False
    return roadmap.get_status_display() if roadmap.is_frozen else "в силе", True


def basis_of(version: RoadmapVersion, roadmap: Roadmap) -> str:
    """«утверждена приказом от 10.09.2020 № 124, действует с 10.09.2020»."""
    if version.act:
        approved = f"утверждена приказом {order_words(version.act)}"
    else:
        day = today_in(roadmap.district, version.approved_at)
        approved = f"утверждена {date_ru(day)} ({version.approved_by.short_name})"
    begins = f", действует с {date_ru(version.in_force_on)}" if version.in_force_on else ""
    return f"{approved}{begins}"


def order_words(act: LegalAct) -> str:
    """«от 10.09.2020 № 124»: the sign and the number stay on one line."""
    number = f" №\u00a0{act.bare_number}" if act.number else ""
    return f"от\u00a0{date_ru(act.date)}{number}"


def edition_difference(*, old: RoadmapVersion, new: RoadmapVersion) -> list[Change]:
    """Rows added, changed and removed from one approved edition to another; see `with_reports`."""
    (rows,) = with_reports([version_difference(old=from_json(old.content), new=from_json(new.content))])
    return rows
