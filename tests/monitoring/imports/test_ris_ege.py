"""Protocols of РИС ГИА-11: the exports as they are, and every trap of them."""

from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook

from monitoring.imports import ris_ege
from portal.core.tables import UnreadableTable, read_book
from tests.monitoring.imports.ris_files import (
    BASE_2022,
    ENG_2021,
    ENG_2022,
    INF_2021,
    JUNE_23,
    RUS_2022,
    appeals,
    as_csv,
    as_xlsx,
    ege,
    fill,
    kinds,
    marks,
    oge,
    parse,
    reference,
    saved,
    told,
)

RUS_ROWS = {
    "111002": {"participants": 2, "score_sum": 62, "mean_score": Decimal("31.00"), "below_minimum": 1},
    "111001": {"participants": 1, "score_sum": 88, "mean_score": Decimal("88.00"), "below_minimum": 0},
}
HEAD = "№;Код ОО;Класс;Фамилия;Имя;Отчество;Серия;Номер;Первичный балл;"


def protocol(*results, score="Балл", title="01 - Русский язык 2022.06.23", grade="11", code="111001"):
    """A short protocol of one school; every pupil has a name and a document of his own."""
    rows = [
        f"{number};{code};{grade};Фамилия{number};Имя;Отчество;1111;{number:06};10;{result}"
        for number, result in enumerate(results, start=1)
    ]
    return "\n".join([title, HEAD + score, *rows]) + "\n"


# --- the layouts ----------------------------------------------------------------------------


def test_an_ordinary_subject_is_summed_up_by_school():
    parsed = parse(ris_ege, RUS_2022)
    assert told(parsed) == RUS_ROWS
    assert parsed.problems == ()
    assert parsed.rows_read == 3
    assert [(row.sitting, row.school.municipality, row.minimum, row.whole) for row in parsed.rows] == [
        (ege("rus", JUNE_23), "111", 24, True),
        (ege("rus", JUNE_23), "111", 24, True),
    ]
    assert [row.address for row in parsed.rows] == ["Лист1!E3", "Лист1!E5"]
    assert parsed.facts == (
        ("Экзамен", "ЕГЭ"), ("Предмет", "Русский язык"), ("Дата", "23.06.2022"), ("Минимальная граница", "24"),
    )  # fmt: skip


def test_a_mark_of_base_mathematics_is_no_score():
    parsed = parse(ris_ege, BASE_2022)
    assert told(parsed) == {"111001": marks(n2=1, n4=1), "111002": marks(n4=1)}
    assert {row.sitting for row in parsed.rows} == {ege("math", date(2022, 6, 27), level="base")}
    assert parsed.problems == ()
    assert {row.minimum for row in parsed.rows} == {None}


def test_a_footer_of_the_whole_region_is_told_and_not_believed():
    parsed = parse(ris_ege, BASE_2022.replace(";;;3;\n", ";;;11;\n").replace(";11;3\n", ";9;4\n"))
    assert told(parsed)["111001"] == marks(n2=1, n4=1)
    assert kinds(parsed) == [
        ("warning", "footer_total", "Лист1!L7"),
        ("warning", "footer_mean", "Лист1!M6"),
    ]


@pytest.mark.parametrize(
    ("text", "day", "rows"),
    [
        (ENG_2022, date(2022, 6, 14), {"111001": (1, 56), "111002": (2, 60)}),
        (ENG_2021, date(2021, 6, 18), {"111001": (1, 29)}),
    ],
)
def test_a_foreign_language_goes_by_its_written_day_and_its_test_score(text, day, rows):
    parsed = parse(ris_ege, text)
    assert {code: (row["participants"], row["score_sum"]) for code, row in told(parsed).items()} == rows
    assert {row.sitting for row in parsed.rows} == {ege("eng", day)}


@pytest.mark.parametrize(
    ("was", "now", "address"),
    [
        (";0(1)4(4)5(5);1;38;39;39", ";0(1)4(4)5(5);не явился;38;39;39", "S4"),
        (";0(1)4(4)5(5);1;38;39;39", ";Не завершил;;38;39;39", "R4"),
        (";0(1)4(4)5(5);1;38;39;39", ";0(1)4(4)5(5);1;н/я;39;39", "T4"),
        (";0(1)4(4)5(5);1;38;39;39", ";удалён;удалён;38;39;39", "R4"),
        (";46--72+++;1(2)1(2);0(1)4(4)5(5);1;38;39;39", ";;;неявка;;;39;39", "R4"),
    ],
)
def test_a_language_with_its_final_score_counts_whichever_part_was_missed(was, now, address):
    parsed = parse(ris_ege, ENG_2022.replace(was, now))
    assert told(parsed)["111002"]["score_sum"] == 60
    assert [each for each in kinds(parsed) if each[1] != "no_minimum"] == [
        ("info", "part_missed", f"Лист1!{address}")
    ]


