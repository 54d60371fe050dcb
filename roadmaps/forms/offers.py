"""Offers to a new plan: wordings of last year with their years moved on, taken by a button only."""

from dataclasses import dataclass
from typing import Self

from portal.core.russian import date_ru
from roadmaps.drafts import DraftRow
from roadmaps.enums import PlanPeriod
from roadmaps.forms.order import Typed
from roadmaps.terms import PlanYear, days_off, parse_term, span

#: the value of the button that takes all offers
ALL = "all"
_ANSWER = ("starts_on", "ends_on", "without", "skip")


@dataclass(frozen=True, slots=True)
class Offer:
    """`read` is how the portal understands the wording, `days_off` the Saturdays and Sundays in it."""

    wording: str
    read: str
    days_off: str

    @classmethod
    def of(cls, row: DraftRow, *, year: int, period: str) -> Self | None:
        if not row.offer:
            return None
        term = parse_term(row.offer, year, period)
        off = days_off(row.offer, PlanYear(year, period == PlanPeriod.CALENDAR))
        named = ", ".join(f"{date_ru(day)} — {word}" for day, word in off)
        return cls(row.offer, span(term.start, term.end, term.recurrence), named)


def with_offers(data: Typed, rows: dict[str, DraftRow], which: str) -> Typed:
    """What was typed with the offer of one question, or of all that are not answered yet.

    `rows` are the asked ones by the prefix of their fields; `which` is such a prefix or ALL. One offer
    that is asked for by name takes the place of whatever was answered there.
    """
    taken = data.copy()
    for prefix, row in rows.items():
        if row.offer and (which == prefix or (which == ALL and _is_open(data, prefix, row))):
            taken[f"{prefix}-term"] = row.offer
            for name in _ANSWER:
                taken.pop(f"{prefix}-{name}", None)
    return taken


def _is_open(data: Typed, prefix: str, row: DraftRow) -> bool:
    written = data.get(f"{prefix}-term", "").strip()
    return written in ("", row.measure.term) and not any(data.get(f"{prefix}-{name}") for name in _ANSWER)
