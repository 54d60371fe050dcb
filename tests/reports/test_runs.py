"""Orders of documents: once for a double click, within the person's places, honest about lost files."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from portal.core import leases
from portal.core.errors import InvalidInput, NotAllowed
from reports import engine, services
from reports.enums import DocumentKind, OutputFormat, RunStatus
from reports.kinds import KINDS
from reports.management.commands import demo_protocol
from reports.models import ReportRun
from tests.factories.reports import ReportRunFactory, full_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    numbers: list[int] = []
    monkeypatch.setattr(leases, "enqueue", lambda name, run_id: numbers.append(run_id))
    return numbers


@pytest.fixture
def protocol(district, methodist, head, small_kinds):
    meeting = full_meeting(district=district)
    meeting = services.meeting_submit(meeting=meeting, by=methodist, seen=meeting.revision)
    return services.meeting_finalise(meeting=meeting, by=head, seen=meeting.revision)


@pytest.fixture
def done(district, coordinator, small_kinds, sent):
    run = services.run_request(kind="dynamics", district=district, year=2021, by=coordinator)
    engine.build(run_id=run.pk)
    run.refresh_from_db()
    return run


def order(district, by, **changes):
    return services.run_request(
        **{"kind": "dynamics", "district": district, "year": 2021, "by": by} | changes
    )


def test_same_order_twice_is_one_run_and_one_message(district, coordinator, small_kinds, sent):
    first, second = order(district, coordinator), order(district, coordinator)

    assert first == second
    assert sent == [first.pk]


def test_other_year_format_or_person_is_another_run(district, coordinator, head, small_kinds):
    order(district, coordinator)
    order(district, coordinator, year=2020)
    order(district, coordinator, format=OutputFormat.HTML)
    order(district, head)

    assert ReportRun.objects.count() == 4


def test_finished_run_of_living_data_is_ordered_anew(done, district, coordinator):
    assert order(district, coordinator) != done


def test_frozen_protocol_is_printed_once(protocol, district, coordinator, head, files_dir):
    first = order(district, coordinator, kind="protocol", meeting=protocol.meeting)
    engine.build(run_id=first.pk)
    first.refresh_from_db()

    assert first.protocol == protocol
    assert order(district, head, kind="protocol", meeting=protocol.meeting) == first
    (files_dir / first.file).unlink()
    assert order(district, head, kind="protocol", meeting=protocol.meeting) != first


def test_foreign_order_is_refused(district, stranger, observer, small_kinds):
    for person in (stranger, observer):
        with pytest.raises(NotAllowed):
            order(district, person)
    assert not ReportRun.objects.exists()


@pytest.mark.parametrize(
    ("changes", "place"),
    [({"kind": "salary"}, "kind"), ({"format": "exe"}, "format"), ({"kind": "protocol"}, "meeting")],
)
def test_wrong_order_is_refused_at_its_place(district, coordinator, small_kinds, changes, place):
    with pytest.raises(InvalidInput) as refusal:
        order(district, coordinator, **changes)
    assert list(refusal.value.errors) == [place]


def test_draft_and_foreign_meeting_are_refused(protocol, district, neighbour, coordinator):
    draft, foreign = full_meeting(district=district), full_meeting(district=neighbour)
    for meeting in (draft, foreign):
        with pytest.raises(InvalidInput):
            order(district, coordinator, kind="protocol", meeting=meeting)


def test_district_without_results_is_refused_before_the_queue(district, coordinator, sent):
    with pytest.raises(InvalidInput) as refusal:
        order(district, coordinator)

    assert list(refusal.value.errors) == ["year"]
    assert sent == []


# --- Pages ----------------------------------------------------------------------------------


def post_order(client, district, **changes):
    data = {"kind": "dynamics", "district": district.pk, "year": "2021", "format": "html"} | changes
    return client.post(reverse("reports:run-new"), data)


def test_double_click_on_the_page_is_one_run(client, district, coordinator, small_kinds, sent):
    client.force_login(coordinator)

    first, second = post_order(client, district), post_order(client, district)

    run = ReportRun.objects.get()
    assert first.url == second.url == reverse("reports:run", args=[run.public_id])
    assert sent == [run.pk]


def test_message_for_a_district_without_results_stands_at_the_year(client, district, coordinator):
    client.force_login(coordinator)

    response = post_order(client, district)

    assert response.status_code == 200
    assert "пока нет" in response.context["form"].errors["year"][0]
    assert response.context["form"]["year"].value() == "2021"


def test_foreign_district_in_the_form_is_a_field_error(client, neighbour, coordinator, small_kinds):
    client.force_login(coordinator)

    response = post_order(client, neighbour)

    assert "district" in response.context["form"].errors
    assert not ReportRun.objects.exists()


def test_reader_cannot_order(client, district, observer, small_kinds):
    client.force_login(observer)

    assert post_order(client, district).status_code == 403
    assert client.get(reverse("reports:runs")).context["form"] is None


@pytest.mark.parametrize("page", ["run", "run-progress", "run-file"])
def test_stranger_finds_nothing(client, done, stranger, coordinator, page):
    url = reverse(f"reports:{page}", args=[done.public_id])
    client.force_login(stranger)
    assert client.get(url).status_code == 404
    client.force_login(coordinator)
    assert client.get(url).status_code == 200


def test_file_comes_as_a_harmless_attachment(client, done, coordinator, files_dir):
    client.force_login(coordinator)

    response = client.get(reverse("reports:run-file", args=[done.public_id]))

    assert response.content == (files_dir / done.file).read_bytes()
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("fault", ["changed", "gone"])
def test_lost_file_is_410_with_words(client, done, coordinator, files_dir, fault):
    path = files_dir / done.file
    path.write_bytes(b"tampered") if fault == "changed" else path.unlink()
    client.force_login(coordinator)

    response = client.get(reverse("reports:run-file", args=[done.public_id]))

    assert response.status_code == 410
    assert "Файл отдать нельзя" in response.content.decode()


def test_unfinished_file_leads_to_the_page_of_the_run(client, district, coordinator, small_kinds):
    run = order(district, coordinator)
    client.force_login(coordinator)

    assert client.get(reverse("reports:run-file", args=[run.public_id])).url == reverse(
        "reports:run", args=[run.public_id]
    )


def test_progress_asks_for_itself_until_the_end(client, district, coordinator, small_kinds):
    run = order(district, coordinator)
    client.force_login(coordinator)
    url = reverse("reports:run-progress", args=[run.public_id])

    assert f'hx-get="{url}"' in client.get(url).content.decode()
    engine.build(run_id=run.pk)
    after = client.get(url).content.decode()
    assert "hx-get" not in after
    assert reverse("reports:run-file", args=[run.public_id]) in after


def test_page_says_when_nobody_takes_the_order(client, district, coordinator, small_kinds):
    run = order(district, coordinator)
    ReportRun.objects.update(created_at=timezone.now() - timedelta(minutes=3))
    client.force_login(coordinator)

    page = client.get(reverse("reports:run", args=[run.public_id]))

    assert "Работа стоит дольше минуты" in page.content.decode()


def test_list_takes_the_same_number_of_queries(client, district, coordinator, django_assert_max_num_queries):
    client.force_login(coordinator)
    ReportRunFactory(district=district, requested_by=coordinator)
    with django_assert_max_num_queries(20) as few:
        client.get(reverse("reports:runs"))
    ReportRunFactory.create_batch(20, district=district, requested_by=coordinator)
    with django_assert_max_num_queries(20) as many:
        client.get(reverse("reports:runs"))

    assert len(few) == len(many)


def test_document_on_screen_and_its_absence(client, district, coordinator, small_kinds, monkeypatch):
    client.force_login(coordinator)
    url = reverse("reports:document", args=["dynamics", 2021])
    assert "Проверочный документ." in client.get(url).content.decode()

    def refuse(subject):
        raise InvalidInput({"year": "Результатов пока нет."})

    monkeypatch.setitem(KINDS, DocumentKind.DYNAMICS, replace(KINDS[DocumentKind.DYNAMICS], build=refuse))
    assert "Результатов пока нет." in client.get(url).content.decode()
    assert client.get(reverse("reports:document", args=["salary", 2021])).status_code == 404


# --- The command of the demonstration ----------------------------------------------------------


def test_demo_protocol_waits_for_the_worker_and_is_quick_the_second_time(
    protocol, district, coordinator, monkeypatch, capsys, files_dir
):
    monkeypatch.setattr(demo_protocol, "DISTRICT", district.code)
    monkeypatch.setattr(
        demo_protocol.time, "sleep", lambda seconds: engine.build(run_id=ReportRun.objects.get().pk)
    )

    call_command("demo_protocol")
    first = capsys.readouterr()
    call_command("demo_protocol")
    second = capsys.readouterr()

    assert first.out == second.out == f"{files_dir / ReportRun.objects.get().file}\n"
    assert "ждём" in first.err
    assert second.err == ""


def test_demo_protocol_gives_up_in_words(protocol, district, coordinator, monkeypatch, capsys):
    monkeypatch.setattr(demo_protocol, "DISTRICT", district.code)
    monkeypatch.setattr(demo_protocol, "WAIT_SECONDS", 0)

    with pytest.raises(SystemExit) as stop:
        call_command("demo_protocol")

    assert stop.value.code == 1
    assert "Запущен ли портал?" in capsys.readouterr().err
    assert ReportRun.objects.get().status == RunStatus.QUEUED