@pytest.mark.parametrize(
    "row",
    [
        ";не явился;не явился;не явился;;;;0",
        ";46--72+++;1(2)1(2);не явился;;38;39;Аннулирован",
        ";46--72+++;1(2)1(2);не явился;;38;39;",
    ],
)
def test_a_language_without_a_result_is_none_of_a_missed_part(row):
    text = ENG_2022.replace(";46--72+++;1(2)1(2);0(1)4(4)5(5);1;38;39;39", row)
    assert text != ENG_2022
    parsed = parse(ris_ege, text)
    assert told(parsed)["111002"]["participants"] == 1
    assert {problem.kind for problem in parsed.problems} == {"without_result", "no_minimum"}


def test_informatics_on_computers_with_its_title_in_the_eighth_cell():
    parsed = parse(ris_ege, INF_2021)
    assert told(parsed)["111001"]["score_sum"] == 65
    assert parsed.rows[0].sitting == ege("inf", date(2021, 6, 24))


def test_a_protocol_of_the_oral_part_alone_is_left_out():
    text = ENG_2021.replace("Английский язык п.: 2021.06.18, у.: ", "29 - Английский язык (устная часть) ")
    text = text.replace("Часть с кратким ответом", "").replace("Первичный балл письм. части", "")
    parsed = parse(ris_ege, text)
    assert parsed.rows == ()
    assert kinds(parsed) == [("error", "unknown_exam", "Лист1!C3")]


@pytest.mark.parametrize("text", [RUS_2022, BASE_2022, ENG_2022, ENG_2021, INF_2021])
def test_the_same_protocol_in_another_encoding_or_format_is_the_same(text):
    read = [parse(ris_ege, source) for source in (as_csv(text), as_csv(text, "utf-8-sig"), as_xlsx(text))]
    assert read[0] == read[1] == read[2]
    assert read[0].rows


# --- title, date and class ------------------------------------------------------------------


@pytest.mark.parametrize("column", range(6))
def test_the_title_may_stand_in_any_cell(column):
    assert told(parse(ris_ege, ";" * column + RUS_2022)) == RUS_ROWS


def test_the_title_may_be_cut_into_cells_with_a_date_as_a_date():
    book = Workbook()
    fill(book.active, RUS_2022.replace("01 - Русский язык 2022.06.23", ""))
    for column, value in ((2, "01"), (4, "Русский язык"), (7, date(2022, 6, 23))):
        book.active.cell(1, column, value)
    assert told(parse(ris_ege, saved(book))) == RUS_ROWS


@pytest.mark.parametrize(
    "lines",
    [
        "Предмет: Русский язык\nДата экзамена: 23.06.2022",
        "Дата экзамена: 23.06.2022\nЕГЭ. Предмет: Русский язык",
    ],
)
def test_subject_and_day_on_lines_of_their_own(lines):
    text = protocol(50, 60, title=f"Регион 34 - Область\n{lines}\nДата печати 01.07.2022")
    assert {row.sitting for row in parse(ris_ege, text).rows} == {ege("rus", JUNE_23)}


@pytest.mark.parametrize(
    "title",
    [
        "01. Русский язык 23.06.2022 г.",
        "ЕГЭ-2022. Протокол результатов экзамена по предмету «Русский язык» от 2022.06.23",
        "Регион;34;Протокол № 5;стр. 1;01 - Русский  язык 2022.06.23;;01.07.2022",
        "РУССКИЙ ЯЗЫК (11 класс) 2022-06-23",
        "01 - Русский язык 2022.06.23 резерв",
        "01 - Русский язык 2022.06.23 ППЭ 1101",
        "01 - Русский язык 2022.06.23 Энский район",
        "Энский район. 01 - Русский язык 2022.06.23",
        "11 класс. 01 - Русский язык 2022.06.23",
        "ЕГЭ 2022, русский язык, 23.06.2022, основной период",
        "ЕГЭ 01 - Русский язык;основной период;23.06.2022",
        "01 - Русский язык, Энский район\nДата экзамена: 23.06.2022",
    ],
)
def test_titles_that_say_more_than_the_subject(title):
    parsed = parse(ris_ege, protocol(50, 60, title=title))
    assert {row.sitting for row in parsed.rows} == {ege("rus", JUNE_23)}
    assert parsed.problems == ()


