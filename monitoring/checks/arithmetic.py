"""Marks of one result, as the rules need them; the arithmetic of means is that of monitoring.measures."""

from decimal import Decimal

from monitoring.measures import Marks
from monitoring.models import Result

MARKS = {2: "n2", 3: "n3", 4: "n4", 5: "n5"}


def marks_of(result: Result) -> Marks | None:
    """The four counts, or None unless all are known and somebody has a mark."""
    marks = Marks.known(result.n2, result.n3, result.n4, result.n5)
    return marks if marks is not None and marks.total else None


def spread_of(marks: Marks) -> Decimal:
    """Standard deviation of marks; of a single pupil 0."""
    counts = dict(zip(MARKS, marks, strict=True))
    mean = Decimal(sum(mark * count for mark, count in counts.items())) / marks.total
    squares = sum(((mark - mean) ** 2 * count for mark, count in counts.items()), Decimal(0))
    return (squares / (marks.total - 1)).sqrt() if marks.total > 1 else Decimal(0)
