"""Whole files through the whole way, from what a system wrote to the numbers of the portal."""

import json
from decimal import Decimal

import pytest
from django.conf import settings

from monitoring.imports.formats import READERS, label_of, recognised
from monitoring.management.commands import results_import
from monitoring.models import Result, ResultPart
from monitoring.services import reference_load
from portal.core.tables import Row, Sheet, read_book
from tests.factories.schools import SchoolFactory
from tests.monitoring.imports.ris_files import BASE_2022, DENSE_OGE, RUS_2022, appeals, as_csv, as_xlsx

HEAD = "№;Код ОО;Класс;Фамилия;Имя;Отчество;Серия;Номер;Первичный балл;Балл"
SOC = "12 - Обществознание 2021.06.15\n" + HEAD + "\n"
PUPIL = "{n};111002;11;Фамилия{n};Имя;Отчество;1111;{n:06};20;{score}\n"


@pytest.fixture
def calendar(db):
    reference_load(folder=settings.BASE_DIR / "fixtures" / "reference")


@pytest.fixture
def schools(district):
    return {
        code: SchoolFactory(district=district, short_name=f"СШ кода {code}", oo_code=code)
        for code in ("111001", "111002", "340012", "340013")
    }


@pytest.fixture
def load(run_command, calendar, schools, tmp_path):
    """Import a text as csv or a stream as it is; the exit code and what was told come back."""

    def call(content, name="protocol.csv", *options, encoding="cp1251"):
        path = tmp_path / name
        path.write_bytes(content.encode(encoding) if isinstance(content, str) else content.getvalue())
        code, out, _ = run_command(results_import, str(path), "--district", "own", "--json", *options)
        return code, json.loads(out)

    return call


def of(code):
    return Result.objects.get(school__oo_code=code)


def test_all_formats_of_the_issue_are_read():
    assert {reader.FORMAT for reader in READERS} == {
        "fis-oko-marks", "fis-oko-journal", "vpr-form", "flat-marks", "flat-bias",
        "ris-ege", "ris-ege-appeals", "ris-oge", "ris-oge-appeals", "own-book",
    }  # fmt: skip
    assert len({reader.LABEL for reader in READERS}) == len(READERS)
    assert label_of("ris-ege") == "РИС ГИА-11: протокол экзамена"


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["Группы участников;Кол-во ОО;Кол-во участников;2;3;4;5", "СШ № 1;1;20;10;20;30;40"], "fis-oko-marks"),
        (["Группы участников;Кол-во участников;%", "СШ № 1;;", "Понизили (Отметка < Отметка по журналу);5;25",
          "Подтвердили (Отметка = Отметка по журналу);12;60", "Повысили (Отметка > Отметка по журналу);3;15",
          "Всего;20;100"], "fis-oko-journal"),
        (["Год;Класс;Предмет;Муниципалитет;Логин;ОО;Кол-во участников;2;3;4;5"], "flat-marks"),
        (["Год;Муниципалитет;ОО;Логин;Количество маркеров;4 РУ;4 МА;5 РУ;5 МА"], "flat-bias"),
        (RUS_2022.splitlines(), "ris-ege"),
        (BASE_2022.splitlines(), "ris-ege"),
        (DENSE_OGE.splitlines(), "ris-oge"),
        (appeals({}).splitlines(), "ris-ege-appeals"),
    ],
)  # fmt: skip
def test_exactly_one_reader_knows_a_file(lines, code):
    sheet = Sheet("Лист1", tuple(Row(n, tuple(line.split(";"))) for n, line in enumerate(lines, start=1)))

    assert [reader.FORMAT for reader in READERS if reader.recognise([sheet])] == [code]
    assert code == recognised([sheet]).FORMAT


def test_a_protocol_in_three_encodings_is_one_protocol(load):
    code, told = load(RUS_2022)
    assert (code, told["format"], told["rows"]) == (0, "ris-ege", 3)
    assert told["cells"] == {"new": 6, "changed": 0, "same": 0}
    result = of("111002")
    assert (result.participants, result.mean_score, result.below_minimum) == (2, Decimal("31.00"), 1)

    nothing = {"new": 0, "changed": 0, "same": 6}
    assert load(RUS_2022, "again.csv", encoding="utf-8-sig")[1]["cells"] == nothing
    assert load(as_xlsx(RUS_2022), "again.xlsx")[1]["cells"] == nothing
    assert of("111002").revision == 1


