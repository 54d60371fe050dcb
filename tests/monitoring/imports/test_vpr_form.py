"""The school's collection form of ВПР: layouts of its years, points to marks, and no pupil anywhere."""

import logging

import pytest

from monitoring.imports import fis_oko_marks, vpr_form
from monitoring.imports.parsed import ParsedFile, SittingRef
from portal.core.tables import UnreadableTable
from tests.monitoring.imports.fis_oko_files import book, by_school, counts, csv_book, kinds, reference

FORM_2020 = [
    "user",
    "region",
    "klass",
    "code",
    "gender",
    "otc",
    "var-1",
    "var-2",
    "a-1-grade",
    "a-2-grade",
    "a-3k1-grade",
    "sum",
]
FORM_2021 = [
    "логин школы", "класс", "номер обучающегося", "пол", "вариант", "балл за 1", "балл за 2", "балл за 3К1",
    "всего баллов", "отметка за предыдущую четверть/триместр", "Учебник",
]  # fmt: skip
FORM_2022 = [
    "Пользователь", "Код", "Вариант", "1", "2", "3.1", "3K1", "Наименование класса", "Пол",
    "Отметка за предыдущий  триместр/\nчетверть/полугодие",
]  # fmt: skip
FORM_2025 = [
    "Код", "Вариант \n(часть 1)", "1 (1б)", "2 (1б)", "3  (2б)", "Вариант (часть 2)", "11.3 k1 (2б)", "11.3 К2 (20б)",
    'Класс № (список формируется из листа "Классы")', "Пол", "Отметка за предыдущий триместр/ четверть/полугодие", "Итого баллов",
]  # fmt: skip
FORM_CODE = ["Код участника", "Порядковый номер класса", "Вариант", "1 (1 балл)", "2 (20 баллов)", "Пол", "Отметка за предыдущий триместр/ четверть/полугодие", "Итого баллов"]  # fmt: skip
SPRING_2021 = SittingRef("vpr", "math", 2021, "", "spring", 5, 5)


def read(sheets, name="отчет.xlsx") -> ParsedFile:
    assert vpr_form.recognise(sheets)
    assert not fis_oko_marks.recognise(sheets)
    return vpr_form.read(sheets, file_name=name, reference=reference())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251"])
def test_csv_of_2020_is_marked_by_the_scale_of_the_class_before(encoding):
    rows = [
        FORM_2020,
        ["sch340012", 34, "5А", 50001, "ж", 5, 1, 2, 1, 4, 0, 5],
        ["sch340012", 34, "5А", 50002, "м", 4, 1, 2, 2, 4, 0, 6],
        ["sch340012", 34, "5Б", 50003, "м", 4, 1, 2, 5, 4, 5, 14],
        ["sch340012", 34, "5Б", 50004, "м", 4, "отсутствовал", "", "", "", "", ""],
        ["sch340013", 34, "5", 50001, "м", 4, 3, "", 10, 5, 5, 20],
        ["", "", "", "", "", "", "", "", "", "", "", ""],
    ]

    parsed = read(csv_book(rows, encoding=encoding), "VPR_5_MA_2020.csv")

    found = by_school(parsed)
    assert counts(found["sch340012"]) == (3, 1, 1, 1, 0)
    assert counts(found["sch340013"]) == (1, 0, 0, 0, 1)
    assert {row.sitting for row in parsed.rows} == {SittingRef("vpr", "math", 2020, "", "autumn", 5, 4)}
    assert parsed.problems == ()
    assert (parsed.rows_read, found["sch340012"].address) == (5, "Лист1!A2")


