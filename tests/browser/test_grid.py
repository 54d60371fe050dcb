"""The entry grid: keys as in a spreadsheet, blocks from Excel and Word, two people, the panel, readers."""

from collections import Counter

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.grid_steps import (
    SAVED,
    cell,
    clipboard,
    keys,
    only_about_requests,
    open_grid,
    paste,
    stand,
    state,
    stored,
    texts,
    width,
    write,
)
from tests.browser.visitor import HEAD, METHODIST, PHONE, SECOND_METHODIST, Visitor

pytestmark = pytest.mark.browser


def is_saved(one: Visitor) -> None:
    expect(one.page.locator("#grid-saved")).to_contain_text(SAVED)


# --- Keys -------------------------------------------------------------------------------------


@pytest.mark.same_on_every_database
def test_arrows_stop_at_the_edge_and_jumps_reach_it(visitor):
    one = visitor(METHODIST)
    open_grid(one, 4)
    stand(one, 0, 0)
    last = width(one) - 1
    for names, row, column in (
        (["ArrowUp", "ArrowLeft"], 0, 0),
        (["ArrowRight", "ArrowDown"], 1, 1),
        (["End"], 1, last),
        (["ArrowRight"], 1, last),
        (["Home"], 1, 0),
        (["Control+End"], 19, last),
        (["ArrowDown", "PageDown"], 19, last),
        (["Control+Home"], 0, 0),
        (["PageUp"], 0, 0),
        (["Tab", "Tab", "Shift+Tab"], 0, 1),
    ):
        keys(one, *names)
        expect(cell(one, row, column)).to_be_focused()
    keys(one, "PageDown")
    expect(cell(one, 0, 1)).not_to_be_focused()
    expect(one.page.locator("#grid tbody td[tabindex='0']")).to_have_count(1)


def test_typing_replaces_and_goes_on(visitor, portal):
    one = visitor(METHODIST)
    open_grid(one, 4)
    stand(one, 0, 0)
    keys(one, "1", "2", "Tab", "3", "Enter")
    expect(cell(one, 1, 1)).to_be_focused()
    keys(one, "4", "ArrowUp")
    expect(cell(one, 0, 1)).to_be_focused()
    state(one, 0, 0, "saved")
    state(one, 1, 1, "saved")
    assert texts(one, 0)[:3] == ["12", "3", ""]
    keys(one, "F2", "5", "Enter")
    expect(cell(one, 0, 1)).to_have_text("35")
    stand(one, 0, 1)
    keys(one, "9", "Escape")
    expect(cell(one, 0, 1)).to_be_focused()
    expect(cell(one, 0, 1)).to_have_text("35")
    keys(one, "Delete")
    expect(cell(one, 0, 1)).to_have_text("")
    state(one, 0, 1, "saved")
    is_saved(one)
    one.page.reload()
    assert (texts(one, 0)[:2], texts(one, 1)[:2]) == (["12", ""], ["", "4"])
    assert "'no_data', 12, 'None'" in stored(portal, 4)


@pytest.mark.same_on_every_database
def test_shift_selects_and_the_block_is_copied_cut_and_brought_back(visitor):
    one = visitor(METHODIST)
    open_grid(one, 5)
    for row, text in ((0, "3,5"), (1, "4,25")):
        write(one, row, 5, text)
        expect(cell(one, row, 6)).to_have_text("есть")
    stand(one, 0, 5)
    keys(one, "Shift+ArrowDown", "Shift+ArrowRight")
    expect(one.page.locator("#grid td[aria-selected='true']")).to_have_count(4)
    keys(one, "Control+c")
    assert clipboard(one).split("\r\n") == ["3,5\tесть", "4,25\tесть"]
    stand(one, 0, 5)
    keys(one, "Shift+ArrowDown", "Delete")
    expect(cell(one, 1, 6)).to_have_text("н/д")
    keys(one, "Control+z")
    expect(cell(one, 1, 6)).to_have_text("есть")
    assert [texts(one, row)[5] for row in (0, 1)] == ["3,5", "4,25"]
    stand(one, 0, 5)
    keys(one, "Shift+ArrowDown", "Control+x")
    assert clipboard(one).split("\r\n") == ["3,5", "4,25"]
    for row in (0, 1):
        expect(cell(one, row, 5)).to_have_text("")
        expect(cell(one, row, 6)).to_have_text("н/д")
    stand(one, 2, 5)
    keys(one, "Control+v")
    expect(cell(one, 3, 6)).to_have_text("есть")
    assert [texts(one, row)[5] for row in range(4)] == ["", "", "3,5", "4,25"]
    keys(one, "Control+a")
    expect(one.page.locator("#grid td[aria-selected='true']")).to_have_count(20 * width(one))


