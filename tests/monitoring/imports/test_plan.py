"""What a file would change: cells, days summed up, appeals, and what is refused with its address."""

from datetime import date
from decimal import Decimal

import pytest

from monitoring.enums import Scale
from monitoring.imports.parsed import ParsedRow, SchoolRef, SittingRef
from monitoring.imports.review import review_of
from monitoring.models import Result, ResultPart
from monitoring.services.import_merge import empty_result, overlaid
from monitoring.services.import_rows import Incoming
from tests.factories.monitoring import ResultFactory, SubjectFactory
from tests.monitoring.imports.made import (
    DAY,
    EGE,
    VPR,
    appeals,
    ege_sitting,
    marks,
    parsed,
    protocol,
    vpr_sitting,
)

NAME = "МКОУ Своя СШ"


@pytest.fixture
def plan(district, school):
    def make(*rows, code="ris-ege"):
        return review_of(parsed(*rows, code=code), district=district, source="файл.csv")

    return make


def cells(review):
    return {cell.name: (cell.old, cell.new) for cell in review.plan.cells if not cell.derived}


def part(school, sitting, day=DAY, **fields):
    given = {"participants": 10, "score_sum": 600, "below_minimum": 1, "appeals": []}
    ResultPart.objects.create(school=school, sitting=sitting, date=day, **given | fields)


def kinds(review):
    return [(problem.severity, problem.kind, problem.address) for problem in review.problems]


# --- Cells ------------------------------------------------------------------------------------


def test_a_new_result_has_as_many_new_cells_as_typed_numbers(plan):
    vpr_sitting()
    review = plan(marks(NAME, 1, 2, 3, 4))

    assert review.plan.counts == {"new": 5, "changed": 0, "same": 0}
    derived = [cell for cell in review.plan.cells if cell.derived]
    assert [(cell.name, cell.new) for cell in derived] == [("mean_mark", Decimal("4.00"))]


def test_only_what_differs_is_changed(plan, school):
    ResultFactory(
        school=school, sitting=vpr_sitting(), mean_mark="4.00", participants=10, n2=1, n3=2, n4=3, n5=4
    )
    review = plan(marks(NAME, 1, 3, 2, 4))

    assert review.plan.counts == {"new": 0, "changed": 2, "same": 3}
    assert cells(review)["n3"] == (2, 3)


def test_a_number_that_the_file_does_not_say_stays(plan, school):
    ResultFactory(school=school, sitting=vpr_sitting(), mean_mark="3.4", participants=10)
    review = plan(ParsedRow("result", SchoolRef(name=NAME), VPR, {"participants": 12}, "Лист1!A5"))

    (change,) = review.plan.changes
    assert change.after["mean_mark"] == Decimal("3.40")
    assert change.after["participants"] == 12


def test_a_rounded_mean_typed_by_hand_stays_while_its_marks_do(plan, school):
    ResultFactory(
        school=school, sitting=vpr_sitting(), mean_mark="3.3", participants=3, n2=0, n3=2, n4=1, n5=0
    )

    assert plan(marks(NAME, 0, 2, 1, 0)).plan.changes == ()


def test_a_mean_that_its_marks_deny_goes_when_they_are_brought_again(plan, school):
    ResultFactory(
        school=school, sitting=vpr_sitting(), mean_mark="4.9", participants=20, n2=2, n3=8, n4=6, n5=4
    )
    review = plan(marks(NAME, 2, 8, 6, 4))

    assert review.plan.changes[0].after["mean_mark"] == Decimal("3.60")
    assert [(cell.name, cell.old, cell.new) for cell in review.plan.cells if cell.derived] == [
        ("mean_mark", Decimal("4.90"), Decimal("3.60"))
    ]


def with_mean(mean, *counts, **fields):
    row = marks(NAME, *counts, **fields)
    return row._replace(
        numbers={**row.numbers, "mean_mark": Decimal(mean)}, addresses={"mean_mark": "Лист1!H5"}
    )


