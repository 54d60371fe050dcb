"""What the tests of the entry grid do: open it, stand in a cell, paste, look at what is stored."""

from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor

#: a year in which the demonstration has no results, so that no other test meets these
YEAR = 2026
SAVED = "Сохранено в"
#: put a block into the clipboard of the machine, as Excel (text) and Word (a table of HTML) do
COPY = """async ({text, html}) => {
    const kinds = {"text/plain": new Blob([text], {type: "text/plain"})};
    if (html) kinds["text/html"] = new Blob([html], {type: "text/html"});
    await navigator.clipboard.write([new ClipboardItem(kinds)]);
}"""
STORED = """
SELECT school.short_name, subject.code, result.status, result.participants,
       COALESCE(result.mean_mark, result.mean_score)
FROM monitoring_result result
JOIN schools_school school ON school.id = result.school_id
JOIN monitoring_sitting sitting ON sitting.id = result.sitting_id
JOIN monitoring_subject subject ON subject.id = sitting.subject_id
WHERE sitting.year = ? AND sitting.exam = ? AND sitting.grade = ?
"""


def open_grid(one: Visitor, grade: int, exam: str = "vpr") -> str:
    """Ends in a grid of 20 schools × seven cells of every subject of one class; its address."""
    address = f"/results/grid/?year={YEAR}&exam={exam}&grade={grade}"
    one.open(address)
    expect(one.page.get_by_role("grid")).to_be_visible()
    return address


def cell(one: Visitor, row: int, column: int) -> Locator:
    """Rows and columns from 0, without the heads."""
    return one.page.locator("#grid tbody tr").nth(row).locator("td").nth(column)


def stand(one: Visitor, row: int, column: int) -> None:
    cell(one, row, column).click()
    expect(cell(one, row, column)).to_be_focused()


def write(one: Visitor, row: int, column: int, text: str) -> None:
    """Type over a cell and go down; «н/у» and the like are not on the keys of an American keyboard."""
    stand(one, row, column)
    one.page.keyboard.press("F2")
    field = cell(one, row, column).get_by_role("textbox")
    field.fill(text)
    field.press("Enter")


def keys(one: Visitor, *names: str) -> None:
    for name in names:
        one.page.keyboard.press(name)


def state(one: Visitor, row: int, column: int, name: str) -> None:
    expect(cell(one, row, column)).to_have_attribute("data-state", name)


def paste(one: Visitor, text: str, html: str = "") -> None:
    one.context.grant_permissions(["clipboard-read", "clipboard-write"])
    one.page.evaluate(COPY, {"text": text, "html": html})
    keys(one, "Control+v")


def clipboard(one: Visitor) -> str:
    one.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return one.page.evaluate("navigator.clipboard.readText()")


def width(one: Visitor) -> int:
    """Columns of the grid: the calendar decides how many subjects a class has."""
    return one.page.locator("#grid thead th[data-field]").count()


def texts(one: Visitor, row: int) -> list[str]:
    return one.page.locator("#grid tbody tr").nth(row).locator("td").all_inner_texts()


def stored(portal, grade: int, exam: str = "vpr") -> str:
    """Rows of school, subject, status, participants and mean («3.50» or «None»), in their order."""
    rows = portal.rows(STORED, YEAR, exam, grade)
    return str(sorted((*facts, "None" if mean is None else f"{mean:.2f}") for *facts, mean in rows))


def only_about_requests(one: Visitor) -> None:
    """The browser itself reports every request that it could not make and every answer that is a refusal."""
    assert all(complaint.startswith("Failed to load resource") for complaint in one.complaints)
    one.complaints.clear()
