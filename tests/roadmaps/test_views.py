import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roadmaps import services
from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.models import Measure, Roadmap
from tests.factories.roadmaps import RoadmapFactory, approved, roadmap_with, submitted
from tests.factories.schools import SchoolFactory


@pytest.fixture
def roadmap(school, methodist):
    return roadmap_with(2, school=school, edited_by=methodist)


def url(name, roadmap):
    return reverse(f"roadmaps:{name}", args=[roadmap.pk])


def step(client, roadmap, target, **fields):
    return client.post(url("transition", roadmap), {"target": target, "seen": roadmap.revision} | fields)


def queries(client, address: str) -> int:
    """How many queries the page takes once the person is known."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


# --- crumbs -------------------------------------------------------------------------------


def crumbs(client, address: str) -> str:
    found = re.search(r'<p class="crumbs">(.*?)</p>', client.get(address).content.decode(), re.S)
    return " ".join(re.sub(r"<[^>]+>", "", found[1]).split())


def test_the_plan_of_a_district_does_not_stand_among_those_of_schools(client, methodist, head, school):
    rows = (roadmap_with(1, school=school), roadmap_with(1, school=None, district=school.district))
    ours, district = (approved(row, author=methodist, head=head) for row in rows)
    client.force_login(methodist)

    assert crumbs(client, ours.get_absolute_url()) == "Планы школ"
    assert crumbs(client, district.get_absolute_url()) == "План района"
    for name in ("difference", "picture"):
        assert crumbs(client, url(name, ours)) == "Планы школ › МКОУ Своя СШ, 2020/21"
        assert crumbs(client, url(name, district)) == "План района, 2020/21"
    version = reverse("roadmaps:version", args=[district.pk, 1])
    assert crumbs(client, version) == "План района, 2020/21"


def test_the_menu_knows_the_plan_of_the_district(client, methodist, head, school):
    rows = (roadmap_with(1, school=school), roadmap_with(1, school=None, district=school.district))
    client.force_login(methodist)

    for row, room in zip(rows, ("Планы школ", "План района"), strict=True):
        plan = approved(row, author=methodist, head=head)
        opened = services.roadmap_reopen(roadmap=plan, by=methodist, seen=plan.revision)
        for address in (
            *(url(name, opened) for name in ("detail", "edit", "picture", "difference", "discard")),
            reverse("roadmaps:version", args=[opened.pk, 1]),
        ):
            rooms = client.get(address).context["navigation"]
            assert [one["label"] for one in rooms if one["current"]] == [room], address


# --- list and queue -----------------------------------------------------------------------


def test_list_shows_the_plans_of_the_year(client, methodist, roadmap):
    client.force_login(methodist)
    page = client.get(reverse("roadmaps:list"), {"year": "2020"}).content.decode()

    assert "МКОУ Своя СШ" in page
    assert "черновик" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"year": "all"}, 1),
        ({"year": "2020"}, 1),
        ({"year": "2021"}, 0),
        ({"year": "2020", "status": "approved"}, 0),
        ({"year": "2020", "status": "draft"}, 1),
        ({"year": "2020", "status": "никакое"}, 1),
        ({"year": "²"}, 0),
    ],
)
def test_list_filters(query, found, client, methodist, roadmap):
    client.force_login(methodist)

    assert client.get(reverse("roadmaps:list"), query).context["page_obj"].paginator.count == found


def test_empty_list_says_what_to_do_first(client, methodist, observer, district):
    client.force_login(methodist)
    assert "Создать карту" in client.get(reverse("roadmaps:list")).content.decode()
    client.force_login(observer)
    assert "Создать карту" not in client.get(reverse("roadmaps:list")).content.decode()


def test_list_asks_the_same_for_200_roadmaps(client, methodist, district):
    client.force_login(methodist)
    RoadmapFactory(school__district=district)
    one = queries(client, reverse("roadmaps:list") + "?year=2020")
    for school in SchoolFactory.create_batch(199, district=district):
        RoadmapFactory(school=school)

    assert queries(client, reverse("roadmaps:list") + "?year=2020") == one


def test_queue_is_for_heads(client, head, methodist, roadmap):
    submitted(roadmap, by=methodist)
    client.force_login(head)
    page = client.get(reverse("roadmaps:queue"))
    assert "МКОУ Своя СШ" in page.content.decode()
    assert "утверждается впервые" in page.content.decode()

    client.force_login(methodist)
    assert client.get(reverse("roadmaps:queue")).status_code == 403


def test_empty_queue_says_so(client, head):
    client.force_login(head)

    assert "Очередь пуста" in client.get(reverse("roadmaps:queue")).content.decode()


# --- detail -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("methodist", 200),
        ("head", 200),
        ("observer", 200),
        ("school_user", 200),
        ("stranger", 404),
        ("admin", 403),
    ],
)
def test_detail_by_role(who, status, client, roadmap, request):
    client.force_login(request.getfixturevalue(who))

    assert client.get(url("detail", roadmap)).status_code == status


def test_detail_wants_a_sign_in(client, roadmap):
    assert client.get(url("detail", roadmap)).status_code == 302


def test_detail_offers_only_ones_own_steps(client, methodist, head, coordinator, roadmap):
    sent = submitted(roadmap, by=methodist)
    client.force_login(head)
    page = client.get(url("detail", sent)).content.decode()
    assert "Утвердить карту" in page
    assert "Вернуть на доработку" in page
    for who in (methodist, coordinator):
        client.force_login(who)
        assert "Утвердить карту" not in client.get(url("detail", sent)).content.decode()


def test_detail_shows_the_remark_until_it_is_sent_again(client, methodist, head, roadmap):
    sent = submitted(roadmap, by=methodist)
    back = services.roadmap_return(roadmap=sent, by=head, seen=sent.revision, remark="Нет результата <b>")
    client.force_login(methodist)

    page = client.get(url("detail", back)).content.decode()
    assert "Карту вернули на доработку" in page
    assert "Нет результата &lt;b&gt;" in page
    again = submitted(back, by=methodist)
    assert "Карту вернули на доработку" not in client.get(url("detail", again)).content.decode()


def test_difference_is_shown_by_a_switch(client, methodist, head, roadmap):
    final = approved(roadmap, author=methodist, head=head)
    opened = services.roadmap_reopen(roadmap=final, by=methodist, seen=final.revision)
    rows = [SectionInput("Кадры", (MeasureInput("Совсем новая мера", "май"),))]
    services.roadmap_save(roadmap=opened, sections=rows, seen=opened.revision, by=methodist)
    client.force_login(methodist)

    assert "Показать отличия" in client.get(url("detail", roadmap)).content.decode()
    page = client.get(url("detail", roadmap), {"difference": "1"}).content.decode()
    assert "Добавлено" in page
    assert "Удалено" in page
    assert "Скрыть отличия" in page


@pytest.mark.parametrize("name", ["detail", "edit"])
def test_pages_ask_the_same_for_60_measures(name, client, methodist, school, second_school):
    client.force_login(methodist)
    one, sixty = roadmap_with(1, school=school), roadmap_with(60, school=second_school)

    assert queries(client, url(name, one)) == queries(client, url(name, sixty))


# --- create -------------------------------------------------------------------------------


def test_create_leads_to_the_editor(client, methodist, school):
    client.force_login(methodist)
    answer = client.post(reverse("roadmaps:create"), {"school": school.pk, "year": "2020"})

    roadmap = Roadmap.objects.get()
    assert (roadmap.school, roadmap.year, roadmap.status) == (school, 2020, "draft")
    assert answer.headers["Location"] == url("edit", roadmap)


def test_create_ignores_what_is_no_field(client, methodist, school, neighbour):
    client.force_login(methodist)
    extra = {"status": "approved", "district": neighbour.pk, "version": "7", "decided_by": methodist.pk}
    client.post(reverse("roadmaps:create"), {"school": school.pk, "year": "2020"} | extra)

    roadmap = Roadmap.objects.get()
    assert (roadmap.status, roadmap.district, roadmap.version) == ("draft", school.district, 1)


def test_create_of_a_district_plan(client, methodist, district):
    client.force_login(methodist)
    client.post(reverse("roadmaps:create"), {"school": "", "year": "2020"})

    assert (Roadmap.objects.get().school, Roadmap.objects.get().district) == (None, district)


def test_create_refuses_a_foreign_school_at_its_field(client, methodist, neighbour_school):
    client.force_login(methodist)
    page = client.post(reverse("roadmaps:create"), {"school": neighbour_school.pk, "year": "2020"})

    assert page.status_code == 200
    assert "Такой школы нет среди ваших" in page.content.decode()
    assert "МКОУ Соседская СШ" not in page.content.decode()
    assert not Roadmap.objects.exists()


def test_create_twice_says_that_it_is_there(client, methodist, roadmap):
    client.force_login(methodist)
    page = client.post(reverse("roadmaps:create"), {"school": roadmap.school_id, "year": "2020"})

    assert "карта уже есть" in page.content.decode()


@pytest.mark.parametrize("who", ["head", "observer", "school_user", "coordinator", "admin"])
def test_create_is_403_without_the_right(who, client, school, request):
    client.force_login(request.getfixturevalue(who))

    assert client.get(reverse("roadmaps:create")).status_code == 403


# --- transition ---------------------------------------------------------------------------


def test_submit_and_approve(client, methodist, head, roadmap):
    client.force_login(methodist)
    answer = step(client, roadmap, "submitted")
    assert answer.headers["Location"] == url("detail", roadmap)
    client.force_login(head)
    roadmap.refresh_from_db()
    step(client, roadmap, "approved", order_number="124", order_date="2020-09-10")

    roadmap.refresh_from_db()
    assert (roadmap.status, roadmap.decided_by) == ("in_force", head)
    assert str(roadmap.versions.get().act) == "приказ от 10.09.2020 № 124"


def test_approval_asks_for_the_order_and_keeps_what_was_typed(client, methodist, head, roadmap):
    sent = submitted(roadmap, by=methodist)
    client.force_login(head)

    page = step(client, sent, "approved", order_number="124")

    assert "Укажите дату приказа." in page.content.decode()
    assert 'value="124"' in page.content.decode()
    assert not roadmap.versions.exists()


def test_transition_cannot_be_got(client, methodist, roadmap):
    client.force_login(methodist)

    assert client.get(url("transition", roadmap)).url == url("detail", roadmap)


def test_transition_of_a_stranger_is_404(client, stranger, roadmap):
    client.force_login(stranger)

    assert step(client, roadmap, "submitted").status_code == 404


@pytest.mark.parametrize("who", ["head", "observer", "school_user", "coordinator"])
def test_transition_without_the_right_is_403(who, client, roadmap, request):
    client.force_login(request.getfixturevalue(who))

    assert step(client, roadmap, "submitted").status_code == 403
    roadmap.refresh_from_db()
    assert roadmap.status == "draft"


def test_double_sending_is_409_with_a_calm_sentence(client, methodist, roadmap):
    client.force_login(methodist)
    step(client, roadmap, "submitted")
    page = step(client, roadmap, "submitted")

    assert page.status_code == 409
    assert "уже невозможно" in page.content.decode()


def test_old_revision_is_409(client, methodist, roadmap):
    client.force_login(methodist)

    assert step(client, roadmap, "submitted", seen="77").status_code == 409
    roadmap.refresh_from_db()
    assert roadmap.status == "draft"


def test_unknown_step_is_409(client, methodist, roadmap):
    client.force_login(methodist)

    assert step(client, roadmap, "deleted").status_code == 409


@pytest.mark.parametrize("seen", ["", "abc"])
def test_step_without_a_revision_does_nothing(seen, client, methodist, roadmap):
    client.force_login(methodist)
    step(client, roadmap, "submitted", seen=seen)

    roadmap.refresh_from_db()
    assert roadmap.status == "draft"


def test_gaps_are_named_and_nothing_is_sent(client, methodist, school):
    roadmap = roadmap_with(1, school=school)
    Measure.objects.update(term="")
    client.force_login(methodist)
    page = step(client, roadmap, "submitted")

    assert page.status_code == 200
    assert "Мера 1: укажите срок." in page.content.decode()
    roadmap.refresh_from_db()
    assert roadmap.status == "draft"


def test_return_without_a_remark_keeps_the_page(client, methodist, head, roadmap):
    sent = submitted(roadmap, by=methodist)
    client.force_login(head)
    page = step(client, sent, "returned", remark="   ")

    assert "Напишите, что нужно доработать" in page.content.decode()
    sent.refresh_from_db()
    assert sent.status == "submitted"


def test_refused_return_keeps_the_remark(client, methodist, head, deputy_head, roadmap):
    sent = submitted(roadmap, by=methodist)
    services.roadmap_return(roadmap=sent, by=deputy_head, seen=sent.revision, remark="Первый")
    sent_again = submitted(Roadmap.objects.get(), by=methodist)
    client.force_login(head)
    page = step(client, sent, "returned", remark="Долго писал замечание")

    assert page.status_code == 409
    assert "Долго писал замечание" in page.content.decode()
    assert sent_again.status == "submitted"


def test_step_ignores_what_is_no_field(client, methodist, head, roadmap):
    client.force_login(methodist)
    step(client, roadmap, "submitted", status="approved", decided_by=head.pk, version="9", district="99")

    roadmap.refresh_from_db()
    assert (roadmap.status, roadmap.decided_by, roadmap.version) == ("submitted", None, 1)
