"""The kind `dynamics`: every school of a district by years, tables for each exam and subject.

A series has a table of means and, where counts are known, one of shares; each holds at most three years, so
that it can be read on a sheet. A spreadsheet puts them side by side again.
"""

from collections.abc import Iterable, Iterator, Sequence

from monitoring.conclusions import conclusions_of, document_texts
from monitoring.enums import EXAM_CHOICES, Exam, Measure, Scale
from monitoring.formulas import formula_of
from monitoring.selectors import (
    Column,
    MeasuredRow,
    MeasuredTable,
    Shown,
    district_has_results,
    dynamics_measures,
)
from portal.core.errors import InvalidInput
from portal.core.russian import number, signed
from reports.documents.blocks import (
    Block,
    Cell,
    Document,
    HeadCell,
    Heading,
    ListBlock,
    Note,
    Paragraph,
    Table,
)
from reports.documents.findings import findings_blocks
from reports.documents.results import NAME_HEAD, legend, mark_of, series_name
from schools.models import District
from schools.selectors import listed_schools

FEW_MARK = "*"
UNKNOWN = "—"
#: years beside each other that a sheet of paper holds
YEARS_IN_A_TABLE = 3
#: Percents of the columns of a year by the number of years: a name and every word of a head stay on one line.
_MEAN_WIDTHS = {1: (18, 18, 18), 2: (12, 12, 12), 3: (9, 8, 9)}
_SHARE_WIDTHS: dict[Scale, dict[int, tuple[int, ...]]] = {
    Scale.MARK: {1: (18, 18, 18), 2: (12, 12, 12), 3: (7, 10, 8)},
    Scale.SCORE: {1: (40,), 2: (30,), 3: (22,)},
}
_SHARES = {
    Scale.MARK: (
        (Measure.LOW_SHARE, "Доля «2», %"),
        (Measure.PASS_RATE, "Успеваемость, %"),
        (Measure.QUALITY_RATE, "Качество знаний, %"),
    ),
    Scale.SCORE: ((Measure.LOW_SHARE, "Ниже минимума, %"),),
}


def dynamics_document(
    *, district: District, years: Sequence[int], exams: Sequence[Exam] = tuple(Exam)
) -> Document:
    """The document over calendar `years`; raises InvalidInput where nothing has been entered."""
    if not district_has_results(district=district, years=years):
        raise InvalidInput(
            {"year": f"За {_years(years)} результатов нет: {district}. Введите их или смените год."}
        )
    listed = list(listed_schools(district=district, year=years[-1] - 1).values_list("pk", flat=True))
    tables = {
        exam: dynamics_measures(district=district, years=years, exams=[exam], listed=listed) for exam in exams
    }
    blocks: list[Block] = [
        Heading("Динамика образовательных результатов", level=1, align="center"),
        Paragraph(f"{district.full_name}, {_years(years)}", align="center", indent=False),
    ]
    for exam, table in tables.items():
        if found := list(_exam_tables(table)):
            blocks += [Heading(exam.label, level=2), *found]
    if len(blocks) == 2:
        raise InvalidInput(
            {
                "year": f"По выбранным экзаменам за {_years(years)} результатов нет: {district}. "
                "Участники без отметок и среднего балла в динамику не входят."
            }
        )
    blocks += _conclusions(district, list(tables.values()), listed)
    blocks += findings_blocks(district=district, years=years, exams=exams)
    return Document(
        title=f"Динамика образовательных результатов{_of_exams(exams)}: {district}, {_span(years)}",
        blocks=(*blocks, *_rules(tables[exams[0]])),
        landscape=True,
    )


def _of_exams(exams: Sequence[Exam]) -> str:
    """«, ОГЭ и ГВЭ-9» where exams were chosen: two files of one district must not have one name."""
    names = [name for name, chosen in EXAM_CHOICES.values() if chosen == tuple(exams)]
    return f", {names[0]}" if names else ""


def _span(years: Sequence[int]) -> str:
    return f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])


def _years(years: Sequence[int]) -> str:
    return f"{_span(years)} {'годы' if len(years) > 1 else 'год'}"


def _conclusions(district: District, tables: Iterable[MeasuredTable], listed: list[int]) -> list[Block]:
    known = conclusions_of(district=district)
    texts = [text for table in tables for text in document_texts(table, listed=listed, conclusions=known)]
    return [Heading("Выводы", level=2), ListBlock(tuple(texts))] if texts else []


def _rules(table: MeasuredTable) -> list[Block]:
    formulas = [formula_of(measure, table.rules) for measure in Measure if measure != Measure.LEARNING_LEVEL]
    first, *others = formulas
    own = [formula.parts[0] for formula in formulas]
    return [Note(" ".join([*own, *first.parts[1:]]))] if others else []


def _exam_tables(table: MeasuredTable) -> Iterator[Table]:
    """The tables of each series that has at least one number."""
    for series in dict.fromkeys(column.series for column in table.columns):
        columns = [column for column in table.columns if column.series == series]
        if _has_any(table, columns, Measure.MEAN):
            yield from _mean_tables(table, columns)
        if _has_any(table, columns, Measure.LOW_SHARE):
            yield from _share_tables(table, columns)


def _has_any(table: MeasuredTable, columns: Sequence[Column], measure: str) -> bool:
    return any(
        table.cell(row, column.sitting, measure).value is not None for row in table.rows for column in columns
    )


