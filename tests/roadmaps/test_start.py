"""A plan that does not begin empty: out of a template, last year's plan or a file, asked before it is written."""

import re
from datetime import date

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core.errors import InvalidInput, NotAllowed, TransitionRefused
from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.models import Measure, RiskFactor, Roadmap
from roadmaps.plan_templates import plan_templates
from roadmaps.selectors import last_years_draft, plan_in_place
from roadmaps.services import roadmap_start
from tests.factories.roadmaps import MeasureFactory, RoadmapFactory, SectionFactory, approved, roadmap_with
from tests.roadmaps.imports.plan_files import across, plan_document

CREATE, START = "/roadmaps/new/", "/roadmaps/new/start/"
PLAN = plan_document(
    across("1. Кадры"),
    ["1.1", "Курсы", "сентябрь", "РМК"],
    ["1.2", "Совещание", "по итогам ВПР", "Отдел"],
    ["1.3", "Подвоз", "31.02.2022", "Отдел"],
)


def sections(*names: str) -> list[SectionInput]:
    return [SectionInput("", tuple(MeasureInput(name, "сентябрь") for name in names))]


# --- the service --------------------------------------------------------------------------


def test_a_start_writes_the_plan_with_what_its_terms_say(district, methodist):
    measure = MeasureInput("Курсы", "раз в месяц", form="семинар", expected="опыт", addressee="учителя")
    roadmap = roadmap_start(
        district=district, year=2023, period="calendar", sections=[SectionInput("", (measure,))], by=methodist
    )

    written = Measure.objects.get(section__roadmap=roadmap)
    assert (written.starts_on, written.ends_on, written.recurrence) == (
        date(2023, 1, 1),
        date(2023, 12, 31),
        "monthly",
    )
    assert (written.form, written.expected, written.addressee) == ("семинар", "опыт", "учителя")
    assert (roadmap.period, roadmap.edited_by) == ("calendar", methodist)


def test_a_start_that_says_the_same_changes_nothing(district, methodist):
    first = roadmap_start(district=district, year=2021, sections=sections("Курсы"), by=methodist)
    again = roadmap_start(district=district, year=2021, sections=sections("Курсы"), by=methodist)

    assert (again.pk, again.revision) == (first.pk, first.revision)
    with pytest.raises(TransitionRefused, match="в ней есть меры"):
        roadmap_start(district=district, year=2021, sections=sections("Чтения"), by=methodist)


def test_a_start_needs_the_right_on_the_owner(district, school, head, stranger):
    for person in (head, stranger):
        with pytest.raises(NotAllowed):
            roadmap_start(district=district, school=school, year=2021, sections=sections("Курсы"), by=person)
    assert not Roadmap.objects.exists()


def test_a_start_with_a_bad_row_leaves_no_empty_roadmap(district, methodist):
    with pytest.raises(InvalidInput):
        roadmap_start(district=district, year=2021, sections=sections("Курсы " * 400), by=methodist)
    assert not Roadmap.objects.exists()


# --- last year and templates --------------------------------------------------------------


@pytest.fixture
def last_year(school, methodist, head):
    roadmap = RoadmapFactory(school=school, year=2020)
    risk = RiskFactor.objects.create(code="staff", name="Нехватка кадров")
    rows = [
        ("Курсы", "сентябрь, январь", {"result": "прошли трое", "risk_factor": risk}),
        ("Олимпиада", "май 2021", {}),
        ("Занятия", "2020/2021 уч. г.", {}),
        ("Летняя школа", "03.06.2021–30.11.2021", {}),
        ("Анализ", "по итогам ВПР", {"starts_on": date(2021, 5, 1), "ends_on": date(2021, 5, 31)}),
    ]
    section = SectionFactory(roadmap=roadmap, title="Кадры")
    for name, term, more in rows:
        MeasureFactory(
            section=section,
            name=name,
            term=term,
            form="семинар",
            **{"starts_on": None, "ends_on": None} | more,
        )
    return approved(roadmap, author=methodist, head=head)


def test_the_plan_of_last_year_moves_and_its_dated_terms_are_asked(last_year, school):
    last_year.sections.get().measures.update(name="Дописано позже")  # the edition counts, not the draft
    plan = last_years_draft(district=school.district, school=school, year=2021, period="academic")

    assert [(row.measure.name, row.start, row.end) for row in plan.rows] == [
        ("Курсы", date(2021, 9, 1), date(2022, 1, 31)),
        ("Олимпиада", None, None),
        ("Занятия", None, None),
        ("Летняя школа", None, None),
        ("Анализ", None, None),
    ]
    assert [row.question is None for row in plan.rows] == [True, False, False, False, False]
    first = plan.rows[0].measure
    assert (first.form, first.result, first.risk_factor) == ("семинар", "", RiskFactor.objects.get().pk)
    assert "прошлый год" in plan.rows[3].question


