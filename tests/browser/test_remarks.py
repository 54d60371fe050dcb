"""The remark of a decision outlives an ended session: it comes back to who wrote it, until the portal has it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.steps import begin_report, draft_roadmap
from tests.browser.test_accessibility import faults, too_wide
from tests.browser.visitor import HEAD, METHODIST, SECOND_METHODIST, Visitor

#: what a browser keeps is the same whatever database stands behind
pytestmark = [pytest.mark.browser, pytest.mark.same_on_every_database]

SCHOOL = "nagolnenskaya@kotelnikovo.example"
REMARK = "Назовите ответственных.\n\nУкажите, сколько педагогов придёт."


def is_lost_and_comes_back(one: Visitor, who: str, other: str) -> None:
    """On a page where something may be returned; ends there, with the remark in its field."""
    address = one.page.url
    one.page.get_by_text("Вернуть на доработку…").click()
    one.field("Что доработать").fill(REMARK)
    one.context.clear_cookies(name="sessionid")
    one.press("Вернуть на доработку")
    expect(one.page.get_by_label("Пароль")).to_be_visible()
    one.complaints.clear()  # of the refused sending

    one.sign_in(other)
    one.open(address)
    one.page.get_by_text("Вернуть на доработку…").click()
    expect(one.field("Что доработать")).to_have_value("")
    one.context.clear_cookies(name="sessionid")
    one.sign_in(who)
    one.open(address)
    expect(one.field("Что доработать")).to_have_value(REMARK)
    expect(one.page.get_by_text(re.compile("Восстановлено введённое сегодня в"))).to_be_visible()
    assert (faults(one.page), too_wide(one.page)) == ([], [])


def test_the_remark_on_a_plan(visitor):
    author, one = visitor(METHODIST), visitor(HEAD)
    draft_roadmap(author, "МКОУ СШ № 3 г. Котельниково")
    author.press("Отправить на утверждение")
    author.is_told("отправлена на утверждение")
    address = author.page.url
    one.open(address)

    is_lost_and_comes_back(one, HEAD, "zamestitel@kotelnikovo.example")
    one.press("Вернуть на доработку")
    one.is_told("Карта возвращена")
    author.open(address)
    author.press("Отправить на утверждение")
    one.open(address)
    one.page.get_by_text("Вернуть на доработку…").click()
    expect(one.field("Что доработать")).to_have_value("")  # the portal has it


def test_the_remark_on_a_report(visitor):
    school, one = visitor(SCHOOL), visitor(SECOND_METHODIST)
    begin_report(school, "Малые педсоветы")
    school.page.get_by_label("выполняется", exact=True).check()
    school.field("Что сделано").fill("Провели два.")
    school.press("Отправить на проверку")
    school.is_told("Отчёт отправлен на проверку")
    one.open(school.page.url)

    is_lost_and_comes_back(one, SECOND_METHODIST, METHODIST)
    one.press("Вернуть на доработку")
    one.is_told("Отчёт возвращён")
    expect(one.page.locator("blockquote").first).to_contain_text("сколько педагогов придёт")