def test_xlsx_of_2021_without_a_total_sums_the_tasks():
    rows = [
        FORM_2021,
        ["edu340012", "5А", 1, "ж", 1, 5, 1, 0, None, 5, "Мерзляк"],
        ["edu340012", "5А", 2, "ж", 1, 5, 1, 1, None, 5, "Мерзляк"],
        ["edu340012", "5А", 3, "ж", 1, 15, "x", "X", 15, 5, 0],
        ["edu340012", "5А", 4, "ж", "отсутствовал", None, None, None, 0, 5, 0],
    ]

    parsed = read(book(rows), "Mat5 2021.xlsx")

    assert [(row.school.login, row.sitting, counts(row)) for row in parsed.rows] == [
        ("sch340012", SPRING_2021, (3, 1, 1, 0, 1))
    ]


def test_xlsx_of_2022_with_x_in_two_alphabets():
    rows = [
        FORM_2022,
        ["edu340012", 1001, 1, 7, "x", "X", None, "5А", "ж", 4],
        ["edu340012", 1002, 2, 5, "х", "Х", 1, "5А", "м", 4],
        ["edu340012", 1003, "отсутствовал", None, None, None, None, "5А", "м", 4],
        ["edu340012", 1004, 3, 15, 0, 0, "-", "6Б", "м", 4],
    ]

    parsed = read(book(rows, [["Прочее"]], titles=["Протокол", "Справка"]), "Математика весна 2022.xlsx")

    assert [(row.sitting.season, row.sitting.grade, counts(row)) for row in parsed.rows] == [
        ("spring", 5, (2, 1, 1, 0, 0)),
        ("spring", 6, (1, 0, 0, 0, 1)),
    ]
    assert parsed.problems == ()


def test_xlsx_of_2025_adds_up_its_sheets_and_has_no_scale_yet():
    pupil = [1, 1, 0, "x", 2, 2, 20, 1, "м", 5, 23]
    protocol = [
        FORM_2025,
        [10001, *pupil],
        [10002, "отсутствовал"],
        [10003],
        [10004, None, None, None, None, None, None, None, None, None, None, 0],
    ]
    classes = [["№", "Класс"], [1, "7А"], [2, "7 «Б»"], [3, "8А"]]

    parsed = read(
        book(
            protocol,
            [FORM_2025, [20001, *pupil[:7], 2, "м", 5, 23], [20002, *pupil[:7], 3, "м", 5, 23]],
            classes,
            titles=["Протокол", "Протокол_2", "Классы"],
        ),
        "sch340012 ВПР 2025 Математика.xlsx",
    )

    assert [(row.school.login, row.sitting.grade, dict(row.numbers), row.status) for row in parsed.rows] == [
        ("sch340012", 7, {"participants": 2}, "no_data"),
        ("sch340012", 8, {"participants": 1}, "no_data"),
    ]
    assert kinds(parsed) == [("no_scale", "Протокол!A2"), ("no_scale", "Протокол_2!A3")]


def test_the_variant_with_a_code_of_the_participant():
    rows = [
        ["Логин: edu340012"],
        ["ВПР 2021. 5 класс. Математика"],
        FORM_CODE,
        [1, 1, 1, 1, 14, "ж", 5, 15],
        [2, 2, 1, 1, 5, "ж", 5, "6"],
        [3, 4, "не присутствовал", None, None, "ж", None, None],
        ["Итого", None, None, 2, 19, None, None, 21],
    ]

    parsed = read(book(rows))

    assert [(row.school.login, row.sitting, counts(row)) for row in parsed.rows] == [
        ("sch340012", SPRING_2021, (2, 1, 0, 0, 1))
    ]
    assert parsed.rows_read == 3


@pytest.mark.parametrize(
    ("points", "mark"),
    [(0, 2), (6, 2), (7, 3), (10, 3), (11, 4), (14, 4), (15, 5), (20, 5)],
)
def test_the_borders_of_a_scale(points, mark):
    parsed = read(
        book([FORM_CODE, [1, 1, 1, points, 0, "ж", 5, points]]), "sch340012 математика 5 класс 2021.xlsx"
    )

    assert counts(parsed.rows[0]) == (1, *(int(each == mark) for each in range(2, 6)))


