"""The editor of a roadmap: rows moved by the pointer and by the keyboard, and text that is never lost."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from portal.accounts.services import DEMO_PASSWORD
from tests.browser.steps import start_roadmap, write_measure
from tests.browser.visitor import METHODIST, Visitor

pytestmark = pytest.mark.browser


def measure(one: Visitor, number: str) -> Locator:
    return one.page.get_by_role("group", name=f"Мера {number}", exact=True)


def button(row: Locator, word: str) -> Locator:
    return row.get_by_role("button", name=re.compile(f"^{word}"))


def stored(one: Visitor) -> list[str]:
    """Numbers and names as the page of the plan shows them."""
    rows = one.page.get_by_role("region", name="Меры").locator("tbody tr:not(.section)")
    return [" ".join(row.locator("td").nth(cell).inner_text() for cell in (0, 1)) for row in rows.all()]


def drag(one: Visitor, row: Locator, to: Locator) -> None:
    """By its handle onto the upper half of another row, as it stands while all rows are one line high."""
    grip = row.locator("[data-grip]").first
    grip.evaluate("grip => grip.scrollIntoView({block: 'center'})")
    mouse, box = one.page.mouse, grip.bounding_box()
    mouse.move(box["x"] + 8, box["y"] + 8)
    mouse.down()
    target = to.bounding_box()
    mouse.move(target["x"] + 8, target["y"] + 4, steps=4)
    mouse.up()


def test_rows_are_moved_by_the_keyboard_and_by_the_pointer(visitor):
    one = visitor(METHODIST)
    start_roadmap(one, "МКОУ Заозёрненская СШ")
    write_measure(one, 1, name="Курсы", term="март 2021")
    write_measure(one, 2, name="Семинар", term="апрель 2021")
    one.press("Добавить раздел")
    expect(one.page.get_by_role("region", name="Раздел 2").get_by_label("Название раздела")).to_be_focused()
    for place, title in enumerate(("Кадры", "Семья"), start=1):
        one.page.get_by_role("region", name=f"Раздел {place}").get_by_label("Название раздела").fill(title)
    third = measure(one, "2.1")
    third.get_by_label("Мероприятие", exact=True).fill("Клуб")
    third.get_by_label("Срок", exact=True).fill("май 2021")

    first = button(measure(one, "1.1"), "Ниже")
    first.focus()
    for said in ("Мера 1.1 теперь 1.2", "Мера 1.2 теперь 2.1"):
        one.page.keyboard.press("Enter")
        expect(one.page.locator("#plan-said")).to_have_text(said)
        expect(button(measure(one, said.split()[-1]), "Ниже")).to_be_focused()
    expect(measure(one, "2.1").get_by_label("Мероприятие", exact=True)).to_have_value("Курсы")

    drag(one, measure(one, "2.2"), measure(one, "1.1"))  # «Клуб» before «Семинар»
    expect(one.page.locator("#plan-said")).to_have_text("Мера 2.2 теперь 1.1")
    drag(
        one, one.page.get_by_role("region", name="Раздел 2"), one.page.get_by_role("region", name="Раздел 1")
    )
    expect(one.page.locator("#plan-said")).to_have_text("Раздел 2 теперь 1")

    found = Axe().run(one.page, options={"resultTypes": ["violations"]})
    assert [each["id"] for each in found.response["violations"]] == []
    one.press("Сохранить карту")
    one.is_told("Карта сохранена")
    assert stored(one) == ["1.1 Курсы", "2.1 Клуб", "2.2 Семинар"]


def test_unsaved_text_outlives_a_lost_line_a_closed_tab_and_an_ended_session(visitor):
    one = visitor()
    one.sign_in(METHODIST)
    start_roadmap(one, "МКОУ Журавлинская СШ")
    address = one.page.url
    write_measure(one, 1, name="Курсы", term="март 2021")
    one.context.set_offline(True)
    one.press("Сохранить карту")
    expect(one.page.get_by_role("alert").filter(has_text="Нет связи")).to_contain_text("Ваш текст цел")
    one.context.set_offline(False)
    asked = []
    one.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    one.page.get_by_role("link", name="Не сохранять").click(no_wait_after=True)
    expect(measure(one, "1").get_by_label("Мероприятие", exact=True)).to_have_value("Курсы")
    assert asked == ["beforeunload"]
    write_measure(one, 1, responsible="директор")  # he writes on: it is not given up after all
    expect(one.page.locator("#plan-state")).to_contain_text("Текст записан в этом браузере")
    one.page.close()

    one.page = one.second_window()
    one.page.goto(address)
    draft = one.page.get_by_role("region", name="Есть несохранённый текст")
    draft.get_by_role("button", name="Вернуть").click()
    expect(measure(one, "1").get_by_label("Ответственный", exact=True)).to_have_value("директор")

    one.context.clear_cookies(name="sessionid")
    one.press("Сохранить карту")
    note = one.page.get_by_role("alert").filter(has_text="Вы вышли")
    with one.context.expect_page() as opened:
        note.get_by_role("link", name="Войдите").click()
    sign_in = opened.value
    sign_in.get_by_label("Электронная почта").fill(METHODIST)
    sign_in.get_by_label("Пароль").fill(DEMO_PASSWORD)
    sign_in.get_by_role("button", name="Войти", exact=True).click()
    expect(sign_in.get_by_role("heading", level=1, name="Мой день")).to_be_visible()
    one.press("Сохранить карту")
    one.is_told("Карта сохранена")
    assert stored(one) == ["1 Курсы"]
    one.page.goto(address)
    expect(one.page.locator("#plan-draft")).to_be_hidden()
    assert all("ERR_INTERNET_DISCONNECTED" in complaint for complaint in one.complaints)
    one.complaints.clear()  # the browser itself reports the request that it could not make


def test_a_reading_is_not_kept_under_another_wording(visitor):
    one = visitor(METHODIST)
    one.open("/roadmaps/new/?year=2023")
    one.field("Школа").select_option(label="МКОУ Заозёрненская СШ")
    one.press("Продолжить")
    write_measure(one, 1, name="Семинар", term="сентябрь")
    one.press("Добавить раздел")
    row = measure(one, "1.1")
    expect(row.get_by_text("Понято так: с 01.09.2023 по 30.09.2023")).to_be_visible()

    row.get_by_label("Срок", exact=True).fill("по итогам ВПР")
    expect(row.get_by_text("Понято так")).to_have_count(0)
    expect(row.get_by_text("Как понят срок, будет видно после сохранения.")).to_be_visible()
    row.get_by_label("Срок", exact=True).fill("")
    expect(row.get_by_text("Как понят срок")).to_be_hidden()
