"""The page of dynamics: words instead of empty cells, few participants never called growth."""

import pytest
from django.urls import reverse

from monitoring.charts import line_chart
from monitoring.enums import Exam
from monitoring.selectors import dynamics_table
from tests.factories.monitoring import ResultFactory, SittingFactory
from tests.factories.schools import SchoolFactory, SupportListEntryFactory


def page(client, **query):
    return client.get(
        reverse("monitoring:dynamics"), {"year": 2021, "schools": "all", **query}
    ).content.decode()


@pytest.fixture
def three_years(school):
    for year, mark, count in ((2019, "3.58", 20), (2020, "3.33", 20), (2021, "3.61", 20)):
        ResultFactory(school=school, sitting=SittingFactory(year=year), mean_mark=mark, participants=count)


def test_changes_have_their_sign(client, methodist, three_years):
    client.force_login(methodist)
    html = page(client)
    assert "+0,28" in html
    assert "−0,25" in html


def test_few_participants_are_marked_and_their_change_is_not_shown(client, methodist, school):
    for year, mark in ((2020, "3.00"), (2021, "4.00")):
        ResultFactory(school=school, sitting=SittingFactory(year=year), mean_mark=mark, participants=4)
    client.force_login(methodist)

    html = page(client)

    assert html.count('class="few">мало<') == 4, "both years, the school's row and the district's"
    assert "+1" not in html


def test_a_missing_number_is_a_word(client, methodist, school):
    SittingFactory(exam=Exam.OGE, year=2020, is_held=False, grade=9)
    ResultFactory(school=school, sitting=SittingFactory(exam=Exam.OGE, year=2021, grade=9))
    client.force_login(methodist)

    assert "экзамен не проводился" in page(client, exam="oge")


def test_only_listed_schools_unless_all_are_asked_for(client, methodist, district, school, second_school):
    SupportListEntryFactory(support_list__district=district, support_list__year=2020, school=school)
    for one in (school, second_school):
        ResultFactory(school=one, sitting=SittingFactory(year=2021 if one == school else 2020))
    client.force_login(methodist)

    assert second_school.short_name not in page(client, schools="list")
    assert second_school.short_name in page(client)


def test_a_district_without_results_is_told_what_to_do_first(client, methodist, school):
    client.force_login(methodist)
    html = page(client)
    assert "Результатов за эти годы пока нет" in html
    assert "Ввести результаты" in html


@pytest.mark.parametrize(
    "query", [{"exam": "x"}, {"year": "99999"}, {"year": "x"}, {"year": "9" * 5000}, {"schools": "\x00"}]
)
def test_odd_addresses_fall_back(client, methodist, three_years, query):
    client.force_login(methodist)
    assert client.get(reverse("monitoring:dynamics"), query).status_code == 200


def test_another_district_by_its_code_is_404(client, stranger, methodist, district):
    client.force_login(stranger)
    assert client.get(reverse("monitoring:dynamics"), {"district": district.code}).status_code == 404
    client.force_login(methodist)
    assert client.get(reverse("monitoring:dynamics"), {"district": district.code}).status_code == 200


def test_the_picture_says_in_words_what_it_draws(district, school, three_years):
    table = dynamics_table(district=district, years=(2019, 2020, 2021), exams=(Exam.VPR,))
    chart = line_chart(table=table, series=table.columns[0].series)
    assert chart.summary.endswith(f"{school.short_name}: 2019 — 3,58, 2020 — 3,33, 2021 — 3,61.")
    assert [len(line.points) for line in chart.lines] == [3]


def test_many_schools_are_drawn_as_the_district(district):
    for school in SchoolFactory.create_batch(6, district=district):
        for year in (2020, 2021):
            sitting = SittingFactory._meta.model.objects.filter(year=year).first() or SittingFactory(
                year=year
            )
            ResultFactory(school=school, sitting=sitting, participants=10)
    table = dynamics_table(district=district, years=(2020, 2021), exams=(Exam.VPR,))
    chart = line_chart(table=table, series=table.columns[0].series)
    assert [line.name for line in chart.lines] == ["Район 3,5"]


def test_one_year_is_no_picture(district, school):
    ResultFactory(school=school, sitting=SittingFactory())
    table = dynamics_table(district=district, years=(2021,), exams=(Exam.VPR,))
    assert line_chart(table=table, series=table.columns[0].series) is None
