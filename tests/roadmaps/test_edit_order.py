"""Rows of the editor change places: by a script's list, by «Выше» and «Ниже»; nothing typed is lost."""

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmaps.forms.order import as_seen, measure_keys, section_keys, with_move, with_row
from roadmaps.models import Measure
from tests.factories.roadmaps import MeasureFactory, RoadmapFactory, SectionFactory
from tests.roadmaps.editing import edit_url, names, sent

SIZES = (2, 0, 3)


def typed(*sizes: int, order: str = "") -> QueryDict:
    """A form of sections with so many measures; each field holds the place where it was typed."""
    data = QueryDict(mutable=True)
    data.update({"seen": "1", "title": "Карта", "order": order, "s-total": str(len(sizes))})
    for place, size in enumerate(sizes):
        data[f"s-{place}-title"] = f"Р{place}"
        data[f"s-{place}-m-total"] = str(size)
        for index in range(size):
            for name in ("name", "term"):
                data[f"s-{place}-m-{index}-{name}"] = f"{place}.{index} {name}"
    return data


def seen(data) -> list[tuple[str, list[str]]]:
    """Titles of sections with the names of their measures, in the order of the form."""
    return [
        (data[f"{key}-title"], [data[f"{row}-name"].split()[0] for row in measure_keys(data, key)])
        for key in section_keys(data)
    ]


@pytest.mark.parametrize(
    ("move", "expected", "new_key"),
    [
        ("s-0-m-1 up", [("Р0", ["0.1", "0.0"]), ("Р1", []), ("Р2", ["2.0", "2.1", "2.2"])], "s-0-m-0"),
        ("s-0-m-0 down", [("Р0", ["0.1", "0.0"]), ("Р1", []), ("Р2", ["2.0", "2.1", "2.2"])], "s-0-m-1"),
        ("s-0-m-1 down", [("Р0", ["0.0"]), ("Р1", ["0.1"]), ("Р2", ["2.0", "2.1", "2.2"])], "s-1-m-0"),
        ("s-2-m-0 up", [("Р0", ["0.0", "0.1"]), ("Р1", ["2.0"]), ("Р2", ["2.1", "2.2"])], "s-1-m-0"),
        ("s-0-m-0 up", [("Р0", ["0.0", "0.1"]), ("Р1", []), ("Р2", ["2.0", "2.1", "2.2"])], "s-0-m-0"),
        ("s-2-m-2 down", [("Р0", ["0.0", "0.1"]), ("Р1", []), ("Р2", ["2.0", "2.1", "2.2"])], "s-2-m-2"),
        ("s-2 up", [("Р0", ["0.0", "0.1"]), ("Р2", ["2.0", "2.1", "2.2"]), ("Р1", [])], "s-1"),
        ("s-0 down", [("Р1", []), ("Р0", ["0.0", "0.1"]), ("Р2", ["2.0", "2.1", "2.2"])], "s-1"),
        ("s-0 up", [("Р0", ["0.0", "0.1"]), ("Р1", []), ("Р2", ["2.0", "2.1", "2.2"])], "s-0"),
        ("s-9-m-9 up", [("Р0", ["0.0", "0.1"]), ("Р1", []), ("Р2", ["2.0", "2.1", "2.2"])], ""),
        ("ерунда", [("Р0", ["0.0", "0.1"]), ("Р1", []), ("Р2", ["2.0", "2.1", "2.2"])], ""),
    ],
)
def test_a_button_moves_one_row_by_one_place(move, expected, new_key):
    moved, key = with_move(typed(*SIZES), move)

    assert seen(moved) == expected
    assert key == new_key


def test_the_script_names_the_order_that_is_seen():
    data = typed(*SIZES, order="s-2 s-2-m-1 s-0-m-0 s-2-m-0 s-0 s-1 s-2-m-2 s-0-m-1")

    assert seen(as_seen(data)) == [("Р2", ["2.1", "0.0", "2.0"]), ("Р0", []), ("Р1", ["2.2", "0.1"])]


def test_a_row_added_after_a_move_stands_last_in_its_section():
    data = typed(2, 1, order="s-1 s-1-m-0 s-0 s-0-m-1 s-0-m-0")
    longer, key = with_row(data, "s-0")
    longer[f"{key}-name"] = "новая"

    assert key == "s-1-m-2"
    assert seen(longer) == [("Р1", ["1.0"]), ("Р0", ["0.1", "0.0", "новая"])]


