"""Books with tables of several kinds: one kind is read, every other table is told at its head."""

import io

import pytest
from openpyxl import Workbook

from monitoring.imports.formats import READERS, read_file
from monitoring.imports.reference import Reference
from tests.monitoring.imports.fis_oko_files import by_school, counts, reference
from tests.monitoring.imports.ris_files import DENSE_OGE, appeals, cells

HEAD = ["Группы участников", "Кол-во ОО", "Кол-во участников", "2", "3", "4", "5"]


def statistics(grade=5, year=2023):
    return [
        ["Статистика по отметкам"],
        [f"ВПР {year}. {grade} класс"],
        ["Предмет: Математика"],
        ["Максимальный первичный балл: 20"],
        HEAD,
        ["Вся выборка", 1, 100, 10, 20, 30, 40],
        ["СШ № 1", 1, 10, 10, 20, 30, 40],
        ["СШ № 2", 1, 20, 5, 45, 40, 10],
    ]


JOURNAL = [
    ["Сравнение отметок с отметками по журналу"],
    ["ВПР 2021. 7 класс"],
    ["Предмет: Математика"],
    ["Группы участников", "Кол-во участников", "%"],
    ["СШ № 1", "", ""],
    ["Понизили (Отметка < Отметка по журналу)", 3, 30],
    ["Подтвердили (Отметка = Отметке по журналу)", 5, 50],
    ["Повысили (Отметка > Отметка по журналу)", 2, 20],
    ["Всего", 10, 100],
]
EGE = [
    ["03 - Физика 2022.06.05"],
    ["№", "Код ОО", "Класс", "Фамилия", "Имя", "Отчество", "Серия", "Номер", "Первичный балл", "Балл"],
    [1, "111001", "11", "Ф", "И", "О", "45", "1", 9, 50],
    [2, "111001", "11", "Ф", "И", "О", "45", "2", 9, 20],
    ["Минимальная граница", "", "", "", "", "", "", "", "", 36],
]
FLAT = [
    ["Год", "Класс", "Предмет", "Муниципалитет", "Логин", "ОО", "Кол-во участников", "2", "3", "4", "5"],
    [2023, 7, "Математика", "Свой район", "sch771001", "СШ № 1", 10, 10, 20, 30, 40],
    [2023, 7, "Математика", "Свой район", "sch771002", "СШ № 2", 10, 10, 20, 30, 40],
]
FORM = [
    ["Код", "Вариант", "1 (1б)", "2 (1б)", "3 (2б)", "Класс № (список)", "Пол", "Итого баллов"],
    [1001, 1, 1, 1, 2, "5А", "ж", 4],
]
MARKERS = [
    ["Год", "Муниципалитет", "ОО", "Логин", "Количество маркеров", "4 РУ", "4 МА", "5 РУ", "5 МА"],
    [2023, "Свой район", "СШ № 1", "sch771001", 1, 1, 0, 0, 0],
]
OGE_CHANGES = [
    ["№", "Код ОО", "Класс", "ФИО", "Экзамен", "апелляция", "Оценка до изменения", "Оценка"],
    [1, "340012", "9А", "И", "Математика(2023.06.09)", "Удовлетворена", 3, 4],
]
OWN = [["school:code", "school:name", "oge.math.2023.spring.9:mean_mark"], ["340001", "СШ № 1", 4]]
OF_EVERY_FORMAT = {
    "own-book": OWN,
    "ris-ege": EGE,
    "ris-ege-appeals": list(cells(appeals({}))),
    "ris-oge": list(cells(DENSE_OGE)),
    "ris-oge-appeals": OGE_CHANGES,
    "fis-oko-marks": statistics(),
    "fis-oko-journal": JOURNAL,
    "vpr-form": FORM,
    "flat-marks": FLAT,
    "flat-bias": MARKERS,
}
WITHOUT_A_TABLE = {
    "Титул": [["Министерство образования области"], [], ["Протокол проверки", "на 2 листах"]],
    "Инструкция": [["Откройте лист"], ["1. Впишите баллы"], ["2. Сохраните книгу"]],
    "Числа": [[1, 2, 3, 4, 5], [10, 20, 30, 40, 50], [0.5, None, 7]],
    "Классы": [["№", "Наименование"], [1, "5А"], [2, "5Б"]],
    "Пустой": [],
}


@pytest.fixture(autouse=True)
def dictionaries(monkeypatch):
    monkeypatch.setattr(Reference, "load", reference)


def parsed(name="book.xlsx", **sheets):
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    stream.seek(0)
    return read_file(stream, file_name=name)


def told(found):
    return [(problem.severity, problem.kind, problem.address) for problem in found.problems]


