"""The page of dynamics: words instead of empty cells, few participants never called growth."""

import pytest
from django.urls import reverse

from monitoring.charts import line_chart
from monitoring.enums import Exam, ParameterCode
from monitoring.models import Parameter, Sitting
from monitoring.selectors import dynamics_measures
from monitoring.services.summaries import summaries_rebuild
from portal.accounts.enums import Role
from tests.factories.monitoring import ResultFactory, SittingFactory
from tests.factories.schools import MembershipFactory, SchoolFactory, SupportListEntryFactory

#: the session and the person, the frame, and then what the page itself reads
QUERIES = 22


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

    assert html.count('class="few">мало<') == 6, (
        "both years: the school's row, the district's, the chart's table"
    )
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

    def rows(**query):
        response = client.get(reverse("monitoring:dynamics"), {"year": 2021, **query})
        return [line.row.name for line in response.context["lines"]]

    assert rows(schools="list") == rows() == [school.short_name]
    assert rows(schools="all") == [second_school.short_name, school.short_name]
    assert rows(schools=second_school.pk) == [second_school.short_name]


def test_a_district_without_results_is_told_what_to_do_first(client, methodist, school):
    client.force_login(methodist)
    html = page(client)
    assert "Результатов за эти годы пока нет" in html
    assert "Ввести результаты" in html


def test_a_reader_of_a_district_without_results_is_not_told_to_enter_them(client, head, school):
    client.force_login(head)
    html = page(client)
    assert "Результатов за эти годы пока нет" in html
    assert "Ввести результаты" not in html


@pytest.mark.parametrize("who", ["head", "methodist"])
@pytest.mark.parametrize("name", ["dynamics", "dynamics-region"])
def test_an_exam_that_was_cancelled_is_not_asked_for(client, request, who, name, school):
    SittingFactory(exam=Exam.OGE, year=2020, is_held=False, grade=9)
    client.force_login(request.getfixturevalue(who))
    chosen = {"exam": "oge", "first": 2020, "last": 2020}
    html = client.get(reverse(f"monitoring:{name}"), chosen).content.decode()

    assert "ОГЭ и ГВЭ-9 в 2020 году не проводились" in html
    assert "Результатов за эти годы пока нет" not in html
    assert "Ввести результаты" not in html


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


def picture(district, years, **options):
    table = dynamics_measures(district=district, years=years, exams=(Exam.VPR,))
    return line_chart(
        table=table, rows=options.pop("rows", table.rows), series=table.columns[0].series, **options
    )


def test_the_picture_says_in_words_what_it_draws(district, school, three_years):
    chart = picture(district, (2019, 2020, 2021))
    assert chart.summary.endswith(f"{school.short_name}: 2019 — 3,58, 2020 — 3,33, 2021 — 3,61.")
    assert [len(line.points) for line in chart.lines] == [3]


def test_the_picture_has_its_table(district, school, three_years):
    chart = picture(district, (2019, 2020, 2021))
    assert chart.names == [school.short_name]
    assert [(year, str(cells[0].value)) for year, cells in chart.numbers] == [
        ("2019", "3.58"),
        ("2020", "3.33"),
        ("2021", "3.61"),
    ]


def test_many_schools_are_drawn_as_what_they_are_part_of(client, methodist, district):
    sittings = [SittingFactory(year=year) for year in (2020, 2021)]
    for school in SchoolFactory.create_batch(6, district=district):
        for sitting in sittings:
            ResultFactory(school=school, sitting=sitting, participants=10)
    client.force_login(methodist)
    response = client.get(reverse("monitoring:dynamics"), {"year": 2021})
    assert [line.name for line in response.context["charts"][0].lines] == ["Район 3,5"]
    focus = response.context["table"].rows[2]
    response = client.get(reverse("monitoring:dynamics"), {"year": 2021, "row": focus.key})
    assert [line.name for line in response.context["charts"][0].lines] == [f"{focus.name} 3,5", "Район 3,5"]


def test_one_year_is_no_picture(district, school):
    ResultFactory(school=school, sitting=SittingFactory())
    assert picture(district, (2021,)) is None


# --- The choice of what is shown ------------------------------------------------------------------


def context(client, **query):
    return client.get(reverse("monitoring:dynamics"), {"last": 2021, "schools": "all", **query}).context


def test_years_and_measure_are_chosen(client, methodist, school):
    for year in (2020, 2021):
        ResultFactory(
            school=school, sitting=SittingFactory(year=year), participants=20, n2=4, n3=6, n4=6, n5=4
        )
    client.force_login(methodist)
    shown = context(client, first=2020, measure="low_share")
    assert shown["choice"].years == (2020, 2021)
    assert [cell.shown.value for cell in shown["lines"][0].cells] == [20, 20]
    html = page(client, first=2020, measure="low_share")
    assert "Доля «2» = n2 · 100 : N" in html
    assert "п.п." in html


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ({"first": 2023, "last": 2021}, (2021, 2022, 2023)),
        ({"first": 2001, "last": 2021}, tuple(range(2012, 2022))),
        ({"first": "x", "last": 2021}, (2019, 2020, 2021)),
        ({"measure": "rating", "last": 2021}, (2019, 2020, 2021)),
        ({"schools": "9" * 40, "row": "school-" + "9" * 60, "last": 2021}, (2019, 2020, 2021)),
    ],
)
def test_a_senseless_choice_is_mended(client, methodist, three_years, query, years):
    client.force_login(methodist)
    assert context(client, **query)["choice"].years == years