@pytest.mark.parametrize("last", [(), ("Пол",)])
def test_a_form_without_a_variant_is_known_by_its_class_and_tasks(last):
    head = ["Код участника", "Порядковый номер класса", "1 (1)", "2 (19)", *last]
    rows = [head, [1, 5, 1, 14], [2, 5, "не присутствовал", ""], [3, 5, "x", 0]]
    (row,) = read(book(rows), "sch340012 математика 5 класс 2021.xlsx").rows

    assert vpr_form.recognise(book(rows))
    assert counts(row) == (2, 1, 0, 0, 1)


@pytest.mark.parametrize(
    "names",
    [
        ("Задание 1", "Задание 2", "Задание 3"),
        ("№ 1", "№ 2", "№ 3К1"),
        ("a-1-grade-1", "a-2-grade-2", "a-3k1-grade-1"),
        ("Зад. 1 (2 б.)", "задание №2", "вопрос 3.1"),
        ("первое", "второе", "третье"),
    ],
)
def test_the_first_pupil_is_no_head_whatever_the_tasks_are_called(names):
    """His «1» looks like the name of a task; the tasks of the last form are known by their sum alone."""
    head = ["user", "klass", "code", "var-1", *names, "sum"]
    pupils = [
        ["sch340012", "5А", 5001 + number, 1, 1, "x", total - 1, total] for number, total in enumerate((3, 7))
    ]

    parsed = read(csv_book([head, *pupils]), "Mat5 2021.csv")

    assert (parsed.rows_read, parsed.problems) == (2, ())
    assert counts(parsed.rows[0]) == (2, 1, 1, 0, 0)


def test_a_head_of_two_rows_is_a_head():
    rows = [
        ["Логин школы", "Класс", "Код", "Вариант", "Баллы за задания", None, "Итого"],
        [None, None, None, None, 1, 2, None],
        ["sch340012", "5А", 5001, 1, 1, 2, 3],
    ]

    parsed = read(book(rows), "Mat5 2021.xlsx")

    assert (parsed.rows_read, counts(parsed.rows[0]), parsed.problems) == (1, (1, 1, 0, 0, 0), ())


@pytest.mark.parametrize(
    ("tasks", "total"), [((5, "x", 7), 12), (("x", "х", 12), 0), ((12, "-", None), 12), ((None,) * 3, 12)]
)
def test_a_total_agrees_with_tasks_that_were_not_tried(tasks, total):
    parsed = read(book([FORM_2021, ["sch340012", "5А", 1, "ж", 1, *tasks, total]]), "Mat5 2021.xlsx")

    assert (counts(parsed.rows[0]), parsed.problems) == ((1, 0, 0, 1, 0), ())


@pytest.mark.parametrize("tasks", [(5, 2, "х"), (5, 2, "X"), (5, 2, None), (5, 2, "-"), ("x", "x", "x")])
@pytest.mark.parametrize("total", [1, 17])
def test_a_total_that_its_tasks_do_not_give_is_told_whatever_was_not_tried(tasks, total):
    parsed = read(book([FORM_2021, ["sch340012", "5А", 1, "ж", 1, *tasks, total]]), "Mat5 2021.xlsx")

    assert (parsed.rows, kinds(parsed)) == ((), [("total_differs", "Лист1!I2")])


def test_tasks_that_are_not_known_cannot_be_summed():
    head = ["логин школы", "класс", "код", "вариант", "1", "второе", "Итого"]
    rows = [["sch340012", "5А", 1, 1, 5, 6, None], ["sch340012", "5А", 2, 1, 5, 6, 11]]

    parsed = read(book([head, *rows]), "Mat5 2021.xlsx")

    assert (kinds(parsed), counts(parsed.rows[0])) == ([("no_total", "Лист1!G2")], (1, 0, 0, 1, 0))


