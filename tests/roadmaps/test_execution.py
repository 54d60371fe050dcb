"""Where a measure stands: the table of states, the last day of a term, clocks of districts, stopped plans."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmaps import services
from roadmaps.enums import Counted, MeasureState, Outcome, ReportStatus
from roadmaps.execution import ReportFact, counted_as, measure_state
from roadmaps.models import MeasureInForce
from roadmaps.selectors import in_force, measure_facts, today_in
from roadmaps.totals import Totals
from tests.factories.roadmaps import (
    AcceptedReportFactory,
    MeasureFactory,
    MeasureInForceFactory,
    approved,
    roadmap_with,
)
from tests.factories.schools import DistrictFactory, SchoolFactory

START, END = date(2021, 5, 1), date(2021, 5, 31)
BEFORE, DURING, LAST, AFTER = date(2021, 4, 30), date(2021, 5, 10), END, date(2021, 6, 1)


def fact(status, outcome="done", done_on=DURING):
    return ReportFact(status, outcome, done_on)


NONE: list[ReportFact] = []
DRAFT, SENT, BACK = [fact("draft")], [fact("submitted")], [fact("returned")]
DONE, LATE, NO_DAY = [fact("accepted")], [fact("accepted", done_on=AFTER)], [fact("accepted", done_on=None)]
PART, FAILED = [fact("accepted", "partial")], [fact("accepted", "failed")]

TABLE = [
    (NONE, BEFORE, "ahead", "ahead"),
    (NONE, START, "todo", "ahead"),
    (NONE, LAST, "todo", "ahead"),
    (NONE, AFTER, "overdue", "overdue"),
    (DRAFT, DURING, "progress", "ahead"),
    (DRAFT, AFTER, "overdue", "overdue"),
    (SENT, DURING, "review", "review"),
    (SENT, AFTER, "review", "review"),
    (BACK, LAST, "returned", "ahead"),
    (BACK, AFTER, "returned", "overdue"),
    (DONE, DURING, "done", "in_time"),
    (DONE, AFTER, "done", "in_time"),
    ([fact("accepted", done_on=LAST)], AFTER, "done", "in_time"),
    (LATE, AFTER, "done_late", "late"),
    ([*LATE, *DONE], AFTER, "done", "in_time"),
    (NO_DAY, AFTER, "done", "done"),
    (PART, DURING, "progress", "ahead"),
    (PART, AFTER, "overdue", "overdue"),
    ([*PART, *SENT], AFTER, "review", "review"),
    ([*PART, *BACK], AFTER, "returned", "overdue"),
    ([*DONE, *BACK], AFTER, "done", "in_time"),
    (FAILED, DURING, "failed", "failed"),
    (FAILED, AFTER, "failed", "failed"),
    ([*FAILED, *SENT], AFTER, "review", "review"),
]


@pytest.mark.parametrize(("reports", "today", "state", "counted"), TABLE)
def test_state_and_count(reports, today, state, counted):
    found = measure_state(starts_on=START, ends_on=END, reports=reports, today=today)

    assert found == state
    assert counted_as(state=found, ends_on=END, reports=reports, today=today) == counted


@pytest.mark.parametrize(
    ("reports", "state", "counted"),
    [
        (NONE, "todo", "undated"),
        (BACK, "returned", "undated"),
        (SENT, "review", "review"),
        (DONE, "done", "done"),
    ],
)
def test_without_an_end_nothing_is_overdue_and_nothing_in_time(reports, state, counted):
    long_after = date(2031, 1, 1)
    found = measure_state(starts_on=START, ends_on=None, reports=reports, today=long_after)

    assert (found, counted_as(state=found, ends_on=None, reports=reports, today=long_after)) == (
        state,
        counted,
    )


REPORTS = st.lists(
    st.builds(
        ReportFact,
        st.sampled_from(ReportStatus.values),
        st.sampled_from(Outcome.values),
        st.none() | st.dates(date(2021, 4, 1), date(2021, 7, 1)),
    ),
    max_size=4,
)


@settings(max_examples=60)
@given(REPORTS, st.none() | st.just(END), st.dates(date(2021, 4, 1), date(2021, 7, 1)), st.booleans())
def test_count_agrees_with_the_state(reports, ends_on, today, stopped):
    state = measure_state(starts_on=None, ends_on=ends_on, reports=reports, today=today)
    counted = counted_as(state=state, ends_on=ends_on, reports=reports, today=today, stopped=stopped)

    done = {Counted.IN_TIME, Counted.LATE, Counted.DONE}
    assert (counted in done) == (state in {MeasureState.DONE, MeasureState.DONE_LATE})
    assert (counted == Counted.LATE) == (state == MeasureState.DONE_LATE)
    assert (counted == Counted.OVERDUE) == (
        bool(ends_on and ends_on < today) and counted not in {*done, Counted.REVIEW, Counted.FAILED}
    )
    assert measure_state(starts_on=None, ends_on=ends_on, reports=reports[::-1], today=today) == state


# --- With a database ------------------------------------------------------------------------


def facts(today=AFTER):
    return measure_facts(measures=in_force(MeasureInForce.objects.all()), today=today)


@pytest.mark.parametrize(
    ("zone", "moment", "overdue"),
    [
        ("Europe/Volgograd", datetime(2021, 5, 31, 20, 59, tzinfo=UTC), 0),
        ("Europe/Volgograd", datetime(2021, 5, 31, 21, 0, tzinfo=UTC), 1),
        ("Asia/Kamchatka", datetime(2021, 5, 31, 11, 59, tzinfo=UTC), 0),
        ("Asia/Kamchatka", datetime(2021, 5, 31, 12, 0, tzinfo=UTC), 1),
        ("Europe/Kaliningrad", datetime(2021, 5, 31, 21, 59, tzinfo=UTC), 0),
        ("Europe/Kaliningrad", datetime(2021, 5, 31, 22, 0, tzinfo=UTC), 1),
    ],
)
def test_a_term_runs_till_midnight_of_its_district(db, zone, moment, overdue):
    district = DistrictFactory(timezone=zone)
    MeasureInForceFactory(roadmap__school=SchoolFactory(district=district))

    with time_machine.travel(moment, tick=False):
        assert Totals.of(facts(today_in(district))).overdue == overdue


def test_days_late_are_counted_from_the_last_day(school):
    MeasureInForceFactory(roadmap__school=school)

    assert [fact.days_late for fact in facts(AFTER)] == [1]
    assert [fact.days_late for fact in facts(LAST)] == [0]


def test_removed_measures_stand_in_no_total(school):
    kept = MeasureInForceFactory(roadmap__school=school)
    MeasureInForceFactory(roadmap=kept.roadmap, removed_in=2)

    assert [fact.measure for fact in facts()] == [kept]


def test_plan_of_the_district_stands_first_and_measures_in_their_order(school, second_school, district):
    roadmaps = [
        roadmap_with(0, school=school),
        roadmap_with(0, school=second_school),
        roadmap_with(0, school=None, district=district),
    ]
    for roadmap in roadmaps:
        for position in (2, 1):
            MeasureInForceFactory(roadmap=roadmap, position=position, number=str(position))

    assert [(str(fact.measure.roadmap.school or ""), fact.measure.number) for fact in facts()] == [
        ("", "1"), ("", "2"), ("МКОУ Вторая СШ", "1"), ("МКОУ Вторая СШ", "2"), ("МКОУ Своя СШ", "1"),
        ("МКОУ Своя СШ", "2"),
    ]  # fmt: skip


@pytest.mark.parametrize("plans", [1, 9])
def test_facts_ask_the_same_for_any_number(plans, district, django_assert_num_queries):
    for school in SchoolFactory.create_batch(plans, district=district):
        AcceptedReportFactory(measure__roadmap__school=school)

    with django_assert_num_queries(2):
        assert len(facts()) == plans


def test_more_plans_than_one_query_takes(district, monkeypatch):
    monkeypatch.setattr("roadmaps.selectors.stops._BATCH", 2)
    for school in SchoolFactory.create_batch(5, district=district):
        AcceptedReportFactory(measure__roadmap__school=school)

    assert [fact.counted for fact in facts()] == [Counted.IN_TIME] * 5


# --- Plans that stand still -----------------------------------------------------------------


@pytest.fixture
def stopped(school, methodist, head):
    """Two measures, to May and to July; the plan is paused on 1 June 2021, in its own zone already 2 June."""
    draft = roadmap_with(1, school=school)
    MeasureFactory(section=draft.sections.get(), ends_on=date(2021, 7, 31))
    plan = approved(draft, author=methodist, head=head)
    with time_machine.travel(datetime(2021, 6, 1, 22, 0, tzinfo=UTC), tick=False):
        return services.roadmap_pause(roadmap=plan, by=head, seen=plan.revision, remark="Ремонт школы")


def test_a_paused_plan_gets_no_later(stopped):
    found = facts(date(2021, 9, 1))

    assert [(fact.counted, fact.days_late, fact.is_owed) for fact in found] == [
        (Counted.OVERDUE, 2, False),
        (Counted.STOPPED, 0, False),
    ]


def test_a_plan_closed_after_a_pause_stands_since_the_pause(stopped, head):
    with time_machine.travel(datetime(2021, 8, 20, tzinfo=UTC), tick=False):
        services.roadmap_close(roadmap=stopped, by=head, seen=stopped.revision, remark="Школа закрыта")

    assert {fact.day for fact in facts(date(2021, 9, 1))} == {date(2021, 6, 2)}


def test_a_resumed_plan_runs_again(stopped, head):
    services.roadmap_put_in_force(roadmap=stopped, by=head, seen=stopped.revision)

    found = facts(date(2021, 6, 3))
    assert [(fact.counted, fact.day) for fact in found] == [
        (Counted.OVERDUE, date(2021, 6, 3)),
        (Counted.AHEAD, date(2021, 6, 3)),
    ]
    again = facts(END + timedelta(days=62))
    assert [fact.counted for fact in again] == [Counted.OVERDUE, Counted.OVERDUE]
