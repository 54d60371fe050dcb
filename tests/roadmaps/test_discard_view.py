"""The pages that ask before a text is given up, what is said afterwards, and what can still be read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core.models import AuditEvent
from portal.core.workflow import events_of
from roadmaps import services
from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.models import Measure, Roadmap
from tests.factories.roadmaps import MeasureFactory, RoadmapFactory, approved, roadmap_with, submitted
from tests.roadmaps.editing import edit_url, sent


@pytest.fixture
def live(school, methodist, head):
    return approved(roadmap_with(2, school=school, edited_by=methodist), author=methodist, head=head)


@pytest.fixture
def draft(live, methodist):
    """The next version: one measure reworded, one gone."""
    opened = services.roadmap_reopen(roadmap=live, by=methodist, seen=live.revision)
    first = Measure.objects.order_by("position").first()
    rows = [SectionInput("", (MeasureInput("Курсы по математике", first.term, id=first.pk),))]
    return services.roadmap_save(roadmap=opened, sections=rows, seen=opened.revision, by=methodist)


def address(roadmap) -> str:
    return reverse("roadmaps:discard", args=[roadmap.pk])


def confirm(client, roadmap, **fields):
    return client.post(address(roadmap), {"seen": roadmap.revision} | fields, follow=True)


def said(answer) -> str:
    return answer.content.decode().replace("\xa0", " ")


def test_what_would_be_lost_is_shown_before_it_is(client, draft, methodist):
    client.force_login(methodist)
    assert f'href="{address(draft)}">Отказаться от новой версии…' in said(
        client.get(draft.get_absolute_url())
    )
    asked = said(client.get(address(draft)))

    assert "Отказаться от версии 2?" in asked
    assert "Курсы по математике" in asked
    assert "<b>Удалено</b> · прежний номер 2" in asked
    draft.refresh_from_db()
    assert draft.version == 2


def test_a_confirmed_refusal_leads_back_to_the_approved_text(client, draft, live, methodist):
    client.force_login(methodist)
    page = said(confirm(client, draft))

    assert "От новой версии отказались: текст карты — снова утверждённый." in page
    assert "Курсы по математике" not in page
    assert "её ещё не утвердили" not in page
    event = events_of(live).last()
    link = reverse("roadmaps:discarded", args=[live.pk, event.pk])
    assert f'<a href="{link}">Что в ней было<span class="visually-hidden">: Отказались от версии 2' in page


def test_a_second_click_says_what_there_is_and_does_nothing(client, draft, methodist):
    client.force_login(methodist)
    confirm(client, draft)
    before = AuditEvent.objects.count()
    page = confirm(client, draft)

    assert page.redirect_chain == [(draft.get_absolute_url(), 302)]
    assert "Сейчас состояние «действует»: новой версии, от которой можно отказаться, нет." in said(page)
    assert AuditEvent.objects.count() == before


def test_a_stale_window_shows_what_somebody_wrote_meanwhile(client, draft, methodist, second_methodist):
    rows = [SectionInput("", (MeasureInput("Написано позже", "май"),))]
    services.roadmap_save(roadmap=draft, sections=rows, seen=draft.revision, by=second_methodist)
    client.force_login(methodist)
    page = confirm(client, draft)

    assert page.status_code == 409
    assert "Документ изменился после того, как вы его открыли." in said(page)
    assert "Написано позже" in said(page)
    assert Roadmap.objects.get().version == 2


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40])
def test_a_form_that_is_not_ours_changes_nothing(seen, client, draft, methodist):
    client.force_login(methodist)

    assert confirm(client, draft, seen=seen).status_code == 409
    assert Roadmap.objects.get().version == 2


@pytest.mark.parametrize("who", ["head", "school_user", "observer"])
def test_a_reader_is_not_offered_it(who, client, draft, request):
    client.force_login(request.getfixturevalue(who))

    assert "Отказаться от новой версии" not in said(client.get(draft.get_absolute_url()))
    assert client.get(address(draft)).status_code == 403
    assert confirm(client, draft).status_code == 403


@pytest.mark.parametrize("who", ["school_user", "methodist", "head", "observer"])
def test_what_was_thrown_away_can_be_read_by_all_readers(who, client, draft, live, methodist, request):
    services.roadmap_discard(roadmap=draft, by=methodist, seen=draft.revision)
    client.force_login(request.getfixturevalue(who))
    page = said(client.get(reverse("roadmaps:discarded", args=[live.pk, events_of(live).last().pk])))

    assert "Версия 2, от которой отказались" in page
    assert "Отличия от утверждённой тогда версии 1" in page
    assert "Курсы по математике" in page


def test_a_step_that_threw_nothing_away_has_no_such_page(client, draft, live, second_school, methodist, head):
    services.roadmap_discard(roadmap=draft, by=methodist, seen=draft.revision)
    other = approved(roadmap_with(1, school=second_school), author=methodist, head=head)
    client.force_login(methodist)
    discarded = events_of(live).last()

    for plan, event in (
        (live, events_of(live).first()),
        (other, discarded),
        (other, events_of(other).last()),
    ):
        assert client.get(reverse("roadmaps:discarded", args=[plan.pk, event.pk])).status_code == 404


def test_before_a_plan_is_stopped_it_says_that_the_next_version_ends(client, draft, live, head):
    client.force_login(head)
    page = said(client.get(draft.get_absolute_url()))
    assert page.count("Версию 2 ещё не утвердили: от неё откажутся") == 2  # at «Приостановить» and «Закрыть»

    sent = {"target": "paused", "seen": draft.revision, "remark": "Ремонт школы"}
    page = said(client.post(reverse("roadmaps:transition", args=[draft.pk]), sent, follow=True))
    assert "Карта приостановлена: её можно читать, но не менять." in page
    assert "Курсы по математике" not in page
    assert "её ещё не утвердили" not in page


def test_a_plan_in_force_is_stopped_without_that_warning(client, live, head):
    client.force_login(head)

    assert "от неё откажутся" not in said(client.get(live.get_absolute_url()))


def test_an_editor_left_open_is_told_and_keeps_what_was_typed(client, draft, methodist, second_methodist):
    typed = sent(draft, [{"name": "Набрано в старом окне", "term": "май"}])
    services.roadmap_discard(roadmap=draft, by=second_methodist, seen=draft.revision)
    client.force_login(methodist)
    answer = client.post(edit_url(draft), typed)

    assert answer.status_code == 409
    assert "Сейчас состояние «действует»: изменять нельзя." in said(answer)
    assert "Набрано в старом окне" in said(answer)
    assert not Measure.objects.filter(name="Набрано в старом окне").exists()


# --- A first draft ----------------------------------------------------------------------------------


def test_a_first_draft_is_deleted_after_one_more_question(client, school, methodist):
    first = roadmap_with(2, school=school)
    client.force_login(methodist)
    assert f'href="{address(first)}">Удалить черновик…' in said(client.get(first.get_absolute_url()))
    asked = said(client.get(address(first)))
    assert "вместе со всем, что в ней написано: 2 меры" in asked
    assert Measure.objects.first().name in asked

    page = confirm(client, first)
    assert page.redirect_chain == [(f"{reverse('roadmaps:list')}?year=2020", 302)]
    assert f"Черновик удалён: {first}." in said(page)
    assert not Roadmap.objects.exists()


def test_an_empty_first_draft_says_that_nothing_is_in_it(client, school, methodist):
    client.force_login(methodist)

    assert "Мер в ней нет." in said(client.get(address(RoadmapFactory(school=school))))


@pytest.mark.parametrize("name", ["discard", "detail", "edit", "transition"])
def test_who_still_has_it_open_is_told_that_it_was_deleted(name, client, school, methodist, second_methodist):
    first = roadmap_with(1, school=school)
    services.roadmap_delete(roadmap=first, by=methodist, seen=first.revision)
    url = reverse(f"roadmaps:{name}", args=[AuditEvent.objects.get(action="roadmap.delete").subject_id])
    client.force_login(second_methodist)
    answer = client.get(url) if name == "detail" else client.post(url, {"seen": 1, "target": "submitted"})

    assert answer.status_code == 410
    assert "Этой карты больше нет: черновик удалили (Методистова И. П., сегодня в " in said(answer)


@pytest.mark.parametrize("who", ["stranger", "school_user", "observer"])
def test_a_stranger_learns_nothing_of_a_deleted_one(who, client, school, methodist, request):
    first = roadmap_with(1, school=school)
    url = first.get_absolute_url()
    services.roadmap_delete(roadmap=first, by=methodist, seen=first.revision)
    client.force_login(request.getfixturevalue(who))

    assert client.get(url).status_code == 404


def test_a_returned_first_version_is_mended_and_not_deleted(client, school, methodist, head):
    sent = submitted(roadmap_with(1, school=school), by=methodist)
    back = services.roadmap_return(roadmap=sent, by=head, seen=sent.revision, remark="Мало мер")
    client.force_login(methodist)
    assert address(back) not in said(client.get(back.get_absolute_url()))

    page = said(confirm(client, back))
    assert "карту уже отправляли, удалить её нельзя. Её можно исправить." in page
    assert Roadmap.objects.get() == back


def test_pages_ask_the_same_for_one_change_and_twenty(client, draft, methodist):
    client.force_login(methodist)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(address(draft))
        return len(asked)

    few = queries()
    MeasureFactory.create_batch(20, section=draft.sections.get())
    assert queries() == few


def test_the_common_way_of_steps_throws_nothing_away_unasked(client, draft, methodist):
    client.force_login(methodist)
    sent = {"target": "discarded", "seen": draft.revision}

    assert client.post(reverse("roadmaps:transition", args=[draft.pk]), sent).status_code == 409
    assert Roadmap.objects.get().version == 2


def test_an_emptied_next_version_does_not_keep_a_plan_from_being_stopped(client, draft, methodist, head):
    services.roadmap_save(roadmap=draft, sections=[], seen=draft.revision, by=methodist)
    client.force_login(head)

    assert "Приостановить карту…" in said(client.get(draft.get_absolute_url()))
