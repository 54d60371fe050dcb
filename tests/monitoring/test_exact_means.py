"""Every pooled mean is Σ of exact points / Σ of participants, rounded once; checked with fractions.

The same random schools go through every place that prints a mean of several: district, list, region, country,
«все классы», the table of means, the sums that are kept, the sentences, the page and the document.
"""

import csv
import io
import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from django.urls import reverse

from monitoring.enums import Exam, Measure, ResultStatus, Scale
from monitoring.selectors import dynamics_measures, dynamics_table, regional_measures
from monitoring.sentences import sentences_of
from monitoring.services.summaries import summaries_rebuild
from reports.documents.dynamics import dynamics_document
from reports.render.csv import render_csv
from schools.models import District
from tests.factories.monitoring import ResultFactory, SittingFactory
from tests.factories.schools import SchoolFactory

SEEDS = range(8)


def chance_of(seed: str) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same schools in every run, no secret


def half_up(exact: Fraction, places: int = 2) -> Decimal:
    """Of a fraction, without any division of decimals."""
    whole = (exact * 10**places * 2 + 1).__floor__() // 2
    return Decimal(whole).scaleb(-places)


def rounded_once(pairs):
    """The mean of (points, participants)."""
    return half_up(sum((each for each, _ in pairs), Fraction(0)) / sum(count for _, count in pairs))


def scores(chance, school, sitting, *, is_known=False):
    """A result of ЕГЭ by a protocol or by hand; its exact points and participants, None where unknown."""
    count = chance.randint(1, 60)
    total = sum(chance.randint(10, 100) for _ in range(count))
    mean = (Decimal(total) / count).quantize(Decimal("0.01"), ROUND_HALF_UP)
    kind = chance.choice(
        ("protocol", "mean", "left") if is_known else ("protocol", "mean", "left", "unknown")
    )
    sums = {"protocol": total, "left": total + count * 3}  # the last one belongs to other numbers
    ResultFactory(
        school=school,
        sitting=sitting,
        mean_mark=None,
        mean_score=mean,
        score_sum=sums.get(kind),
        participants=None if kind == "unknown" else count,
    )
    if kind == "unknown":
        return None
    return (Fraction(total) if kind == "protocol" else Fraction(mean) * count, count)


def marks(chance, school, sitting, *, is_known=False):
    """A result in marks: by counts, by counts that are not all, by a mean alone, or nobody."""
    counts = [chance.randint(0, 20) for _ in range(3)] + [chance.randint(1, 20)]
    total = sum(mark * count for mark, count in zip((2, 3, 4, 5), counts, strict=True))
    mean = (Decimal(total) / sum(counts)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    kind = chance.choice(
        ("counts", "counts", "mean", "few marks", *(() if is_known else ("unknown", "nobody")))
    )
    if kind == "nobody":
        ResultFactory(school=school, sitting=sitting, status=ResultStatus.NO_PARTICIPANTS)
        return None
    many = sum(counts) + (1 if kind == "few marks" else 0)
    told = dict(zip(("n2", "n3", "n4", "n5"), counts, strict=True)) if "mean" not in kind else {}
    ResultFactory(
        school=school,
        sitting=sitting,
        mean_mark=mean,
        participants=None if kind == "unknown" else many,
        **told,
    )
    if kind == "unknown":
        return None
    return (Fraction(total) if kind == "counts" else Fraction(mean) * many, many)


def same_in_every_place(district, exam, places, listed):
    """The district's, the list's, the region's and the country's mean against `places` of known pairs.

    `places`: the pairs of the schools by district.
    """
    summaries_rebuild()
    options = {"district": district, "years": (2021,), "exams": [exam]}
    table = dynamics_measures(**options, listed=listed, core_only=True)
    shown = {row.key: table.cells(row, Measure.MEAN)[0] for row in table.groups}
    means = dynamics_table(**options, core_only=True)
    own = [pair for _, pair in places[district.pk] if pair]
    region = [pair for pairs in places.values() for _, pair in pairs if pair]
    chosen = [pair for pk, pair in places[district.pk] if pair and pk in listed]
    for pairs, found in ((own, shown["district"]), (own, means.mean[0]), (region, shown["region"])):
        assert (found.value, found.participants) == _expected(pairs)
    if "listed" in shown:
        assert (shown["listed"].value, shown["listed"].participants) == _expected(chosen)
    regional = regional_measures(districts=District.objects.all(), years=(2021,), exams=[exam])
    kept = {row.key: regional.cells(row, Measure.MEAN)[0] for row in regional.all_rows}
    for pk, pairs in places.items():
        known = [pair for _, pair in pairs if pair]
        assert (kept[f"district-{pk}"].value, kept[f"district-{pk}"].participants) == _expected(known)
    assert (kept["whole"].value, kept["whole"].participants) == _expected(region)
    for whole in (True, False):  # kept by region, and summed up by the database
        country = regional_measures(
            districts=District.objects.all(), years=(2021,), exams=[exam], by_region=True, whole_regions=whole
        )
        cell = country.cells(country.rows[0], Measure.MEAN)[0]
        assert (cell.value, cell.participants) == _expected(region)


def _expected(pairs):
    return (rounded_once(pairs), sum(count for _, count in pairs)) if pairs else (None, None)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("exam", "make"), [(Exam.EGE, scores), (Exam.OGE, marks)])
