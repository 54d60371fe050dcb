"""What another coefficient of СОУ would change: it is counted anew, and the values of districts are told."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from monitoring.measures import Coefficients, Marks, learning_level
from monitoring.models import Sitting
from monitoring.selectors.figures import SCHOOLS_TOLD
from portal.core.russian import number

from .base import DISTRICT, ChangeTable, Numbers, Preview, valued

_HEADS = ("Район", "Процедура", "Показателей школ", "СОУ района сейчас", "СОУ района станет")
_HIDDEN = "скрыто"
_MARKS = ("n2", "n3", "n4", "n5")


def learning_preview(*, years: Collection[int], code: str, before: Numbers, after: Numbers) -> Preview:
    """СОУ of every school that has the mark of the coefficient `code`, and of its district."""
    found = _sums(years, code)
    sentences = [_counts(found), "В таблице за несколько лет действуют правила её последнего года."]
    rows = list(_rows(found, before, after))
    if any(_HIDDEN in row for row in rows):
        sentences.append("Значения района, в котором меньше трёх школ с отметками, скрыты.")
    return Preview(sentences, [ChangeTable("СОУ", _HEADS, rows, texts=2)] if rows else [])


def _sums(years: Collection[int], code: str) -> list[dict[str, Any]]:
    """Of each district and sitting with the mark: all marks, all schools with marks, those with this mark."""
    known = valued(years).filter(**{f"{name}__isnull": False for name in _MARKS})
    sums = known.values(*DISTRICT, "sitting_id").annotate(
        **{f"all_{name}": Sum(name) for name in _MARKS},
        schools=Count("pk"),
        touched=Count("pk", filter=Q((f"n{code[-1]}__gt", 0))),
    )
    return [row for row in sums if row["touched"]]


def _counts(found: list[dict[str, Any]]) -> str:
    if not found:
        return "Ни один показатель СОУ не изменится: отметок с этим коэффициентом нет."
    schools, districts = sum(row["touched"] for row in found), {row["district_id"] for row in found}
    return (
        f"СОУ будет другой: показателей школ — {number(schools)}, "
        f"показателей районов — {number(len(found))} (районов — {number(len(districts))})."
    )


def _rows(found: list[dict[str, Any]], before: Numbers, after: Numbers) -> Iterator[tuple[str, ...]]:
    """Districts in their order, in each the sittings in that of the calendar."""
    of_district: dict[tuple, dict[int, dict[str, Any]]] = defaultdict(dict)
    for row in found:
        of_district[tuple(row[each] for each in DISTRICT)][row["sitting_id"]] = row
    sittings = Sitting.objects.filter(pk__in={row["sitting_id"] for row in found}).in_order()
    for (*_, district), rows in sorted(of_district.items()):
        for sitting in sittings:
            if own := rows.get(sitting.pk):
                levels = _told(own, before[sitting.year], after[sitting.year])
                yield district, str(sitting), number(own["touched"]), *levels


def _told(row: dict[str, Any], *rules: Mapping[str, Decimal]) -> Iterator[str]:
    """СОУ of the district by each of the `rules`."""
    marks = Marks(*(row[f"all_{each}"] for each in _MARKS))
    for each in rules:
        level = number(learning_level(marks, Coefficients.of(each)))
        yield level if row["schools"] >= SCHOOLS_TOLD else _HIDDEN
