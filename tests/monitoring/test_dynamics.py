"""The district's table: which columns exist, what changed, and a mean that is not a mean of means."""

from decimal import Decimal

import pytest

from monitoring.enums import Exam, ResultStatus, Scale
from monitoring.selectors import dynamics_table
from tests.factories.monitoring import ResultFactory, SittingFactory, SubjectFactory
from tests.factories.schools import SchoolFactory, SchoolProgrammeFactory


def table(district, years=(2021,), exams=(Exam.VPR,), **options):
    return dynamics_table(district=district, years=years, exams=exams, **options)


def cell(found, school, column=0):
    return next(row for row in found.rows if row.school == school).cells[column]


def test_the_districts_mean_is_weighted_by_participants(district, school, second_school):
    sitting = SittingFactory()
    ResultFactory(school=school, sitting=sitting, mean_mark="3.00", participants=30)
    ResultFactory(school=second_school, sitting=sitting, mean_mark="4.00", participants=10)

    mean = table(district).mean[0]

    assert (mean.value, mean.participants, mean.schools) == (Decimal("3.25"), 40, (2, 2))


def test_a_school_with_unknown_participants_stays_out_of_the_mean_and_is_counted(
    district, school, second_school
):
    sitting = SittingFactory()
    ResultFactory(school=school, sitting=sitting, mean_mark="3.00", participants=None)
    ResultFactory(school=second_school, sitting=sitting, mean_mark="4.00", participants=10)

    mean = table(district).mean[0]

    assert (mean.value, mean.participants, mean.schools) == (Decimal("4.00"), 10, (1, 2))


def test_without_any_participants_there_is_no_mean(district, school):
    ResultFactory(school=school, sitting=SittingFactory(), mean_mark="3.00", participants=None)

    mean = table(district).mean[0]

    assert (mean.status, mean.value, mean.schools) == (ResultStatus.NO_DATA, None, (0, 1))


def test_the_mean_rounds_half_up(district, school, second_school):
    sitting = SittingFactory()
    ResultFactory(school=school, sitting=sitting, mean_mark="3.01", participants=1)
    ResultFactory(school=second_school, sitting=sitting, mean_mark="3.00", participants=1)

    assert table(district).mean[0].value == Decimal("3.01")


def test_a_missing_value_is_neither_zero_nor_averaged(district, school, second_school):
    sitting = SittingFactory()
    ResultFactory(school=school, sitting=sitting, mean_mark="4.00", participants=10)
    ResultFactory(school=second_school, sitting=sitting, status=ResultStatus.NO_PARTICIPANTS)

    found = table(district)

    assert found.mean[0].value == Decimal("4.00")
    assert (cell(found, second_school).status, cell(found, second_school).value) == ("no_participants", None)


def test_rows_may_be_few_but_the_mean_is_of_all(district, school, second_school):
    sitting = SittingFactory()
    ResultFactory(school=school, sitting=sitting, mean_mark="3.00", participants=10)
    ResultFactory(school=second_school, sitting=sitting, mean_mark="5.00", participants=10)

    found = table(district, schools=[school])

    assert [row.school for row in found.rows] == [school]
    assert found.mean[0].value == Decimal("4.00")


def test_change_is_to_the_year_before_on_the_same_scale(district, school):
    for year, mark in ((2019, "3.58"), (2020, "3.33"), (2021, "3.61")):
        ResultFactory(school=school, sitting=SittingFactory(year=year), mean_mark=mark)

    found = table(district, years=(2020, 2021))

    assert [cell(found, school, index).change for index in (0, 1)] == [Decimal("-0.25"), Decimal("0.28")]


def test_no_change_over_a_year_that_was_not_held(district, school):
    for year, held in ((2019, True), (2020, False), (2021, True)):
        sitting = SittingFactory(exam=Exam.OGE, year=year, is_held=held, grade=9, programme_grade=9)
        if held:
            ResultFactory(school=school, sitting=sitting, mean_mark="3.50")

    found = table(district, years=(2019, 2020, 2021), exams=(Exam.OGE,))

    assert [c.status for c in found.rows[0].cells] == ["value", "not_held", "value"]
    assert [c.change for c in found.rows[0].cells] == [None, None, None]


def test_two_windows_in_the_year_before_give_no_change(district, school):
    for season in ("spring", "autumn"):
        ResultFactory(
            school=school,
            mean_mark="3.50",
            sitting=SittingFactory(year=2022, season=season, grade=5, programme_grade=5),
        )
    ResultFactory(
        school=school, sitting=SittingFactory(year=2023, grade=5, programme_grade=5), mean_mark="4.00"
    )

    found = table(district, years=(2023,))

    assert [c.change for c in found.rows[0].cells if c.value is not None] == [None]


