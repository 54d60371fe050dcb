"""What both reports of ФИС ОКО share: tables with a heading above them and groups from wide to narrow."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from monitoring.imports._fis_oko_heading import Heading, heading_of, heading_of_file
from monitoring.imports._fis_oko_rows import Gathered
from monitoring.imports._fis_oko_sittings import Calendar
from monitoring.imports.groups import Place, placed
from monitoring.imports.layout import Patterns, Table, doubled_columns, error, tables
from monitoring.imports.parsed import ParsedFile, SittingRef
from monitoring.imports.reference import Reference
from portal.core.russian import date_ru
from portal.core.tables import Row, Sheet, UnreadableTable


@dataclass(slots=True)
class Report:
    """One file on its way: what its name says, what was gathered."""

    file_heading: Heading
    reference: Reference
    calendar: Calendar
    gathered: Gathered = field(default_factory=Gathered)
    days: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, file_name: str, reference: Reference) -> "Report":
        return cls(heading_of_file(file_name, reference), reference, Calendar(reference))

    def tables(
        self, sheets: Iterable[Sheet], patterns: Patterns, *, required: Sequence[str], label: str
    ) -> Iterator[tuple[Table, SittingRef]]:
        """Each table with its sitting; a table without one leaves a problem and no row.

        A second table of a sheet inherits what its own heading does not say.
        """
        found = False
        for sheet in sheets:
            above = Heading()
            for table in tables(sheet, patterns, required=required):
                found = True
                self.gathered.rows_read += sum(bool(table.text(row, "group")) for row in table.body)
                above = heading_of(table.heading_texts, self.reference).filled_by(above)
                if problems := doubled_columns(table, patterns):
                    self.gathered.problems.extend(problems)
                    continue
                if sitting := self._sitting(table, above):
                    yield table, sitting
        if not found:
            raise UnreadableTable(f"В файле нет таблицы «{label}». Проверьте заголовки её столбцов.")

    def _sitting(self, table: Table, above: Heading) -> SittingRef | None:
        told = above.filled_by(heading_of([table.sheet.title], self.reference)).filled_by(self.file_heading)
        if told.day:
            self.days.append(date_ru(told.day))
        top = table.heading[0] if table.heading else Row(1, ())
        return self.calendar.sitting(told, address=table.sheet.address(top, 0))

    def file(self, code: str, label: str) -> ParsedFile:
        gathered = self.gathered
        problems = [*self.calendar.problems, *gathered.problems]
        if not gathered.rows and not problems:
            text = f"В таблице «{label}» нет строк школ. Выгрузите отчёт с разбивкой по школам."
            problems.append(error("no_schools", "", text))
        days = [("Дата", ", ".join(dict.fromkeys(self.days)))] if self.days else []
        return ParsedFile(
            format=code,
            rows=tuple(gathered.rows),
            problems=tuple(problems),
            rows_read=gathered.rows_read,
            facts=(("Отчёт", label), *self.calendar.facts, *days),
        )


def school_rows(table: Table, rows: Sequence[Row]) -> Iterator[tuple[Row, Place]]:
    """The rows that are schools, each with its municipality; groups and rows without a name are left out."""
    named = [row for row in rows if table.text(row, "group")]
    for row, place in zip(named, placed([table.text(row, "group") for row in named]), strict=True):
        if place.kind is None:
            yield row, place
