"""A file with more rows than a request writes: a real worker writes it while the page tells how it goes.

The worker is frozen or killed at the moment that a test needs, so that no test depends on how quick it is.
"""

import os
import signal

import pytest
from playwright.sync_api import Response, expect

from tests.browser.visitor import BUILD_PATIENCE, METHODIST, Visitor
from tests.installation import Installation, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FILE = "svod.csv"
HEAD = "Год;Период;Класс;Предмет;ОО;Кол-во участников;2;3;4;5"
#: no other test meets results of these years: the demonstration has none
WORKS = """
SELECT sitting.year, sitting.grade, subject.name
FROM monitoring_sitting sitting JOIN monitoring_subject subject ON subject.id = sitting.subject_id
WHERE sitting.exam = 'vpr' AND sitting.season = 'spring' AND sitting.is_held
  AND sitting.grade IS NOT NULL AND sitting.year BETWEEN 2022 AND 2025
"""
SCHOOLS = """
SELECT school.short_name FROM schools_school school
JOIN schools_district district ON district.id = school.district_id WHERE district.code = 'kotelnikovo'
"""
RUNS = "SELECT deed, status, attempts FROM monitoring_importrun ORDER BY id DESC"
WRITTEN = "SELECT COUNT(*) FROM monitoring_result WHERE source = ?"
VERSIONS = "SELECT COUNT(*) FROM monitoring_historicalresult WHERE source = ? AND history_type != '-'"
ORDERED_LONG_AGO = """
from datetime import timedelta
from django.db.models import F
from monitoring.models import ImportRun
ImportRun.objects.filter(status="queued").update(created_at=F("created_at") - timedelta(minutes=5))
"""


class Worker:
    """The worker of the portal; the supervisor starts another one after a death."""

    def __init__(self, portal: Installation):
        self._portal = portal

    def signal(self, number: int) -> None:
        os.killpg(self._portal.child("celery").pid, number)

    def freeze(self) -> None:
        self.signal(signal.SIGSTOP)

    def wake(self) -> None:
        self.signal(signal.SIGCONT)

    def is_at(self, deed: str) -> None:
        """Waits until it has begun."""
        wait_for(lambda: self._portal.rows(RUNS)[0] == (deed, "running", 1), 60, step=0.002)


@pytest.fixture
def worker(portal):
    one = Worker(portal)
    yield one
    one.wake()


@pytest.fixture(scope="module")
def file(portal) -> bytes:
    schools = [name for (name,) in portal.rows(SCHOOLS)]
    rows = [
        f"{year};весна;{grade};{subject};{school};8;12,5;37,5;37,5;12,5"
        for year, grade, subject in portal.rows(WORKS)
        for school in schools
    ]
    assert len(rows) > 3_000, "a request would write it by itself"
    return "\n".join([HEAD, *rows]).encode()


def upload(one: Visitor, content: bytes) -> int:
    """Ends at the preview; the number of rows."""
    one.open("/results/imports/")
    chosen = {"name": FILE, "mimeType": "text/csv", "buffer": content}
    one.page.get_by_label("Файл с результатами").set_input_files(chosen)
    one.press("Прочитать файл")
    expect(one.page.get_by_role("heading", level=1, name=FILE)).to_be_visible(timeout=BUILD_PATIENCE)
    one.sees("Сводная таблица региона по отметкам")
    rows = content.count(b"\n")
    one.sees(f"{rows:,}".replace(",", "\u00a0"))
    return rows


def undo(one: Visitor) -> None:
    confirm = one.page.locator("details.confirm")
    confirm.locator("summary").click()
    confirm.get_by_role("button", name="Отменить этот импорт").click()


def told(one: Visitor, text: str) -> None:
    """By the part of the page that asks for itself: nobody reloads anything."""
    expect(one.page.locator("#import-run")).to_contain_text(text)


def is_left_alone(one: Visitor) -> None:
    """What says nothing new is not put in again: it would be read out every second, and the bar would jump."""
    for _ in range(2):  # the one under way, and the first that says what the page says already
        one.page.wait_for_event("response", is_progress)
    one.page.locator("#import-run").evaluate("part => part.dataset.seen = ''")
    for _ in range(2):
        one.page.wait_for_event("response", is_progress)
    expect(one.page.locator("#import-run")).to_have_attribute("data-seen", "")


def is_progress(response: Response) -> bool:
    return response.url.endswith("/progress/")


def state_in_list(one: Visitor, text: str) -> None:
    one.open("/results/imports/")
    expect(one.page.get_by_role("row").filter(has_text=FILE).first).to_contain_text(text)


def test_it_is_written_behind_the_page_and_taken_back(visitor, portal, worker, file):
    one = visitor(METHODIST)
    before = portal.rows(VERSIONS, FILE)[0][0]
    rows = upload(one, file)
    address = one.page.url

    worker.freeze()
    one.page.get_by_role("button", name="Применить импорт").dblclick()
    told(one, "Импорт ждёт очереди. Страницу можно закрыть")
    assert len([run for run in portal.rows(RUNS) if run[1] == "queued"]) == 1
    portal.python(ORDERED_LONG_AGO)
    told(one, "Работа стоит дольше минуты")
    state_in_list(one, "в очереди")

    one.open(address)
    worker.wake()
    worker.is_at("apply")
    worker.freeze()
    told(one, "Записываем результаты")
    expect(one.page.get_by_role("progressbar", name="Запись импорта")).to_be_visible()
    is_left_alone(one)
    worker.wake()
    expect(one.page.get_by_role("heading", name="Что записано")).to_be_visible(timeout=BUILD_PATIENCE)
    one.sees("Изменено: 0. Совпало: 0.")
    assert portal.rows(WRITTEN, FILE) == [(rows,)]
    assert portal.rows(VERSIONS, FILE) == [(before + rows,)]
    state_in_list(one, "применён")

    one.open(address)
    undo(one)
    expect(one.page.get_by_role("heading", name="Отмена импорта")).to_be_visible()
    one.open("/")
    one.open(address)
    expect(one.page.get_by_text("Прежние значения возвращены")).to_be_visible(timeout=BUILD_PATIENCE)
    assert portal.rows(WRITTEN, FILE) == [(0,)]
    assert portal.rows(RUNS)[:2] == [("undo", "done", 1), ("apply", "done", 1)]


def test_a_worker_that_dies_in_the_middle_is_followed_by_another(visitor, portal, worker, file):
    """All is written, and once; nothing of the first attempt is left."""
    one = visitor(METHODIST)
    before = portal.rows(VERSIONS, FILE)[0][0]
    rows = upload(one, file)

    one.press("Применить импорт")
    worker.is_at("apply")
    worker.signal(signal.SIGKILL)
    assert portal.rows(WRITTEN, FILE) == [(0,)]
    told(one, "Записываем результаты")
    expect(one.page.get_by_role("heading", name="Что записано")).to_be_visible(timeout=BUILD_PATIENCE)
    assert portal.rows(RUNS)[0] == ("apply", "done", 2)
    assert portal.rows(WRITTEN, FILE) == [(rows,)]
    assert portal.rows(VERSIONS, FILE) == [(before + rows,)]

    undo(one)
    expect(one.page.get_by_text("Прежние значения возвращены")).to_be_visible(timeout=BUILD_PATIENCE)
    assert portal.rows(WRITTEN, FILE) == [(0,)]
