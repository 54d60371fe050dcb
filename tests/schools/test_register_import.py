"""The register of schools: real files in, a district's register out."""

import csv
import io

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from portal.core.errors import InvalidInput, NotAllowed
from portal.core.models import AuditEvent
from portal.core.tables import UnreadableTable
from schools.imports.register import register_load, register_read
from schools.models import District, Region, School, SchoolAlias
from tests.factories.schools import DistrictFactory, SchoolAliasFactory, SchoolFactory, SchoolProgrammeFactory

HEAD = [
    "Краткое наименование",
    "Полное наименование",
    "Код ОО",
    "Логин ФИС ОКО",
    "Уровни образования",
    "Другие названия",
]
FIRST = [
    "МКОУ СШ № 1",
    "Муниципальная средняя школа № 1",
    340012.0,
    "sch340012",
    "НОО, ООО, СОО",
    "СШ №1; Первая",
]
SECOND = ["МКОУ СШ № 2", "Муниципальная средняя школа № 2", "340013", "sch340013", "НОО ООО", None]
PLACE = {"region_name": "Область", "district_code": "rayon", "district_name": "Энский район"}


def xlsx(*rows, head=HEAD):
    book, stream = Workbook(), io.BytesIO()
    for row in [head, *rows]:
        book.active.append(row)
    book.save(stream)
    stream.seek(0)
    return stream


def load(*rows, head=HEAD, **place):
    return register_load(xlsx(*rows, head=head), **(PLACE | place))


def kinds(outcome):
    return [(problem.severity, problem.kind, problem.address) for problem in outcome.problems]


def levels(school):
    return {(row.level, row.from_year, row.to_year) for row in school.programmes.all()}


@pytest.fixture
def rayon(db):
    return DistrictFactory(code="rayon", region__name="Область")


# --- what is written ------------------------------------------------------------------------


def test_new_district_and_schools(db):
    outcome = load(FIRST, SECOND)

    district = District.objects.get(code="rayon")
    first, second = School.objects.filter(district=district)
    assert (outcome.counts(), outcome.problems) == ({"new": 2, "changed": 0, "same": 0}, [])
    assert (district.region.name, district.name) == ("Область", "Энский район")
    assert (first.oo_code, first.fis_oko_login, first.full_name) == ("340012", "sch340012", FIRST[1])
    assert levels(first) == {("noo", None, None), ("ooo", None, None), ("soo", None, None)}
    assert sorted(alias.name for alias in first.aliases.all()) == ["Первая", "СШ №1"]
    assert levels(second) == {("noo", None, None), ("ooo", None, None)}


def test_the_printed_names_of_a_new_district_are_declined_only_where_the_rule_is_sure(db):
    load(FIRST)
    load(FIRST, district_code="other", district_name="город Волжский")

    sure, unsure = District.objects.get(code="rayon"), District.objects.get(code="other")
    assert (sure.full_name, sure.genitive) == ("Энский муниципальный район", "Энского муниципального района")
    assert sure.department == "Отдел образования администрации Энского муниципального района"
    assert (unsure.full_name, unsure.genitive) == ("город Волжский", "город Волжский")


def test_a_second_run_changes_nothing(db):
    load(FIRST, SECOND)
    before = AuditEvent.objects.count()

    assert load(FIRST, SECOND).counts() == {"new": 0, "changed": 0, "same": 2}
    assert AuditEvent.objects.count() == before + 1  # the import itself
    assert School.objects.count() == 2


def test_csv_of_a_windows_program_gives_the_same(db, tmp_path):
    path = tmp_path / "register.csv"
    with path.open("w", encoding="cp1251", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEAD, ["340012.0" if c == 340012.0 else c for c in FIRST]])

    assert register_load(path, **PLACE).new == 1
    assert School.objects.get().oo_code == "340012"
    assert load(FIRST).same == 1


def test_required_columns_alone_are_enough(db):
    assert load(["СШ № 1", "Средняя школа № 1"], head=HEAD[:2]).new == 1
    assert load(["СШ №1 ", "Средняя школа № 1"], head=HEAD[:2]).counts()["changed"] == 1  # the spelling
    assert School.objects.count() == 1


@pytest.mark.parametrize(
    "row",
    [
        ["Новое имя", "", "340012", "", "", ""],
        ["Новое имя", "", "", "SCH340012", "", ""],
        ["мкоу сш №1 (sch340012)", "", "", "", "", ""],
        ["СШ № 1", "", "", "", "", ""],
    ],
    ids=["by code", "by login", "by name", "by another name"],
)
def test_a_known_school_is_recognised(db, row):
    load(FIRST)

    assert load(row).new == 0
    assert School.objects.count() == 1