@pytest.mark.same_on_every_database
def test_the_grid_is_left_by_keyboard(visitor):
    one = visitor(METHODIST)
    open_grid(one, 4)
    stand(one, 3, 3)
    keys(one, "Escape", "Tab")
    expect(one.page.locator("#grid :focus")).to_have_count(0)
    keys(one, "Shift+Tab")
    expect(cell(one, 3, 3)).to_be_focused()
    keys(one, "End", "Tab")
    expect(one.page.locator("#grid :focus")).to_have_count(0)


# --- Blocks -----------------------------------------------------------------------------------


def test_a_block_of_20_by_12_cells_from_excel(visitor, portal):
    """Participants, marks, an empty mean and state of one subject; participants and marks of the next."""
    one = visitor(METHODIST)
    open_grid(one, 6)
    rows = [f"{4 + row}\t1\t{row}\t2\t1\t\t\t 1 0{row:02} \t\t\t\t" for row in range(19)]
    rows.append("н/у\t\t\t\t\t\tн/у\t–\t\t\t\t")
    stand(one, 0, 0)
    paste(one, "\r\n".join(rows) + "\r\n")
    expect(one.page.locator("#grid td[data-state='saving']")).to_have_count(0)
    expect(cell(one, 19, 6)).to_have_text("н/у")
    expect(cell(one, 18, 5)).to_have_text("3,14")
    assert texts(one, 3)[:8] == ["7", "1", "3", "2", "1", "3,43", "есть", "1\u00a0003"]
    assert texts(one, 19)[13] == "–"
    assert stored(portal, 6).count("'value'") == 19
    keys(one, "Control+z")
    expect(cell(one, 3, 6)).to_have_text("н/д")
    expect(cell(one, 19, 6)).to_have_text("н/д")
    expect(one.page.locator("#grid td[data-state='saving']")).to_have_count(0)
    assert stored(portal, 6).count("'value'") == 0


@pytest.mark.same_on_every_database
def test_a_block_with_commas_and_decimals_from_word(visitor):
    one = visitor(METHODIST)
    open_grid(one, 8)
    html = "<table><tr><td><p>12</p></td><td colspan=2>1</td></tr><tr><td>8</td><td> 2 </td><td>3</td></tr></table>"
    stand(one, 0, 0)
    paste(one, "12 1\n8 2 3", html)
    state(one, 1, 2, "saved")
    assert (texts(one, 0)[:3], texts(one, 1)[:3]) == (["12", "1", ""], ["8", "2", "3"])


@pytest.mark.same_on_every_database
def test_merged_cells_and_lines_of_a_word_table_shift_and_join_nothing(visitor):
    """A cell merged down stands in its first row alone; two paragraphs of one cell are two numbers."""
    one = visitor(METHODIST)
    open_grid(one, 8)
    html = """<table><tr><td rowspan=2>30</td><td>1</td><td colspan=2 rowspan=2>9</td></tr><tr><td>2</td></tr>
      <tr><td>7</td><td><p>3</p><p>4</p></td><td>5<br>234</td><td>не <br> было
      участников</td></tr></table>"""
    stand(one, 4, 0)
    paste(one, "30", html)
    state(one, 6, 1, "invalid")
    expect(one.page.locator("#grid td[data-state='saving']")).to_have_count(0)
    assert texts(one, 4)[:5] == ["30", "1", "9", "", ""]
    assert texts(one, 5)[:5] == ["", "2", "", "", ""]
    assert texts(one, 6)[:4] == ["7", "3 ↵ 4", "5 ↵ 234", "не было участников"]
    stand(one, 6, 1)
    expect(one.page.locator("#grid-status")).to_contain_text("пробел ставят только между тысячами")
    keys(one, "Control+z")
    stand(one, 7, 0)
    paste(one, '"3\r\n4"\t5')
    state(one, 7, 0, "invalid")
    assert texts(one, 7)[:2] == ["3 ↵ 4", "5"]
    keys(one, "Control+z")
    expect(one.page.locator("#grid td[data-state='invalid']")).to_have_count(0)


