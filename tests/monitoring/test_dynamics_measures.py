"""The table with every measure: sums of counts, weights, gaps, groups, sums kept for the region."""

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from monitoring.enums import Exam, Measure, ParameterCode, ResultStatus, Scale
from monitoring.models import DistrictSummary, Parameter, RegionSummary
from monitoring.selectors import dynamics_measures, dynamics_table, regional_measures
from monitoring.services import ResultInput, results_save
from monitoring.services.summaries import summaries_rebuild, summaries_refresh
from portal.accounts.enums import Role
from schools.models import District
from tests.factories.monitoring import ResultFactory, SittingFactory, SubjectFactory
from tests.factories.schools import SchoolFactory, person


def oge(year=2021, **fields):
    return SittingFactory(exam=Exam.OGE, year=year, grade=9, programme_grade=9, **fields)


def marked(school, sitting, n2, n3, n4, n5, **fields):
    total = n2 + n3 + n4 + n5
    mean = Decimal(2 * n2 + 3 * n3 + 4 * n4 + 5 * n5) / total
    values = {"mean_mark": round(mean, 2), "participants": total, "n2": n2, "n3": n3, "n4": n4, "n5": n5}
    return ResultFactory(school=school, sitting=sitting, **{**values, **fields})


def table(district, years=(2021,), exams=(Exam.OGE,), **options):
    return dynamics_measures(district=district, years=years, exams=exams, **options)


def shown(found, key, measure=Measure.MEAN, column=0):
    return found.cells(found.row(key), measure)[column]


def test_a_group_is_the_sum_of_its_counts(district, school, second_school):
    sitting = oge()
    marked(school, sitting, 5, 5, 0, 0)
    marked(second_school, sitting, 0, 10, 10, 10)
    found = table(district)

    assert shown(found, "district", Measure.LOW_SHARE).value == Decimal("12.5")  # 5 of 40, not (50 + 0) / 2
    assert shown(found, "district", Measure.QUALITY_RATE).value == Decimal(50)
    assert shown(found, "district", Measure.PASS_RATE).participants == 40
    assert shown(found, "district").value == Decimal("3.63")


def test_means_are_those_of_the_table_of_means(district, school, second_school):
    for year, mark in ((2020, "3.10"), (2021, "3.40")):
        sitting = oge(year)
        ResultFactory(school=school, sitting=sitting, mean_mark=mark, participants=17)
        ResultFactory(school=second_school, sitting=sitting, mean_mark="4.15", participants=None)
    ours, means = (
        table(district, (2020, 2021)),
        dynamics_table(district=district, years=(2020, 2021), exams=[Exam.OGE]),
    )

    for row, other in zip(ours.rows, means.rows, strict=True):
        cells = ours.cells(row, Measure.MEAN)
        assert [(c.status, c.value, c.participants, c.change) for c in cells] == [
            (c.status, c.value, c.participants, c.change) for c in other.cells
        ]
    cells = ours.cells(ours.row("district"), Measure.MEAN)
    assert [(c.value, c.participants, c.schools) for c in cells] == [
        (c.value, c.participants, c.schools) for c in means.mean
    ]


def test_the_list_is_a_group_of_its_own(district, school, second_school):
    sitting = oge()
    marked(school, sitting, 2, 8, 0, 0)
    marked(second_school, sitting, 0, 0, 0, 30)
    found = table(district, listed=[school.pk])

    assert [row.key for row in found.groups] == ["listed", "district"]
    assert shown(found, "listed", Measure.LOW_SHARE).value == Decimal(20)
    assert shown(found, "district", Measure.LOW_SHARE).value == Decimal(5)


def test_a_change_of_a_rate_is_in_points_of_percent(district, school):
    marked(school, oge(2020), 4, 6, 5, 5)
    marked(school, oge(2021), 2, 8, 5, 5)
    cell = shown(table(district), f"school-{school.pk}", Measure.LOW_SHARE)
    assert (cell.value, cell.before, cell.change, cell.is_judged) == (10, 20, -10, True)


