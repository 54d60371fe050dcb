"""Old editions as they were approved, and what differs between any two of them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roadmaps import services
from roadmaps.checks import MeasureInput, SectionInput
from tests.factories.roadmaps import approved, roadmap_with


@pytest.fixture
def roadmap(school, methodist, head, deputy_head):
    """Three editions: a measure more in the second, its term moved in the third."""
    row = approved(roadmap_with(1, school=school, title="Карта"), author=methodist, head=head)
    for term in ("март 2021", "апрель 2021"):
        opened = services.roadmap_reopen(roadmap=row, by=methodist, seen=row.revision)
        section = opened.sections.get()
        first, *others = section.measures.all()
        rows = (
            MeasureInput(first.name, first.term, first.responsible, id=first.pk),
            MeasureInput("Добавленная мера", term, id=others[0].pk if others else None),
        )
        saved = services.roadmap_save(
            roadmap=opened,
            sections=[SectionInput(section.title, rows, id=section.pk)],
            seen=opened.revision,
            by=methodist,
        )
        row = approved(saved, author=methodist, head=deputy_head)
    return row


def version(roadmap, number):
    return reverse("roadmaps:version", args=[roadmap.pk, number])


def difference(roadmap):
    return reverse("roadmaps:difference", args=[roadmap.pk])


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("who", ["school_user", "methodist", "head", "observer"])
def test_an_old_edition_stays_as_it_was_approved(who, client, roadmap, request):
    client.force_login(request.getfixturevalue(who))
    shown = words(client.get(version(roadmap, 1)))

    assert "Версия 1: заменена следующей." in shown
    assert "Добавленная мера" not in shown
    assert roadmap.versions.get(number=1).sha256 in shown
    assert "утверждена приказом от 01.09.2020 № 124" in shown
    assert "Версия 3: в силе." in words(client.get(version(roadmap, 3)))


def test_any_two_editions_are_compared_whichever_way_round(client, roadmap, methodist):
    client.force_login(methodist)

    last = client.get(difference(roadmap)).context
    assert (last["new"].number, last["old"].number) == (3, 2)
    assert [change.kind for change in last["changes"]] == ["changed"]
    for query in ({"new": "3", "old": "1"}, {"new": "1", "old": "3"}):
        page = client.get(difference(roadmap), query)
        assert "Отличия версии 3 от версии 1" in words(page)
        assert [(change.kind, change.name) for change in page.context["changes"]] == [
            ("added", "Добавленная мера")
        ]


def test_a_single_edition_differs_from_nothing(client, second_school, methodist, head):
    row = approved(roadmap_with(1, school=second_school), author=methodist, head=head)
    client.force_login(methodist)

    assert "Отличий нет." in words(client.get(difference(row)))


@pytest.mark.parametrize("query", [{"new": "9"}, {"old": "abc"}, {"new": "9" * 400}])
def test_an_edition_that_is_not_there_is_404(query, client, roadmap, methodist):
    client.force_login(methodist)

    assert client.get(difference(roadmap), query).status_code == 404


def test_a_plan_without_editions_and_an_unknown_number_are_404(client, roadmap, second_school, methodist):
    draft = roadmap_with(1, school=second_school)
    client.force_login(methodist)

    assert client.get(version(draft, 1)).status_code == 404
    assert client.get(difference(draft)).status_code == 404
    assert client.get(version(roadmap, 4)).status_code == 404


def test_the_page_of_the_plan_leads_to_its_editions(client, roadmap, methodist):
    client.force_login(methodist)
    shown = client.get(roadmap.get_absolute_url()).content.decode()

    assert f'href="{version(roadmap, 1)}"' in shown
    assert f'href="{difference(roadmap)}?new=3&amp;old=2"' in shown


def test_pages_ask_the_same_for_one_edition_and_three(client, roadmap, second_school, methodist, head):
    single = approved(roadmap_with(1, school=second_school), author=methodist, head=head)
    client.force_login(methodist)

    def queries(address: str) -> int:
        assert client.get(address).status_code == 200
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    assert queries(version(single, 1)) == queries(version(roadmap, 1))
    assert queries(difference(single)) == queries(difference(roadmap))
    assert queries(single.get_absolute_url()) == queries(roadmap.get_absolute_url())
