"""People and their roles: the administrator's room."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.enums import Permission, Role
from portal.accounts.models import User
from portal.core.errors import InvalidInput, NotAllowed
from portal.core.models import AuditEvent
from schools import services
from schools.models import Membership
from schools.selectors import holders, people_with
from tests.factories.accounts import UserFactory
from tests.factories.schools import MembershipFactory, person

NEW = {
    "last_name": "Новикова",
    "first_name": "Анна",
    "patronymic": "",
    "post": "",
    "email": "New@Example.org",
}


@pytest.fixture
def office(client, admin):
    client.force_login(admin)
    return client


def test_a_new_person_gets_a_password_that_is_shown_once(office, client):
    response = office.post(reverse("people:add"), NEW)
    password = response.context["password"]

    user = User.objects.get(email="new@example.org")
    assert password in response.content.decode()
    assert user.check_password(password)
    assert "no-store" in response["Cache-Control"]
    assert password not in office.get(reverse("people:detail", args=[user.pk])).content.decode()
    assert password not in str(list(AuditEvent.objects.values()))


def test_an_address_is_given_to_one_person(office):
    office.post(reverse("people:add"), NEW)

    assert "email" in office.post(reverse("people:add"), NEW).context["form"].errors
    assert User.objects.filter(email="new@example.org").count() == 1


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        (Role.SCHOOL, "school"), (Role.CURATOR, "school"), (Role.METHODIST, "district"), (Role.HEAD, "district"),
        (Role.COORDINATOR, "district"), (Role.OBSERVER, "region"), (Role.ADMIN, None),
    ],
)  # fmt: skip
def test_each_role_is_granted_in_its_kind_of_place(office, region, district, school, role, kind):
    user = UserFactory()
    places = {"school": school, "district": district, "region": region}
    url = reverse("people:grant", args=[user.pk])
    for other, place in places.items():
        if other != kind and kind is not None:
            assert office.post(url, {"role": role, "place": f"{other}:{place.pk}"}).context["form"].errors

    data = {"role": role, "place": f"{kind}:{places[kind].pk}" if kind else ""}
    assert office.post(url, data).status_code == 302
    assert office.post(url, data).status_code == 302  # twice is once
    assert Membership.objects.get(user=user).place_key == (kind, places[kind].pk if kind else None)


def test_a_place_is_needed(office):
    user = UserFactory()
    response = office.post(reverse("people:grant", args=[user.pk]), {"role": "methodist", "place": ""})

    assert response.context["form"].errors["place"] == ["Для роли «Методист» выберите район."]


@pytest.mark.parametrize("data", [{"role": "king"}, {"role": "head", "place": "district:999"}, {}])
def test_nonsense_is_refused(office, data):
    assert office.post(reverse("people:grant", args=[UserFactory().pk]), data).context["form"].errors


def test_revoking_ends_the_right_at_once(office, methodist, district):
    membership = methodist.memberships.get()

    office.post(reverse("people:revoke", args=[methodist.pk, membership.pk]))
    assert not User.objects.get(pk=methodist.pk).may("school.view")
    assert AuditEvent.objects.get(action="membership.revoke").data["place"] == ["district", district.pk]


def test_a_role_is_revoked_only_through_its_own_person(office, methodist, head):
    url = reverse("people:revoke", args=[head.pk, methodist.memberships.get().pk])
    assert office.post(url).status_code == 404


def test_nobody_locks_himself_out(office, admin):
    revoke = reverse("people:revoke", args=[admin.pk, admin.memberships.get().pk])

    assert office.post(revoke).status_code == 403
    assert office.post(reverse("people:active", args=[admin.pk]), {"active": "0"}).status_code == 403
    assert User.objects.get(pk=admin.pk).may("user.manage")


def test_another_administrator_may(admin):
    other = person(Role.ADMIN)
    with pytest.raises(NotAllowed):
        services.membership_revoke(membership=admin.memberships.get(), by=admin)

    services.membership_revoke(membership=admin.memberships.get(), by=other)
    assert not User.objects.get(pk=admin.pk).may("user.manage")


def test_a_closed_door_ends_the_session(office, client, methodist, django_user_model):
    other = type(client)()
    other.force_login(methodist)
    office.post(reverse("people:active", args=[methodist.pk]), {"active": "0"})

    assert other.get(reverse("schools:list")).status_code == 302
    office.post(reverse("people:active", args=[methodist.pk]), {"active": "1"})
    assert User.objects.get(pk=methodist.pk).is_active
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["user.disable", "user.enable"]


def test_a_new_password_closes_open_sessions(office, client, methodist):
    other = type(client)()
    other.force_login(methodist)

    response = office.post(reverse("people:password", args=[methodist.pk]))
    assert User.objects.get(pk=methodist.pk).check_password(response.context["password"])
    assert other.get(reverse("schools:list")).status_code == 302


def test_search_and_pages(office, methodist):
    UserFactory.create_batch(60)

    assert len(office.get(reverse("people:list")).context["page_obj"]) == 50
    found = office.get(reverse("people:list"), {"q": "методист"}).context["page_obj"]
    assert [user.pk for user in found] == [methodist.pk]


def test_query_count_is_flat(office, django_assert_num_queries, district):
    def price():
        with CaptureQueriesContext(connection) as queries:
            office.get(reverse("people:list"))
        return len(queries)

    person(Role.HEAD, district=district)
    one = price()
    for _ in range(40):
        person(Role.METHODIST, district=district)
    assert price() == one


@pytest.mark.parametrize("role", ["methodist", "head", "coordinator", "observer", "school_user"])
def test_others_do_not_enter(client, request, role, admin):
    client.force_login(request.getfixturevalue(role))

    for name, args in (("list", []), ("add", []), ("detail", [admin.pk])):
        assert client.get(reverse(f"people:{name}", args=args)).status_code == 403
    assert client.post(reverse("people:password", args=[admin.pk])).status_code == 403


def test_the_database_itself_ties_a_role_to_its_kind_of_place(district, methodist):
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(user=methodist, role=Role.ADMIN, district=district)


def test_an_administrator_has_no_place(district, admin):
    with pytest.raises(InvalidInput):
        services.membership_grant(user=UserFactory(), role=Role.ADMIN, place=district, by=admin)


# --- Who holds a right at a place -----------------------------------------------------------------


def test_people_with_a_right_are_those_of_the_place_itself(
    district, school, neighbour, methodist, head, curator, school_user, stranger, observer, admin
):
    accepts = Permission.EXECUTION_ACCEPT
    assert people_with(accepts, school=school) == [curator]
    assert people_with(accepts, district=district) == [methodist, head]
    assert people_with(accepts, district=district, role=Role.METHODIST) == [methodist]
    assert people_with(accepts, district=district, role=Role.COORDINATOR) == []
    assert people_with(accepts, district=neighbour) == [stranger]
    assert people_with(accepts) == []


def test_disabled_people_hold_nothing_and_two_roles_count_once(district, methodist, head):
    head.is_active = False
    head.save()
    MembershipFactory(user=methodist, role=Role.HEAD, district=district)
    assert people_with(Permission.EXECUTION_ACCEPT, district=district) == [methodist]


def test_holders_of_many_places_take_one_query(
    district, school, second_school, school_user, methodist, django_assert_num_queries
):
    with django_assert_num_queries(1):
        found = holders(Permission.EXECUTION_REPORT, districts=[district], schools=[school, second_school])
    assert found == {("school", school.pk): [school_user], ("district", district.pk): [methodist]}