@given(order=st.text(alphabet="s-012m ", max_size=60) | st.permutations(["s-0", "s-1", "s-0-m-0", "s-1-m-0"]))
@settings(max_examples=60)
def test_no_order_loses_or_doubles_what_was_typed(order):
    data = typed(2, 2, order=order if isinstance(order, str) else " ".join(order))
    after = as_seen(data)

    fields = {key for key in data if key.startswith("s-") and not key.endswith("total")}
    rows = {key for key in after if key.startswith("s-") and not key.endswith("total")}
    assert sorted(after[key] for key in rows) == sorted(data[key] for key in fields)
    assert sorted(name for _, rows in seen(after) for name in rows) == ["0.0", "0.1", "1.0", "1.1"]


# --- Through the page ---------------------------------------------------------------------------


@pytest.fixture
def roadmap(school, methodist):
    """Two sections: «Первая», «Вторая» and «Третья»."""
    roadmap = RoadmapFactory(school=school, edited_by=methodist)
    first, second = (SectionFactory(roadmap=roadmap, position=place, title=f"Р{place}") for place in (1, 2))
    for section, name in ((first, "Первая"), (first, "Вторая"), (second, "Третья")):
        MeasureFactory(section=section, name=name)
    return roadmap


@pytest.fixture
def rows(roadmap):
    """The stored measures as the form sends them, by section."""
    return [
        [
            {"id": row.pk} | {name: getattr(row, name) for name in ("name", "term", "responsible")}
            for row in section.measures.all()
        ]
        for section in roadmap.sections.all()
    ]


def test_a_saved_order_keeps_the_rows_themselves(client, methodist, roadmap, rows):
    client.force_login(methodist)
    third = Measure.objects.get(name="Третья")
    data = sent(roadmap, *rows, order="s-1 s-1-m-0 s-0-m-1 s-0 s-0-m-0")
    client.post(edit_url(roadmap), data)

    assert names(roadmap) == [["Третья", "Вторая"], ["Первая"]]
    assert [section.title for section in roadmap.sections.all()] == ["Р2", "Р1"]
    assert Measure.objects.get(name="Третья").pk == third.pk


def test_the_button_without_a_script_moves_and_saves_nothing(client, methodist, roadmap, rows):
    client.force_login(methodist)
    rows[0][1]["term"] = "31.02.2021"  # an impossible date is judged by the save alone
    page = client.post(edit_url(roadmap), sent(roadmap, *rows, move="s-0-m-1 down"))

    editor, text = page.context["editor"], page.content.decode()
    assert [[form["name"].value() for form in each.measures] for each in editor.sections] == [
        ["Первая"],
        ["Вторая", "Третья"],
    ]
    assert 'value="31.02.2021"' in text
    assert "error-summary" not in text
    assert text.count("autofocus") == 1
    assert 'value="s-1-m-0 down" autofocus' in text
    assert names(roadmap) == [["Первая", "Вторая"], ["Третья"]]


def test_an_error_after_a_move_stands_at_the_row_where_it_is_now(client, methodist, roadmap, rows):
    client.force_login(methodist)
    rows[0][0]["term"] = "31.02.2021"
    data = sent(roadmap, *rows, order="s-0 s-0-m-1 s-1 s-1-m-0 s-0-m-0")
    page = client.post(edit_url(roadmap), data).content.decode()

    assert 'href="#id_s-1-m-1-term">Мера 2.2, Срок: Такой даты нет' in page
    assert names(roadmap) == [["Первая", "Вторая"], ["Третья"]]


def test_a_full_roadmap_is_saved(client, methodist, roadmap):
    """More fields than Django takes by default."""
    client.force_login(methodist)
    facts = dict.fromkeys(
        ("responsible", "expected", "addressee", "indicator", "resources", "result"), "слово"
    )
    facts |= {"starts_on": "", "ends_on": "", "recurrence": "", "risk_factor": "", "form": "семинар"}
    rows = [[{"name": f"Мера {place}", "term": "май 2021", "id": ""} | facts for place in range(300)], []]
    answer = client.post(edit_url(roadmap), sent(roadmap, *rows))

    assert answer.status_code == 302
    assert Measure.objects.count() == 300


def test_a_roadmap_that_is_too_long_is_refused_and_kept(client, methodist, roadmap):
    client.force_login(methodist)
    rows = [[{"name": f"Мера {place}"} for place in range(151)] for _ in range(2)]
    page = client.post(edit_url(roadmap), sent(roadmap, *rows)).content.decode()

    assert "Не больше 300 мер в одной карте" in page
    assert page.count("\nМера 150</textarea>") == 2
    assert Measure.objects.count() == 3