def test_a_typed_mean_beside_marks_that_give_another_is_told_and_not_taken(plan):
    vpr_sitting()
    review = plan(with_mean("3.9", 10, 10, 10, 10))

    (change,) = review.plan.changes
    assert change.after["mean_mark"] == Decimal("3.50")
    assert kinds(review) == [("warning", "mean_differs", "Лист1!H5")]
    assert "Средняя отметка 3,9 не сходится с отметками: по ним 3,5." in review.problems[0].text
    assert "mean_mark" not in cells(review)


@pytest.mark.parametrize(("mean", "kept"), [("3.33", "3.33"), ("3.3", "3.33")])
def test_a_mean_that_is_that_of_the_marks_is_no_doubt(plan, mean, kept):
    vpr_sitting()
    review = plan(with_mean(mean, 0, 2, 1, 0))

    assert (review.plan.changes[0].after["mean_mark"], kinds(review)) == (Decimal(kept), [])


def test_the_mean_of_a_report_of_shares_and_one_that_stood_are_left(plan, school):
    result = ResultFactory(
        school=school, sitting=vpr_sitting(), mean_mark="3.9", participants=40, n2=10, n3=10, n4=10, n5=10
    )
    same = plan(with_mean("3.9", 10, 10, 10, 10))
    assert (same.plan.changes, kinds(same)) == ((), [])

    result.delete()
    shares = plan(with_mean("3.47", 10, 10, 10, 10, computed=frozenset(("n2", "n3", "n4", "n5"))))
    assert (shares.plan.changes[0].after["mean_mark"], kinds(shares)) == (Decimal("3.47"), [])


@pytest.mark.parametrize("stood", [None, "3.9"])
def test_a_mean_that_the_shares_of_its_row_deny_is_told_and_not_taken(plan, school, stood):
    sitting = vpr_sitting()
    if stood:
        ResultFactory(
            school=school, sitting=sitting, mean_mark=stood, participants=40, n2=10, n3=10, n4=10, n5=10
        )
    review = plan(with_mean("3.9", 10, 10, 10, 10, computed=frozenset(("n2", "n3", "n4", "n5"))))

    assert review.plan.changes[0].after["mean_mark"] == Decimal("3.50")
    assert kinds(review) == [("warning", "mean_differs", "Лист1!H5")]


def test_marks_that_are_not_as_many_as_participants_are_told(plan, school):
    ResultFactory(
        school=school, sitting=vpr_sitting(), mean_mark="4.00", participants=10, n2=1, n3=2, n4=3, n5=4
    )
    whole = marks(NAME, 1, 2, 3, 5)
    typed = plan(whole._replace(numbers={**whole.numbers, "participants": 12}))
    assert typed.plan.changes[0].after["participants"] == 12
    assert kinds(typed) == [("warning", "marks_total", "Лист1!A5")]
    assert typed.problems[0].text.startswith("Участников 12, а отметок 11. Загружено, как в файле")

    part = plan(ParsedRow("result", SchoolRef(name=NAME), VPR, {"n5": 9}, "Лист1!A5"))
    assert (part.plan.changes, kinds(part)) == ((), [("error", "marks_total", "Лист1!A5")])


def test_a_status_empties_the_numbers(plan, school):
    ResultFactory(school=school, sitting=vpr_sitting(), mean_mark="3.4", participants=10)
    review = plan(ParsedRow("result", SchoolRef(name=NAME), VPR, {}, "Лист1!A5", status="no_participants"))

    (change,) = review.plan.changes
    assert (change.after["status"], change.after["mean_mark"]) == ("no_participants", None)
    assert review.plan.counts == {"new": 0, "changed": 1, "same": 0}


# --- Days of a sitting --------------------------------------------------------------------------


