from datetime import date

import pytest

from roadmaps.content import (
    MeasureContent,
    RoadmapContent,
    SectionContent,
    check_sum,
    difference,
    from_json,
    to_json,
)

COURSES = MeasureContent(
    "Курсы", "май 2021", date(2021, 5, 1), date(2021, 5, 31), "завуч", "обучены трое", id=1
)
SEMINAR = MeasureContent("Семинар", "июнь", id=2)


def text(*measures: MeasureContent, title: str = "Карта", section: str = "Кадры") -> RoadmapContent:
    return RoadmapContent(title, (SectionContent(section, measures),))


def test_json_and_back():
    content = text(COURSES, SEMINAR)

    assert from_json(to_json(content)) == content


def test_check_sum_does_not_depend_on_the_order_of_keys():
    data = to_json(text(COURSES))
    turned = {"sections": data["sections"], "title": data["title"]}

    assert check_sum(data) == check_sum(turned)
    assert check_sum(data) != check_sum(to_json(text(SEMINAR)))


def test_numbers_name_the_section_only_where_there_are_several():
    two = RoadmapContent("Карта", (SectionContent("А", (COURSES,)), SectionContent("Б", (SEMINAR,))))

    assert [number for number, _ in two.numbered()] == ["1.1", "2.1"]
    assert [number for number, _ in text(COURSES, SEMINAR).numbered()] == ["1", "2"]


def test_same_text_has_no_difference():
    assert difference(text(COURSES, SEMINAR), text(COURSES, SEMINAR)) == []


def test_difference_tells_added_changed_and_removed():
    changed = MeasureContent(
        "Курсы", "июнь 2021", date(2021, 6, 1), date(2021, 6, 30), "завуч", "обучены трое", id=1
    )
    rows = difference(text(COURSES, SEMINAR), text(MeasureContent("Новая"), changed))

    assert [(row.kind, row.number, row.name) for row in rows] == [
        ("added", "1", "Новая"),
        ("changed", "2", "Курсы"),
        ("removed", "2", "Семинар"),
    ]
    assert [(field.label, field.old, field.new) for field in rows[1].fields] == [
        ("Номер", "1", "2"),
        ("Срок", "май 2021", "июнь 2021"),
        ("Начало", "01.05.2021", "01.06.2021"),
        ("Окончание", "31.05.2021", "30.06.2021"),
    ]


def test_rows_that_only_got_another_number_stand_together_with_the_old_and_the_new_one():
    third = MeasureContent("Клуб", "май", id=3)
    rows = difference(text(COURSES, SEMINAR, third), text(SEMINAR, third))

    assert [(row.kind, row.number, row.name) for row in rows] == [
        ("removed", "1", "Курсы"),
        ("changed", "", "Номера мер"),
    ]
    assert [(one.label, one.old, one.new) for one in rows[1].fields] == [
        ("Семинар", "2", "1"),
        ("Клуб", "3", "2"),
    ]


def test_difference_tells_new_titles():
    rows = difference(text(COURSES), text(COURSES, title="Иначе", section="Люди"))

    assert [(row.name, row.fields[0].old, row.fields[0].new) for row in rows] == [
        ("Название карты", "Карта", "Иначе"),
        ("Раздел", "Кадры", "Люди"),
    ]


A, B, C = (MeasureContent(name, "май", id=number) for number, name in enumerate("абв", start=11))
NEW = MeasureContent("Новая", "май", id=20)


def plan(**sections: tuple[MeasureContent, ...]) -> RoadmapContent:
    return RoadmapContent("Карта", tuple(SectionContent(title, rows) for title, rows in sections.items()))


@pytest.mark.parametrize(
    ("old", "new", "moved"),
    [
        (text(A, B, C), text(C, A, B), [("в", "3", "1")]),
        (plan(Кадры=(A, B), Сайт=(C,)), plan(Кадры=(A,), Сайт=(B, C)), [("б", "1.2", "2.1")]),
        # A number that is another only because of its neighbours is no move.
        (text(A, B, C), text(NEW, A, B, C), []),
        (text(A, B, C), text(B, C), []),
        (text(A, B), plan(Кадры=(A, B), Сайт=(C,)), []),
        (text(A, B), text(A, B, section="Люди"), []),
    ],
)
def test_difference_tells_what_was_moved(old, new, moved):
    found = difference(old, new)

    assert [
        (change.name, field.old, field.new)
        for change in found
        for field in change.fields
        if field.label == "Номер"
    ] == moved
