"""Counts out of percents, and rows of schools gathered so that none is counted twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from monitoring.enums import ResultStatus
from monitoring.imports.groups import GroupKind, group_kind, school_login
from monitoring.imports.layout import Table, error, pattern, warning
from monitoring.imports.numbers import amount, is_blank, pupils
from monitoring.imports.parsed import Number, ParsedRow, Problem, SchoolRef
from portal.core.russian import number, rounded
from portal.core.tables import Row

MARKS = ("n2", "n3", "n4", "n5")
#: «2», «2, %», «Доля «2»», «Отметка 2 (%)», as `column_name` leaves them
MARK_COLUMNS = {
    f"n{mark}": pattern(rf"(?:доля |процент |отметка |отметок |% )*{mark}(?:[ ,]*\(?[ ]?%[ )]*)?")
    for mark in range(2, 6)
}
#: A number of a primary score or a task as the head of a column: such a table is not one of marks.
OTHER_NUMBER = pattern(r"0|1|[6-9]|\d\d+|\d+[.,]\d+|\d+\s?[kк]\d+")
GROUPS = pattern(r"групп[аы] участников(?: \W?.*)?", r"группы")
PARTICIPANTS = pattern(
    r"количество участников(?: впр)?(?:, чел)?", r"участников", r"количество уч", r"всего участников"
)
SCHOOLS_COUNT = pattern(r"количество (?:оо|школ|организаций)")
MEAN = pattern(r"средн(?:яя|ий) (?:отметка|оценка|балл отметки)")
_NOTHING, _HUNDREDTH, _HUNDRED = Decimal(0), Decimal("0.01"), Decimal(100)
#: By how much four rounded percents may miss 100, by their decimals; whole ones print no 101
_ROUNDING = {0: Decimal("0.5"), 1: Decimal("0.2"), 2: Decimal("0.02")}


@dataclass(frozen=True, slots=True)
class Numbers:
    """What one row says: numbers, those computed of percents, and why there is no number."""

    numbers: Mapping[str, Number]
    computed: frozenset[str] = frozenset()
    status: str = ResultStatus.VALUE
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Gathered:
    """The rows and problems of one file. A school that stands twice is for the matching to judge."""

    rows: list[ParsedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows_read: int = 0


def school_ref(name: str, *, login: str = "", municipality: str = "") -> SchoolRef:
    """The school as the file names it; the login stands in its own column or behind the name."""
    return SchoolRef(
        name=name,
        login=school_login(login) or school_login(name),
        municipality=" ".join(municipality.split()),
    )


def count_nameless(table: Table, row: Row, gathered: Gathered, *, fields: Sequence[str]) -> None:
    """A row of numbers that names neither a school nor «Итого» is nobody's: it is counted and told."""
    if any(table.text(row, key) for key in ("school", "login")):
        return  # a group of schools
    texts = (row.text(index) for index in range(len(row.cells)))
    if all(map(is_blank, table.cells(row, fields))) or GroupKind.WHOLE in map(group_kind, texts):
        return
    gathered.rows_read += 1
    text = (
        "Не видно, чья это строка: в ней нет ни логина, ни названия школы. Она не загружена. "
        "Впишите логин или название и загрузите файл снова."
    )
    gathered.problems.append(error("nameless_row", table.address(row, "school"), text))


def participants_of(table: Table, row: Row) -> tuple[int | None, list[Problem]]:
    """The count of participants; None with a problem for what is none."""
    count = pupils(table.cell(row, "participants"))
    if count is not None:
        return count, []
    text = "Здесь нужно число участников: целое, не меньше нуля. Исправьте ячейку; строка не загружена."
    return None, [error("bad_participants", table.address(row, "participants"), text)]


def marks_of_percents(table: Table, row: Row, participants: int) -> Numbers:
    """round(p·N/100) of each percent, half-up. Percents that contradict are saved as computed, and told.

    Without all four the row says participants alone: known marks are not overwritten by nothing.
    """
    if participants == 0:
        return Numbers({}, status=ResultStatus.NO_PARTICIPANTS)
    shares = dict(zip(MARKS, map(amount, table.cells(row, MARKS)), strict=True))
    if bad := _bad_percents(table, row, shares):
        return Numbers({"participants": participants}, problems=tuple(bad))
    percents = _percents({key: share for key, share in shares.items() if share is not None})
    if len(percents) < len(MARKS):
        return Numbers(
            {"participants": participants},
            problems=(_without_marks(table, row),) if percents else (),
        )
    return _counted(table, row, percents, participants)