def test_main_and_reserve_day_are_summed_up(plan, school):
    part(school, ege_sitting(), participants=10, score_sum=600, below_minimum=1)
    review = plan(protocol(NAME, 2, 90, 1, sitting=EGE._replace(date=date(2022, 7, 4))))

    result = next(change for change in review.plan.changes if change.kind == "result")
    assert (result.after["participants"], result.after["score_sum"]) == (12, 690)
    assert result.after["mean_score"] == Decimal("57.50")
    assert result.after["below_minimum"] == 2


def test_a_protocol_replaces_only_its_own_day(plan, school):
    sitting = ege_sitting()
    part(school, sitting, participants=10, score_sum=600)
    part(school, sitting, date(2022, 7, 4), participants=2, score_sum=90)
    review = plan(protocol(NAME, 11, 700, 1))

    result = next(change for change in review.plan.changes if change.kind == "result")
    assert (result.after["participants"], result.after["score_sum"]) == (13, 790)
    assert [change.before["date"] for change in review.plan.changes if change.kind == "part"] == [DAY]


def test_a_protocol_without_a_day_is_never_added_to_dated_ones(plan, school):
    part(school, ege_sitting())
    review = plan(protocol(NAME, 11, 700, 1, sitting=EGE._replace(date=None)))

    result = next(change for change in review.plan.changes if change.kind == "result")
    assert result.after["participants"] == 11
    assert ("warning", "day_replaced", "Лист1!A3") in kinds(review)


def test_halves_go_up(plan):
    ege_sitting()
    review = plan(protocol(NAME, 8, 401))

    assert {cell.name: cell.new for cell in review.plan.cells}["mean_score"] == Decimal("50.13")


# --- Appeals -------------------------------------------------------------------------------------


def test_appeals_move_sum_mean_and_the_number_below_the_minimum(plan, school):
    part(school, ege_sitting(minimum=36, entry_minimum=24), below_minimum=2)
    review = plan(appeals(NAME, (22, 30), (60, 58)))

    result = next(change for change in review.plan.changes if change.kind == "result")
    assert result.after["score_sum"] == 606
    assert result.after["mean_score"] == Decimal("60.60")
    assert result.after["below_minimum"] == 1


def test_the_border_of_the_file_goes_before_that_of_the_year(plan, school):
    part(school, ege_sitting(minimum=24), minimum=40, below_minimum=2)
    review = plan(appeals(NAME, (22, 30), (38, 41)))

    result = next(change for change in review.plan.changes if change.kind == "result")
    assert result.after["below_minimum"] == 1


@pytest.mark.parametrize(
    ("numbers", "kept"),
    [({"participants": 4}, None), ({"mean_score": Decimal("36")}, None), ({"below_minimum": 2}, 107)],
)
def test_another_book_parts_the_sum_of_scores_from_its_numbers(numbers, kept):
    """The own book with other participants alone: 107 points were those of three pupils."""
    old = empty_result() | {"mean_score": Decimal("35.67"), "participants": 3, "score_sum": 107}
    row = Incoming("result", 1, 1, numbers, "ЕГЭ!C3")
    after = overlaid(old, row, Scale.SCORE)
    assert (after["score_sum"], after["participants"]) == (kept, numbers.get("participants", 3))


def test_applied_appeals_change_nothing_and_new_ones_are_added(plan, school):
    sitting = ege_sitting()
    part(school, sitting, appeals=[[22, 30, 1]], score_sum=608)
    ResultFactory(
        school=school, sitting=sitting, mean_score="60.8", participants=10, score_sum=608, below_minimum=1
    )

    assert plan(appeals(NAME, (22, 30))).plan.counts == {"new": 0, "changed": 0, "same": 2}
    more = plan(appeals(NAME, (22, 30), (22, 30), (50, 51)))
    after = next(change.after for change in more.plan.changes if change.kind == "part")
    assert after["score_sum"] == 617
    assert after["appeals"] == [[22, 30, 2], [50, 51, 1]]