def test_a_draft_of_last_year_or_another_school_is_no_beginning(school, second_school, methodist, last_year):
    roadmap_with(1, school=second_school, year=2020)
    place = {"district": school.district, "period": "academic"}

    assert last_years_draft(school=second_school, year=2021, **place) is None
    assert last_years_draft(school=None, year=2021, **place) is None
    assert last_years_draft(school=school, year=2022, **place) is None


def test_the_template_of_a_municipal_plan():
    (template,) = plan_templates()
    measures = [measure for section in template.sections for measure in section.measures]

    assert [len(section.measures) for section in template.sections] == [4, 5, 3, 9]
    assert all(
        each.name and each.term and each.form and each.addressee and each.expected for each in measures
    )
    assert not re.search(r"20\d\d", repr(template))  # it must fit into any year


# --- pages --------------------------------------------------------------------------------


@pytest.fixture
def begin(client, methodist):
    """Send the first page; the answer is the look at what was recognised."""
    client.force_login(methodist)

    def send(beginning, *, year="2021", school="", file=None):
        data = {"school": school, "year": year, "beginning": beginning}
        return client.post(CREATE, data | ({"file": SimpleUploadedFile("план.docx", file)} if file else {}))

    return send


@pytest.fixture
def confirm(client):
    """Send the second page with answers."""

    def send(page, follow=False, **answers):
        signed = re.search(r'name="plan" value="([^"]+)"', page.content.decode())[1]
        return client.post(START, {"plan": signed} | answers, follow=follow)

    return send


def said(answer) -> str:
    return answer.content.decode()


def test_the_page_names_every_kind_of_file_that_a_plan_is_read_from(client, methodist):
    client.force_login(methodist)
    page = said(client.get(CREATE))
    words = "документ .docx, книга .xlsx или .xls или таблица .csv"
    assert words in page
    bad = {"year": "2021", "beginning": "file", "file": SimpleUploadedFile("план.docx", b"\0\1")}
    assert words in said(client.post(CREATE, bad)).replace("или .xls без пароля", "или .xls")

    table = "№;Мероприятие;Срок\n1;Семинар;май 2022\n".encode("cp1251")
    good = bad | {"file": SimpleUploadedFile("план.csv", table)}
    assert "с 01.05.2022 по 31.05.2022" in said(client.post(CREATE, good))


def test_a_plan_from_the_template(begin, confirm, district):
    page = begin("template:municipal")
    assert page.status_code == 200
    assert not Roadmap.objects.exists()

    answer = confirm(page)
    roadmap = Roadmap.objects.get()
    assert answer.url == roadmap.get_absolute_url()
    assert (roadmap.district, roadmap.year, Measure.objects.count()) == (district, 2021, 21)
    assert set(Measure.objects.filter(term="август").values_list("starts_on", "ends_on")) == {
        (date(2022, 8, 1), date(2022, 8, 31))
    }


def test_a_template_in_a_calendar_plan_asks_what_a_school_year_is(begin, confirm):
    page = begin("template:municipal", year="2023-calendar")

    assert "Ответьте по 13 мерам" in said(page)
    assert "календарный не совпадают" in said(page)


def test_a_plan_from_a_file_is_written_only_when_all_is_answered(begin, confirm):
    page = begin("file", file=PLAN)
    assert "Ответьте по 2 мерам" in said(page)
    assert "с 01.09.2021 по 30.09.2021" in said(page)

    refused = confirm(page, **{"a-1-term": "по итогам ВПР", "a-2-term": "31.02.2022", "a-2-without": "on"})
    assert refused.status_code == 200
    assert 'href="#id_a-1-term"' in said(refused)
    assert "Мера 1.3, Срок: Такой даты нет: 31.02.2022" in said(refused)
    assert not Roadmap.objects.exists()

    confirm(refused, **{"a-1-term": "по итогам ВПР", "a-1-without": "on", "a-2-term": "28.02.2022"})
    assert list(Measure.objects.values_list("name", "term", "starts_on", "ends_on").order_by("position")) == [
        ("Курсы", "сентябрь", date(2021, 9, 1), date(2021, 9, 30)),
        ("Совещание", "по итогам ВПР", None, None),
        ("Подвоз", "28.02.2022", date(2022, 2, 28), date(2022, 2, 28)),
    ]