@pytest.mark.parametrize("words", ["", " резерв", " (КЕГЭ)"])
def test_informatics_may_be_called_by_its_form_alone(words):
    parsed = parse(ris_ege, protocol(50, title=f"25 - КЕГЭ 2022.06.20{words}"))
    assert {row.sitting for row in parsed.rows} == {ege("inf", date(2022, 6, 20))}


def test_a_district_whose_name_sounds_like_a_level_names_none():
    parsed = parse(ris_ege, protocol(50, title="02 - Математика 2022.06.02 Базарный район"))
    assert {row.sitting for row in parsed.rows} == {ege("math", date(2022, 6, 2), level="profile")}


@pytest.mark.parametrize(
    "title",
    [
        "01 - Русский язык, 03 - Физика 2022.06.23",
        "ЕГЭ 2022, русский язык и математика, 23.06.2022",
        "03 - Русский язык, Энский район 2022.06.23",
        "77 - Родной русский язык, Энский район 2022.06.23",
        "Сведения по предмету русский язык выгружены для района 23.06.2022",
    ],
)
def test_of_two_subjects_and_of_what_is_no_title_nothing_is_guessed(title):
    parsed = parse(ris_ege, protocol(50, 60, title=title))
    assert parsed.rows == ()
    assert [problem.kind for problem in parsed.problems] == ["unknown_exam"]


def test_a_code_of_gve_inside_a_title_is_heard():
    parsed = parse(ris_ege, protocol(4, score="Оценка", title="Энский район. 51 - Русский язык 2022.06.23"))
    assert {row.sitting.exam for row in parsed.rows} == {"gve11"}
    assert [problem.kind for problem in parsed.problems] == ["exam_by_code"]


@pytest.mark.parametrize(
    ("file_name", "results", "sitting"),
    [
        ("02_2023.06.09.csv", (40, 30), ege("math", date(2023, 6, 9), level="profile")),
        ("02_2023.06.09 (1).xlsx", (40, 30), ege("math", date(2023, 6, 9), level="profile")),
        ("22_2023.06.09.csv", (4, 3), ege("math", date(2023, 6, 9), level="base")),
        ("Русский язык 29.05.2023.csv", (40, 30), ege("rus", date(2023, 5, 29))),
    ],
)
def test_the_file_name_tells_what_the_content_does_not(file_name, results, sitting):
    parsed = parse(ris_ege, protocol(*results, title=""), file_name=file_name)
    assert [row.sitting for row in parsed.rows] == [sitting]


def test_the_content_is_stronger_than_the_file_name():
    parsed = parse(ris_ege, RUS_2022, file_name="02_2023.06.09.csv")
    assert {row.sitting for row in parsed.rows} == {ege("rus", JUNE_23)}
    parsed = parse(ris_ege, protocol(50, title="Русский язык"), file_name="02_2023.06.09.csv")
    assert {row.sitting for row in parsed.rows} == {ege("rus", date(2023, 6, 9))}


@pytest.mark.parametrize("grade", ["11", "11А", "11 «Б»", "XI", "12", ""])
def test_class_eleven_is_the_ege(grade):
    assert parse(ris_ege, protocol(50, grade=grade)).rows[0].sitting == ege("rus", JUNE_23)


@pytest.mark.parametrize("grade", ["9", "9А", "09", "9 б", "IX"])
def test_class_nine_is_the_oge_whatever_the_code(grade):
    text = protocol(4, 2, grade=grade, score="Оценка", title="22 - Математика базовая 2022.06.27")
    parsed = parse(ris_ege, text)
    assert [(row.sitting, dict(row.numbers)) for row in parsed.rows] == [
        (oge("math", date(2022, 6, 27)), marks(n2=1, n4=1))
    ]


