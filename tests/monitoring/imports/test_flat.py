"""Flat workbooks of regions: marks and markers of bias, with the faults that they really have."""

import pytest

from monitoring.imports import fis_oko_marks, flat_bias, flat_marks
from monitoring.imports.groups import municipality_key
from monitoring.imports.parsed import ParsedFile, SittingRef
from tests.monitoring.imports.fis_oko_files import book, by_school, counts, csv_book, kinds, reference

HEADER = ["Год", "Класс", "Предмет", "Муниципалитет", "Логин", "ОО", "Кол-во участников", 2, 3, 4, 5]
FULL = (12.5, 37.5, 50, 0)
BIAS = ["Год", "Муниципалитет", "ОО", "Логин", "Количество маркеров", "4 РУ", "4 МА", "5 РУ", "5 МА"]


def read(sheets, name="marks.xlsx") -> ParsedFile:
    assert flat_marks.recognise(sheets)
    assert not fis_oko_marks.recognise(sheets)
    return flat_marks.read(sheets, file_name=name, reference=reference())


def read_bias(sheets, name="bias.xlsx") -> ParsedFile:
    assert flat_bias.recognise(sheets)
    assert not flat_marks.recognise(sheets)
    return flat_bias.read(sheets, file_name=name, reference=reference())


@pytest.mark.parametrize("write", [book, csv_book])
def test_many_schools_years_and_municipalities(write):
    rows = [
        HEADER,
        [2021, 5, "Русский язык", "город Камышин", "sch340101", "СШ № 1", 8, *FULL],
        [2023, 6, "Математика", "Свой район", "edu340012", "СШ № 1", 8, *FULL],
        [2020, 5, "Русский язык", "Камышин", "sch340101", "СШ № 1", 8, *FULL],
    ]

    parsed = read(write(rows))

    assert [row.sitting for row in parsed.rows] == [
        SittingRef("vpr", "rus", 2021, "", "spring", 5, 5),
        SittingRef("vpr", "math", 2023, "", "spring", 6, 6),
        SittingRef("vpr", "rus", 2020, "", "autumn", 5, 4),
    ]
    assert {counts(row) for row in parsed.rows} == {(8, 1, 3, 4, 0)}
    assert [row.school.login for row in parsed.rows] == ["sch340101", "sch340012", "sch340101"]
    assert {municipality_key(row.school.municipality) for row in parsed.rows} == {"камышин", "свой"}
    assert (parsed.rows[0].address, parsed.rows[0].addresses["n3"]) == ("Лист1!F2", "Лист1!I2")
    assert (parsed.rows_read, parsed.problems) == (3, ())
    facts = dict(parsed.facts)
    assert (facts["Год"], facts["Класс"]) == ("2020, 2021, 2023", "5 (по программе 4 класса), 5, 6")


def test_a_printed_mean_stands_at_its_own_cell():
    rows = [[*HEADER, "Средняя отметка"], [2023, 6, "Математика", "", "sch340012", "СШ", 8, *FULL, "3,4"]]
    (row,) = read(book(rows)).rows

    assert (str(row.numbers["mean_mark"]), row.addresses["mean_mark"]) == ("3.40", "Лист1!L2")


def test_trailing_spaces_another_name_of_the_school_and_another_order():
    header = [
        "Наименование ",
        " 5",
        "4 ",
        "3",
        "2",
        "Кол-во участников ",
        "Предмет ",
        "Класс",
        "Год ",
        "Лишнее",
    ]
    parsed = read(
        book([header, ["СШ № 1 ", 0, "50,0", "37,5 %", 12.5, 8, " Рус. яз. ", "5 класс", "2023 год", "да"]])
    )

    (row,) = parsed.rows
    assert (counts(row), row.sitting.subject, row.sitting.grade) == ((8, 1, 3, 4, 0), "rus", 5)
    assert row.school.name == "СШ № 1"


@pytest.mark.parametrize(
    ("year", "grade", "season", "expected"),
    [
        (2022, "5 класс (4 программа)", "", ("autumn", 5, 4)),
        (2022, "5", "осень", ("autumn", 5, 4)),
        (2022, "5", "весна", ("spring", 5, 5)),
        ("2021/2022", "5А", "весна", ("spring", 5, 5)),
        ("2021/2022", "5", "", ("spring", 5, 5)),
        ("2022/2023", "9", "", ("autumn", 9, 8)),
        ("2022-2023", "5", "осень", ("autumn", 5, 4)),
        ("2022-2023", "5", "осень 2022", ("autumn", 5, 4)),
        (2022, "5", "осень 2022", ("autumn", 5, 4)),
        ("осень 2022", "5", "", ("autumn", 5, 4)),
    ],
)
def test_the_two_windows_of_2022(year, grade, season, expected):
    parsed = read(
        book([[*HEADER, "Период"], [year, grade, "Математика", "", "sch340012", "СШ", 8, *FULL, season]])
    )

    (row,) = parsed.rows
    assert (row.sitting.season, row.sitting.grade, row.sitting.programme_grade) == expected
    assert parsed.problems == ()


