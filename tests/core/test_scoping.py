"""Rows of a place are seen from that place only; without a role there is nothing."""

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.accounts.enums import Permission, Role
from portal.accounts.grants import GRANTS
from portal.accounts.models import User
from reports.enums import MEETING_TRANSITIONS
from roadmaps.enums import EXCLUSION_TRANSITIONS, ROADMAP_TRANSITIONS
from schools.models import District, School
from tests.factories.accounts import UserFactory
from tests.factories.schools import MembershipFactory


@pytest.fixture
def schools(school, second_school, neighbour_school, far_school):
    return {"own": school, "second": second_school, "neighbour": neighbour_school, "far": far_school}


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("methodist", {"own", "second"}), ("head", {"own", "second"}), ("coordinator", {"own", "second"}),
        ("school_user", {"own"}), ("curator", {"own"}), ("observer", {"own", "second", "neighbour"}),
        ("stranger", {"neighbour"}), ("admin", set()),
    ],
)  # fmt: skip
def test_schools_of_each_role(request, schools, who, seen):
    found = School.objects.permitted(request.getfixturevalue(who), Permission.SCHOOL_VIEW)
    assert set(found) == {schools[name] for name in seen}


def test_nobody_sees_nothing(schools):
    assert not School.objects.permitted(AnonymousUser(), Permission.SCHOOL_VIEW).exists()
    assert not School.objects.permitted(UserFactory(), Permission.SCHOOL_VIEW).exists()


def test_a_disabled_person_sees_nothing(schools, methodist):
    methodist.is_active = False
    assert not School.objects.permitted(methodist, Permission.SCHOOL_VIEW).exists()


def test_a_right_of_one_place_is_not_carried_to_another(schools, methodist, neighbour):
    """Head in the neighbour district, methodist in the own one: neither may do both in both."""
    MembershipFactory(user=methodist, role=Role.HEAD, district=neighbour)
    person = User.objects.get(pk=methodist.pk)

    edit = District.objects.permitted(person, Permission.RESULT_EDIT)
    approve = District.objects.permitted(person, Permission.ROADMAP_APPROVE)

    assert [row.code for row in edit] == ["own"]
    assert [row.code for row in approve] == ["neighbour"]


def test_a_person_of_two_schools_reaches_their_district_once(schools, school_user):
    MembershipFactory(user=school_user, role=Role.SCHOOL, school=schools["second"])
    person = User.objects.get(pk=school_user.pk)
    assert District.objects.permitted(person, Permission.SCHOOL_VIEW).count() == 1


def test_every_role_has_its_grants_and_every_permission_a_role():
    assert set(GRANTS) == set(Role)
    assert set().union(*GRANTS.values()) == set(Permission)


@pytest.mark.parametrize("table", [ROADMAP_TRANSITIONS, EXCLUSION_TRANSITIONS, MEETING_TRANSITIONS])
def test_every_step_names_a_permission(table):
    assert {row[2] for row in table} <= {permission.value for permission in Permission}


@pytest.mark.parametrize("table", [ROADMAP_TRANSITIONS, EXCLUSION_TRANSITIONS, MEETING_TRANSITIONS])
def test_no_role_may_both_send_and_decide(table):
    send = {permission for _, _, permission, _, other, _ in table if not other}
    decide = {permission for _, _, permission, _, other, _ in table if other}
    sending = {
        role
        for role, granted in GRANTS.items()
        if granted & {p for p in send if p.endswith((".submit", ".edit"))}
    }
    deciding = {role for role, granted in GRANTS.items() if granted & decide}
    assert not sending & deciding
