"""2022 had two windows of ВПР: each is a group of columns of its own, named, and nothing mixes them."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse

from monitoring.charts import line_chart
from monitoring.enums import Exam, Measure
from monitoring.models import DistrictSummary, Sitting
from monitoring.panels import three_years
from monitoring.selectors import dynamics_measures, dynamics_table, windows_of
from monitoring.selectors.grid import years_of_cell
from monitoring.sentences import sentences_of
from monitoring.services import reference_load
from monitoring.services.sitting_edit import sitting_create
from monitoring.services.summaries import summaries_rebuild
from monitoring.table_heads import head_rows
from reports.documents.dynamics import dynamics_document
from reports.documents.results import school_table
from reports.render.sheets import column_names
from tests.factories.monitoring import ResultFactory, SittingFactory

SPRING, AUTUMN = "spring", "autumn"


def vpr(year, season=SPRING, grade=None, programme=None, **fields):
    return SittingFactory(year=year, season=season, grade=grade, programme_grade=programme, **fields)


@pytest.fixture
def windows(school, second_school):
    """`school` wrote in spring, `second_school` in autumn; both in 2021 and in 2023."""
    for year in (2021, 2023):
        for one in (school, second_school):
            sitting = Sitting.objects.filter(year=year).first() or vpr(year)
            ResultFactory(school=one, sitting=sitting, mean_mark="3.5", participants=20)
    vpr(2022, is_general=False)
    vpr(2022, AUTUMN)
    ResultFactory(school=school, sitting=vpr(2022, grade=5, programme=5), mean_mark="4.00", participants=10)
    ResultFactory(
        school=second_school,
        sitting=vpr(2022, AUTUMN, grade=6, programme=5),
        mean_mark="2.50",
        participants=12,
    )


def table(district, years=(2021, 2022, 2023), **options):
    return dynamics_measures(district=district, years=years, exams=[Exam.VPR], **options)


def test_all_classes_are_of_one_window(district, windows):
    found = table(district, core_only=True)
    cells = found.cells(found.row("district"), Measure.MEAN)
    assert [column.year_words for column in found.columns] == ["2021", "2022, весна", "2022, осень", "2023"]
    assert [(cell.value, cell.participants) for cell in cells] == [
        (Decimal("3.50"), 40),
        (Decimal("4.00"), 10),
        (Decimal("2.50"), 12),
        (Decimal("3.50"), 40),
    ]
    means = dynamics_table(district=district, years=(2021, 2022, 2023), exams=[Exam.VPR], core_only=True)
    assert [cell.value for cell in means.mean] == [cell.value for cell in cells]


def test_kept_sums_are_of_one_window(district, windows):
    summaries_rebuild()
    kept = {
        row.sitting.season: (row.participants, row.weighted_sum)
        for row in DistrictSummary.objects.filter(sitting__year=2022, sitting__grade=None)
    }
    assert kept == {SPRING: (10, 40), AUTUMN: (12, 30)}


def test_what_was_written_in_spring_does_not_stand_under_autumn(district, school, second_school):
    vpr(2022, is_general=False)
    vpr(2022, AUTUMN)
    ResultFactory(school=school, sitting=vpr(2022, grade=5, programme=5), mean_mark="4.00", participants=10)
    found = table(district, (2022,), core_only=True)
    cells = [(cell.status, cell.value) for cell in found.cells(found.rows[-1], Measure.MEAN)]
    assert cells == [("value", Decimal("4.00")), ("no_data", None)]


def test_a_change_knows_one_year_before(district, school, windows):
    """Each window is compared with 2021; 2023 only where one of the windows has a number."""
    found = table(district, core_only=True)
    of_district = [cell.change for cell in found.cells(found.row("district"), Measure.MEAN)]
    assert of_district == [None, Decimal("0.50"), Decimal("-1.00"), None]
    of_school = [cell.change for cell in found.cells(found.row(f"school-{school.pk}"), Measure.MEAN)]
    assert of_school == [None, Decimal("0.50"), None, Decimal("-0.50")]


def test_heads_name_both_windows_in_order(district, windows):
    years, exams, subjects = head_rows(table(district))
    assert [(head.text, head.colspan) for head in years] == [
        ("2021 год", 1),
        ("2022 год", 4),
        ("2023 год", 1),
    ]
    assert [(head.text, head.colspan) for head in exams] == [
        ("ВПР", 1),
        ("ВПР, весна 2022", 2),
        ("ВПР, осень 2022", 2),
        ("ВПР", 1),
    ]
    assert [head.opens_group for head in exams] == [True] * 4
    assert [head.opens_group for head in subjects] == [True, True, False, True, False, True]
    assert [head.text for head in subjects][1:5] == [
        "Рус. яз.",
        "Рус. яз., 5 кл.",
        "Рус. яз.",
        "Рус. яз., 6 кл.",
    ]


def test_one_window_alone_is_named_too(district, school):
    """The calendar tells that there were two, not the columns that happen to have numbers."""
    vpr(2022, is_general=False)
    ResultFactory(school=school, sitting=vpr(2022, AUTUMN), mean_mark="3.5", participants=20)
    _, exams, _ = head_rows(table(district, (2022,), core_only=True))
    assert [head.text for head in exams] == ["ВПР, осень 2022"]


def test_a_year_with_one_window_needs_no_name(district, school):
    ResultFactory(school=school, sitting=vpr(2020, AUTUMN), participants=20)
    heads = head_rows(table(district, (2020,)))
    assert [[head.text for head in row] for row in heads] == [["2020 год"], ["Рус. яз."]]
    assert windows_of(Sitting.objects.all()) == {}


def test_a_cancelled_window_is_none(db):
    vpr(2020, SPRING, is_held=False)
    vpr(2020, AUTUMN)
    assert windows_of(Sitting.objects.all()) == {}


def test_sentences_name_the_window(district, windows):
    found = table(district, (2021, 2022), core_only=True)
    texts = [one.text for one in sentences_of(found, measure=Measure.MEAN, rows=[found.row("district")])]
    assert [text.partition(" с ")[0] for text in texts] == [
        "Район: средняя отметка ВПР по русскому языку (весна) выросла",
        "Район (по 1 из 2\u00a0школ; годом раньше по 2 из 2): средняя отметка ВПР по русскому языку (осень) снизилась",
    ]


def test_the_document_and_the_protocol_name_both(district, school, windows):
    found = dynamics_document(district=district, years=(2021, 2022), exams=(Exam.VPR,))
    tables = {block.caption: block for block in found.blocks if block.type == "table"}
    means = tables["ВПР, Русский язык, все классы: средние"]
    assert [head.text for head in means.head[1]] == ["2021", "2022, весна", "2022, осень"]
    assert len(set(column_names(means))) == 1 + 3 * 3
    protocol = school_table(
        table=dynamics_table(
            district=district, years=(2021, 2022), exams=[Exam.VPR], schools=[school], core_only=True
        ),
        exam=Exam.VPR,
        caption="ВПР",
    )
    assert [head.text for head in protocol.head[2]] == ["ВПР", "ВПР, весна 2022", "ВПР, осень 2022"]
    assert "осенью" not in protocol.note


def test_columns_beyond_a_sheet_go_on_in_another_table(district, windows):
    found = dynamics_document(district=district, years=(2021, 2022, 2023), exams=(Exam.VPR,))
    captions = [block.caption for block in found.blocks if block.type == "table"]
    assert captions[:2] == [
        "ВПР, Русский язык, все классы: средние, 2021–2022",
        "ВПР, Русский язык, все классы: средние, 2023",
    ]


def test_the_second_window_stands_later_in_the_picture(district, windows):
    found = table(district, core_only=True)
    chart = line_chart(table=found, rows=[found.row("district")], series=found.columns[0].series)
    places = [x for x, _, _ in chart.lines[0].points]
    assert places == sorted(set(places))
    assert "2022, весна — 4, 2022, осень — 2,5" in chart.summary
    assert [year for _, year in chart.years] == ["2021", "2022", "осень", "2023"]
    assert chart.title == "Средняя отметка: ВПР, Рус. яз."


def test_one_window_alone_stands_at_its_year(district, school):
    for year, season in ((2021, SPRING), (2022, AUTUMN)):
        ResultFactory(school=school, sitting=vpr(year, season), mean_mark="3.5", participants=20)
    vpr(2022, is_general=False)
    found = table(district, (2021, 2022), core_only=True)
    chart = line_chart(table=found, rows=[found.row("district")], series=found.columns[0].series)
    assert [year for _, year in chart.years] == ["2021", "2022"]


def test_many_years_leave_no_room_for_the_word(district, school, windows):
    for year in range(2014, 2021):
        ResultFactory(school=school, sitting=vpr(year), mean_mark="3.5", participants=20)
    found = table(district, tuple(range(2014, 2024)), core_only=True)
    chart = line_chart(table=found, rows=[found.row("district")], series=found.columns[0].series)
    assert [year for _, year in chart.years] == [str(year) for year in range(2014, 2024)]
    assert len(chart.lines[0].points) == 11


def test_three_years_of_a_school_show_both_windows(school, methodist, windows):
    (section,) = three_years(user=methodist, school=school, year=2022)
    assert [
        [[(window, cell.value) for window, cell in of_year] for of_year in cells]
        for _, cells in section.data.rows
    ] == [[[("", Decimal("3.50"))], [("весна", Decimal("4.00")), ("осень", None)], [("", Decimal("3.50"))]]]


def test_pages_name_the_window(client, methodist, district, school, windows):
    client.force_login(methodist)
    page = client.get(reverse("monitoring:dynamics"), {"exam": "vpr", "first": 2021, "last": 2023})
    text = page.content.decode()
    assert text.index("ВПР, весна 2022") < text.index("ВПР, осень 2022")
    entry = client.get(reverse("monitoring:school-results", args=[school.pk, 2022])).content.decode()
    assert "Русский язык, все классы, весна" in entry
    assert "Русский язык, 6 класс (по программе 5 класса), осень" in entry
    address = reverse("monitoring:grid")
    grid = client.get(address, {"district": district.code, "year": 2022, "exam": "vpr"}).content.decode()
    assert "Русский язык, все классы, осень" in grid
    case = client.get(reverse("schools:detail", args=[school.pk]), {"year": 2022}).content.decode()
    assert '<span class="n">весна</span>' in case


def test_the_panel_of_a_cell_names_the_windows_the_newest_first(school):
    for year, season in ((2021, SPRING), (2022, SPRING), (2022, AUTUMN)):
        vpr(year, season)
    years = years_of_cell(school=school, sitting=Sitting.objects.get(year=2022, season=AUTUMN))
    assert [one.year for one in years] == ["2022, осень", "2022, весна", "2021"]


def test_a_message_tells_the_two_summaries_of_a_year_apart(db):
    assert [str(vpr(2022, season)) for season in (SPRING, AUTUMN)] == [
        "ВПР 2022, Русский язык, все классы",
        "ВПР 2022, осень, Русский язык, все классы",
    ]


# --- The calendar -----------------------------------------------------------------------------


def test_the_shipped_calendar_has_a_summary_of_each_window(db):
    reference_load(folder=settings.BASE_DIR / "fixtures" / "reference")
    lines = Sitting.objects.filter(exam=Exam.VPR, year=2022, grade=None).values_list(
        "subject__code", "season", "is_general"
    )
    assert sorted(lines) == [
        ("math", "autumn", True), ("math", "spring", False), ("rus", "autumn", True), ("rus", "spring", False),
    ]  # fmt: skip


def test_a_window_with_results_alone_has_its_column_and_the_next_year_its_change(district, school):
    """The shipped calendar, one class of spring 2022 and of spring 2023; nobody wrote in autumn."""
    reference_load(folder=settings.BASE_DIR / "fixtures" / "reference")
    for year, mean in ((2022, "3.50"), (2023, "4.00")):
        fifth = Sitting.objects.get(exam=Exam.VPR, year=year, season=SPRING, grade=5, subject__code="math")
        ResultFactory(school=school, sitting=fifth, mean_mark=mean, participants=10)
    found = table(district, (2022, 2023))
    cells = found.cells(found.row("district"), Measure.MEAN)
    told = {
        (column.year_words, column.sitting.is_summary): (cell.value, cell.change)
        for column, cell in zip(found.columns, cells, strict=True)
        if column.sitting.subject.code == "math" and cell.value is not None
    }
    of_year = {"2022, весна": (Decimal("3.50"), None), "2023": (Decimal("4.00"), Decimal("0.50"))}
    assert told == {(year, whole): of_year[year] for year in of_year for whole in (False, True)}


def test_a_summary_that_comes_later_sums_up_its_classes(district, school, admin):
    fifth = vpr(2022, grade=5, programme=5)
    ResultFactory(school=school, sitting=fifth, mean_mark="4.00", participants=10)
    values = {"exam": "vpr", "subject": fifth.subject, "year": 2022, "season": SPRING, "source": "Письмо"}
    made = sitting_create(values=values, by=admin)
    assert DistrictSummary.objects.get(sitting=made).participants == 10
    Sitting.objects.filter(pk=made.pk).delete()
    reference_load(folder=settings.BASE_DIR / "fixtures" / "reference")
    kept = DistrictSummary.objects.get(sitting__season=SPRING, sitting__grade=None, sitting__year=2022)
    assert kept.weighted_sum == 40
