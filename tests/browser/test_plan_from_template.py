"""The plan of a district from the template to its approval: terms confirmed, returned, mended, in force."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.visitor import STRANGER, Visitor

pytestmark = pytest.mark.browser

#: of a district that has no plans yet
METHODIST, HEAD = STRANGER, "nachalnik@zarechny.example"
OBSERVER = "nablyudatel@region.example"
PLAN = "План района: Заречный район"
REMARK = "Мера 1.1: назовите день, к которому соберёте сведения."
BASIS = "утверждена приказом от 05.09.2022 № 317, действует с 05.09.2022"
HISTORY = [
    "Введено в действие",
    "Утверждено, версия 1",
    "Отправлено на утверждение",
    "Возвращено на доработку",
    "Отправлено на утверждение",
]


def measures(one: Visitor) -> Locator:
    """Rows of the plan without the titles of its sections."""
    return one.page.get_by_role("region", name="Меры", exact=True).locator("tbody tr:not(.section)")


def state(one: Visitor, word: str) -> None:
    expect(one.page.locator(".page-sub")).to_have_text(f"Заречный район · 2022/23 · версия 1 · {word}")


def opens_the_plan(one: Visitor) -> None:
    one.open("/")
    one.page.get_by_role("main").get_by_role("link", name=PLAN).click()


def begins_with_the_template(one: Visitor) -> None:
    one.open("/roadmaps/district/")
    one.follow("Составить план района")
    one.field("На какой год").select_option("2022")
    one.page.get_by_role("radio", name="По шаблону").check()
    one.press("Продолжить")
    terms = one.page.get_by_role("region", name="Что войдёт в карту").locator("tbody tr")
    cells = terms.filter(has_text="сентябрь, январь").get_by_role("cell")
    expect(cells.nth(3)).to_have_text("с 01.09.2022 по 31.01.2023")
    one.press("Создать карту")
    one.is_told("Карта создана: 21 мера.")
    expect(measures(one)).to_have_count(21)
    state(one, "черновик")


def fits_it_to_the_district(one: Visitor) -> None:
    """Another place by the keyboard, a risk that the measure answers, and what it needs."""
    one.follow("Изменить карту")
    first = one.page.get_by_role("group", name="Мера 1.1", exact=True)
    first.get_by_label("Фактор риска").select_option(label="Низкий уровень оснащения школы")
    first.get_by_label("Ресурсы").fill("районный бюджет")
    first.get_by_role("button", name=re.compile("^Ниже")).press("Enter")
    expect(one.page.locator("#plan-said")).to_have_text("Мера 1.1 теперь 1.2")
    one.press("Сохранить карту")
    one.is_told("Карта сохранена")
    expect(measures(one).nth(1)).to_contain_text("Фактор риска Низкий уровень оснащения школы")
    expect(measures(one).nth(1)).to_contain_text("Ресурсы районный бюджет")


def sends_it(one: Visitor) -> None:
    one.press("Отправить на утверждение")
    one.is_told("Карта отправлена на утверждение")
    state(one, "на утверждении")
    expect(one.page.get_by_text("Утвердить карту…")).to_have_count(0)


def returns_it(one: Visitor) -> None:
    """Not without a remark, which is asked for at its field."""
    opens_the_plan(one)
    one.page.get_by_text("Вернуть на доработку…").click()
    one.press("Вернуть на доработку")
    one.page.get_by_role("link", name="Что доработать: Напишите, что нужно доработать.").click()
    expect(one.field("Что доработать")).to_be_focused()
    one.fill(**{"Что доработать": REMARK})
    one.press("Вернуть на доработку")
    one.is_told("Карта возвращена")


def mends_it(one: Visitor) -> None:
    opens_the_plan(one)
    expect(one.page.get_by_role("region", name="Замечание")).to_contain_text(REMARK)
    one.follow("Доработать карту")
    row = one.page.get_by_role("group", name="Мера 1.2", exact=True)
    row.get_by_label("Срок", exact=True).fill("до 15 октября")
    one.press("Сохранить карту")
    expect(measures(one).nth(1)).to_contain_text("до 15.10.2022")


def approves_it(one: Visitor) -> None:
    """Not by an order of another year; what was typed stays."""
    opens_the_plan(one)
    one.page.get_by_text("Утвердить карту…").click()
    one.fill(**{"Номер приказа": "317", "Дата приказа": "2012-09-05"})
    one.press("Утвердить карту")
    expect(one.page.get_by_role("alert")).to_contain_text("Дата приказа: Приказ от 05.09.2012")
    expect(one.field("Номер приказа")).to_have_value("317")
    one.fill(**{"Дата приказа": "2022-09-05"})
    one.press("Утвердить карту")
    one.is_told("Карта утверждена")


def is_in_force(one: Visitor) -> None:
    state(one, "действует")
    expect(one.page.get_by_role("region", name="О карте").get_by_role("listitem")).to_have_text(
        f"Версия 1 · в силе: {BASIS}"
    )
    events = one.page.get_by_role("region", name="Ход работы").locator("li b")
    assert events.all_inner_texts() == HISTORY


def test_a_plan_from_the_template_to_its_approval(visitor):
    author, head = visitor(METHODIST), visitor(HEAD)
    begins_with_the_template(author)
    fits_it_to_the_district(author)
    sends_it(author)
    returns_it(head)
    mends_it(author)
    sends_it(author)
    approves_it(head)
    is_in_force(head)

    reader = visitor(OBSERVER)
    reader.page.goto(head.page.url)
    is_in_force(reader)
    reader.sees("Только чтение.")
    reader.follow("Сроки и исполнение")
    reader.sees("до 15 октября")
