"""The document of dynamics: what its heads say, what its cells hold, and the files it is given out as."""

import csv
import io
import json
from decimal import Decimal
from urllib.parse import quote

import openpyxl
import pytest
from django.urls import reverse

from monitoring.enums import Exam, Scale
from monitoring.models import Waiver
from monitoring.selectors import findings_of
from monitoring.services.conclusions import conclusion_edit
from monitoring.services.summaries import summaries_rebuild
from portal.core.errors import InvalidInput
from reports import engine
from reports.documents.dynamics import dynamics_document
from reports.documents.serial import to_json
from reports.kinds import Choice
from reports.management.commands import report_build
from reports.models import ReportRun
from reports.render.csv import render_csv
from reports.render.pdf import render_pdf
from reports.render.sheets import column_names
from reports.services import run_request
from tests.factories.monitoring import ResultFactory, SittingFactory, SubjectFactory
from tests.factories.schools import SchoolFactory, SupportListEntryFactory


def maths():
    return SubjectFactory(code="math", name="Математика", short_name="Матем.", position=2)


def oge(year, **fields):
    return SittingFactory(exam=Exam.OGE, subject=maths(), year=year, grade=9, programme_grade=9, **fields)


@pytest.fixture
def results(district, school, second_school):
    """`school` grew with 20 works; `second_school` has four; ЕГЭ has scores, ГВЭ stands apart."""
    for year, (n2, n3, n4, n5), few in ((2020, (4, 6, 6, 4), "3.25"), (2021, (2, 6, 8, 4), "4")):
        sitting = oge(year)
        ResultFactory(
            school=school, sitting=sitting, participants=20, n2=n2, n3=n3, n4=n4, n5=n5,
            mean_mark=Decimal(2 * n2 + 3 * n3 + 4 * n4 + 5 * n5) / 20,
        )  # fmt: skip
        ResultFactory(school=second_school, sitting=sitting, mean_mark=few, participants=4)
    ege = SittingFactory(
        exam=Exam.EGE, subject=maths(), level="profile", scale=Scale.SCORE, grade=11, programme_grade=11
    )
    ResultFactory(
        school=school, sitting=ege, mean_mark=None, mean_score="61.5", participants=20, below_minimum=3
    )
    for exam, mark, grade in ((Exam.GVE9, "3.5", 9), (Exam.GVE11, "4.5", 11)):
        ResultFactory(
            school=school,
            sitting=SittingFactory(exam=exam, subject=maths(), grade=grade),
            mean_mark=mark,
            participants=12,
        )


def document(district, years=(2020, 2021), **options):
    return dynamics_document(district=district, years=years, **options)


def tables(found):
    return {block.caption: block for block in found.blocks if block.type == "table"}


def cells(table, name):
    row = next(row for row in table.body if row[0].text == name)
    return dict(zip(column_names(table), row, strict=True))


def test_heads_name_exam_subject_level_year_and_measure(district, results):
    found = tables(document(district))
    assert column_names(found["ОГЭ, Математика, 9 класс: средние"]) == [
        "Наименование ОО",
        "ОГЭ, Математика, 9 класс, 2020: Участников",
        "ОГЭ, Математика, 9 класс, 2020: Средняя отметка",
        "ОГЭ, Математика, 9 класс, 2020: Изменение",
        "ОГЭ, Математика, 9 класс, 2021: Участников",
        "ОГЭ, Математика, 9 класс, 2021: Средняя отметка",
        "ОГЭ, Математика, 9 класс, 2021: Изменение",
    ]
    assert column_names(found["ОГЭ, Математика, 9 класс: доли"])[1:4] == [
        "ОГЭ, Математика, 9 класс, 2020: Доля «2», %",
        "ОГЭ, Математика, 9 класс, 2020: Успеваемость, %",
        "ОГЭ, Математика, 9 класс, 2020: Качество знаний, %",
    ]
    names = column_names(found["ЕГЭ, Математика, профильная, 11 класс: средние"])
    assert names[2] == "ЕГЭ, Математика, профильная, 11 класс, 2021: Средний балл"
    names = column_names(found["ЕГЭ, Математика, профильная, 11 класс: доли"])
    assert names[1:] == ["ЕГЭ, Математика, профильная, 11 класс, 2021: Ниже минимума, %"]


