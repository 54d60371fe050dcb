"""Totals that add up: counts, shares, forms of work, countable results."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmaps.enums import Counted, PlanPeriod
from roadmaps.models import MeasureInForce, PlanYear
from roadmaps.selectors.totals import (
    covers_of,
    facts_of,
    measures_of_year,
    plan_years,
    results_of,
)
from roadmaps.totals import ResultRow, Totals, month_of, share, summed, totals_by
from tests.factories.roadmaps import (
    AcceptedReportFactory,
    MeasureInForceFactory,
    ResultLineFactory,
    RoadmapFactory,
)
from tests.factories.schools import SchoolFactory


@dataclass
class Fact:
    counted: Counted
    has_ended: bool = False


FACTS = st.lists(st.builds(Fact, st.sampled_from(list(Counted)), st.booleans()), max_size=30)


@settings(max_examples=60)
@given(FACTS)
def test_counts_add_up(facts):
    total = Totals.of(facts)

    parts = (
        total.in_time, total.late, total.done_undated, total.review, total.overdue, total.failed, total.ahead,
        total.undated, total.stopped,
    )  # fmt: skip
    assert sum(parts) == total.measures == len(facts)
    assert total.done == total.in_time + total.late + total.done_undated
    assert total.ended_in_time <= min(total.ended, total.in_time)
    for key in (lambda one: one.counted, lambda one: one.has_ended):
        groups = totals_by(facts, key)
        assert sum((Counter(one.counts) for one in groups.values()), Counter()) == Counter(total.counts)
        assert sum(one.ended for one in groups.values()) == total.ended


def test_share_in_time_is_of_those_whose_end_has_come():
    facts = [
        Fact(Counted.IN_TIME, has_ended=True),
        Fact(Counted.IN_TIME),  # carried out before its end, which is still to come
        Fact(Counted.LATE, has_ended=True),
        Fact(Counted.REVIEW, has_ended=True),
        Fact(Counted.AHEAD),
        Fact(Counted.UNDATED),
    ]
    total = Totals.of(facts)

    assert (total.ended_in_time, total.ended, total.in_time_share) == (1, 3, 33)
    assert (total.done, total.measures, total.done_share) == (3, 6, 50)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(0, 0, None), (0, 7, 0), (7, 7, 100), (1, 8, 13), (2, 3, 67), (1, 800, 1), (249, 250, 99)],
)
def test_a_share_is_whole_and_full_only_where_all_is(part, whole, percent):
    assert share(part, whole) == percent


def test_month_of_an_end():
    assert (month_of(date(2021, 5, 31)), month_of(None)) == (date(2021, 5, 1), None)


# --- Countable results ------------------------------------------------------------------------


def row(quantity, unit, what, school=1):
    return ResultRow(school, Decimal(quantity), unit, what)


def test_one_wording_is_one_sum_whatever_its_case_ё_and_spaces():
    rows = [
        row("3", "грамоты", "зачтены курсы"),
        row("5", "Грамоты", "зачтены  курсы", school=2),
        row("2.5", "грамоты", "зачтёны курсы"),
        row("4", "грамоты ", "зачтены курсы", school=None),
    ]
    (found,) = summed(rows)

    assert (found.quantity, found.schools, found.reports) == (Decimal("14.5"), 2, 4)
    assert (found.unit, found.what, found.name) == ("грамоты", "зачтены курсы", "грамоты зачтены курсы")


def test_forms_of_one_noun_and_of_one_deed_are_one_sum():
    rows = [
        row("3", "педагога", "прошли курсы"),
        row("1", "педагог", "прошёл курсы", school=2),
        row("1", "педагог", "прошла курсы", school=3),
        row("5", "педагогов", "получили удостоверение"),
    ]

    assert [(one.name, one.quantity, one.schools) for one in summed(rows)] == [
        ("педагогов получили удостоверение", 5, 1),
        ("педагогов прошли курсы", 5, 3),
    ]


def test_the_deed_of_a_sum_agrees_with_its_number():
    (found,) = summed([row("20", "педагогов", "участвовали"), row("1", "педагог", "участвовали", school=2)])

    assert (found.name, found.quantity) == ("педагог участвовал", 21)


def test_endings_of_unknown_words_are_not_guessed():
    found = summed([row("3", "грамоты", "вручены"), row("1", "грамота", "вручена")])

    assert [(one.name, one.quantity) for one in found] == [("грамота вручена", 1), ("грамоты вручены", 3)]


def test_results_are_those_of_accepted_reports_on_measures_in_force(district, school, second_school):
    for one, quantity in ((school, 5), (second_school, 12)):
        ResultLineFactory(report__measure__roadmap__school=one, quantity=quantity)
    for status in ("draft", "submitted", "returned"):
        ResultLineFactory(
            report__measure__roadmap__school=SchoolFactory(district=district),
            report__status=status,
            quantity=100,
        )
    removed = SchoolFactory(district=district)
    ResultLineFactory(report__measure__removed_in=2, report__measure__roadmap__school=removed, quantity=1000)

    measures = measures_of_year(district=district, plan_year=PlanYear(2020))
    assert [(one.name, one.quantity, one.schools) for one in results_of(measures=measures)] == [
        ("педагогов получили удостоверение", 17, 2)
    ]


# --- A district -------------------------------------------------------------------------------


def test_cover_by_form(district, school, second_school):
    for one in (school, second_school):
        roadmap = RoadmapFactory(school=one)
        AcceptedReportFactory(measure=MeasureInForceFactory(roadmap=roadmap, form="Семинар"))
        MeasureInForceFactory(roadmap=roadmap, form="семинар ")
        MeasureInForceFactory(roadmap=roadmap, form="")
    plan = RoadmapFactory(school=None, district=district)
    MeasureInForceFactory(roadmap=plan, form="семинар")

    facts = facts_of(measures=MeasureInForce.objects.all(), district=district)
    assert [(one.form, one.totals.measures, one.schools, one.totals.done) for one in covers_of(facts)] == [
        ("семинар", 5, 2, 2),
        ("", 2, 2, 0),
    ]


def test_years_of_plans_are_those_with_measures_in_force(
    district, school, second_school, methodist, school_user
):
    MeasureInForceFactory(roadmap=RoadmapFactory(school=school, year=2020))
    MeasureInForceFactory(roadmap=RoadmapFactory(school=school, year=2023, period=PlanPeriod.CALENDAR))
    MeasureInForceFactory(roadmap=RoadmapFactory(school=second_school, year=2022))
    MeasureInForceFactory(roadmap=RoadmapFactory(school=school, year=2021), removed_in=2)
    RoadmapFactory(school=school, year=2024)

    assert [str(one) for one in plan_years(user=methodist, district=district)] == [
        "2023",
        "2022/23",
        "2020/21",
    ]
    assert [str(one) for one in plan_years(user=school_user, district=district)] == ["2023", "2020/21"]


def test_measures_of_a_year_are_of_one_period_and_one_scope(
    district, school, second_school, school_user, stranger, observer
):
    own = MeasureInForceFactory(roadmap=RoadmapFactory(school=school))
    other = MeasureInForceFactory(roadmap=RoadmapFactory(school=second_school))
    MeasureInForceFactory(roadmap=RoadmapFactory(school=school, period=PlanPeriod.CALENDAR))
    MeasureInForceFactory(roadmap=RoadmapFactory(school=school, year=2021))

    def found(user):
        return list(measures_of_year(district=district, plan_year=PlanYear(2020), user=user).order_by("pk"))

    assert (found(None), found(observer)) == ([own, other], [own, other])
    assert (found(school_user), found(stranger)) == ([own], [])
