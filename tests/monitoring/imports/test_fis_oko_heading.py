"""Subject, year, class and season out of titles and names of files."""

from datetime import date

import pytest

from monitoring.imports._fis_oko_heading import Heading, heading_of, heading_of_file
from monitoring.imports._fis_oko_sittings import Calendar
from monitoring.imports.parsed import SittingRef
from tests.monitoring.imports.fis_oko_files import reference


@pytest.mark.parametrize(
    ("lines", "heading"),
    [
        (
            ["Статистика по отметкам", "ВПР 2023. 5 класс", "Предмет: Русский язык", "Максимальный первичный балл: 45", "Дата: 18.04.2023"],
            Heading("rus", 2023, 5, None, "spring", date(2023, 4, 18)),
        ),
        (["ВПР 2021 Математика 8 класс"], Heading("math", 2021, 8)),
        (["ВПР 2020. 5 класс (по материалам 4 класса). Математика"], Heading("math", 2020, 5, 4)),
        (["ВПР-2022 (осень) Окружающий мир, 5 класс (4 программа)"], Heading("world", 2022, 5, 4, "autumn")),
        (["ВПР 2022. 6-й класс по программе 5 класса", "Предмет:  МАТЕМАТИКА "], Heading("math", 2022, 6, 5)),
        (["Отчёт за 2021/2022 учебный год, 7 классы, русский язык"], Heading("rus", 2022, 7, is_school_year=True)),
        (["ВПР 2020/2021, 5 класс", "Математика", "Дата: 08.10.2020"], Heading("math", 2020, 5, None, "autumn", date(2020, 10, 8))),
        (["ВПР 2020/2021, 5 класс", "Математика", "Дата: 08.10.2021"], Heading("math", 2021, 5, is_school_year=True)),
        (["Отчёт за 2022/2023 учебный год, осень, 7 классы, русский язык"], Heading("rus", 2022, 7, None, "autumn")),
        (["ВПР 2022. 5 класс", "Предмет: Русский язык", "12 октября 2022 г."], Heading("rus", 2022, 5, None, "autumn", date(2022, 10, 12))),
        # a report downloaded a year later, and one whose date is of the download
        (["ВПР 2021. 5 класс. Русский язык", "01.10.2022"], Heading("rus", 2021, 5)),
        (["ВПР 2022. 5 класс. Русский язык", "Отчёт сформирован 01.10.2022"], Heading("rus", 2022, 5)),
        # the name of a school above the table tells no subject
        (["ВПР 2023. 5 класс", "Предмет: Русский язык", "МБОУ лицей с углублённым изучением математики"], Heading("rus", 2023, 5)),
        (["ВПР 2023. 5 класс", "МБОУ лицей с углублённым изучением математики"], Heading("", 2023, 5)),
        (["Русский язык и математика"], Heading()),
        (["Дата: 31.02.2023"], Heading("", 2023)),
    ],
)  # fmt: skip
def test_a_heading(lines, heading):
    assert heading_of(lines, reference()) == heading


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("VPR_5_MA_2022.csv", Heading("math", 2022, 5)),
        ("Mat5.xlsx", Heading("math", None, 5)),
        ("Рус 6.xlsx", Heading("rus", None, 6)),
        ("ВПР 2023 Математика 5 класс.xlsx", Heading("math", 2023, 5)),
        ("Протокол по русскому языку, 7 класс (2021).xlsx", Heading("rus", 2021, 7)),
        ("sch340012_VPR_8_RU_2021 (1).xlsx", Heading("rus", 2021, 8)),
        ("02_2023.06.09.xlsx", Heading("math", 2023, None, None, "", date(2023, 6, 9), by_code=True)),
        ("02_2023.06.09 русский язык.xlsx", Heading("rus", 2023, None, None, "", date(2023, 6, 9))),
        ("99_2023.06.09.xlsx", Heading("", 2023, None, None, "", date(2023, 6, 9))),
        ("01_2022.10.04 5 класс (по материалам 4 класса).xlsx", Heading("rus", 2022, 5, 4, "", date(2022, 10, 4), by_code=True)),
        ("Биология (по образцу 8 класса) 9 класс 2022.xlsx", Heading("bio", 2022, 9, 8)),
        ("окр мир 4 кл 2021.xlsx", Heading("world", 2021, 4)),
        ("отчет.xlsx", Heading()),
        ("отчет ¹.xlsx", Heading()),
    ],
)  # fmt: skip
def test_the_name_of_a_file(name, heading):
    assert heading_of_file(name, reference()) == heading


