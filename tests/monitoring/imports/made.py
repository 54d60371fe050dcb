"""Read files made by hand: what a reader would give, without any file."""

from datetime import date
from decimal import Decimal

from monitoring.enums import Exam, Scale
from monitoring.imports.parsed import Appeal, ParsedFile, ParsedRow, SchoolRef, SittingRef
from tests.factories.monitoring import SittingFactory

DAY = date(2022, 6, 23)
VPR = SittingRef("vpr", "rus", 2021, grade=5, programme_grade=5)
EGE = SittingRef("ege", "rus", 2022, grade=11, programme_grade=11, date=DAY)


def vpr_sitting(**fields):
    return SittingFactory(**{"exam": Exam.VPR, "year": 2021, "grade": 5, "programme_grade": 5} | fields)


def ege_sitting(**fields):
    given = {"exam": Exam.EGE, "year": 2022, "grade": 11, "programme_grade": 11, "scale": Scale.SCORE}
    return SittingFactory(**given | {"minimum": 36, "entry_minimum": None} | fields)


def marks(school, n2, n3, n4, n5, *, sitting=VPR, address="Лист1!A5", **fields):
    """A row of «Статистика по отметкам»."""
    numbers = {"participants": n2 + n3 + n4 + n5, "n2": n2, "n3": n3, "n4": n4, "n5": n5}
    return ParsedRow("result", _ref(school), sitting, numbers, address, **fields)


def protocol(school, participants, score_sum, below=0, *, sitting=EGE, address="Лист1!A3", **fields):
    """A school of a protocol of ЕГЭ."""
    mean = (Decimal(score_sum) / participants).quantize(Decimal("0.01"))
    numbers = {
        "participants": participants,
        "score_sum": score_sum,
        "mean_score": mean,
        "below_minimum": below,
    }
    return ParsedRow("result", _ref(school), sitting, numbers, address, whole=True, **fields)


def appeals(school, *changes, sitting=EGE, address="Лист1!A3"):
    """Satisfied appeals: the score before and after, perhaps the day of the change."""
    made = tuple(Appeal(before, after, 1, *day) for before, after, *day in changes)
    return ParsedRow("appeals", _ref(school), sitting, {}, address, appeals=made)


def parsed(*rows, code="ris-ege", problems=()):
    return ParsedFile(code, rows, problems, rows_read=len(rows))


def _ref(school):
    return SchoolRef(name=school) if isinstance(school, str) else school
