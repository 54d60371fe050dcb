"""Which cells of schools would get or lose a sign when its threshold moves."""

from collections import Counter
from collections.abc import Collection
from decimal import Decimal

from django.db.models import Count, F, QuerySet

from monitoring.enums import Exam, ParameterCode
from monitoring.models import Result
from portal.core.russian import number

from .base import DISTRICT, ChangeTable, Numbers, Preview, valued

_HEADS = ("Район", "Год", "Процедура", "Знак появится", "Знак исчезнет")
#: `DISTRICT`, the calendar year, the exam
_Place = tuple[str, int, str, int, str]


def signs_preview(*, years: Collection[int], code: str, before: Numbers, value: Decimal) -> Preview:
    """Cells by district, year and procedure, when the threshold `code` becomes `value`."""
    gained: Counter[_Place] = Counter()
    lost: Counter[_Place] = Counter()
    for year in years:
        old = before[year][code]
        # More pupils are «few» when the threshold rises; fewer shares are high.
        gains = (value > old) == (code == ParameterCode.FEW_PARTICIPANTS)
        (gained if gains else lost).update(_moved(code, year, *sorted((old, value))))
    what = "«мало участников»" if code == ParameterCode.FEW_PARTICIPANTS else "высокой доли «2»"
    rows = [
        (district, str(year), Exam(exam).label, number(gained[place]), number(lost[place]))
        for place in sorted(gained.keys() | lost.keys())
        for *_, district, year, exam in (place,)
    ]
    return Preview(
        [f"Знак {what} появится в ячейках школ: {number(gained.total())}, исчезнет: {number(lost.total())}."],
        [ChangeTable("Знаки в таблицах", _HEADS, rows, texts=3)] if rows else [],
    )


def _moved(code: str, year: int, low: Decimal, high: Decimal) -> dict[_Place, int]:
    """How many cells one threshold takes in and the other does not."""
    between = _between(code, valued([year]), low, high)
    counts = between.values_list(*DISTRICT, "sitting__exam").annotate(count=Count("pk"))
    return {(*district, year, exam): count for *district, exam, count in counts}


def _between(code: str, results: QuerySet[Result], low: Decimal, high: Decimal) -> QuerySet[Result]:
    """Results that one threshold takes in and the other does not: from `low` up to, but without, `high`."""
    if code == ParameterCode.FEW_PARTICIPANTS:
        return results.filter(participants__gte=low, participants__lt=high)
    # Whole numbers on both sides: a share of 29,999 % must not become 30.
    total = F("n2") + F("n3") + F("n4") + F("n5")
    return results.annotate(thousandths=F("n2") * 100_000).filter(
        thousandths__gte=total * int(low * 1000), thousandths__lt=total * int(high * 1000)
    )