def appealed(review):
    """The day after the appeals: its sum of scores and its appeals; None where it does not change."""
    found = [change.after for change in review.plan.changes if change.kind == "part"]
    return (found[0]["score_sum"], found[0]["appeals"]) if found else None


def test_alike_appeals_of_another_day_are_of_another_pupil(plan, school):
    part(school, ege_sitting(), appeals=[[22, 30, 1, "2022-07-05"]], score_sum=608)

    assert appealed(plan(appeals(NAME, (22, 30, "2022-07-05")))) is None
    both = [[22, 30, 1, "2022-07-05"], [22, 30, 1, "2022-07-12"]]
    later = plan(appeals(NAME, (22, 30, "2022-07-12")))
    assert (appealed(later), kinds(later)) == ((616, both), [])
    cumulative = plan(appeals(NAME, (22, 30, "2022-07-05"), (22, 30, "2022-07-12")))
    assert (appealed(cumulative), kinds(cumulative)) == ((616, both), [])


def test_appeals_that_were_kept_without_a_day_take_it_and_are_doubted(plan, school):
    part(school, ege_sitting(), appeals=[[22, 30, 1]], score_sum=608)
    one = plan(appeals(NAME, (22, 30, "2022-07-05")))
    two = plan(appeals(NAME, (22, 30, "2022-07-05"), (22, 30, "2022-07-12")))

    assert appealed(one) == (608, [[22, 30, 1, "2022-07-05"]])
    assert appealed(two) == (616, [[22, 30, 1, "2022-07-05"], [22, 30, 1, "2022-07-12"]])
    assert kinds(one) == kinds(two) == [("warning", "appeals_known", "Лист1!A3")]


@pytest.mark.parametrize("kept", [[22, 30, 1], [22, 30, 1, "2022-07-05"]])
def test_appeals_without_a_day_that_look_applied_are_told(plan, school, kept):
    part(school, ege_sitting(), appeals=[kept], score_sum=608)
    review = plan(appeals(NAME, (22, 30)))

    assert (appealed(review), kinds(review)) == (None, [("warning", "appeals_known", "Лист1!A3")])
    more = plan(appeals(NAME, (22, 30), (22, 30)))
    assert appealed(more)[0] == 616


def test_appeals_of_marks_move_the_counts(plan, school):
    part(school, vpr_sitting(), score_sum=None, below_minimum=None, n2=1, n3=4, n4=3, n5=2)
    review = plan(appeals(NAME, (2, 3), (4, 5), sitting=VPR._replace(date=DAY)))

    result = next(change for change in review.plan.changes if change.kind == "result")
    assert [result.after[name] for name in ("n2", "n3", "n4", "n5")] == [0, 5, 2, 3]
    assert result.after["mean_mark"] == Decimal("3.80")


def test_appeals_without_a_protocol_are_a_problem(plan, school):
    sitting = ege_sitting()
    assert kinds(plan(appeals(NAME, (22, 30)))) == [("error", "no_protocol", "Лист1!A3")]
    part(school, sitting, date(2022, 7, 4))
    assert kinds(plan(appeals(NAME, (22, 30)))) == [("error", "no_protocol", "Лист1!A3")]


def test_appeals_that_the_protocol_cannot_hold_are_a_problem(plan, school):
    part(school, vpr_sitting(), score_sum=None, below_minimum=None, n2=0, n3=4, n4=4, n5=2)
    review = plan(appeals(NAME, (2, 3), sitting=VPR._replace(date=DAY)))

    assert kinds(review) == [("error", "appeals", "Лист1!A3")]
    assert review.plan.changes == ()


