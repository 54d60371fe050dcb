"""Pages of meetings: what was typed stays, strangers see nothing, the right person sees the right button."""

import pytest
from django.urls import reverse

from portal.core.errors import NotAllowed
from portal.core.panels import my_day
from portal.core.workflow import lock_for_edit
from reports import services
from reports.enums import MeetingStatus
from reports.models import Meeting
from tests.factories.reports import AgendaItemFactory, MeetingFactory, full_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_kinds")]

TYPED = {
    "date": "20.05.2021",
    "number": "7",
    "body": "Заседание проверочной группы",
    "chair_post": "Председатель",
    "chair_name": "И. О. Проверяев",
    "vote": "unanimous",
    "agenda-TOTAL_FORMS": "2",
    "agenda-INITIAL_FORMS": "0",
    "agenda-0-topic": "О результатах",
    "agenda-1-topic": "",
    "speeches-TOTAL_FORMS": "1",
    "speeches-INITIAL_FORMS": "0",
    "speeches-0-speaker": "методиста И. О. Докладчикову",
    "speeches-0-topic": "О результатах",
    "speeches-0-appendix": "1",
    "decisions-TOTAL_FORMS": "1",
    "decisions-INITIAL_FORMS": "0",
    "decisions-0-text": "Принять к сведению.",
}


@pytest.fixture
def meeting(district):
    return full_meeting(district=district)


@pytest.fixture
def submitted(meeting, methodist):
    return services.meeting_submit(meeting=meeting, by=methodist, seen=meeting.revision)


def url(name, meeting):
    return reverse(f"reports:{name}", args=[meeting.pk])


def step(client, name, meeting, **data):
    return client.post(url(f"meeting-{name}", meeting), {"seen": meeting.revision} | data)


def test_methodist_writes_a_new_meeting(client, methodist, district):
    client.force_login(methodist)

    response = client.post(reverse("reports:meeting-new"), TYPED)

    meeting = Meeting.objects.get()
    assert response.url == url("meeting-edit", meeting)
    assert (meeting.district, meeting.number, meeting.agenda.count()) == (district, "7", 1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"date": "тридцатого мая"}, "Это не дата"),
        ({"agenda-0-topic": " "}, "Повестка пуста"),
        ({"speeches-0-topic": ""}, "по какому вопросу слушали"),
        ({"vote": "counted"}, "сколько человек голосовало"),
    ],
)
def test_bad_input_is_named_and_stays(client, methodist, change, said):
    client.force_login(methodist)

    response = client.post(reverse("reports:meeting-new"), TYPED | change)

    page = response.content.decode()
    assert response.status_code == 200
    assert said in page
    assert "error-summary" in page
    assert "методиста И. О. Докладчикову" in page
    assert (change.get("date") or "20.05.2021") in page
    assert not Meeting.objects.exists()


def test_new_row_keeps_what_was_typed_and_saves_nothing(client, methodist):
    client.force_login(methodist)

    page = client.post(reverse("reports:meeting-new"), TYPED | {"date": "не знаю", "add": "decisions"})

    assert not Meeting.objects.exists()
    assert 'name="decisions-TOTAL_FORMS" value="2"' in page.content.decode()
    assert "не знаю" in page.content.decode()
    assert "error-summary" not in page.content.decode()


def test_edit_saves_and_shows_the_document(client, methodist, meeting):
    client.force_login(methodist)

    response = client.post(url("meeting-edit", meeting), TYPED | {"seen": meeting.revision}, follow=True)

    meeting.refresh_from_db()
    assert meeting.number == "7"
    assert "Свой район: О результатах" in response.content.decode()


def test_conflict_shows_both_texts_and_the_second_save_is_made_knowingly(client, methodist, meeting):
    client.force_login(methodist)

    response = client.post(url("meeting-edit", meeting), TYPED | {"seen": meeting.revision - 1})

    page = response.content.decode()
    assert response.status_code == 409
    assert "изменил другой сотрудник" in page
    assert "Заседание проверочной группы" in page
    assert f'name="seen" value="{meeting.revision}"' in page
    again = client.post(url("meeting-edit", meeting), TYPED | {"seen": response.context["seen"]})
    assert again.status_code == 302


def test_htmx_shows_the_conflict_too(client, methodist, meeting):
    client.force_login(methodist)

    response = client.post(
        url("meeting-edit", meeting), TYPED | {"seen": "0"}, headers={"HX-Request": "true"}
    )

    assert response.status_code == 422


def test_sent_protocol_leads_from_the_form_to_its_page(client, methodist, submitted):
    client.force_login(methodist)

    assert client.get(url("meeting-edit", submitted)).url == url("meeting", submitted)
    answer = client.post(url("meeting-edit", submitted), TYPED | {"seen": submitted.revision})
    assert answer.status_code == 409


