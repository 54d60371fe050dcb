"""results_import: exit codes, one JSON object whatever happens, one Russian line on stderr."""

import json
import re

import pytest

from monitoring.management.commands import results_import
from monitoring.models import ImportBatch, Result
from schools.models import SchoolAlias
from tests.core.hostile import FILES, NAME
from tests.factories.monitoring import SittingFactory, SubjectFactory
from tests.factories.schools import SchoolFactory
from tests.monitoring.imports.made import vpr_sitting

HEAD = "Год;Класс;Предмет;Муниципалитет;Логин;ОО;Кол-во участников;2;3;4;5"
OWN = "2021;5;Русский язык;Свой район;;{name};10;10;20;30;40"
EMPTY = {"new": 0, "changed": 0, "same": 0}


@pytest.fixture
def flat(tmp_path):
    """A flat regional table with one row for each name."""

    def make(*names, encoding="utf-8", name="marks.csv"):
        path = tmp_path / name
        lines = [HEAD, *(OWN.format(name=each) for each in names)]
        path.write_text("\n".join(lines) + "\n", encoding=encoding)
        return str(path)

    return make


@pytest.fixture
def load(run_command, district):
    def call(path, *options):
        code, out, error = run_command(results_import, path, "--district", "own", "--json", *options)
        return code, json.loads(out), error

    return call


def test_applied(load, flat, school):
    vpr_sitting()
    code, told, error = load(flat("МКОУ Своя СШ"))

    assert (code, error) == (0, "")
    assert told == {
        "format": "flat-marks",
        "rows": 1,
        "cells": {"new": 5, "changed": 0, "same": 0},
        "problems": [],
        "unmatched": [],
    }
    result = Result.objects.get()
    assert (result.participants, result.n2, result.n5, result.updated_by) == (10, 1, 4, None)
    assert (result.source, ImportBatch.objects.get().state) == ("marks.csv", "applied")


def test_the_same_file_in_another_encoding_changes_nothing(load, flat, school):
    vpr_sitting()
    load(flat("МКОУ Своя СШ"))

    code, told, _ = load(flat("МКОУ Своя СШ", encoding="cp1251", name="again.csv"))
    assert (code, told["cells"]) == (0, {"new": 0, "changed": 0, "same": 5})
    assert Result.objects.get().revision == 1


def test_a_dry_run_counts_and_writes_nothing(load, flat, school):
    vpr_sitting()
    code, told, _ = load(flat("МКОУ Своя СШ"), "--dry-run")

    assert (code, told["cells"]["new"]) == (0, 5)
    assert not Result.objects.exists()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("option", [(), ("--dry-run",)])
def test_an_unknown_school_stops_all_and_is_told_with_candidates(load, flat, school, option):
    vpr_sitting()
    code, told, error = load(flat("МКОУ Своя СШ", "«Вторая школа»"), *option)

    assert code == 3
    assert told["cells"] == {"new": 5, "changed": 0, "same": 0}
    assert told["unmatched"] == [{"name": "«Вторая школа»", "candidates": []}]
    assert error.count("\n") == 1
    assert "--accept-suggestions" in error
    assert not Result.objects.exists()