def test_both_classes_in_one_table_are_two_exams():
    text = protocol(50, 60) + "3;111001;9Б;Третий;Имя;;1111;000009;10;4\n"
    assert [(row.sitting.exam, row.numbers["participants"]) for row in parse(ris_ege, text).rows] == [
        ("ege", 2), ("oge", 1),
    ]  # fmt: skip


def test_gve_is_told_by_its_word_or_its_code_where_there_is_no_name():
    named = parse(ris_ege, protocol(4, 5, score="Оценка", title="Русский язык ГВЭ 2022.05.30"))
    assert [(row.sitting.exam, dict(row.numbers)) for row in named.rows] == [("gve11", marks(n4=1, n5=1))]
    coded = parse(ris_ege, protocol(4, score="Оценка", title=""), file_name="51_2022.05.30.csv")
    assert [row.sitting.exam for row in coded.rows] == ["gve11"]
    assert kinds(coded) == [("warning", "exam_by_code", "Лист1!B3")]


def test_profile_mathematics_is_what_mathematics_means_unless_all_results_are_marks():
    profile = parse(ris_ege, protocol(70, 5, title="02 - Математика 2022.06.02"))
    assert (profile.rows[0].sitting.level, profile.rows[0].numbers["below_minimum"]) == ("profile", 1)
    base = parse(ris_ege, protocol(3, 5, score="Оценка", title="02 - Математика 2022.06.02"))
    assert (base.rows[0].sitting.level, dict(base.rows[0].numbers)) == ("base", marks(n3=1, n5=1))
    assert kinds(base) == [("warning", "taken_as_base", "Лист1!B3")]


def test_marks_in_the_column_of_scores_are_asked_and_not_taken_for_profile_mathematics():
    text = protocol(3, 5, 4, title="Математика 2022.06.02")
    asked = parse(ris_ege, text)
    assert (asked.rows, kinds(asked)) == ((), [("error", "level_unknown", "Лист1!B3")])
    named = parse(ris_ege, protocol(3, 5, 4, title="Математика профильная 2022.06.02"))
    assert [(row.sitting.level, row.numbers["score_sum"]) for row in named.rows] == [("profile", 12)]
    base = parse(ris_ege, protocol(3, 5, 4, title="Математика базовая 2022.06.02"))
    assert [(row.sitting.level, row.numbers["n5"]) for row in base.rows] == [("base", 1)]


@pytest.mark.parametrize("score", ["Балл", "Тестовый балл", "Оценка", "Итоговый балл", "тестовый  БАЛЛ:"])
def test_the_score_has_many_names(score):
    assert told(parse(ris_ege, protocol(70, 71, score=score)))["111001"]["score_sum"] == 141


def test_the_test_score_is_taken_where_a_mark_stands_beside_it():
    text = protocol("70;4", score="Тестовый балл;Оценка")
    assert told(parse(ris_ege, text))["111001"]["score_sum"] == 70


# --- several exams --------------------------------------------------------------------------


def test_exams_one_under_another_and_on_several_sheets():
    both = RUS_2022 + BASE_2022
    parsed = parse(ris_ege, as_xlsx(both, INF_2021, titles=("Июнь 2022", "Июнь 2021")))
    assert [(row.sitting.subject, row.school.code, row.address) for row in parsed.rows] == [
        ("rus", "111002", "Июнь 2022!E3"),
        ("rus", "111001", "Июнь 2022!E5"),
        ("math", "111001", "Июнь 2022!B11"),
        ("math", "111002", "Июнь 2022!B13"),
        ("inf", "111001", "Июнь 2021!C3"),
    ]
    assert parsed.problems == ()
    assert parsed.facts == (
        ("ЕГЭ", "Русский язык, 23.06.2022, минимальная граница 24"),
        ("ЕГЭ", "Математика, базовая, 27.06.2022"),
        ("ЕГЭ", "Информатика, 24.06.2021"),
    )


def test_a_head_printed_again_on_the_next_page_goes_on_with_the_exam():
    lines = RUS_2022.splitlines()
    text = "\n".join([*lines[:3], lines[1], *lines[3:]])
    assert told(parse(ris_ege, text)) == RUS_ROWS