@pytest.mark.parametrize(
    ("before", "now", "judged", "few", "shows"),
    [
        (10, 10, True, False, True),
        (9, 10, False, False, False),
        (10, 9, False, True, False),
        (None, 30, False, False, True),
    ],
)
def test_few_in_one_of_two_years_is_no_growth(district, school, before, now, judged, few, shows):
    ResultFactory(school=school, sitting=oge(2020), mean_mark="3", participants=before)
    ResultFactory(school=school, sitting=oge(2021), mean_mark="4", participants=now)
    cell = shown(table(district), f"school-{school.pk}")
    assert (cell.change, cell.is_judged, cell.is_few, cell.shows_change) == (1, judged, few, shows)


def test_how_many_are_few_is_a_setting(district, school):
    ResultFactory(school=school, sitting=oge(2021), mean_mark="4", participants=12)
    assert not shown(table(district), f"school-{school.pk}").is_few
    Parameter.objects.create(code=ParameterCode.FEW_PARTICIPANTS, value=15, valid_from=2021, source="Приказ")
    assert shown(table(district), f"school-{school.pk}").is_few
    assert table(district, (2020,)).rules.few == 10, "the rule of 2021 does not reach back"


def test_scores_know_their_minimum_and_no_quality(district, school):
    ege = SittingFactory(exam=Exam.EGE, scale=Scale.SCORE, grade=11, programme_grade=11, minimum=24)
    ResultFactory(
        school=school, sitting=ege, mean_mark=None, mean_score="61.5", participants=20, below_minimum=3
    )
    found, key = table(district, exams=[Exam.EGE]), f"school-{school.pk}"

    assert shown(found, key, Measure.LOW_SHARE).value == 15
    assert shown(found, key, Measure.PASS_RATE).value == 85
    assert shown(found, key, Measure.QUALITY_RATE).status == ResultStatus.NO_DATA
    assert found.of_measure(Measure.QUALITY_RATE).columns == []
    assert len(found.of_measure(Measure.LOW_SHARE).columns) == 1


def test_a_mean_without_counts_has_no_rates(district, school):
    ResultFactory(school=school, sitting=oge(), mean_mark="3.5", participants=20, n2=1)
    found = table(district)
    assert shown(found, f"school-{school.pk}", Measure.LOW_SHARE).value is None
    assert shown(found, "district", Measure.LOW_SHARE).value is None


def test_a_summary_sums_the_marks_of_its_classes(district, school):
    SittingFactory()
    for grade, counts in ((5, (1, 4, 3, 2)), (6, (0, 0, 6, 4))):
        marked(school, SittingFactory(grade=grade, programme_grade=grade), *counts)
    found = table(district, exams=[Exam.VPR], core_only=True)
    assert shown(found, f"school-{school.pk}", Measure.LOW_SHARE).value == 5
    assert shown(found, f"school-{school.pk}").value == Decimal("4")


def test_two_windows_of_a_year_give_no_change(district, school):
    for season in ("spring", "autumn"):
        sitting = SittingFactory(year=2022, season=season, grade=5, programme_grade=5)
        ResultFactory(school=school, sitting=sitting, mean_mark="3.5", participants=20)
    ResultFactory(
        school=school,
        sitting=SittingFactory(year=2023, grade=5, programme_grade=5),
        mean_mark="4",
        participants=20,
    )
    found = table(district, (2023,), [Exam.VPR])
    assert [cell.change for cell in found.cells(found.rows[0], Measure.MEAN) if cell.value] == [None]


def test_base_and_profile_are_never_one(district, school):
    maths = SubjectFactory(code="math", name="Математика", short_name="Матем.", position=2)
    base = SittingFactory(exam=Exam.EGE, subject=maths, level="base", year=2020, grade=11)
    profile = SittingFactory(
        exam=Exam.EGE, subject=maths, level="profile", scale=Scale.SCORE, year=2021, grade=11
    )
    ResultFactory(school=school, sitting=base, mean_mark="3.2", participants=20)
    ResultFactory(school=school, sitting=profile, mean_mark=None, mean_score="50", participants=20)
    found = table(district, (2020, 2021), [Exam.EGE])
    assert [cell.change for cell in found.cells(found.rows[0], Measure.MEAN)] == [None, None]


