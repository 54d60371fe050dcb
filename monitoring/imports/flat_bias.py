"""The official list of signs of biased ВПР: one row a school and year, 1 = marker."""

from collections.abc import Mapping, Sequence

from monitoring.imports._fis_oko_heading import heading_of, heading_of_file
from monitoring.imports._fis_oko_rows import Gathered, count_nameless, school_ref
from monitoring.imports.flat_marks import LOGIN, MUNICIPALITY, SCHOOL, YEAR
from monitoring.imports.groups import is_group
from monitoring.imports.layout import Table, doubled_columns, error, has_columns, pattern, tables, warning
from monitoring.imports.numbers import is_blank, pupils
from monitoring.imports.parsed import ParsedFile, ParsedRow
from monitoring.imports.reference import Reference
from portal.core.russian import number
from portal.core.spelling import folded
from portal.core.tables import Cell, Row, Sheet, UnreadableTable

FORMAT = "flat-bias"
LABEL = "Маркеры необъективности ВПР"
ORIGIN = "Региональный центр оценки качества образования"
_RUSSIAN, _MATHS = r"(?:ру|рус|рус\.? ?яз|русский язык|ря)", r"(?:ма|мат|матем|математика)"
_FLAGS = {
    f"{code}{grade}": pattern(
        rf"{grade} ?(?:кл\.?|класс)?[ ,-]*{words}", rf"{words}[ ,-]*{grade}(?: ?(?:кл|класс))?"
    )
    for grade in (4, 5)
    for code, words in (("rus", _RUSSIAN), ("math", _MATHS))
}
_COLUMNS = {
    "year": YEAR, "municipality": MUNICIPALITY, "school": SCHOOL, "login": LOGIN,
    "count": pattern(r"количество маркеров", r"маркеров", r"всего маркеров", r"маркеры"), **_FLAGS,
}  # fmt: skip
_YES, _NO = frozenset(("1", "+", "да", "есть")), frozenset(("0", "нет"))


def recognise(sheets: Sequence[Sheet]) -> bool:
    """By the column of markers, or by the four works."""
    return any(
        has_columns(sheets, _COLUMNS, (key, *rest))
        for key in ("school", "login")
        for rest in (("count",), tuple(_FLAGS))
    )


def read(sheets: Sequence[Sheet], *, file_name: str, reference: Reference) -> ParsedFile:
    """Counts and markers of schools by year. Raises UnreadableTable where there is no table."""
    gathered = Gathered()
    found = [table for sheet in sheets for table in _tables(sheet)]
    if not found:
        raise UnreadableTable(f"В файле нет таблицы «{LABEL}». Проверьте заголовки её столбцов.")
    for table in found:
        if problems := doubled_columns(table, _COLUMNS):
            gathered.problems.extend(problems)
            continue
        above = heading_of([*table.heading_texts, table.sheet.title], reference)
        default = above.year or heading_of_file(file_name, reference).year
        for row in table.body:
            _read_row(table, row, default, gathered)
    years = dict.fromkeys(str(row.year) for row in gathered.rows)
    return ParsedFile(
        format=FORMAT,
        rows=tuple(gathered.rows),
        problems=tuple(gathered.problems),
        rows_read=gathered.rows_read,
        facts=(("Таблица", LABEL), ("Год", ", ".join(years))),
    )


def _tables(sheet: Sheet) -> list[Table]:
    for key in ("school", "login"):
        for rest in (("count",), tuple(_FLAGS)):
            if found := list(tables(sheet, _COLUMNS, required=(key, *rest))):
                return found
    return []


def _read_row(table: Table, row: Row, default: int | None, gathered: Gathered) -> None:
    name, login = table.text(row, "school"), table.text(row, "login")
    if not (name or login) or (is_group(name) and not login):
        count_nameless(table, row, gathered, fields=("count", *_FLAGS))
        return
    gathered.rows_read += 1
    year = heading_of([table.text(row, "year")], Reference()).year or default
    if year is None:
        text = "Не удалось узнать год. Впишите его в столбец «Год»; строка не загружена."
        gathered.problems.append(error("no_year", table.address(row, "year"), text))
        return
    flags = {key: flag for key in _FLAGS if (flag := _flag(table.cell(row, key))) is not None}
    count = _count(table, row, flags, gathered)
    if count is None:
        return
    if sum(flags.values()) == count:  # the rest of the list is empty because there is no marker
        flags |= {key: 0 for key in _FLAGS if key in table.columns and is_blank(table.cell(row, key))}
    gathered.rows.append(
        ParsedRow(
            kind="markers",
            school=school_ref(name, login=login, municipality=table.text(row, "municipality")),
            sitting=None,
            numbers={"count": count, **flags},
            address=table.address(row, "school" if name else "login"),
            addresses={key: table.address(row, key) for key in ("count", *flags) if key in table.columns},
            year=year,
            computed=frozenset() if "count" in table.columns else frozenset(("count",)),
        )
    )


def _flag(cell: Cell) -> int | None:
    """1 for a marker, 0 for none, None where the list says nothing or something else."""
    text = folded(str(cell)) if not is_blank(cell) else ""
    if text in _YES:
        return 1
    return 0 if text in _NO else None


def _count(table: Table, row: Row, flags: Mapping[str, int], gathered: Gathered) -> int | None:
    """The count of the list itself; where it has no such column, of its markers."""
    gathered.problems.extend(
        error("bad_marker", table.address(row, key), "Здесь нужно 1 (маркер есть) или 0. Исправьте ячейку.")
        for key in _FLAGS
        if key not in flags and not is_blank(table.cell(row, key))
    )
    if "count" not in table.columns:
        return sum(flags.values()) if flags else None
    count = pupils(table.cell(row, "count"))
    if count is None or count > len(_FLAGS):
        text = "Здесь нужно количество маркеров от 0 до 4. Исправьте ячейку; строка не загружена."
        gathered.problems.append(error("bad_markers", table.address(row, "count"), text))
        return None
    if flags and sum(flags.values()) != count:
        marked = number(sum(flags.values()))
        text = (
            f"Отмечено маркеров: {marked}, а в столбце «Количество маркеров» — {number(count)}. "
            "Загружено, как в файле; сверьте строку."
        )
        gathered.problems.append(warning("markers_sum", table.address(row, "count"), text))
    return count