def test_the_page_names_the_numbers_that_the_plan_will_not_keep(begin, confirm):
    rows = (["2.2", "Чтения", "май", ""], ["2.3", "Курсы", "по графику", ""], ["2.4", "Обмен", "июнь", ""])
    data = plan_document(across("1. Кадры"), ["1.1", "Приказ", "май", ""], across("2. Опыт"), *rows)
    page = begin("file", file=data)
    words = "В карте меры нумеруются по порядку: 2.2 станет 2.1, 2.3 станет 2.2, 2.4 станет 2.3."
    assert words in said(page)
    assert "станет&nbsp;2.3" in said(page).partition("Обмен")[0]

    left_out = {"a-2-skip": "on"}
    assert "по порядку: 2.2 станет 2.1, 2.4 станет 2.2." in said(confirm(page, **left_out, take="all"))
    created = confirm(page, **left_out, follow=True)
    assert (
        "Карта создана: 3\xa0меры. В карте меры нумеруются по порядку: 2.2 стала 2.1, 2.4 стала 2.2."
        in said(created)
    )


def test_answers_may_be_dates_or_that_the_row_is_no_measure(begin, confirm):
    page = begin("file", file=PLAN)
    dates = {"a-1-starts_on": "2022-05-10", "a-1-ends_on": "2022-05-01", "a-2-skip": "on"}
    wrong = confirm(page, **{"a-1-term": "по итогам ВПР"} | dates)
    assert "Мера 1.2, Окончание: Окончание раньше начала" in said(wrong)
    late = confirm(page, **{"a-1-term": "по итогам ВПР", "a-1-ends_on": "2031-06-01", "a-2-skip": "on"})
    assert "Мера 1.2, Окончание: Этого года в плане нет" in said(late)
    assert 'value="2031-06-01"' in said(late)

    confirm(page, **{"a-1-term": "по итогам ВПР", "a-1-ends_on": "01.06.2022", "a-2-skip": "on"})
    assert list(Measure.objects.values_list("name", "term", "ends_on").order_by("position")) == [
        ("Курсы", "сентябрь", date(2021, 9, 30)), ("Совещание", "по итогам ВПР", date(2022, 6, 1)),
    ]  # fmt: skip


def test_a_dash_or_nothing_may_be_left_without_dates(begin, confirm, client):
    data = plan_document(["1", "Курсы", "-", ""], ["2", "Чтения", "", ""])
    page = begin("file", file=data)
    assert "Мера 1, Срок: Непонятно, когда это" in said(confirm(page, **{"a-0-term": "-"}))

    confirm(page, **{"a-0-term": "-", "a-0-without": "on", "a-1-without": "on"})
    roadmap = Roadmap.objects.get()
    assert list(Measure.objects.values_list("term", "starts_on", "ends_on")) == [
        ("-", None, None), ("", None, None),
    ]  # fmt: skip
    page = client.get(reverse("roadmaps:edit", args=[roadmap.pk]))
    form = {f.html_name: f.value() or "" for each in page.context["editor"].forms for f in each}
    form |= {"s-total": 1, "s-0-m-total": 2, "title": "Новое название"}
    client.post(reverse("roadmaps:edit", args=[roadmap.pk]), form)
    roadmap.refresh_from_db()
    assert roadmap.title == "Новое название"


def test_all_that_is_wrong_in_the_answers_is_told_at_once(begin, confirm):
    data = plan_document(
        ["1", "", "по графику", ""], ["2", "Чтения", "по плану", ""], ["3", "Обмен", "по плану", ""]
    )
    wrong = said(
        confirm(
            begin("file", file=data),
            **{"a-0-term": "по графику", "a-1-term": "по плану", "a-1-starts_on": "31.02.2022"},
            **{"a-2-term": "по плану", "a-2-starts_on": "10.05.2022", "a-2-ends_on": "01.05.2022"},
        )
    )
    for words in (
        "Мера 1, Мероприятие: Мероприятие не названо",
        "Мера 1, Срок: Даты стоят в другом документе",
        "Мера 2, Начало: Такой даты нет",
        "Мера 3, Окончание: Окончание раньше начала",
    ):
        assert words in wrong
    assert "Мера 2, Срок" not in wrong