# --- Of how many schools ----------------------------------------------------------------------


def test_a_sum_tells_of_how_many_schools_it_is_made(district, school, second_school):
    sitting = oge()
    marked(school, sitting, 5, 5, 0, 0)
    found = table(district)
    assert shown(found, "district").schools == (1, 2)
    assert shown(found, "district").schools_words == "1 из 2\u00a0школ"
    assert shown(found, f"school-{school.pk}").schools_words == ""

    ResultFactory(school=second_school, sitting=sitting, mean_mark="4", participants=10)
    found = table(district)
    assert shown(found, "district").schools_words == "2\u00a0школы"
    assert shown(found, "district", Measure.LOW_SHARE).schools_words == "1 из 2\u00a0школ", (
        "one gave no marks"
    )


@pytest.mark.parametrize("reason", ["a state", "no such class", "closed", "chosen subject"])
def test_a_school_that_owes_nothing_is_not_missed(district, school, second_school, reason):
    sitting = oge(subject=SubjectFactory(code="phys", is_core=False)) if reason == "chosen subject" else oge()
    marked(school, sitting, 5, 5, 0, 0)
    if reason == "a state":
        ResultFactory(
            school=second_school, sitting=sitting, mean_mark=None, status=ResultStatus.NO_PARTICIPANTS
        )
    if reason == "no such class":
        second_school.programmes.create(level="noo")
    if reason == "closed":
        second_school.is_active = False
        second_school.save()
    assert shown(table(district), "district").schools == (1, 1)


def test_the_sums_of_a_region_know_the_schools_with_a_mean(district, school, second_school):
    sitting = oge()
    marked(school, sitting, 5, 5, 0, 0)
    ResultFactory(school=second_school, sitting=sitting, mean_mark="4", participants=None)
    summaries_rebuild()
    found = regional_measures(districts=District.objects.all(), years=(2021,), exams=[Exam.OGE])
    assert shown(found, "whole").schools_words == "1 из 2\u00a0школ с результатом"
    assert shown(found, "whole", Measure.LOW_SHARE).schools_words == "", "nobody counted those"


def test_who_reads_one_school_is_told_no_sum_of_two(district, school, second_school):
    sitting = oge()
    for one in (school, second_school):
        marked(one, sitting, 5, 5, 0, 0)
    assert shown(table(district), "district").value == Decimal("2.5")
    assert shown(table(district).of_one_school(), "district").status == ResultStatus.NO_DATA
    assert shown(table(district).of_one_school(), f"school-{school.pk}").value == Decimal("2.5")

    third = SchoolFactory(district=district)
    ResultFactory(school=third, sitting=sitting, mean_mark="2.5", participants=10)
    found = table(district).of_one_school()
    assert shown(found, "district").value == Decimal("2.5")
    assert shown(found, "district", Measure.LOW_SHARE).value is None, "made of two"


def test_a_change_of_the_district_needs_no_column_of_the_year_before(district, school, second_school):
    """The rows are of one school, which wrote nothing in 2020: the district's numbers of 2020 stay."""
    for year, writers in ((2020, [second_school]), (2021, [school, second_school])):
        grade5 = SittingFactory(year=year, grade=5, programme_grade=5)
        for one in writers:
            ResultFactory(school=one, sitting=grade5, mean_mark="3.5", participants=20)
    found = table(district, (2021,), [Exam.VPR], schools=[school])
    (place,) = [at for at, column in enumerate(found.columns) if column.sitting.grade == 5]
    assert shown(found, "district", column=place).change == 0


# --- The region -------------------------------------------------------------------------------


@pytest.fixture
def two_districts(district, neighbour, far_district, school, neighbour_school, far_school):
    sitting = oge()
    marked(school, sitting, 5, 5, 0, 0)
    marked(neighbour_school, sitting, 0, 0, 15, 15)
    marked(far_school, sitting, 50, 0, 0, 0)
    summaries_rebuild()
    return sitting


def test_the_region_stands_under_the_district(district, two_districts):
    found = table(district)
    assert [row.key for row in found.groups] == ["district", "region"]
    assert shown(found, "region", Measure.LOW_SHARE).value == Decimal("12.5")
    assert shown(found, "region").value == Decimal("4")
    assert shown(found, "region").participants == 40


