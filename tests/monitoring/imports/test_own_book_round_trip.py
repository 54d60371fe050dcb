"""Out of the portal, through LibreOffice and a person's hands, and back in: only what was changed changes."""

import json
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from monitoring.management.commands import results_export, results_import
from monitoring.models import Result
from tests.factories.monitoring import ResultFactory
from tests.monitoring.imports.own_book_world import (
    build_year,
    exported,
    opened,
    place,
    read,
    reshaped,
    said,
    typed,
)

OFFICE_SECONDS = 180


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """Opens a workbook in LibreOffice, saves it as .xlsx and gives back the bytes."""
    program = shutil.which("soffice")
    assert program, "LibreOffice is missing: tools/install.sh office"
    profile = tmp_path_factory.mktemp("office-profile")

    def resaved(content: bytes) -> bytes:
        folder = tmp_path_factory.mktemp("office")
        source, target = folder / "in" / "book.xlsx", folder / "out"
        source.parent.mkdir()
        source.write_bytes(content)
        words = ["--headless", "--norestore", "--convert-to", "xlsx", "--outdir", str(target), str(source)]
        done = subprocess.run(  # noqa: S603 - the test's own file
            [program, f"-env:UserInstallation={profile.as_uri()}", *words],
            capture_output=True, text=True, timeout=OFFICE_SECONDS, check=False,
        )  # fmt: skip
        result = target / "book.xlsx"
        assert result.exists(), done.stdout + done.stderr
        return result.read_bytes()

    return resaved


@pytest.fixture
def world(district):
    return build_year(district)


@pytest.fixture
def brought(run_command, tmp_path):
    """Brings a file in by the command; its JSON comes back."""

    def call(content: bytes, *options: str) -> dict:
        path = tmp_path / "таблица.xlsx"
        path.write_bytes(content)
        code, out, err = run_command(results_import, str(path), "--district", "own", "--json", *options)
        assert (code, err) == (0, "")
        return json.loads(out)

    return call


def exported_by_command(run_command, folder: Path) -> bytes:
    path = folder / "export.xlsx"
    assert run_command(results_export, "--district", "own", "--year", "2021", "--output", str(path))[0] == 0
    return path.read_bytes()


@pytest.mark.slow
def test_opened_and_saved_by_libreoffice_it_says_the_same(run_command, office, world, brought, tmp_path):
    content = office(exported_by_command(run_command, tmp_path))

    assert said(read(content)) == said(read(exported(world)))
    told = brought(content)

    assert told["format"] == "own-book"
    assert told["cells"] == {"new": 0, "changed": 0, "same": 15}
    assert (told["problems"], told["unmatched"]) == ([], [])
    assert set(Result.objects.values_list("revision", flat=True)) == {1}


@pytest.mark.slow
def test_libreoffice_keeps_what_is_locked_and_what_may_be_typed(office, world):
    book = opened(office(exported(world)))
    assert book.sheetnames == ["ВПР", "ВПР 5 класс", "ОГЭ", "ЕГЭ"]
    sheet = book["ЕГЭ"]
    assert sheet.protection.sheet
    assert not place(book, world.ege, "mean_score", world.first).protection.locked
    assert place(book, world.ege, "mean_score", world.third).protection.locked
    assert {rule.type for rule in sheet.data_validations.dataValidation} == {"whole", "decimal", "list"}


@pytest.mark.slow
def test_three_changed_cells_are_three_in_the_difference(office, world, brought):
    changes = {
        (world.vpr, "n3", world.first): 7,
        (world.ege, "mean_score", world.first): 62.25,
        (world.ege, "below_minimum", world.first): 0,
    }
    content = typed(world, changes, office(exported(world)))

    told = brought(content, "--dry-run")
    assert told["cells"] == {"new": 0, "changed": 3, "same": 12}
    assert brought(content) == told
    assert brought(content)["cells"] == {"new": 0, "changed": 0, "same": 15}

    marks = Result.objects.get(school=world.first, sitting=world.vpr)
    scores = Result.objects.get(school=world.first, sitting=world.ege)
    assert (marks.n3, marks.n4) == (7, 9)
    assert (scores.mean_score, scores.below_minimum, scores.participants) == (Decimal("62.25"), 0, 14)


