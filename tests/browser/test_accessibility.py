"""Every page: the rules of axe, the keyboard, a phone, a zoomed screen, and a quiet console."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from portal.accounts.services import DEMO_PASSWORD
from tests.architecture.access import ADDRESSES
from tests.browser.addresses import NO_PAGES, ORDER, PEOPLE, find_addresses
from tests.browser.steps import begin_with_last_year
from tests.browser.visitor import DESKTOP, STRANGER
from tests.roadmaps.imports.plan_files import plan_document

# Markup, styles and forms are what they are on every database; the other files drive each of them.
pytestmark = [pytest.mark.browser, pytest.mark.same_on_every_database]

AXE = Axe()
PAGES = [name for name, address in ADDRESSES.items() if address.get is not None and name not in NO_PAGES]
#: pages that show other forms to the person who works on them than to the first reader
OWN = [
    ("school", "roadmaps:report"),
    ("school", "roadmaps:measures"),
    ("curator", "roadmaps:checks"),
    ("head", "roadmaps:execution"),
    ("head", "roadmaps:not-reported"),
]
#: pages that are printed, with the width between the margins in pixels: of a sheet upright or on its side
PAPER = {
    "roadmaps:version": 680,
    "roadmaps:measure-calendar": 680,
    "roadmaps:execution": 1009,
    "roadmaps:execution-totals": 1009,
    "roadmaps:picture": 1009,
}
#: pages that are empty in a district which has only begun
EMPTY = [
    "home",
    "monitoring:dynamics",
    "roadmaps:list",
    "roadmaps:execution",
    "reports:meetings",
    "reports:runs",
]
#: the desktop at 200 %, and a phone
NARROW = [{"width": 683, "height": 384}, {"width": 390, "height": 844}]
WIDER_THAN_ITS_WINDOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
#: the table of plans and measures with more columns in its last section
SIXTY_MEASURES = """() => {
    const [groups, numbers, ...rows] = document.querySelectorAll(".matrix tr");
    const more = 60 - numbers.cells.length;
    groups.cells[groups.cells.length - 2].colSpan += more;
    for (const [row, place] of [[numbers, 0], ...rows.map((row) => [row, 1])])
        for (let n = 0; n < more; n += 1) row.cells[place].after(row.cells[place + 1].cloneNode(true));
}"""
#: an outline or a shadow: what shows where the keyboard stands (the body: it has left the page)
FOCUS_SHOWS = """() => {
    const style = getComputedStyle(document.activeElement);
    return document.activeElement === document.body || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
}"""


@pytest.fixture(scope="session")
def addresses(portal):
    """Once for a portal: it makes the rows that are looked at."""
    return find_addresses(portal)


@pytest.fixture(scope="module")
def readers(admit):
    """One window for each person: its styles and fonts are loaded once for all pages."""
    known = {}
    yield lambda email: known.get(email) or known.setdefault(email, admit(email))
    for one in known.values():
        one.context.close()


@pytest.fixture
def look(readers):
    """Open an address as a person who may; his browser must have nothing to complain about."""
    used = []

    def open_as(email: str, address: str, status: int = 200) -> Page:
        used.append(readers(email))
        used[-1].page.set_viewport_size(DESKTOP)
        assert used[-1].open(address).status == status
        return used[-1].page

    yield open_as
    for one in used:
        complaints, one.complaints[:] = list(one.complaints), []
        assert complaints == []


def faults(page: Page) -> list[str]:
    """What axe finds, all of its rules."""
    found = AXE.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {one['help']}: {[node['html'] for node in one['nodes']][:3]}" for one in found]


def too_wide(page: Page) -> list[int]:
    """The widths at which the page itself must be scrolled sideways."""
    wide = []
    for window in NARROW:
        page.set_viewport_size(window)
        if page.evaluate(WIDER_THAN_ITS_WINDOW):
            wide.append(window["width"])
    return wide


def check(page: Page) -> None:
    assert faults(page) == []
    assert too_wide(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_page(look, addresses, name):
    who = next(role for role in ORDER if role in ADDRESSES[name].get)
    check(look(PEOPLE[who], addresses[name]))


@pytest.mark.parametrize(("role", "name"), OWN)
def test_a_page_for_who_works_on_it(look, addresses, role, name):
    check(look(PEOPLE[role], addresses[name]))


def test_decisions_on_a_plan_in_force(look, addresses):
    """What a decision asks stands folded until it is wanted."""
    page = look(PEOPLE["head"], addresses["roadmaps:picture"])
    page.locator(".crumbs").get_by_role("link").last.click()
    for step in ("Приостановить карту…", "Закрыть карту…"):
        page.locator("summary", has_text=step).click()
    expect(page.get_by_role("button", name="Закрыть карту")).to_be_visible()
    check(page)


@pytest.mark.parametrize("name", PAPER)
def test_nothing_is_cut_off_on_paper(look, addresses, name):
    page = look(PEOPLE["head"], addresses[name])
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER[name], "height": 900})
    wide = page.evaluate(WIDER_THAN_ITS_WINDOW)
    page.emulate_media(media="screen")
    assert not wide


def test_sixty_measures_stand_on_a_sheet_on_its_side(look, addresses):
    page = look(PEOPLE["head"], addresses["roadmaps:execution"])
    page.evaluate(SIXTY_MEASURES)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER["roadmaps:execution"], "height": 900})
    wide = page.evaluate(WIDER_THAN_ITS_WINDOW)
    page.emulate_media(media="screen")
    assert not wide


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


def test_a_page_that_is_not_there(look):
    check(look(PEOPLE["methodist"], "/roadmaps/999999/", status=404))


def test_a_page_that_is_not_for_me(look):
    check(look(PEOPLE["school"], "/reports/meetings/", status=403))


def test_wrong_input(visitor, addresses):
    one = visitor(PEOPLE["methodist"])
    one.open(addresses["monitoring:school-results"])
    one.page.get_by_label("Русский язык, все классы: Средняя").fill("7")
    one.press("Сохранить результаты")
    expect(one.page.get_by_role("alert")).to_be_visible()
    check(one.page)


def test_a_plan_recognised_in_a_file(visitor):
    """A page that only a sent form opens: with its question, with an error, and answered."""
    one = visitor(PEOPLE["methodist"])
    one.open("/roadmaps/new/?year=2025")
    plan = plan_document(["1.1", "Курсы", "сентябрь", "РМК"], ["1.2", "Совещание", "по итогам ВПР", "РМК"])
    one.field("Файл с планом").set_input_files({"name": "план.docx", "mimeType": "", "buffer": plan})
    one.press("Продолжить")
    one.press("Создать карту")
    one.page.get_by_role("alert").get_by_role("link", name="Мера 1.2, Срок").click()
    expect(one.field("Срок")).to_be_focused()
    check(one.page)
    one.field("Срок").fill("раз в месяц")
    one.press("Создать карту")
    one.is_told("Карта создана: 2\u00a0меры")
    one.sees("с 01.09.2025 по 31.08.2026, раз в месяц")


def test_terms_offered_for_a_new_year(visitor):
    """Before any is taken, and when all are; nothing is written."""
    one = visitor(PEOPLE["methodist"])
    begin_with_last_year(one, "МКОУ Семиченская СШ")
    check(one.page)
    one.press("Принять все предложения (11)")
    expect(one.page.get_by_role("heading", name="Ответьте по 2 мерам")).to_be_in_viewport()
    check(one.page)


def test_sign_in_by_keyboard_alone(visitor):
    page = visitor().page
    page.goto("/accounts/sign-in/")
    expect(page.get_by_label("Электронная почта")).to_be_focused()
    page.keyboard.type(PEOPLE["methodist"])
    page.keyboard.press("Tab")
    page.keyboard.type(DEMO_PASSWORD)
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


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("methodist", "monitoring:school-results"),
        ("methodist", "roadmaps:edit"),
        ("methodist", "reports:meeting-edit"),
        ("school", "roadmaps:report"),
        ("head", "roadmaps:execution"),
        ("head", "roadmaps:queue"),
    ],
)
def test_focus_is_always_visible(look, addresses, role, name):
    page = look(PEOPLE[role], addresses[name])
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        if not page.evaluate(FOCUS_SHOWS):
            unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    assert unseen == []
