"""The text that nobody has approved yet, for a paper that says so."""

from dataclasses import dataclass
from datetime import date

from roadmaps.content import RoadmapContent
from roadmaps.enums import DECIDED
from roadmaps.selectors.approved import PlanKey, plans_of_key
from roadmaps.selectors.days import today_in
from roadmaps.selectors.texts import content_of
from roadmaps.selectors.versions import basis_of
from schools.models import District, School


@dataclass(frozen=True, slots=True)
class UnapprovedRoadmap:
    """A version under way as it stands on `day`. `followed` says what is in force meanwhile: «версия 1:
    утверждена приказом …»; it is empty where nothing has been approved yet.
    """

    content: RoadmapContent
    version: int
    state: str
    day: date
    followed: str


def unapproved_plan(*, district: District, school: School | None, key: PlanKey) -> UnapprovedRoadmap | None:
    """The version under way of a school's plan, or without a school of the district's own."""
    rows = plans_of_key(district=district, school=school, key=key).exclude(status__in=DECIDED)
    roadmap = rows.with_content().first()
    if roadmap is None:
        return None
    today = today_in(district)
    edition = roadmap.edition_on(today)
    return UnapprovedRoadmap(
        content=content_of(roadmap),
        version=roadmap.version,
        state=roadmap.get_status_display(),
        day=today,
        followed=f"версия {edition.number}: {basis_of(edition, roadmap)}" if edition else "",
    )