def test_tables_of_one_exam_with_footers_of_their_own_are_one_exam():
    lines = RUS_2022.splitlines()
    first, second = lines[2:4], [lines[4]]
    footer = ["Средние;;;;;;;;;;;;;;;;;;;;;;;;;;;{mean}", "Всего участников;;;{count}"]
    text = "\n".join(
        [
            *lines[:2], *first, *(line.format(mean=31, count=2) for line in footer),
            lines[1], *second, *(line.format(mean=88, count=1) for line in footer), lines[6],
        ]
    )  # fmt: skip
    parsed = parse(ris_ege, text)
    assert (told(parsed), parsed.problems) == (RUS_ROWS, ())


def test_pupils_of_an_unknown_subject_are_not_counted_to_the_exam_above():
    unknown = protocol(50, 60, title="77 - Родной язык 2022.06.20")
    parsed = parse(ris_ege, RUS_2022 + unknown)
    assert told(parsed) == RUS_ROWS
    assert kinds(parsed) == [("error", "unknown_exam", "Лист1!B11")]
    assert "2\u00a0строки пропущены" in parsed.problems[0].text


def test_an_exam_without_a_day_is_refused_with_advice():
    parsed = parse(ris_ege, protocol(50, title="01 - Русский язык"), file_name="Протокол.csv")
    assert parsed.rows == ()
    assert kinds(parsed) == [("error", "unknown_exam", "Лист1!B3")]
    assert "02_2023.06.09" in parsed.problems[0].text


def test_main_and_reserve_day_stay_two_rows():
    text = protocol(50) + protocol(60, title="01 - Русский язык 2022.06.29")
    assert [(row.sitting.date.day, row.numbers["score_sum"]) for row in parse(ris_ege, text).rows] == [
        (23, 50), (29, 60),
    ]  # fmt: skip


# --- minimum --------------------------------------------------------------------------------


def minimum(value):
    return f"Минимальная граница;;;;;;;;;{value}\n"


def test_below_the_minimum_goes_by_the_file_then_by_the_lower_one_of_the_year():
    text = protocol(23, 24, 35, 36)
    assert told(parse(ris_ege, text))["111001"]["below_minimum"] == 1
    parsed = parse(ris_ege, text + minimum(36))
    assert (told(parsed)["111001"]["below_minimum"], parsed.rows[0].minimum) == (3, 36)


def test_without_any_minimum_nobody_is_said_to_be_below_it():
    parsed = parse(ris_ege, protocol(10, title="03 - Физика 2022.06.20"))
    assert "below_minimum" not in told(parsed)["111001"]
    assert kinds(parsed) == [("info", "no_minimum", "Лист1!B3")]


def test_the_mean_is_rounded_half_up():
    assert told(parse(ris_ege, protocol(*[50] * 7, 51)))["111001"]["mean_score"] == Decimal("50.13")


# --- rows -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "result", ["", "-", "Не явился", "неявка", "Аннулирован", "УДАЛЁН", "Удалена с экзамена"]
)
def test_who_has_no_result_is_no_participant(result):
    parsed = parse(ris_ege, protocol(50, result, 60) + "Всего участников;;;;;;;;;2\n")
    assert told(parsed)["111001"]["participants"] == 2
    assert kinds(parsed) == [("info", "without_result", "Лист1!J4")]


def test_an_annulled_result_is_known_by_the_word_beside_its_score():
    text = protocol("50;", "0;Результат аннулирован", "60;Действителен", score="Балл;Состояние")
    parsed = parse(ris_ege, text)
    assert told(parsed)["111001"] == {
        "participants": 2, "score_sum": 110, "mean_score": Decimal("55.00"), "below_minimum": 0,
    }  # fmt: skip
    assert kinds(parsed) == [("info", "without_result", "Лист1!J4")]


def test_a_surname_that_sounds_like_a_word_of_absence_or_a_footer_is_a_participant():
    text = protocol(50, 60).replace("Фамилия1", "Удаленков").replace("1;111001", "Всеголодный;111001", 1)
    assert told(parse(ris_ege, text))["111001"]["participants"] == 2


def test_a_score_of_nobody_is_no_zero_participants():
    parsed = parse(ris_ege, protocol("Не явился"))
    assert parsed.rows == ()
    assert kinds(parsed) == [
        ("info", "without_result", "Лист1!J3"),
        ("info", "nobody_with_result", "Лист1!B3"),
    ]


@pytest.mark.parametrize("result", ["101", "-5", "3,5", "сто", "10.06.2022", "1e3"])
def test_what_is_no_score_is_a_problem_at_its_address(result):
    parsed = parse(ris_ege, protocol(50, result))
    assert told(parsed)["111001"]["participants"] == 1
    assert kinds(parsed) == [("error", "wrong_result", "Лист1!J4")]


