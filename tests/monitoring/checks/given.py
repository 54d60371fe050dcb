"""Rows that never see a database: a rule is a function of what it is given."""

from decimal import Decimal

from monitoring.checks import CheckData
from monitoring.enums import Exam, Scale
from monitoring.models import BiasMarkers, JournalComparison, Result, Sitting, Subject
from monitoring.parameters import PARAMETERS
from schools.models import District, School

RUS = Subject(pk=1, code="rus", name="Русский язык", short_name="Рус. яз.", is_core=True)
PHYS = Subject(pk=3, code="phys", name="Физика", short_name="Физика", is_core=False)
DISTRICT = District(pk=1, code="own", name="Свой район")
DEFAULTS = {code: Decimal(facts.default) for code, facts in PARAMETERS.items()}


def school(pk=1, name="Вторая СШ", *, taught=(), **fields):
    row = School(pk=pk, short_name=name, district=DISTRICT, **fields)
    row.taught = list(taught)
    return row


def sitting(pk=1, *, exam=Exam.VPR, scale=Scale.MARK, year=2021, subject=RUS, **fields):
    numbers = {name: Decimal(fields.pop(name)) for name in ("minimum", "entry_minimum") if name in fields}
    return Sitting(pk=pk, exam=exam, subject=subject, year=year, scale=scale, **fields, **numbers)


def ege(pk=1, **fields):
    return sitting(pk, exam=Exam.EGE, scale=Scale.SCORE, **fields)


def result(of, at, *, mark=None, score=None, marks=None, status="value", **fields):
    """`marks` are the counts of «2», «3», «4», «5»."""
    counts = dict(zip(("n2", "n3", "n4", "n5"), marks, strict=True)) if marks else {}
    return Result(
        school=of,
        sitting=at,
        district=DISTRICT,
        status=status,
        mean_mark=None if mark is None else Decimal(mark),
        mean_score=None if score is None else Decimal(score),
        **counts,
        **fields,
    )


def journal(of, at, participants, lowered, raised):
    confirmed = participants - lowered - raised
    return JournalComparison(
        school=of,
        sitting=at,
        district=DISTRICT,
        participants=participants,
        lowered=lowered,
        confirmed=confirmed,
        raised=raised,
    )


def markers(of, count, **works):
    return BiasMarkers(school=of, district=DISTRICT, year=2021, count=count, **works)


def data(*results, schools=(), sittings=(), parameters=None, **fields):
    """The year is 2021; schools and sittings of the results need no naming."""
    known = {row.pk: row for row in (*schools, *(result.school for result in results))}
    calendar = {row.pk: row for row in (*sittings, *(result.sitting for result in results))}
    return CheckData(
        district=DISTRICT,
        year=2021,
        parameters=DEFAULTS | (parameters or {}),
        schools=sorted(known.values(), key=lambda row: row.short_name),
        sittings=list(calendar.values()),
        results={(row.school_id, row.sitting_id): row for row in results},
        **fields,
    )


def texts(rule, *results, **fields):
    return [finding.text for finding in rule.findings(data(*results, **fields))]