def test_a_region_of_one_known_district_is_not_shown(district, neighbour, school):
    marked(school, oge(), 5, 5, 0, 0)
    summaries_rebuild()
    assert [row.key for row in table(district).groups] == ["district"]


def test_districts_stand_by_name_with_their_own_sums(region, district, neighbour, two_districts):
    found = regional_measures(
        districts=District.objects.filter(region=region), years=(2021,), exams=[Exam.OGE]
    )
    assert [row.name for row in found.rows] == ["Свой район", "Соседний район"]
    assert [found.cells(row, Measure.LOW_SHARE)[0].value for row in found.all_rows] == [
        50,
        0,
        Decimal("12.5"),
    ]


def test_regions_hold_only_the_districts_that_are_given(district, far_district, neighbour, two_districts):
    chosen = District.objects.filter(pk__in=[district.pk, far_district.pk])
    found = regional_measures(districts=chosen, years=(2021,), exams=[Exam.OGE], by_region=True)
    assert [(row.name, found.cells(row, Measure.LOW_SHARE)[0].value) for row in found.rows] == [
        ("Волгоградская область", 50),
        ("Дальняя область", 100),
    ]
    assert found.cells(found.groups[0], Measure.MEAN)[0].participants == 60


@pytest.mark.parametrize("count", [1, 40])
def test_queries_of_the_region_do_not_grow(region, count, django_assert_num_queries):
    sitting = oge()
    for school in SchoolFactory.create_batch(count, district__region=region):
        marked(school, sitting, 1, 2, 3, 4)
    summaries_rebuild()
    with django_assert_num_queries(4):
        found = regional_measures(
            districts=District.objects.filter(region=region), years=(2021,), exams=[Exam.OGE]
        )
    assert len(found.rows) == count


@pytest.mark.parametrize("count", [1, 200])
def test_queries_of_the_district_do_not_grow(district, count, django_assert_num_queries):
    sitting = oge()
    for school in SchoolFactory.create_batch(count, district=district):
        marked(school, sitting, 1, 2, 3, 4)
    with django_assert_num_queries(6):
        assert len(table(district).rows) == count


# --- The sums that are kept -------------------------------------------------------------------


def test_sums_say_what_the_district_shows(district, school, second_school, neighbour_school):
    summary = SittingFactory()
    fifth, sixth = (SittingFactory(grade=grade, programme_grade=grade) for grade in (5, 6))
    marked(school, summary, 2, 8, 6, 4)
    marked(second_school, fifth, 1, 4, 3, 2)
    marked(second_school, sixth, 0, 5, 3, 3)
    marked(neighbour_school, summary, 0, 1, 1, 1)
    summaries_rebuild()
    found = table(district, exams=[Exam.VPR])
    ours = shown(found, "district", Measure.MEAN)
    regional = regional_measures(
        districts=District.objects.filter(pk=district.pk), years=(2021,), exams=[Exam.VPR]
    )
    cell = regional.cells(regional.rows[0], Measure.MEAN)[0]
    assert (cell.value, cell.participants, cell.schools) == (ours.value, ours.participants, ours.schools)
    assert cell.participants == 41


def test_a_class_refreshes_the_summary_too(district, school):
    summary, fifth = SittingFactory(), SittingFactory(grade=5, programme_grade=5)
    marked(school, fifth, 1, 4, 3, 2)
    summaries_refresh(district_id=district.pk, sittings=[fifth.pk])
    kept = {row.sitting_id: row.participants for row in DistrictSummary.objects.all()}
    assert kept == {summary.pk: 10, fifth.pk: 10}


def test_what_is_gone_leaves_no_sum(district, school):
    sitting = oge()
    result = marked(school, sitting, 1, 4, 3, 2)
    summaries_rebuild()
    result.delete()
    summaries_refresh(district_id=district.pk, sittings=[sitting.pk])
    assert not DistrictSummary.objects.exists()