def _counted(table: Table, row: Row, percents: Mapping[str, Decimal], participants: int) -> Numbers:
    counts = {key: int(rounded(share * participants / _HUNDRED, 0)) for key, share in percents.items()}
    if not any(counts.values()):
        return Numbers(
            {"participants": participants}, problems=(_of_nobody(table, row, percents, participants),)
        )
    return Numbers(
        {"participants": participants, **counts, **_mean(table, row)},
        computed=frozenset(counts),
        problems=tuple(_contradictions(table, row, percents, counts, participants)),
    )


def _bad_percents(table: Table, row: Row, shares: Mapping[str, Decimal | None]) -> list[Problem]:
    found = []
    for key, share in shares.items():
        if 0 <= share <= _HUNDRED if share is not None else is_blank(table.cell(row, key)):
            continue
        text = "Здесь нужна доля в процентах от 0 до 100. Исправьте ячейку; отметки этой строки не загружены."
        found.append(error("bad_percent", table.address(row, key), text))
    return found


def _percents(shares: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
    """The four shares; what Excel keeps as a fraction of one becomes a percent.

    A dash is nobody only where the other marks make up the whole: a missing value is never 0.
    """
    total = sum(shares.values(), _NOTHING)
    if shares and abs(total - 1) <= _HUNDREDTH:
        shares = {key: share * _HUNDRED for key, share in shares.items()}
        total *= _HUNDRED
    if _is_whole(total, shares):
        return {key: shares.get(key, _NOTHING) for key in MARKS}
    return shares


def _is_whole(total: Decimal, shares: Mapping[str, Decimal]) -> bool:
    """Whether they make 100 %, as exactly as the decimals of the most exact of them can."""
    if total == _HUNDRED:
        return True
    places = max((-int(share.normalize().as_tuple().exponent) for share in shares.values()), default=0)
    return abs(total - _HUNDRED) <= _ROUNDING[min(max(places, 0), 2)]


def _contradictions(
    table: Table, row: Row, percents: Mapping[str, Decimal], counts: Mapping[str, int], participants: int
) -> list[Problem]:
    total, gained = sum(percents.values(), _NOTHING), sum(counts.values())
    if total == _HUNDRED and gained == participants:
        return []
    found, address = [], table.address(row, "n2")
    if not _is_whole(total, percents):
        text = f"Доли отметок дают в сумме {number(total)} %, а не 100 %. Сверьте строку с отчётом ФИС ОКО."
        found.append(warning("percent_total", address, text))
    if gained != participants:
        text = (
            f"По долям получается отметок: {number(gained)}, а участников: {number(participants)}. "
            "Загружено, как посчитано; сверьте строку с отчётом ФИС ОКО и при необходимости исправьте числа."
        )
        found.append(warning("percent_sum", address, text))
    return found


def _of_nobody(table: Table, row: Row, percents: Mapping[str, Decimal], participants: int) -> Problem:
    """«1 | 2 | 3 | 4» of ten pupils are hardly shares."""
    text = (
        f"Доли отметок вместе дают {number(sum(percents.values(), _NOTHING))} %: при числе участников "
        f"{number(participants)} не выходит ни одной отметки, и отметки не загружены. Если здесь количества, "
        "впишите вместо них доли в процентах."
    )
    return error("bad_percent", table.address(row, "n2"), text)


def _without_marks(table: Table, row: Row) -> Problem:
    return warning(
        "percent_missing",
        table.address(row, "n2"),
        "Доли есть не у всех отметок, и вместе они не дают 100 %: отметки посчитать нельзя. "
        "Допишите недостающие доли.",
    )


def _mean(table: Table, row: Row) -> dict[str, Decimal]:
    """The mean only where the file itself prints one."""
    mean = amount(table.cell(row, "mean_mark"))
    return {"mean_mark": rounded(mean)} if mean is not None and 2 <= mean <= 5 else {}