def test_an_empty_cell_erases_nothing(db):
    load(FIRST)

    assert load([FIRST[0], None, None, None, None, None]).same == 1
    assert School.objects.get().full_name == FIRST[1]


def test_a_new_name_keeps_the_old_one_as_another_name(db):
    load(FIRST)

    assert load(["МКОУ Центр образования", *FIRST[1:]]).changed == 1
    school = School.objects.get()
    assert school.short_name == "МКОУ Центр образования"
    assert "МКОУ СШ № 1" in [alias.name for alias in school.aliases.all()]


def test_a_school_known_by_another_name_keeps_its_own(db):
    load(FIRST)

    assert load(["Первая", "", "", "", "", ""]).same == 1
    assert School.objects.get().short_name == "МКОУ СШ № 1"


@time_machine.travel("2026-11-22T12:00:00+03:00")
def test_levels_are_closed_and_opened_at_the_current_year(rayon):
    school = SchoolFactory(district=rayon, short_name="СШ")
    SchoolProgrammeFactory(school=school, level="noo")
    SchoolProgrammeFactory(school=school, level="soo", from_year=2020)

    assert load(["СШ", "", "", "", "НОО, ООО", ""]).changed == 1
    assert levels(school) == {("noo", None, None), ("soo", 2020, 2025), ("ooo", 2026, None)}
    assert load(["СШ", "", "", "", "НОО, ООО", ""]).same == 1
    # opened by mistake and taken back in the same year: as if it had never been
    load(["СШ", "", "", "", "НОО", ""])
    assert levels(school) == {("noo", None, None), ("soo", 2020, 2025)}


def test_schools_that_the_table_does_not_name_stay(rayon):
    other = SchoolFactory(district=rayon)

    load(FIRST)
    assert School.objects.filter(pk=other.pk, is_active=True).exists()


def test_schools_of_other_districts_are_not_touched(db):
    far = SchoolFactory(short_name=FIRST[0], oo_code="340012")

    assert load(FIRST).new == 1
    far.refresh_from_db()
    assert far.full_name != FIRST[1]


def test_every_change_is_in_the_trail(db):
    register_load(xlsx(FIRST, SECOND), **PLACE)

    assert list(AuditEvent.objects.values_list("action", flat=True)) == [
        "region.create",
        "district.create",
        "school.new",
        "school.new",
        "register.import",
    ]


def test_a_methodist_loads_the_register_of_his_district_only(district, methodist, stranger):
    own = {
        "region_name": district.region.name,
        "district_code": district.code,
        "district_name": district.name,
    }

    register_load(xlsx(FIRST, SECOND), by=methodist, **own)

    actions = AuditEvent.objects.filter(actor_id=methodist.pk).values_list("action", flat=True)
    assert list(actions) == ["school.new", "school.new", "register.import"]
    for person in (stranger, methodist):
        place = own if person == stranger else PLACE
        with pytest.raises(NotAllowed):
            register_load(xlsx(FIRST, SECOND), by=person, **place)


# --- what is found --------------------------------------------------------------------------


FATAL = {
    "empty name": ([["", "Полное", "1"]], "empty_name", "A2"),
    "name of signs": ([["«—»", "Полное", "1"]], "empty_name", "A2"),
    "one code twice": ([FIRST, ["СШ № 7", "", "340012"]], "duplicate", "C3"),
    "one login twice": ([FIRST, ["СШ № 7", "", "", "SCH340012"]], "duplicate", "D3"),
    "one name twice": ([FIRST, ["мкоу «СШ №1»", "", "7"]], "duplicate", "A3"),
    "spoilt code": ([["СШ № 7", "", "3,4E+05"]], "bad_code", "C2"),
    "long name": ([["С" * 201, ""]], "too_long", "A2"),
    "long alias": ([["СШ", "", "", "", "", "а" * 501]], "too_long", "F2"),
}


@pytest.mark.parametrize(("rows", "kind", "address"), FATAL.values(), ids=FATAL.keys())
def test_an_error_stops_everything_and_names_its_cell(db, rows, kind, address):
    outcome = load(*rows)

    assert ("error", kind, address) in kinds(outcome)
    assert outcome.counts() == {"new": 0, "changed": 0, "same": 0}
    assert not School.objects.exists()
    assert not Region.objects.exists()
    assert not AuditEvent.objects.exists()


def test_code_and_name_of_two_schools(rayon):
    SchoolFactory(district=rayon, short_name="СШ № 1", oo_code="1")
    SchoolFactory(district=rayon, short_name="СШ № 2", oo_code="2")

    outcome = load(["СШ № 1", "", "2"])
    assert kinds(outcome) == [("error", "conflict", "C2")]
    assert "СШ № 1" in outcome.problems[0].text
    assert "СШ № 2" in outcome.problems[0].text