@pytest.mark.slow
def test_typed_sorted_moved_and_deleted_it_still_says_what_was_typed(office, world, brought):
    """A fresh table is filled in, turned upside down and saved once more by the office."""

    def work(book):
        sheet = book["ВПР 5 класс"]
        place(book, world.vpr5, "mean_mark", world.third).value = 3.5
        place(book, world.vpr5, "participants", world.third).value = 12
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]
        heads, schools = rows[0], sorted(rows[1:], key=lambda row: row[1], reverse=True)
        for number, row in enumerate([heads, *schools], start=6):
            for column, value in enumerate([*row[:2], *row[5:], *row[2:5]], start=1):
                sheet.cell(number, column).value = value
        del book["ОГЭ"]

    told = brought(office(reshaped(world, work)))

    assert told["cells"] == {"new": 2, "changed": 0, "same": 10}
    assert told["problems"] == []
    result = Result.objects.get(school=world.third, sitting=world.vpr5)
    assert (result.mean_mark, result.participants) == (Decimal("3.50"), 12)


def test_no_data_empties_a_result_and_keeps_its_history(world, brought):
    changes = {(world.vpr, name, world.first): None for name in ("participants", "n2", "n3", "n4", "n5")}
    brought(typed(world, {**changes, (world.vpr, "status", world.first): "нет данных"}))

    result = Result.objects.get(school=world.first, sitting=world.vpr)
    assert (result.status, result.value, result.participants, result.n3) == ("no_data", None, None, None)
    assert [row.n3 for row in result.history.order_by("history_id")] == [8, None]
    book = opened(exported(world))
    assert place(book, world.vpr, "status", world.first).value is None


def test_participants_alone_go_out_and_come_back(world, brought):
    ResultFactory(school=world.first, sitting=world.vpr5, status="no_data", mean_mark=None, participants=4)
    book = opened(exported(world))
    assert place(book, world.vpr5, "participants", world.first).value == 4
    assert brought(exported(world))["cells"]["changed"] == 0
    assert Result.objects.get(school=world.first, sitting=world.vpr5).revision == 1

    brought(typed(world, {(world.vpr5, "participants", world.second): 7}))
    alone = Result.objects.get(school=world.second, sitting=world.vpr5)
    assert (alone.status, alone.participants, alone.mean_mark) == ("no_data", 7, None)
    emptied = {
        (world.vpr5, "participants", world.first): None,
        (world.vpr5, "status", world.first): "нет данных",
    }
    brought(typed(world, emptied))
    assert Result.objects.get(school=world.first, sitting=world.vpr5).participants is None


def test_an_empty_cell_takes_nothing_away(world, brought):
    told = brought(typed(world, {(world.ege, "participants", world.first): None}))
    assert told["cells"] == {"new": 0, "changed": 0, "same": 14}
    assert Result.objects.get(school=world.first, sitting=world.ege).participants == 14


def test_the_table_of_another_district_changes_nothing(world, neighbour, brought):
    """Schools of like names stand in both districts."""
    other = build_year(neighbour)
    content = typed(other, {(other.ege, "mean_score", other.first): 99}, exported(other))
    for school in (world.first, world.second):
        school.oo_code = school.fis_oko_login = ""
        school.save()

    told = brought(content)

    assert told["cells"] == {"new": 0, "changed": 0, "same": 0}
    assert told["unmatched"] == []
    assert "Соседний район" in told["problems"][0]["text"]
    assert Result.objects.get(school=world.first, sitting=world.ege).mean_score == Decimal("61.50")


def test_wrong_cells_are_told_and_the_rest_is_applied(world, brought):
    changes = {
        (world.vpr5, "participants", world.first): "двенадцать",
        (world.vpr5, "mean_mark", world.second): "3,7",
    }
    told = brought(typed(world, changes))
    assert [(p["severity"], p["kind"], p["address"]) for p in told["problems"]] == [
        ("error", "not_a_number", "ВПР 5 класс!C7")
    ]
    assert told["cells"]["new"] == 1
    assert Result.objects.get(school=world.second, sitting=world.vpr5).mean_mark == Decimal("3.70")
