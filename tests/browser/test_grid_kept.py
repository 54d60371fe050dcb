"""What is typed in the grid is lost by no trouble: of the link, of the session, of a cell that nobody can save."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.grid_steps import (
    SAVED,
    cell,
    keys,
    only_about_requests,
    open_grid,
    paste,
    stand,
    state,
    stored,
    write,
)
from tests.browser.test_accessibility import faults, too_wide
from tests.browser.visitor import DESKTOP, METHODIST, PHONE, SECOND_METHODIST, Visitor

pytestmark = pytest.mark.browser

REMARK = "Примечание к результату"
SAVE = "Сохранить примечание"
#: names of the cells that the browser keeps, and one more as a page of an earlier release wrote it
KEPT = "Object.keys(localStorage).filter((name) => name.startsWith('grid:'))"
KEEP = """([row, column, text, seen, state]) => {
    const {user, district, year} = document.getElementById("grid").dataset;
    const school = Number(document.querySelectorAll("#grid tbody tr")[row].dataset.school);
    const {sitting, field} = document.querySelectorAll("#grid thead th[data-field]")[column].dataset;
    const entry = {school, sitting: Number(sitting), field, text, seen, state, name: "ячейка"};
    localStorage.setItem(`grid:${user}:${district}:${year}:${school}-${sitting}-${field}`, JSON.stringify(entry));
}"""


def open_panel(one: Visitor, row: int) -> None:
    """Ends when it shows the mean of that row: an answer of an earlier cell is no longer there."""
    school = one.page.locator("#grid tbody tr").nth(row).locator("th").inner_text()
    stand(one, row, 5)
    keys(one, "Control+Enter")
    expect(one.page.locator("#grid-panel").get_by_role("link", name=school, exact=True)).to_be_visible()


# --- Link and session ----------------------------------------------------------------------------


def test_offline_and_back(visitor, portal):
    one = visitor(METHODIST)
    open_grid(one, 10)
    one.context.set_offline(True)
    write(one, 5, 0, "11")
    write(one, 6, 0, "12")
    state(one, 5, 0, "unsent")
    expect(one.page.get_by_role("alert").filter(has_text="Нет связи")).to_contain_text("Ячейки не потеряны")
    one.context.set_offline(False)
    state(one, 5, 0, "saved")
    state(one, 6, 0, "saved")
    expect(one.page.locator("#grid-trouble")).to_be_empty()
    assert {"11", "12"} <= set(stored(portal, 10).replace(",", "").split())
    only_about_requests(one)


def test_a_reload_with_unsent_cells(visitor, portal):
    """The server is out of order, the page is closed and opened again: the cells are still there."""
    one = visitor(METHODIST)
    address = open_grid(one, 10)
    one.page.route("**/cells/", lambda route: route.fulfill(status=503, body="out of order"))
    write(one, 8, 0, "21")
    state(one, 8, 0, "unsent")
    one.page.reload()
    expect(cell(one, 8, 0)).to_have_text("21")
    state(one, 8, 0, "unsent")
    one.page.unroute("**/cells/")
    later = one.second_window()
    one.page.close()
    later.goto(address)
    one.page = later
    state(one, 8, 0, "saved")
    assert " 21," in stored(portal, 10)
    only_about_requests(one)


def test_an_expired_session_loses_nothing(visitor, portal):
    one = visitor(METHODIST)
    open_grid(one, 10)
    one.context.clear_cookies(name="sessionid")
    write(one, 9, 0, "31")
    note = one.page.get_by_role("alert").filter(has_text="Ячейки не потеряны")
    note.get_by_role("link", name="Войдите снова").click()
    one.page.get_by_label("Электронная почта").fill(METHODIST)
    one.page.get_by_label("Пароль").fill("demo-portal-2021")
    one.page.get_by_role("button", name="Войти", exact=True).click()
    expect(one.page.get_by_role("grid")).to_be_visible()
    state(one, 9, 0, "saved")
    expect(cell(one, 9, 0)).to_have_text("31")
    assert " 31," in stored(portal, 10)


def test_a_conflict_is_asked_after_the_return(visitor):
    one, other = visitor(METHODIST), visitor(SECOND_METHODIST)
    for each in (one, other):
        open_grid(each, 10)
    one.context.clear_cookies(name="sessionid")
    write(one, 10, 0, "41")
    expect(one.page.get_by_role("link", name="Войдите снова")).to_be_visible()
    write(other, 10, 0, "42")
    state(other, 10, 0, "saved")
    one.sign_in(METHODIST)
    open_grid(one, 10)
    expect(one.page.get_by_role("alert").filter(has_text="другой сотрудник: 42")).to_contain_text(
        "значение: 41"
    )
    one.press("Оставить 42")
    expect(cell(one, 10, 0)).to_have_text("42")


def test_unsent_cells_of_one_person_are_not_shown_to_another(visitor, portal):
    one = visitor(METHODIST)
    open_grid(one, 10)
    one.context.clear_cookies(name="sessionid")
    write(one, 11, 0, "51")
    expect(one.page.get_by_role("link", name="Войдите снова")).to_be_visible()
    one.sign_in(SECOND_METHODIST)
    open_grid(one, 10)
    expect(cell(one, 11, 0)).to_have_text("")
    write(one, 12, 0, "52")
    state(one, 12, 0, "saved")
    assert " 51," not in stored(portal, 10)


@pytest.mark.same_on_every_database
def test_what_stands_in_an_open_cell_outlives_the_page(visitor):
    one = visitor(METHODIST)
    open_grid(one, 10)
    stand(one, 13, 0)
    keys(one, "6", "1")
    one.page.reload()
    state(one, 13, 0, "saved")
    expect(cell(one, 13, 0)).to_have_text("61")


@pytest.mark.same_on_every_database
def test_unsent_cells_of_another_year_are_told(visitor):
    one = visitor(METHODIST)
    address = open_grid(one, 10)
    one.page.route("**/cells/", lambda route: route.fulfill(status=503, body="out of order"))
    write(one, 14, 0, "71")
    state(one, 14, 0, "unsent")
    one.open("/results/grid/?year=2021")
    told = one.page.get_by_role("status").filter(
        has_text="Есть несохранённые ячейки за 2026 год: 1\u00a0ячейка."
    )
    expect(told).to_be_visible()
    assert Axe().run(one.page, options={"resultTypes": ["violations"]}).response["violations"] == []
    one.page.unroute("**/cells/")
    one.follow("Откройте 2026 год")
    expect(one.page.get_by_role("grid")).to_be_visible()
    expect(one.page.locator("#grid-saved")).to_contain_text(SAVED)
    one.open(address)
    expect(cell(one, 14, 0)).to_have_text("71")
    one.open("/results/grid/?year=2021")
    expect(one.page.get_by_role("grid")).to_be_visible()
    expect(one.page.locator("#grid-elsewhere")).to_be_empty()
    only_about_requests(one)


# --- Cells that cannot be saved ------------------------------------------------------------------


@pytest.mark.same_on_every_database
@pytest.mark.parametrize("way", ["typing", "Delete", "Control+z"])
def test_a_cell_that_is_too_long_holds_up_no_other_and_can_be_mended(visitor, way):
    one = visitor(METHODIST)
    open_grid(one, 7)
    stand(one, 14, 0)
    paste(one, "9" * 10_000)
    state(one, 14, 0, "invalid")
    write(one, 15, 0, "21")
    state(one, 15, 0, "saved")
    stand(one, 14, 0)
    expect(one.page.locator("#grid-status")).to_contain_text("Слишком длинно для ячейки. Введите число")
    if way == "typing":
        one.page.reload()
        state(one, 14, 0, "invalid")
        write(one, 14, 0, "22")
        state(one, 14, 0, "saved")
    else:
        stand(one, 15, 0) if way == "Control+z" else stand(one, 14, 0)
        keys(one, *[way] * (2 if way == "Control+z" else 1))
        expect(cell(one, 14, 0)).to_have_text("")
    expect(cell(one, 14, 0)).not_to_have_attribute("data-state", "invalid")
    write(one, 14, 0, "")
    write(one, 15, 0, "")
    expect(one.page.locator("#grid td[data-state='saving']")).to_have_count(0)
    assert one.page.evaluate(KEPT) == []


@pytest.mark.same_on_every_database
def test_cells_that_an_older_page_kept_are_sent_whatever_their_content(visitor):
    one = visitor(METHODIST)
    open_grid(one, 7)
    one.page.evaluate(KEEP, [16, 0, "23", ["", "9" * 10_000], "н" * 300])
    one.page.evaluate(KEEP, [17, 0, "9" * 300, [5], None])
    one.page.reload()
    state(one, 16, 0, "saved")
    state(one, 17, 0, "invalid")
    write(one, 17, 0, "24")
    state(one, 17, 0, "saved")


@pytest.mark.same_on_every_database
def test_a_refused_cell_of_another_class_says_where_it_is(visitor):
    one = visitor(METHODIST)
    open_grid(one, 8)
    school = one.page.locator("#grid tbody tr").nth(11).locator("th").inner_text()
    name = f"{school}: ВПР, Русский язык, 8 класс, Участников"
    write(one, 11, 0, "abc")
    state(one, 11, 0, "invalid")
    open_grid(one, 7)
    expect(one.page.locator("#grid-status")).to_contain_text(f"{name}: не сохранено. Введите целое число.")
    box = one.page.locator("#grid-conflicts").get_by_role("listitem")
    expect(box).to_have_text(f"{name}. Введено: «abc». Введите целое число.")
    one.follow("Открыть страницу этой ячейки")
    state(one, 11, 0, "invalid")
    expect(one.page.get_by_role("columnheader", name="Русский язык, 8 класс")).to_be_visible()
    expect(one.page.locator("#grid-conflicts")).to_be_empty()
    write(one, 11, 0, "")
    expect(cell(one, 11, 0)).not_to_have_attribute("data-state", "invalid")
    assert one.page.evaluate(KEPT) == []


@pytest.mark.same_on_every_database
def test_many_refused_cells_of_another_class_are_one_box(visitor):
    one = visitor(METHODIST)
    address = open_grid(one, 8)
    schools = one.page.locator("#grid tbody th")
    first, last = schools.nth(2).inner_text(), schools.nth(10).inner_text()
    stand(one, 2, 7)
    paste(one, "\n".join(["abc\txyz"] * 9))
    state(one, 10, 8, "invalid")
    stand(one, 2, 0)
    open_grid(one, 7)
    conflicts = one.page.locator("#grid-conflicts")
    named = conflicts.get_by_role("listitem")
    expect(conflicts.get_by_role("paragraph")).to_have_text("Не сохранено на другой странице: 18\u00a0ячеек.")
    expect(named).to_contain_text([first, first, schools.nth(3).inner_text()])
    expect(named).to_contain_text(["Участников. Введено: «abc»", "«2». Введено: «xyz»", "Участников"])
    for size in (DESKTOP, PHONE):
        one.page.set_viewport_size(size)
        assert conflicts.bounding_box()["height"] < size["height"] / 2
    assert (faults(one.page), too_wide(one.page)) == ([], [])
    conflicts.get_by_text("Ещё 15\u00a0ячеек").click()
    expect(named).to_have_count(18)
    expect(named.last).to_contain_text(last)

    one.follow("Открыть страницу этих ячеек")
    expect(one.page.get_by_role("link", name="8 класс", exact=True)).to_have_attribute("aria-current", "true")
    state(one, 10, 8, "invalid")
    open_grid(one, 7)
    one.press("Не записывать ни одну")
    expect(conflicts).to_be_empty()
    assert one.page.evaluate(KEPT) == []
    one.open(address)
    expect(one.page.locator("#grid td[data-state='invalid']")).to_have_count(0)


# --- Remarks -------------------------------------------------------------------------------------


@pytest.mark.same_on_every_database
def test_a_remark_that_could_not_be_saved_says_so_and_stays(visitor):
    one = visitor(METHODIST)
    open_grid(one, 8)
    stand(one, 16, 5)
    keys(one, "Control+Enter")
    panel = one.page.get_by_role("complementary", name="О ячейке")
    panel.get_by_label(REMARK).fill("Писали не все")
    one.context.set_offline(True)
    one.press(SAVE)
    told = panel.get_by_role("alert")
    expect(told).to_contain_text("Примечание не сохранено: нет связи с порталом. Текст остался в этом поле")
    expect(one.page.locator("#grid-trouble")).to_be_empty()
    one.context.set_offline(False)
    one.context.clear_cookies(name="sessionid")
    one.press(SAVE)
    expect(told).to_contain_text("Примечание не сохранено: сеанс закончился. Войдите в новой вкладке")
    for email, words in ((SECOND_METHODIST, "вошёл другой сотрудник"), (METHODIST, "")):
        one.context.clear_cookies(name="sessionid")
        tab, one.page = one.page, one.second_window()
        one.sign_in(email)
        one.page = tab
        expect(panel.get_by_label(REMARK)).to_have_value("Писали не все")
        one.press(SAVE)
        expect(told if words else panel.get_by_role("status")).to_contain_text(
            words or "Примечание сохранено."
        )
    only_about_requests(one)


@pytest.mark.same_on_every_database
def test_an_unsaved_remark_comes_back_to_its_cell(visitor):
    one = visitor(METHODIST)
    open_grid(one, 8)
    panel = one.page.get_by_role("complementary", name="О ячейке")
    field = panel.get_by_label(REMARK)
    told = one.page.locator("#grid-status")
    open_panel(one, 17)
    field.fill("Недописано")
    open_panel(one, 18)
    expect(field).to_have_value("")
    expect(told).to_contain_text("Примечание не сохранено. Текст остался в этом браузере")
    open_panel(one, 17)
    expect(field).to_have_value("Недописано")
    expect(panel).to_contain_text("Восстановлено написанное сегодня в")
    field.fill("Дописано")
    keys(one, "Escape")
    expect(panel).to_be_hidden()
    expect(cell(one, 17, 5)).to_be_focused()
    expect(told).to_contain_text("Примечание не сохранено")

    one.page.reload()
    open_panel(one, 17)
    expect(field).to_have_value("Дописано")
    one.press(SAVE)
    expect(panel.get_by_role("status")).to_have_text("Примечание сохранено.")
    expect(panel).not_to_contain_text("Восстановлено")
    open_panel(one, 18)
    open_panel(one, 17)
    expect(field).to_have_value("Дописано")
    expect(panel).not_to_contain_text("Восстановлено")
    field.fill("")  # what was not meant is taken out like that
    field.fill("Дописано")
    assert one.page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('remark:'))") == []


@pytest.mark.same_on_every_database
def test_a_remark_that_comes_back_overwrites_no_later_one(visitor):
    one, other = visitor(METHODIST), visitor(SECOND_METHODIST)
    for each in (one, other):
        open_grid(each, 8)
        open_panel(each, 19)
    mine, theirs = (each.page.get_by_label(REMARK) for each in (one, other))
    mine.fill("Моё")
    keys(one, "Escape")
    theirs.fill("Чужое")
    other.press(SAVE)
    expect(other.page.locator("#grid-panel").get_by_role("status")).to_have_text("Примечание сохранено.")
    open_panel(one, 19)
    expect(mine).to_have_value("Моё")
    one.press(SAVE)
    expect(one.page.locator("#grid-panel").get_by_role("alert")).to_contain_text(
        "изменил другой сотрудник: «Чужое»"
    )
    expect(mine).to_have_value("Моё")
    only_about_requests(one)


@pytest.mark.same_on_every_database
def test_where_the_browser_keeps_nothing_a_remark_is_not_left(visitor):
    one = visitor(METHODIST)
    one.context.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
    open_grid(one, 8)
    open_panel(one, 14)
    panel = one.page.get_by_role("complementary", name="О ячейке")
    field = panel.get_by_label(REMARK)
    field.fill("Некуда")
    keys(one, "Escape")
    expect(panel.get_by_role("alert")).to_contain_text("сохраните примечание или верните прежний текст")
    expect(field).to_have_value("Некуда")
    field.fill("")
    keys(one, "Escape")
    expect(panel).to_be_hidden()


@pytest.mark.same_on_every_database
def test_a_panel_that_did_not_open_leaves_no_alarm(visitor):
    one = visitor(METHODIST)
    open_grid(one, 8)
    stand(one, 16, 5)
    one.context.set_offline(True)
    keys(one, "Control+Enter")
    expect(one.page.locator("#grid-status")).to_contain_text("Сведения о ячейке не загружены: нет связи")
    expect(one.page.locator("#grid-trouble")).to_be_empty()
    only_about_requests(one)
