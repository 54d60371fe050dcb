"""The tables of the document on execution."""

from collections.abc import Iterable, Sequence

from portal.core.russian import counted, date_ru, number
from reports.documents.blocks import Cell, HeadCell, Table
from roadmaps.marks import mark_of
from roadmaps.models import MeasureInForce
from roadmaps.selectors import Debt, MeasureFact
from roadmaps.totals import Cover, ResultSum, Totals
from roadmaps.totals_table import SHARES, Rows, TotalsTable

#: the least percent of the width in which a name of a school is read
_NAME_WIDTH = 14


def totals_table(caption: str, first_head: str, rows: Rows, whole: Totals) -> Table:
    """Counts that add up to the last row, and the two shares."""
    table = TotalsTable(caption, first_head, rows, whole)
    return Table(
        caption=caption,
        head=_head(first_head, *table.heads, *SHARES),
        body=tuple(
            (Cell.label(name), *map(_count, counts), *map(_share, shares))
            for name, counts, shares in (*table.lines, table.sum)
        ),
        widths=_widths(table.heads),
    )


def _widths(heads: Sequence[str]) -> tuple[int, ...]:
    """Percents by the longest word of each head, so that none is broken; the rest is for the name."""
    longest = [max(map(len, head.split())) for head in (*heads, *SHARES)]
    for margin in (4, 3, 2):
        others = [length // 2 + margin for length in longest]
        if (rest := 100 - sum(others)) >= _NAME_WIDTH:
            return rest, *others
    return ()


def sum_table(whole: Totals) -> Table:
    """The last row of all tables, one count a line: it stands in the text itself."""
    table = TotalsTable("", "", [], whole)
    _, counts, shares = table.sum
    return Table(
        caption="Всего по картам",
        head=_head("Показатель", "Значение"),
        body=tuple(
            (Cell.label(head), cell)
            for head, cell in zip(
                ("Всего мероприятий", *table.heads[1:], *SHARES),
                (*map(_count, counts), *map(_share, shares)),
                strict=True,
            )
        ),
        widths=(75, 25),
    )


def covers_table(covers: Iterable[Cover], *, of_schools: bool) -> Table:
    """`of_schools` is whether plans of schools are among those that are counted."""
    schools = ("Школ",) if of_schools else ()
    return Table(
        caption="Охват по формам работы",
        head=_head("Форма", "Мероприятий", *schools, "Выполнено", "Выполнено, %"),
        body=tuple(
            (
                Cell.label(cover.form or "форма не указана"),
                _count(cover.totals.measures),
                *(_count(cover.schools) for _ in schools),
                _count(cover.totals.done),
                _share(cover.totals.done_share),
            )
            for cover in covers
        ),
    )


def results_table(results: Iterable[ResultSum], *, of_schools: bool) -> Table:
    schools = ("Школ",) if of_schools else ()
    return Table(
        caption="Результаты в числах по принятым отчётам",
        head=_head("Кто или что, что сделано", "Сколько", *schools, "Отчётов"),
        body=tuple(
            (
                Cell.label(row.name),
                Cell.number(row.quantity, number(row.quantity)),
                *(_count(row.schools) for _ in schools),
                _count(row.reports),
            )
            for row in results
        ),
    )


def overdue_table(facts: Iterable[MeasureFact]) -> Table:
    """The longest overdue first."""
    return Table(
        caption="Срок прошёл, принятого отчёта о выполнении нет",
        head=_head("Чья карта", "№", "Мероприятие", "Последний день срока", "Дней просрочки"),
        body=tuple(
            (
                Cell.label(fact.measure.roadmap.owner_name),
                Cell.plain(fact.measure.number),
                Cell.plain(fact.measure.name),
                Cell.plain(date_ru(fact.measure.ends_on)),
                _count(fact.days_late),
            )
            for fact in sorted(facts, key=lambda fact: -fact.days_late)
        ),
        widths=(24, 7, 43, 14, 12),
    )


def debts_table(debts: Iterable[Debt]) -> Table:
    return Table(
        caption="Кто не отчитался",
        head=_head(
            "Чья карта", "Мероприятий без отчёта о выполнении", "Самое давнее", "Последний день срока"
        ),
        body=tuple(
            (
                Cell.label(debt.roadmap.owner_name),
                _count(len(debt.overdue)),
                Cell.plain(f"{debt.oldest.measure.number}. {debt.oldest.measure.name}"),
                Cell.plain(date_ru(debt.oldest.measure.ends_on)),
            )
            for debt in debts
        ),
        widths=(26, 15, 42, 17),
    )


def measures_table(caption: str, facts: Sequence[MeasureFact], results: dict[int, str]) -> Table:
    """One row for a measure, a row across for a section; results are those of accepted reports only."""
    rows: list[tuple[Cell, ...]] = []
    section = None
    for fact in facts:
        measure = fact.measure
        if (measure.section_place, measure.section) != section:
            section = (measure.section_place, measure.section)
            if measure.section:
                rows.append((Cell.label(f"{measure.section_place}. {measure.section}", colspan=5),))
        rows.append(
            (
                Cell.plain(measure.number),
                Cell.plain(measure.name),
                Cell.plain(measure.term),
                Cell.plain(_executed(fact)),
                Cell.plain(results.get(measure.pk, "")),
            )
        )
    return Table(
        caption=caption,
        head=_head("№", "Мероприятие", "Срок", "Исполнение", "Результат"),
        body=tuple(rows),
        widths=(6, 30, 20, 16, 28),  # «11.05.2021-21.05.2021 г.» stands in one line
    )


def removed_table(removed: Iterable[tuple[MeasureInForce, str]]) -> Table:
    return Table(
        caption="Мероприятия, которых в действующих картах больше нет",
        head=_head("Чья карта", "№", "Мероприятие", "Снято версией", "Результат"),
        body=tuple(
            (
                Cell.label(measure.roadmap.owner_name),
                Cell.plain(measure.number),
                Cell.plain(measure.name),
                _count(measure.removed_in or 0),
                Cell.plain(result),
            )
            for measure, result in removed
        ),
        widths=(22, 7, 31, 10, 30),
    )


def _executed(fact: MeasureFact) -> str:
    """«выполнена 20.05.2021», «просрочена на 12 дней»."""
    word = mark_of(fact.state, fact.counted).word
    if fact.days_late:
        return f"{word}, {counted(fact.days_late, 'день', 'дня', 'дней')}"
    return f"{word} {date_ru(fact.done_on)}".strip()


def _head(*texts: str) -> tuple[tuple[HeadCell, ...], ...]:
    return (tuple(HeadCell(text) for text in texts),)


def _count(value: int) -> Cell:
    return Cell.number(value, number(value))


def _share(value: int | None) -> Cell:
    return Cell.missing("no_data", "—") if value is None else Cell.number(value, number(value))
