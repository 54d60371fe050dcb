"""Large imports: ordered on the page, written by a worker, once and whole whatever happens to it."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from monitoring.imports import runs
from monitoring.imports.review import batch_review, parsed_keep
from monitoring.models import ImportRun, Result
from monitoring.services import import_runs
from monitoring.services.imports import Choice, batch_answer
from portal.core import leases
from portal.core.errors import StaleRevision, TransitionRefused
from portal.core.models import AuditEvent
from tests.factories.monitoring import ResultFactory
from tests.monitoring.imports.made import marks, parsed, vpr_sitting

pytestmark = pytest.mark.django_db
STANDS = "Работа стоит дольше минуты"


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    """Every import is a large one; the numbers of the runs that went to the queue."""
    numbers: list[int] = []
    monkeypatch.setattr(import_runs, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(leases, "enqueue", lambda name, run_id: numbers.append(run_id))
    return numbers


@pytest.fixture
def sitting():
    return vpr_sitting()


@pytest.fixture
def batch(district, school, sitting, methodist):
    file = parsed(marks("МКОУ Своя СШ", 1, 2, 3, 4))
    return parsed_keep(file, district=district, file_name="region.csv", by=methodist)


@pytest.fixture
def click(client, methodist):
    client.force_login(methodist)

    def post(step, batch):
        data = {"seen": batch_review(batch).plan.digest} if step == "import-apply" else {}
        return " ".join(client.post(address(step, batch), data, follow=True).content.decode().split())

    return post


def address(step, batch):
    return reverse(f"monitoring:{step}", kwargs={"public_id": batch.public_id})


def work(number):
    return runs.import_run_carry_out(run_id=number)


def test_it_is_ordered_watched_applied_and_taken_back(client, click, batch, sent):
    page = click("import-apply", batch)
    assert "Импорт ждёт очереди. Страницу можно закрыть" in page
    assert f'hx-get="{address("import-progress", batch)}"' in page
    assert "HX-Refresh" not in client.get(address("import-progress", batch))
    assert "в очереди" in client.get(reverse("monitoring:imports")).content.decode()
    assert not Result.objects.exists()

    assert [work(number) for number in sent] == [True]
    assert client.get(address("import-progress", batch))["HX-Refresh"] == "true"
    page = client.get(address("import", batch)).content.decode()
    assert "Новых ячеек: 5. Изменено: 0. Совпало: 0." in page
    assert Result.objects.get().source == "region.csv"

    assert "Отмена импорта" in click("import-undo", batch)
    assert work(sent[-1])
    assert "Прежние значения возвращены" in client.get(address("import", batch)).content.decode()
    assert not Result.objects.exists()
    assert [run.status for run in ImportRun.objects.all()] == ["done", "done"]


def test_two_clicks_and_two_deliveries_write_once(click, batch, sent):
    click("import-apply", batch)
    click("import-apply", batch)

    assert len(sent) == ImportRun.objects.count() == 1
    assert [work(sent[0]), work(sent[0])] == [True, False]
    assert Result.objects.get().history.count() == 1
    assert AuditEvent.objects.filter(action="import.apply").count() == 1
    assert "Этот импорт уже применён." in click("import-apply", batch)


def test_another_window_with_another_choice_is_told_before_and_after(batch, methodist, sent):
    seen = batch_review(batch).plan.digest
    some, others = (Choice(seen, frozenset({code})) for code in ("a", "b"))
    order = {"batch": batch, "deed": "apply", "by": methodist}
    run = import_runs.import_run_request(**order, choice=some)

    assert import_runs.import_run_request(**order, choice=some) == run
    with pytest.raises(StaleRevision, match="в другом окне"):
        import_runs.import_run_request(**order, choice=others)
    work(sent[0])
    with pytest.raises(StaleRevision, match="в другом окне"):
        import_runs.import_run_request(**order, choice=others)


def test_a_refused_undo_offers_to_take_back_the_rest(client, click, batch, sent):
    click("import-apply", batch)
    work(sent[0])
    Result.objects.update(n2=2, n3=1)
    click("import-undo", batch)
    work(sent[-1])

    page = client.get(address("import", batch)).content.decode()
    assert "Отменить нельзя: после импорта изменили МКОУ Своя СШ" in page
    assert f'href="{address("import-undo", batch)}"' in page


def test_what_changed_meanwhile_is_a_reason_above_the_preview(client, click, batch, school, sitting, sent):
    click("import-apply", batch)
    ResultFactory(school=school, district=school.district, sitting=sitting, mean_mark="3.00", participants=9)

    assert work(sent[0])

    run, page = ImportRun.objects.get(), client.get(address("import", batch)).content.decode()
    assert run.status == "failed"
    assert "данные изменились" in run.error
    assert run.error in page
    assert "Применить импорт" in page
    assert Result.objects.get().participants == 9


def test_a_right_taken_away_meanwhile_writes_nothing(click, batch, methodist, sent):
    click("import-apply", batch)
    methodist.memberships.all().delete()

    work(sent[0])

    assert ImportRun.objects.get().status == "failed"
    assert not Result.objects.exists()


def test_a_killed_worker_is_followed_by_another_and_writes_nothing_itself(click, batch, sent):
    click("import-apply", batch)
    dead = leases.claim(ImportRun, sent[0])
    long_ago = timezone.now() - timedelta(minutes=5)
    ImportRun.objects.update(lease_until=long_ago, sent_at=long_ago)

    assert leases.sweep(ImportRun) == sent[:1]
    living = leases.claim(ImportRun, sent[0])
    leases.attempt(ImportRun.objects.get(), dead, runs._work)
    assert not Result.objects.exists()

    leases.attempt(ImportRun.objects.get(), living, runs._work)
    assert (ImportRun.objects.get().status, Result.objects.get().history.count()) == ("done", 1)


def test_three_deaths_are_told_on_the_page(client, click, batch, sent):
    click("import-apply", batch)
    for _ in range(leases.MAX_ATTEMPTS):
        leases.claim(ImportRun, sent[0])
        ImportRun.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    leases.sweep(ImportRun)

    assert "прерывалась 3 раз" in client.get(address("import", batch)).content.decode()
    assert AuditEvent.objects.get(action="import.failed").district_id == batch.district_id


def test_answers_wait_until_the_worker_has_ended(click, batch, methodist, school):
    click("import-apply", batch)

    with pytest.raises(TransitionRefused, match="уже применяется"):
        batch_answer(batch=batch, answers={"key": school.pk}, by=methodist)


def test_an_order_that_nobody_takes_up_says_so(client, click, batch):
    click("import-apply", batch)
    ImportRun.objects.update(created_at=timezone.now() - timedelta(minutes=2))

    assert STANDS in client.get(address("import", batch)).content.decode()


def test_a_dead_worker_that_nobody_follows_says_so(client, click, batch, sent):
    """The bar would go on moving for ever: the page must not look as if somebody worked."""
    click("import-apply", batch)
    leases.claim(ImportRun, sent[0])
    assert STANDS not in client.get(address("import-progress", batch)).content.decode()
    ImportRun.objects.update(lease_until=timezone.now() - timedelta(minutes=2))

    page = client.get(address("import-progress", batch)).content.decode()
    assert STANDS in page
    assert "скажите администратору" in page


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_windows_order_and_two_workers_write_once(batch, methodist, sent):
    seen = batch_review(batch).plan.digest

    def order():
        import_runs.import_run_request(batch=batch, deed="apply", choice=Choice(seen), by=methodist)

    at_once(order)
    assert len(sent) == ImportRun.objects.count() == 1
    assert sorted(at_once(lambda: work(sent[0]))) == [False, False, False, True]
    assert Result.objects.get().history.count() == 1


def at_once(deed):
    """What `deed` gave to each of four threads that began together."""
    barrier, answers = threading.Barrier(4), []

    def go():
        try:
            barrier.wait(timeout=10)
            answers.append(deed())
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers
