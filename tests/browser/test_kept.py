"""Work that outlives an ended session: what was typed, chosen and ticked comes back until the portal has it."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.test_accessibility import faults, too_wide
from tests.browser.visitor import METHODIST, SECOND_METHODIST, Visitor

#: what a browser keeps is the same whatever database stands behind
pytestmark = [pytest.mark.browser, pytest.mark.same_on_every_database]

RESTORED = re.compile("Восстановлено введённое сегодня в")
MARKS = (
    "Год;Класс;Предмет;Муниципалитет;Логин;ОО;Кол-во участников;2;3;4;5\n"
    "2021;5;Русский язык;Котельниковский район;;Полынинка;10;1;2;3;4\n"
    "2021;5;Русский язык;Котельниковский район;;Гимназия «Исток»;10;1;2;3;4\n"
)
PLAN = "Мероприятие;Срок;Ответственный\nКурсы для учителей;по графику;директор\nСемейный клуб;;психолог\n"


def is_lost(one: Visitor, button: Locator, who: str) -> str:
    """Sends after the session has ended and signs in again; what the sign-in said."""
    one.context.clear_cookies(name="sessionid")
    button.click()
    expect(one.page.get_by_label("Пароль")).to_be_visible()
    said = one.page.locator("#messages").inner_text()
    one.complaints.clear()  # of the refused sending
    one.sign_in(who)
    return said


def is_restored(one: Visitor) -> None:
    expect(one.page.get_by_text(RESTORED)).to_be_visible()
    assert (faults(one.page), too_wide(one.page)) == ([], [])


def test_a_sentence_of_the_dynamics(visitor):
    one = visitor(METHODIST)
    address = "/results/dynamics/?exam=ege"
    one.open(address)
    sentence = one.page.locator(".conclusion").first
    sentence.get_by_text("Править", exact=True).click()
    sentence.get_by_label("Вывод для документа").fill("Написано нами.")
    is_lost(one, sentence.get_by_role("button", name="Сохранить вывод"), METHODIST)

    one.open(address)
    expect(sentence.get_by_label("Вывод для документа")).to_have_value("Написано нами.")
    is_restored(one)
    sentence.get_by_role("button", name="Сохранить вывод").click()
    one.is_told("сохран")
    expect(one.page.get_by_text(RESTORED)).to_have_count(0)
    sentence.get_by_text("Править", exact=True).click()
    sentence.get_by_role("button", name="Вернуть черновик").click()
    expect(sentence.get_by_text("Написано нами.")).to_have_count(0)
    expect(one.page.get_by_text(RESTORED)).to_have_count(0)


def test_the_reason_of_a_finding_and_the_way_to_drop_it(visitor):
    one = visitor(METHODIST)
    address = "/results/findings/?year=2021"
    one.open(address)
    row = one.page.get_by_role("row").last
    row.get_by_text("Принять замечание").first.click()
    row.get_by_role("textbox").fill("Сверено с протоколом.")
    is_lost(one, row.get_by_role("button", name="Принять замечание"), METHODIST)

    one.open(address)
    expect(row.get_by_role("textbox")).to_have_value("Сверено с протоколом.")
    is_restored(one)
    one.press("Убрать восстановленное")
    expect(row.get_by_role("textbox")).to_have_value("")
    one.open(address)
    row.get_by_text("Принять замечание").first.click()
    expect(row.get_by_role("textbox")).to_have_value("")


def test_answers_about_schools_of_an_import(visitor):
    one = visitor(METHODIST)
    one.open("/results/imports/")
    file = {"name": "marks.csv", "mimeType": "text/csv", "buffer": MARKS.encode()}
    one.page.locator("input[type=file]").set_input_files(file)
    one.press("Прочитать файл")
    expect(one.page.get_by_role("heading", name="Какие это школы?")).to_be_visible()
    address = one.page.url
    skip = one.page.get_by_role("group", name="Гимназия «Исток»").get_by_label("нет такой школы — пропустить")
    skip.check()
    is_lost(one, one.page.get_by_role("button", name="Учесть ответы"), METHODIST)

    one.open(address)
    expect(skip).to_be_checked()
    is_restored(one)
    one.press("Учесть ответы")
    one.is_told("Учтено: 1")
    expect(one.page.get_by_text(RESTORED)).to_have_count(0)


def begin_from_file(one: Visitor) -> None:
    one.open("/roadmaps/new/?year=2022")
    one.field("Школа").select_option(label="МКОУ Яблоневская ОШ")
    one.page.get_by_label("Из файла Word или Excel").check()
    file = {"name": "plan.csv", "mimeType": "text/csv", "buffer": PLAN.encode()}
    one.page.locator("input[type=file]").set_input_files(file)
    one.press("Продолжить")
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Проверьте новую карту")


def test_answers_about_a_plan_out_of_a_file(visitor):
    one = visitor(SECOND_METHODIST)
    begin_from_file(one)
    term, skip = one.page.get_by_label("Срок", exact=True), one.page.get_by_label("Не переносить эту строку")
    term.first.fill("до 15 октября")
    skip.last.check()
    create = one.page.locator(".action-bar").get_by_role("button", name="Создать карту")
    said = is_lost(one, create, SECOND_METHODIST)
    assert "карта не создана" in said
    assert "Файл нужно будет выбрать снова" in said

    one.open("/roadmaps/new/")
    one.sees("МКОУ Яблоневская ОШ, 2022/23 учебный год, файл «plan.csv», сегодня в")
    assert (faults(one.page), too_wide(one.page)) == ([], [])
    begin_from_file(one)
    expect(term.first).to_have_value("до 15 октября")
    expect(skip.last).to_be_checked()
    is_restored(one)
    create.click()
    one.is_told("Карта создана: 1")
    one.open("/roadmaps/new/")
    expect(one.page.get_by_text("сохранены ваши ответы о карте")).to_be_hidden()
