"""What is known of one group at one sitting, and how several groups become one."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from monitoring.enums import Measure, ResultStatus, Scale
from monitoring.measures import Coefficients, Marks, of_marks, of_scores, pooled_mean
from monitoring.selectors.dynamics import common_absence

#: A sum of one or two schools would tell their results to who may not read them.
SCHOOLS_TOLD = 3


class Coverage(NamedTuple):
    """How many schools a sum is made of: its mean, its marks, its counts below the minimum.

    `expected` is how many there would be if nothing were missing: those that have a mean or owe one. Where
    only sums are kept, nobody knows who owes (`of_results`), and None stands for what nobody counted.
    """

    expected: int
    mean: int
    marks: int | None = None
    judged: int | None = None
    of_results: bool = False


class Figures(NamedTuple):
    """What is known of one group at one sitting.

    `marks` are counted over those for whom all four counts are known, `below` among the `judged`.
    `points` are the exact sum behind the mean, as `points_of` tells it. Only a sum has `schools`.
    """

    status: str
    mean: Decimal | None = None
    participants: int | None = None
    marks: Marks | None = None
    below: int | None = None
    judged: int | None = None
    schools: Coverage | None = None
    points: Decimal | None = None


def value_of(figures: Figures, measure: str, scale: str, coefficients: Coefficients) -> Decimal | None:
    """The number of a measure on the sitting's scale; None where its counts are unknown."""
    if measure == Measure.MEAN:
        return figures.mean
    if scale == Scale.MARK:
        return of_marks(measure, figures.marks, coefficients)
    return of_scores(measure, figures.below, figures.judged)


def base_of(figures: Figures, measure: str, scale: str) -> int | None:
    """Of how many participants the measure is made."""
    if measure == Measure.MEAN:
        return figures.participants
    if scale == Scale.MARK:
        return figures.marks.total if figures.marks else None
    return figures.judged


def schools_of(figures: Figures, measure: str, scale: str) -> tuple[int, int] | None:
    """Of how many schools the measure of a sum is made, and of how many it should be; None if not known."""
    if figures.schools is None:
        return None
    expected, mean, marks, judged, _ = figures.schools
    made_of = mean if measure == Measure.MEAN else marks if scale == Scale.MARK else judged
    return None if made_of is None else (made_of, expected)


def told(figures: Figures) -> Figures:
    """A sum without what is made of fewer than `SCHOOLS_TOLD` schools."""
    if figures.schools is None:
        return figures
    _, mean, marks, judged, _ = figures.schools
    if mean < SCHOOLS_TOLD:
        return Figures(ResultStatus.NO_DATA)
    if marks is not None and marks < SCHOOLS_TOLD:
        figures = figures._replace(marks=None)
    if judged is not None and judged < SCHOOLS_TOLD:
        figures = figures._replace(below=None, judged=None)
    return figures


def pooled(parts: Iterable[Figures]) -> Figures:
    """One group of several: sums of their counts, and the mean of their points."""
    parts = list(parts)
    valued = [part for part in parts if part.mean is not None]
    weighed = [
        (part.points, part.participants) for part in valued if part.points is not None and part.participants
    ]
    points = sum((each for each, _ in weighed), Decimal(0))
    total = sum(count for _, count in weighed)
    marked = [part.marks for part in valued if part.marks]
    judged = [part for part in valued if part.below is not None and part.judged]
    return Figures(
        ResultStatus.VALUE if weighed or marked or judged else common_absence(part.status for part in parts),
        pooled_mean(points, total) if weighed else None,
        total or None,
        Marks(*map(sum, zip(*marked, strict=True))) if marked else None,
        sum(part.below or 0 for part in judged) if judged else None,
        sum(part.judged or 0 for part in judged) or None,
        Coverage(len(valued), len(weighed), len(marked), len(judged)) if valued else None,
        points if weighed else None,
    )


def of_classes(parts: list[Figures]) -> Figures | None:
    """A summary out of its classes; None unless every class with a mean says how many wrote."""
    valued = [part for part in parts if part.mean is not None]
    if not valued or not all(part.participants for part in valued):
        return None
    whole = pooled(valued)
    everyone_marked = all(part.marks for part in valued)
    return whole._replace(schools=None, marks=whole.marks if everyone_marked else None)
