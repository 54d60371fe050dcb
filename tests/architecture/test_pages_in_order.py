"""Every page of every role names school № 2 before school № 10, which was there first and comes first as text."""

import pytest

from portal.accounts.enums import Role
from tests.architecture.access import ADDRESSES
from tests.architecture.test_access_matrix import told, url
from tests.architecture.world import build_world
from tests.factories.monitoring import ResultFactory
from tests.factories.roadmaps import (
    ExclusionCaseFactory,
    MeasureInForceFactory,
    MeasureReportFactory,
    roadmap_with,
)
from tests.factories.schools import SchoolFactory, SupportListEntryFactory

FIRST, SECOND = "Гимназия № 2", "Гимназия № 10"
#: roles stand in the order in which they were given
BY_GRANT = {"accounts:me"}
#: pages on which everybody here sees both
EVERYBODY = {
    "schools:list",
    "schools:support-list",
    "monitoring:entry",
    "monitoring:grid",
    "monitoring:dynamics",
    "monitoring:findings",
    "monitoring:export",
    "roadmaps:list",
    "roadmaps:execution",
    "roadmaps:execution-totals",
    "roadmaps:measures",
    "roadmaps:measure-calendar",
    "roadmaps:not-reported",
}


@pytest.fixture
def world(db):
    """Its own district has a second school with something of everything."""
    world = build_world()
    own = world.own
    own.school.short_name = SECOND
    own.school.save()
    school = SchoolFactory(district=own.district, short_name=FIRST)
    of_school = {"school": school, "district": own.district}
    ResultFactory(school=school, sitting=own.result.sitting, participants=20)
    SupportListEntryFactory(school=school, support_list=own.entry.support_list)
    measure = MeasureInForceFactory(roadmap=roadmap_with(1, **of_school))
    MeasureReportFactory(measure=measure, edited_by=own.author)
    ExclusionCaseFactory(**of_school)
    world.people["curator"].memberships.create(role=Role.CURATOR, school=school)
    return world


def pages_with_both(client, world, role: str) -> dict[str, str]:
    """What pages and files that name both schools say, by the name of the address."""
    client.force_login(world.people[role])
    shown = {}
    for name, address in ADDRESSES.items():
        if role in (address.get or ()) and name not in BY_GRANT:
            answer = client.get(url(name, world.own), {"schools": "all", "district": "own"}, follow=True)
            shown[name] = told(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    return {name: text for name, text in shown.items() if FIRST in text and SECOND in text}


@pytest.mark.parametrize("role", ["curator", "methodist", "head", "coordinator", "observer"])
def test_pages_name_schools_in_order(client, world, role):
    pages = pages_with_both(client, world, role)
    assert [name for name, text in pages.items() if text.index(FIRST) > text.index(SECOND)] == []
    assert set(pages) >= EVERYBODY