def test_another_protocol_over_applied_appeals_replaces_them_and_warns(plan, school):
    part(school, ege_sitting(), appeals=[[22, 30, 1]], score_sum=608)
    review = plan(protocol(NAME, 10, 601, 1))

    after = next(change.after for change in review.plan.changes if change.kind == "part")
    assert (after["score_sum"], after["appeals"]) == (601, [])
    assert ("warning", "appeals_reset", "Лист1!A3") in kinds(review)


def test_a_later_protocol_replaces_the_appeals_of_schools_that_it_did_not_change(plan, school, second_school):
    """One other row tells that it is another protocol: no school keeps what this one does not say."""
    sitting = ege_sitting()
    part(school, sitting, appeals=[[22, 30, 1]], score_sum=608)
    part(second_school, sitting, score_sum=600)
    review = plan(protocol(NAME, 10, 600, 1), protocol(second_school.short_name, 11, 650, 1))

    after = {c.key[0]: c.after for c in review.plan.changes if c.kind == "part"}
    assert {pk: (row["score_sum"], row["appeals"]) for pk, row in after.items()} == {
        school.pk: (600, []),
        second_school.pk: (650, []),
    }
    assert ("warning", "appeals_reset", "Лист1!A3") in kinds(review)


def test_the_same_protocol_again_keeps_its_appeals(plan, school):
    sitting = ege_sitting()
    part(school, sitting, appeals=[[22, 30, 1], [35, 37, 1]], score_sum=610, below_minimum=1, minimum=36)
    ResultFactory(
        school=school, sitting=sitting, mean_score="61", participants=10, score_sum=610, below_minimum=1
    )
    review = plan(protocol(NAME, 10, 600, 2, minimum=36))

    assert (review.plan.changes, kinds(review)) == ((), [])
    assert review.plan.counts == {"new": 0, "changed": 0, "same": 3}


def test_the_same_protocol_of_marks_again_keeps_its_appeals(plan, school):
    sitting = vpr_sitting()
    held = {"n2": 0, "n3": 5, "n4": 3, "n5": 2}
    part(school, sitting, score_sum=None, below_minimum=None, appeals=[[2, 3, 1]], **held)
    ResultFactory(school=school, sitting=sitting, mean_mark="3.70", participants=10, **held)
    row = marks(NAME, 1, 4, 3, 2, sitting=VPR._replace(date=DAY), whole=True)

    assert plan(row).plan.changes == ()


@pytest.mark.parametrize(
    ("held", "steps"),
    [
        ({"participants": 1, "score_sum": 69}, [(99, 100)]),
        ({"participants": 2, "score_sum": 130}, [(20, 25)]),
        ({"participants": 1, "score_sum": 69}, [(30, 31), (39, 40)]),
        ({"participants": 3, "score_sum": 150, "below_minimum": 1, "minimum": 36}, [(22, 30), (23, 24)]),
        ({"participants": 2, "score_sum": 90, "below_minimum": 1, "minimum": 36}, [(40, 41), (50, 51)]),
        ({"participants": 1, "score_sum": 71, "appeals": [[69, 71, 1]]}, [(71, 72), (70, 72)]),
    ],
)
def test_appeals_of_works_that_the_sums_cannot_hold_are_a_problem(plan, school, held, steps):
    part(school, ege_sitting(minimum=36), **{"below_minimum": 0} | held)
    review = plan(appeals(NAME, *steps))

    assert kinds(review) == [("error", "appeals", "Лист1!A3")]
    assert review.plan.changes == ()


def test_a_second_appeal_begins_where_the_first_one_ended(plan, school):
    part(school, ege_sitting(), participants=1, score_sum=69, below_minimum=0)
    review = plan(appeals(NAME, (69, 71), (71, 74)))

    assert next(change.after["score_sum"] for change in review.plan.changes if change.kind == "part") == 74


