"""The head's queue: many plans approved by one order, by the keyboard alone and without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import HEAD

pytestmark = pytest.mark.browser

#: two plans of 2022/23, sent by the methodist; prints nothing
SEND = """
from portal.accounts.models import User
from roadmaps.services import MeasureInput, SectionInput, roadmap_create, roadmap_save, roadmap_submit
from schools.models import School
author = User.objects.get(email="metodist@kotelnikovo.example")
for name in {names}:
    school = School.objects.get(short_name=name)
    plan = roadmap_create(district=school.district, school=school, year={year}, by=author)
    rows = [SectionInput("", (MeasureInput("Семинар для учителей", "май {next}"),))]
    plan = roadmap_save(roadmap=plan, sections=rows, seen=plan.revision, by=author)
    roadmap_submit(roadmap=plan, by=author, seen=plan.revision)
"""
NAMES = ("МКОУ Дубравинская СШ", "МКОУ Журавлинская СШ")


@pytest.fixture
def send(portal):
    return lambda year: portal.python(SEND.format(names=NAMES, year=year, next=year + 1))


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is there, as a person without a mouse does."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("the keyboard does not lead there")


def box(page: Page, name: str, year: str) -> Locator:
    return page.get_by_role("checkbox", name=f"Отметить: {name}, {year}")


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {one['help']}" for one in found]


def test_by_the_keyboard_alone(visitor, send):
    send(2022)
    one = visitor(HEAD)
    page = one.page
    one.open("/roadmaps/queue/")
    first, second = (box(page, name, "2022/23") for name in NAMES)
    tab_to(page, first)
    page.keyboard.press("Space")
    expect(first).to_be_checked()
    tab_to(page, page.get_by_role("button", name="Утвердить отмеченное"))
    page.keyboard.press("Enter")
    # Without an order nothing is approved, the focus is at the words, and the tick is kept.
    expect(page.get_by_role("alert")).to_be_focused()
    expect(first).to_be_checked()
    assert faults(page) == []

    tab_to(page, second)
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Номер приказа"))
    page.keyboard.type("88")
    tab_to(page, page.get_by_label("Дата приказа"))
    page.keyboard.type("10102022")
    tab_to(page, page.get_by_role("button", name="Утвердить отмеченное"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Что утверждено")
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(2)
    assert faults(page) == []


def test_all_are_ticked_with_a_script_and_without_one(visitor, send):
    send(2023)
    for scripts in (True, False):
        one = visitor(HEAD, java_script_enabled=scripts)
        one.open("/roadmaps/queue/")
        one.page.get_by_role("link", name="Отметить всё").click()
        for name in NAMES:
            expect(box(one.page, name, "2023/24")).to_be_checked()
        for tick in one.page.get_by_role("checkbox").all():
            tick.uncheck()
    box(one.page, NAMES[0], "2023/24").check()
    one.fill(**{"Номер приказа": "89", "Дата приказа": "2023-10-10"})
    one.press("Утвердить отмеченное")
    one.sees(f"{NAMES[0]}, 2023/24")