@pytest.mark.parametrize(("years", "words"), [((2021,), "2021 год"), ((2020, 2021), "2020–2021 годы")])
def test_the_line_under_the_title_counts_its_years(district, results, years, words):
    found = document(district, years)
    assert found.blocks[1].text == f"{district.full_name}, {words}"
    with pytest.raises(InvalidInput, match=f"За {words.replace('202', '201')} результатов нет"):
        document(district, [year - 10 for year in years])


def test_values_of_a_school(district, school, results):
    found = tables(document(district))
    mean = cells(found["ОГЭ, Математика, 9 класс: средние"], school.short_name)
    assert mean["ОГЭ, Математика, 9 класс, 2021: Участников"].value == 20
    assert mean["ОГЭ, Математика, 9 класс, 2021: Средняя отметка"].value == Decimal("3.7")
    assert mean["ОГЭ, Математика, 9 класс, 2021: Изменение"].value == Decimal("0.2")
    assert mean["ОГЭ, Математика, 9 класс, 2020: Изменение"].status == "no_data"
    share = cells(found["ОГЭ, Математика, 9 класс: доли"], school.short_name)
    assert [share[f"ОГЭ, Математика, 9 класс, 2021: {name}, %"].value for name in SHARES] == [10, 90, 60]
    assert cells(found["ЕГЭ, Математика, профильная, 11 класс: доли"], school.short_name)[
        "ЕГЭ, Математика, профильная, 11 класс, 2021: Ниже минимума, %"
    ].value == Decimal(15)


SHARES = ("Доля «2»", "Успеваемость", "Качество знаний")


def test_a_small_group_keeps_its_numbers_and_gets_a_sign(district, second_school, results):
    table = tables(document(district))["ОГЭ, Математика, 9 класс: средние"]
    found = cells(table, second_school.short_name)
    mean, change = (
        found[f"ОГЭ, Математика, 9 класс, 2021: {name}"] for name in ("Средняя отметка", "Изменение")
    )
    assert (mean.value, mean.text) == (4, "4*")
    assert (change.value, change.text) == (Decimal("0.75"), "+0,75*")
    assert "* — меньше 10 участников" in table.note
    assert "роста" not in document_texts(document(district), second_school.short_name)


def document_texts(found, name):
    lists = [block for block in found.blocks if block.type == "list"]
    return " ".join(item.text for block in lists for item in block.items if name in item.text)


def test_all_schools_stand_by_name_and_groups_below(district, results):
    SchoolFactory(district=district, short_name="МКОУ А")
    names = [row[0].text for row in tables(document(district))["ОГЭ, Математика, 9 класс: средние"].body]
    assert names == ["МКОУ А", "МКОУ Вторая СШ", "МКОУ Своя СШ", "Район, среднее по участникам"]


def test_gve_of_both_classes_stay_apart(district, results):
    found = document(district, exams=(Exam.GVE9, Exam.GVE11))
    assert [caption for caption in tables(found) if "средние" in caption] == [
        "ГВЭ-9, Математика, 9 класс: средние",
        "ГВЭ-11, Математика, 11 класс: средние",
    ]


def test_the_class_of_a_vpr_is_named(district, school):
    for year, grade, season in ((2019, 4, "spring"), (2020, 5, "autumn"), (2021, 4, "spring")):
        sitting = SittingFactory(year=year, grade=grade, programme_grade=4, season=season)
        ResultFactory(school=school, sitting=sitting, participants=20)
    ResultFactory(
        school=school, sitting=SittingFactory(year=2021, grade=5, programme_grade=5), participants=20
    )
    found = tables(document(district, (2019, 2020, 2021)))
    assert list(found) == [
        "ВПР, Русский язык, программа 4 класса: средние",
        "ВПР, Русский язык, 5 класс: средние",
    ]
    assert [head.text for head in found["ВПР, Русский язык, программа 4 класса: средние"].head[1]] == [
        "2019",
        "2020, осень, 5 класс",
        "2021",
    ]


def test_more_years_become_more_tables(district, school):
    for year in range(2014, 2022):
        ResultFactory(school=school, sitting=oge(year), participants=20)
    found = document(district, tuple(range(2014, 2022)))
    assert list(tables(found)) == [
        "ОГЭ, Математика, 9 класс: средние, 2014–2016",
        "ОГЭ, Математика, 9 класс: средние, 2017–2019",
        "ОГЭ, Математика, 9 класс: средние, 2020–2021",
    ]
    assert render_pdf(found).startswith(b"%PDF-")


