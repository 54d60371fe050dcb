"""Two people at one computer: what one has open is never written in the name of the other, and never lost."""

import re

import pytest
from playwright.sync_api import expect

from portal.accounts.services import DEMO_PASSWORD
from tests.browser.steps import begin_report, draft_roadmap, write_measure
from tests.browser.test_accessibility import faults, too_wide
from tests.browser.visitor import HEAD, METHODIST, SECOND_METHODIST, Visitor

#: what a browser keeps is the same whatever database stands behind
pytestmark = [pytest.mark.browser, pytest.mark.same_on_every_database]

SCHOOL = "nagolnenskaya@kotelnikovo.example"


def comes(one: Visitor, email: str) -> None:
    """Signs in in another window, after whoever was signed in here has left."""
    one.context.clear_cookies(name="sessionid")
    window = one.second_window()
    window.goto("/accounts/sign-in/")
    window.get_by_label("Электронная почта").fill(email)
    window.get_by_label("Пароль").fill(DEMO_PASSWORD)
    window.get_by_role("button", name="Войти", exact=True).click()
    expect(window.get_by_role("heading", level=1, name="Мой день")).to_be_visible()
    window.close()


def measure_name(one: Visitor):
    return one.page.get_by_role("group", name="Мера 1", exact=True).get_by_label("Мероприятие", exact=True)


@pytest.mark.parametrize(
    ("other", "measure"), [(METHODIST, "Посещение семей на дому"), (HEAD, "Стартовые, рубежные")]
)
def test_a_report_is_not_sent_by_whoever_signed_in_meanwhile(visitor, other, measure):
    one = visitor(SCHOOL)
    begin_report(one, measure)
    words = "Провели в мае."
    one.page.get_by_label("выполняется", exact=True).check()
    one.field("Что сделано").fill(words)
    expect(one.page.locator("#report-saved")).to_have_text(re.compile("^сохранено"))

    comes(one, other)
    one.press("Отправить на проверку")  # nothing is left to save: the button itself must ask
    trouble = one.page.locator("#report-trouble")
    expect(trouble).to_contain_text("вошёл другой сотрудник")
    one.field("Что сделано").fill(f"{words} Дописано.")
    one.press("Отправить на проверку")
    expect(trouble).to_contain_text("вошёл другой сотрудник")
    expect(one.field("Что сделано")).to_have_value(f"{words} Дописано.")
    assert (faults(one.page), too_wide(one.page)) == ([], [])

    comes(one, SCHOOL)
    one.press("Сохранить черновик")
    one.is_told("Черновик сохранён")
    expect(one.field("Что сделано")).to_have_value(f"{words} Дописано.")
    one.complaints.clear()  # of the refused savings


def test_a_plan_is_not_saved_by_whoever_signed_in_meanwhile(visitor):
    one = visitor(METHODIST)
    draft_roadmap(one, "МКОУ СШ № 1 г. Котельниково")
    one.follow("Изменить карту")
    write_measure(one, 1, name="Моё")
    comes(one, SECOND_METHODIST)
    for button in ("Сохранить карту", "Добавить раздел"):
        one.press(button)
        expect(one.page.get_by_role("alert").filter(has_text="вошёл другой сотрудник")).to_be_visible()
    expect(measure_name(one)).to_have_value("Моё")
    assert (faults(one.page), too_wide(one.page)) == ([], [])

    comes(one, METHODIST)
    one.press("Сохранить карту")
    one.is_told("Карта сохранена")
    one.sees("Моё")
    one.complaints.clear()  # of the refused savings


def test_the_text_of_a_plan_that_a_colleague_deleted_can_be_taken(visitor):
    one, colleague = visitor(METHODIST), visitor(SECOND_METHODIST)
    draft_roadmap(one, "МКОУ СШ № 2 г. Котельниково")
    address = one.page.url
    one.follow("Изменить карту")
    write_measure(one, 1, name="Написано напрасно", term="май 2021")
    colleague.open(address)
    colleague.follow("Удалить черновик…")
    colleague.press("Удалить черновик")
    colleague.is_told("Черновик удалён")

    one.press("Сохранить карту")
    note = one.page.get_by_role("alert").filter(has_text="Эту карту удалили, пока вы писали")
    note.get_by_role("link", name="Узнать, кто удалил, и забрать текст").click()
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Черновик удалён")
    kept = one.page.get_by_label("Он остался только в этом браузере")
    expect(kept).to_have_value(re.compile(r"Мероприятие: Написано напрасно\nСрок: май 2021"))
    assert (faults(one.page), too_wide(one.page)) == ([], [])
    one.press("Убрать из браузера")
    expect(kept).to_be_hidden()
    one.page.reload()
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Черновик удалён")
    expect(kept).to_be_hidden()
    one.complaints.clear()  # of the refused saving