@pytest.mark.same_on_every_database
def test_undo_gives_a_mean_without_marks_back(visitor, portal):
    """The marks make the same mean, so its cell does not change; without them it must stand again."""
    one = visitor(METHODIST)
    open_grid(one, 4)
    write(one, 8, 5, "4")
    state(one, 8, 5, "saved")
    stand(one, 8, 0)
    paste(one, "10\t1\t2\t3\t4")
    state(one, 8, 4, "saved")
    assert "'value', 10, '4.00'" in stored(portal, 4)
    keys(one, "Control+z")
    expect(one.page.locator("#grid-status")).to_contain_text("Сохранено")
    expect(one.page.locator("#grid td[data-state='saving']")).to_have_count(0)
    assert texts(one, 8)[:7] == ["", "", "", "", "", "4", "есть"]
    assert "'value', None, '4.00'" in stored(portal, 4)


@pytest.mark.same_on_every_database
def test_a_long_block_goes_in_parts_that_divide_no_row(visitor):
    one = visitor(METHODIST)
    open_grid(one, 6)
    sent = []

    def refuse(route):
        sent.append(route.request.post_data_json["cells"])
        route.fulfill(status=503, body="out of order")

    one.page.route("**/cells/", refuse)
    stand(one, 0, 0)
    paste(one, "\n".join(["\t".join("1" * width(one))] * 20))
    state(one, 0, 0, "unsent")
    rows = Counter((each["school"], each["sitting"]) for each in sent[0])
    assert 500 <= len(sent[0]) < 20 * width(one)
    assert set(rows.values()) == {7}
    only_about_requests(one)


@pytest.mark.same_on_every_database
def test_what_does_not_fit_is_told(visitor):
    one = visitor(METHODIST)
    open_grid(one, 8)
    last = width(one) - 1
    stand(one, 19, last - 1)
    paste(one, "4,5\tесть\t7\n3\t\t")
    status = one.page.locator("#grid-status")
    expect(one.page.locator("#grid-trouble")).to_be_empty()
    lost = "Не поместилось и не вставлено: 1\u00a0строка и 1\u00a0столбец"
    expect(status).to_contain_text(lost)
    expect(cell(one, 19, last - 1)).to_have_text("4,5")
    expect(status).to_contain_text(SAVED)  # which is said beside it and not instead of it
    expect(status).to_contain_text(lost)
    keys(one, "ArrowUp")
    expect(status).not_to_contain_text("Не поместилось")


@pytest.mark.same_on_every_database
def test_one_value_fills_a_selected_block(visitor):
    one = visitor(METHODIST)
    open_grid(one, 10)
    stand(one, 0, 0)
    keys(one, "Shift+ArrowDown", "Shift+ArrowDown")
    paste(one, "7")
    state(one, 2, 0, "saved")
    assert [texts(one, row)[0] for row in range(4)] == ["7", "7", "7", ""]


# --- States -----------------------------------------------------------------------------------


def test_a_wrong_cell_is_kept_in_sight_and_not_saved(visitor):
    one = visitor(METHODIST)
    open_grid(one, 7)
    write(one, 0, 5, "7")
    state(one, 0, 5, "invalid")
    expect(one.page.locator("#grid-status")).to_contain_text(
        "не сохранено. Средняя отметка — число от 2 до 5"
    )
    expect(cell(one, 0, 5)).to_have_attribute("aria-invalid", "true")
    one.page.reload()
    expect(cell(one, 0, 5)).to_have_text("7")
    state(one, 0, 5, "invalid")
    write(one, 0, 5, "")
    expect(cell(one, 0, 5)).not_to_have_attribute("data-state", "invalid")


@pytest.mark.same_on_every_database
@pytest.mark.parametrize("key", ["Delete", "Control+x", "Control+z"])
def test_a_wrong_text_that_is_taken_away_is_told_no_longer(visitor, key):
    one = visitor(METHODIST)
    open_grid(one, 8)
    write(one, 12, 0, "abc")
    state(one, 12, 0, "invalid")
    stand(one, 12, 0)
    status = one.page.locator("#grid-status")
    expect(status).to_contain_text("ошибка, не сохранено. Введите целое число.")
    keys(one, key)
    expect(cell(one, 12, 0)).to_have_text("")
    expect(status).not_to_contain_text("ошибка")


@pytest.mark.same_on_every_database
def test_a_doubtful_row_says_why(visitor):
    one = visitor(METHODIST)
    open_grid(one, 7)
    for column, text in enumerate(["12", "4", "4", "4", "2"]):
        write(one, 1, column, text)
    state(one, 1, 0, "doubt")
    stand(one, 1, 0)
    expect(one.page.locator("#grid-status")).to_contain_text("Сумма отметок 14, а участников 12")