def test_base_mathematics_is_marks(load):
    load(BASE_2022)

    result = of("111001")
    assert (result.mean_mark, result.mean_score) == (Decimal("3.00"), None)
    assert (result.n2, result.n4, result.sitting.level) == (1, 1, "base")


def test_oge_of_class_nine(load):
    load(DENSE_OGE)

    assert (of("340012").sitting.exam, of("340012").mean_mark) == ("oge", Decimal("3.00"))
    assert of("340013").n5 == 1


def test_appeals_change_their_exam_once(load):
    load(SOC + "".join(PUPIL.format(n=n, score=score) for n, score in enumerate((41, 41, 60), start=1)))
    assert (of("111002").mean_score, of("111002").below_minimum) == (Decimal("47.33"), 2)

    code, told = load(appeals({"before": 41, "after": 45}), "appeals.csv")
    assert (code, told["format"], told["cells"]) == (
        0,
        "ris-ege-appeals",
        {"new": 0, "changed": 2, "same": 0},
    )
    assert (of("111002").score_sum, of("111002").below_minimum) == (146, 1)
    assert of("111002").mean_score == Decimal("48.67")

    again = load(appeals({"before": 41, "after": 45}), "appeals.csv", encoding="utf-8-sig")[1]
    assert again["cells"] == {"new": 0, "changed": 0, "same": 2}
    assert ResultPart.objects.get().appeals == [[41, 45, 1, "2021-07-05"]]


def test_appeals_before_their_protocol_are_a_problem(load):
    code, told = load(appeals({}), "appeals.csv")

    assert (code, told["cells"]["changed"]) == (2, 0)
    assert [problem["kind"] for problem in told["problems"]] == ["no_protocol"]


def test_percents_become_counts_and_a_row_that_does_not_add_up_is_told(load, district):
    SchoolFactory(district=district, short_name="СШ № 1")
    SchoolFactory(district=district, short_name="СШ № 2")
    text = (
        "Статистика по отметкам\nВПР 2023. 5 класс\nПредмет: Русский язык\n"
        "Группы участников;Кол-во ОО;Кол-во участников;2;3;4;5\n"
        "Вся выборка;39000;1500000;10;40;40;10\nВолгоградская обл.;900;20000;10;40;40;10\n"
        "Свой муниципальный район;20;500;10;40;40;10\n"
        "СШ №1;;20;10;40;40;10\nСШ  № 2;;30;10;40;40;20\n"
    )
    code, told = load(text, "fis.csv", encoding="utf-8")

    assert (code, told["format"], told["unmatched"]) == (0, "fis-oko-marks", [])
    assert told["cells"]["new"] == 10
    assert told["problems"]
    assert {problem["address"][-1] for problem in told["problems"]} == {"9"}
    result = Result.objects.get(school__short_name="СШ № 1")
    assert (result.n2, result.n3, result.n4, result.n5, result.mean_mark) == (2, 8, 8, 2, Decimal("3.50"))


def test_a_workbook_of_a_region_asks_about_nobody_else(load, district):
    SchoolFactory(district=district, short_name="СШ № 1", fis_oko_login="sch340001")
    rows = [
        f"2021;5;Русский язык;Камышинский район;sch3411{n:02};СШ № {n};10;10;20;30;40" for n in range(1, 30)
    ]
    own = "2021;5;Русский язык;Свой район ;sch340001;СШ № 1;10;10;20;30;40"
    head = "Год;Класс;Предмет;Муниципалитет;Логин;ОО;Кол-во участников;2;3;4;5"
    code, told = load("\n".join([head, *rows, own]), "marks.csv", encoding="utf-8")

    assert (code, told["rows"], told["cells"]["new"], told["unmatched"]) == (0, 30, 5, [])
    assert {problem["kind"] for problem in told["problems"]} == {"elsewhere"}


def test_books_of_a_stream_are_read_like_files():
    assert recognised(read_book(as_csv(RUS_2022))).FORMAT == "ris-ege"