@pytest.mark.parametrize(
    ("line", "grade", "grades"),
    [
        ("ВПР 2023. 5, 6 классы", None, "5, 6"),
        ("ВПР 2023. 5 и 6 классы", None, "5 и 6"),
        ("ВПР 2023. 5–8 классы", None, "5–8"),
        ("ВПР 2023. 4-8 кл.", None, "4-8"),
        ("ВПР 2023, классы: 5, 6, 7", None, "5, 6, 7"),
        ("ВПР 2023, с 5 по 8 класс", None, "5 по 8"),
        ("5-е и 6-е классы", None, "5-е и 6-е"),
        ("7А, 7Б классы", 7, ""),
        ("СШ № 4, 5 класс", 5, ""),
        ("Школа 10, 5 класс", 5, ""),
        ("Максимальный балл: 20, 5 класс", 5, ""),
        ("18.04.2023, 5 класс", 5, ""),
        ("Класс: 5, 2023 год", 5, ""),
        ("Класс: 7", 7, ""),
        ("ВПР 4–8 классы ; 6 класс", 6, ""),
        ("7-е классы", 7, ""),
    ],
)
def test_several_classes_are_none_of_them(line, grade, grades):
    told = heading_of([line], reference())

    assert (told.grade, told.grades) == (grade, grades)
    assert told.filled_by(Heading(grade=8)).grade == (None if grades else grade)


@pytest.mark.parametrize(
    "name",
    [
        "report7",
        "otchet_6",
        "отчёт 5",
        "стат-8",
        "stat4(1)",
        "лист5",
        "Копия 6",
        "Mat5_6",
        "VPR_2023_5",
        "5 ВПР 2023",
    ],
)
def test_a_number_of_a_file_is_no_class(name):
    assert heading_of_file(f"{name}.xlsx", reference()).grade is None


@pytest.mark.parametrize(
    ("name", "grade"),
    [
        ("5кл", 5), ("отчёт 5 класс", 5), ("Рус яз 6", 6), ("Физика 7", 7), ("7 английский", 7),
        ("VPR_5_MA_2022", 5), ("Mat5 (2)", 5), ("окр мир 4", 4),
    ],
)  # fmt: skip
def test_a_number_beside_a_subject_is_a_class(name, grade):
    assert heading_of_file(f"{name}.xlsx", reference()).grade == grade


def test_a_season_settles_a_school_year():
    told = Heading("math", 2021, 5, is_school_year=True)

    assert told.filled_by(Heading(year=2020, season="autumn")) == Heading("math", 2020, 5, None, "autumn")
    assert told.filled_by(Heading(season="spring")) == Heading("math", 2021, 5, None, "spring")
    assert told.filled_by(Heading(year=2021, season="autumn")) == told
    assert Heading(season="autumn").filled_by(told) == Heading("math", 2020, 5, None, "autumn")
    assert Heading(year=2020).filled_by(told) == Heading("math", 2020, 5)


def test_content_goes_before_the_name_of_the_file():
    told = heading_of(["ВПР 2023. 5 класс", "Предмет: История"], reference())

    assert told.filled_by(heading_of_file("02_2021.10.09.xlsx", reference())) == Heading("hist", 2023, 5)


def ref(subject, year, season, grade, programme) -> SittingRef:
    return SittingRef("vpr", subject, year, "", season, grade, programme)