def test_nothing_of_the_chosen_exams_is_said(district, school, results):
    with pytest.raises(InvalidInput, match="По выбранным экзаменам"):
        document(district, exams=(Exam.VPR,))


def test_the_note_tells_of_how_many_schools_a_sum_is_made(district, neighbour, school, second_school):
    """Ours that owe a result are counted; of the region only those that have one are known."""
    sitting = oge(2021)
    ResultFactory(school=school, sitting=sitting, mean_mark="3.5", participants=20)
    ResultFactory(school=SchoolFactory(district=neighbour), sitting=sitting, mean_mark="4", participants=None)
    summaries_rebuild()
    note = tables(document(district, (2021,)))["ОГЭ, Математика, 9 класс: средние"].note
    assert "район, школ в среднем: 2021 — 1 из 2" in note
    assert "регион, школ в среднем из внёсших результат: 2021 — 1 из 2" in note


def test_conclusions_are_printed_as_people_left_them(district, school, methodist, results):
    SupportListEntryFactory(support_list__district=district, support_list__year=2020, school=school)
    assert "выросла с 3,5 до 3,7 (+0,2)" in document_texts(document(district), school.short_name)
    key = f"oge:math::2021:spring:9:9:mean:school-{school.pk}"
    conclusion_edit(district=district, key=key, fingerprint="0" * 64, text="Старое.", seen=0, by=methodist)
    assert "выросла" in document_texts(document(district), school.short_name), "made of other numbers"


def test_doubts_and_waivers_are_printed(district, school, methodist):
    sitting = oge(2021)
    ResultFactory(school=school, sitting=sitting, participants=20, n2=5, n3=5, n4=5, n5=2, mean_mark="3.24")
    (finding,) = [
        one for one in findings_of(district=district, year=2021) if one.rule == "marks_participants"
    ]
    assert "Не разобраны:" in titles(document(district))
    Waiver.objects.create(
        district=district, rule=finding.rule, school=school, sitting=sitting, year=2021,
        fingerprint=finding.fingerprint, reason="Трое уехали", by=methodist,
    )  # fmt: skip
    printed = document_texts(document(district), school.short_name)
    assert "Принято: Трое уехали" in printed
    assert methodist.short_name in printed


def titles(found):
    return [block.title for block in found.blocks if block.type == "list"]


# --- Files ------------------------------------------------------------------------------------------


@pytest.fixture
def build(run_command, tmp_path, results):
    def call(*args, format="json"):
        output = tmp_path / f"file.{format}"
        order = ("dynamics", "--district", "own", "--format", format, "--output", str(output))
        code, out, err = run_command(report_build, *order, *args)
        return code, out + err, output.read_bytes() if output.exists() else b""

    return call


@pytest.mark.parametrize("format", ["json", "html", "pdf", "xlsx", "csv"])
def test_years_stand_in_place_of_year(build, format):
    starts = {"json": b"{", "html": b"<!DOCTYPE", "pdf": b"%PDF-", "xlsx": b"PK", "csv": b"\xef\xbb\xbf"}
    code, said, content = build("--years", "2020-2021", format=format)
    assert (code, said) == (0, "")
    assert content.startswith(starts[format])


@pytest.mark.parametrize(
    ("exam", "headings"),
    [
        ("oge", ["ОГЭ"]),
        ("ege", ["ЕГЭ"]),
        ("gve", ["ГВЭ-9", "ГВЭ-11"]),
        (None, ["ОГЭ", "ЕГЭ", "ГВЭ-9", "ГВЭ-11"]),
    ],
)
def test_one_exam_may_be_asked_for(build, exam, headings):
    code, _, content = build("--years", "2020-2021", *(("--exam", exam) if exam else ()))
    assert code == 0
    blocks = json.loads(content)["blocks"]
    names = [block["text"] for block in blocks if block["type"] == "heading" and block.get("level", 2) == 2]
    assert [name for name in names if name not in ("Выводы", "Замечания к данным")] == headings


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--years", "2020-2021", "--year", "2021"), "и --year, и --years"),
        (("--years", "2021-2020"), "позже последнего"),
        (("--years", "20-21"), "не поняты"),
        (("--years", "2020–2021–2022"), "не поняты"),
        (("--years", "2000-2099"), "Лет больше 10"),
        (("--years", "1999-2001"), "укажите от 2000 до 2099"),
        (("--years", "2020-2021", "--exam", "ent"), "Экзамена «ent» нет"),
        (
            ("--years", "2020-2021", "--exam", "vpr"),
            "Участники без отметок и среднего балла в динамику не входят",
        ),
        (("--years", "2001-2002"), "результатов нет"),
        ((), "--year"),
    ],
)
def test_a_wrong_order_is_one_russian_line(build, args, words):
    code, said, content = build(*args)
    assert (code, content) == (1, b"")
    assert words in said
    assert said.count("\n") == 1


