"""JavaScript is switched off: everything can still be done, only with more page loads."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import begin_with_last_year, start_minutes, start_roadmap, write_measure
from tests.browser.visitor import BUILD_PATIENCE, COORDINATOR, METHODIST
from tests.installation import wait_for

# The same forms are sent with scripts on every database.
pytestmark = [pytest.mark.browser, pytest.mark.same_on_every_database]


@pytest.fixture
def plain(visitor):
    """Visitors whose browser runs no scripts."""
    return lambda email: visitor(email, java_script_enabled=False)


def test_entering_a_result(plain):
    one = plain(METHODIST)
    one.open("/results/")
    one.follow("МКОУ Верхнелозовская ОШ")
    region = one.page.get_by_role("region", name="ВПР", exact=True)
    region.get_by_label("Математика, все классы: Средняя").fill("3,47")
    region.get_by_label("Математика, все классы: Участников").fill("19")
    one.press("Сохранить результаты")
    one.is_told("Сохранено: 1 строка")
    one.open("/results/dynamics/?schools=all")
    expect(one.page.get_by_role("row", name="МКОУ Верхнелозовская ОШ")).to_contain_text("3,47 · 19")


def test_a_wrong_result_is_explained(plain):
    one = plain(METHODIST)
    one.open("/results/")
    one.follow("МКОУ Полынинская НШ")
    one.page.get_by_label("Русский язык, все классы: Средняя").fill("9")
    one.press("Сохранить результаты")
    expect(one.page.get_by_role("alert").get_by_role("link").first).to_be_visible()
    expect(one.page.get_by_label("Русский язык, все классы: Средняя")).to_have_value("9")


def test_writing_and_sending_a_roadmap(plain):
    one = plain(METHODIST)
    start_roadmap(one, "МКОУ Ольховатская СШ")
    write_measure(one, 1, name="Курсы для учителей", term="март 2021")
    write_measure(one, 2, name="Посещение уроков", term="апрель 2021")
    one.page.get_by_role("button", name="Добавить меру").click()
    write_measure(one, 3, name="Родительский клуб", term="май 2021")
    one.press("Сохранить карту")
    expect(one.page.get_by_role("region", name="Меры").locator("tbody tr")).to_have_count(3)
    one.press("Отправить на утверждение")
    one.is_told("Карта отправлена на утверждение")


def test_taking_an_offered_term_by_keyboard(plain):
    one = plain(METHODIST)
    begin_with_last_year(one, "МКОУ Семиченская СШ")
    first = one.page.get_by_role("group", name="Мера 1.1.")
    first.get_by_label("Начало").fill("2022-05-16")
    first.get_by_role("button", name="Принять предложение: мера 1.1").focus()
    one.page.keyboard.press("Enter")
    expect(first.get_by_label("Срок")).to_have_value("Май-июнь 2022")
    expect(first.get_by_label("Срок")).to_be_focused()
    expect(first.get_by_label("Начало")).to_have_value("")
    expect(one.page.get_by_role("button", name="Принять все предложения (10)")).to_be_visible()


def test_filling_in_the_minutes(plain):
    one = plain(METHODIST)
    start_minutes(one, "04.03.2021", "Решение первое.")
    decisions = one.page.get_by_role("group", name="Постановили")
    decisions.get_by_role("button", name="Добавить строку").click()
    one.fill(**{"Решение 2": "Решение второе."})
    expect(one.field("Решение 1")).to_have_value("Решение первое.")
    one.press("Сохранить черновик")
    one.is_told("Черновик протокола сохранён")
    one.fill(**{"Решение 2": "Решение второе, исправленное."})
    one.press("Сохранить протокол")
    expect(one.field("Решение 2")).to_have_value("Решение второе, исправленное.")
    one.press("Отправить на утверждение")
    one.is_told("Протокол отправлен на утверждение")


def test_ordering_and_downloading_a_pdf(plain):
    one = plain(COORDINATOR)
    one.open("/reports/runs/")
    one.field("Документ").select_option(label="Динамика результатов")
    one.field("Последний год динамики").select_option("2021")
    one.press("Собрать документ")
    ready = one.page.get_by_role("link", name="Скачать PDF")
    wait_for(lambda: ready.is_visible() or refresh(one), BUILD_PATIENCE / 1000, step=0.5)
    with one.page.expect_download() as download:
        ready.click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def refresh(one) -> None:
    """«Обновить» is the page's own link for those without scripts; a run that just ended has none."""
    link = one.page.get_by_role("link", name="Обновить")
    if link.is_visible():
        link.click()