def test_a_mean_of_schools_is_exact_in_every_place(district, neighbour, seed, exam, make):
    chance = chance_of(f"{exam} {seed}")
    scale = Scale.SCORE if exam == Exam.EGE else Scale.MARK
    sitting = SittingFactory(exam=exam, scale=scale, grade=9, programme_grade=9)
    places = {}
    for place in (district, neighbour):
        schools = SchoolFactory.create_batch(chance.randint(2, 9), district=place)
        places[place.pk] = [
            (school.pk, make(chance, school, sitting, is_known=school == schools[0])) for school in schools
        ]
    listed = [pk for pk, _ in places[district.pk]][::2]
    same_in_every_place(district, exam, places, listed)


@pytest.mark.parametrize("seed", SEEDS)
def test_all_classes_are_exact_in_every_place(district, neighbour, seed):
    """A school with a summary of its own counts with that, the others with their classes."""
    chance = chance_of(f"classes {seed}")
    summary = SittingFactory()
    classes = [SittingFactory(grade=grade, programme_grade=grade) for grade in (4, 5, 6)]
    places = {}
    for place in (district, neighbour):
        one = SchoolFactory(district=place)
        places[place.pk] = [(one.pk, marks(chance, one, summary, is_known=True))]
        for school in SchoolFactory.create_batch(chance.randint(2, 6), district=place):
            pairs = [marks(chance, school, one) for one in chance.sample(classes, chance.randint(1, 3))]
            pair = joined(school, pairs)
            if chance.random() < 0.3:
                pair = marks(chance, school, summary)
            places[place.pk].append((school.pk, pair))
    same_in_every_place(district, Exam.VPR, places, [pk for pk, _ in places[district.pk]][::2])
    table = dynamics_measures(district=district, years=(2021,), exams=[Exam.VPR], core_only=True)
    for pk, pair in places[district.pk]:
        cell = table.cells(table.row(f"school-{pk}"), Measure.MEAN)[0]
        if pair and cell.participants == pair[1] and not has_summary(pk, summary):
            assert cell.value == rounded_once([pair])


def has_summary(school, summary):
    return summary.results.filter(school=school).exists()


def joined(school, pairs):
    """Classes together: unknown as soon as one class with a mean does not say how many wrote."""
    if school.results.filter(status=ResultStatus.VALUE, participants=None).exists():
        return None
    known = [pair for pair in pairs if pair]
    return (sum((each for each, _ in known), Fraction(0)), sum(n for _, n in known)) if known else None


# --- What is printed ------------------------------------------------------------------------------


@pytest.fixture
def two_schools(district, school, second_school):
    """452 : 121 = 3,7355…, and 3,73 of the two rounded means; a year before 3,58."""
    sitting = SittingFactory(exam=Exam.OGE, grade=9, programme_grade=9)
    for one, mean, counts in ((school, "4.18", (4, 6, 21, 24)), (second_school, "3.36", (28, 10, 4, 24))):
        told = dict(zip(("n2", "n3", "n4", "n5"), counts, strict=True))
        ResultFactory(school=one, sitting=sitting, mean_mark=mean, participants=sum(counts), **told)
    before = SittingFactory(exam=Exam.OGE, grade=9, programme_grade=9, year=2020)
    ResultFactory(school=school, sitting=before, mean_mark="3.58", participants=77)


def test_page_sentence_and_document_print_the_exact_mean(client, methodist, district, two_schools):
    client.force_login(methodist)
    page = client.get(reverse("monitoring:dynamics"), {"exam": "oge", "first": 2021, "last": 2021})
    assert '3,74 <span class="n">· 121</span><span class="change">+0,16</span>' in page.content.decode()
    table = dynamics_measures(district=district, years=(2021,), exams=[Exam.OGE])
    (sentence,) = sentences_of(table, measure=Measure.MEAN, rows=[table.row("district")])
    assert "выросла с 3,58 до 3,74 (+0,16)" in sentence.text
    content = render_csv(dynamics_document(district=district, years=(2021,))).decode("utf-8-sig")
    district_row = list(csv.reader(io.StringIO(content), delimiter=";"))[-1]
    assert district_row[1:4] == ["121", "3,74", "0,16"]
