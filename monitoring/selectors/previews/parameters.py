"""What another value of a parameter would change, dated from a calendar year."""

from decimal import Decimal

from monitoring.enums import ParameterCode
from monitoring.models import Sitting
from monitoring.selectors.parameters import ParameterHistory, parameters_by_year

from .base import NOTHING, Preview
from .findings import findings_preview
from .learning import learning_preview
from .signs import signs_preview

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


def parameter_preview(*, history: ParameterHistory, value: Decimal, valid_from: int) -> Preview:
    """What another value of a parameter from `valid_from` on would change."""
    years = _years(history, valid_from)
    if not years:
        return Preview([f"{NOTHING} Результатов за годы, в которых действовало бы значение, пока нет."])
    before = parameters_by_year(years=years)
    after = {year: {**numbers, history.code: value} for year, numbers in before.items()}
    changed = [year for year in years if before[year][history.code] != value]
    if not changed:
        return Preview([f"{NOTHING} В этих годах такое значение уже действует."])
    preview = Preview([f"Значение изменится в годах: {', '.join(map(str, changed))}."])
    if history.code.startswith("learning_"):
        preview += learning_preview(years=changed, code=history.code, before=before, after=after)
    if history.code in _SIGNS:
        preview += signs_preview(years=changed, code=history.code, before=before, value=value)
    if history.code in _OF_CHECKS:
        preview += findings_preview(years=changed, before=before, after=after)
    return preview


def _years(history: ParameterHistory, valid_from: int) -> list[int]:
    """Calendar years with results in which the value would hold."""
    last = history.last_year(valid_from)
    years = Sitting.objects.filter(year__gte=valid_from, results__isnull=False)
    if last is not None:
        years = years.filter(year__lte=last)
    return sorted(set(years.values_list("year", flat=True)))
