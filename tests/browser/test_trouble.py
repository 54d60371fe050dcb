"""What goes wrong on an ordinary day: double clicks, «Back», two windows, typing errors, a lost link."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import draft_roadmap, start_minutes, start_roadmap, write_measure
from tests.browser.visitor import (
    BUILD_PATIENCE,
    COORDINATOR,
    HEAD,
    METHODIST,
    SECOND_METHODIST,
    STRANGER,
    Visitor,
)

pytestmark = pytest.mark.browser

MEAN = "Русский язык, все классы: Средняя"
WITH_AND_WITHOUT_SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


def results_of(one: Visitor, school: str) -> str:
    """Opens the sheet of results; the address for a second window."""
    one.open("/results/")
    one.follow(school)
    expect(one.page.get_by_label(MEAN)).to_be_visible()
    return one.page.url


# --- Twice ------------------------------------------------------------------------------------


@WITH_AND_WITHOUT_SCRIPTS
def test_sending_a_roadmap_twice_is_one_event(visitor, scripts):
    one = visitor(METHODIST, java_script_enabled=scripts)
    draft_roadmap(one, "МКОУ Белоключевская СШ" if scripts else "МКОУ Родниковская СШ")
    address = one.page.url
    one.page.get_by_role("button", name="Отправить на утверждение").dblclick()
    expect(one.page.get_by_role("heading", name="Ход работы")).to_be_visible()
    one.open(address)
    history = one.page.get_by_role("region", name="Ход работы").get_by_role("listitem")
    expect(history).to_have_count(1)
    expect(history).to_contain_text("Отправлено на утверждение")


@WITH_AND_WITHOUT_SCRIPTS
def test_ordering_a_pdf_twice_is_one_run(visitor, scripts):
    one = visitor(COORDINATOR, java_script_enabled=scripts)
    year = "2020" if scripts else "2022"
    one.open("/reports/runs/")
    one.field("Документ").select_option(label="Динамика результатов")
    one.field("Последний год динамики").select_option(year)
    one.page.get_by_role("button", name="Собрать документ").dblclick()
    expect(one.page.get_by_role("heading", name="О заказе")).to_be_visible()
    one.open("/reports/runs/")
    expect(orders(one.page, f"Динамика результатов, {int(year) - 2}–{year}")).to_have_count(1)


def orders(page: Page, title: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=title))


# --- Back -------------------------------------------------------------------------------------


def test_back_after_saving_results(visitor):
    one = visitor(METHODIST)
    results_of(one, "МКОУ Дубравинская СШ")
    one.page.get_by_label(MEAN).fill("")
    clear_marks(one.page)
    one.page.get_by_label(MEAN).fill("3,91")
    one.press("Сохранить результаты")
    one.is_told("Сохранено: 1 строка")
    one.page.go_back()
    results_of(one, "МКОУ Дубравинская СШ")
    one.press("Сохранить результаты")
    one.is_told("Изменений не было")
    expect(one.page.get_by_label(MEAN)).to_have_value("3,91")


def clear_marks(page: Page) -> None:
    """Numbers of single marks would contradict a mean of the test's own."""
    for mark in "2345":
        page.get_by_label(f"Русский язык, все классы: Отметок «{mark}»").fill("")


def test_back_after_saving_a_roadmap(visitor):
    one = visitor(METHODIST)
    draft_roadmap(one, "МКОУ Подкурганская СШ")
    address = one.page.url
    one.page.go_back()
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Изменить карту")
    write_measure(one, 1, result="Курсы прошли трое")
    one.press("Сохранить карту")
    one.is_told("Карта сохранена")
    one.open(address)
    rows = one.page.get_by_role("region", name="Меры").locator("tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Курсы прошли трое")


