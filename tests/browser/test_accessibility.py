"""Every page: the rules of axe, the keyboard, a phone, a zoomed screen, and a quiet console."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.architecture.access import ADDRESSES
from tests.browser.addresses import NO_PAGES, ORDER, PEOPLE, find_addresses
from tests.browser.visitor import PASSWORD, STRANGER

pytestmark = pytest.mark.browser

PAGES = [name for name, address in ADDRESSES.items() if address.get is not None and name not in NO_PAGES]
#: pages that are empty in a district which has only begun
EMPTY = ["home", "monitoring:dynamics", "roadmaps:list", "reports:meetings", "reports:runs"]
#: 1366 pixels at 200 %, and a phone
NARROW = [683, 390]
WIDER_THAN_ITS_WINDOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
#: an outline or a shadow: what shows where the keyboard stands
FOCUS_SHOWS = """() => {
    const style = getComputedStyle(document.activeElement);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
}"""


@pytest.fixture(scope="module")
def addresses(portal):
    return find_addresses(portal)


@pytest.fixture(scope="module")
def signed_in(portal, chromium):
    """The cookies of a person, signed in once for all pages of the module."""
    known = {}

    def state(visitor, email: str):
        if email not in known:
            known[email] = visitor(email).context.storage_state()
        return known[email]

    return state


@pytest.fixture
def look(visitor, signed_in):
    """Open an address as a person who is signed in already."""

    def open_as(email: str, address: str) -> Page:
        one = visitor(storage_state=signed_in(visitor, email))
        assert one.open(address).status == 200
        return one.page

    return open_as


def faults(page: Page) -> list[str]:
    """What axe finds, all of its rules."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['help']}: {[node['html'] for node in one['nodes']][:3]}" for one in found]


def too_wide(page: Page) -> list[int]:
    wide = []
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 768})
        if page.evaluate(WIDER_THAN_ITS_WINDOW):
            wide.append(width)
    return wide


def check(page: Page) -> None:
    assert faults(page) == []
    assert too_wide(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_page(look, addresses, name):
    who = next(role for role in ORDER if role in ADDRESSES[name].get)
    check(look(PEOPLE[who], addresses[name]))


@pytest.mark.parametrize("role", sorted(set(PEOPLE) - {"methodist"}))
def test_my_day_of_every_role(look, role):
    check(look(PEOPLE[role], "/"))


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_district(look, addresses, name):
    check(look(STRANGER, addresses[name]))


@pytest.mark.parametrize("exam", ["oge", "ege"])
def test_wide_tables(look, addresses, exam):
    check(look(PEOPLE["methodist"], f"{addresses['monitoring:dynamics']}?exam={exam}&schools=all"))


def test_sign_in_page(visitor):
    one = visitor()
    one.open("/accounts/sign-in/")
    check(one.page)


def test_a_page_that_is_not_there(visitor, signed_in):
    one = visitor(storage_state=signed_in(visitor, PEOPLE["methodist"]))
    assert one.open("/roadmaps/999999/").status == 404
    check(one.page)


def test_a_page_that_is_not_for_me(visitor, signed_in):
    one = visitor(storage_state=signed_in(visitor, PEOPLE["school"]))
    assert one.open("/reports/meetings/").status == 403
    check(one.page)


def test_wrong_input(look, addresses):
    page = look(PEOPLE["methodist"], addresses["monitoring:school-results"])
    page.get_by_label("Русский язык, все классы: Средняя").fill("7")
    page.get_by_role("button", name="Сохранить результаты").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check(page)


def test_sign_in_by_keyboard_alone(visitor):
    page = visitor().page
    page.goto("/accounts/sign-in/")
    expect(page.get_by_label("Электронная почта")).to_be_focused()
    page.keyboard.type(PEOPLE["methodist"])
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Мой день")).to_be_visible()


def test_skip_link(look):
    page = look(PEOPLE["methodist"], "/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Перейти к содержанию")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("name", ["monitoring:school-results", "roadmaps:edit", "reports:meeting-edit"])
def test_focus_is_always_visible(look, addresses, name):
    page = look(PEOPLE["methodist"], addresses[name])
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        if not page.evaluate(FOCUS_SHOWS):
            unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    assert unseen == []
