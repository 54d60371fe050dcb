"""The kind `dynamics`: every school of a district by years, one table for each exam and subject."""

from collections.abc import Sequence
from decimal import Decimal

from monitoring.enums import Exam
from monitoring.selectors import Cell as Result
from monitoring.selectors import Column, DynamicsTable, district_has_results, dynamics_table
from portal.core.errors import InvalidInput
from portal.core.russian import number, signed
from reports.documents.blocks import Block, Cell, Document, HeadCell, Heading, Note, Paragraph, Table
from reports.documents.results import legend, result_cell, scale_words, series_title
from schools.models import District

FEW_MARK = "*"
UNKNOWN = "—"
#: Percents of the three columns of a year by the number of years: a school's name stays on one line.
YEAR_WIDTHS = {1: (18, 18, 18), 2: (12, 12, 12), 3: (9, 8, 9)}
RULES = (
    "Среднее по району взвешено по числу участников: сумма произведений средней школы на число её участников "
    "делится на число всех участников; школы, у которых число участников неизвестно, в него не входят. "
    "Изменение — разность со средней предыдущего календарного года в той же шкале. "
    "Округление — до сотых, половина вверх."
)


def dynamics_document(
    *, district: District, years: Sequence[int], exams: Sequence[Exam] = tuple(Exam)
) -> Document:
    """The document over calendar `years`; raises InvalidInput where nothing has been entered."""
    if not district_has_results(district=district, years=years):
        raise InvalidInput(
            {"year": f"За {_span(years)} годы результатов нет: {district}. Введите их или смените год."}
        )
    blocks: list[Block] = [
        Heading("Динамика образовательных результатов", level=1, align="center"),
        Paragraph(f"{district.full_name}, {_span(years)} годы", align="center", indent=False),
    ]
    for exam in exams:
        tables = _exam_tables(dynamics_table(district=district, years=years, exams=[exam]))
        if tables:
            blocks += [Heading(exam.label, level=2), *tables]
    return Document(
        title=f"Динамика образовательных результатов: {district}, {_span(years)}",
        blocks=(*blocks, Note(RULES)),
        landscape=True,
    )


def _span(years: Sequence[int]) -> str:
    return f"{years[0]}–{years[-1]}"


def _exam_tables(table: DynamicsTable) -> list[Block]:
    """One table for each series that has at least one number."""
    tables: list[Block] = []
    for series in dict.fromkeys(column.series for column in table.columns):
        indexes = [index for index, column in enumerate(table.columns) if column.series == series]
        if any(row.cells[index].value is not None for row in table.rows for index in indexes):
            tables.append(_series_table(table, [table.columns[index] for index in indexes], indexes))
    return tables


def _series_table(table: DynamicsTable, columns: list[Column], indexes: list[int]) -> Table:
    body = [
        (Cell.label(row.school.short_name), *_cells([row.cells[index] for index in indexes]))
        for row in table.rows
    ]
    means = [table.mean[index] for index in indexes]
    body.append((Cell.label("Район, среднее по участникам"), *_cells(means)))
    return Table(
        caption=series_title(columns[0]),
        head=_head(columns),
        body=tuple(body),
        widths=_widths(len(columns)),
        note=_note(table, indexes, columns, means),
    )


def _head(columns: list[Column]) -> tuple[tuple[HeadCell, ...], ...]:
    years = [HeadCell(_year_words(column), colspan=3) for column in columns]
    measures = [
        HeadCell(text) for column in columns for text in ("Участников", scale_words(column), "Изменение")
    ]
    return ((HeadCell("Наименование ОО", rowspan=2), *years), tuple(measures))


def _year_words(column: Column) -> str:
    season = ", осень" if column.sitting.season == "autumn" else ""
    return f"{column.sitting.year} год{season}"


def _cells(results: list[Result]) -> list[Cell]:
    return [cell for result in results for cell in _three(result)]


def _three(result: Result) -> tuple[Cell, Cell, Cell]:
    mean = result_cell(result, FEW_MARK if result.is_few else "")
    if result.value is None:
        return Cell.missing(result.status, mean.text), mean, Cell.missing(result.status, mean.text)
    return _count(result.participants), mean, _change(result.change)


def _count(participants: int | None) -> Cell:
    if participants is None:
        return Cell.missing("no_data", UNKNOWN)
    return Cell.number(participants, number(participants))


def _change(change: Decimal | None) -> Cell:
    return Cell.missing("no_data", UNKNOWN) if change is None else Cell.number(change, signed(change))


def _note(table: DynamicsTable, indexes: list[int], columns: list[Column], means: list[Result]) -> str:
    shown = [row.cells[index] for row in table.rows for index in indexes]
    notes = legend([*shown, *means])
    if any(result.value is not None and result.participants is None for result in shown):
        notes.append(f"«{UNKNOWN}» в графе «Участников» — источник не называет их числа")
    if any(result.is_few for result in [*shown, *means]):
        notes.append(f"{FEW_MARK} — меньше 10 участников: о росте или снижении судить нельзя")
    for column, mean in zip(columns, means, strict=True):
        if mean.schools and mean.schools[0] < mean.schools[1]:
            counted, valued = mean.schools
            notes.append(
                f"среднее по району за {column.sitting.year} год: {counted} из {valued} школ с результатом"
            )
    return f"{'; '.join(notes)}." if notes else ""


def _widths(years: int) -> tuple[int, ...]:
    """Nothing for more years: then the renderer measures the texts."""
    numbers = YEAR_WIDTHS.get(years, ()) * years
    return (100 - sum(numbers), *numbers) if numbers else ()