@pytest.mark.parametrize(("people", "is_told"), [(1, True), (10, True), (11, False), (22, False)])
def test_a_protocol_with_far_fewer_participants_than_stand_is_told(plan, school, people, is_told):
    ResultFactory(school=school, sitting=ege_sitting(), mean_score="60", participants=22)
    review = plan(protocol(NAME, people, 60 * people, 0))

    found = [("warning", "fewer_participants", "Лист1!A3")] if is_told else []
    assert (kinds(review), review.plan.counts["new"] > 0) == (found, True)


def test_the_days_of_one_file_are_compared_together(plan, school):
    ResultFactory(school=school, sitting=ege_sitting(), mean_score="60", participants=22)
    reserve = EGE._replace(date=date(2022, 7, 4))

    assert kinds(plan(protocol(NAME, 1, 90, sitting=reserve), protocol(NAME, 21, 1260))) == []


# --- Participants alone -------------------------------------------------------------------------


def alone(participants=14):
    numbers = {"participants": participants}
    return ParsedRow("result", SchoolRef(name=NAME), VPR, numbers, "Лист1!A2", status="no_data")


def test_participants_without_marks_are_no_data_with_their_number(plan, school):
    vpr_sitting()
    review = plan(alone())

    (change,) = review.plan.changes
    assert (change.after["status"], change.after["participants"]) == ("no_data", 14)
    assert change.after["mean_mark"] is None
    assert (review.plan.counts, kinds(review)) == ({"new": 1, "changed": 0, "same": 0}, [])


def test_participants_without_marks_empty_nothing(plan, school):
    sitting = vpr_sitting()
    known = ResultFactory(
        school=school, sitting=sitting, mean_mark="4.00", participants=10, n2=1, n3=2, n4=3, n5=4
    )
    assert plan(alone(10)).problems == plan(alone(10)).plan.changes == ()
    another = plan(alone(11))
    assert (another.plan.changes, kinds(another)) == ((), [("error", "marks_total", "Лист1!A2")])
    assert another.problems[0].text.startswith("Участников 11, а отметок 10. Прежний результат не изменён:")

    known.delete()
    ResultFactory(school=school, sitting=sitting, status="no_data", mean_mark=None, participants=14, n2=1)
    assert plan(alone(14)).plan.changes == ()
    (change,) = plan(marks(NAME, 1, 2, 3, 4)).plan.changes
    assert (change.after["status"], change.after["mean_mark"]) == ("value", Decimal("4.00"))


# --- What is refused ---------------------------------------------------------------------------


def test_a_sitting_that_the_calendar_does_not_have(plan):
    review = plan(marks(NAME, 1, 1, 1, 1, address="Лист1!A9"))

    assert kinds(review) == [("error", "no_sitting", "Лист1!A9")]
    assert "ВПР 2021" in review.problems[0].text
    assert review.plan.changes == ()


def test_a_sitting_that_was_not_held(plan):
    vpr_sitting(is_held=False)

    assert kinds(plan(marks(NAME, 1, 1, 1, 1))) == [("error", "not_held", "Лист1!A5")]


def test_the_class_of_an_exam_may_be_left_out_and_that_of_a_vpr_may_not(plan):
    ege_sitting(), vpr_sitting()

    assert (
        plan(protocol(NAME, 1, 50, sitting=SittingRef("ege", "rus", 2022, date=DAY))).plan.counts["new"] == 3
    )
    assert kinds(plan(marks(NAME, 1, 1, 1, 1, sitting=SittingRef("vpr", "rus", 2021))))[0][1] == "no_sitting"