@pytest.mark.parametrize(
    ("year", "grade", "subject", "season", "kind"),
    [
        (2021, 6, "Математика", "осень", "no_sitting"),
        (2022, 8, "Химия", "осень", "no_sitting"),
        (2020, 5, "Математика", "весна", "no_sitting"),
        ("2021/2022", 9, "Математика", "", "no_sitting"),
        ("2021-2022", 5, "Математика", "осень", "no_sitting"),
        ("2019/2020", 5, "Математика", "", "no_sitting"),
        ("2020/2021", 5, "Математика", "", "no_season"),
        (2023, "5, 6", "Математика", "", "no_grade"),
        (2021, 5, "Математика", "осень 2022", "no_year"),
        ("2021/2022", 5, "Математика", "осень 2022", "no_year"),
    ],
)
def test_a_season_a_school_year_and_classes_are_never_guessed(year, grade, subject, season, kind):
    row = [year, grade, subject, "", "sch340012", "СШ", 8, *FULL, season]
    parsed = read(book([[*HEADER, "Период"], row]))

    assert (parsed.rows, [problem.kind for problem in parsed.problems]) == ((), [kind])


def test_the_season_in_the_name_of_a_file_is_of_its_year_alone():
    rows = [
        [year, 5, "Математика", "", f"sch34001{year % 10}", f"СШ № {year}", 8, *FULL] for year in (2021, 2022)
    ]

    told = read(book([HEADER, *rows]), "marks осень 2022.xlsx")
    assert [(row.sitting.year, row.sitting.season) for row in told.rows] == [
        (2021, "spring"),
        (2022, "autumn"),
    ]
    downloaded = read(book([HEADER, rows[0]]), "marks 01.10.2021.xlsx")
    assert [(row.sitting.year, row.sitting.season) for row in downloaded.rows] == [(2021, "spring")]


def test_a_window_that_nobody_told_is_not_guessed():
    rows = [
        [2022, 5, "Математика", "", f"sch34001{number}", f"СШ № {number}", 8, *FULL] for number in range(3)
    ]
    parsed = read(book([HEADER, *rows]))

    assert parsed.rows == ()
    assert kinds(parsed) == [("no_season", f"Лист1!C{row}") for row in (2, 3, 4)]
    assert "«весна 2022»" in parsed.problems[0].text
    told = read(book([HEADER, *rows]), "marks весна 2022.xlsx")
    assert {row.sitting.season for row in told.rows} == {"spring"}
    assert told.problems == ()


@pytest.mark.parametrize(
    ("cells", "kind", "column"),
    [
        ([2023, 5, "Ритмика"], "no_subject", "C"),
        ([2023, "х", "Математика"], "no_grade", "B"),
        (["", 5, "Математика"], "no_year", "A"),
        ([2023, 5, "Химия"], "no_sitting", "C"),
    ],
)
def test_each_row_that_is_left_out_is_told_at_its_own_cell(cells, kind, column):
    rows = [[*cells, "", f"sch34001{number}", f"СШ № {number}", 8, *FULL] for number in range(3)]
    parsed = read(book([HEADER, *rows]))

    assert (parsed.rows_read, parsed.rows) == (3, ())
    assert kinds(parsed) == [(kind, f"Лист1!{column}{row}") for row in (2, 3, 4)]
    assert len({problem.text for problem in parsed.problems}) == 1


def test_a_row_of_nobody_is_counted_and_told():
    nameless = [2023, 5, "Математика", "Свой район", "", "", 10, *FULL]
    total = ["Итого", "", "", "", "", "", 336, *FULL]
    empty = [2023, 5, "Математика", "Свой район", "", "", "", "", "-", "", ""]
    parsed = read(book([HEADER, nameless, total, empty]))

    assert (parsed.rows_read, kinds(parsed)) == (1, [("nameless_row", "Лист1!F2")])


@pytest.mark.parametrize(
    ("exam", "grade", "ref"),
    [
        ("ВПР", 8, SittingRef("vpr", "math", 2023, "", "spring", 8, 8)),
        ("ОГЭ", 9, SittingRef("oge", "math", 2023, "", "spring", 9, 9)),
        ("ЕГЭ", 11, SittingRef("ege", "math", 2023, "base", "spring", 11, 11)),
    ],
)
def test_another_exam_where_a_column_says_so(exam, grade, ref):
    parsed = read(
        book([[*HEADER, "Экзамен"], [2023, grade, "Математика", "", "sch340012", "СШ", 8, *FULL, exam]])
    )

    assert [row.sitting for row in parsed.rows] == [ref]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ([2023, 5, "Ритмика", "", "sch340012", "СШ", 8, *FULL], ("no_subject", "Лист1!C2")),
        (["давно", 5, "Математика", "", "sch340012", "СШ", 8, *FULL], ("no_year", "Лист1!A2")),
        ([2023, "младший", "Математика", "", "sch340012", "СШ", 8, *FULL], ("no_grade", "Лист1!B2")),
        ([2023, 5, "Химия", "", "sch340012", "СШ", 8, *FULL], ("no_sitting", "Лист1!C2")),
        ([2023, 5, "Математика", "", "sch340012", "СШ", None, *FULL], ("bad_participants", "Лист1!G2")),
        (
            [2023, 5, "Математика", "", "sch340012", "СШ", 10, 33.3, 33.3, 33.3, 0.1],
            ("percent_sum", "Лист1!H2"),
        ),
        ([2023, 5, "Математика", "", "sch340012", "СШ", 10, 20, 30, 41, 10], ("percent_total", "Лист1!H2")),
    ],
)
def test_one_bad_row_stops_no_other(row, problem):
    parsed = read(book([HEADER, row, [2023, 5, "Математика", "", "sch340013", "СШ № 2", 8, *FULL]]))

    assert kinds(parsed) == [problem]
    assert counts(by_school(parsed)["sch340013"]) == (8, 1, 3, 4, 0)


