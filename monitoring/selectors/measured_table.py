"""The table of dynamics with every measure, made of one reading: its rows, cells and changes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from monitoring.enums import Measure, ParameterCode, ResultStatus, Scale
from monitoring.measures import Coefficients
from monitoring.models import Sitting
from monitoring.selectors.dynamics import Column
from monitoring.selectors.figures import Figures, base_of, schools_of, told, value_of
from monitoring.selectors.parameters import parameters_with_sources
from portal.core.russian import counted, number
from schools.models import School

#: The keys of groups: schools of the support list, the district, its region, all places of a regional table.
LISTED, DISTRICT, REGION, WHOLE = "listed", "district", "region", "whole"


class Rules(NamedTuple):
    """The numbers of our rules that a table was made with: those in force in its last year."""

    year: int
    few: int
    coefficients: Coefficients
    low_share: Decimal
    #: by the code of the parameter: the act or the book that the number comes from
    sources: Mapping[str, str]

    @classmethod
    def of(cls, year: int) -> "Rules":
        known = parameters_with_sources(year=year)
        found = {code: value for code, (value, _) in known.items()}
        sources = {code: source for code, (_, source) in known.items()}
        few = int(found[ParameterCode.FEW_PARTICIPANTS])
        return cls(year, few, Coefficients.of(found), found[ParameterCode.LOW_SHARE], sources)


class Shown(NamedTuple):
    """One cell of a table of one measure. `participants` are those of whom the measure is made.

    `change` is the difference to the year before, `is_judged` whether anything may be said of it: not where
    fewer than the threshold took part in one of the two years, nor where nobody knows how many did.
    `schools` of a sum: of how many it is made, and of how many it should be.
    """

    status: str
    value: Decimal | None = None
    participants: int | None = None
    change: Decimal | None = None
    is_few: bool = False
    is_judged: bool = False
    before: Decimal | None = None
    participants_before: int | None = None
    schools: tuple[int, int] | None = None
    is_few_before: bool = False
    #: there are means, but nobody knows of how many participants
    is_uncounted: bool = False
    schools_before: tuple[int, int] | None = None
    #: the second of `schools` are those with a result: nobody knows who owes one
    of_results: bool = False

    @property
    def schools_words(self) -> str:
        """«20 школ», «3 из 20 школ», «3 из 20 школ с результатом», or nothing beside the result of one."""
        if self.schools is None:
            return ""
        made_of, expected = self.schools
        if made_of == expected:
            return counted(made_of, "школа", "школы", "школ")
        schools = counted(expected, "школы", "школ", "школ")
        return f"{number(made_of)} из {schools}{' с результатом' if self.of_results else ''}"

    @property
    def shows_change(self) -> bool:
        """A change of too few is not printed on a page at all: it would be read as growth or decline."""
        return self.change is not None and not (self.is_few or self.is_few_before)


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """`key` names the row in addresses: «school-12», «listed», «district», «region»."""

    key: str
    name: str
    figures: dict[int, Figures]
    school: School | None = None


@dataclass(frozen=True, slots=True)
class MeasuredTable:
    """`rows` are schools by name, `groups` what they are part of. Figures are kept by sitting."""

    years: tuple[int, ...]
    columns: list[Column]
    rows: list[MeasuredRow]
    groups: list[MeasuredRow]
    rules: Rules
    before: dict[int, list[int]]

    @property
    def has_values(self) -> bool:
        shown = [column.sitting.id for column in self.columns]
        return any(row.figures[number].mean is not None for row in self.rows for number in shown)

    @property
    def was_not_held(self) -> bool:
        """Whether the calendar knows the exams of these years and all of them were cancelled."""
        return bool(self.columns) and not any(column.sitting.is_held for column in self.columns)

    @property
    def all_rows(self) -> list[MeasuredRow]:
        return [*self.rows, *self.groups]

    def of_measure(self, measure: str) -> "MeasuredTable":
        """Without the columns that cannot have the measure: an exam with scores gives no marks to count."""
        everywhere = measure in (Measure.MEAN, Measure.LOW_SHARE, Measure.PASS_RATE)
        columns = [column for column in self.columns if everywhere or column.sitting.scale == Scale.MARK]
        return replace(self, columns=columns)

    def of_one_school(self) -> "MeasuredTable":
        """For who reads single schools only: no sum of so few that it would tell the results of another."""
        rows, groups = (
            [replace(row, figures={pk: told(one) for pk, one in row.figures.items()}) for row in rows]
            for rows in (self.rows, self.groups)
        )
        return replace(self, rows=rows, groups=groups)

    def row(self, key: str) -> MeasuredRow | None:
        return next((row for row in self.all_rows if row.key == key), None)

    def cells(self, row: MeasuredRow, measure: str) -> list[Shown]:
        """The row of a table of one measure, a cell for each column."""
        return [self.cell(row, column.sitting, measure) for column in self.columns]

    def cell(self, row: MeasuredRow, sitting: Sitting, measure: str) -> Shown:
        figures = row.figures[sitting.id]
        value = value_of(figures, measure, sitting.scale, self.rules.coefficients)
        if value is None:
            status = ResultStatus.NO_DATA if figures.status == ResultStatus.VALUE else figures.status
            return Shown(status, is_uncounted=measure == Measure.MEAN and figures.schools is not None)
        count = base_of(figures, measure, sitting.scale)
        before, count_before, schools_before = self._before(row, sitting, measure)
        few = self.rules.few
        return Shown(
            ResultStatus.VALUE,
            value,
            count,
            None if before is None else value - before,
            count is not None and count < few,
            before is not None and min(count or 0, count_before or 0) >= few,
            before,
            count_before,
            schools_of(figures, measure, sitting.scale),
            count_before is not None and count_before < few,
            schools_before=schools_before,
            of_results=figures.schools is not None and figures.schools.of_results,
        )

    def _before(
        self, row: MeasuredRow, sitting: Sitting, measure: str
    ) -> tuple[Decimal | None, int | None, tuple[int, int] | None]:
        """The value of the year before; two windows of one year (2022) give it only if one alone has it."""
        known = []
        for early in self.before[sitting.id]:
            figures, scale = row.figures[early], sitting.scale
            value = value_of(figures, measure, scale, self.rules.coefficients)
            if value is not None:
                known.append((value, base_of(figures, measure, scale), schools_of(figures, measure, scale)))
        return known[0] if len(known) == 1 else (None, None, None)
