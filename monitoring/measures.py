"""Arithmetic of results: counts in, a mean or a percent out, exact and half-up.

Every function takes counts of one group (a school's class, a school, a district) and gives None where they
are unknown or nobody was marked: a missing value is never 0. Percents go from 0 to 100 and have two places.
Words and formulas: В. П. Симонов for СОУ; for the others the usual rules of school reports, as in
http://lyc.zelenogorsk.ru:8083/Help/formulas.htm.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple, Self

from monitoring.enums import Measure, ParameterCode
from portal.core.russian import rounded

#: «3,3» for 3,33 and «3,4» for 3,35: a mean may be typed to tenths
MEAN_ROUNDING = Decimal("0.05")
_MARKS = (2, 3, 4, 5)
_COEFFICIENTS = (
    ParameterCode.LEARNING_2,
    ParameterCode.LEARNING_3,
    ParameterCode.LEARNING_4,
    ParameterCode.LEARNING_5,
)


class Marks(NamedTuple):
    """How many pupils got each mark; all four are known."""

    n2: int
    n3: int
    n4: int
    n5: int

    @property
    def total(self) -> int:
        return self.n2 + self.n3 + self.n4 + self.n5

    def joined(self, other: "Marks") -> "Marks":
        """The marks of two groups together."""
        return Marks(*(ours + theirs for ours, theirs in zip(self, other, strict=True)))

    @classmethod
    def known(cls, *counts: int | None) -> Self | None:
        """The four counts, or None as soon as one of them is unknown."""
        found = [count for count in counts if count is not None]
        return cls(*found) if len(found) == len(_MARKS) else None


class Coefficients(NamedTuple):
    """What one «2», «3», «4» and «5» weigh in the degree of learning (СОУ)."""

    of2: Decimal
    of3: Decimal
    of4: Decimal
    of5: Decimal

    @classmethod
    def of(cls, parameters: Mapping[str, Decimal]) -> Self:
        """Those in force, out of `parameters_of(year=…)`."""
        return cls(*(Decimal(parameters[code]) for code in _COEFFICIENTS))


def points_of(
    *,
    mark: Decimal | None,
    score: Decimal | None,
    participants: int | None,
    marks: Sequence[int | None],
    score_sum: int | None,
) -> Decimal | None:
    """The exact sum of marks or scores of one result, so that a group is not made of rounded means.

    2·n2 + 3·n3 + 4·n4 + 5·n5 where the four counts are known and add up to the participants; the sum of
    scores where it is known and agrees with the mean; else mean × participants. None where nobody knows
    the mean or how many wrote.
    """
    if not participants:
        return None
    if score is not None:
        weighed = score * participants
        if score_sum is None or _differ(weighed, score_sum, participants):
            return weighed
        return Decimal(score_sum)
    if None not in marks and sum(marks) == participants:  # type: ignore[arg-type]  # no None among them
        n2, n3, n4, n5 = marks
        return Decimal(2 * n2 + 3 * n3 + 4 * n4 + 5 * n5)  # type: ignore[operator]
    return None if mark is None else mark * participants


def _differ(weighed: Decimal, score_sum: int, participants: int) -> bool:
    """A sum that tells another mean, even one typed to tenths, was left by other numbers."""
    return abs(weighed - score_sum) > MEAN_ROUNDING * participants


def still_summed(
    score_sum: int | None,
    *,
    before: tuple[Decimal | None, int | None],
    after: tuple[Decimal | None, int | None],
) -> int | None:
    """The sum of scores of a file while (mean, participants) stay: it belongs to no other numbers."""
    return score_sum if before == after else None


def pooled_mean(points: Decimal, participants: int) -> Decimal:
    """Σ points / Σ participants of a group, rounded only here."""
    return rounded(points / participants)


def mean_mark(marks: Marks | None) -> Decimal | None:
    """Средняя отметка = (2·n2 + 3·n3 + 4·n4 + 5·n5) / N."""
    return _divided(marks, _MARKS)


def low_share(marks: Marks | None) -> Decimal | None:
    """Доля «2» = n2 · 100 / N, %."""
    return _divided(marks, (100, 0, 0, 0))


def pass_rate(marks: Marks | None) -> Decimal | None:
    """Успеваемость = (n3 + n4 + n5) · 100 / N, %."""
    return _divided(marks, (0, 100, 100, 100))


def quality_rate(marks: Marks | None) -> Decimal | None:
    """Качество знаний = (n4 + n5) · 100 / N, %."""
    return _divided(marks, (0, 0, 100, 100))


def learning_level(marks: Marks | None, coefficients: Coefficients) -> Decimal | None:
    """СОУ = (k5·n5 + k4·n4 + k3·n3 + k2·n2) / N, %; coefficients are settings, usually 100, 64, 36, 16."""
    return _divided(marks, coefficients)


def below_share(below: int | None, judged: int | None) -> Decimal | None:
    """Не преодолели минимум = (ниже минимума) · 100 / (участников), %; `judged` are all participants."""
    if below is None or not judged:
        return None
    return rounded(Decimal(below) * 100 / judged)


def passed_share(below: int | None, judged: int | None) -> Decimal | None:
    """Преодолели минимум = (участников − ниже минимума) · 100 / (участников), %."""
    if below is None or not judged:
        return None
    return rounded(Decimal(judged - below) * 100 / judged)


def of_marks(measure: str, marks: Marks | None, coefficients: Coefficients) -> Decimal | None:
    """One of the four percents of an exam that is marked."""
    if measure == Measure.LEARNING_LEVEL:
        return learning_level(marks, coefficients)
    formulas = {
        Measure.LOW_SHARE: low_share,
        Measure.PASS_RATE: pass_rate,
        Measure.QUALITY_RATE: quality_rate,
    }
    return formulas[Measure(measure)](marks)


def of_scores(measure: str, below: int | None, judged: int | None) -> Decimal | None:
    """The same for an exam with test scores, which knows no marks: only its minimum divides pupils."""
    if measure == Measure.LOW_SHARE:
        return below_share(below, judged)
    return passed_share(below, judged) if measure == Measure.PASS_RATE else None


def _divided(marks: Marks | None, weights: tuple[int | Decimal, ...]) -> Decimal | None:
    if marks is None or not marks.total:
        return None
    total = sum((Decimal(weight) * count for weight, count in zip(weights, marks, strict=True)), Decimal(0))
    return rounded(total / marks.total)