def _mean_tables(table: MeasuredTable, columns: Sequence[Column]) -> Iterator[Table]:
    scale = columns[0].sitting.scale
    mean = "Средняя отметка" if scale == Scale.MARK else "Средний балл"
    for part in _parts(columns):
        cells = {
            row.key: [table.cell(row, column.sitting, Measure.MEAN) for column in part]
            for row in table.all_rows
        }
        body = [(Cell.label(row.name), *_triples(cells[row.key])) for row in table.all_rows]
        yield Table(
            caption=_caption(columns, part, "средние"),
            head=_head(part, ("Участников", mean, "Изменение")),
            body=tuple(body),
            widths=_widths(_MEAN_WIDTHS[len(part)] * len(part)),
            note=_note(table, part, cells),
        )


def _share_tables(table: MeasuredTable, columns: Sequence[Column]) -> Iterator[Table]:
    scale = Scale(columns[0].sitting.scale)
    shares = _SHARES[scale]
    for part in _parts(columns):
        if _has_any(table, part, Measure.LOW_SHARE):
            yield Table(
                caption=_caption(columns, part, "доли"),
                head=_head(part, tuple(words for _, words in shares)),
                body=tuple(
                    (Cell.label(row.name), *_shares(table, row, part, shares)) for row in table.all_rows
                ),
                widths=_widths(_SHARE_WIDTHS[scale][len(part)] * len(part)),
            )


def _parts(columns: Sequence[Column]) -> Iterator[Sequence[Column]]:
    for start in range(0, len(columns), YEARS_IN_A_TABLE):
        yield columns[start : start + YEARS_IN_A_TABLE]


def _caption(columns: Sequence[Column], part: Sequence[Column], what: str) -> str:
    years = [column.sitting.year for column in part]
    span = f", {_span(sorted({years[0], years[-1]}))}" if len(part) < len(columns) else ""
    return f"{series_name(columns)}: {what}{span}"


def _head(part: Sequence[Column], measures: Sequence[str]) -> tuple[tuple[HeadCell, ...], ...]:
    return (
        (HeadCell(NAME_HEAD, rowspan=3), HeadCell(series_name(part), colspan=len(part) * len(measures))),
        tuple(HeadCell(_year_words(column), colspan=len(measures)) for column in part),
        tuple(HeadCell(text) for _ in part for text in measures),
    )


def _year_words(column: Column) -> str:
    """«2021», «2022, весна»; in autumn with the class that wrote by the programme of the class before."""
    sitting = column.sitting
    shifted = sitting.grade and sitting.programme_grade and sitting.grade != sitting.programme_grade
    return f"{column.year_words}{f', {sitting.grade} класс' if shifted else ''}"


def _triples(shown: Iterable[Shown]) -> list[Cell]:
    return [cell for one in shown for cell in _triple(one)]


def _triple(shown: Shown) -> tuple[Cell, Cell, Cell]:
    if shown.value is None:
        missing = Cell.missing(shown.status, mark_of(shown.status))
        return missing, missing, missing
    few = FEW_MARK if shown.is_few else ""
    few_change = FEW_MARK if shown.is_few or shown.is_few_before else ""
    mean = Cell.number(shown.value, f"{number(shown.value)}{few}")
    change = (
        Cell.missing("no_data", UNKNOWN)
        if shown.change is None
        else Cell.number(shown.change, f"{signed(shown.change)}{few_change}")
    )
    if shown.participants is None:
        return Cell.missing("no_data", UNKNOWN), mean, change
    return Cell.number(shown.participants, number(shown.participants)), mean, change


def _shares(
    table: MeasuredTable, row: MeasuredRow, part: Sequence[Column], shares: Sequence[tuple[Measure, str]]
) -> Iterator[Cell]:
    for column in part:
        mean = table.cell(row, column.sitting, Measure.MEAN)
        for measure, _ in shares:
            shown = table.cell(row, column.sitting, measure)
            if shown.value is not None:
                yield Cell.number(shown.value, f"{number(shown.value)}{FEW_MARK if shown.is_few else ''}")
            elif mean.value is not None:
                yield Cell.missing("no_data", UNKNOWN)
            else:
                yield Cell.missing(shown.status, mark_of(shown.status))


def _note(table: MeasuredTable, part: Sequence[Column], cells: dict[str, list[Shown]]) -> str:
    shown = [cell for found in cells.values() for cell in found]
    notes = legend(shown)
    if any(cell.value is not None and cell.participants is None for cell in shown):
        notes.append(f"«{UNKNOWN}» в графе «Участников» — источник не называет их числа")
    if any(cell.is_few or (cell.is_few_before and cell.change is not None) for cell in shown):
        notes.append(f"{FEW_MARK} — меньше {table.rules.few} участников: о росте или снижении судить нельзя")
    notes += [words for row in table.groups if (words := _left_out(row, part, cells[row.key]))]
    return f"{'; '.join(notes)}." if notes else ""


def _left_out(row: MeasuredRow, part: Sequence[Column], cells: Sequence[Shown]) -> str:
    """«район, школ в среднем: 2019 — 17 из 20, 2021 — 16 из 20», short: a note has its limit."""
    said = [
        f"{column.year_words} — {cell.schools[0]} из {cell.schools[1]}"
        for column, cell in zip(part, cells, strict=True)
        if cell.schools and cell.schools[0] < cell.schools[1]
    ]
    name = row.name.partition(",")[0].lower()
    among = " из внёсших результат" if any(cell.of_results for cell in cells) else ""
    return f"{name}, школ в среднем{among}: {', '.join(said)}" if said else ""


def _widths(numbers: tuple[int, ...]) -> tuple[int, ...]:
    return (100 - sum(numbers), *numbers)
