"""The whole job in the browser: results, dynamics, roadmap, minutes, protocol in PDF."""

import io
import re

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.browser.steps import start_minutes, write_measure
from tests.browser.visitor import BUILD_PATIENCE, COORDINATOR, HEAD, METHODIST, Visitor

pytestmark = pytest.mark.browser

SCHOOL = "МКОУ Тополёвская СШ"
LIST = "ШНОР, региональный"
#: what the methodist types: (section, row, {field: text}); a figure nobody else in the district has
TYPED = [
    ("ВПР", "Русский язык, все классы", {"Средняя": "4,17", "Участников": "35", "Отметок «2»": "",
                                         "Отметок «3»": "", "Отметок «4»": "", "Отметок «5»": ""}),
    ("ОГЭ", "Русский язык", {"Средняя": "4.38", "Отметок «2»": "0", "Отметок «3»": "1", "Отметок «4»": "3",
                             "Отметок «5»": "4"}),
    ("ЕГЭ", "Русский язык", {"Средняя": "71,4"}),
    ("ГВЭ-9", "Русский язык", {"Средняя": "3,5", "Участников": "2"}),
    ("ГВЭ-11", "Русский язык", {"Средняя": "5", "Отметок «4»": "0", "Отметок «5»": "1"}),
]  # fmt: skip
#: the same figures as the dynamics show them, with the number of participants
EXAMS = {"ВПР": ["4,17 · 35"], "ОГЭ и ГВЭ-9": ["4,38 · 8", "3,5 · 2"], "ЕГЭ и ГВЭ-11": ["71,4 · 3", "5 · 1"]}
MEAN = "Район, среднее по участникам"
MEASURE = "Мастерская учителей русского языка «Читаем вместе»"
RESULT = "Проведено девять встреч, участвовали все словесники школы"
REMARK = "Назовите ответственных за обе меры"
DECISIONS = [
    "Продолжить работу мастерской «Читаем вместе» в новом учебном году.",
    "Поручить районному методическому кабинету подготовить памятку для учителей.",
]


@pytest.mark.slow
def test_results_become_an_approved_protocol(visitor):
    methodist, head = visitor(), visitor(HEAD)
    methodist.sign_in(METHODIST)
    head.open("/")
    puts_the_school_on_the_list(methodist)
    before = means_of_the_district(methodist)
    enters_results(methodist)
    sees_them_in_the_dynamics(methodist, before)
    writes_the_roadmap(methodist)
    cannot_approve_it_himself(methodist)
    returns_the_roadmap(head)
    mends_the_roadmap(methodist)
    approves_the_roadmap(head)
    writes_the_minutes(methodist)
    finalises_the_minutes(head)
    text = downloads_the_protocol(visitor(COORDINATOR))
    for expected in (
        *DECISIONS,
        MEASURE,
        RESULT,
        SCHOOL,
        "4,17",
        "4,38",
        "71,4",
        "21.06.2021",
        "Приложение 1",
    ):
        assert re.sub(r"\s+", "", expected) in text, expected


# --- 1. Results and dynamics ----------------------------------------------------------------


def puts_the_school_on_the_list(one: Visitor) -> None:
    one.follow("Перечни и приказы")
    one.follow(LIST)
    one.field("Школа").select_option(label=SCHOOL)
    one.press("Внести школу")
    expect(one.page.get_by_role("link", name=SCHOOL)).to_be_visible()


def enters_results(one: Visitor) -> None:
    one.follow("Школы")
    one.follow(SCHOOL)
    one.follow("ВПР 2021 года")
    for section, row, texts in TYPED:
        for field, text in texts.items():
            cell(one.page, section, row, field).fill(text)
    one.press("Сохранить результаты")
    one.is_told("Сохранено: 5 строк")
    for section, row, texts in TYPED:
        expect(cell(one.page, section, row, "Средняя")).to_have_value(texts["Средняя"].replace(".", ","))


def cell(page: Page, section: str, row: str, field: str) -> Locator:
    region = page.get_by_role("region", name=section, exact=True)
    place = region.get_by_label(f"{row}: {field}", exact=True)
    if not place.is_visible():
        region.locator("summary").click()
    return place


def means_of_the_district(one: Visitor) -> dict[str, str]:
    one.follow("Динамика")
    return {exam: turned_to(one, exam, MEAN).inner_text() for exam in EXAMS}


def sees_them_in_the_dynamics(one: Visitor, before: dict[str, str]) -> None:
    one.follow("Динамика")
    for exam, figures in EXAMS.items():
        for figure in figures:
            expect(turned_to(one, exam, SCHOOL)).to_contain_text(figure)
    after = means_of_the_district(one)
    assert [exam for exam in EXAMS if after[exam] == before[exam]] == []


def turned_to(one: Visitor, exam: str, row: str) -> Locator:
    one.follow(exam)
    expect(one.page.get_by_role("heading", level=1)).to_have_text(f"Динамика · {exam}")
    return dynamics_row(one, row)


def dynamics_row(one: Visitor, name: str) -> Locator:
    return one.page.get_by_role("row").filter(has=one.page.get_by_role("rowheader", name=name))


# --- 2. The roadmap and its approval -----------------------------------------------------------


