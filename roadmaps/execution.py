"""Where a measure stands on a day, and as what it is counted: rules without a database.

Only accepted reports count as done; a sent one stops the reminders and the word «просрочена», for the
school has done its part. A measure without an end is never overdue. Days are those of the department's
time zone, and the last day of a term belongs to it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from roadmaps.enums import Counted, MeasureState, Outcome, ReportStatus

ACCEPTED, SUBMITTED, RETURNED = ReportStatus.ACCEPTED, ReportStatus.SUBMITTED, ReportStatus.RETURNED
#: the states of a measure that is carried out, in time or not
CARRIED_OUT = frozenset({MeasureState.DONE, MeasureState.DONE_LATE})
#: the states that are counted under their own name, whatever the day
_COUNTED_AS = {MeasureState.REVIEW: Counted.REVIEW, MeasureState.FAILED: Counted.FAILED}


@dataclass(frozen=True, slots=True)
class ReportFact:
    """What is asked of one report; `done_on` is the day on which the measure was carried out."""

    status: str
    outcome: str
    done_on: date | None


def measure_state(
    *, starts_on: date | None, ends_on: date | None, reports: Iterable[ReportFact], today: date
) -> MeasureState:
    """The state on `today`, by the reports of the measure in any order."""
    reports = list(reports)
    if any(_is_done(row) for row in reports):
        return MeasureState.DONE_LATE if _is_late(reports, ends_on) else MeasureState.DONE
    statuses = {row.status for row in reports}
    if SUBMITTED in statuses:
        return MeasureState.REVIEW
    if RETURNED in statuses:
        return MeasureState.RETURNED
    if any(row.status == ACCEPTED and row.outcome == Outcome.FAILED for row in reports):
        return MeasureState.FAILED
    if has_ended(ends_on, today):
        return MeasureState.OVERDUE
    if reports:
        return MeasureState.PROGRESS
    return MeasureState.AHEAD if starts_on and starts_on > today else MeasureState.TODO


def counted_as(
    *,
    state: MeasureState,
    ends_on: date | None,
    reports: Collection[ReportFact],
    today: date,
    stopped: bool = False,
) -> Counted:
    """As what a measure in `state` is counted on `today`.

    A returned report whose measure has ended counts as overdue: the school owes it, as if it had sent
    none. In a plan that is paused or closed (`stopped`; `today` is then the day on which it was) what
    had not ended owes nothing and is never overdue.
    """
    if state in CARRIED_OUT:
        return _done_as(reports, ends_on)
    if state in _COUNTED_AS:
        return _COUNTED_AS[state]
    if has_ended(ends_on, today):
        return Counted.OVERDUE
    if stopped:
        return Counted.STOPPED
    return Counted.AHEAD if ends_on else Counted.UNDATED


def has_ended(ends_on: date | None, today: date) -> bool:
    """The last day of a term belongs to it: on that day it has not ended."""
    return ends_on is not None and ends_on < today


def is_owed(state: MeasureState) -> bool:
    """Whether somebody still has to send a report on the measure: who is reminded."""
    return state not in CARRIED_OUT | {MeasureState.REVIEW, MeasureState.FAILED}


def _is_done(report: ReportFact) -> bool:
    return report.status == ACCEPTED and report.outcome == Outcome.DONE


def first_day(reports: Iterable[ReportFact]) -> date | None:
    """The day on which it was carried out to the end, the first of several: it may be in time by that day."""
    return min((row.done_on for row in reports if _is_done(row) and row.done_on), default=None)


def _is_late(reports: Iterable[ReportFact], ends_on: date | None) -> bool:
    day = first_day(reports)
    return bool(ends_on and day and day > ends_on)


def _done_as(reports: Collection[ReportFact], ends_on: date | None) -> Counted:
    """Without an end, or without the day of doing, nobody can say that it was in time."""
    if not ends_on or not first_day(reports):
        return Counted.DONE
    return Counted.LATE if _is_late(reports, ends_on) else Counted.IN_TIME
