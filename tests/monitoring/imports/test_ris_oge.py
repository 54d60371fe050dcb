"""Protocols of РИС ГИА-9 in their layouts: English heads, dense, sparse; csv, xlsx and xls."""

import shutil
import subprocess
from datetime import date

import pytest

from monitoring.imports import ris_oge
from portal.core.tables import UnreadableTable, read_book
from tests.monitoring.imports.ris_files import (
    DENSE_OGE,
    NORMAL_OGE,
    RUS_2022,
    SPARSE_OGE,
    as_csv,
    as_xlsx,
    ege,
    kinds,
    marks,
    oge,
    parse,
    reference,
    told,
)

JUNE_9 = date(2023, 6, 9)
RESULTS = {"340012": marks(n2=1, n4=1), "340013": marks(n5=1)}
LAYOUTS = [NORMAL_OGE, DENSE_OGE, SPARSE_OGE]
FILE = "02_2023.06.09.csv"


@pytest.mark.parametrize("text", LAYOUTS)
@pytest.mark.parametrize("encoding", ["cp1251", "utf-8-sig", "xlsx"])
def test_every_layout_gives_marks_by_school(text, encoding):
    source = as_xlsx(text) if encoding == "xlsx" else as_csv(text, encoding)
    parsed = parse(ris_oge, source, file_name=FILE)
    assert told(parsed) == RESULTS
    assert {row.sitting for row in parsed.rows} == {oge("math", JUNE_9)}
    assert (parsed.problems, parsed.rows_read) == ((), 3)
    assert all(row.whole for row in parsed.rows)
    assert parsed.facts == (("Экзамен", "ОГЭ"), ("Предмет", "Математика"), ("Дата", "09.06.2023"))


@pytest.fixture(scope="module")
def old_books(tmp_path_factory):
    """The layouts as .xls, written by LibreOffice in one go."""
    folder = tmp_path_factory.mktemp("xls")
    books = [folder / f"{number}.xlsx" for number in range(len(LAYOUTS))]
    for path, text in zip(books, LAYOUTS, strict=True):
        path.write_bytes(as_xlsx(text).getvalue())
    office = shutil.which("soffice")
    assert office, "LibreOffice writes the .xls files of this test"
    own = f"-env:UserInstallation=file://{folder}/office"
    command = [office, "--headless", own, "--convert-to", "xls", "--outdir", folder, *books]
    subprocess.run(command, check=True, timeout=180, capture_output=True)  # noqa: S603
    return [path.with_suffix(".xls") for path in books]


@pytest.mark.parametrize("number", range(len(LAYOUTS)))
def test_the_old_excel_format_gives_the_same(old_books, number):
    sheets = read_book(old_books[number])
    assert ris_oge.recognise(sheets)
    read = ris_oge.read(sheets, file_name=FILE, reference=reference())
    assert read == parse(ris_oge, as_xlsx(LAYOUTS[number]), file_name=FILE)
    assert told(read) == RESULTS


def test_a_column_of_exams_makes_one_row_of_each():
    text = (
        "№;Код ОО;Класс;Фамилия;Экзамен;Первичный балл;Оценка\n"
        "1;340012;9;Иванов;Математика(2026.06.02);21;4\n"
        "2;340012;9;Петров;Русский язык (2026.06.09);30;5\n"
        "3;340012;9;Сидоров;Математика(2026.06.02);5;2\n"
        "4;340012;9;Орлов;Черчение(2026.06.02);5;2\n"
    )
    parsed = parse(ris_oge, text)
    assert [(row.sitting, dict(row.numbers)) for row in parsed.rows] == [
        (oge("math", date(2026, 6, 2)), marks(n2=1, n4=1)),
        (oge("rus", date(2026, 6, 9)), marks(n5=1)),
    ]
    assert kinds(parsed) == [("error", "unknown_exam", "Лист1!E5")]


@pytest.mark.parametrize(
    "title",
    ["51 - Русский язык (ГВЭ) 2023.06.09", "ГВЭ-9 Русский язык 2023.06.09", "Русский язык 2023.06.09 гвэ"],
)
def test_gve_is_never_oge(title):
    parsed = parse(ris_oge, DENSE_OGE.replace("02 - Математика 2023.06.09", title))
    assert {row.sitting for row in parsed.rows} == {oge("rus", JUNE_9, exam="gve9")}
    assert parsed.problems == ()


def test_gve_may_stand_in_a_column_of_the_row():
    text = "Код ОО;Класс;Форма ГИА;Первичный балл;Оценка\n340012;9;ОГЭ;20;4\n340012;9;ГВЭ;20;3\n"
    rows = parse(ris_oge, "02 - Математика 2023.06.09\n" + text).rows
    assert [(row.sitting.exam, dict(row.numbers)) for row in rows] == [
        ("oge", marks(n4=1)),
        ("gve9", marks(n3=1)),
    ]


def test_class_eleven_in_this_layout_is_the_ege():
    parsed = parse(
        ris_oge, NORMAL_OGE.replace(";9А;", ";11А;").replace(";9;", ";11;"), file_name="22_2023.06.09.csv"
    )
    assert {row.sitting for row in parsed.rows} == {ege("math", JUNE_9, level="base")}


@pytest.mark.parametrize(("code", "subject"), [("09", "eng"), ("12", "soc"), ("18", "lit")])
def test_a_code_that_regions_use_differently_is_doubted(code, subject):
    parsed = parse(ris_oge, NORMAL_OGE, file_name=f"{code}_2023.06.09.csv")
    assert {row.sitting for row in parsed.rows} == {oge(subject, JUNE_9)}
    assert ("warning", "exam_by_code", "Лист1!A2") in kinds(parsed)


def test_the_name_of_the_subject_is_stronger_than_its_code():
    parsed = parse(ris_oge, DENSE_OGE.replace("02 - Математика", "09 - Обществознание"), file_name=FILE)
    assert {row.sitting for row in parsed.rows} == {oge("soc", JUNE_9)}
    assert parsed.problems == ()


@pytest.mark.parametrize("mark", ["1", "6", "0", "21", "зачёт"])
def test_what_is_no_mark_is_a_problem(mark):
    parsed = parse(ris_oge, NORMAL_OGE.replace(";30;5", f";30;{mark}"), file_name=FILE)
    assert told(parsed) == {"340012": marks(n2=1, n4=1)}
    assert kinds(parsed) == [
        ("error", "wrong_result", "Лист1!K4"),
        ("info", "nobody_with_result", "Лист1!A4"),
    ]


def test_points_are_never_taken_for_a_mark():
    text = NORMAL_OGE.replace(";Mark5", "").replace(";4\n", "\n").replace(";2\n", "\n").replace(";5\n", "\n")
    sheets = read_book(as_csv(text))
    assert not ris_oge.recognise(sheets)
    with pytest.raises(UnreadableTable):
        ris_oge.read(sheets, file_name=FILE, reference=reference())


def test_a_protocol_of_class_eleven_is_not_recognised_here():
    assert not ris_oge.recognise(read_book(as_csv(RUS_2022)))
