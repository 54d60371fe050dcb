"""roadmap_import: exit codes, one JSON object whatever happens, nothing written where anything is open."""

import json
import re
from datetime import date

import pytest

from portal.core.models import AuditEvent
from roadmaps.management.commands import roadmap_import
from roadmaps.models import Measure, Roadmap
from roadmaps.selectors import content_of
from tests.core.hostile import FILES, NAME
from tests.core.test_tables_documents import HOSTILE
from tests.factories.roadmaps import approved, roadmap_with
from tests.factories.schools import SchoolFactory
from tests.roadmaps.imports.plan_files import across, plan_book, plan_document

PLAN = plan_document(
    ["1", "2", "3", "4"],
    across("1. Ресурсное обеспечение"),
    ["1.1.", "Анализ потребностей", "сентябрь, январь", "Отдел образования"],
    across("2. Методическое обеспечение"),
    ["2.1.", "Консультации", "раз в месяц", "РМК"],
)
ROWS = [
    {
        "number": "1.1",
        "section": "Ресурсное обеспечение",
        "name": "Анализ потребностей",
        "term": "сентябрь, январь",
        "start": "2021-09-01",
        "end": "2022-01-31",
        "recurrence": None,
        "question": None,
        "responsible": "Отдел образования",
    },
    {
        "number": "2.1",
        "section": "Методическое обеспечение",
        "name": "Консультации",
        "term": "раз в месяц",
        "start": "2021-09-01",
        "end": "2022-08-31",
        "recurrence": "monthly",
        "question": None,
        "responsible": "РМК",
    },
]


@pytest.fixture
def load(run_command, district, tmp_path):
    def call(data, *options, name="plan.docx", year="2021-2022"):
        path = tmp_path / name
        path.write_bytes(data)
        args = (str(path), "--district", "own", "--year", year, "--json", *options)
        code, out, error = run_command(roadmap_import, *args)
        return code, json.loads(out), error

    return call


def test_applied_in_a_district_that_has_nothing_yet(load, district):
    code, told, error = load(PLAN)

    assert (code, told, error) == (0, {"rows": ROWS}, "")
    roadmap = Roadmap.objects.get()
    assert (roadmap.district, roadmap.school, roadmap.year, roadmap.period) == (
        district,
        None,
        2021,
        "academic",
    )
    assert (roadmap.status, roadmap.title) == (
        "draft",
        f"План мероприятий {district.genitive} на 2021/22 учебный год",
    )
    assert list(
        Measure.objects.order_by("section__position").values_list(
            "section__title", "name", "term", "starts_on", "ends_on", "recurrence", "responsible"
        )
    ) == [
        ("Ресурсное обеспечение", "Анализ потребностей", "сентябрь, январь", date(2021, 9, 1), date(2022, 1, 31), "",
         "Отдел образования"),
        ("Методическое обеспечение", "Консультации", "раз в месяц", date(2021, 9, 1), date(2022, 8, 31), "monthly", "РМК"),
    ]  # fmt: skip
    assert set(AuditEvent.objects.values_list("action", "actor_id")) == {
        ("roadmap.create", None),
        ("roadmap.edit", None),
    }


@pytest.mark.parametrize("named", ["340012", "edu349004", "МБОУ «СШ №  7»"])
def test_a_school_is_named_by_its_code_login_or_name(load, district, named):
    school = SchoolFactory(
        district=district, oo_code="340012", fis_oko_login="edu349004", short_name="МБОУ «СШ № 7»"
    )

    assert load(PLAN, "--school", named)[0] == 0
    assert Roadmap.objects.get().school == school


def test_a_dry_run_tells_the_same_and_writes_nothing(load):
    assert load(PLAN, "--dry-run") == (0, {"rows": ROWS}, "")
    assert not Roadmap.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_calendar_plan(load):
    code, told, _ = load(plan_document(["1", "Анализ", "август", "Отдел"]), year="2023")

    assert (code, told["rows"][0]["start"], Roadmap.objects.get().period) == (0, "2023-08-01", "calendar")


def test_numbers_that_the_plan_will_not_keep_are_named_and_told_as_the_file_has_them(load):
    data = plan_document(*([number, f"Мера {number}", "май", "РМК"] for number in ("1", "2", "10")))

    for options in (("--dry-run",), ()):
        code, told, _ = load(data, *options)
        assert (code, [row["number"] for row in told["rows"]]) == (0, ["1", "2", "10"])
        assert told["notes"] == ["В карте меры нумеруются по порядку: 10 станет 3."]
    numbers = [number for number, _ in content_of(Roadmap.objects.get()).numbered()]
    assert numbers == ["1", "2", "3"]


@pytest.mark.parametrize("option", [(), ("--dry-run",)])
def test_a_question_stops_all_and_is_told_with_null_dates(load, option):
    data = plan_document(["1", "Приказ", "до 15 октября", ""], ["2", "Анализ", "по итогам ВПР", "Отдел"])
    code, told, error = load(data, *option)

    assert code == 3
    assert [(row["start"], row["end"], bool(row["question"])) for row in told["rows"]] == [
        (None, "2021-10-15", False), (None, None, True),
    ]  # fmt: skip
    assert told["rows"][1]["term"] == "по итогам ВПР"
    assert "мере (2)" in error.replace("\u00a0", " ")
    assert error.count("\n") == 1
    assert not Roadmap.objects.exists()


def test_the_same_file_again_changes_nothing(load):
    load(PLAN)
    before = Roadmap.objects.values().get(), AuditEvent.objects.count()

    assert load(PLAN)[0] == 0
    assert (Roadmap.objects.values().get(), AuditEvent.objects.count()) == before