# --- Two people -------------------------------------------------------------------------------


def test_two_in_one_cell_the_second_sees_both_values_and_chooses(visitor, portal):
    one, other = visitor(METHODIST), visitor(SECOND_METHODIST)
    for each in (one, other):
        open_grid(each, 5)
    write(one, 5, 5, "3,45")
    write(one, 5, 12, "3,1")
    state(one, 5, 12, "saved")
    write(other, 5, 5, "3,54")
    write(other, 5, 12, "3,2")
    question = other.page.get_by_role("alert").filter(has_text="изменил другой сотрудник: 3,45")
    expect(question).to_contain_text("Ваше значение: 3,54. Какое оставить?")
    state(other, 5, 5, "conflict")
    other.press("Записать 3,54")
    state(other, 5, 5, "saved")
    other.press("Оставить 3,1")
    expect(cell(other, 5, 12)).to_have_text("3,1")
    expect(other.page.locator("#grid-conflicts")).to_be_empty()
    found = stored(portal, 5)
    assert "'3.54'" in found
    assert "'3.10'" in found


def test_two_in_different_cells_of_one_row_do_not_meet(visitor):
    one, other = visitor(METHODIST), visitor(SECOND_METHODIST)
    for each in (one, other):
        open_grid(each, 5)
    write(one, 7, 0, "9")
    state(one, 7, 0, "saved")
    write(other, 7, 1, "2")
    state(other, 7, 1, "saved")
    expect(cell(other, 7, 0)).to_have_text("9")


@pytest.mark.same_on_every_database
@pytest.mark.parametrize("refused_first", [True, False])
def test_a_refused_text_that_is_taken_back_shows_the_mean_of_the_marks(visitor, refused_first):
    """One person in one window is in conflict with nobody, whichever came first."""
    one = visitor(METHODIST)
    open_grid(one, 4)
    row = 10 if refused_first else 11
    if refused_first:
        write(one, row, 5, "55")
        state(one, row, 5, "invalid")
    for column, text in enumerate(["20", "1", "9", "8", "2"]):
        write(one, row, column, text)
    expect(cell(one, row, 6)).to_have_text("есть")
    if not refused_first:
        write(one, row, 5, "55")
        state(one, row, 5, "invalid")
    stand(one, row, 5)
    keys(one, "Delete")
    expect(cell(one, row, 5)).to_have_text("3,55")
    expect(one.page.locator("#grid-status")).to_contain_text("Средняя посчитана по отметкам.")
    expect(cell(one, row, 5)).not_to_have_attribute("data-state", "invalid")
    one.page.reload()
    expect(cell(one, row, 5)).to_have_text("3,55")
    expect(one.page.locator("#grid td[data-state='saving']")).to_have_count(0)
    expect(one.page.locator("#grid-conflicts")).to_be_empty()


@pytest.mark.same_on_every_database
def test_a_row_pasted_with_its_name_is_taken_back_by_one_press(visitor):
    one = visitor(METHODIST)
    open_grid(one, 4)
    stand(one, 12, 0)
    paste(one, "МКОУ Заозёрненская СШ\t20\t1\t9\t8\t2")
    state(one, 12, 0, "invalid")
    state(one, 12, 5, "invalid")
    one.press("Отменить ввод")
    expect(cell(one, 12, 0)).to_be_focused()
    expect(one.page.locator("#grid-undo")).to_be_disabled()
    expect(cell(one, 12, 6)).to_have_text("н/д")
    expect(one.page.locator("#grid td[data-state='saving']")).to_have_count(0)
    assert texts(one, 12)[:7] == ["", "", "", "", "", "", "н/д"]
    expect(one.page.locator("#grid-conflicts")).to_be_empty()


@pytest.mark.same_on_every_database
def test_a_refused_state_stands_in_no_ones_way(visitor):
    one = visitor(METHODIST)
    open_grid(one, 4)
    write(one, 13, 6, "не участвовали")
    expect(cell(one, 13, 6)).to_have_text("н/у")
    state(one, 13, 6, "saved")
    write(one, 13, 6, "заболели")
    state(one, 13, 6, "invalid")
    write(one, 13, 0, "3")
    expect(cell(one, 13, 0)).not_to_have_attribute("data-state", "saving")
    expect(one.page.locator("#grid-conflicts")).to_be_empty()
    stand(one, 13, 6)
    keys(one, "Delete")
    expect(cell(one, 13, 6)).to_have_text("н/д")
    expect(one.page.locator("#grid-conflicts")).to_be_empty()