def test_suggestions_are_taken_where_they_are_clear(load, flat, school, district):
    vpr_sitting()
    red = SchoolFactory(district=district, short_name="МКОУ «Красноярская СШ»")
    path = flat("МКОУ Своя СШ", "Красноярская средняя школа", "Никому не известная школа")

    assert load(path, "--dry-run")[1]["unmatched"][0] == {
        "name": "Красноярская средняя школа",
        "candidates": ["МКОУ «Красноярская СШ»"],
    }
    code, told, _ = load(path, "--accept-suggestions")

    assert (code, told["cells"]["new"]) == (0, 10)
    assert [each["name"] for each in told["unmatched"]] == ["Никому не известная школа"]
    alias = SchoolAlias.objects.get()
    assert (alias.school, alias.name) == (red, "Красноярская средняя школа")
    assert load(flat("Красноярская средняя школа"))[0] == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a;b\n1;2\n", "не узнан"),
        (b"", "пуст"),
        (b"PK\x03\x04 broken", "повреждён"),
        (b"%PDF-1.4 x", ".xlsx"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused(load, district, tmp_path, content, words):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    code, told, error = load(str(path))

    assert (code, told["format"], told["cells"]) == (2, None, EMPTY)
    assert words in error
    assert error.count("\n") == 1
    assert told["problems"][0]["text"] == error.strip()


def test_a_missing_file_and_an_unknown_district(load, run_command, district, tmp_path):
    assert load(str(tmp_path / "none.xlsx"))[0] == 2
    code, out, error = run_command(results_import, "a.csv", "--district", "nowhere", "--json")
    assert code == 2
    assert json.loads(out)["problems"][0]["severity"] == "error"
    assert "nowhere" in error


def test_without_json_it_is_told_in_words(run_command, flat, school):
    SittingFactory(subject=SubjectFactory(), year=2019)
    code, out, error = run_command(results_import, flat("МКОУ Своя СШ"), "--district", "own")

    assert code == 2
    assert re.fullmatch(r"Записать из этого файла нечего[^\n]+\n", error)
    assert "marks.csv" not in out
    assert "В календаре нет работы: ВПР 2021" in out
    assert "Ячеек новых: 0" in out


@pytest.mark.parametrize("option", [(), ("--dry-run",)])
def test_a_file_of_faults_alone_is_refused_and_writes_nothing(load, flat, school, option):
    SittingFactory(subject=SubjectFactory(), year=2019)
    code, told, error = load(flat("МКОУ Своя СШ", "Своя СШ"), *option)

    assert (code, told["format"], told["rows"], told["cells"]) == (2, "flat-marks", 2, EMPTY)
    assert [(each["severity"], each["kind"], each["address"]) for each in told["problems"]] == [
        ("error", "no_sitting", "Лист1!C2"),
        ("error", "no_sitting", "Лист1!C3"),
    ]
    assert error.count("\n") == 1
    assert not ImportBatch.objects.exists()


def test_a_fault_beside_a_good_row_refuses_nothing(load, school, tmp_path):
    vpr_sitting()
    path = tmp_path / "marks.csv"
    path.write_text(
        "\n".join([HEAD, OWN.format(name="МКОУ Своя СШ"), "2021;5;Ритмика;;;Своя СШ;10;10;20;30;40"])
    )

    code, told, _ = load(str(path))
    assert (code, told["cells"]["new"], told["problems"][0]["kind"]) == (0, 5, "no_subject")
    code, told, _ = load(str(path))
    assert (code, told["cells"]) == (0, {"new": 0, "changed": 0, "same": 5})


def test_a_file_of_other_municipalities_is_no_fault(load, school, tmp_path):
    vpr_sitting()
    path = tmp_path / "marks.csv"
    path.write_text(f"{HEAD}\n2021;5;Русский язык;Дальний район;;СШ № 9;10;10;20;30;40\n")

    code, told, error = load(str(path))
    assert (code, error, told["cells"]) == (0, "", EMPTY)
    assert [each["kind"] for each in told["problems"]] == ["no_own_rows", "elsewhere"]


def test_the_first_import_brings_the_calendar_along(load, flat, school):
    code, told, _ = load(flat("МКОУ Своя СШ"))

    assert (code, told["cells"]["new"], told["problems"]) == (0, 5, [])
    assert Result.objects.get().sitting.source


def test_a_table_without_end_is_refused(load, district, tmp_path):
    path = tmp_path / "huge.csv"
    path.write_text("a;b\n" * 100_001)

    assert load(str(path))[0] == 2


@pytest.mark.parametrize(
    "name", ["text bomb that says 1 MB", "A1 and XFD1048576", "billion laughs", "csv of an open quote"]
)
def test_a_file_that_attacks_is_refused_in_one_sentence(run_command, district, tmp_path, caplog, name):
    path = tmp_path / ("table.csv" if name.startswith("csv") else "table.xlsx")
    path.write_bytes(FILES[name]())

    code, out, error = run_command(results_import, str(path), "--district", "own")

    assert (code, out, caplog.records) == (2, "", [])
    assert re.fullmatch(r"[А-ЯЁ][^\n]*\.\n", error)
    assert NAME not in error