@pytest.mark.parametrize("name", ["№", "№ п/п", "Возраст", "Незнакомый"])
@pytest.mark.parametrize("tasks", [("1", "2"), ("балл за 1", "балл за 2"), ("a-1-grade", "a-2-grade")])
@pytest.mark.parametrize("has_two_rows", [False, True])
def test_a_column_before_the_first_task_is_no_task(name, tasks, has_two_rows):
    names = ["логин школы", "класс", "код", "вариант", name]
    head = [[*names, "Баллы"], [*[None] * 5, *tasks]] if has_two_rows else [[*names, *tasks]]
    rows = [["sch340012", "5А", 1, 1, 10, 5, 6], ["sch340012", "5А", 2, 1, 11, 5, 1]]

    parsed = read(book([*head, *rows]), "Mat5 2021.xlsx")

    assert (parsed.problems, counts(parsed.rows[0])) == ((), (2, 1, 0, 1, 0))


def test_a_column_before_the_second_task_may_be_the_first_one():
    head = ["логин школы", "класс", "код", "вариант", "первое", "2", "3"]
    parsed = read(book([head, ["sch340012", "5А", 1, 1, 10, 5, 6]]), "Mat5 2021.xlsx")

    assert [found.kind for found in parsed.problems] == ["no_total"]


def test_a_school_whose_every_row_is_wrong_is_not_one_where_nobody_wrote():
    parsed = read(book([FORM_2021, ["sch340012", "5А", 1, "ж", 1, 5, 5, 5, 99]]), "Mat5 2021.xlsx")

    assert (parsed.rows, kinds(parsed)) == ((), [("total_differs", "Лист1!I2")])


def test_a_class_where_everybody_was_absent_had_no_participants():
    parsed = read(book([FORM_2021, ["sch340012", "5А", 1, "ж", "отсутствовал"]]), "Mat5 2021.xlsx")

    assert [(row.status, dict(row.numbers)) for row in parsed.rows] == [("no_participants", {})]
    assert parsed.problems == ()


@pytest.mark.parametrize("rows", [[], [[10001], [10002]], [[10001, "отсутствовал"]]])
def test_a_form_that_nobody_filled_in_says_so(rows):
    parsed = read(book([FORM_2025, *rows]), "sch340012 ВПР 2025 Математика.xlsx")

    assert (parsed.rows, kinds(parsed)) == ((), [("no_pupils", "Лист1!A1")])


def test_a_form_without_a_login_says_what_to_do():
    parsed = read(book([FORM_CODE, [1, 1, 1, 1, 0, "ж", 5, 1]]), "математика 5 класс 2021.xlsx")

    assert (parsed.rows, kinds(parsed)) == ((), [("no_school", "Лист1!A1")])
    assert "sch340012" in parsed.problems[0].text