def test_back_after_saving_new_minutes(visitor):
    """The same minutes sent once more from the page before: still one protocol of that day."""
    one = visitor(METHODIST)
    start_minutes(one, "03.02.2021", "Решение первого сохранения.")
    one.press("Сохранить черновик")
    one.is_told("Черновик протокола сохранён")
    one.page.go_back()
    if one.page.get_by_role("button", name="Сохранить черновик").is_visible():
        start_minutes(one, "03.02.2021", "Решение первого сохранения.")
        one.press("Сохранить черновик")
    one.open("/reports/meetings/")
    expect(one.page.get_by_role("link", name="03.02.2021")).to_have_count(1)


# --- Two at once ------------------------------------------------------------------------------


def test_two_windows_of_one_result(visitor):
    one = visitor(METHODIST)
    address = results_of(one, "МКОУ Журавлинская СШ")
    second = one.second_window()
    second.goto(address)
    for page, mean in ((one.page, "3,81"), (second, "3,92")):
        clear_marks(page)
        page.get_by_label(MEAN).fill(mean)
        page.get_by_role("button", name="Сохранить результаты").click()
    summary = second.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("3,81")
    expect(second.get_by_label(MEAN)).to_have_value("3,92")
    second.get_by_role("button", name="Сохранить результаты").click()
    expect(second.locator("#messages")).to_contain_text("Сохранено")
    one.page.goto(address)
    expect(one.page.get_by_label(MEAN)).to_have_value("3,92")


def test_a_roadmap_that_was_sent_meanwhile_is_not_lost(visitor):
    """He writes on in one window and has sent the roadmap from another: his text stays before his eyes."""
    one = visitor(METHODIST)
    draft_roadmap(one, "МКОУ Ковылёвская СШ")
    second = one.second_window()
    second.goto(one.page.url)
    one.follow("Изменить карту")
    second.get_by_role("button", name="Отправить на утверждение").click()
    expect(second.locator("#messages")).to_contain_text("отправлена")
    write_measure(one, 1, result="Итог, который нельзя потерять")
    one.press("Сохранить карту")
    expect(one.page.get_by_role("alert")).to_be_focused()
    expect(one.page.get_by_role("alert")).to_contain_text("на утверждении")
    expect(one.page.get_by_label("Результат", exact=True)).to_have_value("Итог, который нельзя потерять")


def test_two_who_write_one_roadmap(visitor):
    """The second one sees what the first one wrote, keeps his own text and decides."""
    one, other = visitor(METHODIST), visitor(SECOND_METHODIST)
    draft_roadmap(one, "МКОУ Яблоневская ОШ")
    for each in (other, one):
        each.open(f"{one.page.url.removesuffix('edit/')}edit/")
    write_measure(one, 1, result="Результат первого")
    one.press("Сохранить карту")
    one.is_told("Карта сохранена")
    write_measure(other, 1, result="Результат второго")
    other.press("Сохранить карту")
    conflict = other.page.get_by_role("alert")
    expect(conflict).to_be_focused()
    expect(conflict).to_contain_text("Ветлугина А. С.")
    expect(conflict).to_contain_text("Результат первого")
    expect(other.page.get_by_label("Результат", exact=True)).to_have_value("Результат второго")
    other.press("Сохранить карту")
    other.is_told("Карта сохранена")


# --- Typing errors ----------------------------------------------------------------------------


@pytest.mark.same_on_every_database
@pytest.mark.parametrize("typed", ["шесть", "5,7", "-3"])
def test_a_wrong_mean_stays_and_is_explained(visitor, typed):
    one = visitor(METHODIST)
    address = results_of(one, "МКОУ Заозёрненская СШ")
    stored = one.page.get_by_label(MEAN).input_value()
    one.page.get_by_label(MEAN).fill(typed)
    one.press("Сохранить результаты")
    summary = one.page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(one.page.get_by_label(MEAN)).to_have_value(typed)
    summary.get_by_role("link").first.click()
    expect(one.page.get_by_label(MEAN)).to_be_focused()
    expect(one.page.get_by_label(MEAN)).to_have_attribute("aria-invalid", "true")
    one.page.on("dialog", lambda dialog: dialog.accept())  # «leave without saving?»
    one.open(address)
    expect(one.page.get_by_label(MEAN)).to_have_value(stored)


