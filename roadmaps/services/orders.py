"""The order by which a roadmap is approved."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import InvalidInput
from portal.core.russian import bare_number, date_ru
from schools.enums import ActKind
from schools.models import District, LegalAct

_LONGEST_NUMBER = 40
#: a plan is approved some months before it begins, or while it runs
_EARLIEST = timedelta(days=366)
#: an order may be typed before it is signed, but not months before
_AHEAD = timedelta(days=31)


#: words that stand beside a number, not in it; and the number where it stands among them
_NO_NUMBER = re.compile(r"№|приказ|распоряжен|постановлен|\bот\s+\d", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:.*№)?\s*([^\s№]*\d[^\s№]*)")


@dataclass(frozen=True, slots=True)
class Order:
    """Number and date as on paper: «124» of 17.03.2023; words typed around the number are left out."""

    number: str
    date: date | None

    def __post_init__(self) -> None:
        object.__setattr__(self, "number", bare_number(self.number, self.date))


def checked_order(
    order: Order, days: tuple[date, date], *, today: date, in_force_on: date | None = None
) -> tuple[date, date]:
    """The date of the order and the day of coming into force, without one the same.

    `days` are the first and the last of the plan. Raises InvalidInput keyed `order_number`, `order_date`
    and `in_force_on`.
    """
    errors = {}
    if not order.number:
        errors["order_number"] = "Укажите номер приказа, которым утверждается карта."
    elif wrong := number_error(order):
        errors["order_number"] = wrong
    if order.date is None:
        errors["order_date"] = "Укажите дату приказа."
    elif not days[0] - _EARLIEST <= order.date <= days[1]:
        errors["order_date"] = (
            f"Приказ от {date_ru(order.date)}, а план — на другой год. Проверьте год приказа."
        )
    elif order.date > today + _AHEAD:
        errors["order_date"] = f"Дата {date_ru(order.date)} ещё не скоро. Проверьте дату приказа."
    if in_force_on and not days[0] - _EARLIEST <= in_force_on <= days[1]:
        errors["in_force_on"] = (
            f"План — с {date_ru(days[0])} по {date_ru(days[1])}: {date_ru(in_force_on)} к нему не подходит."
        )
    if errors or order.date is None:
        raise InvalidInput(errors)
    return order.date, in_force_on or order.date


def number_error(order: Order) -> str:
    """What is wrong with the number, which will be printed behind «№»; empty for a good one or none."""
    if len(order.number) > _LONGEST_NUMBER:
        return f"Номер приказа — не больше {_LONGEST_NUMBER} знаков."
    if not _NO_NUMBER.search(order.number):
        return ""
    number = _NUMBER.search(order.number)
    example = f"«{number[1]}»" if number else "«214/1»"
    return (
        f"Напишите только номер, например {example}: «приказ» и «№» портал напечатает сам, "
        "а дату возьмёт из поля рядом."
    )


def order_act(order: Order, *, district: District, by: User) -> LegalAct:
    """The legal act of the department with this number and date; several roadmaps may share one."""
    act, is_new = LegalAct.objects.get_or_create(
        district=district,
        kind=ActKind.ORDER,
        number=order.number,
        date=order.date,
        issuer=district.department[:300],
        defaults={"title": "Об утверждении дорожных карт"},
    )
    if is_new:
        audit_record(action="legal_act.create", subject=act, by=by, act=str(act))
    return act