def test_another_name_of_two_schools_cannot_decide(rayon):
    for number in (1, 2):
        SchoolAliasFactory(
            school=SchoolFactory(district=rayon, short_name=f"Школа {number}"), name="Наша школа"
        )

    assert kinds(load(["Наша школа", ""])) == [("error", "conflict", "A2")]


def test_another_name_with_a_foreign_code_is_a_question(rayon):
    SchoolAliasFactory(school=SchoolFactory(district=rayon, oo_code="1"), name="Наша школа")

    assert kinds(load(["Наша школа", "", "2"])) == [("error", "conflict", "C2")]


def test_two_rows_of_one_school(rayon):
    SchoolFactory(district=rayon, short_name="СШ № 1", oo_code="1")

    assert kinds(load(["СШ № 1", ""], ["Новое имя", "", "1"])) == [("error", "duplicate", "A3")]


def test_a_copied_row_counts_once(db):
    outcome = load(FIRST, FIRST)

    assert kinds(outcome) == [("warning", "copy", "A3")]
    assert outcome.new == 1


def test_an_unknown_level_leaves_the_levels_alone(rayon):
    school = SchoolFactory(district=rayon, short_name="СШ")
    SchoolProgrammeFactory(school=school, level="soo")

    outcome = load(["СШ", "", "", "", "ДОО, НОО", ""])
    assert "«ДОО»" in outcome.problems[0].text
    assert kinds(outcome) == [("warning", "unknown_level", "E2")]
    assert levels(school) == {("soo", None, None)}


def test_a_changed_code_is_pointed_out(rayon):
    SchoolFactory(district=rayon, short_name="СШ", oo_code="1")

    outcome = load(["СШ", "", "7"])
    assert kinds(outcome) == [("warning", "key_changed", "C2")]
    assert School.objects.get().oo_code == "7"


def test_another_name_of_a_foreign_school_is_not_taken(rayon):
    SchoolFactory(district=rayon, short_name="СШ № 9")

    outcome = load(["СШ № 8", "", "", "", "", "сш №9; Новая"], ["СШ № 7", "", "", "", "", "СШ № 8"])
    assert kinds(outcome) == [("warning", "alias", "F2"), ("warning", "alias", "F3")]
    assert [alias.name for alias in SchoolAlias.objects.all()] == ["Новая"]


def test_two_rows_that_claim_one_name(db):
    rows = [["СШ № 8", "", "", "", "", "Степная"], ["СШ № 9", "", "", "", "", "степная"]]

    for _ in range(2):
        assert kinds(load(*rows)) == [("warning", "alias", "F3")]
    assert SchoolAlias.objects.get().school.short_name == "СШ № 8"


def test_a_table_without_schools(db):
    assert kinds(load()) == [("warning", "empty", "A1")]


def test_missing_columns(db):
    with pytest.raises(UnreadableTable, match="«Полное наименование»"):
        load(["СШ"], head=["Краткое наименование"])


@pytest.mark.parametrize(
    "place",
    [
        {"district_code": "Энский"},
        {"district_code": ""},
        {"district_name": " "},
        {"region_name": ""},
        {"region_name": "О" * 121},
        {"district_code": "x" * 41},
    ],
)
def test_a_wrong_place_is_refused(db, place):
    with pytest.raises(InvalidInput):
        load(FIRST, **place)
    assert not School.objects.exists()


def test_a_district_is_not_taken_into_another_region(rayon):
    with pytest.raises(InvalidInput, match="другом регионе"):
        load(FIRST, region_name="Другая область")
    assert not Region.objects.filter(name="Другая область").exists()


def test_query_count_of_an_import_that_changes_nothing_is_flat(rayon, django_assert_num_queries):
    rows = [
        [f"СШ № {n}", f"Школа {n}", f"34{n:04}", f"sch{n:06}", "НОО", f"Школа №{n}"] for n in range(1, 61)
    ]
    load(*rows)

    with django_assert_num_queries(8):
        assert load(*rows).same == 60


# --- any table ------------------------------------------------------------------------------

CELLS = st.one_of(
    st.none(),
    st.sampled_from(["НОО", "НОО; ООО", "340012", "СШ № 1", "(sch340012)", "№", "нан"]),
    st.integers(-(10**12), 10**12),
    st.floats(),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=6))
def test_any_table_gives_counts_and_problems(db, rows):
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";").writerows([HEAD, *rows])

    outcome = register_load(io.BytesIO(stream.getvalue().encode()), **PLACE)

    total = sum(outcome.counts().values())
    assert bool(outcome.errors) <= (total == 0)
    assert total <= len(rows)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    try:
        rows, _ = register_read(io.BytesIO(text.encode("utf-8", "ignore")))
    except UnreadableTable:
        return
    assert all(row.short_name for row in rows)