def test_the_coefficients_in_force_and_their_source_are_one_click_away(
    client, methodist, school, three_years
):
    Parameter.objects.create(
        code=ParameterCode.LEARNING_2, value=14, valid_from=2020, source="Приказ от 01.09.2020 № 7"
    )
    client.force_login(methodist)
    html = page(client, measure="learning_level")
    assert "(100·n5 + 64·n4 + 36·n3 + 14·n2) : N" in html
    assert "Приказ от 01.09.2020 № 7" in html


def test_a_cell_leads_to_where_it_was_entered(client, methodist, school, three_years):
    client.force_login(methodist)
    (line,) = context(client)["lines"]
    assert line.cells[0].url == f"{reverse('monitoring:school-results', args=[school.pk, 2019])}#exam-vpr"


def test_schools_stand_by_name_whatever_they_scored(client, methodist, district):
    sitting = SittingFactory()
    for name, mark in (("Б", "5"), ("А", "2"), ("В", "3")):
        school = SchoolFactory(district=district, short_name=name)
        ResultFactory(school=school, sitting=sitting, mean_mark=mark, participants=20)
    client.force_login(methodist)
    assert [line.row.name for line in context(client)["lines"]] == ["А", "Б", "В"]


def test_a_school_sees_itself_and_the_whole(client, school_user, school, second_school, three_years):
    ResultFactory(school=second_school, sitting=Sitting.objects.get(year=2021), participants=20)
    client.force_login(school_user)
    html = page(client)
    assert school.short_name in html
    assert second_school.short_name not in html
    assert "Район, среднее по участникам" in html
    assert "XLSX" not in html


@pytest.mark.parametrize("count", [1, 200])
def test_the_page_asks_no_more_for_many_schools(
    client, methodist, district, count, django_assert_num_queries
):
    sittings = [SittingFactory(year=year) for year in (2020, 2021)]
    for school in SchoolFactory.create_batch(count, district=district):
        for sitting in sittings:
            ResultFactory(school=school, sitting=sitting, participants=20)
    client.force_login(methodist)
    with django_assert_num_queries(QUERIES):
        assert len(context(client)["lines"]) == count


# --- Districts of the region --------------------------------------------------------------------


def regional(client, **query):
    return client.get(reverse("monitoring:dynamics-region"), {"last": 2021, **query})


@pytest.fixture
def three_districts(school, neighbour_school, far_school):
    sitting = SittingFactory()
    for one in (school, neighbour_school, far_school):
        ResultFactory(school=one, sitting=sitting, participants=20)
    summaries_rebuild()


def test_the_observer_compares_the_districts_of_his_region(client, observer, three_districts):
    client.force_login(observer)
    html = regional(client).content.decode()
    assert "Свой район" in html
    assert "Соседний район" in html
    assert "Дальний район" not in html


@pytest.mark.parametrize(
    ("person", "has"), [("observer", True), ("methodist", False), ("head", False), ("admin", False)]
)
def test_the_region_is_a_room_of_those_who_read_a_whole_region(client, request, person, has, three_districts):
    client.force_login(request.getfixturevalue(person))
    rooms = {room["url"]: room for room in client.get(reverse("home")).context["navigation"]}
    address = reverse("monitoring:dynamics-region")
    assert (address in rooms) is has
    if has:
        here = [room["url"] for room in regional(client).context["navigation"] if room["current"]]
        assert here == [address]


def test_a_methodist_sees_his_own_district_only(client, methodist, three_districts):
    client.force_login(methodist)
    answer = regional(client)
    assert [line.row.name for line in answer.context["lines"]] == ["Свой район"]
    assert [line.cells[0].shown.participants for line in answer.context["sums"]] == [20]


def test_several_regions_are_rows_and_open_their_districts(client, observer, far_district, three_districts):
    MembershipFactory(user=observer, role=Role.OBSERVER, region=far_district.region)
    client.force_login(observer)
    answer = regional(client)
    assert [line.row.name for line in answer.context["lines"]] == ["Волгоградская область", "Дальняя область"]
    answer = regional(client, region=far_district.region_id)
    assert [line.row.name for line in answer.context["lines"]] == ["Дальний район"]


def test_a_region_of_others_is_404(client, methodist, far_district, three_districts):
    client.force_login(methodist)
    assert regional(client, region=far_district.region_id).status_code == 404
    assert regional(client, region="x").status_code == 404


@pytest.mark.parametrize("address", ["monitoring:dynamics", "monitoring:dynamics-region"])
def test_a_school_is_told_no_sum_of_two(client, methodist, school_user, school, second_school, address):
    sitting = SittingFactory()
    for one, mark in ((school, "3.10"), (second_school, "4.20")):
        ResultFactory(school=one, sitting=sitting, mean_mark=mark, participants=20)
    summaries_rebuild()
    client.force_login(methodist)
    assert "3,65" in client.get(reverse(address), {"year": 2021}).content.decode()
    client.force_login(school_user)
    html = client.get(reverse(address), {"year": 2021}).content.decode()
    assert "3,65" not in html
    assert "меньше трёх школ" in html
