"""ФИС ОКО, «Сравнение отметок с отметками по журналу»: four rows under each group."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from monitoring.imports._fis_oko_report import Report, school_rows
from monitoring.imports._fis_oko_rows import GROUPS, MARK_COLUMNS, PARTICIPANTS, school_ref
from monitoring.imports.groups import Place
from monitoring.imports.layout import Table, error, has_columns, pattern, tables, warning
from monitoring.imports.numbers import amount, is_blank, pupils
from monitoring.imports.parsed import ParsedFile, ParsedRow, Problem, SittingRef
from monitoring.imports.reference import Reference
from portal.core.russian import number, rounded
from portal.core.spelling import folded
from portal.core.tables import Row, Sheet

FORMAT = "fis-oko-journal"
LABEL = "Сравнение отметок с отметками по журналу (ФИС ОКО)"
ORIGIN = "Личный кабинет ФИС ОКО, раздел «Аналитика»"
_COLUMNS = {
    "group": GROUPS,
    "participants": PARTICIPANTS,
    "share": pattern(r"%", r"доля(?:, ?%)?", r"процент"),
}
_REQUIRED = ("group", "participants")
#: By the first word: years differ in the rest («… %», «Отметке по журналу»)
_LINES = {"понизили": "lowered", "подтвердили": "confirmed", "повысили": "raised", "всего": "participants"}
_PARTS = ("lowered", "confirmed", "raised")


@dataclass(slots=True)
class _Block:
    """A group and its four rows."""

    row: Row
    place: Place
    lines: dict[str, Row] = field(default_factory=dict)


def recognise(sheets: Sequence[Sheet]) -> bool:
    """By its columns and its three words; shares of marks beside the participants are another report."""
    if not has_columns(sheets, _COLUMNS, _REQUIRED, without=MARK_COLUMNS["n2"]):
        return False
    found = (table for sheet in sheets for table in tables(sheet, _COLUMNS, required=_REQUIRED))
    return {_line(table.text(row, "group")) for table in found for row in table.body} >= set(_PARTS)


def read(sheets: Sequence[Sheet], *, file_name: str, reference: Reference) -> ParsedFile:
    """Rows of schools: participants, and how many lowered, confirmed and raised their mark.

    Raises UnreadableTable where no sheet holds such a table.
    """
    report = Report.of(file_name, reference)
    for table, sitting in report.tables(sheets, _COLUMNS, required=_REQUIRED, label=LABEL):
        for block in _blocks(table):
            _read_block(report, table, block, sitting)
    return report.file(FORMAT, LABEL)


def _line(text: str) -> str:
    words = folded(text).split(maxsplit=1)
    return _LINES.get(words[0].strip("(:,"), "") if words else ""


def _blocks(table: Table) -> Iterator[_Block]:
    """Each school with the rows that follow it, up to the next group."""
    heads = [row for row in table.body if table.text(row, "group") and not _line(table.text(row, "group"))]
    places = {row.number: place for row, place in school_rows(table, heads)}
    block: _Block | None = None
    for row in table.body:
        line = _line(table.text(row, "group"))
        if line and block:
            block.lines.setdefault(line, row)
        elif not line and table.text(row, "group"):
            if block:
                yield block
            block = _Block(row, places[row.number]) if row.number in places else None
    if block:
        yield block


def _read_block(report: Report, table: Table, block: _Block, sitting: SittingRef) -> None:
    if not block.lines and amount(table.cell(block.row, "participants")) is None:
        return  # a line of text under the table, not a school
    counts, computed = _counts(table, block)
    problems = _problems(table, block, counts)
    report.gathered.problems.extend(problems)
    if computed and not problems:
        report.gathered.problems.append(_of_percents(table, block))
    if any(key not in counts for key in (*_PARTS, "participants")):
        return
    report.gathered.rows.append(
        ParsedRow(
            kind="journal",
            school=school_ref(table.text(block.row, "group"), municipality=block.place.municipality),
            sitting=sitting,
            numbers=counts,
            address=table.address(block.row, "group"),
            addresses={key: table.address(row, "participants") for key, row in block.lines.items()},
            computed=frozenset(computed),
        )
    )


def _counts(table: Table, block: _Block) -> tuple[dict[str, int], set[str]]:
    """The counts of the file; where it prints percents alone, those of «Всего».

    A dash is nobody only where the other lines make up the whole.
    """
    counts = {
        key: count
        for key, row in block.lines.items()
        if (count := pupils(table.cell(row, "participants"))) is not None
    }
    if "participants" not in counts and all(key in counts for key in _PARTS):
        counts["participants"] = sum(counts[key] for key in _PARTS)
    computed = set()
    total = counts.get("participants")
    for key in _PARTS:
        share = amount(table.cell(block.lines[key], "share")) if key in block.lines else None
        if total is not None and key not in counts and share is not None and 0 <= share <= 100:
            counts[key] = int(rounded(share * total / Decimal(100), 0))
            computed.add(key)
    if total is not None and sum(counts.get(key, 0) for key in _PARTS) == total:
        silent = [key for key in _PARTS if key in block.lines and key not in counts]
        dashes = [key for key in silent if is_blank(table.cell(block.lines[key], "participants"))]
        counts |= dict.fromkeys(dashes, 0)
    return counts, computed


def _problems(table: Table, block: _Block, counts: Mapping[str, int]) -> list[Problem]:
    address = table.address(block.row, "group")
    silent = [key for key in block.lines if key not in counts]
    if counts and silent:
        text = (
            "Здесь нужно число участников: целое, а если таких нет — 0. Исправьте ячейку; школа не загружена."
        )
        return [error("bad_count", table.address(block.lines[key], "participants"), text) for key in silent]
    if any(key not in counts for key in (*_PARTS, "participants")):
        text = (
            "Под школой нужны строки «Понизили», «Подтвердили», «Повысили» и «Всего» с числом участников. "
            "Допишите их или выгрузите отчёт заново; школа не загружена."
        )
        return [error("journal_lines", address, text)]
    gained = sum(counts[key] for key in _PARTS)
    if gained == counts["participants"]:
        return []
    text = (
        f"Понизили, подтвердили и повысили вместе {number(gained)}, а всего "
        f"{number(counts['participants'])}. Загружено, как в файле; сверьте строки с отчётом ФИС ОКО."
    )
    return [warning("journal_sum", address, text)]


def _of_percents(table: Table, block: _Block) -> Problem:
    text = "В файле только доли: число участников посчитано по ним. Сверьте его с отчётом ФИС ОКО."
    return warning("journal_percent", table.address(block.row, "group"), text)
