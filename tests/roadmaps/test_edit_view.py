"""The editor without a script: rows added by a button, errors at their field, two people at once."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core.errors import InvalidInput
from roadmaps import services
from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.models import Measure, Roadmap
from tests.factories.roadmaps import RiskFactorFactory, roadmap_with, submitted


@pytest.fixture
def roadmap(school, methodist):
    return roadmap_with(1, school=school, edited_by=methodist)


@pytest.fixture
def measure(roadmap):
    return roadmap.sections.get().measures.get()


def url(roadmap):
    return reverse("roadmaps:edit", args=[roadmap.pk])


def typed(roadmap, *measures, **fields):
    """What a browser sends for one section with these measures."""
    section = roadmap.sections.first()
    data = {
        "seen": roadmap.revision,
        "title": "Карта",
        "s-total": 1,
        "s-0-id": section.pk if section else "",
        "s-0-title": "Кадры",
        "s-0-m-total": len(measures),
    }
    for index, row in enumerate(measures):
        data |= {f"s-0-m-{index}-{name}": value for name, value in row.items()}
    return data | fields


def row(name="Курсы", term="май 2021", **fields):
    return {"name": name, "term": term} | fields


def test_the_page_has_what_is_stored(client, methodist, roadmap, measure):
    client.force_login(methodist)
    page = client.get(url(roadmap)).content.decode()

    assert measure.name in page
    assert "Понято так: с 01.05.2021 по 31.05.2021" in page


def test_save(client, methodist, roadmap, measure):
    client.force_login(methodist)
    data = typed(
        roadmap, row("Курсы", "ноябрь-декабрь 2020 года", id=measure.pk, result="готово"), row("Ещё")
    )
    answer = client.post(url(roadmap), data)

    assert answer.headers["Location"] == roadmap.get_absolute_url()
    measure.refresh_from_db()
    assert (measure.name, measure.starts_on, measure.result) == ("Курсы", date(2020, 11, 1), "готово")
    assert Measure.objects.count() == 2


def test_the_lines_of_a_term_come_back_as_they_were(client, methodist, roadmap, measure):
    """A field of one line would join them into one word."""
    client.force_login(methodist)
    Measure.objects.filter(pk=measure.pk).update(term="март\nмай")

    page = client.get(url(roadmap)).content.decode()
    assert re.search(r"<textarea[^>]*>\nмарт\nмай</textarea>", page)
    client.post(url(roadmap), typed(roadmap, row(id=measure.pk, term="март\r\nмай")))
    measure.refresh_from_db()
    assert (measure.term, measure.starts_on, measure.ends_on) == (
        "март\nмай", date(2021, 3, 1), date(2021, 5, 31),
    )  # fmt: skip


def test_blank_rows_and_marked_ones_are_not_kept(client, methodist, roadmap, measure):
    client.force_login(methodist)
    data = typed(roadmap, row("", ""), row(id=measure.pk, remove="on"), row("Остаётся"))
    client.post(url(roadmap), data)

    assert Measure.objects.get().name == "Остаётся"


def test_typed_dates_are_used_and_come_back(client, methodist, roadmap):
    client.force_login(methodist)
    client.post(
        url(roadmap), typed(roadmap, row("Курсы", "август", starts_on="2021-08-02", ends_on="2021-08-20"))
    )

    measure = Measure.objects.get()
    assert (measure.term, measure.starts_on, measure.ends_on) == (
        "август",
        date(2021, 8, 2),
        date(2021, 8, 20),
    )
    page = client.get(url(roadmap)).content.decode()
    assert 'value="2021-08-02"' in page
    assert "Даты указаны вручную" in page


@pytest.mark.parametrize(
    ("term", "answers", "said"),
    [
        ("июнь", ["typed", "said"], "по новому сроку: с 01.06.2021 по 30.06.2021"),
        ("май 2025", ["typed"], "Этот срок вне плана"),
    ],
)
def test_a_wording_that_came_to_say_other_days_is_asked_about(
    term, answers, said, client, methodist, roadmap, measure
):
    days = {"starts_on": "2021-05-20", "ends_on": "2021-05-30"}
    client.force_login(methodist)
    client.post(url(roadmap), typed(roadmap, row(term="20-30 числа", id=measure.pk, **days)))

    for answer in answers:
        Measure.objects.update(
            term="20-30 числа", earlier_term="", starts_on=date(2021, 5, 20), ends_on=date(2021, 5, 30)
        )
        roadmap.refresh_from_db()
        saved = client.post(url(roadmap), typed(roadmap, row(term=term, id=measure.pk, **days)))
        assert saved.url == url(roadmap)
        roadmap.refresh_from_db()
        page = client.get(url(roadmap)).content.decode()
        assert "Срок был «20-30 числа», и даты указаны к нему." in page
        assert "указанные вручную: с 20.05.2021 по 30.05.2021" in page
        assert said in page
        assert page.count('name="s-0-m-0-dates"') == len(answers)
        assert "У меры 1 срок изменён" in client.get(roadmap.get_absolute_url()).content.decode()
        measure.refresh_from_db()
        assert (measure.starts_on, measure.ends_on) == (date(2021, 5, 20), date(2021, 5, 30))
        with pytest.raises(InvalidInput, match=f"Мера 1: срок изменён на «{term}», а даты указаны прежние"):
            submitted(roadmap, by=methodist)

        asked = row(term=term, id=measure.pk, dates=answer, **days)
        assert client.post(url(roadmap), typed(roadmap, asked)).url == roadmap.get_absolute_url()
        measure.refresh_from_db()
        assert measure.earlier_term == ""
        assert measure.ends_on == (date(2021, 5, 30) if answer == "typed" else date(2021, 6, 30))
        roadmap.refresh_from_db()
        client.post(url(roadmap), typed(roadmap, row(term=term, id=measure.pk, **days)))
        measure.refresh_from_db()
        assert measure.earlier_term == ""
    roadmap.refresh_from_db()
    assert submitted(roadmap, by=methodist).status == "submitted"


@pytest.mark.parametrize(
    "fields",
    [
        {"term": "по графику", "starts_on": "2021-05-20", "ends_on": "2021-05-30"},
        {"term": "июнь", "starts_on": "2021-06-20", "ends_on": "2021-06-30"},
        {"term": "20.05.2021–30.05.2021", "starts_on": "2021-05-20", "ends_on": "2021-05-30"},
        {"term": "июнь"},
    ],
    ids=["words that say no days", "days typed anew", "the same days in words", "days taken out"],
)
def test_a_wording_that_says_nothing_against_the_days_is_not_asked_about(
    fields, client, methodist, roadmap, measure
):
    Measure.objects.update(term="20-30 числа", starts_on=date(2021, 5, 20), ends_on=date(2021, 5, 30))
    client.force_login(methodist)

    saved = client.post(url(roadmap), typed(roadmap, row(id=measure.pk, **fields)))

    assert saved.url == roadmap.get_absolute_url()
    measure.refresh_from_db()
    assert measure.earlier_term == ""


def test_dates_of_the_wording_follow_the_wording(client, methodist, roadmap, measure):
    client.force_login(methodist)
    assert 'value="2021-05-01"' not in client.get(url(roadmap)).content.decode()
    client.post(url(roadmap), typed(roadmap, row("Курсы", "июнь", id=measure.pk)))

    measure.refresh_from_db()
    assert measure.starts_on == date(2021, 6, 1)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"term": "31.02.2021"}, "Такой даты нет: 31.02.2021"),
        ({"term": "21.05.2021-11.05.2021"}, "Окончание раньше начала"),
        ({"starts_on": "2021-02-31"}, "Такой даты нет"),
        ({"starts_on": "2021-05-02", "ends_on": "2021-05-01"}, "Окончание раньше начала"),
        ({"ends_on": "2029-05-01"}, "Этого года в плане нет: он идёт с 01.09.2020 по 31.08.2021"),
        ({"starts_on": "2019-05-02", "ends_on": "2021-05-01"}, "Этого года в плане нет"),
        ({"name": "М" * 2001}, "Не больше 2000 знаков"),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(bad, message, client, methodist, roadmap, measure):
    client.force_login(methodist)
    before = measure.name
    page = client.post(url(roadmap), typed(roadmap, row("Хорошая", "июнь"), row(**bad)))

    text = page.content.decode()
    assert page.status_code == 200
    assert text.count(message) == 2  # in the box on top and at the field
    assert "Хорошая" in text
    assert next(iter(bad.values())) in text
    measure.refresh_from_db()
    assert (measure.name, Measure.objects.count()) == (before, 1)


def test_unknown_term_asks_and_saves(client, methodist, roadmap):
    client.force_login(methodist)
    client.post(url(roadmap), typed(roadmap, row("Курсы", "по графику")))

    assert Measure.objects.get().term == "по графику"
    assert "Даты стоят в другом документе" in client.get(url(roadmap)).content.decode()


@pytest.mark.parametrize(
    ("period", "term", "read"),
    [
        ("academic", "раз в месяц", "Понято так: с 01.09.2020 по 31.08.2021, раз в месяц"),
        (
            "academic",
            "2 раза в год (декабрь, май)",
            "Понято так: с 01.12.2020 по 31.05.2021, раз в полугодие",
        ),
        ("academic", "август", "Понято так: с 01.08.2021 по 31.08.2021"),
        ("calendar", "август", "Понято так: с 01.08.2020 по 31.08.2020"),
    ],
)
def test_what_is_read_in_a_term_is_shown_to_be_confirmed(client, methodist, roadmap, period, term, read):
    Roadmap.objects.filter(pk=roadmap.pk).update(period=period)
    client.force_login(methodist)
    client.post(url(roadmap), typed(roadmap, row("Курсы", term)))

    assert read in client.get(url(roadmap)).content.decode()


def test_a_term_written_anew_forgets_how_often_it_was(client, methodist, roadmap, measure):
    client.force_login(methodist)
    client.post(url(roadmap), typed(roadmap, row("Курсы", "раз в месяц", id=measure.pk)))
    assert Measure.objects.get().recurrence == "monthly"
    assert 'value="monthly" selected' not in client.get(url(roadmap)).content.decode()  # the wording says it

    roadmap.refresh_from_db()
    client.post(url(roadmap), typed(roadmap, row("Курсы", "сентябрь", id=measure.pk)))
    assert (Measure.objects.get().recurrence, Measure.objects.get().starts_on) == ("", date(2020, 9, 1))


def test_add_button_keeps_what_was_typed_and_saves_nothing(client, methodist, roadmap):
    client.force_login(methodist)
    page = client.post(url(roadmap), typed(roadmap, row("Начал писать", "31.02.2021"), title="", add="s-0"))

    text = page.content.decode()
    assert "Начал писать" in text
    assert 'name="s-0-m-1-name"' in text
    assert "error-summary" not in text
    assert not Measure.objects.filter(name="Начал писать").exists()


def test_add_section(client, methodist, roadmap):
    client.force_login(methodist)
    text = client.post(url(roadmap), typed(roadmap, row(), add="section")).content.decode()

    assert 'name="s-1-title"' in text
    assert 'name="s-1-m-0-name"' in text


@pytest.mark.parametrize("total", ["-1", "abc", "99999999", "²", ""])
def test_odd_counts_do_no_harm(total, client, methodist, roadmap):
    client.force_login(methodist)

    data = typed(roadmap, row()) | {"s-0-m-total": total}
    assert client.post(url(roadmap), data).status_code in (200, 302)


def test_fields_that_are_no_fields_are_ignored(client, methodist, roadmap, neighbour):
    client.force_login(methodist)
    extra = {"status": "approved", "district": neighbour.pk, "school": "", "version": "5", "year": "2031"}
    client.post(url(roadmap), typed(roadmap, row(), **extra))

    fresh = Roadmap.objects.get()
    assert (fresh.status, fresh.district, fresh.school) == ("draft", roadmap.district, roadmap.school)
    assert (fresh.version, fresh.year) == (1, 2020)


def test_rows_of_another_roadmap_are_refused(client, methodist, roadmap, second_school):
    foreign = roadmap_with(1, school=second_school).sections.get().measures.get()
    client.force_login(methodist)
    page = client.post(url(roadmap), typed(roadmap, row("Украдена", id=foreign.pk)))

    assert "не относятся к этой карте" in page.content.decode()
    foreign.refresh_from_db()
    assert foreign.name != "Украдена"


def other_saves(roadmap, person, *measures: MeasureInput):
    section = roadmap.sections.get()
    rows = [SectionInput("Кадры", measures, id=section.pk)]
    return services.roadmap_save(
        roadmap=roadmap, sections=rows, seen=roadmap.revision, by=person, title="Карта"
    )


def test_conflict_shows_the_other_text_and_keeps_mine(client, methodist, second_methodist, roadmap, measure):
    other_saves(
        roadmap,
        second_methodist,
        MeasureInput("Её вариант", "июнь", id=measure.pk),
        MeasureInput("Её новая", "май"),
    )
    client.force_login(methodist)
    page = client.post(url(roadmap), typed(roadmap, row("Мой вариант", "июнь", id=measure.pk)))

    text = page.content.decode()
    assert page.status_code == 409
    assert second_methodist.short_name in text
    assert "Её вариант" in text
    assert "Мой вариант" in text
    assert "Её новая" in text
    measure.refresh_from_db()
    assert measure.name == "Её вариант"


def test_after_a_conflict_the_next_save_is_made_knowingly(
    client, methodist, second_methodist, roadmap, measure
):
    saved = other_saves(
        roadmap,
        second_methodist,
        MeasureInput("Её вариант", "июнь", id=measure.pk),
        MeasureInput("Её новая", "май"),
    )
    client.force_login(methodist)
    page = client.post(url(roadmap), typed(roadmap, row("Мой вариант", "июнь", id=measure.pk)))
    client.post(url(roadmap), dict(page.context["editor"].data.items()))

    names = [row.name for row in saved.sections.get().measures.all()]
    assert names == ["Мой вариант", "Её новая"]


def test_row_removed_by_the_other_becomes_a_new_one(client, methodist, second_methodist, roadmap, measure):
    other_saves(roadmap, second_methodist, MeasureInput("Её новая", "май"))
    client.force_login(methodist)
    page = client.post(url(roadmap), typed(roadmap, row("Мой вариант", "июнь", id=measure.pk)))
    client.post(url(roadmap), dict(page.context["editor"].data.items()))

    assert [row.name for row in Measure.objects.order_by("position")] == ["Мой вариант", "Её новая"]


def test_the_same_form_sent_twice_is_saved_once(client, methodist, roadmap, measure):
    client.force_login(methodist)
    data = typed(roadmap, row("Курсы", id=measure.pk), row("Новая мера"))
    first, second = client.post(url(roadmap), data), client.post(url(roadmap), data)

    assert (first.status_code, second.status_code) == (302, 302)
    assert [row.name for row in Measure.objects.order_by("position")] == ["Курсы", "Новая мера"]


def test_what_waits_for_approval_cannot_be_edited(client, methodist, roadmap):
    data = typed(roadmap, row("Поздно"))
    sent = submitted(roadmap, by=methodist)
    client.force_login(methodist)

    assert client.get(url(sent)).headers["Location"] == sent.get_absolute_url()
    late = client.post(url(sent), data | {"seen": sent.revision})
    assert late.status_code == 409
    assert "изменять нельзя" in late.content.decode()
    assert "Поздно" in late.content.decode()
    assert not Measure.objects.filter(name="Поздно").exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("stranger", 404), ("head", 403), ("observer", 403), ("school_user", 403), ("admin", 403)],
)
def test_edit_by_role(who, status, client, roadmap, request):
    client.force_login(request.getfixturevalue(who))

    assert client.get(url(roadmap)).status_code == status
    assert client.post(url(roadmap), typed(roadmap, row("Чужая"))).status_code == status
    assert not Measure.objects.filter(name="Чужая").exists()


# --- All fields of a measure ----------------------------------------------------------------------

FACTS = {
    "form": "семинар",
    "responsible": "директор",
    "expected": "Двое учителей\nпрошли курсы",
    "addressee": "педагоги",
    "recurrence": "monthly",
    "indicator": "доля учителей с курсами",
    "resources": "без затрат",
    "result": "готово",
}


def test_every_field_is_stored_and_comes_back(client, methodist, roadmap):
    risk = RiskFactorFactory(name="Кадры школы")
    client.force_login(methodist)
    client.post(url(roadmap), typed(roadmap, row(**FACTS, risk_factor=risk.pk)))

    measure = Measure.objects.get()
    assert {name: getattr(measure, name) for name in FACTS} == FACTS
    assert measure.risk_factor == risk
    form = client.get(url(roadmap)).context["editor"].sections[0].measures[0]
    assert {name: form[name].value() for name in FACTS} == FACTS
    assert form["risk_factor"].value() == risk.pk


def test_the_page_of_the_plan_shows_every_field(client, methodist, roadmap):
    risk = RiskFactorFactory(name="Кадры школы")
    client.force_login(methodist)
    client.post(url(roadmap), typed(roadmap, row(**FACTS, risk_factor=risk.pk)))
    page = client.get(roadmap.get_absolute_url())

    assert page.context["sections"][0]["rows"][0]["facts"] == [
        ("Форма", "семинар"),
        ("Для кого", "педагоги"),
        ("Фактор риска", "Кадры школы"),
        ("Показатель", "доля учителей с курсами"),
        ("Ресурсы", "без затрат"),
    ]
    text = page.content.decode()
    assert "<dt>Фактор риска</dt> <dd>Кадры школы</dd>" in text
    assert "Двое учителей<br>прошли курсы" in text


@pytest.mark.parametrize("name", ["form", "addressee", "indicator", "resources", "expected"])
def test_a_row_with_one_word_is_a_measure(name, client, methodist, roadmap, measure):
    client.force_login(methodist)
    client.post(url(roadmap), typed(roadmap, row("", "", id=measure.pk, **{name: "слово"})))

    measure.refresh_from_db()
    assert getattr(measure, name) == "слово"


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"form": "Ф" * 121}, "Не больше 120 знаков."),
        ({"addressee": "А" * 201}, "Не больше 200 знаков."),
        ({"resources": "Р" * 501}, "Не больше 500 знаков."),
        ({"risk_factor": "999"}, "Такого фактора риска нет. Выберите из списка."),
        ({"risk_factor": "x"}, "Такого фактора риска нет. Выберите из списка."),
        ({"recurrence": "always"}, "Выберите повторение из списка."),
    ],
)
def test_an_error_under_more_fields_opens_them(bad, message, client, methodist, roadmap):
    client.force_login(methodist)
    page = client.post(url(roadmap), typed(roadmap, row(**bad)))

    form = page.context["editor"].sections[0].measures[0]
    assert page.content.decode().count(message) == 2
    assert form.more_open is (not {"form", "recurrence"} & set(bad))
    assert form.dates_open is ("recurrence" in bad)


def test_the_first_look_is_calm_and_what_is_filled_is_open(client, methodist, roadmap):
    client.force_login(methodist)
    data = typed(roadmap, row(), row(resources="автобус"), row("Клуб", "август", recurrence="weekly"))
    client.post(url(roadmap), data)
    forms = client.get(url(roadmap)).context["editor"].sections[0].measures

    assert [(form.more_open, form.dates_open) for form in forms] == [
        (False, False),
        (True, False),
        (False, True),
    ]


def test_words_of_this_district_are_offered(client, methodist, roadmap, second_school, neighbour_school):
    for school, form in ((second_school, "педагогическая мастерская"), (neighbour_school, "чужая форма")):
        theirs = roadmap_with(1, school=school)
        Measure.objects.filter(section__roadmap=theirs).update(form=form, responsible=f"кто-то, {form}")
    client.force_login(methodist)
    offered = client.get(url(roadmap)).context["suggestions"]

    assert offered.forms[:2] == ["педагогическая мастерская", "семинар"]
    assert "чужая форма" not in offered.forms
    assert offered.responsible == ["заместитель директора"]
    assert offered.addressees[0] == "обучающиеся"


def test_the_editor_asks_the_same_for_any_length(client, methodist, school, second_school):
    risk = RiskFactorFactory()
    asked = []
    for place, measures in ((school, 1), (second_school, 25)):
        roadmap = roadmap_with(measures, school=place)
        Measure.objects.filter(section__roadmap=roadmap).update(risk_factor=risk)
        client.force_login(methodist)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(roadmap)).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("who", ["second_methodist", "stranger", "school_user"])
def test_the_editor_writes_only_for_its_own_person(client, methodist, roadmap, who, request):
    client.force_login(methodist)
    data = typed(roadmap, row("Курсы", "июнь"), user=methodist.pk)
    assert (
        f'<input type="hidden" name="user" value="{methodist.pk}">'
        in client.get(url(roadmap)).content.decode()
    )
    client.force_login(request.getfixturevalue(who))

    for button in ({}, {"add": "s-0"}):
        page = client.post(url(roadmap), data | button)
        assert page.status_code == 409
        assert "вошёл другой сотрудник" in page.content.decode()
        assert 'id="plan-form"' not in page.content.decode()
    assert Roadmap.objects.get().revision == 1

    client.force_login(methodist)
    assert client.post(url(roadmap), data).status_code == 302