@pytest.mark.same_on_every_database
def test_a_wrong_date_of_the_minutes_stays(visitor):
    one = visitor(METHODIST)
    start_minutes(one, "32.13.2021", "Решение, которое не должно пропасть.")
    one.press("Сохранить черновик")
    expect(one.page.get_by_role("alert")).to_be_focused()
    expect(one.page.get_by_role("alert")).to_contain_text("Это не дата")
    expect(one.field("Дата заседания")).to_have_value("32.13.2021")
    expect(one.field("Решение 1")).to_have_value("Решение, которое не должно пропасть.")


@pytest.mark.same_on_every_database
def test_a_term_that_is_no_date_stays(visitor):
    one = visitor(METHODIST)
    start_roadmap(one, "МКОУ Сухобалкинская ОШ")
    write_measure(one, 1, name="Курсы для учителей", term="31.02.2021")
    one.press("Сохранить карту")
    expect(one.page.get_by_role("alert")).to_be_focused()
    row = one.page.get_by_role("group", name="Мера 1", exact=True)
    expect(row.get_by_label("Срок", exact=True)).to_have_value("31.02.2021")
    expect(row.get_by_label("Мероприятие", exact=True)).to_have_value("Курсы для учителей")


@pytest.mark.same_on_every_database
def test_leaving_what_is_not_saved_asks_first(visitor):
    one = visitor(METHODIST)
    results_of(one, "МКОУ Виноградненская ОШ")
    asked = []
    one.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    one.page.get_by_label(MEAN).press_sequentially("1")
    one.page.get_by_role("link", name="Динамика", exact=True).click(no_wait_after=True)
    expect(one.page.get_by_label(MEAN)).to_be_visible()
    assert asked == ["beforeunload"]


@pytest.mark.same_on_every_database
def test_a_refused_file_is_not_input_that_could_be_lost(visitor):
    one = visitor(METHODIST)
    asked = []
    one.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    one.open("/results/imports/")
    one.page.get_by_label("Файл с результатами").set_input_files(
        {"name": "пусто.csv", "mimeType": "text/csv", "buffer": b""}
    )
    one.press("Прочитать файл")
    expect(one.page.get_by_label("Файл с результатами")).to_have_attribute("aria-invalid", "true")
    one.page.get_by_role("link", name="Мой день", exact=True).click()
    expect(one.page.get_by_role("heading", level=1, name="Мой день")).to_be_visible()
    assert asked == []


# --- Places of others, and what goes on behind ------------------------------------------------


@pytest.mark.same_on_every_database
@pytest.mark.parametrize("name", ["roadmaps", "reports/meetings", "schools", "results/schools"])
def test_a_strangers_link_leads_nowhere(visitor, name):
    one = visitor(STRANGER)
    row = {"results/schools": "4/2021/"}.get(name, "1/")
    assert one.open(f"/{name}/{row}").status == 404
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Такой страницы нет")
    expect(one.page.get_by_role("main")).not_to_contain_text("Котельников")


@pytest.mark.slow
def test_a_closed_run_page_is_found_finished_later(visitor):
    one = visitor(HEAD)
    one.open("/reports/runs/")
    one.field("Документ").select_option(label="Динамика результатов")
    one.field("Последний год динамики").select_option("2023")
    one.press("Собрать документ")
    expect(one.page.get_by_role("heading", name="О заказе")).to_be_visible()
    address = one.page.url
    later = one.second_window()
    one.page.close()
    later.goto("/")
    expect(later.get_by_role("heading", level=1)).to_have_text("Мой день")
    later.goto(address)
    expect(later.get_by_role("link", name="Скачать PDF")).to_be_visible(timeout=BUILD_PATIENCE)
    later.goto("/reports/runs/")
    expect(orders(later, "Динамика результатов, 2021–2023").filter(has_text="Крутогорова")).to_contain_text(
        "Готов"
    )