@pytest.mark.parametrize(
    ("numbers", "address"),
    [
        ({"participants": 5, "mean_mark": Decimal("5.2")}, "Лист1!C5"),
        ({"participants": 5, "mean_mark": Decimal("1.9")}, "Лист1!C5"),
        ({"participants": 5, "mean_score": Decimal("50")}, "Лист1!A5"),
        ({"participants": -5, "mean_mark": Decimal("3.2")}, "Лист1!B5"),
        ({"participants": Decimal("5.5"), "mean_mark": Decimal("3.2")}, "Лист1!B5"),
        ({"participants": 10**7, "mean_mark": Decimal("3.2")}, "Лист1!B5"),
        ({"participants": 0, "mean_mark": Decimal("3.2")}, "Лист1!B5"),
        ({"participants": 5}, "Лист1!C5"),
        ({"participants": 5, "mean_mark": Decimal("3.2"), "below_minimum": 6}, "Лист1!A5"),
    ],
)  # fmt: skip
def test_numbers_that_the_database_would_refuse_are_told_with_their_cell(
    plan, school, second_school, numbers, address
):
    vpr_sitting()
    addresses = {"participants": "Лист1!B5", "mean_mark": "Лист1!C5"}
    bad = ParsedRow("result", SchoolRef(name=NAME), VPR, numbers, "Лист1!A5", addresses=addresses)
    review = plan(bad, marks("МКОУ Вторая СШ", 1, 1, 1, 1, address="Лист1!A6"))

    assert kinds(review) == [("error", "value", address)]
    assert {change.key[0] for change in review.plan.changes} == {second_school.pk}


def test_a_row_told_twice_counts_once_and_two_stories_count_not_at_all(plan):
    vpr_sitting()
    twice = plan(marks(NAME, 1, 1, 1, 1), marks(NAME, 1, 1, 1, 1, address="Лист1!A7"))
    assert kinds(twice) == [("info", "copy", "Лист1!A7")]
    assert twice.plan.counts["new"] == 5

    two = plan(marks(NAME, 1, 1, 1, 1), marks(NAME, 1, 1, 1, 2, address="Лист1!A7"))
    assert kinds(two) == [("error", "duplicate", "Лист1!A7")]
    assert two.plan.changes == ()


def test_a_row_without_a_mean_says_what_to_fill_in(plan):
    vpr_sitting()
    row = ParsedRow("result", SchoolRef(name=NAME), VPR, {"participants": 5, "n3": 2, "n4": 3}, "Лист1!A5")
    (problem,) = plan(row).problems

    assert "сколько «2», «3», «4» и «5» (где таких нет — 0), или среднюю отметку" in problem.text


def test_a_file_of_another_district_is_told(plan):
    ref = SchoolRef(name="СШ № 5", municipality="Камышинский район")
    review = plan(marks(ref, 1, 1, 1, 1))

    assert [kind for _, kind, _ in kinds(review)] == ["no_own_rows", "elsewhere"]
    assert "Камышинский район" in review.problems[0].text


# --- What is not a result ------------------------------------------------------------------------


def test_journal_and_markers(plan, school):
    sitting = vpr_sitting()
    journal = {"participants": 20, "lowered": 5, "confirmed": 12, "raised": 3}
    row = ParsedRow("journal", SchoolRef(name=NAME), VPR, journal, "Лист1!A5")
    flags = ParsedRow(
        "markers",
        SchoolRef(name=NAME),
        None,
        {"count": 2, "rus4": 1, "math4": 1, "rus5": 0},
        "Лист1!A6",
        year=2021,
    )
    review = plan(row, flags)

    assert review.plan.counts == {"new": 8, "changed": 0, "same": 0}
    assert [(change.kind, change.key[1]) for change in review.plan.changes] == [
        ("journal", sitting.pk), ("markers", 2021),
    ]  # fmt: skip
    assert review.plan.changes[1].after["math5"] is None


def test_planning_writes_nothing_and_asks_a_fixed_number_of_queries(
    district, school, django_assert_num_queries
):
    vpr_sitting()
    SubjectFactory(code="math", name="Математика", short_name="Матем.")
    rows = [marks(NAME, 1, 1, 1, 1)] + [marks(f"Школа Неведомая {n}", 1, 1, 1, 1) for n in range(20)]
    with django_assert_num_queries(11):
        review_of(parsed(*rows), district=district, source="a")
    assert not Result.objects.exists()
