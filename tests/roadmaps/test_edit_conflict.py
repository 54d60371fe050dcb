"""Two people write one roadmap: both texts side by side, and each field is decided."""

from dataclasses import replace
from datetime import date

import pytest

from roadmaps import services
from roadmaps.checks import MeasureInput, SectionInput
from roadmaps.models import Measure, Roadmap
from roadmaps.selectors import measures_at
from tests.factories.roadmaps import RiskFactorFactory
from tests.roadmaps.editing import edit_url, names, sent


@pytest.fixture
def roadmap(school, methodist):
    """Written by the service, so that its history knows each revision."""
    roadmap = services.roadmap_create(district=school.district, school=school, year=2020, by=methodist)
    rows = [SectionInput("Кадры", (MeasureInput("Курсы", "май 2021"), MeasureInput("Клуб", "июнь 2021")))]
    return services.roadmap_save(roadmap=roadmap, sections=rows, seen=roadmap.revision, by=methodist)


@pytest.fixture
def inputs(roadmap):
    return [MeasureInput(row.name, row.term, id=row.pk) for row in roadmap.sections.get().measures.all()]


def other_saves(roadmap: Roadmap, person, *rows: MeasureInput, title: str = "Кадры") -> Roadmap:
    section = SectionInput(title, rows, id=roadmap.sections.get().pk)
    return services.roadmap_save(roadmap=roadmap, sections=[section], seen=roadmap.revision, by=person)


def as_row(row: MeasureInput, **fields) -> dict:
    return {"id": row.id, "name": row.name, "term": row.term} | fields


def next_save(client, page, roadmap, **fields):
    """What the browser sends from the page of the conflict, with the boxes as they came or as given."""
    differences = page.context["differences"]
    take = [choice.key for clash in differences.clashes for choice in clash.choices if choice.taken]
    data = dict(page.context["editor"].data.items()) | {"take": take, "clash": differences.seen} | fields
    return client.post(edit_url(roadmap), data)


def choices(page) -> list[tuple]:
    return [
        (clash.title, choice.label, choice.theirs, choice.mine, choice.key, choice.taken)
        for clash in page.context["differences"].clashes
        for choice in clash.choices
    ]


def test_only_what_the_other_changed_is_asked_and_his_untouched_fields_win(
    client, methodist, second_methodist, roadmap, inputs
):
    first, second = inputs
    other_saves(
        roadmap,
        second_methodist,
        replace(first, name="Её курсы", expected="Её ожидание"),
        replace(second, responsible="директор"),
    )
    client.force_login(methodist)
    data = sent(roadmap, [as_row(first, name="Мои курсы", form="семинар"), as_row(second)])
    page = client.post(edit_url(roadmap), data)

    assert page.status_code == 409
    assert choices(page) == [
        ("Мера 1 · Мои курсы", "Мероприятие", "Её курсы", "Мои курсы", "s-0-m-0-name", False),
        ("Мера 1 · Мои курсы", "Ожидаемый результат", "Её ожидание", "", "s-0-m-0-expected", True),
        ("Мера 2 · Клуб", "Ответственный", "директор", "", "s-0-m-1-responsible", True),
    ]
    text = page.content.decode()
    assert second_methodist.short_name in text
    assert (
        text.count('form="plan-form" type="checkbox"') + text.count('type="checkbox" form="plan-form"') == 3
    )

    assert next_save(client, page, roadmap).status_code == 302
    rows = [(row.name, row.form, row.expected, row.responsible) for row in Measure.objects.order_by("pk")]
    assert rows == [("Мои курсы", "семинар", "Её ожидание", ""), ("Клуб", "", "", "директор")]


def test_a_box_that_is_cleared_keeps_mine(client, methodist, second_methodist, roadmap, inputs):
    first, second = inputs
    other_saves(roadmap, second_methodist, replace(first, responsible="директор"), second)
    client.force_login(methodist)
    page = client.post(edit_url(roadmap), sent(roadmap, [as_row(first), as_row(second, name="Мой клуб")]))
    next_save(client, page, roadmap, take=[])

    assert [row.responsible for row in Measure.objects.order_by("pk")] == ["", ""]


def test_a_term_is_taken_with_its_dates(client, methodist, second_methodist, roadmap, inputs):
    first, second = inputs
    day = date(2021, 8, 2)
    other_saves(roadmap, second_methodist, replace(first, term="август", starts_on=day, ends_on=day), second)
    client.force_login(methodist)
    page = client.post(edit_url(roadmap), sent(roadmap, [as_row(first, term="июль 2021"), as_row(second)]))
    assert [(row[1], row[4], row[5]) for row in choices(page)] == [
        ("Срок", "s-0-m-0-term", False),
        ("Начало", "", False),
        ("Окончание", "", False),
    ]
    next_save(client, page, roadmap, take=["s-0-m-0-term"])

    measure = Measure.objects.get(pk=first.id)
    assert (measure.term, measure.starts_on, measure.ends_on) == ("август", day, day)


def test_a_risk_factor_is_told_by_its_name(client, methodist, second_methodist, roadmap, inputs):
    first, second = inputs
    theirs, mine = RiskFactorFactory(name="Кадры"), RiskFactorFactory(name="Мотивация")
    other_saves(roadmap, second_methodist, replace(first, risk_factor=theirs.pk), second)
    client.force_login(methodist)
    data = sent(roadmap, [as_row(first, risk_factor=mine.pk), as_row(second)])
    page = client.post(edit_url(roadmap), data)
    assert [row[1:4] for row in choices(page)] == [("Фактор риска", "Кадры", "Мотивация")]
    next_save(client, page, roadmap, take=["s-0-m-0-risk_factor"])

    assert Measure.objects.get(pk=first.id).risk_factor == theirs


