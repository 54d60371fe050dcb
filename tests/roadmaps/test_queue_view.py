"""The head's queue: whom each text waits for, and many approved by one order."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from roadmaps import selectors, services
from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.models import ExclusionCase, Roadmap, RoadmapVersion
from schools.models import LegalAct
from tests.factories.roadmaps import ExclusionCaseFactory, approved, roadmap_with, submitted
from tests.factories.schools import SchoolFactory

QUEUE, APPROVE, RESULT = "roadmaps:queue", "roadmaps:queue-approve", "roadmaps:queue-result"
ORDER = {"order_number": "124", "order_date": "2020-09-10"}


@pytest.fixture
def three(district, methodist):
    return [
        submitted(roadmap_with(1, school=school), by=methodist)
        for school in SchoolFactory.create_batch(3, district=district)
    ]


def key(text) -> str:
    kind = "roadmap" if isinstance(text, Roadmap) else "exclusion"
    return f"{kind}-{text.pk}-{text.revision}"


def approve(client, texts, **fields):
    return client.post(reverse(APPROVE), ORDER | {"row": [key(text) for text in texts]} | fields)


def result(client) -> tuple[int, list[str]]:
    """How many were approved, and why the others were not."""
    context = client.get(reverse(RESULT)).context
    return len(context["approved"]), [row["reason"] for row in context["refused"]]


# --- What the rows say ------------------------------------------------------------------------------


def test_rows_say_whom_they_wait_for_and_since_when(three, head, methodist, deputy_head):
    Roadmap.objects.filter(pk=three[2].pk).update(submitted_at=timezone.now() - timedelta(days=5))
    Roadmap.objects.filter(pk=three[0].pk).update(edited_by=head)

    rows = selectors.approval_queue(user=head)
    assert [row.owner for row in rows] == [str(three[n].school) for n in (2, 0, 1)]
    assert [row.waits_for for row in rows] == [
        "ждёт вас", f"ваша: утвердит {deputy_head.short_name}", "ждёт вас",
    ]  # fmt: skip
    assert [row.waited for row in rows] == ["ждёт 5\xa0дней", "", ""]


def test_the_only_head_is_told_that_nobody_else_is_there(three, head):
    Roadmap.objects.filter(pk=three[0].pk).update(edited_by=head)

    assert "другого руководителя в районе нет" in selectors.approval_queue(user=head)[0].waits_for


def test_a_head_who_has_left_or_works_elsewhere_is_not_named(three, head, deputy_head, far_district):
    Roadmap.objects.filter(pk=three[0].pk).update(edited_by=head)
    deputy_head.is_active = False
    deputy_head.save()

    assert "Заместителев" not in selectors.approval_queue(user=head)[0].waits_for


def test_changes_lead_to_the_difference(client, school, methodist, head):
    final = approved(roadmap_with(1, school=school), author=methodist, head=head)
    opened = services.roadmap_reopen(roadmap=final, by=methodist, seen=final.revision)
    rows = [SectionInput("", (MeasureInput("Новая", "май 2021"),))]
    saved = services.roadmap_save(roadmap=opened, sections=rows, seen=opened.revision, by=methodist)
    submitted(saved, by=methodist)
    client.force_login(head)

    shown = client.get(reverse(QUEUE)).content.decode()
    assert f'href="{final.get_absolute_url()}?difference=1#difference">3\xa0изменения' in shown


def test_own_texts_cannot_be_ticked(client, three, head):
    Roadmap.objects.filter(pk=three[0].pk).update(edited_by=head)
    client.force_login(head)

    shown = client.get(reverse(QUEUE), {"pick": "all"}).content.decode()
    assert key(three[0]) not in shown
    assert shown.count(" checked>") == 2


def test_the_page_asks_the_same_for_20_texts(client, district, head, methodist):
    client.force_login(head)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(QUEUE)).status_code == 200
        return len(asked)

    schools = SchoolFactory.create_batch(20, district=district)
    submitted(roadmap_with(1, school=schools[0]), by=methodist)
    queries()
    one = queries()
    for school in schools[1:]:
        submitted(roadmap_with(3, school=school), by=methodist)
    assert queries() == one


# --- Many at once -----------------------------------------------------------------------------------


def test_one_order_approves_all_that_are_ticked(client, three, head):
    client.force_login(head)
    answer = approve(client, three[:2])

    assert answer.headers["Location"] == reverse(RESULT)
    assert result(client) == (2, [])
    assert [Roadmap.objects.get(pk=row.pk).status for row in three] == ["in_force", "in_force", "submitted"]
    assert str(LegalAct.objects.get(kind="order")) == "приказ от 10.09.2020 № 124"
    assert RoadmapVersion.objects.filter(act__number="124", approved_by=head).count() == 2


def test_what_changed_meanwhile_is_refused_and_the_rest_is_approved(client, three, methodist, head):
    back = services.roadmap_return(roadmap=three[0], by=head, seen=three[0].revision, remark="Дополнить")
    submitted(back, by=methodist)
    client.force_login(head)
    approve(client, three)

    count, reasons = result(client)
    assert count == 2
    assert len(reasons) == 1
    assert "изменился после того, как вы его открыли" in reasons[0]
    assert Roadmap.objects.get(pk=three[0].pk).status == "submitted"


def test_own_text_and_wrong_year_are_refused_each_for_itself(client, three, head, methodist, school):
    Roadmap.objects.filter(pk=three[0].pk).update(edited_by=head)
    later = submitted(roadmap_with(1, school=school, year=2023), by=methodist)
    client.force_login(head)
    approve(client, [*three, later])

    count, reasons = result(client)
    assert (count, len(reasons)) == (2, 2)
    assert "Вы сами готовили" in reasons[0]
    assert "план — на другой год" in reasons[1]
    later.refresh_from_db()
    assert later.status == "submitted"


def test_a_double_click_tells_the_same_twice(client, three, head):
    client.force_login(head)
    approve(client, three)
    first = result(client)
    approve(client, three)

    assert result(client) == first == (3, [])
    assert RoadmapVersion.objects.count() == 3


def test_the_sign_typed_with_the_number_of_an_order_is_left_out(client, three, head):
    client.force_login(head)
    approve(client, three[:1], order_number="№ 124")
    single = {"seen": three[1].revision, "target": "approved", "order_number": "№124"}
    client.post(reverse("roadmaps:transition", args=[three[1].pk]), ORDER | single)
    assert {version.act.number for version in RoadmapVersion.objects.all()} == {"124"}
    assert LegalAct.objects.count() == 1

    LegalAct.objects.update(number="№ 124")  # entered before the sign was left out
    shown = client.get(three[0].get_absolute_url()).content.decode()
    assert "№\u00a0124" in shown
    assert "№\u00a0№" not in shown
    assert "№ 124" in client.get(reverse("roadmaps:list"), {"year": "all"}).content.decode().replace(
        "\u00a0", " "
    )
    LegalAct.objects.update(number="приказ № 124")
    assert "№\u00a0124" in client.get(three[0].get_absolute_url()).content.decode()
    empty = approve(client, three[2:], order_number="№").context["form"]
    assert empty.errors["order_number"] == ["Укажите номер приказа, которым утверждаются карты."]


def test_words_typed_with_the_number_of_an_order_are_left_out_or_refused(client, three, head):
    client.force_login(head)
    approve(client, three[:1], order_number="Приказ №214/1 от 10.09.2020")
    assert LegalAct.objects.get().number == "214/1"

    told = "Напишите только номер, например «214/1»"
    single = {"seen": three[1].revision, "target": "approved", "order_number": "Приказ № 214/1 от 11.09.2020"}
    page = client.post(reverse("roadmaps:transition", args=[three[1].pk]), ORDER | single)
    assert told in page.content.decode()
    (error,) = (
        approve(client, three[2:], order_number=single["order_number"]).context["form"].errors["order_number"]
    )
    assert told in error
    assert LegalAct.objects.count() == 1


def test_what_another_head_approved_first_is_refused(client, three, head, deputy_head):
    order = services.Order("9", three[0].days[0])
    services.roadmap_approve(roadmap=three[0], by=deputy_head, seen=three[0].revision, order=order)
    client.force_login(head)
    (row,) = approve(client, three[:1]).context["refused"]

    assert "уже невозможно" in row.reason


def test_where_all_are_refused_the_order_is_not_typed_again(client, three, head):
    client.force_login(head)
    answer = approve(client, three[:2], order_date="2030-09-10")
    shown = answer.content.decode()

    assert [row.reason for row in answer.context["refused"]] == [
        "Приказ от 10.09.2030, а план — на другой год. Проверьте год приказа."
    ] * 2
    assert 'value="124"' in shown
    assert 'value="2030-09-10"' in shown
    assert shown.count(" checked>") == 2
    assert client.get(reverse(RESULT)).headers["Location"] == reverse(QUEUE)


def test_an_exclusion_case_needs_no_order(client, school, methodist, head):
    approved(roadmap_with(1, school=school), author=methodist, head=head)
    case = submitted(ExclusionCaseFactory(school=school), by=methodist)
    client.force_login(head)
    approve(client, [case], order_number="", order_date="")

    assert result(client) == (1, [])
    assert ExclusionCase.objects.get().status == "approved"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"order_number": ""}, "Укажите номер приказа, которым утверждаются карты."),
        ({"order_date": ""}, "Укажите дату приказа."),
        ({"order_date": "31.02.2021"}, "Такой даты нет."),
        ({"row": []}, "Отметьте, что утвердить."),
        ({"row": ["roadmap-x-1", "nonsense", "roadmap--1", "user-1-1"]}, "Отметьте, что утвердить."),
    ],
)
def test_a_wrong_order_keeps_ticks_and_texts_and_approves_nothing(fields, words, client, three, head):
    client.force_login(head)
    shown = approve(client, three, **fields).content.decode()

    assert words in shown
    assert shown.count(" checked>") == (0 if "row" in fields else 3)
    assert not RoadmapVersion.objects.exists()


def test_texts_of_other_places_are_as_if_they_were_not(client, three, head, stranger, neighbour_school):
    foreign = submitted(roadmap_with(1, school=neighbour_school), by=stranger)
    client.force_login(head)
    answer = approve(client, [foreign])

    assert ["этого нет" in row.reason for row in answer.context["refused"]] == [True]
    assert "Соседская" not in answer.content.decode()
    foreign.refresh_from_db()
    assert foreign.status == "submitted"


def test_a_result_that_never_was_leads_to_the_queue(client, head):
    client.force_login(head)

    assert client.get(reverse(RESULT)).headers["Location"] == reverse(QUEUE)


@pytest.mark.parametrize("who", ["methodist", "school_user", "observer", "coordinator"])
def test_only_heads_approve_together(who, client, three, request):
    client.force_login(request.getfixturevalue(who))

    assert approve(client, three).status_code == 403