@pytest.mark.same_on_every_database
def test_a_question_of_two_values_offers_the_one_of_today(visitor):
    one, other = visitor(METHODIST), visitor(SECOND_METHODIST)
    for each in (one, other):
        open_grid(each, 5)
    write(one, 9, 5, "3,45")
    state(one, 9, 5, "saved")
    write(other, 9, 5, "3,54")
    question = other.page.get_by_role("alert")
    expect(question.filter(has_text="изменил другой сотрудник: 3,45")).to_be_visible()
    write(one, 9, 5, "3,3")
    state(one, 9, 5, "saved")
    write(other, 9, 0, "12")
    expect(question.filter(has_text="изменил другой сотрудник: 3,3")).to_be_visible()
    other.press("Оставить 3,3")
    expect(cell(other, 9, 5)).to_have_text("3,3")


@pytest.mark.same_on_every_database
@pytest.mark.parametrize("way", ["the button", "typing"])
def test_who_leaves_the_value_of_another_sees_that_of_today(visitor, portal, way):
    one, other = visitor(METHODIST), visitor(SECOND_METHODIST)
    row, numbers = (15, (41, 42, 43)) if way == "the button" else (16, (51, 52, 53))
    first, typed, today = map(str, numbers)
    for each in (one, other):
        open_grid(each, 5)
    write(one, row, 0, first)
    state(one, row, 0, "saved")
    write(other, row, 0, typed)
    state(other, row, 0, "conflict")
    write(one, row, 0, today)
    expect(one.page.locator("#grid td[data-state='saving']")).to_have_count(0)
    if way == "the button":
        other.press(f"Оставить {first}")
    else:
        write(other, row, 0, first)
    question = other.page.get_by_role("alert").filter(has_text=f"изменил другой сотрудник: {today}")
    expect(question).to_contain_text(f"Ваше значение: {typed}. Какое оставить?")
    other.page.reload()
    expect(question).to_be_visible()
    other.press(f"Оставить {today}")
    expect(cell(other, row, 0)).to_have_text(today)
    expect(other.page.locator("#grid-status")).to_contain_text(f"осталось {today}.")
    expect(other.page.locator("#grid-conflicts")).to_be_empty()
    assert f" {today}," in stored(portal, 5)


# --- Checks -----------------------------------------------------------------------------------


def test_what_the_checks_find_marks_its_cell_until_it_is_mended(visitor):
    """One school has a result of an obligatory work, so the others owe theirs: asked after each saving."""
    one = visitor(METHODIST)
    open_grid(one, 9, "oge")
    write(one, 4, 5, "3,5")
    state(one, 5, 6, "doubt")
    stand(one, 5, 6)
    expect(one.page.locator("#grid-status")).to_contain_text("сомнительно. Есть данные не всех школ.")
    one.page.reload()
    state(one, 5, 6, "doubt")
    write(one, 5, 6, "н/у")
    state(one, 5, 6, "saved")
    keys(one, "ArrowUp", "ArrowUp", "Control+z")
    write(one, 4, 5, "")
    expect(cell(one, 6, 6)).not_to_have_attribute("data-state", "doubt")


@pytest.mark.same_on_every_database
def test_a_finger_chooses_a_cell_and_then_types(visitor):
    one = visitor(METHODIST, has_touch=True)
    one.page.set_viewport_size(PHONE)
    open_grid(one, 11)
    target = cell(one, 0, 0)
    target.tap()
    expect(target).to_be_focused()
    expect(one.page.locator(".grid-editor")).to_have_count(0)
    target.tap()
    field = target.get_by_role("textbox")
    expect(field).to_be_focused()
    assert field.evaluate("field => field.inputMode") == "decimal"
    field.press_sequentially("14")
    cell(one, 1, 0).tap()
    state(one, 0, 0, "saved")
    expect(cell(one, 1, 0)).to_be_focused()
    assert texts(one, 0)[0] == "14"


# --- Panel, roles, readers --------------------------------------------------------------------