def test_base_and_profile_mathematics_are_two_series(district, school):
    maths = SubjectFactory(code="math", name="Математика", short_name="Матем.", position=2)
    base = SittingFactory(exam=Exam.EGE, subject=maths, level="base", year=2020, grade=11)
    profile = SittingFactory(
        exam=Exam.EGE, subject=maths, level="profile", scale=Scale.SCORE, year=2021, grade=11
    )
    ResultFactory(school=school, sitting=base, mean_mark="3.20", participants=5)
    ResultFactory(school=school, sitting=profile, mean_mark=None, mean_score="50", participants=5)

    found = table(district, years=(2020, 2021), exams=(Exam.EGE,))

    assert [(c.value, c.change) for c in found.rows[0].cells] == [
        (Decimal("3.20"), None),
        (Decimal(50), None),
    ]
    assert [c.value for c in found.mean] == [Decimal("3.20"), Decimal(50)]


def test_a_year_without_the_exam_shows_its_cancelled_sittings(district, school):
    SittingFactory(exam=Exam.OGE, year=2020, is_held=False, grade=9)
    SittingFactory(exam=Exam.OGE, year=2021, grade=9)

    found = table(district, years=(2020, 2021), exams=(Exam.OGE,))

    assert [c.status for c in found.rows[0].cells] == ["not_held", "no_data"]


def test_a_cancelled_part_of_a_held_exam_is_no_column(district, school):
    maths = SubjectFactory(code="math", name="Математика", short_name="Матем.")
    SittingFactory(exam=Exam.EGE, subject=maths, level="base", is_held=False, grade=11)
    SittingFactory(exam=Exam.EGE, subject=maths, level="profile", scale=Scale.SCORE, grade=11)

    columns = table(district, exams=(Exam.EGE,)).columns

    assert [column.sitting.level for column in columns] == ["profile"]


def test_a_special_sitting_is_a_column_only_where_a_shown_school_has_it(district, school, second_school):
    special = SittingFactory(exam=Exam.GVE11, is_general=False, grade=11)
    ResultFactory(school=second_school, sitting=special, mean_mark="3.50")

    assert table(district, exams=(Exam.GVE11,), schools=[school]).columns == []
    assert len(table(district, exams=(Exam.GVE11,), schools=[second_school]).columns) == 1


def test_absence_is_explained_by_the_programmes_of_the_year(district, school, second_school):
    SchoolProgrammeFactory(school=school, level="ooo")
    SchoolProgrammeFactory(school=school, level="soo", to_year=2019)
    SittingFactory(exam=Exam.EGE, year=2020, grade=11, scale=Scale.SCORE)
    SittingFactory(exam=Exam.EGE, year=2021, grade=11, scale=Scale.SCORE)

    found = table(district, years=(2020, 2021), exams=(Exam.EGE,))

    statuses = {row.school.pk: [c.status for c in row.cells] for row in found.rows}
    assert statuses == {school.pk: ["no_data", "not_offered"], second_school.pk: ["no_data", "no_data"]}


def test_a_summary_is_made_of_classes_where_nobody_entered_it(district, school):
    SittingFactory(year=2021)
    for grade, mark, count in ((5, "3.00", 10), (6, "4.00", 30)):
        sitting = SittingFactory(year=2021, grade=grade, programme_grade=grade)
        ResultFactory(school=school, sitting=sitting, mean_mark=mark, participants=count)

    found = table(district, core_only=True)

    assert (cell(found, school).value, cell(found, school).participants) == (Decimal("3.75"), 40)


def test_a_summary_is_not_made_of_classes_of_unknown_size(district, school):
    SittingFactory(year=2021)
    ResultFactory(
        school=school, sitting=SittingFactory(grade=5, programme_grade=5), mean_mark="3.00", participants=10
    )
    ResultFactory(school=school, sitting=SittingFactory(grade=6, programme_grade=6), mean_mark="4.00")

    assert cell(table(district, core_only=True), school).status == ResultStatus.NO_DATA


def test_schools_of_another_district_are_nowhere(district, school, neighbour_school):
    sitting = SittingFactory()
    ResultFactory(school=neighbour_school, sitting=sitting, mean_mark="5.00", participants=100)
    ResultFactory(school=school, sitting=sitting, mean_mark="3.00", participants=10)

    found = table(district)

    assert [row.school for row in found.rows] == [school]
    assert found.mean[0].value == Decimal("3.00")


def test_a_school_that_moved_leaves_its_results_to_the_old_district(district, neighbour, school):
    ResultFactory(school=school, sitting=SittingFactory(), mean_mark="3.00", participants=10)
    school.district = neighbour
    school.save()

    assert table(neighbour).mean[0].value is None


@pytest.mark.parametrize("count", [1, 200])
def test_the_number_of_queries_does_not_grow(district, count, django_assert_num_queries):
    sitting = SittingFactory()
    for school in SchoolFactory.create_batch(count, district=district):
        ResultFactory(school=school, sitting=sitting, participants=10)
    with django_assert_num_queries(4):
        assert len(table(district).rows) == count