def test_titles_can_be_taken_too(client, methodist, second_methodist, roadmap, inputs):
    other_saves(roadmap, second_methodist, *inputs, title="Её раздел")
    client.force_login(methodist)
    data = sent(roadmap, [as_row(row) for row in inputs])
    page = client.post(edit_url(roadmap), data | {"s-0-title": "Мой раздел"})
    assert [row[1:5] for row in choices(page)] == [
        ("Название раздела", "Её раздел", "Мой раздел", "s-0-title")
    ]
    next_save(client, page, roadmap, take=["s-0-title"])

    assert roadmap.sections.get().title == "Её раздел"


def test_rows_of_one_text_alone_are_told(client, methodist, second_methodist, roadmap, inputs):
    first, second = inputs
    other_saves(roadmap, second_methodist, first, MeasureInput("Её новая", "май"))
    client.force_login(methodist)
    data = sent(roadmap, [as_row(first, remove="on"), as_row(second), {"name": "Моя новая"}])
    page = client.post(edit_url(roadmap), data)

    differences = page.context["differences"]
    assert differences.theirs == [("3", "Её новая")]
    assert [(row.kind, row.name) for row in differences.rows] == [
        ("added", "Клуб"),
        ("added", "Моя новая"),
        ("removed", "Курсы"),
    ]
    next_save(client, page, roadmap)
    assert names(roadmap) == [["Клуб", "Моя новая", "Её новая"]]


def test_my_order_alone_is_no_reason_to_call_it_saved(client, methodist, second_methodist, roadmap, inputs):
    first, second = inputs
    other_saves(roadmap, second_methodist, first, second)
    client.force_login(methodist)
    data = sent(roadmap, [as_row(first), as_row(second)], order="s-0 s-0-m-1 s-0-m-0")
    page = client.post(edit_url(roadmap), data)

    assert page.status_code == 409
    assert "Порядок мер отличается" in page.content.decode()
    next_save(client, page, roadmap)
    assert names(roadmap) == [["Клуб", "Курсы"]]


def test_errors_are_mended_before_the_texts_are_compared(
    client, methodist, second_methodist, roadmap, inputs
):
    """Else the second save would overwrite words that nobody had seen."""
    first, second = inputs
    other_saves(roadmap, second_methodist, replace(first, name="Её курсы"), second)
    client.force_login(methodist)
    bad = client.post(edit_url(roadmap), sent(roadmap, [as_row(first, term="31.02.2021"), as_row(second)]))
    assert "Такой даты нет" in bad.content.decode()
    mended = dict(bad.context["editor"].data.items()) | {"s-0-m-0-term": "июнь"}
    page = client.post(edit_url(roadmap), mended)

    assert page.status_code == 409
    assert "Её курсы" in page.content.decode()


def test_a_third_save_is_shown_again_and_no_box_brings_unseen_words(
    client, methodist, second_methodist, roadmap, inputs
):
    first, second = inputs
    newer = other_saves(roadmap, second_methodist, replace(first, name="Её курсы"), second)
    client.force_login(methodist)
    page = client.post(edit_url(roadmap), sent(roadmap, [as_row(first, name="Мои"), as_row(second)]))
    other_saves(newer, second_methodist, replace(first, name="Ещё новее"), second)
    again = next_save(client, page, roadmap, take=["s-0-m-0-name"])

    assert again.status_code == 409
    assert [row[2:4] for row in choices(again)] == [("Ещё новее", "Мои")]


def test_a_button_keeps_both_texts_in_sight_and_what_was_taken(
    client, methodist, second_methodist, roadmap, inputs
):
    first, second = inputs
    other_saves(roadmap, second_methodist, replace(first, name="Её", responsible="директор"), second)
    client.force_login(methodist)
    page = client.post(edit_url(roadmap), sent(roadmap, [as_row(first, name="Моё"), as_row(second)]))
    longer = next_save(client, page, roadmap, add="s-0")

    assert [row[1:] for row in choices(longer)] == [("Мероприятие", "Её", "Моё", "s-0-m-0-name", False)]
    form = longer.context["editor"].sections[0].measures[0]
    assert form["responsible"].value() == "директор"


def test_history_knows_what_a_person_found(roadmap, inputs, second_methodist):
    first, second = inputs
    before = roadmap.revision
    saved = other_saves(roadmap, second_methodist, replace(first, name="Новее"), second)

    assert [row.name for row in measures_at(roadmap, before).values()] == ["Курсы", "Клуб"]
    assert [row.name for row in measures_at(roadmap, saved.revision).values()] == ["Новее", "Клуб"]
    assert measures_at(roadmap, 1) == {}


def test_a_script_is_told_where_to_go(client, methodist, roadmap, inputs):
    client.force_login(methodist)
    data = sent(roadmap, [as_row(row) for row in inputs])
    for _ in range(2):  # the same form sent twice is saved once
        answer = client.post(edit_url(roadmap), data, headers={"X-Requested-With": "fetch"})
        assert answer.json() == {"url": roadmap.get_absolute_url()}


def test_a_draft_is_shown_and_not_saved(client, methodist, second_methodist, roadmap, inputs):
    """Of an older revision: the save, and not the look, brings both texts together."""
    first, second = inputs
    draft = sent(roadmap, [as_row(first, name="Из черновика")], order="", show="1")
    other_saves(roadmap, second_methodist, first, second)
    client.force_login(methodist)
    page = client.post(edit_url(roadmap), draft)

    assert page.status_code == 200
    assert "Из черновика" in page.content.decode()
    assert page.context["editor"].head["seen"].value() == str(draft["seen"])
    assert names(roadmap) == [["Курсы", "Клуб"]]