@pytest.mark.same_on_every_database
def test_the_panel_tells_the_story_of_a_cell_and_keeps_a_remark(visitor):
    one = visitor(METHODIST)
    open_grid(one, 8)
    write(one, 15, 5, "3,5")
    state(one, 15, 5, "saved")
    write(one, 15, 5, "3,6")
    state(one, 15, 5, "saved")
    stand(one, 15, 5)
    keys(one, "Control+Enter")
    panel = one.page.get_by_role("complementary", name="О ячейке")
    expect(panel).to_be_focused()
    expect(panel.get_by_role("listitem")).to_contain_text(["3,6", "3,5"])
    expect(panel).to_contain_text("Ветлугина А. С.")
    panel.get_by_label("Примечание к результату").fill("Писали не все классы")
    panel.get_by_role("button", name="Сохранить примечание").click()
    expect(panel.get_by_role("status")).to_have_text("Примечание сохранено.")
    assert Axe().run(one.page, options={"resultTypes": ["violations"]}).response["violations"] == []
    keys(one, "Escape")
    expect(cell(one, 15, 5)).to_be_focused()


@pytest.mark.same_on_every_database
def test_what_a_screen_reader_meets(visitor):
    one = visitor(METHODIST)
    open_grid(one, 4)
    grid = one.page.get_by_role("grid")
    expect(grid.get_by_role("gridcell")).to_have_count(20 * width(one))
    expect(grid.get_by_role("rowheader")).to_have_count(20)
    expect(grid.get_by_role("columnheader", name="Участников")).to_have_count(width(one) // 7)
    write(one, 2, 5, "9")
    state(one, 2, 5, "invalid")
    stand(one, 2, 5)
    expect(one.page.locator("#grid-status[role='status']")).to_contain_text("ошибка, не сохранено")
    keys(one, "F2")
    expect(one.page.get_by_role("textbox", name="Русский язык, 4 класс, Средняя")).to_be_focused()
    keys(one, "Escape", "Delete")
    found = Axe().run(one.page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [fault["id"] for fault in found] == []


@pytest.mark.same_on_every_database
def test_who_may_only_look_cannot_type(visitor):
    one = visitor(HEAD)
    open_grid(one, 4)
    one.sees("Только чтение")
    expect(one.page.get_by_role("button", name="Отменить ввод")).to_have_count(0)
    stand(one, 0, 0)
    keys(one, "7")
    expect(one.page.locator(".grid-editor")).to_have_count(0)
    expect(cell(one, 0, 0)).to_have_attribute("aria-readonly", "true")
    expect(one.page.locator("#grid-status")).to_contain_text("закрыто. Эту школу вы можете только смотреть")


@pytest.mark.same_on_every_database
def test_without_scripts_the_table_leads_to_the_plain_form(visitor):
    one = visitor(METHODIST, java_script_enabled=False)
    one.open("/results/grid/?year=2021")
    one.sees("Таблица только для чтения")
    one.follow("МКОУ Дубравинская СШ")
    expect(one.page.get_by_role("button", name="Сохранить результаты")).to_be_visible()


@pytest.mark.same_on_every_database
def test_the_legend_is_open_where_there_is_room_and_folds_on_a_phone(visitor):
    one = visitor(METHODIST)
    open_grid(one, 5)
    legend = one.page.get_by_role("list", name="Состояния ячеек")
    fold = one.page.get_by_text("Что значат знаки в ячейках")
    expect(legend).to_be_visible()
    expect(fold).to_be_hidden()

    one.page.set_viewport_size(PHONE)
    expect(legend).to_be_hidden()
    fold.focus()
    one.page.keyboard.press("Enter")
    expect(legend).to_be_visible()


@pytest.mark.same_on_every_database
def test_on_a_phone_the_table_begins_on_the_first_screen(visitor):
    one = visitor(METHODIST)
    one.page.set_viewport_size(PHONE)
    open_grid(one, 8)
    expect(cell(one, 1, 0)).to_be_in_viewport(ratio=1)
    chosen = one.page.get_by_role("navigation", name="Что показать").locator("[aria-current]")
    for place in range(3):
        expect(chosen.nth(place)).to_be_in_viewport(ratio=1)
    expect(chosen).to_have_count(3)
    status = one.page.locator("#grid-status")
    assert status.bounding_box()["height"] == 0
    write(one, 2, 0, "много")
    expect(status).to_contain_text("не сохранено")
    before = one.page.locator("#grid").bounding_box()["y"]
    stand(one, 2, 1)
    expect(status).not_to_contain_text("не сохранено")
    assert abs(one.page.locator("#grid").bounding_box()["y"] - before) < 20, "no jump by two lines"