@pytest.mark.parametrize("result", ["56,0", "56.00", " 56 "])
def test_a_whole_score_with_a_comma_is_whole(result):
    assert told(parse(ris_ege, protocol(result)))["111001"]["score_sum"] == 56


def test_one_pupil_twice_counts_once():
    repeated = "9;111001;11;Фамилия1;Имя;Отчество;11 11;000001;10;50\n"
    parsed = parse(ris_ege, protocol(50, 60) + repeated)
    assert told(parsed)["111001"]["participants"] == 2
    assert kinds(parsed) == [("warning", "repeated_pupil", "Лист1!B5")]


@pytest.mark.parametrize("scores", [(50, 60), (50, 50, 50), (50, 60, 50)])
def test_a_document_of_several_results_tells_nobody(scores):
    rows = "".join(f"1;111001;11;Иванов;Иван;Иванович;0000;000000;10;{score}\n" for score in scores)
    parsed = parse(ris_ege, protocol() + rows)
    assert told(parsed)["111001"]["participants"] == len(scores)
    assert told(parsed)["111001"]["score_sum"] == sum(scores)
    assert kinds(parsed) == [("warning", "one_document", "Лист1!B4")]


def test_a_document_in_two_schools_is_counted_in_both():
    row = "1;{};11;Иванов;Иван;Иванович;1111;000001;10;50\n"
    parsed = parse(ris_ege, protocol() + row.format(111001) + row.format(111002))
    assert [told(parsed)[code]["participants"] for code in ("111001", "111002")] == [1, 1]
    assert kinds(parsed) == [("warning", "one_document", "Лист1!B4")]


def test_namesakes_and_pupils_without_documents_are_not_one():
    rows = "1;111001;11;Иванов;Иван;Иванович;{};10;50\n"
    text = protocol() + rows.format("1111;1") + rows.format("1111;2") + 2 * rows.format(";")
    parsed = parse(ris_ege, text)
    assert told(parsed)["111001"]["participants"] == 4
    assert parsed.problems == ()


def test_a_pupil_without_a_school_is_a_problem_and_a_signature_is_none():
    text = protocol(50) + "2;;11;Петров;Пётр;;1;2;10;60\nПредседатель ГЭК;;;;;подпись\n"
    parsed = parse(ris_ege, text)
    assert (told(parsed)["111001"]["participants"], parsed.rows_read) == (1, 2)
    assert kinds(parsed) == [("error", "no_school_code", "Лист1!B4")]


def test_numbers_of_the_columns_under_the_head_are_no_pupil():
    lines = protocol(50).splitlines()
    text = "\n".join([*lines[:2], ";".join(map(str, range(1, 11))), *lines[2:]])
    parsed = parse(ris_ege, text)
    assert (told(parsed)["111001"]["participants"], parsed.problems) == (1, ())


def test_a_code_that_lost_its_zero_in_excel_is_the_code_of_the_csv():
    text = protocol(50, code="010203")
    book = as_xlsx(text.replace("010203", "10203"))
    assert told(parse(ris_ege, text)) == told(parse(ris_ege, book)) != {}


@pytest.mark.parametrize("code", ["111001.0", "111001,0", "111001.00"])
def test_a_code_with_the_zeros_of_a_fraction_is_a_code(code):
    parsed = parse(ris_ege, protocol(50, code=code))
    assert (set(told(parsed)), parsed.problems) == ({"111001"}, ())


def test_appeals_on_a_sheet_beside_are_told_and_left():
    parsed = parse(ris_ege, as_xlsx(RUS_2022, appeals({}), titles=("Протокол", "Апелляции")))
    assert told(parsed) == RUS_ROWS
    assert kinds(parsed) == [("error", "another_table", "Апелляции!B2")]


def test_a_book_without_a_protocol_is_refused():
    sheets = read_book(as_csv("Логин;ОО;Кол-во участников;2;3;4;5\nsch340012;Школа;10;0;50;50;0\n"))
    assert not ris_ege.recognise(sheets)
    with pytest.raises(UnreadableTable, match="Это не протокол РИС ГИА"):
        ris_ege.read(sheets, file_name="x.csv", reference=reference())