def test_the_protocol_takes_a_year_of_its_meeting(run_command, tmp_path, results):
    order = ("protocol", "--district", "own", "--years", "2020-2021", "--output", str(tmp_path / "x"))
    code, _, err = run_command(report_build, *order)
    assert code == 1
    assert "--year" in err


def test_csv_has_one_row_of_heads_and_numbers_that_are_numbers(district, school, second_school, results):
    content = render_csv(document(district)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    assert [row["Наименование ОО"] for row in rows][:2] == [second_school.short_name, school.short_name]
    few, own = rows[0], rows[1]
    assert own["ОГЭ, Математика, 9 класс, 2021: Средняя отметка"] == "3,7"
    assert own["ОГЭ, Математика, 9 класс, 2021: Доля «2», %"] == "10"
    assert own["ОГЭ, Математика, 9 класс, 2021: Средняя отметка, знак"] == ""
    assert own["ЕГЭ, Математика, профильная, 11 класс, 2021: Средний балл"] == "61,5"
    assert few["ОГЭ, Математика, 9 класс, 2021: Изменение"] == "0,75"
    assert few["ОГЭ, Математика, 9 класс, 2021: Изменение, знак"] == "*"
    assert few["ЕГЭ, Математика, профильная, 11 класс, 2021: Средний балл"] == "н/д"
    assert None not in few


def test_a_sign_in_csv_stands_right_behind_its_own_number(district, school):
    """A mean of 60 pupils has none, though its change does: the year before only four wrote."""
    for year, mark, count in ((2019, "4", 60), (2020, "4.33", 4), (2021, "3.49", 60)):
        ResultFactory(school=school, sitting=oge(year), mean_mark=mark, participants=count)
    rows = list(
        csv.reader(
            io.StringIO(render_csv(document(district, (2019, 2020, 2021))).decode("utf-8-sig")), delimiter=";"
        )
    )
    of_year = [
        *("Участников", "Средняя отметка", "Средняя отметка, знак", "Изменение", "Изменение, знак"),
    ]
    assert rows[0][1:] == [
        f"ОГЭ, Математика, 9 класс, {year}: {name}" for year in (2019, 2020, 2021) for name in of_year
    ]
    assert rows[1][1:] == [
        *("60", "4", "", "—", ""),
        *("4", "4,33", "*", "0,33", "*"),
        *("60", "3,49", "", "-0,84", "*"),
    ]


def test_xlsx_reads_back_with_merged_heads_and_numbers(
    client, methodist, district, school, second_school, results
):
    client.force_login(methodist)
    address = reverse("reports:dynamics-file", args=["xlsx"])
    answer = client.get(address, {"exam": "oge", "first": 2020, "last": 2021})
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))

    assert book.sheetnames == ["ОГЭ", "ГВЭ-9", "Текст документа"]
    sheet = book["ОГЭ"]
    assert sheet.freeze_panes == "B4"
    assert "B1:G1" in {str(area) for area in sheet.merged_cells.ranges}
    assert (sheet["B1"].value, sheet["B2"].value, sheet["C3"].value) == (
        "ОГЭ, Математика, 9 класс",
        "2020",
        "Средняя отметка",
    )
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=4)}
    assert rows[school.short_name][5].value == 3.7
    few = rows[second_school.short_name][5]
    assert (few.value, few.data_type, few.number_format) == (4, "n", '0.00"*";-0.00"*";0.00"*"')
    assert rows[school.short_name][3].value == "—"
    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row}
    assert "f" not in kinds