def writes_the_roadmap(one: Visitor) -> None:
    one.follow("Планы школ")
    one.follow("Создать карту")
    one.field("Школа").select_option(label=SCHOOL)
    one.page.get_by_label("По шаблону").check()
    one.press("Продолжить")
    expect(one.page.get_by_role("region", name="Что войдёт в карту")).to_contain_text(
        "с 01.08.2021 по 31.08.2021"
    )
    one.press("Создать карту")
    one.follow("Изменить карту")
    write_measure(one, "1.1", name=MEASURE, term="сентябрь 2020 – май 2021", result=RESULT)
    write_measure(one, "1.2", name="Взаимное посещение уроков", term="март 2021")
    one.press("Сохранить карту")
    one.press("Отправить на утверждение")
    one.is_told("Карта отправлена на утверждение")


def cannot_approve_it_himself(one: Visitor) -> None:
    """No button for it, and the address refuses him too."""
    expect(one.page.get_by_role("button", name="Утвердить карту")).to_have_count(0)
    token = one.page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    answer = one.page.request.post(
        f"{one.page.url}transition/",
        form={"csrfmiddlewaretoken": token, "target": "approved", "seen": "4"},
        headers={"Referer": one.page.url},
    )
    assert answer.status == 403
    one.page.reload()
    expect(one.page.locator(".page-sub")).to_contain_text("на утверждении")


def returns_the_roadmap(one: Visitor) -> None:
    one.follow("Очередь")
    one.follow(SCHOOL)
    one.page.get_by_text("Вернуть на доработку…").click()
    one.page.get_by_label("Что доработать").fill(REMARK)
    one.press("Вернуть на доработку")
    one.is_told("Карта возвращена")


def mends_the_roadmap(one: Visitor) -> None:
    one.follow("Мой день")
    one.page.get_by_role("link", name=SCHOOL).click()
    remark = one.page.get_by_role("region", name="Замечание")
    expect(remark).to_contain_text(REMARK)
    expect(remark).to_contain_text("Крутогорова Л. М.")
    expect(remark).to_be_in_viewport()
    one.follow("Доработать карту")
    expect(one.page.get_by_role("region", name="Замечание")).to_contain_text(REMARK)
    write_measure(one, "1.1", responsible="руководитель методического объединения")
    write_measure(one, "1.2", responsible="директор школы")
    one.press("Сохранить карту")
    one.press("Отправить на утверждение")


def approves_the_roadmap(one: Visitor) -> None:
    one.follow("Очередь")
    one.follow(SCHOOL)
    expect(one.page.get_by_role("region", name="Меры")).to_contain_text(
        "руководитель методического объединения"
    )
    one.page.get_by_text("Утвердить карту…").click()
    one.page.get_by_label("Номер приказа").fill("124")
    one.page.get_by_label("Дата приказа").fill("2020-09-10")
    one.press("Утвердить карту")
    one.is_told("Карта утверждена")


# --- 3. The minutes and the protocol -----------------------------------------------------------


def writes_the_minutes(one: Visitor) -> None:
    one.follow("Заседания и протоколы")
    one.follow("Записать заседание")
    start_minutes(one, "21.06.2021", DECISIONS[0])
    speech = one.page.get_by_role("group", name="Выступление 1")
    speech.get_by_label("Кого слушали").fill("методиста А. С. Ветлугину")
    speech.get_by_label("По вопросу").fill("О результатах мониторинга")
    speech.get_by_label("Приложение").select_option("1")
    one.field("Голосование").select_option(label="С подсчётом голосов")
    one.fill(За="7", Против="0", Воздержались="1")
    one.press("Сохранить черновик")
    one.is_told("Черновик протокола сохранён")
    one.page.get_by_role("group", name="Постановили").get_by_role("button", name="Добавить строку").click()
    one.fill(**{"Решение 2": DECISIONS[1]})
    one.press("Сохранить протокол")
    expect(one.page.get_by_role("region", name="Как будет напечатано")).to_contain_text(DECISIONS[1])
    one.press("Отправить на утверждение")
    one.is_told("Протокол отправлен на утверждение")


def finalises_the_minutes(one: Visitor) -> None:
    one.follow("Мой день")
    one.page.get_by_role("link", name="21.06.2021").click()
    one.press("Утвердить протокол")
    one.is_told("Протокол утверждён")


def downloads_the_protocol(one: Visitor) -> str:
    """The text of the PDF without white space: where a line breaks is the printer's business."""
    one.open("/")
    one.follow("Заседания и протоколы")
    one.page.get_by_role("link", name="21.06.2021").click()
    one.press("Собрать PDF протокола")
    state = one.page.get_by_role("status").last
    expect(state).to_contain_text(re.compile("ждёт очереди|из|готов"))
    ready = one.page.get_by_role("link", name="Скачать PDF")
    expect(ready).to_be_visible(timeout=BUILD_PATIENCE)
    with one.page.expect_download() as download:
        ready.click()
    reader = PdfReader(io.BytesIO(download.value.path().read_bytes()))
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in reader.pages))


# --- Ways in --------------------------------------------------------------------------------------


@pytest.mark.same_on_every_database
def test_sign_in_by_one_click(visitor):
    one = visitor()
    one.open("/reports/runs/")
    one.page.get_by_role("button", name="Координатор Тихомолова О. В.").click()
    expect(one.page.get_by_role("heading", level=1, name="Отчёты")).to_be_visible()
    expect(one.page.locator("header")).to_contain_text(["Тихомолова О. В."])


@pytest.mark.same_on_every_database
def test_a_wrong_password(visitor):
    one = visitor()
    one.open("/accounts/sign-in/")
    one.page.get_by_label("Электронная почта").fill(METHODIST)
    one.page.get_by_label("Пароль").fill("не тот")
    one.press("Войти")
    expect(one.page.get_by_role("alert")).to_be_focused()
    expect(one.page.get_by_label("Электронная почта")).to_have_value(METHODIST)
