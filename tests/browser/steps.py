"""What several tests do on their way: write a roadmap, fill in the minutes."""

from playwright.sync_api import expect

from tests.browser.visitor import Visitor

LABELS = {
    "name": "Мероприятие",
    "term": "Срок",
    "responsible": "Ответственный",
    "result": "Результат",
}


def start_roadmap(one: Visitor, school: str) -> None:
    """Ends on the page where the measures are written."""
    one.open("/roadmaps/new/?year=2020")
    one.field("Школа").select_option(label=school)
    one.press("Продолжить")
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Изменить карту")


def begin_with_last_year(one: Visitor, school: str) -> None:
    """Ends on the look at what last year's plan gives to that of 2021/22."""
    one.open("/roadmaps/new/?year=2021")
    one.field("Школа").select_option(label=school)
    one.page.get_by_label("С утверждённой карты прошлого года").check()
    one.press("Продолжить")
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Проверьте новую карту")


def write_measure(one: Visitor, number: int | str, **texts: str) -> None:
    row = one.page.get_by_role("group", name=f"Мера {number}", exact=True)
    expect(row).to_be_visible()  # only now does it tell whether more fields are shown
    if "result" in texts and not row.get_by_label(LABELS["result"], exact=True).is_visible():
        row.get_by_text("Ещё поля").click()
    for name, text in texts.items():
        row.get_by_label(LABELS[name], exact=True).fill(text)


def draft_roadmap(one: Visitor, school: str) -> None:
    """Ends on the page of the saved draft, ready to be sent."""
    start_roadmap(one, school)
    write_measure(one, 1, name="Курсы для учителей", term="март 2021", responsible="директор школы")
    one.press("Сохранить карту")
    expect(one.page.get_by_role("button", name="Отправить на утверждение")).to_be_visible()


def begin_report(one: Visitor, measure: str) -> None:
    """The first report on a measure of Нагольненская СШ; ends where it is written.

    It can be begun once, and tests come in any order: each takes a measure that no other test takes.
    """
    one.open("/roadmaps/measures/?year=2020")
    one.page.get_by_role("link", name=measure).click()
    one.press("Начать отчёт")
    expect(one.page.get_by_role("heading", level=1)).to_contain_text("Отчёт 1 о мере")


def start_minutes(one: Visitor, date: str, decision: str) -> None:
    """Everything that the minutes must have, typed and not yet saved."""
    one.open("/reports/meetings/new/")
    one.fill(**{
        "Дата заседания": date,
        "Чьё заседание": "заседания рабочей группы",
        "Подпись": "Л. М. Крутогорова",
        "Вопрос 1": "О работе школ",
        "Решение 1": decision,
    })  # fmt: skip