@pytest.mark.parametrize(
    ("heading", "sitting", "kinds"),
    [
        (Heading("math", 2020, 5), ref("math", 2020, "autumn", 5, 4), []),
        (Heading("math", 2021, 5, season="autumn"), None, ["no_sitting"]),
        (Heading("math", 2020, 5, season="spring"), None, ["no_sitting"]),
        (Heading("math", 2021, 5, is_school_year=True), None, ["no_season"]),
        (Heading("math", 2022, 5, is_school_year=True), ref("math", 2022, "spring", 5, 5), []),
        (Heading("rus", 2022, 9, is_school_year=True), None, ["no_sitting"]),
        (Heading("rus", 2023, 9, is_school_year=True), ref("rus", 2022, "autumn", 9, 8), []),
        (Heading("math", 2020, 5, is_school_year=True), None, ["no_sitting"]),
        (Heading("math", 2023, grades="5, 6"), None, ["no_grade"]),
        (Heading("math", 2023, None, 5, grades="5, 6"), None, ["no_grade"]),
        (Heading("rus", 2022, 5, season="spring"), ref("rus", 2022, "spring", 5, 5), []),
        (Heading("rus", 2022, 5, season="autumn"), ref("rus", 2022, "autumn", 5, 4), []),
        (Heading("rus", 2022, 5, 4), ref("rus", 2022, "autumn", 5, 4), []),
        (Heading("rus", 2022, None, 4, "autumn"), ref("rus", 2022, "autumn", 5, 4), []),
        (Heading("rus", 2022, 4), ref("rus", 2022, "spring", 4, 4), []),
        (Heading("rus", 2022, 9), ref("rus", 2022, "autumn", 9, 8), []),
        (Heading("rus", 2022, 5), None, ["no_season"]),
        # the day of a file's name, which may be that of its download, only decides between two windows
        (Heading("rus", 2022, 5, day=date(2022, 10, 4)), ref("rus", 2022, "autumn", 5, 4), []),
        (Heading("math", 2023, 5, day=date(2023, 9, 15)), ref("math", 2023, "spring", 5, 5), []),
        (Heading("math", 2023, 5, by_code=True), ref("math", 2023, "spring", 5, 5), ["subject_by_code"]),
        (Heading("hist", 2023, 5), ref("hist", 2023, "spring", 5, 5), []),
        (Heading("lit", 2023, 5), None, ["no_sitting"]),
        (Heading("rus", 2020, 4), None, ["no_sitting"]),
        (Heading("rus", 2021, 5, 4), None, ["no_sitting"]),
        (Heading("rus", None, 5), None, ["no_year"]),
        (Heading(), None, ["no_subject", "no_year", "no_grade"]),
    ],
)
def test_the_line_of_the_calendar(heading, sitting, kinds):
    calendar = Calendar(reference())

    assert calendar.sitting(heading, address="Лист1!A1") == sitting
    assert [problem.kind for problem in calendar.problems] == kinds


def test_the_problem_of_a_work_that_the_calendar_lacks_says_what_there_is():
    calendar = Calendar(reference())
    calendar.sitting(Heading("world", 2020, 6), address="Лист1!A1")

    (problem,) = calendar.problems
    assert "ВПР 2020 года, Окружающий мир, 6 класс" in problem.text
    assert "5 класс (по программе 4 класса)" in problem.text
    assert (problem.severity, problem.address) == ("error", "Лист1!A1")


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        (Heading("math", 2021, 5, season="autumn"), ("ВПР осени 2021 года", "весна 2021 — 4 класс, 5 класс")),
        (Heading("math", 2021, 5, season="autumn", day=date(2021, 10, 1)), ("дата над таблицей",)),
        (Heading("math", 2021, 5, is_school_year=True), ("«осень 2020» или «весна 2021»",)),
        (
            Heading("rus", 2022, 9, is_school_year=True),
            ("ВПР 2021/2022 учебного года", "весна 2022 — 4 класс"),
        ),
        (Heading("rus", 2022, 5), ("«весна 2022» или «осень 2022»",)),
        (Heading("math", 2023, grades="5–8"), ("несколько классов: 5–8", "«5 класс»")),
    ],
)
def test_the_problem_says_what_stands_in_the_calendar_and_what_to_write(heading, words):
    calendar = Calendar(reference())
    calendar.sitting(heading, address="Лист1!A1")

    (problem,) = calendar.problems
    assert [word for word in words if word not in problem.text] == []


def test_what_is_left_out_is_told_at_each_place_and_a_doubt_once():
    calendar = Calendar(reference())
    for heading in (Heading("rus", None, 5), Heading("math", 2023, 5, by_code=True)):
        for place in ("Лист1!A1", "Лист2!A1"):
            calendar.sitting(heading, address=place)

    assert [(problem.kind, problem.address) for problem in calendar.problems] == [
        ("no_year", "Лист1!A1"),
        ("no_year", "Лист2!A1"),
        ("subject_by_code", "Лист1!A1"),
    ]
