"""Many texts approved by one order: each by the same service as alone, each for itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.errors import InvalidInput, PortalError
from roadmaps.enums import DECIDED
from roadmaps.models import ExclusionCase, Roadmap
from roadmaps.services.exclusion import exclusion_approve
from roadmaps.services.orders import Order, number_error
from roadmaps.services.roadmap import roadmap_approve

_UNKNOWN = "Среди того, что вы утверждаете, этого нет. Откройте очередь заново."


@dataclass(frozen=True, slots=True)
class Picked:
    """A text of the queue (`kind` is roadmap or exclusion) and the revision that the person saw."""

    kind: str
    pk: int
    seen: int


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one text; `reason` says why it was refused, and is empty where it was approved."""

    name: str
    url: str
    reason: str = ""


def approve_together(
    *, picked: Iterable[Picked], order: Order, by: User, in_force_on: date | None = None
) -> list[Decided]:
    """Approve each text in a transaction of its own; one refused leaves the others approved.

    What `by` has approved already counts as approved: the second click of a double click tells the same.
    Raises InvalidInput, with nothing approved, where a roadmap is picked and the order has no number or date.
    """
    rows = list(dict.fromkeys(picked))
    if not rows:
        raise InvalidInput({"rows": "Отметьте, что утвердить."})
    if any(row.kind == "roadmap" for row in rows):
        _check_given(order)
    return [_decide(row, order, in_force_on, by) for row in rows]


def _check_given(order: Order) -> None:
    errors = {}
    if not order.number:
        errors["order_number"] = "Укажите номер приказа, которым утверждаются карты."
    elif wrong := number_error(order):
        errors["order_number"] = wrong
    if order.date is None:
        errors["order_date"] = "Укажите дату приказа."
    if errors:
        raise InvalidInput(errors)


def _decide(row: Picked, order: Order, in_force_on: date | None, by: User) -> Decided:
    text = _found(row, by)
    if text is None:
        return Decided("Неизвестная строка", "", _UNKNOWN)
    name = f"{text.owner_name}, {text.year_name}" if isinstance(text, Roadmap) else f"Обоснование: {text}"
    url = text.get_absolute_url()
    if text.status in DECIDED and text.decided_by_id == by.pk:
        return Decided(name, url)
    try:
        if isinstance(text, Roadmap):
            roadmap_approve(roadmap=text, by=by, seen=row.seen, order=order, in_force_on=in_force_on)
        else:
            exclusion_approve(case=text, by=by, seen=row.seen)
    except PortalError as error:
        return Decided(name, url, str(error))
    return Decided(name, url)


def _found(row: Picked, by: User) -> Any:
    if row.kind == "roadmap":
        rows = Roadmap.objects.permitted(by, Permission.ROADMAP_APPROVE).with_content()
        return rows.filter(pk=row.pk).first()
    cases = ExclusionCase.objects.permitted(by, Permission.EXCLUSION_APPROVE).with_places()
    return cases.filter(pk=row.pk).first()