def test_way_to_the_final_protocol(client, methodist, head, coordinator, meeting):
    client.force_login(methodist)
    assert step(client, "submit", meeting).status_code == 302
    client.force_login(head)
    meeting.refresh_from_db()
    assert "Напишите, что нужно доработать" in step(client, "return", meeting).content.decode()
    assert step(client, "return", meeting, remark="Нет сроков").status_code == 302
    client.force_login(methodist)
    assert "Нет сроков" in client.get(url("meeting", meeting)).content.decode()
    meeting.refresh_from_db()
    step(client, "submit", meeting)
    client.force_login(head)
    meeting.refresh_from_db()
    assert step(client, "finalise", meeting).status_code == 302
    client.force_login(coordinator)
    page = client.get(url("meeting", meeting)).content.decode()
    assert "Собрать PDF протокола" in page
    client.force_login(head)
    meeting.refresh_from_db()
    step(client, "reopen", meeting)
    meeting.refresh_from_db()
    assert (meeting.status, meeting.version) == (MeetingStatus.DRAFT, 2)


def test_second_decision_is_409_with_words(client, head, deputy_head, submitted):
    client.force_login(head)
    step(client, "finalise", submitted)
    client.force_login(deputy_head)

    response = step(client, "finalise", submitted)

    assert response.status_code == 409
    assert "уже невозможно" in response.content.decode()


def test_protocol_that_the_head_sent_himself_is_403(client, head, submitted):
    Meeting.objects.filter(pk=submitted.pk).update(submitted_by=head)
    client.force_login(head)

    assert step(client, "finalise", submitted).status_code == 403


def test_a_head_who_wrote_the_minutes_is_told_why_there_are_no_buttons(client, head, deputy_head, submitted):
    Meeting.objects.filter(pk=submitted.pk).update(edited_by=head)
    words = "Вы не можете утвердить протокол, который сами готовили или отправили."

    for who, told in ((head, True), (deputy_head, False)):
        client.force_login(who)
        assert (words in client.get(url("meeting", submitted)).content.decode()) == told


PAGES = ["meeting", "meeting-edit", "meeting-preview"]
STEPS = ["submit", "return", "finalise", "reopen"]


def test_stranger_finds_nothing(client, stranger, meeting):
    client.force_login(stranger)

    assert [client.get(url(name, meeting)).status_code for name in PAGES] == [404] * 3
    assert [step(client, name, meeting).status_code for name in STEPS] == [404] * 4
    assert "Свой район" not in client.get(reverse("reports:meetings")).content.decode()


def test_reader_reads_and_changes_nothing(client, observer, meeting):
    client.force_login(observer)

    assert client.get(url("meeting", meeting)).status_code == 200
    assert client.get(url("meeting-edit", meeting)).status_code == 403
    assert [step(client, name, meeting).status_code for name in STEPS] == [403] * 4
    assert client.get(reverse("reports:meeting-new")).status_code == 403


@pytest.mark.parametrize("name", STEPS)
def test_steps_are_not_taken_by_a_link(client, head, meeting, name):
    client.force_login(head)
    before = meeting.status, meeting.revision

    assert client.get(url(f"meeting-{name}", meeting)).status_code in (302, 403)
    meeting.refresh_from_db()
    assert (meeting.status, meeting.revision) == before


def test_list_and_page_take_the_same_number_of_queries(
    client, methodist, district, meeting, django_assert_max_num_queries
):
    client.force_login(methodist)

    def queries():
        with django_assert_max_num_queries(60) as listed:
            client.get(reverse("reports:meetings"))
        with django_assert_max_num_queries(60) as shown:
            client.get(url("meeting", meeting))
        return len(listed), len(shown)

    few = queries()
    MeetingFactory.create_batch(20, district=district)
    AgendaItemFactory.create_batch(20, meeting=meeting)
    assert queries() == few


def titles(user) -> list[str]:
    return [task.title for task in my_day.collect(user=user) if task.phase == "Протоколы и отчёты"]


def test_my_day_tells_each_role_its_own_task(methodist, head, deputy_head, coordinator, meeting):
    meeting.decisions.all().delete()
    assert titles(methodist)[0].startswith("Записать решения")
    assert titles(head) == titles(coordinator) == []
    meeting.decisions.create(position=1, text="Решение")
    sent = services.meeting_submit(meeting=meeting, by=methodist, seen=meeting.revision)
    assert titles(head)[0].startswith("Утвердить: протокол")
    assert titles(methodist) == []
    back = services.meeting_return(meeting=sent, by=head, seen=sent.revision, remark="Дописать")
    assert titles(methodist)[0].startswith("Доработать")
    sent = services.meeting_submit(meeting=back, by=methodist, seen=back.revision)
    services.meeting_finalise(meeting=sent, by=head, seen=sent.revision)
    assert titles(coordinator)[0].startswith("Собрать")
    assert titles(deputy_head) == []


def test_my_day_does_not_ask_who_wrote_the_minutes_before(methodist, head, deputy_head, meeting):
    for by in (head, methodist):
        meeting = lock_for_edit(meeting, by=by, seen=meeting.revision, editable={"draft"})
    sent = services.meeting_submit(meeting=meeting, by=methodist, seen=meeting.revision)

    assert titles(head) == []
    assert titles(deputy_head)[0].startswith("Утвердить: протокол")
    with pytest.raises(NotAllowed):
        services.meeting_finalise(meeting=sent, by=head, seen=sent.revision)