def test_an_empty_draft_is_filled(load, district):
    roadmap = roadmap_with(0, school=None, district=district, year=2021, title="Наш план")

    assert load(PLAN)[0] == 0
    roadmap.refresh_from_db()
    assert (roadmap.title, Measure.objects.filter(section__roadmap=roadmap).count()) == ("Наш план", 2)


def test_a_corrected_file_replaces_what_nobody_has_touched(load, methodist):
    load(PLAN)
    corrected = plan_document(["1.", "Анализ запросов", "октябрь", "РМК"])

    assert load(PLAN)[1].get("notes") is None
    assert "его заменит" in load(corrected, "--dry-run")[1]["notes"][0]
    code, told, _ = load(corrected)
    assert code == 0
    assert told["notes"] == [
        "В карте уже был план из файла: 2\N{NO-BREAK SPACE}меры. Теперь в ней то, что сказано в этом файле."
    ]
    assert Measure.objects.get().name == "Анализ запросов"
    assert Measure.history.filter(name="Анализ потребностей", history_type="-").count() == 1

    Roadmap.objects.update(edited_by=methodist)
    assert load(PLAN)[0] == 2
    assert Measure.objects.get().name == "Анализ запросов"


@pytest.mark.parametrize("option", [(), ("--dry-run",)])
@pytest.mark.parametrize("is_approved", [False, True])
def test_a_plan_in_which_people_wrote_is_never_replaced(load, district, methodist, head, option, is_approved):
    roadmap = roadmap_with(1, school=None, district=district, year=2021, edited_by=methodist)
    if is_approved:
        approved(roadmap, author=methodist, head=head)
    kept = list(Measure.objects.values())
    code, told, error = load(PLAN, *option)

    assert (code, told) == (2, {"rows": ROWS, "error": error.strip()})
    assert "в ней есть меры" in error
    assert list(Measure.objects.values()) == kept


@pytest.mark.parametrize("option", [(), ("--dry-run",)])
@pytest.mark.parametrize("is_approved", [False, True])
def test_nothing_is_asked_about_a_plan_that_stands_already(
    load, district, methodist, head, option, is_approved
):
    roadmap = roadmap_with(1, school=None, district=district, year=2021, edited_by=methodist)
    if is_approved:
        approved(roadmap, author=methodist, head=head)
    code, told, error = load(plan_document(["1", "Анализ", "по итогам ВПР", "Отдел"]), *option)

    assert (code, told["error"], len(told["rows"])) == (2, error.strip(), 1)
    assert "в ней есть меры" in error


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (plan_document(["Доля", "10"], head=["Показатель", "Значение"]), "a.docx", "«Мероприятие» и «Срок»"),
        (plan_book([1, "10"], head=["Показатель", "Значение"]), "a.xlsx", "«Мероприятие» и «Срок»"),
        (b"", "a.docx", "пуст"),
        (b"PK\x03\x04 broken", "a.docx", "повреждён"),
        (b"%PDF-1.4 x", "a.pdf", ".docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "a.doc", ".docx"),
    ],
)
def test_a_file_that_is_no_plan_is_refused(load, data, name, words):
    code, told, error = load(data, name=name)

    assert (code, told) == (2, {"rows": [], "error": error.strip()})
    assert words in error
    assert error.count("\n") == 1
    assert not Roadmap.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", FILES["billion laughs"]),
        ("a.xlsx", FILES["text bomb that says 1 MB"]),
        ("a.docx", HOSTILE["a bomb"]),
    ],
)
def test_a_file_that_attacks_is_refused_in_one_sentence(load, caplog, name, data):
    code, told, error = load(data(), name=name)

    assert (code, told, caplog.records) == (2, {"rows": [], "error": error.strip()}, [])
    assert re.fullmatch(r"[А-ЯЁ][^\n]*\.\n", error)
    assert NAME not in error


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--district", "nowhere", "--year", "2021-2022"), "nowhere"),
        (("--district", "own", "--year", "2021-2023"), "2021-2023"),
        (("--district", "own", "--year", "21"), "--year 2023"),
        (("--district", "own", "--year", "2021/22", "--school", "999"), "999"),
        (("--district", "own", "--year", "2021/22", "--school", ""), "--school"),
        (("--district", "own"), "--help"),
    ],
)
def test_wrong_parameters_are_told(run_command, district, neighbour_school, options, words):
    neighbour_school.oo_code = "999"
    neighbour_school.save()
    SchoolFactory(district=district)
    code, out, error = run_command(roadmap_import, "plan.docx", *options, "--json")

    assert (code, json.loads(out)["rows"]) == (2, [])
    assert words in error
    assert error.count("\n") == 1


def test_a_missing_file_is_refused(run_command, district):
    code, _, error = run_command(roadmap_import, "none.docx", "--district", "own", "--year", "2023")
    assert (code, "его нет" in error) == (2, True)


def test_without_json_it_is_told_in_words(run_command, district, tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(
        plan_book(
            [1, "Курсы", "май", "РМК", "", "важно"],
            head=["№", "Меры", "Срок", "Кто отвечает", "Итог", "Примечание"],
        )
    )
    code, out, error = run_command(roadmap_import, str(path), "--district", "own", "--year", "2021-2022")

    assert (code, error) == (0, "")
    assert out.splitlines() == [
        "1. Курсы — май: с 01.05.2022 по 31.05.2022", "Не перенесены столбцы, для которых в карте нет места: «Примечание».", "Мер: 1.",
    ]  # fmt: skip