def test_nothing_is_left_of_a_plan_whose_rows_are_all_left_out(begin, confirm):
    page = begin("file", file=plan_document(["1", "Подпись", "", ""]))
    assert "Не осталось ни одной меры" in said(confirm(page, **{"a-0-skip": "on"}))
    assert not Roadmap.objects.exists()


def test_the_same_dated_words_are_no_answer_about_last_year(begin, confirm, last_year, school):
    page = begin("last-year", school=school.pk)
    assert "Ответьте по 4 мерам" in said(page)

    answers = {
        "a-1-term": "май 2022",
        "a-2-skip": "on",
        "a-3-term": "03.06.2021–30.11.2021",
        "a-4-term": "май",
    }
    refused = confirm(page, **answers)
    assert "Мера 4, Срок: В этом сроке назван прошлый год" in said(refused)
    confirm(page, **answers | {"a-3-term": "июнь"})
    assert Roadmap.objects.get(year=2021).sections.get().measures.count() == 4


def test_a_dated_term_is_offered_with_its_year_moved_and_never_taken_by_itself(
    begin, confirm, last_year, school
):
    page = begin("last-year", school=school.pk)

    assert "Предложение: <b>«май 2022»</b>, то есть с 01.05.2022 по 31.05.2022." in said(page)
    assert "<b>«2021/2022 уч. г.»</b>" in said(page)
    assert "Для 3 мер портал предлагает прежний срок с новым годом" in said(page)
    assert 'value="май 2021"' in said(page)  # the field still holds the old words
    answers = {"a-1-term": "май 2021", "a-2-term": "2020/2021 уч. г.", "a-3-skip": "on", "a-4-term": "май"}
    assert "Мера 2, Срок: Этот срок вне плана" in said(confirm(page, **answers))


def test_one_offer_is_taken_and_the_rest_stays_as_it_was_typed(begin, confirm, last_year, school):
    page = begin("last-year", school=school.pk)
    typed = {"a-1-term": "2021", "a-1-starts_on": "2022-05-01", "a-2-term": "зима", "a-3-skip": "on"}
    shown = confirm(page, take="a-1", **typed)

    assert shown.status_code == 200
    assert not Roadmap.objects.filter(year=2021).exists()
    assert re.search(r'name="a-1-term"[^>]* value="май 2022" autofocus', said(shown))
    assert 'value="2022-05-01"' not in said(shown)  # its place is taken by the offer
    assert 'value="зима"' in said(shown)
    assert re.search(r'name="a-3-skip"[^>]* checked', said(shown))
    assert "is-invalid" not in said(shown)
    assert "Вы приняли предложение: <b>«май 2022»</b>" in said(shown)


def test_all_offers_are_taken_at_once_but_not_over_an_answer(begin, confirm, last_year, school):
    page = begin("last-year", school=school.pk)
    asked = {"a-1-term": "июнь", "a-2-term": "2020/2021 уч. г.", "a-3-term": "03.06.2021–30.11.2021"}
    shown = confirm(page, take="all", **asked | {"a-4-term": "май"})
    terms = dict(re.findall(r'name="(a-\d-term)"[^>]* value="([^"]*)"', said(shown)))

    assert terms == {
        "a-1-term": "июнь",
        "a-2-term": "2021/2022 уч. г.",
        "a-3-term": "03.06.2022–30.11.2022",
        "a-4-term": "май",
    }
    assert "Ответьте по 2 мерам" in said(shown)
    confirm(shown, **terms)
    written = Measure.objects.filter(section__roadmap__year=2021).order_by("position")
    assert list(written.values_list("term", "starts_on", "ends_on"))[2:4] == [
        ("2021/2022 уч. г.", date(2021, 9, 1), date(2022, 5, 31)),
        ("03.06.2022–30.11.2022", date(2022, 6, 3), date(2022, 11, 30)),
    ]


def test_an_offer_says_which_of_its_days_are_off(begin, school, methodist, head):
    roadmap = RoadmapFactory(school=school, year=2020)
    row = {"term": "11.05.2021–21.05.2021", "starts_on": date(2021, 5, 11), "ends_on": date(2021, 5, 21)}
    MeasureFactory(section=SectionFactory(roadmap=roadmap), **row)
    approved(roadmap, author=methodist, head=head)

    page = said(begin("last-year", school=school.pk))
    assert "«11.05.2022–21.05.2022»" in page
    assert "Выходной день: 21.05.2022 — суббота." in page


def test_an_offer_is_not_taken_by_a_stranger(client, begin, confirm, last_year, school, stranger):
    page = begin("last-year", school=school.pk)
    client.force_login(stranger)

    assert confirm(page, take="all").status_code == 404


