"""Which findings of the checks would appear or disappear: the checks are run by both rules."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from monitoring.checks import all_findings
from monitoring.selectors.check_data import check_data_of
from portal.core.russian import number
from schools.models import District

from .base import ChangeTable, Numbers, Preview, valued

#: The checks are run anew for so many districts at most: the answer has to come at once.
DISTRICTS_CHECKED = 100

_HEADS = ("Район", "Год", "Замечаний появится", "Замечаний исчезнет")


def findings_preview(*, years: Collection[int], before: Numbers, after: Numbers) -> Preview:
    """Findings by district and year."""
    with_results = District.objects.filter(pk__in=valued(years).values("district"))
    found = sorted(_compared(list(with_results[:DISTRICTS_CHECKED]), years, before, after))
    appear, vanish = sum(new for *_, new, _ in found), sum(gone for *_, gone in found)
    sentences = [f"Замечаний к данным появится: {number(appear)}, исчезнет: {number(vanish)}."]
    if with_results.count() > DISTRICTS_CHECKED:
        sentences.append(f"Замечания посчитаны по первым {DISTRICTS_CHECKED} районам.")
    rows = [(name, str(year), number(new), number(gone)) for *_, name, year, new, gone in found]
    return Preview(sentences, [ChangeTable("Замечания к данным", _HEADS, rows, texts=2)] if rows else [])


def _compared(
    districts: list[District], years: Collection[int], before: Numbers, after: Numbers
) -> Iterator[tuple[str, int, str, int, int, int]]:
    """(`DISTRICT`, year, how many appear, how many disappear) where anything does."""
    for year in years:
        for data in check_data_of(districts=districts, year=year, parameters=before[year]):
            now = {finding.fingerprint for finding in all_findings(data)}
            then = {finding.fingerprint for finding in all_findings(replace(data, parameters=after[year]))}
            if now != then:
                district = data.district
                new, gone = len(then - now), len(now - then)
                yield district.order_key, district.pk, district.name, year, new, gone
