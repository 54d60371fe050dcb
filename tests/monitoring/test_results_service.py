"""Writing results: what is refused, what is kept, and that two people do not overwrite each other."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.enums import Exam, ResultStatus, Scale
from monitoring.models import Result, Sitting
from monitoring.services import ResultInput, result_problems, results_save
from portal.core.errors import InvalidInput, NotAllowed
from portal.core.models import AuditEvent
from tests.factories.monitoring import ResultFactory, SittingFactory

MARK = Sitting(pk=1, exam=Exam.OGE, scale=Scale.MARK, year=2021)
SCORE = Sitting(pk=2, exam=Exam.EGE, scale=Scale.SCORE, year=2021)


def value(sitting=MARK, **typed) -> ResultInput:
    return ResultInput(sitting=sitting, status=ResultStatus.VALUE, **typed)


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        (value(value=Decimal("5.01")), "value", "число от 2 до 5"),
        (value(value=Decimal("1.99")), "value", "число от 2 до 5"),
        (value(SCORE, value=Decimal("100.5")), "value", "число от 0 до 100"),
        (value(value=Decimal(0)), "value", "Ноль вместо пропуска"),
        (value(SCORE, value=Decimal(0)), "value", "Ноль вместо пропуска"),
        (value(), "value", "Введите среднюю отметку"),
        (value(SCORE), "value", "Введите средний балл"),
        (value(n2=1, n3=2), "value", "Введите среднюю отметку"),
        (value(value=Decimal(3), participants=0), "participants", "Участников 0"),
        (
            value(value=Decimal(3), participants=12, n2=4, n3=4, n4=4, n5=2),
            "participants",
            "Сумма отметок 14, а участников 12",
        ),
        (
            value(value=Decimal(5), participants=8, n2=0, n3=0, n4=0, n5=4),
            "participants",
            "Сумма отметок 4, а участников 8",
        ),
        (
            value(value=Decimal("2.5"), participants=10, n2=0, n3=0, n4=0, n5=10),
            "value",
            "По отметкам средняя — 5, а введено 2,5",
        ),
        (
            value(SCORE, value=Decimal(50), participants=3, below_minimum=4),
            "below_minimum",
            "Ниже минимума 4",
        ),
        (
            ResultInput(sitting=MARK, status=ResultStatus.NO_PARTICIPANTS, value=Decimal(3)),
            "value",
            "не было участников",
        ),
        (
            ResultInput(sitting=MARK, status=ResultStatus.NOT_OFFERED, participants=5),
            "participants",
            "число введено",
        ),
    ],
)
def test_a_wrong_row_is_refused_at_its_field(row, field, words):
    assert words in result_problems(row)[field]


@pytest.mark.parametrize(
    "row",
    [
        value(value=Decimal(2)),
        value(value=Decimal(5)),
        value(SCORE, value=Decimal("24.7")),
        value(value=Decimal("3.5"), participants=12, n2=3, n3=3, n4=3, n5=3),
        value(value=Decimal("3.3"), participants=3, n2=0, n3=2, n4=1, n5=0),
        value(n2=1, n3=1, n4=1, n5=1),
        ResultInput(sitting=MARK, status=ResultStatus.NO_PARTICIPANTS),
    ],
)
def test_a_right_row_has_no_problems(row):
    assert result_problems(row) == {}


@given(st.lists(st.integers(0, 400), min_size=4, max_size=4).filter(any))
def test_a_mean_of_marks_is_half_up_and_on_the_scale(counts):
    row = value(**dict(zip(("n2", "n3", "n4", "n5"), counts, strict=True)))
    hundredths = 100 * sum(mark * count for mark, count in zip(range(2, 6), counts, strict=True))

    assert row.mean == Decimal((2 * hundredths + sum(counts)) // (2 * sum(counts))) / 100
    assert not result_problems(row)


def save(school, by, *rows):
    return results_save(school=school, rows=rows, by=by)


def test_a_value_goes_into_the_column_of_its_scale(school, methodist):
    mark, score = SittingFactory(), SittingFactory(exam=Exam.EGE, scale=Scale.SCORE, level="profile")

    save(school, methodist, value(mark, value=Decimal("3.58")), value(score, value=Decimal("51")))

    stored = {result.sitting_id: result for result in Result.objects.all()}
    assert (stored[mark.pk].mean_mark, stored[mark.pk].mean_score) == (Decimal("3.58"), None)
    assert (stored[score.pk].mean_mark, stored[score.pk].mean_score) == (None, Decimal(51))
    assert stored[mark.pk].participants is None
    assert stored[mark.pk].district == school.district


def test_a_second_click_changes_nothing(school, methodist):
    row = value(SittingFactory(), value=Decimal("3.58"), participants=20)

    assert save(school, methodist, row) == 1
    assert save(school, methodist, row) == 0
    assert Result.objects.get().revision == 1
    assert AuditEvent.objects.filter(action="result.save").count() == 1


def test_the_old_value_stays_in_the_history(school, methodist, second_methodist):
    sitting = SittingFactory()
    save(school, methodist, value(sitting, value=Decimal("3.5")))
    save(school, second_methodist, value(sitting, value=Decimal("3.6"), seen=1))

    result = Result.objects.get()
    assert [(row.mean_mark, row.history_user) for row in result.history.order_by("pk")] == [
        (Decimal("3.50"), methodist),
        (Decimal("3.60"), second_methodist),
    ]
    event = AuditEvent.objects.filter(action="result.save").last()
    assert (event.data["before"]["value"], event.data["after"]["value"]) == ("3.50", "3.6")


def test_the_second_of_two_people_sees_both_values(school, methodist, second_methodist):
    sitting = SittingFactory()
    save(school, methodist, value(sitting, value=Decimal("3.45")))

    with pytest.raises(InvalidInput) as refusal:
        save(school, second_methodist, value(sitting, value=Decimal("3.54"), seen=0))

    text = refusal.value.errors[f"{sitting.pk}-value"]
    assert "3,45" in text
    assert "3,54" in text
    assert Result.objects.get().mean_mark == Decimal("3.45")


def test_a_row_left_as_it_was_seen_does_not_undo_a_colleague(school, methodist, second_methodist):
    """Both open one sheet; each changes another row; the sheet posts all rows."""
    first, second, third = SittingFactory(), SittingFactory(exam=Exam.OGE), SittingFactory(year=2019)
    save(school, methodist, value(first, value=Decimal("3.1")), value(second, value=Decimal("3.2")))
    save(
        school, second_methodist,
        value(first, value=Decimal("3.9"), seen=1), value(second, value=Decimal("3.2"), seen=1),
        value(third, value=Decimal("4.4")),
    )  # fmt: skip

    changed = save(
        school, methodist,
        value(first, value=Decimal("3.1"), seen=1), value(second, value=Decimal("3.7"), seen=1),
        ResultInput(sitting=third, status=ResultStatus.NO_DATA, seen=0),
    )  # fmt: skip

    assert changed == 1
    assert [Result.objects.get(sitting=one).mean_mark for one in (first, second, third)] == [
        Decimal("3.90"), Decimal("3.70"), Decimal("4.40"),
    ]  # fmt: skip


def test_one_wrong_row_saves_none(school, methodist):
    with pytest.raises(InvalidInput):
        save(
            school,
            methodist,
            value(SittingFactory(), value=Decimal("3.4")),
            value(SittingFactory(exam=Exam.OGE), value=Decimal("9")),
        )
    assert not Result.objects.exists()


def test_a_number_is_taken_back_to_no_data(school, methodist):
    sitting = SittingFactory()
    save(school, methodist, value(sitting, value=Decimal("3.4"), participants=10))
    save(school, methodist, ResultInput(sitting=sitting, status=ResultStatus.NO_DATA, seen=1))

    result = Result.objects.get()
    assert (result.status, result.value, result.participants) == (ResultStatus.NO_DATA, None, None)


def test_a_value_of_an_exam_that_was_not_held_is_refused(school, methodist):
    with pytest.raises(NotAllowed):
        save(school, methodist, value(SittingFactory(is_held=False), value=Decimal("3.4")))


@pytest.mark.parametrize("who", ["stranger", "head", "school_user", "observer", "admin"])
def test_only_the_districts_methodist_writes(request, school, who):
    with pytest.raises(NotAllowed):
        save(school, request.getfixturevalue(who), value(SittingFactory(), value=Decimal("3.4")))
    assert not Result.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"value": Decimal("35.67"), "participants": 4}, None),
        ({"value": Decimal("35.7"), "participants": 3}, None),
        ({"value": Decimal("35.67"), "participants": 3, "below_minimum": 1}, 107),
    ],
)
def test_a_files_sum_of_scores_does_not_outlive_its_numbers(school, methodist, typed, kept):
    sitting = SittingFactory(exam=Exam.EGE, scale=Scale.SCORE, grade=11, programme_grade=11)
    ResultFactory(
        school=school, sitting=sitting, mean_mark=None, mean_score="35.67", participants=3, score_sum=107
    )
    results_save(school=school, rows=[value(sitting, seen=1, **typed)], by=methodist)
    assert Result.objects.get().score_sum == kept