@pytest.mark.parametrize(
    ("sheets", "code", "rows", "address"),
    [
        ({"А": statistics(), "Б": EGE}, "ris-ege", 1, "А!A5"),
        ({"А": EGE, "Б": statistics()}, "ris-ege", 1, "Б!A5"),
        ({"А": statistics(), "Б": FLAT}, "fis-oko-marks", 2, "Б!A1"),
        ({"А": FLAT, "Б": statistics()}, "fis-oko-marks", 2, "А!A1"),
        ({"А": EGE, "Б": FLAT}, "ris-ege", 1, "Б!A1"),
        ({"А": FORM, "Б": statistics()}, "fis-oko-marks", 2, "А!A1"),
        ({"А": statistics(), "Б": MARKERS}, "fis-oko-marks", 2, "Б!A1"),
        ({"А": statistics(7, 2021), "Б": JOURNAL}, "fis-oko-journal", 1, "А!A5"),
        ({"А": JOURNAL, "Б": statistics(7, 2021)}, "fis-oko-journal", 1, "Б!A5"),
        ({"А": [*statistics(), [], *EGE]}, "ris-ege", 1, "А!A5"),
        ({"А": [*EGE, [], *statistics()]}, "ris-ege", 1, "А!A11"),
        ({"А": [*FLAT, [], *statistics()]}, "fis-oko-marks", 2, "А!A1"),
        ({"А": [*statistics(), [], *FLAT]}, "fis-oko-marks", 2, "А!A10"),
        ({"А": [*statistics(7, 2021), [], *JOURNAL]}, "fis-oko-marks", 2, "А!A13"),
        ({"А": [*JOURNAL, [], *statistics(7, 2021)]}, "fis-oko-journal", 1, "А!A15"),
    ],
)
def test_a_table_of_another_kind_is_told_at_its_head_and_never_read_into_the_first(
    sheets, code, rows, address
):
    found = parsed("sch771001 Математика 5 класс 2023.xlsx", **sheets)

    assert (found.format, len(found.rows)) == (code, rows)
    assert told(found) == [("error", "another_table", address)]


def test_what_was_not_read_is_named_with_what_to_do():
    (problem,) = parsed(А=EGE, Б=statistics()).problems

    assert problem.text == (
        "Здесь таблица другого вида: «Статистика по отметкам (ФИС ОКО)». Она не прочитана: "
        "сохраните её отдельным файлом и загрузите."
    )


def test_a_table_that_goes_on_after_another_kind_is_read_whole_under_its_own_heading():
    found = parsed(А=[*statistics(5), [], *FLAT, [], *statistics(6)])

    assert [(row.sitting.grade, counts(row)) for row in found.rows] == [
        (5, (10, 1, 2, 3, 4)), (5, (20, 1, 9, 8, 2)), (6, (10, 1, 2, 3, 4)), (6, (20, 1, 9, 8, 2)),
    ]  # fmt: skip
    assert told(found) == [("error", "another_table", "А!A10")]


def test_the_footer_of_a_protocol_over_another_table_still_counts():
    assert parsed(А=[*EGE, [], *statistics()]).rows[0].minimum == 36


@pytest.mark.parametrize(
    "sheets",
    [
        {"А": statistics(5), "Б": statistics(6), "Пояснение": [["Код", "что он значит"], ["1", "раз"]]},
        {"А": JOURNAL, "Б": [*JOURNAL[:2], ["Предмет: Физика"], *JOURNAL[3:]]},
        {"А": FLAT}, {"А": MARKERS}, {"А": EGE}, {"А": statistics()},
    ],
)  # fmt: skip
def test_tables_of_one_kind_and_words_beside_them_are_no_fault(sheets):
    assert told(parsed(**sheets)) == []
    assert by_school(parsed(**sheets))


def test_every_format_has_its_book():
    assert set(OF_EVERY_FORMAT) == {reader.FORMAT for reader in READERS}


@pytest.mark.parametrize("code", OF_EVERY_FORMAT)
@pytest.mark.parametrize("title", WITHOUT_A_TABLE)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_sheet_without_a_table_changes_nothing(code, title, is_first):
    name, own, beside = (
        "sch771001 Математика 5 класс 2023.xlsx",
        OF_EVERY_FORMAT[code],
        WITHOUT_A_TABLE[title],
    )
    alone = parsed(name, А=own)
    found = parsed(name, **({title: beside, "А": own} if is_first else {"А": own, title: beside}))

    assert alone.rows
    assert (found.format, found.rows, found.rows_read) == (code, alone.rows, alone.rows_read)
    kept = [problem for problem in found.problems if problem.kind != "foreign_sheet"]
    assert kept == list(alone.problems)
