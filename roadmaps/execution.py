"""Where a measure stands on a day: rules without a database.

Only accepted reports count as done; a sent one stops the reminders and the word «просрочена», for the
school has done its part. A measure without an end is never overdue. Days are those of the department's
time zone, and the last day of a term belongs to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from roadmaps.enums import MeasureState, Outcome, ReportStatus

ACCEPTED, SUBMITTED, RETURNED = ReportStatus.ACCEPTED, ReportStatus.SUBMITTED, ReportStatus.RETURNED
#: the states of a measure that is carried out, in time or not
CARRIED_OUT = frozenset({MeasureState.DONE, MeasureState.DONE_LATE})


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
    if done := [row for row in reports if row.status == ACCEPTED and row.outcome == Outcome.DONE]:
        return _done(done, ends_on)
    statuses = {row.status for row in reports}
    if SUBMITTED in statuses:
        return MeasureState.REVIEW
    if RETURNED in statuses:
        return MeasureState.RETURNED
    if any(row.status == ACCEPTED and row.outcome == Outcome.FAILED for row in reports):
        return MeasureState.FAILED
    if ends_on and ends_on < today:
        return MeasureState.OVERDUE
    if reports:
        return MeasureState.PROGRESS
    return MeasureState.AHEAD if starts_on and starts_on > today else MeasureState.TODO


def _done(reports: list[ReportFact], ends_on: date | None) -> MeasureState:
    """In time by the first day on which it was carried out, not by the day of the report."""
    days = [row.done_on for row in reports if row.done_on]
    late = bool(ends_on and days and min(days) > ends_on)
    return MeasureState.DONE_LATE if late else MeasureState.DONE


def is_owed(state: MeasureState) -> bool:
    """Whether somebody still has to send a report on the measure: who is reminded."""
    return state not in CARRIED_OUT | {MeasureState.REVIEW, MeasureState.FAILED}