@pytest.mark.parametrize(
    ("row", "problem", "expected"),
    [
        (["МКОУ СШ", "5А", 1, "ж", 1, 5, 5, 5, 15], ("bad_login", "Лист1!A3"), (1, 1, 0, 0, 0)),
        (["sch340012", "5А", 1, "ж", 1, 5, "плохо", 5, None], ("bad_points", "Лист1!G3"), (1, 1, 0, 0, 0)),
        (["sch340012", "5А", 1, "ж", 1, 5, "плохо", 5, 15], ("bad_points", "Лист1!G3"), (2, 1, 0, 0, 1)),
        (["sch340012", "5А", 1, "ж", 1, 5, -5, 5, None], ("bad_points", "Лист1!G3"), (1, 1, 0, 0, 0)),
        (["sch340012", "5А", 1, "ж", 1, 5, 5, 5, "двенадцать"], ("bad_total", "Лист1!I3"), (1, 1, 0, 0, 0)),
        (["sch340012", "5А", 1, "ж", 1, 5, 5, 5, 12.5], ("bad_total", "Лист1!I3"), (1, 1, 0, 0, 0)),
        (["sch340012", "5А", 1, "ж", 1, 2, 3, 0, 18], ("total_differs", "Лист1!I3"), (1, 1, 0, 0, 0)),
        (["sch340012", "5А", 1, "ж", 1, 99, "x", "x", 99], ("over_maximum", "Лист1!I3"), (1, 1, 0, 0, 0)),
        (["sch340012", "5А", 1, "ж", 1, 9, 9, 9, None], ("over_maximum", "Лист1!I3"), (1, 1, 0, 0, 0)),
        (["sch340012", "5А", None, "ж", None, 5, 5, 5, 15], ("doubtful_row", "Лист1!C3"), (1, 1, 0, 0, 0)),
        (["sch340012", "5А", 7, "ж", 1, 5, 5, 5, 15], ("double_pupil", "Лист1!C3"), (1, 1, 0, 0, 0)),
    ],
)
def test_one_bad_row_stops_no_other(row, problem, expected):
    parsed = read(book([FORM_2021, ["sch340012", "5А", 7, "ж", 1, 0, 0, 0, 0], row]), "Mat5 2021.xlsx")

    assert kinds(parsed) == [problem]
    assert counts(by_school(parsed)["sch340012"]) == expected


def test_the_maximum_is_named_as_such():
    parsed = read(book([FORM_2021, ["sch340012", "5А", 1, "ж", 1, 99, "x", "x", 99]]), "Mat5 2021.xlsx")

    assert "максимум работы — 20." in parsed.problems[0].text


@pytest.mark.parametrize(
    ("name", "problem"),
    [("Химия 8 2021.xlsx", "no_sitting"), ("Mat5.xlsx", "no_year"), ("2021.xlsx", "no_subject")],
)
def test_a_work_that_is_not_known_gives_no_row(name, problem):
    parsed = read(book([FORM_2021, ["sch340012", "5А", 1, "ж", 1, 5, 5, 5, 15]]), name)

    assert parsed.rows == ()
    assert [found.kind for found in parsed.problems] == [problem]


def test_no_code_name_or_sex_is_kept(caplog):
    planted = ["Пётр-Запрещённый", "99887766", "мужской-тайный", "Иванова-Тайная"]
    rows = [
        [*FORM_2021, "ФИО"],
        [
            "sch340012",
            "5А",
            planted[1],
            planted[2],
            1,
            5,
            planted[0],
            5,
            None,
            planted[0],
            planted[0],
            planted[3],
        ],
        ["sch340012", "5А", planted[1], planted[2], 1, 5, 5, 5, 15, 5, planted[0], planted[3]],
        ["sch340012", "5А", 7, planted[2], 1, 5, 5, 5, planted[0], 5, planted[0], planted[3]],
        ["sch340012", "5А", 8, planted[2], 1, 5, 5, 5, 15, 5, planted[0], planted[3]],
        [
            planted[3],
            planted[0],
            planted[0],
            planted[2],
            planted[0],
            5,
            5,
            5,
            planted[3],
            5,
            planted[0],
            planted[3],
        ],
        [planted[3], planted[0]],
    ]

    with caplog.at_level(logging.DEBUG):
        parsed = read(book(rows), f"{planted[3]} Mat5 2021.xlsx")

    everything = repr(parsed) + caplog.text
    assert len(parsed.rows) == 1
    assert {found.kind for found in parsed.problems} == {
        "bad_points",
        "double_pupil",
        "bad_login",
        "bad_total",
    }
    assert not [word for word in planted if word in everything]


def test_other_tables_are_not_taken():
    with pytest.raises(UnreadableTable, match="нет таблицы"):
        vpr_form.read(book([["Код", "Класс"], [1, 2]]), file_name="а.xlsx", reference=reference())
    assert not vpr_form.recognise(
        book([["№", "Код ОО", "Класс", "Фамилия", "Первичный балл", "Балл"], [1, 2, 3, "", 5, 6]])
    )
