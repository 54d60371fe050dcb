"""Numbers of a row that contradict each other or what stands. Nothing here asks the database."""

from decimal import Decimal

from monitoring.enums import ResultStatus, Scale
from monitoring.measures import MEAN_ROUNDING
from monitoring.services.import_merge import mean_of
from monitoring.services.import_rows import MARKS, Incoming, Values
from portal.core.russian import number, rounded

_COUNTS = ("participants", *MARKS)


def odd_mean(row: Incoming, old: Values | None, scale: str) -> str | None:
    """Why the mean of a row is not taken: its marks give another one. Empty where it is only rounded.

    A report that prints shares knows its mean better than the counts made of them, as far as these are
    rounded; and what the portal itself has written into its book comes back as it was.
    """
    told = row.numbers.get("mean_mark")
    found = mean_of(row.numbers, scale) if scale == Scale.MARK and not row.whole else None
    if told is None or found is None:
        return None
    if abs(told - found) <= MEAN_ROUNDING if row.computed else rounded(Decimal(told)) == found:
        return None
    if not row.computed and _stands(row, old):
        return None
    if rounded(found, 1) == told:
        return ""
    return (
        f"Средняя отметка {number(Decimal(told))} не сходится с отметками: по ним {number(found)}. Взята "
        "средняя по отметкам; сверьте отметки и уберите или исправьте среднюю."
    )


def _stands(row: Incoming, old: Values | None) -> bool:
    return old is not None and all(old[name] == row.numbers[name] for name in (*MARKS, "mean_mark"))


def other_total(row: Incoming, old: Values | None, new: Values) -> str | None:
    """What to say where the marks of the new result are not as many as its participants.

    A sum that stood before is an old matter; shares of a report are told where they are read.
    """
    if new["status"] != ResultStatus.VALUE or row.computed or None in (counts := [new[n] for n in _COUNTS]):
        return None
    people, marks = counts[0], sum(counts[1:])
    if people == marks or (old is not None and [old[name] for name in _COUNTS] == counts):
        return None
    return f"Участников {number(people)}, а отметок {number(marks)}."


def fewer_participants(old: Values | None, new: Values) -> str:
    """What to say where protocols leave less than half of the participants that stand."""
    was, now = (each["participants"] if each is not None else None for each in (old, new))
    if was is None or now is None or 2 * now >= was:
        return ""
    return (
        f"Было участников {number(was)}, а по протоколам {number(now)}: прежний результат будет заменён. "
        "Если это протокол одного из дней экзамена, загрузите и протоколы других дней."
    )


def says_all_counts(row: Incoming) -> bool:
    """A row with participants and all marks is its own witness; a part of them only overlays what stands."""
    return row.numbers.keys() >= set(_COUNTS)
