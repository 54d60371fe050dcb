"""«Что изменится»: which printed figures another setting would change, before anything is saved.

For an administrator, who may not read results of schools: counts, and values of whole districts.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from monitoring.checks import all_findings
from monitoring.enums import Exam, ParameterCode, ResultStatus
from monitoring.measures import Coefficients, Marks, learning_level
from monitoring.models import Result, Sitting
from monitoring.selectors.check_data import check_data_of
from monitoring.selectors.parameters import ParameterHistory, parameters_by_year
from portal.core.russian import number
from schools.models import District

#: A table of all districts of a country is no help; the sentence above it still counts everything.
ROWS_SHOWN = 200
#: The checks are run anew for so many districts at most: the answer has to come at once.
DISTRICTS_CHECKED = 100
#: Of one or two schools the district's value would tell theirs, which an administrator may not read.
SCHOOLS_TOLD = 3

_SIGNS = {ParameterCode.FEW_PARTICIPANTS, ParameterCode.LOW_SHARE}
_OF_CHECKS = {
    ParameterCode.FEW_PARTICIPANTS,
    ParameterCode.UNLIKELY_MARK,
    ParameterCode.UNLIKELY_SCORE,
    ParameterCode.SPREAD_MARK,
    ParameterCode.SPREAD_SCORE,
    ParameterCode.JOURNAL_GAP,
    ParameterCode.VPR_OVER_OGE,
}


@dataclass(frozen=True, slots=True)
class ChangeTable:
    """`texts`: how many columns on the left are words and not figures."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    texts: int = 1

    @property
    def shown(self) -> Sequence[tuple[str, ...]]:
        return self.rows[:ROWS_SHOWN]

    @property
    def hidden(self) -> int:
        return max(len(self.rows) - ROWS_SHOWN, 0)


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change, in sentences and tables; `changes` nothing when no printed figure does."""

    sentences: list[str]
    tables: list[ChangeTable] = field(default_factory=list)


def parameter_preview(*, history: ParameterHistory, value: Decimal, valid_from: int) -> Preview:
    """What another value of a parameter from `valid_from` on would change."""
    years = _years(history, valid_from)
    before = parameters_by_year(years=years)
    after = {year: {**numbers, history.code: value} for year, numbers in before.items()}
    changed = [year for year in years if before[year][history.code] != value]
    if not changed:
        return Preview(
            ["Ни одно напечатанное число не изменится: в этих годах такое значение уже действует."]
        )
    sentences = [f"Значение изменится в годах: {', '.join(map(str, changed))}."]
    tables: list[ChangeTable] = []
    if history.code.startswith("learning_"):
        _learning(changed, history.code, before, after, sentences, tables)
    if history.code in _SIGNS:
        _signs(changed, history.code, before, value, sentences, tables)
    if history.code in _OF_CHECKS:
        _findings(changed, before, after, sentences, tables)
    return Preview(sentences, tables)


def _years(history: ParameterHistory, valid_from: int) -> list[int]:
    """Calendar years with results in which the value would hold."""
    last = history.last_year(valid_from)
    years = Sitting.objects.filter(year__gte=valid_from, results__isnull=False)
    if last is not None:
        years = years.filter(year__lte=last)
    return sorted(set(years.values_list("year", flat=True)))


def _valued(years: Collection[int]) -> QuerySet[Result]:
    return Result.objects.filter(sitting__year__in=years, status=ResultStatus.VALUE).order_by()


#: A district of a result: what puts it in order, as two regions may have a name twice, then its name.
DISTRICT = ("district__order_key", "district_id", "district__name")
_Numbers = Mapping[int, Mapping[str, Decimal]]


def _learning(
    years: list[int],
    code: str,
    before: _Numbers,
    after: _Numbers,
    sentences: list[str],
    tables: list[ChangeTable],
) -> None:
    """СОУ of every school that has the mark in question, and of its district."""
    names = ("n2", "n3", "n4", "n5")
    known = _valued(years).filter(**{f"{name}__isnull": False for name in names})
    sums = known.values(*DISTRICT, "sitting_id").annotate(
        **{f"all_{name}": Sum(name) for name in names},
        schools=Count("pk"),
        touched=Count("pk", filter=Q((f"n{code[-1]}__gt", 0))),
    )
    found = {
        (tuple(row[each] for each in DISTRICT), row["sitting_id"]): row for row in sums if row["touched"]
    }
    rows, schools = [], 0
    sittings = Sitting.objects.filter(pk__in={pk for _, pk in found}).in_order()
    districts = sorted({district for district, _ in found})
    for district in districts:
        for sitting in sittings:
            row = found.get((district, sitting.pk))
            if row is None:
                continue
            marks = Marks(*(row[f"all_{each}"] for each in names))
            old, new = (
                learning_level(marks, Coefficients.of(numbers[sitting.year])) for numbers in (before, after)
            )
            schools += row["touched"]
            told = (number(old), number(new)) if row["schools"] >= SCHOOLS_TOLD else ("скрыто", "скрыто")
            rows.append((district[-1], str(sitting), number(row["touched"]), *told))
    sentences.append(
        f"СОУ будет другой: показателей школ — {number(schools)}, показателей районов — {number(len(rows))} "
        f"(районов — {number(len(districts))})."
        if rows
        else "Ни один показатель СОУ не изменится: отметок с этим коэффициентом нет."
    )
    sentences.append("В таблице за несколько лет действуют правила её последнего года.")
    if any("скрыто" in row for row in rows):
        sentences.append("Значения района, в котором меньше трёх школ с отметками, скрыты.")
    if rows:
        heads = ("Район", "Процедура", "Показателей школ", "СОУ района сейчас", "СОУ района станет")
        tables.append(ChangeTable("СОУ", heads, rows, texts=2))


def _signs(
    years: list[int],
    code: str,
    before: _Numbers,
    value: Decimal,
    sentences: list[str],
    tables: list[ChangeTable],
) -> None:
    """Cells of schools that would get or lose a sign, by district, year and procedure."""
    gained: Counter[tuple[str, int, str, int, str]] = Counter()
    lost: Counter[tuple[str, int, str, int, str]] = Counter()
    for year in years:
        old = before[year][code]
        low, high = sorted((old, value))
        between = _between(code, _valued([year]), low, high)
        counts = between.values_list(*DISTRICT, "sitting__exam").annotate(count=Count("pk"))
        # More pupils are «few» when the threshold rises; fewer shares are high.
        gains = (value > old) == (code == ParameterCode.FEW_PARTICIPANTS)
        for *district, exam, count in counts:
            (gained if gains else lost)[*district, year, exam] += count
    what = "«мало участников»" if code == ParameterCode.FEW_PARTICIPANTS else "высокой доли «2»"
    sentences.append(
        f"Знак {what} появится в ячейках школ: {number(gained.total())}, исчезнет: {number(lost.total())}."
    )
    keys = sorted(gained.keys() | lost.keys())
    if keys:
        rows = [
            (name, str(year), Exam(exam).label, number(gained[key]), number(lost[key]))
            for key in keys
            for *_, name, year, exam in (key,)
        ]
        heads = ("Район", "Год", "Процедура", "Знак появится", "Знак исчезнет")
        tables.append(ChangeTable("Знаки в таблицах", heads, rows, texts=3))


def _between(code: str, results: QuerySet[Result], low: Decimal, high: Decimal) -> QuerySet[Result]:
    """Results that one threshold takes in and the other does not: from `low` up to, but without, `high`."""
    if code == ParameterCode.FEW_PARTICIPANTS:
        return results.filter(participants__gte=low, participants__lt=high)
    # Whole numbers on both sides: a share of 29,999 % must not become 30.
    total = F("n2") + F("n3") + F("n4") + F("n5")
    return results.annotate(thousandths=F("n2") * 100_000).filter(
        thousandths__gte=total * int(low * 1000), thousandths__lt=total * int(high * 1000)
    )


def _findings(
    years: list[int], before: _Numbers, after: _Numbers, sentences: list[str], tables: list[ChangeTable]
) -> None:
    """Findings of the checks that would appear or disappear."""
    with_results = District.objects.filter(pk__in=_valued(years).values("district"))
    districts = list(with_results[:DISTRICTS_CHECKED])
    rows, appear, vanish = [], 0, 0
    for year in years:
        for data in check_data_of(districts=districts, year=year, parameters=before[year]):
            now = {finding.fingerprint for finding in all_findings(data)}
            then = {finding.fingerprint for finding in all_findings(replace(data, parameters=after[year]))}
            new, gone = len(then - now), len(now - then)
            appear, vanish = appear + new, vanish + gone
            if new or gone:
                place = data.district.order_key, data.district.pk
                rows.append((place, (data.district.name, str(year), number(new), number(gone))))
    sentences.append(f"Замечаний к данным появится: {number(appear)}, исчезнет: {number(vanish)}.")
    if with_results.count() > DISTRICTS_CHECKED:
        sentences.append(f"Замечания посчитаны по первым {DISTRICTS_CHECKED} районам.")
    if rows:
        heads = ("Район", "Год", "Замечаний появится", "Замечаний исчезнет")
        tables.append(ChangeTable("Замечания к данным", heads, [row for _, row in sorted(rows)], texts=2))


def by_district(rows: Iterable[tuple[str, int, str, int]]) -> list[tuple[str, str]]:
    """(*DISTRICT, count) as rows of a table."""
    return [(name, number(count)) for *_, name, count in sorted(rows) if count]
