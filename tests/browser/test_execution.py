"""A school reports on its measures: from the draft with its proofs to acceptance, and through bad moments."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from portal.accounts.services import DEMO_PASSWORD
from tests.browser.steps import begin_report
from tests.browser.test_accessibility import faults, too_wide
from tests.browser.visitor import DESKTOP, SECOND_METHODIST, Visitor
from tests.core.sent_files import PDF

pytestmark = pytest.mark.browser

SCHOOL = "nagolnenskaya@kotelnikovo.example"
SAVED = re.compile(r"сохранено в \d{1,2}:\d\d$")


@pytest.fixture
def paper(tmp_path) -> Path:
    path = tmp_path / "Приказ о ярмарке.pdf"
    path.write_bytes(PDF)
    return path


def looks_right(one: Visitor) -> None:
    """The rules of axe, and no scrolling sideways on a phone."""
    assert faults(one.page) == []
    assert too_wide(one.page) == []
    one.page.set_viewport_size(DESKTOP)


def test_from_the_draft_through_a_return_to_acceptance(visitor, paper):
    school, checker = visitor(SCHOOL), visitor(SECOND_METHODIST)

    begin_report(school, "Ярмарка профессий")
    school.page.get_by_label("выполнено", exact=True).check()
    school.field("Что сделано").fill("Ярмарка прошла в актовом зале.")
    school.field("Окончание").fill("2021-04-23")
    expect(school.page.locator("#report-saved")).to_have_text(SAVED)
    school.field("Файл").set_input_files(paper)
    school.press("Приложить")
    expect(school.page.get_by_role("link", name="Приказ о ярмарке.pdf")).to_be_visible()
    expect(school.field("Что сделано")).to_have_value("Ярмарка прошла в актовом зале.")
    looks_right(school)
    school.press("Отправить на проверку")
    school.is_told("Отчёт отправлен на проверку")
    report = school.page.url.partition("#")[0]

    checker.open("/")
    checker.page.get_by_role("link", name="Проверить исполнение").click()
    checker.page.get_by_role("row", name="Ярмарка профессий").get_by_role("link").click()
    with checker.page.expect_download() as download:
        checker.page.get_by_role("link", name="Приказ о ярмарке.pdf").click()
    assert download.value.path().read_bytes() == PDF
    looks_right(checker)
    checker.page.get_by_text("Вернуть на доработку…").click()
    checker.field("Что доработать").fill("Сколько было участников?")
    checker.press("Вернуть на доработку")
    checker.is_told("Отчёт возвращён")

    school.open("/")
    school.page.get_by_role("link", name="Исправить отчёт: мера 2.1").click()
    expect(school.page.get_by_role("region", name="Замечание")).to_contain_text("Сколько было участников?")
    line = school.page.get_by_role("group", name="Результат 1")
    line.get_by_label("Сколько").fill("34")
    line.get_by_label("Кого или чего").fill("старшеклассника")
    school.press("Отправить на проверку")
    school.is_told("Отчёт отправлен на проверку")

    checker.open(report)
    expect(checker.page.get_by_role("main")).to_contain_text("34 старшеклассника")
    checker.press("Принять отчёт")
    checker.is_told("Отчёт принят")
    school.open(report)
    school.follow("Мера 2.1")
    expect(school.page.get_by_role("main")).to_contain_text("выполнена")


def test_a_broken_line_and_a_reload_lose_nothing(visitor):
    one = visitor(SCHOOL)
    begin_report(one, "Психолого-педагогические консультации")
    one.page.route("**/autosave/", lambda route: route.abort())
    one.field("Что сделано").fill("Набрано без связи.")
    expect(one.page.get_by_role("alert")).to_contain_text("Нет связи с порталом. Текст не потерян")
    one.complaints.clear()  # of the line that was cut

    one.page.on("dialog", lambda dialog: dialog.accept())
    one.page.unroute("**/autosave/")
    one.page.reload()

    expect(one.field("Что сделано")).to_have_value("Набрано без связи.")
    expect(one.page.locator("#report-saved")).to_have_text(SAVED)
    one.page.reload()
    expect(one.field("Что сделано")).to_have_value("Набрано без связи.")


def test_a_page_made_before_the_text_was_taken_still_shows_it(visitor):
    """A reload is answered with the old text, and while it is on its way the portal takes the new one."""
    one = visitor(SCHOOL)
    begin_report(one, "Проведение ВПР")
    address = one.page.url

    def answer_late(route):
        page_of_before = route.fetch()
        time.sleep(3)  # the silent saving comes and goes
        route.fulfill(response=page_of_before)

    one.page.on("dialog", lambda dialog: dialog.accept())
    one.page.route(address, answer_late)
    expect(one.page.locator("#report-form[data-unguarded]")).to_be_attached()  # its script has begun
    one.field("Что сделано").fill("Набрано перед обновлением.")
    one.page.reload()

    expect(one.field("Что сделано")).to_have_value("Набрано перед обновлением.")
    expect(one.page.locator("#report-saved")).to_have_text(SAVED)
    one.page.unroute(address)
    one.page.reload()
    expect(one.field("Что сделано")).to_have_value("Набрано перед обновлением.")


def test_an_expired_session_saves_after_a_new_sign_in(visitor):
    one = visitor(SCHOOL)
    begin_report(one, "Связь с родителями")
    one.context.clear_cookies()
    one.field("Что сделано").fill("Набрано после конца сеанса.")
    expect(one.page.get_by_role("alert")).to_contain_text("Вы вышли из портала")
    second = one.second_window()
    second.goto("/accounts/sign-in/")
    second.get_by_label("Электронная почта").fill(SCHOOL)
    second.get_by_label("Пароль").fill(DEMO_PASSWORD)
    second.get_by_role("button", name="Войти", exact=True).click()
    expect(second.get_by_role("heading", level=1, name="Мой день")).to_be_visible()
    one.complaints.clear()  # of the refused saving

    one.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(one.page.locator("#report-saved")).to_have_text(SAVED)
    one.press("Сохранить черновик")  # with the token of the new session
    one.is_told("Черновик сохранён")
    expect(one.field("Что сделано")).to_have_value("Набрано после конца сеанса.")


def test_two_windows_and_a_wrong_date(visitor):
    one = visitor(SCHOOL)
    begin_report(one, "Разработка адаптированных программ")
    second = one.second_window()
    second.goto(one.page.url)
    one.field("Начало").fill("2021-05-20")
    one.field("Окончание").fill("2021-05-02")
    one.field("Что сделано").fill("Первое окно.")
    expect(one.page.locator("#report-saved")).to_have_text(re.compile("кроме отмеченного"))
    expect(one.page.locator("#id_done_on_error")).to_contain_text("раньше начала")

    second.get_by_label("Что сделано").fill("Второе окно.")
    second.get_by_role("button", name="Сверить два текста").click()

    expect(second.get_by_role("alert").first).to_contain_text("Первое окно.")
    expect(second.get_by_label("Что сделано")).to_have_value("Второе окно.")
    second.get_by_role("button", name="Сохранить черновик").last.click()
    expect(second.locator("#messages")).to_contain_text("Черновик сохранён")
    one.complaints.clear()  # the refused saving of the second window


def test_without_scripts(visitor, paper):
    one = visitor(SCHOOL, java_script_enabled=False)
    begin_report(one, "Профилактика конфликтов")
    one.field("Что сделано").fill("Беседы прошли.")
    one.field("Файл").set_input_files(paper)
    one.press("Отправить на проверку")
    expect(one.page.locator(".error-summary")).to_contain_text("Отметьте, выполнена ли мера.")
    expect(one.page.get_by_role("link", name="Приказ о ярмарке.pdf")).to_be_visible()
    one.page.get_by_label("выполняется", exact=True).check()
    one.press("Отправить на проверку")
    one.is_told("Отчёт отправлен на проверку")
