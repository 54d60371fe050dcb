import pytest
from django.urls import reverse

from roadmaps import services
from roadmaps.models import ExclusionCase
from tests.factories.roadmaps import ExclusionCaseFactory, approved, roadmap_with, submitted


@pytest.fixture
def ready_school(school, methodist, head):
    approved(roadmap_with(1, school=school), author=methodist, head=head)
    return school


@pytest.fixture
def case(ready_school, methodist):
    return ExclusionCaseFactory(school=ready_school, edited_by=methodist)


def url(name, case):
    return reverse(f"roadmaps:exclusion-{name}", args=[case.pk])


def create_url(school):
    return reverse("roadmaps:exclusion-create", args=[school.pk, 2020])


def test_opening_the_page_writes_nothing_and_saving_does(client, methodist, ready_school, neighbour):
    client.force_login(methodist)
    assert client.get(create_url(ready_school)).status_code == 200
    assert not ExclusionCase.objects.exists()
    extra = {"status": "approved", "district": neighbour.pk, "year": "2031"}
    client.post(create_url(ready_school), {"grounds": "Раз\nДва", "conclusion": "Вывод"} | extra)

    case = ExclusionCase.objects.get()
    assert (case.ground_lines, case.year, case.status) == (["Раз", "Два"], 2020, "draft")
    assert case.district == ready_school.district
    assert client.get(create_url(ready_school)).headers["Location"] == case.get_absolute_url()


def test_without_an_approved_roadmap_it_says_why_not(client, methodist, school):
    client.force_login(methodist)

    assert "Сначала должна быть утверждена" in client.get(create_url(school)).content.decode()
    assert client.post(create_url(school), {"grounds": "Раз"}).status_code == 409
    assert not ExclusionCase.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("stranger", 404), ("head", 403), ("observer", 403), ("school_user", 403), ("admin", 403)],
)
def test_create_and_edit_by_role(who, status, client, case, request):
    client.force_login(request.getfixturevalue(who))

    assert client.get(create_url(case.school)).status_code == status
    assert client.get(url("edit", case)).status_code == status
    assert client.post(url("edit", case), {"seen": 1, "grounds": "Чужое"}).status_code == status
    case.refresh_from_db()
    assert case.grounds != "Чужое"


@pytest.mark.parametrize(
    ("who", "status"),
    [("methodist", 200), ("head", 200), ("school_user", 200), ("stranger", 404), ("admin", 403)],
)
def test_detail_by_role(who, status, client, case, request):
    client.force_login(request.getfixturevalue(who))

    assert client.get(url("detail", case)).status_code == status


def test_edit(client, methodist, case):
    client.force_login(methodist)
    assert "Педагоги прошли курсы." in client.get(url("edit", case)).content.decode()
    client.post(url("edit", case), {"seen": case.revision, "grounds": "Иначе", "conclusion": "Вывод"})

    case.refresh_from_db()
    assert (case.grounds, case.revision) == ("Иначе", 2)


def test_conflict_shows_the_other_text_and_keeps_mine(client, methodist, second_methodist, case):
    services.exclusion_save(case=case, grounds="Её текст", conclusion="Её вывод", seen=1, by=second_methodist)
    client.force_login(methodist)
    page = client.post(url("edit", case), {"seen": 1, "grounds": "Мой текст", "conclusion": "Мой вывод"})

    text = page.content.decode()
    assert page.status_code == 409
    assert "Её текст" in text
    assert "Мой текст" in text
    client.post(url("edit", case), {"seen": page.context["form"]["seen"].value(), "grounds": "Мой текст"})
    case.refresh_from_db()
    assert case.grounds == "Мой текст"


def test_too_long_a_text_is_told_at_its_field(client, methodist, case):
    client.force_login(methodist)
    page = client.post(url("edit", case), {"seen": case.revision, "grounds": "я" * 20_001})

    assert page.status_code == 200
    assert "grounds" in page.context["form"].errors


def test_the_whole_way_by_pages(client, methodist, head, case):
    client.force_login(methodist)
    client.post(url("transition", case), {"target": "submitted", "seen": case.revision})
    client.force_login(head)
    case.refresh_from_db()
    client.post(url("transition", case), {"target": "returned", "seen": case.revision, "remark": "Мало цифр"})
    case.refresh_from_db()
    assert case.status == "returned"
    client.force_login(methodist)
    assert "Мало цифр" in client.get(url("detail", case)).content.decode()
    sent = submitted(case, by=methodist)
    client.force_login(head)
    client.post(url("transition", case), {"target": "approved", "seen": sent.revision})

    case.refresh_from_db()
    assert (case.status, case.versions.count()) == ("approved", 1)
    assert (
        client.post(url("transition", case), {"target": "approved", "seen": sent.revision}).status_code == 409
    )


def test_transition_is_post_only_and_scoped(client, methodist, stranger, school_user, case):
    client.force_login(methodist)
    assert client.get(url("transition", case)).url == url("detail", case)
    client.force_login(stranger)
    assert client.post(url("transition", case), {"target": "submitted", "seen": 1}).status_code == 404
    client.force_login(school_user)
    assert client.post(url("transition", case), {"target": "submitted", "seen": 1}).status_code == 403
