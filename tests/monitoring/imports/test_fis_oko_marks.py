"""«Статистика по отметкам»: percents to counts, groups, headers and every trap of the report."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.imports import fis_oko_journal, fis_oko_marks, flat_bias, flat_marks, vpr_form
from monitoring.imports.parsed import NUMBERS, ParsedFile, SittingRef
from portal.core.russian import rounded
from portal.core.tables import Row, Sheet, UnreadableTable
from tests.monitoring.imports.fis_oko_files import book, by_school, counts, csv_book, kinds, reference

HEADER = ["Группы участников", "Кол-во ОО", "Кол-во участников", 2, 3, 4, 5]
ABOVE = [
    ["Статистика по отметкам"],
    ["ВПР 2023. 5 класс"],
    ["Предмет: Русский язык"],
    ["Максимальный первичный балл: 45"],
    ["Дата: 18.04.2023"],
]
SCHOOLS = [
    ["Вся выборка", 34500, 1400000, 13.27, 38.96, 34.64, 13.13],
    ["Волгоградская область", 620, 23400, 11.5, 38.5, 36.5, 13.5],
    ["Котельниковский муниципальный район", 20, 320, 12.5, 40, 35, 12.5],
    ["МКОУ СШ № 2 г. Котельниково (sch340012)", 1, 40, 12.5, 37.5, 37.5, 12.5],
    ["Муниципальное казённое учреждение «Красноярская СШ»", 1, 12, 8.33, 41.67, 50, 0],
]
SITTING = SittingRef("vpr", "rus", 2023, "", "spring", 5, 5)


def read(sheets, name="отчет.xlsx") -> ParsedFile:
    assert fis_oko_marks.recognise(sheets)
    return fis_oko_marks.read(sheets, file_name=name, reference=reference())


def test_percents_become_counts_of_schools():
    parsed = read(book([*ABOVE, HEADER, *SCHOOLS]))

    first, second = parsed.rows
    assert counts(first) == (40, 5, 15, 15, 5)
    assert counts(second) == (12, 1, 5, 6, 0)
    assert first.sitting == second.sitting == SITTING
    assert first.computed == {"n2", "n3", "n4", "n5"}
    assert (first.school.login, first.school.municipality) == (
        "sch340012",
        "Котельниковский муниципальный район",
    )
    assert first.school.name == "МКОУ СШ № 2 г. Котельниково (sch340012)"
    assert (first.address, first.addresses["n3"]) == ("Лист1!A10", "Лист1!E10")
    assert parsed.problems == ()
    assert parsed.rows_read == 5
    assert dict(parsed.facts)["Предмет"] == "Русский язык"
    assert dict(parsed.facts)["Дата"] == "18.04.2023"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251"])
def test_csv_with_decimal_commas(encoding):
    rows = [*ABOVE, HEADER, ["СШ № 1 (edu340012)", 1, 8, "12,5", "37,50", "50,00%", "-"]]

    parsed = read(csv_book(rows, encoding=encoding))

    (row,) = parsed.rows
    assert (row.school.login, counts(row), parsed.problems) == ("sch340012", (8, 1, 3, 4, 0), ())


@pytest.mark.parametrize(
    "header",
    [
        ["Группы участников", "Кол-во участников", "2", "3", "4", "5"],
        ["ГРУППЫ\nУЧАСТНИКОВ ", "Количество  участников", "«2», %", "«3», %", "«4», %", "«5», %"],
        [
            "Группы участников",
            "Число участников",
            "Доля «2» (%)",
            "Доля «3» (%)",
            "Доля «4» (%)",
            "Доля «5» (%)",
        ],
        ["Группы участников:", "Кол-во участников*", "Отметка 2", "Отметка 3", "Отметка 4", "Отметка 5"],
    ],
)
def test_synonyms_of_columns_and_no_column_of_schools(header):
    parsed = read(book([*ABOVE, header, ["СШ № 1", 8, 12.5, 37.5, 50, 0]]))

    assert counts(parsed.rows[0]) == (8, 1, 3, 4, 0)


def test_other_order_extra_columns_and_the_mean():
    header = [
        "№",
        "5",
        "4",
        "3",
        "2",
        "Средняя отметка",
        "Кол-во участников",
        "Кол-во ОО",
        "Группы участников",
        "Качество, %",
    ]
    parsed = read(book([*ABOVE, header, [1, 0, 50, 37.5, 12.5, "3,375", 8, 1, "СШ № 1", 50]]))

    (row,) = parsed.rows
    assert counts(row) == (8, 1, 3, 4, 0)
    assert row.numbers["mean_mark"] == Decimal("3.38")
    assert (row.addresses["n5"], row.addresses["mean_mark"]) == ("Лист1!B7", "Лист1!F7")


def test_a_header_of_two_merged_rows_and_a_row_of_numbers():
    upper = [
        "Группы участников",
        "Кол-во ОО",
        "Кол-во участников",
        "Распределение отметок в %",
        None,
        None,
        None,
    ]
    rows = [upper, [None, None, None, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6, 7], ["СШ № 1", 1, 8, 12.5, 37.5, 50, 0]]

    parsed = read(book(rows, merged=["D1:G1", "A1:A2"]), "ВПР 2023 Русский язык 5 класс.xlsx")

    assert [counts(row) for row in parsed.rows] == [(8, 1, 3, 4, 0)]
    assert parsed.rows_read == 1


def test_the_header_may_stand_low_and_the_sitting_in_two_cells():
    above = [
        ["Статистика по отметкам"],
        *([["—"]] * 20),
        [None, "ВПР 2023. 5 класс"],
        ["Предмет:", "Русский язык"],
    ]

    parsed = read(book([*above, HEADER, *SCHOOLS]))

    assert {row.sitting for row in parsed.rows} == {SITTING}


def test_the_name_of_the_file_fills_what_the_content_lacks():
    parsed = read(book([["ВПР, 5 класс"], HEADER, *SCHOOLS]), "02_2023.06.09.xlsx")

    assert {row.sitting for row in parsed.rows} == {SittingRef("vpr", "math", 2023, "", "spring", 5, 5)}
    assert kinds(parsed) == [("subject_by_code", "Лист1!A1")]


@pytest.mark.parametrize(
    ("above", "name", "sitting"),
    [
        ([["ВПР 2020. 5 класс (по материалам 4 класса)"], ["Предмет: Математика"]], "о.xlsx", ("math", 2020, "autumn", 5, 4)),
        ([["ВПР 2020. 6 класс"], ["Предмет: Математика"]], "о.xlsx", ("math", 2020, "autumn", 6, 5)),
        ([["ВПР 2022. 5 класс (4 программа)"], ["Предмет: Русский язык"]], "о.xlsx", ("rus", 2022, "autumn", 5, 4)),
        ([["ВПР 2022. 5 класс"], ["Предмет: Русский язык"], ["10.10.2022"]], "о.xlsx", ("rus", 2022, "autumn", 5, 4)),
        ([["ВПР 2022. 5 класс"], ["Предмет: Русский язык"], ["17.03.2022"]], "о.xlsx", ("rus", 2022, "spring", 5, 5)),
        ([["ВПР. 5 класс"], ["Предмет: Русский язык"]], "01_2022.10.10.xlsx", ("rus", 2022, "autumn", 5, 4)),
    ],
)  # fmt: skip
def test_autumn_and_spring(above, name, sitting):
    subject, year, season, grade, programme = sitting

    parsed = read(book([*above, HEADER, *SCHOOLS]), name)

    assert {row.sitting for row in parsed.rows} == {
        SittingRef("vpr", subject, year, "", season, grade, programme)
    }
    assert parsed.problems == ()


def test_no_such_work_gives_a_problem_and_no_row():
    parsed = read(book([["ВПР 2023. 5 класс"], ["Предмет: Химия"], HEADER, *SCHOOLS]))

    assert (parsed.rows, parsed.rows_read) == ((), len(SCHOOLS))
    assert kinds(parsed) == [("no_sitting", "Лист1!A1")]


@pytest.mark.parametrize(
    ("title", "day", "name", "kind"),
    [
        ("ВПР 2021. 6 класс", "Дата: 01.10.2021", "отчет.xlsx", "no_sitting"),
        ("ВПР 2023", "Дата: 18.04.2023", "report7.xlsx", "no_grade"),
        ("ВПР 2023. 5, 6 классы", "Дата: 18.04.2023", "Mat5.xlsx", "no_grade"),
    ],
)
def test_neither_a_season_nor_a_class_is_guessed(title, day, name, kind):
    parsed = read(book([[title], ["Предмет: Математика"], [day], HEADER, *SCHOOLS]), name)

    assert (parsed.rows, kinds(parsed)) == ((), [(kind, "Лист1!A1")])


@pytest.mark.parametrize(
    ("cells", "expected", "problem"),
    [
        ([10, 33.33, 33.33, 33.34, 0], (10, 3, 3, 3, 0), "percent_sum"),
        ([10, 20, 30, 41, 10], (10, 2, 3, 4, 1), "percent_total"),
        ([8, 12.5, 12.5, 12.5, 12.5], (8, 1, 1, 1, 1), "percent_sum"),
        ([8, 12.5, 112.5, 0, 0], (8, None, None, None, None), "bad_percent"),
        ([8, -5, 50, 50, 5], (8, None, None, None, None), "bad_percent"),
        ([10, 1, 2, 3, 4], (10, None, None, None, None), "bad_percent"),
        ([8, "много", 50, 50, 0], (8, None, None, None, None), "bad_percent"),
        ([8, "-", 50, 25, "-"], (8, None, None, None, None), "percent_missing"),
    ],
)
def test_percents_that_contradict_are_told_and_stop_nobody(cells, expected, problem):
    parsed = read(book([*ABOVE, HEADER, ["СШ № 1", 1, *cells], ["СШ № 2", 1, 8, 12.5, 37.5, 50, 0]]))

    assert counts(by_school(parsed)["СШ № 1"]) == expected
    assert counts(by_school(parsed)["СШ № 2"]) == (8, 1, 3, 4, 0)
    assert problem in [found.kind for found in parsed.problems]
    assert all(
        found.address.startswith("Лист1!") and found.address.endswith("7") for found in parsed.problems
    )


def test_percents_kept_as_fractions_of_one():
    parsed = read(book([*ABOVE, HEADER, ["СШ № 1", 1, 8, 0.125, 0.375, 0.5, 0]]))

    assert (counts(parsed.rows[0]), parsed.problems) == ((8, 1, 3, 4, 0), ())


@pytest.mark.parametrize(
    ("cell", "problem", "status"),
    [
        ("сорок", "bad_participants", None),
        (8.5, "bad_participants", None),
        (-8, "bad_participants", None),
        (0, None, "no_participants"),
    ],
)
def test_the_number_of_participants(cell, problem, status):
    parsed = read(book([*ABOVE, HEADER, ["СШ № 1", 1, cell, 12.5, 37.5, 50, 0]]))

    assert [found.kind for found in parsed.problems] == ([problem] if problem else [])
    assert [(row.status, dict(row.numbers)) for row in parsed.rows] == ([(status, {})] if status else [])


@pytest.mark.parametrize("write", [book, csv_book])
def test_a_school_whose_participants_are_missing_is_told(write):
    shares = ["СШ № 2", 1, None, 12.5, 37.5, 50, 0]
    nothing = ["СШ № 3", 1, None, None, None, None, None]
    under_the_table = ["Отчёт составил методист", None, None, "Плантедов"]
    parsed = read(
        write([*ABOVE, HEADER, ["СШ № 1", 1, 8, 12.5, 37.5, 50, 0], shares, nothing, under_the_table])
    )

    assert [row.school.name for row in parsed.rows] == ["СШ № 1"]
    assert [(kind, address[-2:]) for kind, address in kinds(parsed)] == [
        ("bad_participants", "C8"),
        ("bad_participants", "C9"),
    ]


def test_without_marks_the_row_says_participants_alone():
    parsed = read(
        book([*ABOVE, HEADER, ["СШ № 1", 1, 8, None, None, None, None], ["СШ № 2", 1, 8, "-", "-", "-", "-"]])
    )

    assert [(row.status, dict(row.numbers)) for row in parsed.rows] == [("value", {"participants": 8})] * 2


def test_groups_are_not_schools_and_tell_the_municipality():
    rows = [
        ["Вся выборка"],
        ["Волгоградская область"],
        ["Свой район"],
        ["Перспектива"],
        ["город Камышин"],
        ["СШ № 1"],
        ["Итого"],
    ]
    parsed = read(
        book(
            [*ABOVE, HEADER, *([*row, 1, 8, 12.5, 37.5, 50, 0] for row in [*rows, ["МОУ СШ № 3 Свой район"]])]
        )
    )

    assert [(row.school.name, row.school.municipality) for row in parsed.rows] == [
        ("Перспектива", "Свой район"),
        ("СШ № 1", "город Камышин"),
        ("МОУ СШ № 3 Свой район", ""),
    ]


def test_a_column_named_twice_is_a_question():
    parsed = read(book([*ABOVE, [*HEADER, "5"], [*SCHOOLS[3], 12.5]]))

    assert (parsed.rows, kinds(parsed)) == ((), [("double_column", "Лист1!H6")])


def test_several_sheets_and_several_tables_of_a_sheet():
    second = [["ВПР 2023. 6 класс"], ["Предмет: Математика"], ["Максимальный первичный балл:", 16]]
    parsed = read(
        book(
            [*ABOVE, HEADER, SCHOOLS[3], *second, HEADER, SCHOOLS[3]],
            [["ВПР 2023. 7 класс"], ["Предмет: Русский язык"], HEADER, SCHOOLS[3]],
        )
    )

    assert [(row.sitting.subject, row.sitting.grade) for row in parsed.rows] == [
        ("rus", 5),
        ("math", 6),
        ("rus", 7),
    ]
    assert parsed.problems == ()


def test_a_report_without_schools_says_so():
    assert kinds(read(book([*ABOVE, HEADER, *SCHOOLS[:3]]))) == [("no_schools", "")]


@pytest.mark.parametrize(
    "header",
    [
        [
            "Группы участников",
            "Кол-во участников",
            0,
            1,
            2,
            3,
            4,
            5,
            6,
            7,
        ],  # «Распределение первичных баллов»
        ["Группы участников", "Кол-во участников", "1", "2", "3", "4", "5", "6"],  # «Выполнение заданий»
        ["Группы участников", "Кол-во участников", "%"],
        ["Школа", "2", "3", "4", "5"],
    ],
)
def test_other_tables_are_not_taken(header):
    assert not fis_oko_marks.recognise(book([*ABOVE, header, ["СШ № 1", *range(1, len(header))]]))


def test_a_table_of_marks_with_one_school_is_recognised():
    assert fis_oko_marks.recognise(book([*ABOVE, HEADER, ["СШ № 1", 1, 1, 0, 0, 0, 100]]))


def test_a_file_without_the_table_is_refused():
    with pytest.raises(UnreadableTable, match="нет таблицы"):
        fis_oko_marks.read(book([["Школа"], ["СШ № 1"]]), file_name="а.xlsx", reference=reference())


@given(st.lists(st.integers(0, 400), min_size=4, max_size=4).filter(any))
def test_counts_come_back_from_percents_of_two_decimals(marks):
    total = sum(marks)
    percents = [rounded(Decimal(100 * mark) / total) for mark in marks]
    sheet = Sheet(
        "Лист1",
        (
            Row(1, ("ВПР 2023. 5 класс. Русский язык",)),
            Row(2, tuple(HEADER)),
            Row(3, ("СШ № 1", 1, total, *percents)),
        ),
    )

    parsed = fis_oko_marks.read([sheet], file_name="а.xlsx", reference=reference())

    assert counts(parsed.rows[0]) == (total, *marks)
    assert parsed.problems == ()


CELLS = st.one_of(
    st.none(),
    st.integers(-(10**12), 10**12),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from([*HEADER, "Всего", "Понизили", "Год", "Класс", "Предмет", "ОО", "Логин", "sch340012", "Вариант", "Код", "1 (1б)", "Количество маркеров", "4 РУ", "%", "ВПР 2023. 5 класс", "Русский язык", "5А", "отсутствовал"]),
)  # fmt: skip
READERS = (fis_oko_marks, fis_oko_journal, vpr_form, flat_marks, flat_bias)
HEADERS = [
    HEADER,
    ["Группы участников", "Кол-во участников", "%", "%"],
    ["Код", "Вариант", "1", "2", "Класс", "Логин", "Итого"],
    ["Год", "Класс", "Предмет", "Логин", "ОО", "Кол-во участников", "2", "3", "4", "5"],
    ["Год", "ОО", "Количество маркеров", "4 РУ", "4 МА", "5 РУ", "5 МА"],
]


@given(
    st.sampled_from([[], *HEADERS]),
    st.lists(st.lists(CELLS, min_size=1, max_size=11), max_size=8),
    st.lists(st.lists(CELLS, min_size=1, max_size=11), max_size=3),
    st.text(max_size=30),
)
def test_any_table_gives_problems_and_never_a_traceback(header, rows, above, name):
    lines = [*above, header, *rows] if header else rows
    sheet = Sheet("Лист1", tuple(Row(number, tuple(cells)) for number, cells in enumerate(lines, start=1)))

    for reader in READERS:
        try:
            parsed = reader.read([sheet], file_name=name, reference=reference())
        except UnreadableTable:
            assert not reader.recognise([sheet])
            continue
        assert parsed.format == reader.FORMAT
        for row in parsed.rows:
            assert set(row.numbers) <= set(NUMBERS[row.kind])
            assert all(value >= 0 for value in row.numbers.values())