def test_a_page_of_an_earlier_release_still_begins_its_plan(begin, confirm, client, school):
    """Its rows say nothing about offers."""
    page = begin("file", file=PLAN)
    signed = re.search(r'name="plan" value="([^"]+)"', said(page))[1]
    place, ignored, rows = signing.loads(signed, salt="roadmaps.review")
    older = signing.dumps([place, ignored, [row[:4] for row in rows]], salt="roadmaps.review", compress=True)

    answers = {"a-1-skip": "on", "a-2-skip": "on"}
    assert client.post(START, {"plan": older} | answers).status_code == 302
    assert Measure.objects.get().name == "Курсы"


def test_last_year_without_a_plan_is_told_and_nothing_typed_is_lost(begin, school):
    page = begin("last-year", school=school.pk, year="2022")

    assert "За прошлый год у этой школы или района нет утверждённой карты" in said(page)
    assert f'<option value="{school.pk}" selected>' in said(page)
    assert '<option value="2022" selected>' in said(page)
    assert not Roadmap.objects.exists()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (None, "Выберите файл с планом"),
        (b"\x89PNG", "это не документ Word"),
        (plan_document(["1"], head=["Показатель"]), "Искали столбцы"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_at_its_field(begin, file, words):
    page = begin("file", file=file)

    assert words in said(page)
    assert 'href="#id_file"' in said(page)


def test_a_file_sent_without_choosing_it_is_still_taken(begin):
    assert "Ответьте по 2 мерам" in said(begin("", file=PLAN))


def test_a_year_that_has_its_plan_is_told_before_anything_is_asked(begin, school, district):
    roadmap_with(1, school=school, year=2021)

    assert "в ней есть меры" in said(begin("template:municipal", school=school.pk))
    assert "Проверьте новую карту" in said(begin("template:municipal"))  # the district has none yet


@pytest.mark.parametrize("beginning", ["empty", "template:municipal"])
def test_the_plan_that_is_in_place_is_one_click_away(begin, beginning, school, second_school):
    there, other = roadmap_with(1, school=school, year=2021), roadmap_with(1, school=second_school, year=2021)

    told = said(begin(beginning, school=school.pk))
    assert "карта уже есть" in told
    assert f'<a href="{there.get_absolute_url()}">{there}</a>, черновик.' in told
    assert other.get_absolute_url() not in told
    assert "На этот год уже есть" not in said(begin("file", school=school.pk, year="2022"))


def test_a_plan_that_one_may_not_see_is_not_named(school, district, methodist, stranger):
    there = roadmap_with(1, school=school, year=2021)
    place = {"district": district, "school": school, "year": 2021, "period": "academic"}

    assert plan_in_place(user=methodist, **place) == there
    assert plan_in_place(user=stranger, **place) is None


def test_the_second_of_two_windows_loses_nothing(begin, confirm):
    first, second = begin("template:municipal"), begin("file", file=PLAN)
    assert confirm(first).status_code == 302
    assert confirm(first).status_code == 302  # the second click finds the same plan

    answer = confirm(second, **{"a-1-term": "май", "a-2-term": "июнь"})
    assert answer.status_code == 409
    assert "в ней есть меры" in said(answer)
    assert f'<a href="{Roadmap.objects.get().get_absolute_url()}">' in said(answer)
    assert 'value="июнь"' in said(answer)
    assert Measure.objects.count() == 21


def test_a_page_that_is_not_ours_begins_nothing(client, methodist):
    client.force_login(methodist)
    for plan in ("", "x", "a:b:c"):
        assert client.post(START, {"plan": plan}).url == reverse("roadmaps:create")
    assert not Roadmap.objects.exists()


@pytest.mark.parametrize("of_school", [False, True])
def test_a_plan_recognised_for_another_place_is_not_begun(
    client, begin, confirm, school, stranger, of_school
):
    page = begin("template:municipal", school=school.pk if of_school else "")
    client.force_login(stranger)

    assert confirm(page).status_code == 404
    assert not Roadmap.objects.exists()


def test_pages_ask_the_database_the_same_for_any_plan(begin):
    def asked(measures: int) -> int:
        rows = [[str(n), "Курсы", "по итогам ВПР", ""] for n in range(1, measures + 1)]
        with CaptureQueriesContext(connection) as queries:
            page = begin("file", file=plan_document(*rows))
        assert said(page).count("<fieldset") == measures
        return len(queries)

    assert asked(1) == asked(60)