def test_a_name_that_looks_like_a_formula_stays_a_name(client, methodist, district, results):
    school = SchoolFactory(district=district, short_name="=HYPERLINK(1)")
    ResultFactory(school=school, sitting=oge(2019), participants=20)
    client.force_login(methodist)
    for format in ("xlsx", "csv"):
        answer = client.get(reverse("reports:dynamics-file", args=[format]), {"exam": "oge", "last": 2021})
        if format == "csv":
            assert '"\'=HYPERLINK(1)"' in answer.content.decode()
        else:
            book = openpyxl.load_workbook(io.BytesIO(answer.content))
            names = [cell for cell in book["ОГЭ"]["A"] if cell.value == school.short_name]
            assert [cell.data_type for cell in names] == ["s"]


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_the_table_of_the_page_is_saved_under_a_tidy_name(client, coordinator, district, results, format):
    client.force_login(coordinator)
    chosen = {"exam": "oge", "first": 2020, "last": 2021}
    answer = client.get(reverse("reports:dynamics-file", args=[format]), chosen)
    name = quote(f"Динамика образовательных результатов, ОГЭ и ГВЭ-9 — Свой район, 2020–2021.{format}")
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"


@pytest.mark.parametrize("who", ["school_user", "curator", "admin"])
def test_files_are_for_the_department(client, who, request, results):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("reports:dynamics-file", args=["csv"])).status_code == 403


def test_another_districts_file_is_404(client, stranger, district, results):
    client.force_login(stranger)
    address = reverse("reports:dynamics-file", args=["csv"])
    assert client.get(address, {"district": district.code}).status_code == 404
    assert client.get(reverse("reports:dynamics-file", args=["exe"])).status_code == 404


# --- Orders -----------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _nobody_works(monkeypatch):
    monkeypatch.setattr("portal.core.jobs._send", lambda task, kwargs: None)


@pytest.mark.parametrize(("format", "start"), [("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")])
def test_a_worker_builds_other_years_and_files(
    client, coordinator, district, results, files_dir, format, start
):
    client.force_login(coordinator)
    data = {
        "kind": "dynamics",
        "district": district.pk,
        "year": "2021",
        "first_year": "2018",
        "format": format,
    }
    client.post(reverse("reports:run-new"), data)
    run = ReportRun.objects.get()
    assert (run.first_year, run.title) == (2018, "Динамика результатов, 2018–2021")
    engine.build(run_id=run.pk)
    answer = client.get(reverse("reports:run-file", args=[run.public_id]))
    assert answer.content.startswith(start)
    assert f".{format}" in answer.headers["Content-Disposition"]


def test_the_usual_years_are_one_order(coordinator, district, results):
    order = {"kind": "dynamics", "district": district, "year": 2021, "by": coordinator}
    assert run_request(**order).pk == run_request(**order, first_year=2019).pk
    assert run_request(**order).pk != run_request(**order, first_year=2020).pk
    with pytest.raises(InvalidInput):
        run_request(**order, first_year=2022)


def test_a_file_of_an_exam_without_results_leads_back_with_a_word(client, coordinator, district, results):
    client.force_login(coordinator)
    address = reverse("reports:dynamics-file", args=["xlsx"])
    answer = client.get(address, {"exam": "vpr", "first": 2011, "last": 2012}, follow=True)
    assert answer.redirect_chain == [(f"{reverse('monitoring:dynamics')}?exam=vpr&first=2011&last=2012", 302)]
    assert "За 2011–2012 годы результатов нет" in answer.content.decode()


def test_a_worker_builds_the_exam_of_the_page(client, coordinator, district, results, files_dir):
    client.force_login(coordinator)
    data = {"kind": "dynamics", "district": district.pk, "year": "2021", "exam": "oge", "format": "html"}
    client.post(reverse("reports:run-new"), data)
    run = ReportRun.objects.get()
    assert (run.exam, run.title) == ("oge", "Динамика результатов: ОГЭ и ГВЭ-9, 2019–2021")
    engine.build(run_id=run.pk)
    html = client.get(reverse("reports:run-file", args=[run.public_id])).content.decode()
    assert ">ОГЭ</h2>" in html
    assert ">ЕГЭ</h2>" not in html


def test_an_exam_is_part_of_the_order(coordinator, district, results):
    order = {"kind": "dynamics", "district": district, "year": 2021, "by": coordinator}
    assert run_request(**order, exam="oge").pk != run_request(**order).pk
    for wrong in ({"exam": "gve"}, {"exam": "oge", "kind": "roadmap"}):
        with pytest.raises(InvalidInput):
            run_request(**order | wrong)


def test_a_choice_counts_its_years():
    assert Choice(2019, 2021).years == (2019, 2020, 2021)


def test_the_tree_survives_its_json(district, results):
    assert (
        to_json(document(district))["title"] == "Динамика образовательных результатов: Свой район, 2020–2021"
    )