def test_an_unknown_exam_is_told():
    parsed = read(
        book([[*HEADER, "Процедура"], [2023, 5, "Математика", "", "sch340012", "СШ", 8, *FULL, "РПР"]])
    )

    assert (parsed.rows, kinds(parsed)) == ((), [("no_exam", "Лист1!L2")])


def test_groups_are_left_out():
    rows = [
        [2023, 5, "Математика", "Свой район", "", "Свой район", 320, *FULL],
        [2023, 5, "Математика", "Свой район", "", "СШ № 1", 8, *FULL],
        [2023, 5, "Математика", "Камышин", "", "СШ № 1", 8, *FULL],
        ["", "", "", "", "", "Итого", 336, *FULL],
    ]

    parsed = read(book([HEADER, *rows]))

    assert [row.school.municipality for row in parsed.rows] == ["Свой район", "Камышин"]
    assert parsed.problems == ()


def test_the_workbook_of_primary_scores_is_another_one():
    assert not flat_marks.recognise(
        book([[*HEADER[:7], *range(40)], [2023, 5, "Математика", "", "sch340012", "СШ", 8, *[2.5] * 40]])
    )


# --- markers ------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [book, csv_book])
def test_markers_of_schools(write):
    parsed = read_bias(
        write(
            [
                BIAS,
                [2023, "Свой район ", "СШ № 1", "edu340012", 2, 1, "", 1, None],
                [2022, "", "СШ № 2", "", 0, 0, 0, 0, 0],
            ]
        )
    )

    first, second = parsed.rows
    assert (first.kind, first.sitting, first.year) == ("markers", None, 2023)
    assert first.numbers == {"count": 2, "rus4": 1, "math4": 0, "rus5": 1, "math5": 0}
    assert (first.school.login, first.school.municipality) == ("sch340012", "Свой район")
    assert (first.address, first.addresses["rus5"]) == ("Лист1!C2", "Лист1!H2")
    assert second.numbers == {"count": 0, "rus4": 0, "math4": 0, "rus5": 0, "math5": 0}
    assert parsed.problems == ()


def test_a_missing_marker_is_not_none():
    parsed = read_bias(book([BIAS, [2023, "", "СШ № 1", "sch340012", 2, 1, None, None, None]]))

    assert parsed.rows[0].numbers == {"count": 2, "rus4": 1}
    assert kinds(parsed) == [("markers_sum", "Лист1!E2")]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (["ОО", "Логин", "4 кл РУ", "4 класс МА", "РУ 5", "5 Математика"], "bias 2023.xlsx"),
        (["Наименование", "Логин", "4  ру", "4 ма ", "5 Рус", "5 мат"], "маркеры_2023.xlsx"),
    ],
)
def test_the_year_of_the_file_and_no_column_of_counts(header, name):
    parsed = read_bias(book([header, ["СШ № 1", "sch340012", "+", "нет", "да", 0]]), name)

    (row,) = parsed.rows
    assert (row.year, row.numbers) == (2023, {"count": 2, "rus4": 1, "math4": 0, "rus5": 1, "math5": 0})
    assert row.computed == {"count"}


@pytest.mark.parametrize(
    ("row", "problem", "left"),
    [
        ([None, "", "СШ", "sch340012", 1, 1, 0, 0, 0], "no_year", 0),
        ([2023, "", "СШ", "sch340012", 5, 1, 1, 1, 1], "bad_markers", 0),
        ([2023, "", "СШ", "sch340012", 1, 1, 0, 0, 7], "bad_marker", 1),
    ],
)
def test_bad_markers_are_told(row, problem, left):
    parsed = read_bias(book([BIAS, row]))

    assert [found.kind for found in parsed.problems] == [problem]
    assert len(parsed.rows) == left


def test_markers_of_nobody_are_counted_and_told():
    rows = [[2023, "", "", "", 2, 1, 1, 0, 0], [2023, "", "Итого", "", 2, 1, 1, 0, 0], [2023, "", "", "", ""]]
    parsed = read_bias(book([BIAS, *rows]))

    assert (parsed.rows_read, kinds(parsed)) == (1, [("nameless_row", "Лист1!C2")])
