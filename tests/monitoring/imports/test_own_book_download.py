"""Where the workbook is fetched: a button of the page and a command."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monitoring.management.commands import results_export
from portal.accounts.enums import Role
from tests.factories.schools import person
from tests.monitoring.imports.own_book_world import build_year, opened, read

URL = reverse("monitoring:export")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def world(district):
    return build_year(district)


def schools_of(content: bytes) -> list[str]:
    return [row[1].value for row in opened(content)["ВПР"].iter_rows(min_row=7)]


def test_a_methodist_downloads_the_table_of_his_district(client, methodist, world):
    client.force_login(methodist)

    answer = client.get(URL, {"year": 2021})

    assert (answer.status_code, answer["Content-Type"]) == (200, XLSX)
    name = quote("Результаты 2021 own.xlsx")
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert answer["Cache-Control"] == "private, no-store"
    assert schools_of(answer.content) == ["МБОУ СШ № 1", "МБОУ СШ № 2", "МКОУ Дальняя ОШ"]
    assert len(read(answer.content).rows) == 5


@pytest.mark.parametrize("room", ["monitoring:entry", "monitoring:imports"])
def test_the_rooms_of_entry_and_import_offer_it(client, methodist, world, room):
    client.force_login(methodist)
    assert f'href="{URL}?district=own"' in client.get(reverse(room)).content.decode()


@pytest.mark.parametrize(("chosen", "year"), [(2020, 2021), (2030, 2021), (2016, None)])
def test_without_a_year_it_is_the_chosen_one_or_the_last_before_it(client, methodist, world, chosen, year):
    client.force_login(methodist)
    session = client.session
    session["year"] = chosen
    session.save()

    answer = client.get(URL)

    assert answer.status_code == (200 if year else 404)
    if year:
        assert opened(answer.content).active["A1"].value == f"Свой район. Результаты {year} года: ВПР"


@pytest.mark.parametrize("reader", ["head", "coordinator", "observer"])
def test_who_may_not_import_is_not_invited_to(client, methodist, request, reader, world):
    notes = []
    for who in (methodist, request.getfixturevalue(reader)):
        client.force_login(who)
        notes.append(opened(client.get(URL, {"year": 2021}).content).active["A2"].value)

    assert ["в разделе «Импорт»" in note for note in notes] == [True, False]
    assert "передайте методисту отдела образования" in notes[1]


def test_a_school_downloads_its_own_row_alone(client, world):
    client.force_login(person(Role.SCHOOL, school=world.second))
    assert schools_of(client.get(URL, {"year": 2021}).content) == ["МБОУ СШ № 2"]


def test_a_strangers_district_is_not_there(client, stranger, neighbour_school, world):
    client.force_login(stranger)
    assert client.get(URL, {"year": 2021, "district": "own"}).status_code == 404
    assert schools_of(client.get(URL, {"year": 2021}).content) == ["МКОУ Соседская СШ"]


@pytest.mark.parametrize("year", ["1999", "2050"])
def test_a_year_without_procedures_is_not_there(client, methodist, world, year):
    client.force_login(methodist)
    assert client.get(URL, {"year": year}).status_code == 404


def test_downloading_writes_nothing(client, methodist, world):
    client.force_login(methodist)
    with CaptureQueriesContext(connection) as queries:
        client.get(URL, {"year": 2021})
    asked = {query["sql"].split()[0] for query in queries}
    assert "SELECT" in asked
    assert asked <= {"SELECT", "DECLARE"}, "PostgreSQL streams the results through a cursor"


def test_the_command_writes_the_same_table(run_command, world, tmp_path):
    path = tmp_path / "таблица.xlsx"
    code, out, err = run_command(results_export, "--district", "own", "--year", "2021", "--output", str(path))
    assert (code, out, err) == (0, "", "")
    assert schools_of(path.read_bytes()) == ["МБОУ СШ № 1", "МБОУ СШ № 2", "МКОУ Дальняя ОШ"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--district", "nowhere", "--year", "2021"], "Района с кодом «nowhere» нет."),
        (["--district", "own", "--year", "1999"], "В календаре процедур нет 1999 года"),
        (["--district", "own", "--year", "прошлый"], "Параметры не поняты."),
        (["--district", "own"], "Параметры не поняты."),
    ],
)
def test_a_wrong_parameter_is_one_russian_line(run_command, world, tmp_path, arguments, words):
    path = tmp_path / "out.xlsx"
    code, out, err = run_command(results_export, *arguments, "--output", str(path))
    assert (code, out, err.count("\n"), path.exists()) == (1, "", 1, False)
    assert words in err


def test_a_file_that_cannot_be_written_is_told(run_command, world, tmp_path):
    path = tmp_path / "нет такой папки" / "out.xlsx"
    code, _, err = run_command(results_export, "--district", "own", "--year", "2021", "--output", str(path))
    assert code == 1
    assert err.startswith(f"Файл {path} записать нельзя: ")