def test_unknown_participants_weigh_nothing(district, school, second_school):
    sitting = oge()
    ResultFactory(school=school, sitting=sitting, mean_mark="3.5", participants=None)
    marked(second_school, sitting, 0, 0, 10, 0)
    summaries_rebuild()
    kept = DistrictSummary.objects.get()
    assert (kept.valued, kept.counted, kept.participants, kept.weighted_sum) == (2, 1, 10, 40)


def test_the_regions_own_sums_are_those_of_its_districts(region, far_district, two_districts):
    every = District.objects.all()
    options = {"districts": every, "years": (2021,), "exams": [Exam.OGE], "by_region": True}
    whole, parts = regional_measures(**options, whole_regions=True), regional_measures(**options)
    for measure in Measure:
        assert [whole.cells(row, measure) for row in whole.all_rows] == [
            parts.cells(row, measure) for row in parts.all_rows
        ]


def test_saving_results_keeps_the_sums(district, school, methodist):
    sitting = oge()
    row = ResultInput(sitting=sitting, status=ResultStatus.VALUE, participants=10, n2=1, n3=4, n4=3, n5=2)
    results_save(school=school, rows=[row], by=methodist)
    for kept in (DistrictSummary.objects.get(), RegionSummary.objects.get()):
        assert (kept.valued, kept.participants, kept.weighted_sum, kept.n2) == (1, 10, 36, 1)
    results_save(
        school=school,
        rows=[ResultInput(sitting=sitting, status=ResultStatus.NO_PARTICIPANTS, seen=1)],
        by=methodist,
    )
    assert not DistrictSummary.objects.exists()
    assert not RegionSummary.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_two_savers_of_one_region_lose_no_sum(
    district, neighbour, school, second_school, neighbour_school, methodist
):
    """Each sums up what it sees: without the lock the later one would not see the earlier one's result."""
    sitting = oge()
    people = {
        school: methodist,
        second_school: methodist,
        neighbour_school: person(Role.METHODIST, district=neighbour),
    }
    barrier = threading.Barrier(len(people))

    def save(one, by):
        row = ResultInput(sitting=sitting, status=ResultStatus.VALUE, value=Decimal(3), participants=10)
        try:
            barrier.wait()
            results_save(school=one, rows=[row], by=by)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        for done in [pool.submit(save, one, by) for one, by in people.items()]:
            done.result()
    assert DistrictSummary.objects.get(district=district).participants == 20
    assert RegionSummary.objects.get().participants == 30


def test_results_from_before_get_their_sums(district, neighbour, school, second_school, neighbour_school):
    """Anew: sums of rounded means, and of two windows together, do not stay."""
    sitting = oge()
    marked(school, sitting, 1, 4, 2, 2)
    marked(neighbour_school, sitting, 0, 4, 4, 2)
    spring, autumn = (SittingFactory(year=2022, season=season) for season in ("spring", "autumn"))
    fifth = SittingFactory(year=2022, grade=5, programme_grade=5)
    sixth = SittingFactory(year=2022, grade=6, programme_grade=5, season="autumn")
    marked(school, fifth, 1, 4, 2, 2)
    marked(second_school, sixth, 0, 4, 4, 3)
    ResultFactory(school=second_school, sitting=autumn, status=ResultStatus.NO_PARTICIPANTS)
    for model, place in (
        (DistrictSummary, {"district": district}),
        (RegionSummary, {"region": district.region}),
    ):
        model.objects.create(**place, sitting=autumn, valued=2, counted=2, participants=20, weighted_sum=66)
    migration = import_module("monitoring.migrations.0009_sums_are_exact")
    migration.sum_up(apps, None)
    made = [list(model.objects.order_by("pk").values()) for model in (DistrictSummary, RegionSummary)]
    summaries_rebuild()
    again = [list(model.objects.order_by("pk").values()) for model in (DistrictSummary, RegionSummary)]
    for ours, theirs in zip(made, again, strict=True):
        assert [{**row, "id": 0} for row in ours] == [{**row, "id": 0} for row in theirs]
    kept = {row.sitting: (row.participants, row.weighted_sum) for row in RegionSummary.objects.all()}
    assert kept == {sitting: (19, 70), fifth: (9, 32), spring: (9, 32), sixth: (11, 43)}
    assert len(made[0]) == 5
